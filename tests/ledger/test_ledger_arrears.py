"""Unpaid at a month's end means suspended from the first day after it; paid everything means active again that day."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.faults import InputRefused
from semesta.ledger.arrears import run_arrears
from semesta.ledger.booking import NOBODY, Post, book
from semesta.ledger.payments import BankPayment, post_payment, post_payments
from semesta.ledger.vocabulary import Account, EntryKind, Party
from semesta.register.recording import recording
from semesta.register.vocabulary import Status
from tests.ledger.desk import (
    BY,
    PEMDA,
    SWASTA,
    Household,
    bank,
    bill,
    billed,
    by_at,
    household,
    payer,
    pays,
    present,
    status_on,
)

pytestmark = pytest.mark.usefixtures("database")

JAN, FEB, MAR, APR = (dt.date(2024, month, 1) for month in (1, 2, 3, 4))
AFTER = by_at(dt.date(2024, 6, 1))
A, T = Status.AKTIF, Status.NONAKTIF_TUNGGAKAN


def _run(month: dt.date) -> dict[str, int]:
    return dict(run_arrears(month, by=AFTER).people)


def _family_billed(*months: dt.date, **how: object) -> Household:
    home = household(2, **how)  # type: ignore[arg-type]
    for month in months:
        bill(home, month, 70_000)
    return home


def test_who_did_not_pay_the_month_is_suspended_from_the_first_day_after_it_and_who_did_is_not() -> None:
    bank()
    billed(JAN)
    owing, paying = _family_billed(JAN), _family_billed(JAN)
    post_payment(pays(paying, 70_000, dt.date(2024, 1, 31)), by=BY)
    found = run_arrears(JAN, by=AFTER)
    assert found.people == {"suspended": 2, "reactivated": 0, "activated": 0, "cancelled": 0}
    assert (found.owing["FAMILY"].parties, found.owing["FAMILY"].rupiah) == (1, 70_000)
    assert present(owing.people[0]) == (T, FEB)
    assert status_on(owing.people[1], dt.date(2024, 1, 31)) == A
    assert present(paying.people[0])[0] == A


def test_one_rupiah_short_is_unpaid() -> None:
    bank()
    billed(JAN)
    home = _family_billed(JAN)
    post_payment(pays(home, 69_999, dt.date(2024, 1, 10)), by=BY)
    assert _run(JAN)["suspended"] == 2


def test_run_again_it_changes_nothing() -> None:
    billed(JAN)
    _family_billed(JAN)
    _run(JAN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM membership)")
        before = cursor.fetchone()
        assert run_arrears(JAN, by=AFTER).change is None
        cursor.execute("SELECT (SELECT count(*) FROM change), (SELECT count(*) FROM membership)")
        assert cursor.fetchone() == before


def test_a_month_that_lasts_is_not_billed_or_lies_before_the_last_run_is_refused() -> None:
    with pytest.raises(InputRefused):
        run_arrears(JAN, by=AFTER)
    billed(JAN)
    billed(FEB)
    with pytest.raises(InputRefused):
        run_arrears(FEB, by=by_at(dt.date(2024, 2, 29)))
    _run(FEB)
    with pytest.raises(InputRefused):
        run_arrears(JAN, by=AFTER)


def test_a_payment_told_late_but_made_in_time_undoes_the_suspension() -> None:
    bank()
    billed(JAN)
    home = _family_billed(JAN)
    _run(JAN)
    assert present(home.people[0]) == (T, FEB)
    post_payment(pays(home, 70_000, dt.date(2024, 1, 30)), by=BY)
    assert present(home.people[0])[0] == A
    assert status_on(home.people[0], FEB) == A


def test_active_again_and_suspended_again_when_a_later_month_stays_unpaid_whatever_is_told_when() -> None:
    bank()
    for month in (JAN, FEB, MAR):
        billed(month)
    home = _family_billed(JAN, FEB, MAR)
    for month in (JAN, FEB, MAR):
        _run(month)
    post_payment(pays(home, 140_000, dt.date(2024, 2, 10)), by=BY)
    days = (dt.date(2024, 1, 31), FEB, dt.date(2024, 2, 9), dt.date(2024, 2, 10), dt.date(2024, 3, 31), APR)
    assert [status_on(home.people[0], day) for day in days] == [A, T, T, A, A, T]


def test_an_employer_who_does_not_pay_loses_cover_for_the_workers_and_gets_it_back() -> None:
    bank()
    billed(JAN)
    billed(FEB)
    number = payer(1, "PT MAJU")
    home = household(3, segment=SWASTA, payer=number)
    other = household(1, segment=SWASTA, payer=payer(1, "PT TERANG"))
    bill((Party.EMPLOYER, number), JAN, 500_000)
    assert _run(JAN)["suspended"] == 3
    assert present(other.people[0])[0] == A
    bill((Party.EMPLOYER, number), FEB, 500_000)
    told = post_payments([BankPayment("BRI", "1", "PT MAJU", 1_000_000, dt.date(2024, 2, 12))], by=BY)
    assert told.followed.reactivated == 3
    assert present(home.people[2]) == (A, dt.date(2024, 2, 12))


def test_regions_and_the_centre_are_told_of_and_nobody_loses_cover_for_them() -> None:
    billed(JAN)
    region, centre = payer(2, "18.71"), payer(3, "PUSAT")
    paid_by_region = household(2, segment=PEMDA, payer=region)
    paid_by_centre = household(1, segment=1, payer=centre)
    bill((Party.REGION, region), JAN, 75_600)
    bill((Party.CENTRE, centre), JAN, 42_000)
    found = run_arrears(JAN, by=AFTER)
    assert found.people["suspended"] == 0
    assert (found.owing["REGION"].rupiah, found.owing["CENTRE"].rupiah) == (75_600, 42_000)
    assert present(paid_by_region.people[0])[0] == present(paid_by_centre.people[0])[0] == A


def test_a_worker_in_the_window_after_dismissal_is_not_suspended_for_the_family_account() -> None:
    """Without a payer and in a wage earner's segment: no account of the family decides on such cover."""
    billed(JAN)
    home = household(1, segment=SWASTA, payer=None)
    bill(home, JAN, 35_000)
    assert _run(JAN)["suspended"] == 0


def test_paid_on_the_first_day_after_the_month_is_a_suspension_of_no_day() -> None:
    bank()
    billed(JAN)
    billed(FEB)
    home = _family_billed(JAN, FEB)
    post_payment(pays(home, 140_000, FEB), by=BY)
    _run(JAN)
    assert status_on(home.people[0], FEB) == A


def test_credit_pays_the_next_month_by_itself() -> None:
    bank()
    billed(JAN)
    home = _family_billed(JAN)
    post_payment(pays(home, 140_000, dt.date(2024, 1, 10)), by=BY)
    billed(FEB)
    bill(home, FEB, 70_000)
    assert _run(JAN)["suspended"] == _run(FEB)["suspended"] == 0


def test_a_newcomer_who_did_not_pay_in_the_window_is_cancelled() -> None:
    billed(JAN)
    home = household(2, status=Status.BELUM_AKTIF, since=dt.date(2023, 12, 29))
    late = household(1, status=Status.BELUM_AKTIF, since=dt.date(2024, 1, 5))  # until 4 February
    for one in (home, late):
        bill(one, JAN, 35_000 * len(one.people))
    assert _run(JAN)["cancelled"] == 2
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, valid_from FROM membership WHERE transition = 8 AND superseded_by_id IS NULL ORDER BY 1"
        )
        assert [(row[0], str(row[1])) for row in cursor.fetchall()] == [
            (person, "2024-01-29") for person in home.people
        ]


def test_who_owes_nothing_any_more_by_a_correction_is_active_again_when_the_arrears_are_run() -> None:
    """A death told late: the family had paid all that it really owed."""
    bank()
    billed(JAN)
    home = household(2)
    bill(home, JAN, 70_000)
    post_payment(pays(home, 35_000, dt.date(2024, 1, 10)), by=BY)
    assert _run(JAN)["suspended"] == 2
    billed(FEB)
    bill(home, FEB, 35_000)
    post_payment(pays(home, 35_000, dt.date(2024, 2, 5)), by=BY)
    assert present(home.people[0])[0] == T
    with recording("adjust", BY) as during:
        book(
            during=during,
            kind=EntryKind.ADJUSTMENT,
            month=FEB,
            dated=FEB,
            party=home.party,
            postings=[
                Post(Account.RECEIVABLE, home.party, -35_000, JAN),
                Post(Account.CONTRIBUTION, NOBODY, 35_000, JAN),
            ],
        )
    assert _run(FEB)["reactivated"] == 2
    assert present(home.people[0]) == (A, dt.date(2024, 2, 5))
