"""What a treasurer sees at the command line: reconciling, statements, and the laws of the books."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.ledger.vocabulary import Party
from semesta.register.vocabulary import PayerKind
from tests.cli.cli_world import Semesta
from tests.databases import fresh
from tests.ledger.books import PEMDA, PEMDA_SEGMENT, SELF_SEGMENT, Books, forced

VA, NIK = "8888800000000017", 1809016501809001


@pytest.fixture
def database() -> Iterator[str]:
    """A region with two members, a family that paid too much, a bank."""
    with fresh("sqlite") as url:
        books = Books()
        region, bank = books.payer(PayerKind.REGION, "18.09", "Kabupaten Pesawaran"), books.bank()
        for number in range(2):
            family = books.family()
            person = books.person(family=family, segment=PEMDA_SEGMENT, payer=region, card=21 + number, nik=NIK + number)  # fmt: skip
            books.line(person, family, region=region, parts=PEMDA | {"centre": 0})
        books.bill((Party.REGION, region), 2 * 37_800)
        family = books.family()
        payer = books.person(family=family, segment=SELF_SEGMENT, card=17, name="BUDI")
        books.line(payer, family, segment=SELF_SEGMENT, parts={"member": 35_000})
        books.bill((Party.FAMILY, family), 35_000)
        books.pay((Party.FAMILY, family), 50_000, bank=bank, reference="A1", account=VA)
        yield url


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    file = tmp_path / "mutasi.csv"
    file.write_text(
        f"Tanggal;No Referensi;Nomor VA;Jumlah\n05/03/2024;A1;{VA};50.000\n06/03/2024;A2;{VA};35.000\n"
    )
    return file


def test_a_bank_statement_is_laid_beside_the_books_and_what_is_missing_posted(
    semesta: Semesta, database: str, statement: Path, tmp_path: Path
) -> None:
    asked = ("ledger", "reconcile", "bank", str(statement), "--bank", "bri", "--database", database)
    said = semesta(*asked)
    assert said.code == 0 and "Belum dibukukan" in said.out and "--post" in said.out
    out = tmp_path / "hasil.xlsx"
    said = semesta(*asked, "--post", "--by", "Ani", "--out", str(out))
    assert "1 pembayaran dibukukan" in said.err and "Kedua sisi sama: Rp 85.000." in said.out
    assert out.exists() and out.with_suffix(".csv").exists()
    assert json.loads(semesta(*asked, "--json").out)["pairs"][1]["outcome"] == "matched"
    assert semesta("ledger", "check", "--database", database).code == 0


def test_a_bill_by_name_masks_numbers_unless_a_reason_is_given(
    semesta: Semesta, database: str, tmp_path: Path
) -> None:
    bill = tmp_path / "tagihan.csv"
    bill.write_text(
        f"NO KARTU;NIK;NAMA;JUMLAH\n0000000000021;{NIK};SITI;37.800\n;1809016501809999;X;37.800\n"
    )
    asked = ("ledger", "reconcile", "bill", str(bill), "--region", "18.09", "--month", "2024-03", "--database", database)  # fmt: skip
    said = semesta(*asked)
    assert said.code == 0 and "Tidak kita tagih: tidak ada di register" in " ".join(said.out.split())
    assert "1809016501809999" not in said.out + semesta(*asked, "--json").out
    assert "1809016501809999" in semesta(*asked, "--json", "--full-nik-reason", "rapat").out


def test_a_bill_without_names_needs_heads_and_rupiah(semesta: Semesta, database: str) -> None:
    asked = ("ledger", "reconcile", "bill", "--region", "18.09", "--month", "2024-03", "--database", database)
    assert semesta(*asked).code == 2
    said = semesta(*asked, "--heads", "3", "--rupiah", "113400")
    assert "+1 jiwa × Rp 37.800" in said.out and "Tidak ada sisa" in said.out
    assert semesta(*asked, "--heads", "3", "--rupiah", "1", "--line", "pajak").code == 2


def test_statements_on_the_terminal_as_a_page_and_as_a_workbook(
    semesta: Semesta, database: str, tmp_path: Path
) -> None:
    on = ("--on", "2024-03-31", "--database", database)
    family = semesta("ledger", "statement", "family", VA, *on, "--out", str(tmp_path / "k.html"))
    assert "Lunas sampai Maret 2024." in family.out and "Kelebihan bayar: Rp 15.000" in family.out
    region = semesta("ledger", "statement", "region", "18.09", *on, "--people", "2024-03", "--out", str(tmp_path / "d.xlsx"))  # fmt: skip
    assert "Terutang Rp 75.600 untuk 1 bulan" in region.out and "18090165********" in region.out
    assert str(NIK) not in region.out
    assert (tmp_path / "k.html").exists() and (tmp_path / "d.xlsx").exists()
    assert semesta("ledger", "statement", "employer", "X", *on).code == 3
    assert semesta("ledger", "statement", "family", VA, *on, "--out", "k.pdf").code == 2
    assert json.loads(semesta("ledger", "statement", "region", "18.09", *on, "--json").out)["payer"]["code"] == "18.09"  # fmt: skip


def test_a_broken_law_is_said_with_its_place_and_code_5(semesta: Semesta, database: str) -> None:
    forced("UPDATE posting SET amount_rupiah = amount_rupiah + 7 WHERE id = 1", table="posting")
    said = semesta("ledger", "check", "--database", database, "--lang", "en")
    assert said.code == 5
    assert "✗ every entry balances" in said.out and "entry 1: 7 ≠ 0" in said.out
    assert "Close no month" in " ".join(said.err.split())
