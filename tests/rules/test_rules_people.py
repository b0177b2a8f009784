"""Who comes in by what, what comes first on double cover, newborns, families, and the first payment."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.rules import FORMULAS, Law, Value
from semesta.tables import BUCKETS
from tests.rules.law_rows import DAYS, row_of

LAW, NOW = Law.current(), dt.date(2024, 7, 1)


def of(formula: str, on: str = "2024-07-01", /, **row: Value) -> dict[str, Any]:
    dated = {
        k: dt.date.fromisoformat(v) if isinstance(v, str) and v[:2] in ("19", "20") else v
        for k, v in row.items()
    }
    return FORMULAS[formula].calculate(LAW, dt.date.fromisoformat(on), dated)


@settings(max_examples=36 * 2, deadline=None)
@given(st.sampled_from(BUCKETS), st.sampled_from(BUCKETS))
def test_of_two_payers_one_stays_whichever_card_is_named_first(one: str, other: str) -> None:
    found, turned = (
        of("double_cover", bucket=one, other_bucket=other),
        of("double_cover", bucket=other, other_bucket=one),
    )
    assert found == turned
    assert {found["stays"], found["at_stake"]} in ({one, other}, {None})


@pytest.mark.parametrize(
    ("one", "other", "stays"),
    [
        ("PBPU_BP_PEMDA", "PBI_JK", "PBI_JK"),
        ("PBPU_BP_PEMDA", "PPU_BU", "PPU_BU"),
        ("PBI_JK", "PPU_PN", "PPU_PN"),
        ("PPU_BU", "PPU_PN", None),
        ("PBPU", "PBI_JK", None),  # not in our sources
        ("PBPU_BP_PEMDA", "PBPU_BP_PEMDA", "PBPU_BP_PEMDA"),
    ],
)
def test_order_of_payers(one: str, other: str, stays: str | None) -> None:
    assert of("double_cover", bucket=one, other_bucket=other)["stays"] == stays


@pytest.mark.parametrize(
    ("facts", "bucket"),
    [
        ({"state_wage": True, "decile": 1}, "PPU_PN"),
        ({"wage": True, "on_pbi_list": True}, "PPU_BU"),
        ({"worker_bucket": "PPU_BU", "decile": 2}, "PPU_BU"),
        ({"pensioner": True, "local_policy": True}, "BP"),
        ({"decile": 4}, "PBI_JK"),
        ({"decile": 5}, "PBPU"),
        ({"decile": 9, "on_pbi_list": True}, "PBI_JK"),
        ({"decile": 5, "local_policy": True}, "PBPU_BP_PEMDA"),
        ({}, "PBPU"),
    ],
)
def test_what_comes_first_for_a_person(facts: dict[str, Value], bucket: str) -> None:
    assert of("eligibility", **facts)["bucket"] == bucket


@pytest.mark.parametrize(
    ("on", "paid_on", "state", "active_from"),
    [
        ("2024-06-23", None, "TOO_EARLY", None),
        ("2024-06-24", None, "OPEN", None),
        ("2024-07-10", None, "OPEN", None),
        ("2024-07-11", None, "EXPIRED", None),
        ("2024-07-11", "2024-07-10", "PAID", "2024-07-10"),
        ("2024-07-09", "2024-07-10", "OPEN", None),  # not yet paid on that day
        ("2024-07-12", "2024-07-12", "EXPIRED", None),
    ],
)
def test_first_payment_of_who_registered_on_the_tenth_of_june(
    on: str, paid_on: str | None, state: str, active_from: str | None
) -> None:
    found = of("first_payment", on, registered_on="2024-06-10", paid_on=paid_on)
    assert (found["state"], str(found["active_from"] or "") or None) == (state, active_from)


def test_where_the_region_has_priority_cover_begins_the_same_day() -> None:
    assert of("local_start", registered_on="2024-06-20", priority=True)["active_from"] == dt.date(2024, 6, 20)
    assert of("local_start", registered_on="2024-12-20", priority=False)["active_from"] == dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    ("parent", "child", "route", "bucket", "active_from"),
    [
        ("PBI_JK", 5, "AUTOMATIC", "PBI_JK", "2024-06-20"),
        ("PPU_BU", 3, "FOLLOWS_PARENT", "PPU_BU", "2024-06-20"),
        ("PPU_BU", 4, "EXTRA_MEMBER", "PPU_BU", "None"),
        ("PBPU_BP_PEMDA", 1, "AGREEMENT", None, "None"),
        ("PBPU", 1, "REGISTER_AND_PAY", "PBPU", "None"),
    ],
)
def test_by_what_a_baby_comes_in(
    parent: str, child: int, route: str, bucket: str | None, active_from: str
) -> None:
    found = of("newborn", birth_date="2024-06-20", parent_bucket=parent, child_number=child)
    assert (found["route"], found["bucket"], str(found["active_from"])) == (route, bucket, active_from)


@pytest.mark.parametrize(
    ("on", "paid_on", "late"),
    [("2024-06-29", None, False), ("2024-06-30", None, True), ("2024-08-01", "2024-06-29", False),
     ("2024-08-01", "2024-06-30", True), ("2024-06-30", "2024-07-05", True)],
)  # fmt: skip
def test_a_baby_of_a_self_payer_has_28_days(on: str, paid_on: str | None, late: bool) -> None:
    found = of("newborn", on, birth_date="2024-06-01", parent_bucket="PBPU", paid_on=paid_on)
    assert found["late"] is late and found["register_by"] == dt.date(2024, 6, 29)
    assert found["owed_from"] == (dt.date(2024, 6, 1) if late else None)
    assert found["nik_by"] == dt.date(2024, 9, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"relation": 1, "birth_date": "2000-01-01"}, "ENTITLED"),
        ({"relation": 3, "birth_date": "1980-01-01"}, "ENTITLED"),
        ({"relation": 4, "birth_date": "2003-07-02"}, "ENTITLED"),
        ({"relation": 4, "birth_date": "2003-07-01"}, "OVER_AGE"),
        ({"relation": 4, "birth_date": "2003-07-01", "student": True}, "ENTITLED"),
        ({"relation": 4, "birth_date": "2000-01-01", "student": True}, "ENTITLED"),
        ({"relation": 4, "birth_date": "2010-01-01", "married": True}, "MARRIED"),
        ({"relation": 4, "birth_date": "2010-01-01", "own_income": True}, "OWN_INCOME"),
        ({"relation": 4, "birth_date": "2010-01-01", "position": 5}, "TOO_MANY"),
        ({"relation": 5, "birth_date": "2000-01-01"}, "EXTRA_MEMBER"),
        ({"relation": 4, "birth_date": "2001-01-01", "bucket": "PBPU"}, "NO_LIMIT"),
    ],
)
def test_the_family_of_a_worker(row: dict[str, Value], reason: str) -> None:
    found = of("dependant", **{"bucket": "PPU_BU", **row})
    assert found["reason"] == reason
    assert found["entitled"] is (reason in {"ENTITLED", "NO_LIMIT", "EXTRA_MEMBER"})


@settings(max_examples=150, deadline=None)
@given(row_of(FORMULAS["dependant"].inputs), DAYS)
def test_a_child_past_the_limit_stays_past_it(row: dict[str, Value], on: dt.date) -> None:
    today = FORMULAS["dependant"].calculate(LAW, on, row)
    later = FORMULAS["dependant"].calculate(LAW, on + dt.timedelta(days=200), row)
    assert today["entitled"] or not later["entitled"]


def test_cover_after_dismissal_has_an_end_and_needs_proof() -> None:
    found = of("job_loss", dismissed_on="2024-05-31")
    assert (found["covered"], found["until"], found["hospital_class"], found["contribution"]) == (True, dt.date(2024, 11, 30), 3, 0)  # fmt: skip
    assert of("job_loss", "2024-11-30", dismissed_on="2024-05-31")["covered"] is False
    assert of("job_loss", dismissed_on="2024-05-31", proof=False)["covered"] is False
    assert of("job_loss", dismissed_on="2023-05-31")["covered"] is None, (
        "what held before May 2024 is not known"
    )
