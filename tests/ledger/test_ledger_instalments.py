"""REHAB: 4 to 24 months in at most 12 stages, one plan a family, until the 28th; active only when all is paid."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused, NotFound
from semesta.ledger.instalments import Plan, end, plan_of, sign
from semesta.ledger.months import months_later
from semesta.ledger.payments import post_payment
from semesta.register.refusing import Refused
from semesta.register.vocabulary import Status
from tests.ledger.desk import BY, Household, balance, bank, bill, billed, by_at, household, pays, present

pytestmark = pytest.mark.usefixtures("database")

FIRST = dt.date(2024, 1, 1)
SHARE = 70_000


def _owing(months: int, *, status: Status = Status.NONAKTIF_TUNGGAKAN) -> Household:
    """Two people of class III who owe so many months before June 2024, and June."""
    home = household(2, status=status, since=dt.date(2020, 1, 1))
    for number in range(months + 1):
        bill(home, months_later(dt.date(2024, 6, 1), -number), SHARE)
    return home


def _sign(home: Household, day: int = 10, stages: int | None = None) -> Plan | Refused:
    return sign(home.family, on=dt.date(2024, 6, day), by=BY, stages=stages)


def _signed(home: Household, day: int = 10, stages: int | None = None) -> Plan:
    found = _sign(home, day, stages)
    assert isinstance(found, Plan), found
    return found


@pytest.mark.parametrize(("months", "rule"), [(3, "instalment.months"), (4, ""), (24, ""), (30, "")])
def test_for_four_to_twenty_four_months_and_what_is_beyond_the_ceiling_is_not_billed(
    months: int, rule: str
) -> None:
    found = _sign(_owing(months))
    assert (found.rule if isinstance(found, Refused) else "") == rule
    if isinstance(found, Plan):
        assert found.months == min(months, 24)
        assert found.amount_rupiah == found.left_rupiah == min(months, 24) * SHARE


@pytest.mark.parametrize(("day", "allowed"), [(28, True), (29, False)])
def test_until_the_28th(day: int, allowed: bool) -> None:
    assert isinstance(_sign(_owing(5), day), Plan) is allowed


@pytest.mark.parametrize(("day", "allowed"), [(27, True), (28, False)])
def test_in_february_until_the_27th(day: int, allowed: bool) -> None:
    home = household(1, status=Status.NONAKTIF_TUNGGAKAN)
    for number in range(6):
        bill(home, months_later(dt.date(2023, 9, 1), number), 35_000)
    assert isinstance(sign(home.family, on=dt.date(2024, 2, day), by=BY), Plan) is allowed


@pytest.mark.parametrize(
    ("stages", "allowed"), [(0, False), (1, True), (12, True), (13, False), (None, True)]
)
def test_at_most_twelve_stages(stages: int | None, allowed: bool) -> None:
    assert isinstance(_sign(_owing(5), stages=stages), Plan) is allowed


def test_one_plan_a_family_and_a_new_one_after_it_ended() -> None:
    home = _owing(5)
    _signed(home)
    again = _sign(home)
    assert isinstance(again, Refused) and again.rule == "instalment.running" and again.remedy.id
    assert end(home.family, "withdrawn", by=by_at(dt.date(2024, 6, 11))).outcome == "withdrawn"
    assert _signed(home).outcome == ""


def test_a_plan_is_ended_by_hand_as_broken_or_withdrawn_only() -> None:
    home = _owing(5)
    with pytest.raises(NotFound):
        end(home.family, "broken", by=BY)
    _signed(home)
    with pytest.raises(InputRefused):
        end(home.family, "paid", by=BY)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(months=st.integers(4, 24), stages=st.integers(1, 12), paid=st.integers(0, 30 * SHARE))
def test_stages_add_up_to_the_arrears_and_what_is_paid_to_what_is_not_left(
    months: int, stages: int, paid: int
) -> None:
    bank()
    home = _owing(months)
    plan = _signed(home, stages=stages)
    assert sum(stage.amount_rupiah for stage in plan.stages) == plan.amount_rupiah == months * SHARE
    assert len(plan.stages) == stages
    if paid:
        post_payment(pays(home, paid, dt.date(2024, 6, 20)), by=BY)
    found = plan_of(home.family, on=dt.date(2024, 6, 30))
    assert found.left_rupiah == max(0, months * SHARE - paid)
    assert sum(stage.paid_rupiah for stage in found.stages) == found.amount_rupiah - found.left_rupiah
    assert found.outcome == ("paid" if found.left_rupiah == 0 else "")


def test_suspended_until_all_is_paid_with_the_months_since() -> None:
    """Two stages; in the second month the family also owes two current months."""
    bank()
    for number in range(2):
        billed(months_later(dt.date(2024, 6, 1), number))
    home = _owing(4)
    plan = _signed(home, stages=2)
    bill(home, dt.date(2024, 7, 1), SHARE)
    post_payment(pays(home, plan.stages[0].amount_rupiah, dt.date(2024, 6, 12)), by=BY)
    assert present(home.people[0])[0] == Status.NONAKTIF_TUNGGAKAN
    late = plan_of(home.family, on=dt.date(2024, 8, 1))
    assert [stage.number for stage in late.late] == [2]
    post_payment(pays(home, plan.stages[1].amount_rupiah, dt.date(2024, 7, 9)), by=BY)
    assert plan_of(home.family, on=dt.date(2024, 7, 9)).outcome == "paid"
    assert present(home.people[0])[0] == Status.NONAKTIF_TUNGGAKAN
    post_payment(pays(home, 2 * SHARE, dt.date(2024, 7, 10)), by=BY)
    assert present(home.people[0]) == (Status.AKTIF, dt.date(2024, 7, 10))
    assert balance(home.party) == 0
