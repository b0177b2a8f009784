"""Parked money finds its party as of its own day; money is given back by two people, and never more than the credit."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused, NotFound
from semesta.ledger.parking import Parked, parked_payment, parked_payments, resolve
from semesta.ledger.payments import BankPayment, post_payment
from semesta.ledger.refunds import (
    agree,
    ask,
    ask_for_parked,
    credit_of,
    paid_out,
    refund_of,
    refunds_waiting,
    refuse,
)
from semesta.ledger.vocabulary import Account, Party
from semesta.register.recording import Decision
from semesta.register.vocabulary import Status
from tests.ledger.desk import BY, balance, bank, bill, billed, books, household, pays, present

pytestmark = pytest.mark.usefixtures("database")

JAN, FEB = dt.date(2024, 1, 1), dt.date(2024, 2, 1)
OTHER = Decision("bendahara", "setuju", at=BY.at)


def _parked(amount: int = 70_000, day: dt.date = dt.date(2024, 1, 20)) -> Parked:
    number = bank()
    post_payment(BankPayment("BRI", "77", "8888800000000123", amount, day), by=BY)
    assert balance((Party.BANK, number), Account.SUSPENSE) == -amount
    return parked_payment("BRI", "77")


def test_a_parked_payment_given_to_its_family_counts_from_its_own_day() -> None:
    parked = _parked()
    home = household(2, status=Status.NONAKTIF_TUNGGAKAN)
    billed(JAN)
    bill(home, JAN, 70_000)
    assert [one.reference for one in parked_payments()] == ["77"]
    assert resolve(parked, home.party, by=BY).followed.reactivated == 2
    assert present(home.people[0]) == (Status.AKTIF, dt.date(2024, 1, 20))
    assert balance(home.party) == balance((Party.BANK, parked.bank), Account.SUSPENSE) == books() == 0
    assert parked_payments() == ()


def test_a_parked_payment_is_resolved_or_given_back_once() -> None:
    parked = _parked()
    home = household()
    resolve(parked, home.party, by=BY)
    for again in (lambda: resolve(parked, home.party, by=BY), lambda: ask_for_parked(parked, by=BY)):
        with pytest.raises(InputRefused):
            again()
    with pytest.raises(NotFound):
        parked_payment("BRI", "78")


def test_a_parked_payment_is_given_back_by_two_people() -> None:
    parked = _parked()
    refund = ask_for_parked(parked, by=BY)
    with pytest.raises(InputRefused):
        resolve(parked, household().party, by=BY)
    assert agree(refund.id, on=FEB, by=OTHER).state == "agreed"
    assert balance((Party.BANK, parked.bank), Account.SUSPENSE) == 0
    assert balance((Party.BANK, parked.bank), Account.REFUND_PAYABLE) == -70_000
    assert paid_out(refund.id, bank="BRI", on=FEB, by=BY).state == "paid"
    assert balance((Party.BANK, parked.bank), Account.BANK) == books() == 0
    assert parked_payment("BRI", "77").state == "refunded"


def test_a_refused_refund_leaves_the_money_parked() -> None:
    parked = _parked()
    assert refuse(ask_for_parked(parked, by=BY).id, by=OTHER).state == "refused"
    assert parked_payments() == (parked,)


def test_whoever_asked_does_not_agree_however_the_name_is_written() -> None:
    bank()
    home = household()
    post_payment(pays(home, 10_000, JAN), by=BY)
    refund = ask(home.party, 10_000, by=BY)
    for same in (BY, Decision(" UJI ", "saya lagi", at=BY.at)):
        with pytest.raises(InputRefused):
            agree(refund.id, on=JAN, by=same)
        with pytest.raises(InputRefused):
            refuse(refund.id, by=same)
    assert refund_of(refund.id).state == "asked"
    assert balance(home.party, Account.REFUND_PAYABLE) == 0


def test_a_refund_is_never_more_than_the_credit_with_what_is_asked_for_already() -> None:
    bank()
    home = household()
    bill(home, JAN, 70_000)
    post_payment(pays(home, 100_000, JAN), by=BY)
    assert credit_of(home.party) == 30_000
    with pytest.raises(InputRefused):
        ask(home.party, 30_001, by=BY)
    first = ask(home.party, 20_000, by=BY)
    with pytest.raises(InputRefused):
        ask(home.party, 10_001, by=BY)
    bill(home, FEB, 15_000)  # the credit has shrunk before anyone agreed
    with pytest.raises(InputRefused):
        agree(first.id, on=FEB, by=OTHER)
    assert [one.id for one in refunds_waiting()] == [first.id]


def test_a_refund_takes_from_the_credit_and_is_paid_out_once() -> None:
    number = bank()
    home = household()
    post_payment(pays(home, 100_000, JAN), by=BY)
    refund = ask(home.party, 40_000, by=BY)
    with pytest.raises(InputRefused):
        paid_out(refund.id, bank="BRI", on=FEB, by=OTHER)
    agree(refund.id, on=FEB, by=OTHER)
    assert credit_of(home.party) == 60_000
    paid_out(refund.id, bank="BRI", on=FEB, by=OTHER)
    with pytest.raises(InputRefused):
        paid_out(refund.id, bank="BRI", on=FEB, by=OTHER)
    assert balance((Party.BANK, number), Account.BANK) == 60_000
    assert books() == balance(home.party, Account.REFUND_PAYABLE) == 0
    assert refunds_waiting() == ()
