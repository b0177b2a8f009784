"""Files as officers get them: the same bytes from the same seed, workbooks, rosters, an office's dialect."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from semesta.engine import Engine
from semesta.synthetic import LAMPUNG_MOMENTS, MadeFiles, make

TINY = 0.0003


def _digests(files: MadeFiles) -> dict[str, str]:
    paths = [files.residents, files.members, files.truth, *(path for _, path in files.rosters)]
    paths += [files.members_xlsx] if files.members_xlsx else []
    paths += [files.deaths, *(path for bill in files.bills for path in (bill.path, bill.truth))]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_same_seed_same_bytes_on_any_number_of_threads(tmp_path: Path) -> None:
    found = []
    for number, (threads, seed) in enumerate(((1, 3), (2, 3), (2, 4))):
        with Engine(threads=threads) as engine:
            (made,) = make(
                engine,
                tmp_path / str(number),
                moments=LAMPUNG_MOMENTS[:1],
                seed=seed,
                scale=TINY,
                form="both",
            )
        found.append(_digests(made))
    assert found[0] == found[1]
    assert all(found[0][name] != digest for name, digest in found[2].items())


#: Of the files that were there before bills and further rosters were made: they may not change by a byte.
_FIRST = {
    "dkb_2023-08-01.csv": "ba96e6cb61e775b7",
    "dkb_2024-07-01.csv": "0a6245b911890dc5",
    "dprd_2023-08-01.xlsx": "2cda9dac26664bf5",
    "dprd_2024-07-01.xlsx": "5f013cd1aa0c3f69",
    "masterfile_2023-08-01.csv": "094a3a11db649dfa",
    "masterfile_2024-07-01.csv": "a81a8beeb41ec40c",
    "perangkat_desa_2023-08-01.xlsx": "83c8f52d5bc1c82a",
    "perangkat_desa_2024-07-01.xlsx": "54bb5a986e43e1a1",
    "truth_2023-08-01.parquet": "b3c6ccf9db808f92",
    "truth_2024-07-01.parquet": "1dafb1db9ec091b4",
}


def test_the_files_of_a_seed_stay_as_they_were(tmp_path: Path) -> None:
    with Engine(threads=2) as engine:
        made = make(engine, tmp_path, moments=LAMPUNG_MOMENTS, seed=3, scale=TINY)
    found = {name: digest[:16] for files in made for name, digest in _digests(files).items()}
    assert {name: found[name] for name in _FIRST} == _FIRST


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> MadeFiles:
    with Engine(threads=2) as engine:
        return make(
            engine,
            tmp_path_factory.mktemp("office"),
            moments=LAMPUNG_MOMENTS[1:],
            seed=5,
            scale=TINY,
            form="both",
            residents_style="office",
            shuffle=True,
            sheet_rows=1_500,
        )[0]


def test_the_workbook_holds_the_rows_of_the_csv_in_sheets(office: MadeFiles) -> None:
    assert office.members_xlsx is not None
    book = CalamineWorkbook.from_path(str(office.members_xlsx))
    assert book.sheet_names == ["PESERTA1", "PESERTA2"]
    rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    assert [sheet[3][:4] for sheet in rows] == [["NO KARTU", "NIK/KITAS", "NO KK", "NAMA PESERTA"]] * 2
    in_book = [row for sheet in rows for row in sheet[4:]]
    in_csv = office.members.read_text("utf-8").splitlines()[1:]
    assert len(in_book) == len(in_csv) == office.totals.members
    for cells, line in zip(in_book, in_csv, strict=True):
        card, nik = line.split(",")[:2]
        assert cells[1] == nik
        assert cells[0] == card or float(str(cells[0])) == int(card)


def test_some_cards_of_the_workbook_lost_their_zeros(office: MadeFiles) -> None:
    assert office.members_xlsx is not None
    sheet = CalamineWorkbook.from_path(str(office.members_xlsx)).get_sheet_by_index(0).to_python()[4:]
    lost = sum(isinstance(row[0], float) for row in sheet)
    assert 0 < lost < 0.05 * len(sheet)


def test_an_office_sends_semicolons_titles_and_windows_1252(office: MadeFiles) -> None:
    raw = office.residents.read_bytes()
    lines = raw.decode("cp1252").splitlines()
    assert lines[0].startswith("DATA KEPENDUDUKAN")
    assert lines[3].split(";")[:4] == ["NO", "NIK", "NO_KK", "NAMA_LGKP"]
    assert len(lines) - 4 == office.totals.residents
    assert {line.split(";")[4] for line in lines[4:]} == {"LAKI-LAKI", "PEREMPUAN"}
    assert "\u2019" in raw.decode("cp1252")
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")


def test_shuffled_residents_are_not_in_the_order_of_villages(office: MadeFiles) -> None:
    villages = [
        line.split(";")[12] for line in office.residents.read_bytes().decode("cp1252").splitlines()[4:]
    ]
    assert sum(a > b for a, b in itertools.pairwise(villages)) > len(villages) / 3


def test_rosters_name_residents(office: MadeFiles) -> None:
    known = {line.split(";")[1] for line in office.residents.read_bytes().decode("cp1252").splitlines()[4:]}
    assert [name for name, _ in office.rosters] == [
        "council",
        "village_officials",
        "wage_workers",
        "state_officials",
        "non_civil_servants",
        "regional_companies",
    ]
    for _, path in office.rosters[:2]:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[3:]
        assert rows[0][:4] == ["NO", "NAMA LENGKAP", "NIK", "TANGGAL LAHIR"]
        people = rows[1:]
        whole = [str(row[2]) for row in people if len(str(row[2])) == 16]
        assert len(whole) > 0.6 * len(people) > 1
        assert len(set(whole) & known) >= len(whole) - 1


def test_nothing_is_left_in_the_engine(tmp_path: Path) -> None:
    with Engine(threads=1) as engine:
        make(engine, tmp_path, moments=LAMPUNG_MOMENTS[:1], scale=0.0001)
        assert (
            engine.rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'syn%'") == []
        )


def test_only_the_workbook_when_only_that_was_asked_for(tmp_path: Path) -> None:
    with Engine(threads=1) as engine:
        (made,) = make(engine, tmp_path, moments=LAMPUNG_MOMENTS[:1], scale=0.0001, form="xlsx")
    assert made.members == made.members_xlsx
    assert not list(tmp_path.glob("masterfile*.csv"))
    assert made.members_xlsx in tmp_path.iterdir()
