"""A family's way through the real services: in, billed, active, in arrears, suspended, back; or never begun."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.database.laws import LawChecked
from semesta.ledger import checking as ledger_checking
from semesta.ledger.adjusting import adjust
from semesta.ledger.arrears import run_arrears
from semesta.ledger.billing import run_bills
from semesta.ledger.charges import charge
from semesta.ledger.joining import Joined, enrol_and_bill
from semesta.ledger.parties import virtual_account
from semesta.ledger.payments import BankPayment, Outcome, post_payment, post_payments
from semesta.ledger.reactivation import to_reactivate
from semesta.ledger.vocabulary import Party
from semesta.register import checking as register_checking
from semesta.register.vocabulary import Status, Transition
from tests.ledger.desk import balance, bank, by_at, present, status_on
from tests.ledger.ledger_world import asked, books, lines_by_party
from tests.register.desk_people import BY, SELF_PAYER, four

pytestmark = pytest.mark.usefixtures("database")

JULY, AUGUST, SEPTEMBER = (dt.date(2024, month, 1) for month in (7, 8, 9))
START = dt.date(2024, 7, 5)  # the window is open from 19 July to 4 August
SHARE = 4 * 35_000


def _join(start: dt.date = START) -> Joined:
    bank()
    joined = enrol_and_bill(
        people=four(), segment=SELF_PAYER, hospital_class=3, payer=None, start=start, by=BY
    )
    assert isinstance(joined, Joined), joined
    return joined


def _pay(joined: Joined, amount: int, day: dt.date) -> None:
    account = virtual_account(joined.enrolled.people[1].card)
    told = post_payment(BankPayment("BRI", f"{day}", account, amount, day), by=by_at(dt.date(2024, 12, 1)))
    assert told.outcome == Outcome.POSTED and told.party == (Party.FAMILY, joined.enrolled.family)


def _lawful() -> None:
    checked: list[LawChecked] = [*register_checking.check(), *ledger_checking.check()]
    assert not [law for law in checked if not law.holds]


def test_active_with_the_first_payment_suspended_when_a_month_stays_unpaid_and_back_with_all_that_is_owed() -> (
    None
):
    joined = _join()
    people = [one.id for one in joined.enrolled.people]
    later = by_at(dt.date(2024, 12, 1))
    run_bills(month=JULY, by=BY)
    _pay(joined, SHARE, dt.date(2024, 7, 25))
    assert [present(person) for person in people] == [(Status.AKTIF, dt.date(2024, 7, 25))] * 4
    run_arrears(JULY, by=later)
    run_bills(month=AUGUST, by=BY)
    assert run_arrears(AUGUST, by=later).people["suspended"] == 4
    assert present(people[0]) == (Status.NONAKTIF_TUNGGAKAN, SEPTEMBER)
    run_bills(month=SEPTEMBER, by=BY)
    day = dt.date(2024, 9, 12)
    asked_for = to_reactivate(joined.enrolled.family, day)
    assert (asked_for.total_rupiah, asked_for.complete) == (2 * SHARE, True)
    _pay(joined, asked_for.total_rupiah, day)
    assert present(people[3]) == (Status.AKTIF, day)
    charged = charge(people[0], reference="RS-1", admitted_on=day, diagnosis_rupiah=4_000_000, by=BY)
    assert (charged.charge_rupiah, charged.months, charged.payer) == (200_000, 1, "MEMBER")
    adjust(on=SEPTEMBER, by=BY)
    assert balance((Party.FAMILY, joined.enrolled.family)) == 0
    _lawful()


def test_who_did_not_pay_in_the_window_is_cancelled_with_the_bill_and_nothing_is_left_to_adjust() -> None:
    joined = _join()
    run_bills(month=JULY, by=BY)
    run_bills(month=AUGUST, by=BY)
    assert run_arrears(JULY, by=by_at(dt.date(2024, 9, 1))).people["cancelled"] == 0
    assert run_arrears(AUGUST, by=by_at(dt.date(2024, 9, 1))).people["cancelled"] == 4
    assert balance((Party.FAMILY, joined.enrolled.family)) == 0
    assert asked(
        f"SELECT count(*) FROM membership WHERE transition = {Transition.CANCELLED:d} AND superseded_by_id IS NULL"
    ) == [(4,)]
    assert adjust(on=SEPTEMBER, by=BY).lines == 0
    assert run_arrears(AUGUST, by=by_at(dt.date(2024, 9, 1))).change is None
    assert books() == lines_by_party()
    _lawful()


def test_paid_in_the_month_after_the_one_billed_the_later_month_is_owed() -> None:
    """Billed for July, paid on 2 August: cover begins in August, so August is owed and July is not."""
    joined = _join()
    run_bills(month=JULY, by=BY)
    run_bills(month=AUGUST, by=BY)
    _pay(joined, SHARE, dt.date(2024, 8, 2))
    person = joined.enrolled.people[0].id
    assert present(person) == (Status.AKTIF, dt.date(2024, 8, 2))
    adjust(on=AUGUST, by=BY)
    assert balance((Party.FAMILY, joined.enrolled.family)) == 0
    assert run_arrears(AUGUST, by=by_at(dt.date(2024, 9, 1))).people["suspended"] == 0
    assert status_on(person, SEPTEMBER) == Status.AKTIF
    _lawful()


def test_adding_a_payment_never_changes_a_head_count() -> None:
    joined = _join()
    run_bills(month=JULY, by=BY)
    before = asked("SELECT count(*), count(DISTINCT family_id) FROM person")
    post_payments(
        [
            BankPayment(
                "BRI", "1", virtual_account(joined.enrolled.people[0].card), SHARE, dt.date(2024, 7, 20)
            ),
            BankPayment("BRI", "2", "8888800000000999", SHARE, dt.date(2024, 7, 20)),
        ],
        by=BY,
    )
    assert asked("SELECT count(*), count(DISTINCT family_id) FROM person") == before
    assert asked("SELECT count(*) FROM membership WHERE superseded_by_id IS NULL AND valid_to IS NULL") == [
        (4,)
    ]
