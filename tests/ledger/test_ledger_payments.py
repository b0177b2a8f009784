"""A payment is posted once, to whose number it carries; what nobody has is parked; what it completes holds from its day."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import NotFound
from semesta.ledger.payments import BankPayment, Outcome, post_payment, post_payments
from semesta.ledger.vocabulary import Account, Party
from semesta.register.vocabulary import Status
from tests.ledger.desk import (
    BY,
    balance,
    bank,
    bill,
    billed,
    books,
    household,
    payer,
    pays,
    present,
    status_on,
)

pytestmark = pytest.mark.usefixtures("database")

JAN, FEB, MAR = (dt.date(2024, month, 1) for month in (1, 2, 3))


def test_the_same_payment_told_again_changes_nothing() -> None:
    bank()
    home = household()
    bill(home, JAN, 70_000)
    payment = pays(home, 70_000, dt.date(2024, 1, 9))
    assert post_payment(payment, by=BY).outcome == Outcome.POSTED
    told = post_payments([payment, payment], by=BY)
    assert [one.outcome for one in told.payments] == [Outcome.ALREADY_POSTED] * 2
    assert told.change is None
    assert balance(home.party) == 0
    assert books() == 0


def test_a_known_reference_with_another_amount_account_or_day_is_refused_with_what_it_was_posted_for() -> (
    None
):
    bank()
    home, other = household(), household()
    post_payment(pays(home, 70_000, JAN, "77"), by=BY)
    for wrong in (
        pays(home, 7_000, JAN, "77"),
        pays(other, 70_000, JAN, "77"),
        pays(home, 70_000, FEB, "77"),
    ):
        told = post_payment(wrong, by=BY)
        assert told.outcome == Outcome.REFUSED
        assert "Rp70.000" in told.reason.id and home.account in told.reason.id
        assert told.remedy.id
    assert balance(home.party) == -70_000


def test_one_reference_twice_in_a_file_is_posted_once() -> None:
    bank()
    home = household()
    told = post_payments(
        [pays(home, 1_000, JAN, "77"), pays(home, 1_000, JAN, "77"), pays(home, 2_000, JAN, "77")], by=BY
    )
    assert [one.outcome for one in told.payments] == [Outcome.POSTED, Outcome.ALREADY_POSTED, Outcome.REFUSED]
    assert told.outcomes == {"posted": 1, "parked": 0, "already_posted": 1, "refused": 1}
    assert balance(home.party) == -1_000


def test_every_member_of_a_family_pays_into_the_same_account() -> None:
    bank()
    home = household(3)
    written = " ".join((f"88888{home.cards[2]:011d}"[:5], f"{home.cards[2]:011d}"))
    told = post_payment(BankPayment("BRI", "1", written, 35_000, JAN), by=BY)
    assert told.party == home.party


def test_an_employer_a_region_and_the_centre_pay_by_their_code() -> None:
    bank()
    numbers = {code: payer(kind, code) for kind, code in ((1, "PT MAJU 01"), (2, "18.71"), (3, "PUSAT"))}
    for reference, (kind, code) in enumerate(
        ((Party.EMPLOYER, "PT MAJU 01"), (Party.REGION, "18.71"), (Party.CENTRE, "PUSAT"))
    ):
        told = post_payment(BankPayment("BRI", f"r{reference}", code, 1_000, JAN), by=BY)
        assert told.party == (kind, numbers[code])
        assert balance((kind, numbers[code])) == -1_000


def test_money_for_an_account_that_nobody_has_is_parked_and_owed_by_nobody() -> None:
    number = bank()
    told = post_payment(BankPayment("BRI", "1", "8888800000000123", 35_000, JAN), by=BY)
    assert told.outcome == Outcome.PARKED and told.party is None
    assert balance((Party.BANK, number), Account.SUSPENSE) == -35_000
    assert balance((Party.BANK, number), Account.BANK) == 35_000
    assert (
        post_payment(BankPayment("BRI", "1", "8888800000000123", 35_000, JAN), by=BY).outcome
        == Outcome.ALREADY_POSTED
    )
    assert books() == 0


def test_a_bank_that_is_not_registered_is_refused() -> None:
    with pytest.raises(NotFound):
        post_payment(BankPayment("BCA", "1", "x", 1, JAN), by=BY)


def test_who_paid_everything_with_the_current_month_is_active_again_that_day() -> None:
    bank()
    home = household(2, status=Status.NONAKTIF_TUNGGAKAN)
    for month in (JAN, FEB):
        billed(month)
        bill(home, month, 70_000)
    post_payment(pays(home, 70_000, dt.date(2024, 2, 5)), by=BY)
    assert present(home.people[0]) == (Status.NONAKTIF_TUNGGAKAN, dt.date(2023, 1, 1))
    told = post_payments([pays(home, 70_000, dt.date(2024, 2, 20))], by=BY)
    assert told.followed.reactivated == 2
    for person in home.people:
        assert present(person) == (Status.AKTIF, dt.date(2024, 2, 20))
        assert status_on(person, dt.date(2024, 2, 19)) == Status.NONAKTIF_TUNGGAKAN


@pytest.mark.parametrize(
    ("day", "status", "since"),
    [
        (
            dt.date(2024, 1, 14),
            Status.AKTIF,
            dt.date(2024, 1, 15),
        ),  # before the window: it counts when that opens
        (dt.date(2024, 1, 15), Status.AKTIF, dt.date(2024, 1, 15)),
        (dt.date(2024, 1, 31), Status.AKTIF, dt.date(2024, 1, 31)),
        (dt.date(2024, 2, 1), Status.BELUM_AKTIF, JAN),
    ],
)
def test_the_first_payment_makes_active_within_14_to_30_days(
    day: dt.date, status: Status, since: dt.date
) -> None:
    bank()
    home = household(2, status=Status.BELUM_AKTIF, since=JAN)
    billed(JAN)
    bill(home, JAN, 70_000)
    assert post_payments([pays(home, 70_000, day)], by=BY).followed.activated == (
        2 if status is Status.AKTIF else 0
    )
    assert present(home.people[0]) == (status, since)
