"""The few amounts that plans rest on, as a law of the tests' own (values of jkn.md 2.2, 4.5)."""

from __future__ import annotations

import datetime as dt
from functools import cache

from semesta.faults import Text
from semesta.rules.law import DatedValue, Law, Parameter, Period, Regulation, Unit

_REGULATION = Regulation("perpres-64-2020", Text("Perpres 64/2020", "Perpres 64/2020"), "")


def parameter(name: str, value: int, unit: Unit = "rupiah_per_person_month", since: int = 2021) -> Parameter:
    period = Period(dt.date(since, 1, 1), None)
    dated = DatedValue(period, value, _REGULATION, "", "reported", "jkn.md 2.2", None)
    return Parameter(name, Text(name, name), unit, "contributions", (dated,))


@cache
def small_law() -> Law:
    """A locally paid person: 35,000 + 2,800; employers 4% to a cap of 12 million; tobacco 75% x 50%."""
    found = (
        parameter("pemda.contribution", 35_000),
        parameter("pemda.assistance_local", 2_800),
        parameter("pbpu.class_3.local", 2_800),
        parameter("ppu_pn.employer", 400, "basis_points"),
        parameter("ppu.wage_cap", 12_000_000, "rupiah_per_month"),
        parameter("tobacco.health_share", 5_000, "basis_points"),
        parameter("tobacco.jkn_share", 7_500, "basis_points"),
        parameter("pbi.target_decile", 5, "decile"),
        parameter("instalment.months_most", 12, "months"),
    )
    return Law({p.name: p for p in found}, {_REGULATION.id: _REGULATION})
