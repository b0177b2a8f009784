"""A payment that never came is reversed: its party owes again from that day, and nothing that was booked is removed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused, NotFound
from semesta.ledger.arrears import run_arrears
from semesta.ledger.booking import AlreadyBooked
from semesta.ledger.parking import parked_payment, resolve
from semesta.ledger.payments import Outcome, post_payment
from semesta.ledger.reversing import Reversed, reverse_payment
from semesta.register.vocabulary import Status
from tests.ledger.desk import Household, balance, bank, bill, billed, books, by_at, household, pays, status_on

pytestmark = pytest.mark.usefixtures("database")

JULY, AUGUST = dt.date(2024, 7, 1), dt.date(2024, 8, 1)
PAID_ON = dt.date(2024, 7, 8)


def _home() -> Household:
    bank()
    home = household()
    bill(home, JULY, 70_000)
    billed(JULY)
    post_payment(pays(home, 70_000, PAID_ON, "A1"), by=by_at(PAID_ON))
    return home


def _reversed(on: dt.date, decided: dt.date | None = None) -> Reversed:
    return reverse_payment(bank="BRI", reference="A1", on=on, by=by_at(decided or on))


def test_the_party_owes_again_and_both_entries_stay() -> None:
    home = _home()
    found = _reversed(dt.date(2024, 7, 12))
    assert found.amount_rupiah == 70_000 and balance(home.party) == 70_000 and books() == 0
    assert status_on(home.people[0], dt.date(2024, 7, 20)) is Status.AKTIF, (
        "the arrears run decides, at the month's end"
    )


def test_who_was_spared_by_it_is_suspended_by_the_run_that_follows() -> None:
    home = _home()
    _reversed(dt.date(2024, 7, 12))
    run_arrears(JULY, by=by_at(AUGUST))
    assert status_on(home.people[0], AUGUST) is Status.NONAKTIF_TUNGGAKAN


def test_heard_of_after_the_run_it_suspends_from_the_same_day() -> None:
    home = _home()
    run_arrears(JULY, by=by_at(AUGUST))
    assert status_on(home.people[0], AUGUST) is Status.AKTIF
    found = _reversed(dt.date(2024, 7, 12), decided=dt.date(2024, 8, 20))
    assert found.followed.suspended == 2 and status_on(home.people[0], AUGUST) is Status.NONAKTIF_TUNGGAKAN


def test_once_and_not_before_it_came() -> None:
    _home()
    with pytest.raises(InputRefused, match="only came on 2024-07-08"):
        _reversed(dt.date(2024, 7, 7))
    _reversed(dt.date(2024, 7, 12))
    with pytest.raises(AlreadyBooked):
        _reversed(dt.date(2024, 7, 13))
    with pytest.raises(NotFound, match="No payment"):
        reverse_payment(bank="BRI", reference="B2", on=AUGUST, by=by_at(AUGUST))


def test_the_right_payment_is_posted_under_a_reference_of_its_own() -> None:
    home = _home()
    _reversed(dt.date(2024, 7, 12))
    other = pays(home, 75_000, PAID_ON, "A1")
    refused = post_payment(other, by=by_at(PAID_ON))
    assert refused.outcome is Outcome.REFUSED and "ledger reverse" in refused.remedy.en
    post_payment(pays(home, 75_000, PAID_ON, "A1/2"), by=by_at(PAID_ON))
    assert balance(home.party) == -5_000


def test_a_parked_payment_that_was_given_to_somebody_stays() -> None:
    home = _home()
    parked = replace(pays(home, 10_000, PAID_ON, "P1"), account="tidak ada")
    post_payment(parked, by=by_at(PAID_ON))
    resolve(parked_payment("BRI", "P1"), home.party, by=by_at(PAID_ON))
    with pytest.raises(InputRefused, match="given to its party"):
        reverse_payment(bank="BRI", reference="P1", on=AUGUST, by=by_at(AUGUST))
