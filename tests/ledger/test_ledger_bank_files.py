"""A bank's statement is read in every form it comes in, to the rupiah; what cannot be read is kept with its reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from semesta.faults import InputRefused
from semesta.ledger.bank_files import BankStatement, read_bank_statement

TODAY = dt.date(2024, 4, 1)
#: What each form below says: 35,000 and 105,000 in, 6,500 out.
EXPECTED = [
    (dt.date(2024, 3, 5), "BRI0001", "8888890001234561", 35_000),
    (dt.date(2024, 3, 6), "BRI0002", "8888890001234562", 105_000),
    (dt.date(2024, 3, 7), "BRI0003", "", -6_500),
]

WITH_SIDES = """Mutasi Rekening;;;;;
No. Rekening : 0123;;;;;
Tanggal;No. Referensi;Nomor VA;Keterangan;Debet;Kredit
05/03/2024;BRI0001;8888890001234561;SETORAN;;35.000,00
06/03/2024;BRI0002;8888890001234562;SETORAN;0;105.000,00
07/03/2024;BRI0003;;BIAYA ADM;6.500,00;-
;;;SALDO AKHIR;;133.500,00
"""
ONE_COLUMN = """Tgl Transaksi,Ref No,Keterangan,Jumlah,DB/CR
2024-03-05,BRI0001,VA 8888890001234561 a.n. SITI,"Rp 35.000,-",CR
2024-03-06,BRI0002,BPJS/8888890001234562,"105,000.00",CR
2024-03-07,BRI0003,BIAYA,6500,DB
"""
BEHIND = """DATE|REFERENCE|ACCOUNT|AMOUNT
5-Mar-24|BRI0001|8888890001234561|35,000.00 CR
6-Mar-24|BRI0002|8888890001234562|105,000.00 CR
7-Mar-24|BRI0003||6,500.00 DB
"""
MT940 = """:20:STMT
:25:BRI/0123
:60F:C240301IDR0,00
:61:2403050305C35000,00NTRFOURREF//BRI0001
:86:SETORAN 8888890001234561 SITI
:61:240306C105000,NTRFBRI0002
:86:8888890001234562
:61:2403070307D6500,00NCHGNONREF//BRI0003
:62F:C240307IDR133500,00
"""


def _facts(read: BankStatement) -> list[tuple[dt.date, str, str, int]]:
    return [(line.dated, line.reference, line.account, line.amount_rupiah) for line in read.lines]


def _read(tmp_path: Path, text: str, name: str = "mutasi.csv", encoding: str = "utf-8") -> BankStatement:
    file = tmp_path / name
    file.write_text(text, encoding=encoding)
    return read_bank_statement(file, today=TODAY)


@pytest.mark.parametrize("text", [WITH_SIDES, ONE_COLUMN, BEHIND])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_csv_of_any_bank_says_the_same(tmp_path: Path, text: str, encoding: str) -> None:
    read = _read(tmp_path, text, encoding=encoding)
    assert _facts(read) == EXPECTED
    assert not read.unread
    assert read.total_rupiah == 133_500


def test_a_balance_under_the_lines_is_no_line(tmp_path: Path) -> None:
    assert _read(tmp_path, WITH_SIDES).closing == 1


def test_mt940_says_the_same(tmp_path: Path) -> None:
    read = _read(tmp_path, MT940, "mutasi.sta")
    assert read.form == "mt940"
    assert _facts(read) == EXPECTED


def test_a_workbook_with_real_days_and_numbers_says_the_same(tmp_path: Path) -> None:
    file = tmp_path / "mutasi.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["LAPORAN PENERIMAAN"])
        sheet.write_row(2, 0, ["TANGGAL", "NO REFERENSI", "VIRTUAL ACCOUNT", "NOMINAL"])
        for at, (dated, reference, account, amount) in enumerate(EXPECTED, start=3):
            sheet.write_datetime(at, 0, dt.datetime.combine(dated, dt.time()), day)
            sheet.write_row(at, 1, [reference, account, amount])
        sheet.write_row(6, 0, ["TOTAL", "", "", 133_500])
    read = read_bank_statement(file, today=TODAY)
    assert _facts(read) == EXPECTED
    assert read.closing == 1
    assert [line.row for line in read.lines] == [4, 5, 6]


def test_what_cannot_be_read_is_kept_with_its_row_and_remedy(tmp_path: Path) -> None:
    text = "Tanggal;Referensi;VA;Jumlah\n31/02/2024;A;1;35.000\n05/03/2024;B;1;tiga puluh\n05/03/2024;C;1;37,5\n05/03/2024;D;1;0\n05/03/2024;E;1;35.000\n"
    read = _read(tmp_path, text)
    assert [one.row for one in read.unread] == [2, 3, 4, 5]
    assert all(one.remedy.id and one.remedy.en for one in read.unread)
    assert [line.reference for line in read.lines] == ["E"]


def test_a_deposit_of_a_whole_region_is_not_too_large(tmp_path: Path) -> None:
    read = _read(tmp_path, "Tanggal;Referensi;VA;Jumlah\n31/12/2024;RKUD;1;19.766.179.181\n")
    assert read.total_rupiah == 19_766_179_181


@pytest.mark.parametrize("text", ["", "nama;alamat\nSITI;METRO\n"])
def test_a_file_that_is_no_statement_is_refused_with_a_remedy(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        _read(tmp_path, text)
    assert "nomor VA" in refused.value.remedy.id
