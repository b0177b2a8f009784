"""The insurer's bill beside ours: matched, missing, different, each with what the register knows of it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.database import insert_rows
from semesta.engine import Engine
from semesta.faults import InputRefused, NotFound
from semesta.ledger.insurer_bill import (
    BillReconciled,
    billed_region,
    compare_totals,
    reconcile_bill,
    reconcile_rows,
)
from semesta.ledger.vocabulary import LineKind
from semesta.planning.plain import to_json
from semesta.register.vocabulary import PayerKind, Status
from semesta.tables import STAGED_BILL
from tests.ledger.books import APRIL, MARCH, PBI, PEMDA, Books

pytestmark = pytest.mark.usefixtures("database")

#: (card, nik, name, birth date, payer, rupiah) of a row of the bill.
BillRow = tuple[int | None, int | None, str, dt.date | None, str | None, int | None]
BORN = dt.date(1980, 1, 1)


def nik(serial: int) -> int:
    return 1809010101800000 + serial


def world() -> Books:
    """Pesawaran bills four members in March; seven others are known to the register for other reasons."""
    books = Books()
    ours, other = books.payer(PayerKind.REGION, "18.09", "Pesawaran"), books.payer(PayerKind.REGION, "18.71")
    books.payer(PayerKind.CENTRE, "PUSAT")

    def known(serial: int, **facts: object) -> int:
        payer = facts.pop("payer", ours)
        return books.person(family=books.family(), card=serial, nik=nik(9000 + serial), payer=payer, **facts)  # type: ignore[arg-type]

    for serial, name in enumerate(("SITI", "BUDI", "WATI", "JOKO"), start=1):
        person = known(serial, name=name)
        books.line(person, serial, region=ours, parts=PEMDA)
    dead = known(5, status=Status.MENINGGAL, died_on=dt.date(2024, 2, 10), name="MATI")
    known(6, payer=other, name="PINDAH")
    known(7, segment=PBI, payer=books.payers["PUSAT"], name="PBI")
    known(8, status=Status.NONAKTIF_PEMDA_KELUAR, name="KELUAR")
    known(9, name="BELUM DITAGIH")
    known(10, since=dt.date(2024, 4, 5), name="BARU")
    contested = (dt.date(2023, 1, 1), books.recorded(), dead, 1, str(nik(9011)), True)
    insert_rows("identifier", ("valid_from", "change_id", "person_id", "kind", "value", "contested"), [contested])  # fmt: skip
    late = known(12, name="MENYUSUL")
    books.line(late, 11, region=ours, billed=APRIL, kind=LineKind.ADJUSTED, parts=PEMDA)
    back = known(13, name="DITARIK", died_on=dt.date(2024, 2, 28))
    books.line(back, 12, region=ours, parts=PEMDA)
    minus = {part: -amount for part, amount in PEMDA.items()}
    books.line(back, 12, region=ours, billed=APRIL, kind=LineKind.ADJUSTED, parts=minus)
    return books


def row(serial: int, name: str = "", amount: int | None = 37_800, payer: str | None = None) -> BillRow:
    return (serial, nik(9000 + serial), name, BORN, payer, amount)


def reconciled(rows: Sequence[BillRow]) -> BillReconciled:
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder)) as engine:
        engine.run(STAGED_BILL.ddl())
        for at, (card, number, name, born, payer, amount) in enumerate(rows, start=1):
            engine.run(
                "INSERT INTO bill VALUES (?, ?, NULL, ?, ?, ?, DATE '2024-03-01', ?, 0, ?)",
                [card, number, name, born, payer, amount, at],
            )
        return reconcile_rows(engine, billed_region("18.09"), month=MARCH)


BILL: list[BillRow] = [
    row(1, "SITI"),
    row(2, "BUDI", 42_000),
    (None, nik(9003), "WATI", None, None, None),  # by NIK alone, and without an amount
    row(1, "SITI"),
    row(5, "MATI"),
    row(6, "PINDAH"),
    row(7, "PBI"),
    row(8, "KELUAR"),
    row(9, "BELUM DITAGIH"),
    row(10, "BARU"),
    (None, nik(9011), "DIPERTENTANGKAN", BORN, None, 37_800),
    row(13, "DITARIK"),
    row(99, "TAK DIKENAL"),
    (None, None, "TANPA NOMOR", BORN, None, 37_800),
    row(98, "DAERAH LAIN", payer="18.71"),
]


def test_every_row_and_every_line_of_ours_has_its_outcome_and_reason() -> None:
    world()
    found = reconciled(BILL)
    told = [(item.outcome, item.reason, item.name, item.detail) for item in found.items]
    assert told == [
        ("different_amount", "", "BUDI", ""),
        ("billed_twice", "", "SITI", ""),
        ("not_ours", "contested", "DIPERTENTANGKAN", ""),
        ("not_ours", "dead", "MATI", "2024-02-10"),
        ("not_ours", "dead", "DITARIK", "2024-02-28"),
        ("not_ours", "moved", "PINDAH", "18.71"),
        ("not_ours", "no_number", "TANPA NOMOR", ""),
        ("not_ours", "not_active", "KELUAR", "5"),
        ("not_ours", "not_begun", "BARU", "2024-04-05"),
        ("not_ours", "not_billed", "BELUM DITAGIH", ""),
        ("not_ours", "not_known", "TAK DIKENAL", ""),
        ("not_ours", "other_segment", "PBI", str(PBI)),
        ("not_ours", "row_of_another_region", "DAERAH LAIN", "18.71"),
        ("not_on_bill", "adjusted_later", "MENYUSUL", ""),
        ("not_on_bill", "billed_by_us", "JOKO", ""),
    ]
    matched = found.of("matched")
    assert (matched.rows, matched.bill_rupiah, matched.our_rupiah) == (2, 75_600, 75_600)


def test_the_difference_is_explained_to_the_last_rupiah() -> None:
    world()
    found = reconciled(BILL)
    assert found.total.rows == len(BILL)
    assert found.total.our_rupiah == 5 * 37_800
    parts = (
        found.of("different_amount").bill_rupiah - found.of("different_amount").our_rupiah,
        found.of("billed_twice").bill_rupiah,
        found.of("not_ours").bill_rupiah,
        -found.of("not_on_bill").our_rupiah,
    )
    assert sum(parts) == found.difference_rupiah


def test_a_number_that_now_belongs_to_somebody_else_is_asked_about() -> None:
    """BPK in Nunukan: 447 NIKs held by a different person."""
    world()
    found = reconciled([(None, nik(9001), "ROBERTUS SIMANJUNTAK", dt.date(1955, 5, 5), None, 37_800)])
    assert next((item.outcome, item.detail) for item in found.items) == ("different_person", "SITI")


def test_whole_numbers_are_shown_only_to_who_gives_a_reason() -> None:
    world()
    found = reconciled(BILL)
    assert str(nik(9002)) in to_json(found)
    assert str(nik(9002)) not in to_json(found.masked())
    assert "18090101********" in to_json(found.masked())


def test_a_merged_record_stands_for_the_one_that_was_kept() -> None:
    books = world()
    from tests.ledger.books import forced

    forced("UPDATE person SET card = NULL, nik = NULL, merged_into_id = %s WHERE id = %s", books.persons[0], books.persons[4])  # fmt: skip
    forced("UPDATE identifier SET superseded_by_id = %s WHERE person_id = %s", books.change, books.persons[4])
    assert reconciled([row(5, "SITI")]).of("matched").rows == 1


def test_a_file_as_the_insurer_sends_it(tmp_path: Path) -> None:
    world()
    file = tmp_path / "tagihan.csv"
    file.write_text(
        "TAGIHAN IURAN PBPU DAN BP PEMDA BULAN MARET 2024\n"
        "NO;NO KARTU;NIK;NAMA;TGL LAHIR;JUMLAH\n"
        f"1;0000000000001;{nik(9001)};SITI;01-01-1980;37.800\n"
        f"2;0000000000005;{nik(9005)};MATI;01-01-1980;37.800\n"
        "3;xx;;;;\n",
        encoding="utf-8",
    )
    found = reconcile_bill([file], region="18.09", month=MARCH, as_of=dt.date(2024, 4, 1))
    assert [item.row for item in found.items if item.reason == "dead"] == ["tagihan.csv:4"]
    assert found.of("matched").rows == 1
    assert found.total.rows + found.rows_rejected == 3


def test_a_region_that_is_no_payer_is_refused() -> None:
    world()
    with pytest.raises(NotFound) as refused:
        billed_region("18.99")
    assert "18.09" in refused.value.remedy.id


def test_a_bill_without_names_is_compared_by_heads_and_rupiah_and_the_month_s_rate() -> None:
    """BPK in West Sumatra: heads and an amount, nobody's name, and nobody compared them."""
    world()
    found = compare_totals(region="18.09", month=MARCH, people=12, rupiah=12 * 37_800 + 500)
    assert (found.our_people, found.our_rupiah, found.unit_rupiah) == (5, 189_000, 37_800)
    assert found.people_difference == 7
    assert found.heads_at_rate_rupiah == 7 * 37_800
    assert found.unexplained_rupiah == 500
    with pytest.raises(InputRefused):
        compare_totals(region="18.09", month=MARCH, people=1, rupiah=1, lines=("pajak",))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(BILL), max_size=14), st.randoms(use_true_random=False))
def test_both_sides_are_parted_in_full_whatever_the_order_and_the_duplicates(rows: list[BillRow], chance: object) -> None:  # fmt: skip
    if not _made:
        world()
        _made.append(True)
    found = reconciled(rows)
    assert found.total.rows == len(rows)
    assert found.total.our_rupiah == 5 * 37_800
    assert found.total.bill_rupiah == sum(37_800 if one[5] is None else one[5] for one in rows)
    assert len(found.items) + found.of("matched").rows == len(rows) + found.of("not_on_bill").people
    mixed = reconciled(chance.sample(rows, len(rows)))  # type: ignore[attr-defined]
    assert Counter(mixed.tallies) == Counter(found.tallies)


_made: list[bool] = []


@pytest.fixture(autouse=True)
def _world_is_made_anew() -> None:
    _made.clear()
