"""Inpatient care within 45 days of being active again costs 5% of the diagnosis a month owed; outside, nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused, NotFound
from semesta.ledger.arrears import run_arrears
from semesta.ledger.charges import Charged, charge
from semesta.ledger.instalments import sign
from semesta.ledger.months import months_later
from semesta.ledger.payments import BankPayment, post_payment
from semesta.ledger.vocabulary import Account, Party
from semesta.register.vocabulary import Status
from tests.ledger.desk import (
    BY,
    SWASTA,
    Household,
    balance,
    bank,
    bill,
    billed,
    books,
    by_at,
    household,
    payer,
    pays,
)

pytestmark = pytest.mark.usefixtures("database")

JUNE = dt.date(2024, 6, 1)
BACK = dt.date(2024, 6, 10)


def _back(months: int = 3) -> Household:
    """Two people who paid so many months before June, and June, on 10 June."""
    bank()
    billed(JUNE)
    home = household(2, status=Status.NONAKTIF_TUNGGAKAN)
    for number in range(months + 1):
        bill(home, months_later(JUNE, -number), 70_000)
    post_payment(pays(home, (months + 1) * 70_000, BACK), by=BY)
    return home


def _stay(person: int, day: dt.date, cost: int = 4_000_000, reference: str = "RS-1") -> Charged:
    return charge(person, reference=reference, admitted_on=day, diagnosis_rupiah=cost, by=BY)


@pytest.mark.parametrize(("days", "rupiah"), [(0, 600_000), (45, 600_000), (46, 0)])
def test_five_per_cent_a_month_owed_within_45_days(days: int, rupiah: int) -> None:
    home = _back(3)
    found = _stay(home.people[0], BACK + dt.timedelta(days=days))
    assert (found.charge_rupiah, found.months) == (rupiah, 3)
    assert balance(home.party, Account.CHARGE_RECEIVABLE) == rupiah
    assert bool(found.article) is bool(rupiah)
    assert balance(home.party) == books() == 0


def test_at_most_twelve_months_and_thirty_million() -> None:
    home = _back(14)
    assert _stay(home.people[0], BACK).charge_rupiah == 12 * 200_000
    assert _stay(home.people[1], BACK, 90_000_000, "RS-2").charge_rupiah == 30_000_000


def test_who_was_not_suspended_is_not_charged_and_nothing_is_written() -> None:
    home = household(1)
    assert _stay(home.people[0], BACK) == Charged(
        home.people[0], "RS-1", BACK, None, 0, 0, "NOBODY", None, None, ""
    )
    with pytest.raises(NotFound):
        _stay(99, BACK)


def test_a_stay_is_charged_once_and_its_number_is_not_used_for_another() -> None:
    home = _back()
    first = _stay(home.people[0], BACK)
    again = _stay(home.people[0], BACK)
    assert again.already and (again.entry, again.charge_rupiah) == (first.entry, first.charge_rupiah)
    with pytest.raises(InputRefused):
        _stay(home.people[0], BACK, 5_000_000)
    assert balance(home.party, Account.CHARGE_RECEIVABLE) == first.charge_rupiah


def test_the_employer_pays_for_a_worker() -> None:
    bank()
    for month in (JUNE, months_later(JUNE, -1)):
        billed(month)
    number = payer(1, "PT MAJU")
    home = household(1, segment=SWASTA, payer=number)
    bill((Party.EMPLOYER, number), months_later(JUNE, -1), 500_000)
    run_arrears(months_later(JUNE, -1), by=by_at(JUNE))
    bill((Party.EMPLOYER, number), JUNE, 500_000)
    post_payment(BankPayment("BRI", "1", "PT MAJU", 1_000_000, BACK), by=BY)
    found = _stay(home.people[0], BACK)
    assert (found.payer, found.party, found.months) == ("EMPLOYER", (Party.EMPLOYER, number), 1)
    assert balance((Party.EMPLOYER, number), Account.CHARGE_RECEIVABLE) == 200_000


def test_after_instalments_all_months_of_the_plan_count() -> None:
    bank()
    billed(JUNE)
    home = household(1, status=Status.NONAKTIF_TUNGGAKAN)
    for number in range(6):
        bill(home, months_later(JUNE, -number), 35_000)
    sign(home.family, on=dt.date(2024, 6, 2), by=BY, stages=2)
    for day in (3, 10):
        post_payment(pays(home, 3 * 35_000, dt.date(2024, 6, day)), by=BY)
    assert _stay(home.people[0], BACK).months == 5
