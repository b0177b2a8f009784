"""Arrears, charges, liability, tobacco tax and standings: whole rupiah and whole people, nothing lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.rules import FORMULAS, THRESHOLDS, Law, Value, people_missing
from semesta.rules.expressions import first_day_of, month_number
from tests.rules.law_rows import DAYS, row_of

LAW, NOW = Law.current(), dt.date(2024, 7, 1)
MANY = settings(max_examples=150, deadline=None)


def of(formula: str, on: dt.date = NOW, /, **row: Value) -> dict[str, Any]:
    return FORMULAS[formula].calculate(LAW, on, row)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- arrears --------------------------------------------------------------------------------------


@MANY
@given(
    st.integers(1, 3),
    st.integers(0, 60),
    st.dates(dt.date(2018, 2, 1), dt.date(2027, 1, 1)),
    st.integers(1, 8),
)
def test_arrears_are_the_months_each_at_its_own_rate(
    number: int, owed: int, on: dt.date, persons: int
) -> None:
    rate = {1: "pbpu.class_1.total", 2: "pbpu.class_2.total", 3: "pbpu.class_3.member"}[number]
    now = month_number(on)
    billed = range(now - min(owed, 24), now)
    found = of("arrears", on, hospital_class=number, oldest_unpaid=first_day_of(now - owed), persons=persons)
    assert found["months_owed"] == owed and found["months_billed"] == len(billed)
    assert found["arrears"] == persons * sum(LAW.number(rate, first_day_of(m)) for m in billed)
    assert found["to_reactivate"] == found["arrears"] + persons * LAW.number(rate, on)


@MANY
@given(row_of(FORMULAS["instalment"].inputs), DAYS)
def test_stages_add_up_to_the_debt(row: dict[str, Value], on: dt.date) -> None:
    found: dict[str, Any] = FORMULAS["instalment"].calculate(LAW, on, row)
    if found["amount"] is not None:
        assert found["each_stage"] * (found["stages"] - 1) + found["last_stage"] == found["amount"]
        assert 1 <= found["stages"] <= 12 and found["each_stage"] <= found["last_stage"]


def test_fifty_months_owed_and_twenty_four_billed() -> None:
    found = of("arrears", hospital_class=3, oldest_unpaid=day("2020-05-01"))
    assert (found["months_owed"], found["months_billed"], found["arrears"]) == (50, 24, 840_000)


def test_nothing_is_owed_by_who_paid_this_month() -> None:
    found = of("arrears", hospital_class=2, oldest_unpaid=day("2024-08-01"))
    assert (found["months_owed"], found["to_reactivate"]) == (0, 0)


@pytest.mark.parametrize(
    ("on", "owed_since", "bucket", "allowed"),
    [
        ("2024-07-28", "2024-03-01", "PBPU", True),
        ("2024-07-29", "2024-03-01", "PBPU", False),
        ("2024-07-28", "2024-04-01", "PBPU", False),  # three months
        ("2024-02-27", "2023-06-01", "PBPU", True),
        ("2024-02-28", "2023-06-01", "PBPU", False),
        ("2024-07-01", "2020-01-01", "BP", True),
        ("2024-07-01", "2023-06-01", "PPU_BU", False),
    ],
)
def test_who_may_sign_up_for_instalments(on: str, owed_since: str, bucket: str, allowed: bool) -> None:
    assert (
        of("instalment", day(on), bucket=bucket, hospital_class=3, oldest_unpaid=day(owed_since))["allowed"]
        is allowed
    )


# --- the charge for inpatient care ----------------------------------------------------------------

INPATIENT = FORMULAS["inpatient_charge"].inputs


@MANY
@given(row_of(INPATIENT), st.integers(0, 10**9))
def test_the_charge_has_a_ceiling_and_never_falls_with_cost(row: dict[str, Any], more: int) -> None:
    low = of("inpatient_charge", **row)["charge"]
    high = of("inpatient_charge", **row | {"diagnosis_cost": row["diagnosis_cost"] + more})["charge"]
    assert (low is None) == (high is None)
    assert low is None or 0 <= low <= high <= 30_000_000


@pytest.mark.parametrize(
    ("bucket", "admitted", "months", "cost", "charge", "payer"),
    [
        ("PBPU", "2024-08-15", 5, 10_000_000, 2_500_000, "MEMBER"),  # day 45
        ("PBPU", "2024-08-16", 5, 10_000_000, 0, "NOBODY"),
        ("PBPU", "2024-07-01", 24, 10_000_000, 6_000_000, "MEMBER"),  # 12 months count
        ("PPU_BU", "2024-07-02", 12, 90_000_000, 30_000_000, "EMPLOYER"),
        ("PBI_JK", "2024-07-02", 12, 90_000_000, 0, "NOBODY"),
        ("PBPU_BP_PEMDA", "2024-07-02", 12, 90_000_000, 0, "NOBODY"),
        ("PBPU", "2020-08-01", 4, 10_000_000, 0, "NOBODY"),  # admitted before the reactivation
    ],
)
def test_desk_cases_of_inpatient_care(
    bucket: str, admitted: str, months: int, cost: int, charge: int, payer: str
) -> None:
    row: dict[str, Value] = {
        "bucket": bucket,
        "reactivated_on": day("2024-07-01"),
        "admitted_on": day(admitted),
    }
    found = of("inpatient_charge", **row, months_owed=months, diagnosis_cost=cost)
    assert (found["charge"], found["payer"]) == (charge, payer)


# --- a local government ---------------------------------------------------------------------------


@MANY
@given(row_of(FORMULAS["local_liability"].inputs), st.dates(dt.date(2021, 1, 1), dt.date(2027, 1, 1)))
def test_five_lines_and_two_payers_make_the_same_total(row: dict[str, Value], on: dt.date) -> None:
    found = of("local_liability", on, **row)
    lines = [found[f"{n}"] for n in ("contribution", "assistance_members", "assistance_self_payers", "employer_servants", "employer_officials")]  # fmt: skip
    assert found["total"] == sum(lines) == found["province"] + found["regency"]


def test_the_budget_of_lampung_for_2026() -> None:
    found = of("local_liability", day("2026-01-01"), pemda_persons=89_286, self_payers=0, months=12)
    assert found["total"] == 89_286 * 37_800 * 12 == 40_500_129_600


def test_a_year_that_begins_before_the_known_law_is_unknown() -> None:
    assert (
        of("local_liability", day("2020-07-01"), pemda_persons=1, self_payers=1, months=12)["total"] is None
    )


@MANY
@given(st.integers(0, 2 * 10**13), st.integers(0, 10**13), st.booleans())
def test_tobacco_tax_is_withheld_to_the_rupiah(tax: int, budget: int, minutes: bool) -> None:
    found = of("tobacco", tobacco_tax=tax, recognised_budget=budget, minutes=minutes)
    assert found["duty"] == tax * 3_750 // 10_000
    assert found["withheld"] == (max(0, found["duty"] - budget) if minutes else found["duty"])
    assert found["withheld"] + found["left"] == tax


# --- standings ------------------------------------------------------------------------------------


@MANY
@given(st.sampled_from(THRESHOLDS), st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_standing_is_what_the_thresholds_count(
    threshold: Any, residents: int, members: int, active: int
) -> None:
    share = threshold.share_basis_points
    found = of("standing", residents=residents, members=members, active=active, coverage_share=share, activity_share=share)  # fmt: skip
    assert found["registered_missing"] == people_missing(threshold, members, residents)
    assert found["active_missing_population"] == people_missing(threshold, active, residents)
    assert found["active_missing_members"] == people_missing(threshold, active, members)


def test_lampung_in_november_2025_on_both_bases() -> None:
    province: dict[str, Value] = {"residents": 9_215_739, "members": 8_828_991, "active": 6_546_571}
    found = of("standing", day("2025-11-01"), **province, coverage_share=9_800, activity_share=8_000)
    assert found["registered_missing"] == 202_434
    assert (found["active_missing_population"], found["active_missing_members"]) == (826_021, 516_622)
    assert (found["cost_population"], found["cost_members"]) == (374_683_125_600, 234_339_739_200)
