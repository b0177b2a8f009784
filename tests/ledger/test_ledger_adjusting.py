"""What became known late is an adjustment in the open month; what was billed is never changed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.ledger.adjusting import adjust
from semesta.ledger.billing import run_bills
from semesta.ledger.booking import Post, book
from semesta.ledger.months import months_later
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import recording
from semesta.register.vocabulary import PayerKind, Relation, Status
from tests.databases import fresh
from tests.ledger.ledger_world import (
    BY,
    PBI,
    PEMDA,
    SWASTA,
    Member,
    asked,
    began_only_on,
    books,
    families,
    lines_by_party,
    parts_of,
    payer,
    people,
    standing_from,
    wage,
)  # fmt: skip

MARCH, APRIL, MAY, JUNE = (dt.date(2024, month, 1) for month in (3, 4, 5, 6))


@pytest.fixture
def three_families(database: str) -> str:
    """On each kind of database."""
    families(3)
    return database


def _bill(*months: dt.date) -> None:
    for month in months:
        run_bills(month=month, by=BY)


def _by_month() -> dict[str, int]:
    """Rupiah billed to families by accounting month."""
    rows = asked(
        "SELECT e.month, sum(p.amount_rupiah) FROM posting p JOIN entry e ON e.id = p.entry_id "
        "WHERE p.account = 1 AND p.party_kind = 4 AND p.for_month IS NOT NULL GROUP BY 1"
    )
    return {str(month): int(str(amount)) for month, amount in rows}


@pytest.mark.usefixtures("three_families")
def test_a_death_in_march_reported_in_may_is_given_back_in_may() -> None:
    wife, husband = people(Member(relation=Relation.WIFE), Member())
    _bill(MARCH, APRIL, MAY)
    past = asked("SELECT * FROM bill_line ORDER BY id"), asked("SELECT * FROM posting ORDER BY id")
    standing_from(husband, dt.date(2024, 3, 17), status=Status.MENINGGAL)
    done = adjust(on=dt.date(2024, 5, 20), by=BY)
    assert done.month == MAY and done.people == 1
    assert done.rupiah == {"REGION": -5_600, "CENTRE": -8_400, "FAMILY": -70_000}
    assert parts_of(husband, MARCH) == (35_000, 0, 4_200, 2_800)  # the month of death is owed
    assert parts_of(husband, APRIL) == parts_of(husband, MAY) == (0, 0, 0, 0)
    assert parts_of(wife, MAY) == (35_000, 0, 4_200, 2_800)
    assert _by_month() == {"2024-03-01": 70_000, "2024-04-01": 70_000, "2024-05-01": 0}
    assert past == (
        asked("SELECT * FROM bill_line WHERE kind = 1 ORDER BY id"),
        asked("SELECT p.* FROM posting p JOIN entry e ON e.id = p.entry_id WHERE e.kind = 1 ORDER BY p.id"),
    )
    assert books() == lines_by_party()


@pytest.mark.usefixtures("three_families")
def test_adjusting_again_changes_nothing() -> None:
    [person] = people(Member())
    _bill(MARCH)
    standing_from(person, MARCH, status=Status.MENINGGAL)
    adjust(on=MARCH, by=BY)
    before = asked("SELECT count(*) FROM change"), asked("SELECT count(*) FROM bill_line")
    assert adjust(on=MARCH, by=BY).lines == 0
    assert before == (asked("SELECT count(*) FROM change"), asked("SELECT count(*) FROM bill_line"))


@pytest.mark.usefixtures("three_families")
def test_a_move_on_10_march_leaves_march_to_the_old_payer_and_april_to_the_new_one() -> None:
    region = payer(PayerKind.REGION, "18.71")
    [person] = people(Member())
    _bill(MARCH, APRIL)
    standing_from(person, dt.date(2024, 3, 10), segment=PEMDA, payer=region)
    done = adjust(on=APRIL, by=BY)
    assert parts_of(person, MARCH) == (35_000, 0, 4_200, 2_800)
    assert parts_of(person, APRIL) == (0, 0, 4_200, 37_800)
    assert done.rupiah == {"FAMILY": -35_000, "REGION": 35_000}


@pytest.mark.usefixtures("three_families")
def test_who_was_enrolled_for_a_past_month_is_billed_for_it_in_the_open_one() -> None:
    people(Member(PBI))
    _bill(MARCH, APRIL)
    [late] = people(Member(since=MARCH))
    _bill(MAY)
    assert parts_of(late, MARCH) == parts_of(late, APRIL) == parts_of(late, MAY) == (35_000, 0, 4_200, 2_800)
    assert _by_month() == {"2024-05-01": 105_000}


@pytest.mark.usefixtures("three_families")
def test_who_was_enrolled_later_than_we_knew_owes_nothing_before() -> None:
    [person] = people(Member())
    _bill(MARCH, APRIL, MAY)
    began_only_on(person, dt.date(2024, 4, 20), Member())
    done = adjust(on=MAY, by=BY)
    assert done.rupiah == {"REGION": -2_800, "CENTRE": -4_200, "FAMILY": -35_000}
    assert parts_of(person, MARCH) == (0, 0, 0, 0)
    assert parts_of(person, APRIL) == (35_000, 0, 4_200, 2_800)


@pytest.mark.usefixtures("three_families")
def test_a_wage_known_late_is_billed_for_the_worker_and_the_additional_member() -> None:
    employer = payer(PayerKind.EMPLOYER, "E1")
    worker, mother = people(
        Member(SWASTA, 2, payer=employer), Member(SWASTA, 2, relation=Relation.ADDITIONAL, payer=employer)
    )
    _bill(MARCH)
    wage(worker, employer, 4_000_000, MARCH)
    done = adjust(on=MARCH, by=BY)
    assert parts_of(worker, MARCH) == (40_000, 160_000, 0, 0)
    assert parts_of(mother, MARCH) == (40_000, 0, 0, 0)
    assert done.rupiah == {"EMPLOYER": 240_000}


@pytest.mark.usefixtures("three_families")
def test_of_arrears_the_latest_24_months_are_billed_and_what_was_paid_stays_paid() -> None:
    debtor, twin = people(Member(family=2), Member(family=2, relation=Relation.WIFE))
    start = dt.date(2024, 1, 1)
    _bill(start)
    for person in (debtor, twin):
        standing_from(person, dt.date(2024, 2, 1), status=Status.NONAKTIF_TUNGGAKAN)
    family = (Party.FAMILY, 2)
    with recording("pay", BY) as during:  # January for one of them, and 10,000 of the other's
        book(
            during=during, kind=EntryKind.PAYMENT, month=start, dated=start, party=family, key="x",
            postings=[Post(Account.BANK, (Party.BANK, 1), 45_000), Post(Account.RECEIVABLE, family, -45_000)],
        )  # fmt: skip
    _bill(*(months_later(start, number) for number in range(1, 25)))  # through January 2026
    assert asked("SELECT count(*) FROM bill_line WHERE kind = 2") == [(0,)]
    done = run_bills(month=dt.date(2026, 2, 1), by=BY)
    assert done.taken_back is not None and done.taken_back.rupiah == -25_000
    [(article,)] = asked(
        "SELECT c.article FROM bill_line l JOIN change c ON c.id = l.change_id WHERE l.kind = 2"
    )
    assert article == "perpres-64-2020 Ps. 42 ayat 3 huruf a"
    done = run_bills(month=dt.date(2026, 3, 1), by=BY)
    assert done.taken_back is not None and done.taken_back.rupiah == -70_000
    by_month = asked("SELECT for_month, sum(member) FROM bill_line WHERE kind = 2 GROUP BY 1 ORDER BY 1")
    assert by_month == [(start, -25_000), (dt.date(2024, 2, 1), -70_000)]
    owed = asked("SELECT sum(amount_rupiah) FROM posting WHERE account = 1 AND party_kind = 4")
    assert owed == [(25 * 70_000,)]  # 24 months and the current one
    assert books() == lines_by_party()


_standings = st.tuples(
    st.integers(1, 3),  # person
    st.dates(dt.date(2024, 2, 1), dt.date(2024, 7, 31)),
    st.sampled_from([Status.AKTIF, Status.NONAKTIF_TUNGGAKAN, Status.MENINGGAL, Status.NONAKTIF_PPU_KELUAR]),
    st.sampled_from(["pbpu", "pemda", "swasta", "pbi"]),
)


_histories = st.lists(st.tuples(_standings, st.booleans(), st.booleans()), min_size=1, max_size=8)
_History = list[tuple[tuple[int, dt.date, Status, str], bool, bool]]
_MADE = (Phase.explicit, Phase.generate)


@settings(max_examples=8, deadline=None, phases=_MADE)
@given(_histories)
def test_whatever_comes_late_in_the_end_all_is_billed_as_if_it_had_been_known(history: _History) -> None:
    _late_and_known("sqlite", history)


@settings(max_examples=1, deadline=None, phases=_MADE)
@given(_histories)
def test_so_it_is_on_postgresql(history: _History) -> None:
    _late_and_known("postgresql", history)


def _late_and_known(kind: str, history: _History) -> None:
    with fresh(kind):
        late = _lived(history, bill_between=True)
    with fresh(kind):
        known = _lived(history, bill_between=False)
    assert late == known


def _lived(history: _History, *, bill_between: bool) -> dict[tuple[int, int, str], int]:
    """Books after the history, billed step by step or only at the end."""
    families(3)
    employer, region = payer(PayerKind.EMPLOYER, "E1"), payer(PayerKind.REGION, "18.71")
    payers = {"pbpu": (3, None), "pemda": (PEMDA, region), "swasta": (SWASTA, employer), "pbi": (PBI, None)}
    ids = people(*(Member(family=family) for family in (1, 2, 3)))
    for person in ids:
        wage(person, employer, 3_000_000 + person)
    months = [months_later(dt.date(2024, 2, 1), number) for number in range(6)]
    waiting = list(months)
    for (number, day, status, group), bill, look in history:
        segment, owner = payers[group]
        standing_from(ids[number - 1], day, status=status, segment=segment, payer=owner)
        if bill_between and bill and waiting:
            run_bills(month=waiting.pop(0), by=BY)
        if bill_between and look:
            adjust(on=months[0], by=BY)
    for month in waiting:
        run_bills(month=month, by=BY)
    adjust(on=months[-1], by=BY)
    assert books() == lines_by_party()
    return books()
