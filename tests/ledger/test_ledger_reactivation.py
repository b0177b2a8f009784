"""What it takes to be active again is what the law's formula says, month by month, where we know all months."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import NotFound
from semesta.ledger.months import month_of, months_later
from semesta.ledger.payments import post_payment, post_payments
from semesta.ledger.rates import Combination, amounts
from semesta.ledger.reactivation import to_reactivate
from semesta.register.vocabulary import Status
from semesta.rules import FORMULAS, Law
from tests.ledger.desk import (
    BY,
    CLASS_RUPIAH,
    MANDIRI,
    PEMDA,
    Household,
    bank,
    bill,
    billed,
    household,
    payer,
    pays,
    present,
)

pytestmark = pytest.mark.usefixtures("database")

JAN, FEB, MAR = (dt.date(2024, month, 1) for month in (1, 2, 3))
FORMULA = FORMULAS["arrears"]


def _share(month: dt.date, hospital_class: int, persons: int) -> int:
    found = amounts(month, Combination(MANDIRI, hospital_class, int(Status.NONAKTIF_TUNGGAKAN), 1)).member
    assert found
    return persons * found


def _owing(hospital_class: int, persons: int, first: dt.date, billed_months: int) -> Household:
    home = household(persons, hospital_class=hospital_class, since=first)
    for number in range(billed_months):
        month = months_later(first, number)
        bill(home, month, _share(month, hospital_class, persons))
    return home


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hospital_class=st.sampled_from([1, 2, 3]),
    persons=st.integers(1, 6),
    first=st.integers(0, 72),
    months=st.integers(1, 30),
    paid=st.integers(0, 32),
    ahead=st.integers(0, 3),
    day=st.integers(1, 28),
)
def test_the_amount_is_the_formulas_on_any_date(
    hospital_class: int, persons: int, first: int, months: int, paid: int, ahead: int, day: int
) -> None:
    """From 2020 on, across three rates of class III; some months billed, some paid, some not billed yet."""
    bank()
    begins = months_later(dt.date(2020, 1, 1), first)
    home = _owing(hospital_class, persons, begins, months)
    paid_months = [months_later(begins, number) for number in range(paid)]
    if paid:
        amount = sum(_share(month, hospital_class, persons) for month in paid_months)
        post_payment(pays(home, amount, begins), by=BY)
    on = months_later(begins, months - 1 + ahead).replace(day=day)
    oldest = months_later(begins, paid)
    law = FORMULA.calculate(
        Law.current(), on, {"hospital_class": hospital_class, "oldest_unpaid": oldest, "persons": persons}
    )
    found = to_reactivate(home.family, on)
    assert found.total_rupiah == law["to_reactivate"]
    assert found.arrears_rupiah == law["arrears"]
    assert found.current_rupiah == law["current_month"]
    assert len(found.arrears) == law["months_billed"]
    assert found.complete
    assert all(month.article for month in found.months)


def test_paying_what_it_says_makes_active_that_day_and_a_rupiah_less_does_not() -> None:
    bank()
    for month in (JAN, FEB):
        billed(month)
    day = dt.date(2024, 2, 14)
    for less, status in ((1, Status.NONAKTIF_TUNGGAKAN), (0, Status.AKTIF)):
        home = household(3, status=Status.NONAKTIF_TUNGGAKAN)
        for month in (JAN, FEB):
            bill(home, month, 105_000)
        asked = to_reactivate(home.family, day)
        assert asked.total_rupiah == 210_000
        post_payment(pays(home, asked.total_rupiah - less, day), by=BY)
        assert present(home.people[0])[0] == status
        assert to_reactivate(home.family, day).total_rupiah == less


def test_paying_before_the_current_month_is_billed_makes_active_at_once() -> None:
    bank()
    billed(JAN)
    home = household(2, status=Status.NONAKTIF_TUNGGAKAN, hospital_class=2)
    bill(home, JAN, 2 * CLASS_RUPIAH[2])
    day = dt.date(2024, 2, 1)
    asked = to_reactivate(home.family, day)
    assert [month.billed for month in asked.months] == [True, False]
    told = post_payments([pays(home, asked.total_rupiah, day)], by=BY)
    assert told.followed.reactivated == 2
    assert present(home.people[0]) == (Status.AKTIF, day)


def test_months_beyond_the_ceiling_are_told_and_not_asked_for() -> None:
    home = _owing(3, 1, dt.date(2021, 1, 1), 30)
    found = to_reactivate(home.family, dt.date(2023, 6, 15))
    assert found.total_rupiah == 25 * 35_000
    assert found.beyond_rupiah == 5 * 35_000
    assert "24" not in found.article and found.article


def test_a_family_taken_over_in_arrears_is_told_that_older_months_are_not_known() -> None:
    home = household(1, status=Status.NONAKTIF_TUNGGAKAN)
    bill(home, JAN, 35_000)
    assert not to_reactivate(home.family, JAN).complete


def test_who_is_paid_for_by_others_has_no_arrears() -> None:
    home = household(1, segment=PEMDA, payer=payer(2, "18.71"))
    with pytest.raises(NotFound):
        to_reactivate(home.family, month_of(JAN))
