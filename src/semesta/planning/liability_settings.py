"""What a treasurer knows and the edition does not: wages, shares, payments, arrears, cigarette tax."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from semesta.faults import InputRefused, Text
from semesta.planning.fields import Assumption, Fields, Notes, read_fields
from semesta.planning.levers import LINES
from semesta.planning.months import add_months, month_of

_TOP = (
    "first_month",
    "last_month",
    "province_share",
    "wages",
    "minimum_wage_rupiah",
    "payments",
    "arrears",
    "tobacco_tax",
)
_EMPLOYER = LINES[3:]


@dataclass(frozen=True, slots=True)
class WageGroup:
    """So many workers who earn one wage a month."""

    people: int
    wage_rupiah: int


@dataclass(frozen=True, slots=True)
class LiabilitySettings:
    """Inputs of a liability; see docs/planning.md."""

    first_month: dt.date
    last_month: dt.date
    province_share: Mapping[
        str, int
    ]  # line -> basis points that the province pays; the rest is the regency's
    wages: Mapping[str, tuple[WageGroup, ...]]
    minimum_wage_rupiah: int
    payments: Mapping[tuple[str, dt.date], int]
    arrears: Mapping[str, int]  # owed before the first month
    tobacco_rupiah: int | None
    recognised_rupiah: int | None
    assumptions: tuple[Assumption, ...] = ()

    def paid(self, line: str, month: dt.date) -> int:
        return self.payments.get((line, month), 0)


def read_liability(path: Path | None, *, as_of: dt.date) -> LiabilitySettings:
    """The settings in a file; without one, twelve months after the edition with nothing known beside it."""
    fields = read_fields(path) if path else Fields({}, "liability.yaml", Notes())
    fields.only(_TOP)
    first = fields.month("first_month") if fields.has("first_month") else add_months(month_of(as_of), 1)
    last = fields.month("last_month") if fields.has("last_month") else add_months(first, 11)
    if last < first:
        raise InputRefused(
            place=f"{fields.place}.last_month",
            reason=Text(
                f"{last:%Y-%m} terletak sebelum {first:%Y-%m}.", f"{last:%Y-%m} lies before {first:%Y-%m}."
            ),
            remedy=Text("Tulis bulan terakhir sesudah bulan pertama.", "Write a last month after the first."),
        )
    shares, arrears = fields.inside("province_share").only(LINES), fields.inside("arrears").only(LINES)
    tobacco = fields.inside("tobacco_tax").only(("share_rupiah", "recognised_rupiah"))
    floor = fields.has("minimum_wage_rupiah")
    return LiabilitySettings(
        first_month=first,
        last_month=last,
        province_share={line: shares.share(line) for line in shares.raw},
        wages=_wages(fields.inside("wages").only(_EMPLOYER)),
        minimum_wage_rupiah=fields.number("minimum_wage_rupiah") if floor else 0,
        payments=_payments(fields),
        arrears={line: arrears.number(line) for line in arrears.raw},
        tobacco_rupiah=tobacco.number("share_rupiah") if tobacco.has("share_rupiah") else None,
        recognised_rupiah=tobacco.number("recognised_rupiah") if tobacco.has("recognised_rupiah") else None,
        assumptions=tuple(fields.notes.assumptions),
    )


def _wages(fields: Fields) -> dict[str, tuple[WageGroup, ...]]:
    return {
        line: tuple(
            WageGroup(group.number("people"), group.number("wage_rupiah"))
            for group in (entry.only(("people", "wage_rupiah")) for entry in fields.each(line))
        )
        for line in fields.raw
    }


def _payments(fields: Fields) -> dict[tuple[str, dt.date], int]:
    found: dict[tuple[str, dt.date], int] = {}
    for entry in fields.each("payments"):
        entry.only(("month", "line", "rupiah"))
        key = (entry.word("line", LINES), entry.month("month"))
        found[key] = found.get(key, 0) + entry.number("rupiah")
    return found
