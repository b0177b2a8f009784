"""The bill by name and the list of deaths: in the forms offices have them, nothing lost, other months refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.faults import InputRefused
from semesta.identity import Doubt
from semesta.manifest import SourceFile
from semesta.sources import SourceRequest, Understanding, read_bill, read_deaths, understand
from semesta.sources.amounts import parse_amount
from semesta.sources.months import months_named, parse_month
from semesta.tables import REJECTS, STAGED_BILL, STAGED_DEATHS
from tests.sources.desk import AS_OF, write

JULY = dt.date(2024, 7, 1)
BILL_OF_THE_CITY = """TAGIHAN IURAN PBPU DAN BP PEMERINTAH DAERAH;;;;;
KOTA BANDAR LAMPUNG;;;;;

NO;NO KARTU;NIK;NAMA PESERTA;BULAN;JUMLAH TAGIHAN
1;0001234567890;1871010101809001;SITI;JULI 2024;Rp 37.800,00
2;1234567891;1871014101809002;BUDI;Jul-24;37.800
3;0001234567892;1.87101E+15;ADI;07/2024;37800
4;0001234567893;1871010101809004;ADA;2024-07;37.800,50
5;0001234567893;1871010101809004;ADA;2024-07;37.800,-
;;;;;
JUMLAH;;;;;189.000
"""


def bill(
    folder: Path, content: str, month: dt.date = JULY, name: str = "tagihan.csv"
) -> tuple[Engine, SourceFile]:
    engine = Engine(threads=1)
    read = read_bill(engine, [write(folder, name, content)], month=month, as_of=AS_OF, scratch=folder)
    return engine, read.files[0]


def rows(engine: Engine, what: str, table: str = "bill") -> list[tuple[Any, ...]]:
    return engine.rows(f"SELECT {what} FROM {table} ORDER BY rowid")


# --- a bill as an office has it ---------------------------------------------------------------------


def test_bill_with_title_rows_roman_amounts_and_a_total_is_read_to_the_rupiah(tmp_path: Path) -> None:
    engine, file = bill(tmp_path, BILL_OF_THE_CITY)
    assert engine.columns("bill") == list(STAGED_BILL.names)
    assert engine.columns("bill_rejects") == list(REJECTS.names)
    assert rows(engine, "card, amount_rupiah, source_row") == [
        (1234567890, 37_800, 5),
        (1234567891, 37_800, 6),  # its zeros were lost and came back
        (1234567892, 37_800, 7),
        (1234567893, None, 8),
        (1234567893, 37_800, 9),  # billed twice is a finding, so the row stays
    ]
    assert {month for (month,) in rows(engine, '"month"')} == {JULY}
    assert sorted(rows(engine, '"row", scope, code', "bill_rejects")) == [
        (7, "cell", "nik_scientific"),
        (8, "cell", "amount_fraction"),
        (11, "row", "row_total"),
    ]
    assert rows(engine, "nik_written")[2] == ("1.87101E+15",)
    assert file.rows_in == file.rows_taken + file.rows_rejected == 6
    assert file.kind == "bill" and file.repaired == {"card_zeros_restored": 1}


def test_every_refusal_says_what_to_do(tmp_path: Path) -> None:
    engine, _ = bill(tmp_path, BILL_OF_THE_CITY)
    assert all(reason and remedy for reason, remedy in rows(engine, "reason, remedy", "bill_rejects"))


def test_bill_in_a_workbook_where_excel_made_dates_and_numbers_of_months_and_amounts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["NOKA", "NIK", "NAMA", "PERIODE", "IURAN"])
    sheet.append(["0001234567890", "1871010101809001", "SITI", dt.datetime(2024, 7, 1), 37800])
    sheet.append(["0001234567891", "1871014101809002", "BUDI", "Juli 2024", 37.8])
    sheet.append([1234567892, "1871010101809003", "ADI", 202407, "37.800"])
    book.save(tmp_path / "tagihan.xlsx")
    engine = Engine(threads=1)
    read_bill(engine, [tmp_path / "tagihan.xlsx"], month=JULY, as_of=AS_OF, scratch=tmp_path)
    assert rows(engine, 'card, "month", amount_rupiah') == [
        (1234567890, JULY, 37_800),
        (1234567891, JULY, None),  # an English Excel made 37.8 of 37.800
        (1234567892, JULY, 37_800),
    ]
    assert rows(engine, "code", "bill_rejects") == [("amount_fraction",)]


def test_bill_in_parquet_and_a_bill_in_two_files(tmp_path: Path) -> None:
    with Engine(threads=1) as engine:
        engine.write_parquet(
            "SELECT '0001234567890' AS card, '1871010101809001' AS nik, 'SITI' AS name, "
            "DATE '2024-07-01' AS month, 37800 AS amount_rupiah",
            tmp_path / "a.parquet",
        )
    other = write(tmp_path, "b.csv", "NO KARTU,NAMA,NILAI\n0001234567891,BUDI,37800\n")
    engine = Engine(threads=1)
    read = read_bill(engine, [tmp_path / "a.parquet", other], month=JULY, as_of=AS_OF, scratch=tmp_path)
    assert rows(engine, 'card, "month", "source"') == [(1234567890, JULY, 0), (1234567891, JULY, 1)]
    assert [file.name for file in read.files] == ["a.parquet", "b.csv"]


def test_bill_is_told_to_the_person_before_it_is_read(tmp_path: Path) -> None:
    heard: list[Understanding] = []
    path = write(tmp_path, "t.csv", BILL_OF_THE_CITY)
    read_bill(
        Engine(threads=1), [path], month=JULY, as_of=AS_OF, scratch=tmp_path, on_understood=heard.append
    )
    told = "\n".join(heard[0].lines("id"))
    assert "tagihan" in told and "BULAN" in told and "JULI 2024 = 2024-07-01" in told


def test_an_editions_views_stay_as_they_are(tmp_path: Path) -> None:
    engine = Engine(threads=1)
    for name in ("residents", "members", "rejects"):
        engine.run(f"CREATE VIEW {name} AS SELECT 1 AS one")
    path = write(tmp_path, "t.csv", BILL_OF_THE_CITY)
    read_bill(engine, [path], month=JULY, as_of=AS_OF, scratch=tmp_path)
    assert engine.columns("rejects") == ["one"] and engine.columns("members") == ["one"]


def test_bill_without_a_column_of_numbers_names_the_headers_seen(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as told:
        bill(tmp_path, "NAMA,BULAN,IURAN\nSITI,2024-07,37800\n")
    assert "card atau nik" in told.value.reason.id and "'IURAN'" in told.value.reason.id
    assert "--map" in told.value.remedy.id


def test_map_teaches_the_header_of_the_amount(tmp_path: Path) -> None:
    maps = write(tmp_path, "map.yaml", "kinds: [bill]\nheaders: {amount_rupiah: [KWJ]}\n")
    path = write(tmp_path, "t.csv", "NO KARTU,NAMA,KWJ\n0001234567890,SITI,37.800\n")
    engine = Engine(threads=1)
    read_bill(engine, [path], month=JULY, as_of=AS_OF, scratch=tmp_path, maps=maps)
    assert rows(engine, "amount_rupiah") == [(37_800,)]


# --- months -----------------------------------------------------------------------------------------


def test_bill_of_another_month_is_refused_with_the_month_to_give(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as told:
        bill(tmp_path, BILL_OF_THE_CITY, month=dt.date(2024, 6, 1))
    assert "2024-07 (5 baris)" in told.value.reason.id and "2024-06" in told.value.reason.id
    assert "--month 2024-07" in told.value.remedy.id


def test_bill_of_two_months_is_refused_with_the_rows_of_each(tmp_path: Path) -> None:
    lines = ["NO KARTU,NAMA,BULAN,IURAN"]
    lines += [
        f"{1_234_567_000 + i:013},ORANG {i},{'JUNI' if i < 3 else 'JULI'} 2024,37800" for i in range(10)
    ]
    with pytest.raises(InputRefused) as told:
        bill(tmp_path, "\n".join(lines) + "\n")
    assert "2024-06 (3 baris), 2024-07 (7 baris)" in told.value.reason.id
    assert "3 rows" in told.value.reason.en and "Pisahkan" in told.value.remedy.id


def test_month_that_cannot_be_read_stays_empty_and_is_listed(tmp_path: Path) -> None:
    text = "NO KARTU,NAMA,BULAN,IURAN\n0001234567890,SITI,JULI,37800\n0001234567891,BUDI,2024-07,37800\n"
    engine, file = bill(tmp_path, text)
    assert rows(engine, '"month"') == [(None,), (JULY,)]
    assert rows(engine, "code", "bill_rejects") == [("month_without_year",)]
    assert file.rows_taken == 2


@pytest.mark.parametrize(
    "text",
    ["2024-07", "2024/7", "07/2024", "7-2024", "072024", "202407", "JULI 2024", "Juli-2024", "jul-24", "Jul 24",
     "JUL'24", "July 2024", "2024 JULI", "VII/2024", "07/24", "BULAN JULI 2024", "Periode: 07/2024", "01/07/2024",
     "2024-07-01", "31-07-2024", "1 Juli 2024", "2024-07-01 00:00:00", "45474"],
)  # fmt: skip
def test_july_2024_as_offices_write_it(text: str) -> None:
    assert parse_month(text, today=AS_OF) == JULY


@pytest.mark.parametrize(
    ("text", "code"),
    [("JULI", "month_without_year"), ("7", "month_without_year"), ("24/07", "month_unclear"), ("07/12", "month_unclear"),
     ("2024", "month_unknown"), ("13/2024", "month_unknown"), ("XXX 2024", "month_unknown"), ("-", "month_unknown"),
     ("JULI 2013", "month_too_early"), ("2031-01", "month_future")],
)  # fmt: skip
def test_month_that_is_no_month_is_doubted(text: str, code: str) -> None:
    found = parse_month(text, today=AS_OF)
    assert isinstance(found, Doubt) and found.code == code


# --- amounts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [("37800", 37_800), ("37.800", 37_800), ("37.800,00", 37_800), ("Rp 37.800,00", 37_800), ("Rp. 37.800,-", 37_800),
     ("IDR 37,800.00", 37_800), ("37,800", 37_800), ("37800.0", 37_800), ("37800,00", 37_800), ("37 800", 37_800),
     ("1.134.000", 1_134_000), ("0", 0), ("0,00", 0), ("-37.800", -37_800), ("(37.800)", -37_800), ("Rp -37.800", -37_800)],
)  # fmt: skip
def test_amount_as_offices_write_it(text: str, rupiah: int) -> None:
    assert parse_amount(text) == rupiah


@pytest.mark.parametrize(
    ("text", "code"),
    [("37.800,50", "amount_fraction"), ("37.8", "amount_fraction"), ("37,5", "amount_fraction"), ("0.378", "amount_fraction"),
     ("3,78E+04", "amount_excel_damage"), ("1871010101809001", "amount_too_large"), ("-", "amount_unknown"),
     ("gratis", "amount_unknown"), ("3.78.00", "amount_unknown"), ("12.34.567", "amount_unknown"), ("", "amount_unknown")],
)  # fmt: skip
def test_amount_that_is_no_whole_rupiah_is_doubted(text: str, code: str) -> None:
    found = parse_amount(text)
    assert isinstance(found, Doubt) and found.code == code


@given(st.integers(min_value=0, max_value=1_000_000_000))
def test_an_amount_is_read_back_from_every_way_of_writing_it(rupiah: int) -> None:
    dotted = f"{rupiah:,}".replace(",", ".")
    for text in (str(rupiah), dotted, f"Rp{dotted},-", f"Rp {dotted},00", f"{rupiah:,}.00", f"{rupiah}.00"):
        assert parse_amount(text) == rupiah, text


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers(text: str) -> None:
    assert isinstance(parse_amount(text), (int, Doubt))
    assert isinstance(parse_month(text, today=AS_OF), (dt.date, Doubt))


# --- deaths -----------------------------------------------------------------------------------------


def test_list_of_deaths_keeps_who_has_no_nik_and_refuses_the_same_line_twice(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "kematian.csv",
        "DAFTAR KEMATIAN DESA SUKAMAJU,,,\nNO,NIK,NAMA ALMARHUM,TGL MENINGGAL\n"
        "1,1871010101809001,SITI,12-05-2024\n2,1871010101809001,SITI,12-05-2024\n"
        "3,1871010101809003,ADI,3 Januari 2025\n4,,BUDI,\n5,1871010101809005,IDA,12-05-2031\n",
    )
    engine = Engine(threads=1)
    (file,) = read_deaths(engine, [path], as_of=AS_OF, scratch=tmp_path).files
    assert engine.columns("deaths") == list(STAGED_DEATHS.names)
    assert rows(engine, "nik, name, death_date", "deaths") == [
        (1871010101809001, "SITI", dt.date(2024, 5, 12)),
        (1871010101809003, "ADI", dt.date(2025, 1, 3)),  # the list is newer than the edition
        (None, "BUDI", None),
        (1871010101809005, "IDA", None),
    ]
    assert sorted(rows(engine, '"row", code', "deaths_rejects")) == [(4, "row_repeated"), (7, "date_future")]
    assert file.rows_in == file.rows_taken + file.rows_rejected == 5


def test_every_row_of_a_bill_is_taken_or_refused(tmp_path: Path) -> None:
    cells = [
        "",
        "x",
        "1871010101809001",
        "JUMLAH",
        "2024-07",
        "37.800",
        "1.87E+15",
        '"',
        "NIK",
        "0001234567890",
    ]
    lines = [",".join(cells[(i * 7 + j * 3) % len(cells)] for j in range(5)) for i in range(200)]
    engine, file = bill(tmp_path, "NO KARTU,NIK,NAMA,BULAN,IURAN\n" + "\n".join(lines) + "\n")
    assert file.rows_taken == engine.count("bill")
    assert file.rows_rejected == engine.count("bill_rejects", "scope = 'row'")
    assert file.rows_in == file.rows_taken + file.rows_rejected


def test_heads_are_understood_without_reading(tmp_path: Path) -> None:
    path = write(tmp_path, "t.csv", BILL_OF_THE_CITY)
    (one,) = understand(SourceRequest(residents=(), members=(), bills=(path,), as_of=AS_OF))
    assert (one.kind, one.header_row, one.layout) == ("bill", 4, "tagihan")


# --- a month that only the title has ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "months"),
    [("TAGIHAN BULAN JULI 2024", [JULY]), ("PERIODE: 07/2024", [JULY]), ("Bulan Juli-2024", [JULY]),
     ("Dicetak 3 Agustus 2024", []), ("Nomor 045/07/2024", []), ("Perpres 64 Tahun 2020", []), ("PERIODE 13/2024", [])],
)  # fmt: skip
def test_months_that_a_title_names(title: str, months: list[dt.date]) -> None:
    assert sorted(months_named(title)) == months


@pytest.mark.parametrize("title", ["TAGIHAN BULAN JUNI 2024;;", "PERIODE 06/2024;;"])
def test_a_title_of_another_month_is_refused_where_no_row_has_one(tmp_path: Path, title: str) -> None:
    body = "NO KARTU;NIK;NAMA\n0001234567890;1871010101809001;SITI\n"
    with pytest.raises(InputRefused, match="2024-06"):
        bill(tmp_path, f"{title}\n{body}")
    engine, _ = bill(tmp_path, f"{title}\n{body}", month=dt.date(2024, 6, 1), name="b.csv")
    assert rows(engine, '"month"') == [(dt.date(2024, 6, 1),)]


def test_a_title_of_another_month_is_told_where_the_rows_have_the_right_one(tmp_path: Path) -> None:
    heard: list[Understanding] = []
    body = "NO KARTU;NIK;NAMA;BULAN\n0001234567890;1871010101809001;SITI;2024-07\n"
    path = write(tmp_path, "t.csv", f"TAGIHAN JUNI 2024;;;\n{body}")
    read_bill(
        Engine(threads=1), [path], month=JULY, as_of=AS_OF, scratch=tmp_path, on_understood=heard.append
    )
    assert any("2024-06" in note.id for note in heard[0].notes)
