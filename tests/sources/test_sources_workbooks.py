"""Workbooks and Parquet files, sound and damaged."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.faults import InputRefused, SemestaError
from semesta.sources import SourceRequest
from tests.sources.desk import (
    AS_OF,
    MEMBERS_HEADER,
    Desk,
    member,
    members_csv,
    read_files,
    read_request,
    resident,
)

HEADER = ["NO KARTU", "NIK/KITAS", "NAMA PESERTA", "TGL LAHIR", "JK", "STATUS KEPESERTAAN"]


def workbook(path: Path, rows: int = 4, second: int = 0) -> Path:
    """Two title rows, a blank one, the header in row 4; days as days, some cards as numbers."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, count in enumerate((rows, second)):
            sheet = book.add_worksheet(f"Data {number + 1}")
            if not count:
                sheet.write(0, 0, "REKAP")
                continue
            sheet.write(0, 0, "DAFTAR PESERTA")
            sheet.write(1, 0, "Per 1 Juli 2024")
            sheet.write_row(3, 0, HEADER)
            for i in range(count):
                person, row = member(i + 100 * number), 4 + i
                sheet.write_string(row, 0, person["NOKAPST"])
                sheet.write_string(row, 1, person["NIK"])
                sheet.write_string(row, 2, person["NAMA"])
                sheet.write_datetime(row, 3, dt.datetime(1980, 1, 1 + i % 28), day)
                sheet.write_string(row, 4, "L")
                sheet.write_string(row, 5, "AKTIF")
            if number == 0 and rows >= 4:
                sheet.write_number(4, 0, 1336526592)
                sheet.write_string(5, 1, "3.27E+15")
                sheet.write_formula(6, 5, "=1/0", None, "#DIV/0!")
                sheet.write_string(9, 0, "JUMLAH")
    return path


def read_members(folder: Path, path: Path) -> Desk:
    return read_request(folder, SourceRequest(residents=(), members=(path,), as_of=AS_OF))


def test_a_workbook_with_titles_days_numbers_and_errors(tmp_path: Path) -> None:
    desk = read_members(tmp_path, workbook(tmp_path / "m.xlsx"))
    assert desk.column("members", "source_row") == [5, 6, 7, 8]
    assert desk.column("members", "card") == [1336526592, 1000001, 1000002, 1000003]
    assert desk.column("members", "birth_date") == [dt.date(1980, 1, i) for i in (1, 2, 3, 4)]
    assert desk.column("members", "status") == ["AKTIF", "AKTIF", "TIDAK_DIKETAHUI", "AKTIF"]
    assert desk.files[0].repaired == {"card_zeros_restored": 1}
    codes = desk.codes()
    assert (7, "status_unknown") in codes and (10, "row_total") in codes
    assert [row for row, code in codes if code.startswith("nik")] == [6]
    assert (desk.files[0].header_row, desk.files[0].rows_in, desk.files[0].rows_rejected) == (4, 5, 1)
    assert desk.files[0].name == "m.xlsx#Data 1"


def test_every_sheet_with_people_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    desk = read_members(tmp_path, workbook(tmp_path / "two.xlsx", 3, 2))
    assert [f.rows_taken for f in desk.files] == [3, 2]
    (single,) = read_members(tmp_path, workbook(tmp_path / "one.xlsx", 3)).understood
    assert "'Data 2'" in single.notes[0].id


#: One fault each, as the cells of the column; the CSV's header beside that of an officer's workbook.
FAULTY = [
    {"NIK": "1871015013809001"},
    {"NIK": "187101010180900"},
    {"NIK": "18710IO101809001"},
    {"NIK": "9971010101809001"},
    {"NIK": "3.27E+15"},
    {"NO_KK": "18710199"},
    {"NOKAPST": "12A"},
    {"TGL_LAHIR": "31/02/1980"},
    {"STATUS": "ENTAH"},
    {"KODE_DESA": "18.71.01.9999"},
    {"NIK": "", "NOKAPST": "", "NO_KK": "", "NAMA": "", "TGL_LAHIR": ""},
    {},
]
SAID_IN_WORKBOOKS = {"NIK": "NIK/KITAS", "NOKAPST": "NO KARTU", "TGL_LAHIR": "TGL LAHIR"}


def test_the_same_cells_are_refused_in_a_csv_and_in_a_workbook(tmp_path: Path) -> None:
    """A workbook once refused 1 cell where the CSV refused 60: nobody knew its NIK column by that header."""
    people = [member(i, **changes) for i, changes in enumerate(FAULTY)]
    header = MEMBERS_HEADER.split(",")
    with xlsxwriter.Workbook(tmp_path / "m.xlsx") as book:
        sheet = book.add_worksheet()
        for column, name in enumerate(header):
            sheet.write_string(0, column, SAID_IN_WORKBOOKS.get(name, name))
            for row, person in enumerate(people, start=1):
                sheet.write_string(row, column, person[name])
    text = read_files(tmp_path, members={"m.csv": members_csv(people)})
    cells = read_members(tmp_path, tmp_path / "m.xlsx")
    what = "row, scope, value, code, reason, remedy"
    assert cells.rejects(what) == text.rejects(what)
    assert {row - 2 for row, _ in cells.codes()} == set(range(len(FAULTY) - 1))
    assert cells.files[0].ignored_headers == text.files[0].ignored_headers == ()


def test_a_member_file_whose_nik_column_nobody_knows_says_so_before_it_is_read(tmp_path: Path) -> None:
    people = [member(i) for i in range(3)]
    told = read_files(tmp_path, members={"m.csv": members_csv(people).replace("NIK", "NO. IDENTITAS LAIN")})
    note = told.understood[0].notes[0]
    assert "NO. IDENTITAS LAIN" in note.id and "NO. IDENTITAS LAIN" in note.en and "--map" in note.id


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return workbook(tmp_path_factory.mktemp("books") / "sound.xlsx").read_bytes()


@given(st.data())
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
def test_a_cut_or_damaged_workbook_is_refused_or_accounted_for(
    tmp_path: Path, sound: bytes, data: st.DataObject
) -> None:
    content = sound
    place = data.draw(st.integers(4, len(content) - 1))
    bad = data.draw(st.sampled_from([content[:place], content[:place] + b"\xff\x00" + content[place + 2 :]]))
    path = tmp_path / "bad.xlsx"
    path.write_bytes(bad)
    try:
        desk = read_members(tmp_path, path)
    except SemestaError as refused:
        assert refused.reason.id and refused.remedy.id
    else:
        assert desk.files[0].rows_in == 5


def test_xml_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    sound = workbook(tmp_path / "sound.xlsx", 400)
    path = tmp_path / "cut.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    with pytest.raises(InputRefused, match="damaged"):
        read_members(tmp_path, path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.csv", "NIK,NAMA\n")
    with pytest.raises(InputRefused, match="zip"):
        read_members(tmp_path, path)


def test_parquet_with_types_of_its_own(tmp_path: Path) -> None:
    people = [resident(i) for i in range(3)]
    table = pa.table(
        {
            "NIK": pa.array([int(p["NIK"]) for p in people]),
            "NAMA": [p["NAMA_LGKP"] for p in people],
            "TGL LAHIR": pa.array([dt.date(1980, 1, 1 + i) for i in range(3)]),
            "KODE DESA": ["18.71.01.1004", None, "18.71.01.1004"],
        }
    )
    path = tmp_path / "r.parquet"
    pq.write_table(table, path)
    desk = read_request(tmp_path, SourceRequest(residents=(path,), members=(), as_of=AS_OF))
    assert desk.column("residents", "nik") == [int(p["NIK"]) for p in people]
    assert desk.column("residents", "birth_date") == [dt.date(1980, 1, 1 + i) for i in range(3)]
    assert desk.column("residents", "village") == [1871011004, None, 1871011004]
    assert desk.column("residents", "source_row") == [1, 2, 3]
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputRefused, match="Parquet"):
        read_request(tmp_path, SourceRequest(residents=(path,), members=(), as_of=AS_OF))
