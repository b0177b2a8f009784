"""A treasurer lays the bank's statement beside the books: what agrees, what does not, and what to do about it."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
import python_calamine

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused, NotFound
from semesta.ledger.bank_pairing import Outcome
from semesta.ledger.bank_posting import post_missing
from semesta.ledger.bank_statements import Reconciled, reconcile_bank
from semesta.ledger.bank_view import open_grid, sentences, steps, summary_grid, write_csv, write_workbook
from semesta.ledger.vocabulary import Party
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Grid
from tests.ledger.books import BY, SELF_SEGMENT, Books

pytestmark = pytest.mark.usefixtures("database")

TODAY = dt.date(2024, 4, 1)
VA, OTHER, NOBODY = "8888800000000017", "8888800000000025", "8888800000009999"
STATEMENT = f"""Tanggal;No Referensi;Nomor VA;Jumlah;Keterangan
05/03/2024;A1;{VA};35.000;cocok
05/03/2024;A2;{VA};350.000;jumlah lain
06/03/2024;A3;{OTHER};35.000;VA lain
06/03/2024;A4;{OTHER};35.000;belum dibukukan
06/03/2024;A4;{OTHER};35.000;belum dibukukan
07/03/2024;A5;{NOBODY};10.000;titipan
07/03/2024;A7;{NOBODY};12.000;belum dibukukan, tak dikenal
08/03/2024;A8;;-6.500;biaya
09/03/2024;;{VA};5.000;tanpa referensi
"""


@pytest.fixture
def found(tmp_path: Path) -> Reconciled:
    return _reconciled(tmp_path)


def _reconciled(tmp_path: Path) -> Reconciled:
    books = Books()
    families = [books.family(), books.family()]
    for family, card in zip(families, (17, 25), strict=True):
        books.person(family=family, segment=SELF_SEGMENT, card=card)
    bank, first = books.bank(), (Party.FAMILY, families[0])
    books.pay(first, 35_000, bank=bank, reference="A1", account=VA)
    books.pay(first, 35_000, bank=bank, reference="A2", account=VA)
    books.pay(first, 35_000, bank=bank, reference="A3", account=VA, on=dt.date(2024, 3, 6))
    books.pay(None, 10_000, bank=bank, reference="A5", account=NOBODY, on=dt.date(2024, 3, 7))
    books.pay(first, 70_000, bank=bank, reference="A6", account=VA, on=dt.date(2024, 3, 8))
    books.pay(first, 70_000, bank=bank, reference="B1", account=VA, on=dt.date(2024, 2, 8))  # another month
    books.pay(first, 90_000, bank=books.bank("BNI"), reference="A4", account=VA)  # another bank
    return _again(tmp_path)


def _again(tmp_path: Path) -> Reconciled:
    file = tmp_path / "mutasi.csv"
    file.write_text(STATEMENT, encoding="utf-8")
    return reconcile_bank(file, bank="BRI", today=TODAY)


def test_every_line_and_entry_has_the_outcome_that_the_desk_would_give(found: Reconciled) -> None:
    told = [(one.outcome.value, one.line.reference if one.line else one.booked.reference if one.booked else "") for one in found.pairs]  # fmt: skip
    assert told == [
        ("matched", "A1"),
        ("matched", "A5"),
        ("different_amount", "A2"),
        ("different_account", "A3"),
        ("missing_in_books", "A4"),
        ("missing_in_books", "A7"),
        ("missing_in_books", ""),
        ("money_out", "A8"),
        ("missing_at_bank", "A6"),
        ("duplicate", "A4"),
    ]


def test_the_sums_add_up_on_both_sides(found: Reconciled) -> None:
    assert found.total.line_rupiah == found.statement.total_rupiah == 510_500
    assert found.total.entry_rupiah == 35_000 * 3 + 10_000 + 70_000
    assert sum(tally.difference_rupiah for tally in found.tallies) == found.total.difference_rupiah
    assert sum(tally.lines for tally in found.tallies) == 9


def test_what_is_missing_is_posted_once_and_then_agrees(found: Reconciled, tmp_path: Path) -> None:
    assert [line.reference for line in found.postable] == ["A4", "A7"]
    assert post_missing(found, by=BY).outcomes == {
        "posted": 1,
        "parked": 1,
        "already_posted": 0,
        "refused": 0,
    }
    again = _again(tmp_path)
    assert again.postable == ()
    assert [one.line.reference for one in again.of(Outcome.MATCHED) if one.line] == ["A1", "A4", "A5", "A7"]
    assert post_missing(found, by=BY).outcomes["already_posted"] == 2


def test_a_reversed_payment_agrees_with_the_line_that_takes_it_back(tmp_path: Path) -> None:
    books = Books()
    entry = books.pay((Party.FAMILY, books.family()), 35_000, bank=books.bank(), reference="A1", account=VA)
    books.reverse(entry)
    file = tmp_path / "mutasi.csv"
    file.write_text(f"tanggal;ref;va;kredit;debet\n05/03/2024;A1;{VA};35.000;\n09/03/2024;A1;{VA};;35.000\n")
    found = reconcile_bank(file, bank="BRI", today=TODAY)
    assert [one.outcome for one in found.pairs] == [Outcome.MATCHED, Outcome.MATCHED]
    assert found.total.line_rupiah == found.total.entry_rupiah == 0


def test_an_unknown_bank_and_an_empty_statement_are_refused(tmp_path: Path) -> None:
    Books().bank()
    file = tmp_path / "mutasi.csv"
    file.write_text("tanggal;ref;va;kredit\n")
    with pytest.raises(InputRefused):
        reconcile_bank(file, bank="BRI", today=TODAY)
    file.write_text(STATEMENT)
    with pytest.raises(NotFound) as refused:
        reconcile_bank(file, bank="BNI", today=TODAY)
    assert "BRI" in refused.value.remedy.id


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_kind_of_difference_says_its_next_step(found: Reconciled, language: str) -> None:
    say = Speaker("en" if language == "en" else "id")
    named = [name for name, _ in steps(found, say)]
    assert len(named) == 8
    assert "Rp" in sentences(found, say)[1]
    assert _column(summary_grid(found, say), 0)[0] == ("Matched" if language == "en" else "Cocok")
    assert len(open_grid(found, say).rows) == 9


def test_the_treasurers_workbook_and_csv_hold_every_line_and_entry_once(
    found: Reconciled, tmp_path: Path
) -> None:
    say = Speaker("id")
    write_workbook(tmp_path / "hasil.xlsx", found, say)
    write_csv(tmp_path / "hasil.csv", found, say)
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "hasil.xlsx"))
    assert book.sheet_names == ["Ringkasan", "Ditindaklanjuti", "Cocok"]
    rows_of = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[1:]]
    opened, matched = ([row for row in rows if isinstance(row[1], dt.date)] for rows in rows_of)
    assert (len(opened), len(matched)) == (9, 1)
    with (tmp_path / "hasil.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    assert sum(int(row[4] or 0) for row in rows) == 510_500
    assert sum(int(row[8] or 0) for row in rows) == found.total.entry_rupiah


def _column(grid: Grid, at: int) -> list[str]:
    return [row.cells[at].text for row in grid.rows]
