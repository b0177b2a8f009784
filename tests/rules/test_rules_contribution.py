"""Contributions by the law of each month: parts add up, wages never lower an amount, unknown is never 0."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.rules import FORMULAS, Law, Value
from semesta.rules.expressions import first_day_of, month_number
from semesta.tables import STATUSES
from tests.rules.law_rows import DAYS, row_of

LAW, CONTRIBUTION = Law.current(), FORMULAS["contribution"]
PARTS = ("member", "employer", "centre", "local_government")
CARDS = row_of(CONTRIBUTION.inputs)
MONTHS = [
    first_day_of(m) for m in range(month_number(dt.date(2014, 1, 1)), month_number(dt.date(2027, 1, 1)))
]
NOW = dt.date(2024, 7, 1)


def due(on: dt.date, **card: Value) -> dict[str, Any]:
    return CONTRIBUTION.calculate(LAW, on, {"status": "AKTIF", **card})


@settings(max_examples=300, deadline=None)
@given(CARDS, DAYS)
def test_the_parts_add_up_to_the_total(card: dict[str, Value], on: dt.date) -> None:
    found = due(on, **card)
    parts = [found[part] for part in PARTS]
    assert found["total"] == (None if None in parts else sum(parts))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["PPU_PN", "PPU_BU"]),
    st.integers(0, 3 * 10**7),
    st.integers(0, 10**6),
    st.integers(0, 6),
    DAYS,
)
def test_amounts_never_fall_when_wages_rise(
    bucket: str, wage: int, more: int, extra: int, on: dt.date
) -> None:
    card: dict[str, Value] = {
        "bucket": bucket,
        "relation": 1,
        "wage_floor": 2_716_497,
        "extra_members": extra,
    }
    low, high = due(on, **card, wage=wage), due(on, **card, wage=wage + more)
    assert (low["total"] is None) == (high["total"] is None)
    assert all(low[part] <= high[part] for part in ("total", *PARTS) if low[part] is not None)


@pytest.mark.parametrize("on", MONTHS, ids=str)
def test_the_parts_of_class_three_are_the_whole_that_the_law_names(on: dt.date) -> None:
    found = due(on, bucket="PBPU", hospital_class=3)
    assert found["total"] == LAW.number("pbpu.class_3.total", on)
    pemda = LAW["pemda.total"].on(on)
    assert due(on, bucket="PBPU_BP_PEMDA")["total"] == (pemda.value if pemda else None)


@settings(max_examples=100, deadline=None)
@given(CARDS, DAYS)
def test_a_class_wage_or_status_that_is_unknown_is_never_nothing(card: dict[str, Value], on: dt.date) -> None:
    assert due(on, bucket="PBPU", hospital_class=None)["member"] is None
    assert due(on, bucket="PPU_BU", relation=1, wage=None)["total"] is None
    assert due(on, bucket="PPU_BU", relation=None, wage=5_000_000)["total"] is None
    for status in ("TIDAK_DIKETAHUI", "NONAKTIF_DATA"):
        assert due(on, **card | {"status": status})["total"] is None


@pytest.mark.parametrize("status", STATUSES)
def test_class_three_is_assisted_only_while_active(status: str) -> None:
    for bucket in ("PBPU", "PBPU_BP_PEMDA"):
        found = due(NOW, bucket=bucket, hospital_class=3, status=status)
        if status == "AKTIF":
            assert (found["total"], found["centre"]) == (42_000, 4_200)
        else:
            assert found["total"] in (35_000, 0, None) and not found["centre"]


def test_a_family_on_a_workers_card_costs_once() -> None:
    family = [due(NOW, bucket="PPU_BU", relation=relation, wage=6_000_000) for relation in (1, 3, 4, 4)]
    assert [card["total"] for card in family] == [300_000, 0, 0, 0]


def test_fractions_of_a_rupiah_are_dropped_and_the_wage_is_capped() -> None:
    assert due(NOW, bucket="PPU_BU", relation=1, wage=4_200_479)["employer"] == 168_019  # of 168,019.16
    assert due(NOW, bucket="PPU_BU", relation=1, wage=4_200_479)["member"] == 42_004  # of 42,004.79
    assert due(NOW, bucket="PPU_BU", relation=1, wage=99_000_000)["total"] == 600_000
    assert due(NOW, bucket="PPU_PN", relation=1, wage=1_000_000, wage_floor=3_000_000)["total"] == 150_000


def test_what_the_law_paid_when() -> None:
    found = {on: due(dt.date.fromisoformat(on), bucket="PBPU", hospital_class=3) for on in (
        "2015-01-01", "2019-12-31", "2020-03-31", "2020-04-01", "2020-12-31", "2021-01-01")}  # fmt: skip
    assert [card["member"] for card in found.values()] == [25_500, 25_500, 42_000, 25_500, 25_500, 35_000]
    assert [card["centre"] for card in found.values()] == [0, 0, 0, 0, 16_500, 4_200]
    assert [card["local_government"] for card in found.values()] == [0, 0, 0, 0, 0, 2_800]


def test_who_shares_with_the_state() -> None:
    pension = due(NOW, bucket="BP", segment="PENERIMA PENSIUN TNI", relation=1, pension=4_000_000)
    assert (pension["centre"], pension["member"]) == (120_000, 80_000)
    veteran = due(NOW, bucket="BP", segment="VETERAN", relation=1, base_salary=3_000_000)
    assert (veteran["centre"], veteran["total"]) == (67_500, 67_500)
    assert due(NOW, bucket="BP", segment="INVESTOR", hospital_class=2)["member"] == 100_000
    assert due(NOW, bucket="BP", hospital_class=2)["total"] is None, "a non-worker of no known segment"
