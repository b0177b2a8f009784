"""A family comes in with its first bill: what it owes, and what becomes of it."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection
from django.test.utils import CaptureQueriesContext

from semesta.database import insert_rows
from semesta.ledger.adjusting import adjust
from semesta.ledger.billing import run_bills
from semesta.ledger.joining import Joined, enrol_and_bill
from semesta.register import membership
from semesta.register.people import NewPerson
from semesta.register.recording import recording
from semesta.register.refusing import Refused
from tests.ledger.ledger_world import asked, books, lines_by_party, parts_of
from tests.register.desk_people import BY, LOCAL, SELF_PAYER, four, payer_for

pytestmark = pytest.mark.usefixtures("database")
JULY, AUGUST = dt.date(2024, 7, 1), dt.date(2024, 8, 1)
EARLY, LATE = dt.date(2024, 7, 10), dt.date(2024, 7, 20)  # the window opens on 24 July, on 3 August


def _join(start: dt.date = EARLY, people: list[NewPerson] | None = None, segment: int = SELF_PAYER) -> Joined:
    joined = enrol_and_bill(
        people=people or four(),
        segment=segment,
        hospital_class=3,
        payer=payer_for(segment),
        start=start,
        by=BY,
    )
    assert isinstance(joined, Joined), joined
    return joined


def _ids(joined: Joined) -> list[int]:
    return [person.id for person in joined.enrolled.people]


def test_the_first_bill_is_the_own_part_of_the_month_in_which_the_window_opens() -> None:
    for start, month in ((EARLY, JULY), (LATE, AUGUST)):
        joined = _join(start)
        assert joined.bill is not None
        assert (joined.bill.month, joined.bill.rupiah) == (month, 140_000)
        assert parts_of(_ids(joined)[0], month) == (35_000, 0, 0, 0)
    assert books() == lines_by_party()


def test_a_family_of_four_costs_twelve_statements_with_its_bill() -> None:
    _join()
    with CaptureQueriesContext(connection) as sent:
        _join()
    allowed = 12 if connection.vendor == "sqlite" else 13  # PostgreSQL: the writer's lock
    assert len(sent) == allowed, [query["sql"][:60] for query in sent]


def test_who_is_refused_has_no_bill() -> None:
    family = four()
    _join(people=family)
    again = enrol_and_bill(
        people=family, segment=SELF_PAYER, hospital_class=3, payer=None, start=EARLY, by=BY
    )
    assert isinstance(again, Refused)
    assert asked("SELECT count(*) FROM entry") == [(1,)]


def test_others_pay_for_a_local_member_and_are_billed_by_the_run() -> None:
    joined = _join(segment=LOCAL)
    assert joined.bill is None
    done = run_bills(month=AUGUST, by=BY)
    assert done.rupiah == {"REGION": 4 * 37_800, "CENTRE": 4 * 4_200}


def test_once_paid_in_that_month_the_assistance_follows_and_the_family_pays_once() -> None:
    run_bills(month=JULY, by=BY)
    joined = _join()
    membership.activate(people=_ids(joined), since=dt.date(2024, 7, 26), by=BY)
    adjust(on=dt.date(2024, 7, 27), by=BY)
    assert parts_of(_ids(joined)[0], JULY) == (35_000, 0, 4_200, 2_800)
    assert run_bills(month=AUGUST, by=BY).rupiah == {"FAMILY": 140_000, "CENTRE": 16_800, "REGION": 11_200}
    assert books() == lines_by_party()


def test_the_run_of_the_month_does_not_bill_the_first_bill_again() -> None:
    run_bills(month=JULY, by=BY)
    joined = _join(LATE)  # first bill for August
    membership.activate(people=_ids(joined), since=dt.date(2024, 8, 3), by=BY)
    done = run_bills(month=AUGUST, by=BY)
    assert done.rupiah == {} and done.outcomes == {"BILLED": 4}
    assert done.adjusted is not None and done.adjusted.rupiah == {"CENTRE": 16_800, "REGION": 11_200}
    assert parts_of(_ids(joined)[0], AUGUST) == (35_000, 0, 4_200, 2_800)


def test_a_family_that_pays_only_in_the_next_month_owes_from_then_on() -> None:
    run_bills(month=JULY, by=BY)
    joined = _join()
    membership.activate(people=_ids(joined), since=dt.date(2024, 8, 2), by=BY)
    run_bills(month=AUGUST, by=BY)
    assert parts_of(_ids(joined)[0], JULY) == (0, 0, 0, 0)
    assert parts_of(_ids(joined)[0], AUGUST) == (35_000, 0, 4_200, 2_800)


def test_a_family_that_never_pays_and_is_cancelled_owes_nothing() -> None:
    run_bills(month=JULY, by=BY)
    joined = _join()
    membership.cancel(people=_ids(joined), since=dt.date(2024, 8, 10), by=BY)
    done = adjust(on=dt.date(2024, 8, 12), by=BY)
    assert done.rupiah == {"FAMILY": -140_000}
    assert set(books().values()) <= {0}


def test_a_family_enrolled_into_a_closed_month_is_billed_in_the_open_one() -> None:
    with recording("close", BY) as during:
        insert_rows("month_closed", ("month", "change_id"), [(JULY, during.change)])
    joined = _join()
    assert joined.bill is not None and joined.bill.month == JULY
    assert asked("SELECT e.kind, e.month FROM entry e") == [(2, AUGUST)]
    assert books() == lines_by_party()
