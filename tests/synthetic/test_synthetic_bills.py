"""The invented bill and list of deaths: what they hold is what their truth says, and the register's people are behind it."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from semesta.engine import Engine, literal
from semesta.faults import InputRefused
from semesta.sources import SourceRequest, read, read_bill, read_deaths, understand
from semesta.synthetic import LAMPUNG_MOMENTS, BillOrder, MadeFiles, make
from semesta.synthetic.bills import BILL_FAULTS
from tests.synthetic.synthetic_province import Province

JULY = dt.date(2024, 7, 1)
RATE_RUPIAH = 37_800  # jkn.md 2.6: 35,000 and 2,800


@dataclass(frozen=True)
class Billed:
    """Bills of a small province (one city; all as a workbook; a city with rows of June), and an engine."""

    files: MadeFiles
    engine: Engine

    def truth(self, what: str, number: int = 1, tail: str = "") -> list[tuple[object, ...]]:
        path = literal(str(self.files.bills[number].truth))
        return self.engine.rows(f"SELECT {what} FROM read_parquet({path}) {tail}")


@pytest.fixture(scope="module")
def billed(tmp_path_factory: pytest.TempPathFactory) -> Billed:
    orders = (BillOrder("18.71"), BillOrder("18", "xlsx"), BillOrder("18.01", other_month=True))
    with Engine(threads=2) as engine:
        _, now = make(
            engine,
            tmp_path_factory.mktemp("billed"),
            moments=LAMPUNG_MOMENTS,
            seed=11,
            scale=0.003,
            orders=orders,
        )
    return Billed(now, Engine(threads=1))


def test_totals_of_the_bill_are_those_of_its_list(billed: Billed, tmp_path: Path) -> None:
    for bill in billed.files.bills[:2]:
        engine = Engine(threads=1)
        read_bill(engine, [bill.path], month=JULY, as_of=JULY, scratch=tmp_path)
        assert engine.row("SELECT count(*), sum(amount_rupiah) FROM bill") == (bill.people, bill.rupiah)
        assert engine.count("bill_rejects", "scope = 'row'") == 0


def test_truth_has_a_row_for_each_row_of_the_bill_and_every_kind_of_fault(billed: Billed) -> None:
    bill = billed.files.bills[1]
    assert billed.truth("min(bill_row), max(bill_row), count(DISTINCT bill_row)") == [
        (1, bill.people, bill.people)
    ]
    kinds = {str(fault) for (fault,) in billed.truth("DISTINCT fault")}
    assert kinds == set(BILL_FAULTS) - {"other_month"}
    holders = {str(fault) for (fault,) in billed.truth("DISTINCT holder_fault")}
    assert {"none", "dead", "moved", "duplicate", "two_segments"} <= holders


def test_a_row_without_fault_is_owed_at_the_rate_and_one_of_a_dead_person_is_not(billed: Billed) -> None:
    clean = "WHERE fault = 'none' AND holder_fault = 'none'"
    assert billed.truth("DISTINCT amount_rupiah, due_rupiah", tail=clean) == [(RATE_RUPIAH, RATE_RUPIAH)]
    dead = "WHERE holder_fault = 'dead'"
    assert billed.truth("DISTINCT due_rupiah", tail=dead) == [(0,)]
    assert billed.truth(
        "count(*) FILTER (death_date IS NULL OR death_date >= DATE '2024-07-01')", tail=dead
    ) == [(0,)]
    assert billed.truth("count(*)", tail="WHERE fault = 'amount' AND amount_rupiah = 37800") == [(0,)]
    assert billed.truth(
        "count(*)", tail="WHERE fault = 'amount' AND due_rupiah = 0 AND holder_fault = 'none'"
    ) == [(0,)]


def test_who_is_billed_twice_stands_there_twice(billed: Billed, tmp_path: Path) -> None:
    engine = Engine(threads=1)
    read_bill(engine, [billed.files.bills[1].path], month=JULY, as_of=JULY, scratch=tmp_path)
    pairs = billed.truth("first_row, bill_row", tail="WHERE fault = 'twice'")
    assert pairs
    cards = dict(engine.rows("SELECT rowid + 1, card FROM bill"))
    assert all(cards[first] == cards[second] for first, second in pairs)
    twice = sum(n - 1 for n in Counter(cards.values()).values())
    assert twice == len(pairs)


def test_rows_of_the_bill_are_cards_of_the_members_file_but_for_strangers(
    billed: Billed, tmp_path: Path
) -> None:
    engine = Engine(threads=1)
    request = SourceRequest(residents=(), members=(billed.files.members,), as_of=JULY)
    read(engine, request, understand(request), scratch=tmp_path)
    read_bill(engine, [billed.files.bills[1].path], month=JULY, as_of=JULY, scratch=tmp_path)
    path = literal(str(billed.files.bills[1].truth))
    joined = f"""SELECT t.fault, m.card IS NOT NULL AS member, m.rowid + 1 IS NOT DISTINCT FROM t.member_row AS same_row,
        m.status = 'AKTIF' AS active, m.bucket, count(*)
      FROM bill b JOIN read_parquet({path}) t ON t.bill_row = b.rowid + 1 LEFT JOIN members m ON m.card = b.card GROUP BY ALL"""
    for fault, member, same_row, active, bucket, _ in engine.rows(joined):
        assert same_row
        assert member is (fault != "not_member")
        if member:
            assert bucket == "PBPU_BP_PEMDA"
            assert active is (fault != "not_active")


def test_bill_of_one_city_holds_its_cards_only(billed: Billed) -> None:
    with billed.files.bills[0].path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["PEMDA PENANGGUNG"] for row in rows} == {"18.71"}
    assert {row["BULAN"] for row in rows} == {"2024-07"}


def test_rows_of_the_month_before_make_a_bill_unfit_to_be_read(billed: Billed, tmp_path: Path) -> None:
    bill = billed.files.bills[2]
    (june,) = billed.truth("count(*)", 2, "WHERE fault = 'other_month'")[0]
    assert june
    with pytest.raises(InputRefused, match=rf"2024-06 \({june} rows\)"):
        read_bill(Engine(threads=1), [bill.path], month=JULY, as_of=JULY, scratch=tmp_path)


def test_list_of_deaths_is_read_whole_and_names_people_of_the_bill(billed: Billed, tmp_path: Path) -> None:
    engine = Engine(threads=1)
    (file,) = read_deaths(engine, [billed.files.deaths], as_of=JULY, scratch=tmp_path).files
    assert file.rows_rejected == file.cells_rejected == 0
    assert engine.count("deaths", "death_date >= DATE '2024-07-01' OR death_date < birth_date") == 0
    listed = billed.truth("death_row, death_date", tail="WHERE death_row IS NOT NULL")
    written = dict(engine.rows("SELECT source_row - 1, death_date FROM deaths"))
    assert listed
    assert all(written[row] in (day, None) for row, day in listed)


def test_nobody_dies_twice_between_two_moments(tmp_path: Path) -> None:
    with Engine(threads=2) as engine:
        before, now = make(engine, tmp_path, moments=LAMPUNG_MOMENTS, seed=2, scale=0.001)
    with before.deaths.open(encoding="utf-8") as old, now.deaths.open(encoding="utf-8") as new:
        first = {tuple(row.values())[1:5] for row in csv.DictReader(old)}
        second = {tuple(row.values())[1:5] for row in csv.DictReader(new)}
    assert first and first < second


def test_a_payer_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with Engine(threads=1) as engine, pytest.raises(InputRefused, match=r"18\.72"):
        make(engine, tmp_path, moments=LAMPUNG_MOMENTS[:1], scale=0.0001, orders=(BillOrder("31.71"),))


# --- rosters --------------------------------------------------------------------------------------


def test_rosters_hold_people_in_the_right_segment_in_a_wrong_one_with_dead_cards_and_with_none(
    lampung: Province,
) -> None:
    held = dict(
        lampung.engine.rows("""SELECT "NIK", CASE WHEN "STATUS" <> 'AKTIF' THEN 'dead card' WHEN "SEGMEN" LIKE 'PEGAWAI%'
        OR "SEGMEN" LIKE 'PNS%' OR "SEGMEN" LIKE 'KEPALA DESA%' THEN 'right' ELSE 'wrong' END FROM members_1 WHERE "NIK" IS NOT NULL""")
    )
    found = {
        group: {held.get(str(row[2]), "none") for row in _people(path) if len(str(row[2])) == 16}
        for group, path in lampung.made[1].rosters[2:]
    }
    assert found["wage_workers"] >= {"right", "none"}
    assert found["non_civil_servants"] >= {"right", "wrong"}
    assert set().union(*found.values()) == {"right", "wrong", "dead card", "none"}


def test_every_employer_says_that_it_is_invented(lampung: Province) -> None:
    for group, path in lampung.made[1].rosters:
        if group in ("wage_workers", "regional_companies"):
            names = [str(row[4]) for row in _people(path)]
            assert names
            assert all(name.endswith("(REKAAN)") for name in names)


def _people(path: Path) -> list[list[object]]:
    """Rows of a roster below its two titles, the empty row and the header."""
    return [list(row) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[4:]]
