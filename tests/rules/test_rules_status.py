"""The status of a card follows from what was paid by the day, and from nothing that came after."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.rules import FORMULAS, Law, Value, months_paid, payment_state_sql
from semesta.rules.expressions import first_day_of, month_number
from tests.rules.law_rows import DAYS, engine, row_of

LAW, STATUS = Law.current(), FORMULAS["status"]
CARDS = row_of(STATUS.inputs)
HAPPENINGS = ("left_on", "dismissed_on", "died_on")


def status(on: str, **card: Value) -> dict[str, Any]:
    dates = {k: dt.date.fromisoformat(v) if k.endswith(("_on", "_date", "_month")) and isinstance(v, str) else v for k, v in card.items()}  # fmt: skip
    return STATUS.calculate(LAW, dt.date.fromisoformat(on), dates)


@settings(max_examples=200, deadline=None)
@given(CARDS, DAYS)
def test_what_happens_later_changes_nothing(card: dict[str, Any], on: dt.date) -> None:
    before = {k: None if k in HAPPENINGS and v and v > on else v for k, v in card.items()}
    assert STATUS.calculate(LAW, on, card) == STATUS.calculate(LAW, on, before)


PEOPLE = st.dictionaries(
    st.integers(1, 5), st.tuples(DAYS, st.lists(DAYS, max_size=30)), min_size=1, max_size=5
)


def states(people: dict[int, tuple[dt.date, list[dt.date]]], on: dt.date) -> dict[int, tuple[dt.date, int]]:
    owing = ", ".join(f"({p}, DATE '{first.replace(day=1)}')" for p, (first, _) in people.items())
    paid = ", ".join(f"({p}, DATE '{day.replace(day=1)}', DATE '{day}')" for p, (_, days) in people.items() for day in days)  # fmt: skip
    engine().run(f"CREATE OR REPLACE TABLE people AS SELECT * FROM (VALUES {owing}) t(person, first_month)")
    engine().run("CREATE OR REPLACE TABLE payments (person BIGINT, month DATE, paid_on DATE)")
    if paid:
        engine().run(f"INSERT INTO payments VALUES {paid}")
    return {person: (first, count) for person, first, count in engine().rows(payment_state_sql(on))}


@settings(max_examples=40, deadline=None)
@given(PEOPLE, DAYS)
def test_a_table_of_payments_says_what_was_paid_by_the_day(people: Any, on: dt.date) -> None:
    expected = {p: (first.replace(day=1), months_paid(days, on)) for p, (first, days) in people.items()}
    assert states(people, on) == expected


@settings(max_examples=40, deadline=None)
@given(PEOPLE, DAYS)
def test_the_state_of_a_day_depends_on_no_later_payment(people: Any, on: dt.date) -> None:
    known = {p: (first, [day for day in days if day <= on]) for p, (first, days) in people.items()}
    assert states(people, on) == states(known, on)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 60), st.integers(0, 70), DAYS)
def test_who_pays_a_month_more_is_never_worse_off(paid: int, owed: int, on: dt.date) -> None:
    first = first_day_of(month_number(on) - owed)
    worse = STATUS.calculate(LAW, on, {"bucket": "PBPU", "first_month": first, "months_paid": paid})["status"]
    better = STATUS.calculate(LAW, on, {"bucket": "PBPU", "first_month": first, "months_paid": paid + 1})[
        "status"
    ]
    assert {"AKTIF": 1, "NONAKTIF_TUNGGAKAN": 0}[str(worse)] <= {"AKTIF": 1, "NONAKTIF_TUNGGAKAN": 0}[
        str(better)
    ]


def test_an_unpaid_june_is_dead_on_the_first_of_july() -> None:
    card: dict[str, Value] = {"bucket": "PBPU", "first_month": "2024-01-01", "months_paid": 5}
    june, july = status("2024-06-30", **card), status("2024-07-01", **card)
    assert (june["status"], july["status"]) == ("AKTIF", "NONAKTIF_TUNGGAKAN")
    assert (june["due_on"], june["inactive_from"]) == (dt.date(2024, 6, 10), dt.date(2024, 7, 1))


@pytest.mark.parametrize(
    ("expected", "card"),
    [
        ("MENINGGAL", {"bucket": "PBI_JK", "died_on": "2024-06-30", "left_on": "2024-06-01"}),
        ("NONAKTIF_PBI_KELUAR", {"bucket": "PBI_JK", "left_on": "2024-07-01"}),
        ("AKTIF", {"bucket": "PBI_JK", "left_on": "2024-07-02"}),
        ("NONAKTIF_PEMDA_KELUAR", {"bucket": "PBPU_BP_PEMDA", "left_on": "2024-01-01"}),
        ("NONAKTIF_TUNGGAKAN", {"bucket": "PBPU_BP_PEMDA", "first_month": "2024-01-01", "months_paid": 3}),
        ("NONAKTIF_PPU_KELUAR", {"bucket": "PPU_BU", "left_on": "2024-06-30"}),
        ("AKTIF", {"bucket": "PPU_BU", "dismissed_on": "2024-05-02", "first_month": "2024-01-01", "months_paid": 1}),
        ("TIDAK_DIKETAHUI", {"bucket": "PPU_BU", "dismissed_on": "2023-05-02"}),
        ("NONAKTIF_USIA", {"bucket": "PPU_PN", "relation": 4, "birth_date": "2003-07-01"}),
        ("AKTIF", {"bucket": "PPU_PN", "relation": 4, "birth_date": "2003-07-02"}),
        ("AKTIF", {"bucket": "PPU_PN", "relation": 4, "birth_date": "2003-07-01", "student": True}),
        ("NONAKTIF_TUNGGAKAN", {"bucket": "PBPU", "relation": 4, "birth_date": "1990-07-01", "first_month": "2024-01-01", "months_paid": 1}),
        ("BELUM_AKTIF", {"bucket": "PBI_JK", "start_date": "2024-08-01"}),
        ("BELUM_AKTIF", {"bucket": "PBPU", "first_month": "2024-06-01", "months_paid": 0}),
        ("TIDAK_DIKETAHUI", {"bucket": "PBPU"}),
        ("AKTIF", {"bucket": "PPU_PN"}),
    ],
)  # fmt: skip
def test_desk_cases_on_the_first_of_july_2024(expected: str, card: dict[str, Value]) -> None:
    assert status("2024-07-01", **card)["status"] == expected


def test_six_months_after_dismissal_end() -> None:
    card: dict[str, Value] = {"bucket": "PPU_BU", "dismissed_on": "2024-05-31"}
    assert status("2024-11-29", **card)["status"] == "AKTIF"
    assert status("2024-11-30", **card)["status"] == "NONAKTIF_PPU_KELUAR"
