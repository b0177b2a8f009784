"""What a local government owes for the scheme, month by month: five lines, shares of province and regency, arrears.

The five lines are those of an audit of Pesawaran (jkn.md 4.5). What the edition does not say (wages) is an input;
without it a line is unknown, never nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.planning.fields import WHOLE
from semesta.planning.levers import LINES
from semesta.planning.liability_settings import LiabilitySettings, WageGroup
from semesta.planning.months import months_from
from semesta.rules.law import Law

_EMPLOYER = ("employer_civil_servants", "employer_village_staff")
_PARAMETERS = {
    "contribution": "pemda.contribution",
    "assistance": "pemda.assistance_local",
    "assistance_self_paying": "pbpu.class_3.local",
}


@dataclass(frozen=True, slots=True)
class LiabilityLine:
    """One line in one month. None: not known, because the settings give no wages."""

    month: dt.date
    line: str
    people: int | None
    rupiah: int | None  # owed for the month, of province and regency together
    province_rupiah: int | None
    regency_rupiah: int | None
    paid_rupiah: int
    arrears_rupiah: int | None  # owed at the end of the month, with what was carried in


@dataclass(frozen=True, slots=True)
class Withholding:
    """What is cut of the cigarette tax when a region's own budget for the scheme is too small (jkn.md 4.5)."""

    tax_rupiah: int
    demanded_rupiah: int  # 37.5% of the region's own share
    recognised_rupiah: int | None  # None: there are no minutes, so that all of it is cut
    withheld_rupiah: int


@dataclass(frozen=True, slots=True)
class Liability:
    """The liability of one region over the months of the settings."""

    region_code: str
    as_of: dt.date
    lines: tuple[LiabilityLine, ...]
    withholding: Withholding | None
    unknown: tuple[str, ...]  # lines without an input

    def total(self) -> int:
        """Rupiah owed over all months on the lines that are known."""
        return sum(line.rupiah for line in self.lines if line.rupiah is not None)


def count_people(engine: Engine, region: str) -> dict[str, int]:
    """Cards behind the first three lines in a region ('' for all), from `members` by the village of the card."""
    where = f"starts_with(village_code || '.', {literal(region + '.')})" if region else "true"
    row = engine.row(f"""
        SELECT count(*) FILTER (bucket = 'PBPU_BP_PEMDA'), count(*) FILTER (bucket = 'PBPU' AND hospital_class = 3)
        FROM members WHERE status = 'AKTIF' AND {where}
    """)
    local, own = int(row[0]), int(row[1])
    return {"contribution": local, "assistance": local, "assistance_self_paying": own}


def liability(
    people: Mapping[str, int], settings: LiabilitySettings, law: Law, *, region: str, as_of: dt.date
) -> Liability:
    """The five lines in every month. InputRefused where the law of a month is not known to us."""
    months = months_from(settings.first_month, settings.last_month)
    lines: list[LiabilityLine] = []
    for name in LINES:
        carried = settings.arrears.get(name, 0)
        known = True
        for month in months:
            count, rupiah = _owed(name, people, settings, law, month)
            paid = settings.paid(name, month)
            known = known and rupiah is not None
            carried += (rupiah or 0) - paid
            province = None if rupiah is None else rupiah * settings.province_share.get(name, 0) // WHOLE
            lines.append(
                LiabilityLine(
                    month=month,
                    line=name,
                    people=count,
                    rupiah=rupiah,
                    province_rupiah=province,
                    regency_rupiah=None if rupiah is None or province is None else rupiah - province,
                    paid_rupiah=paid,
                    arrears_rupiah=carried if known else None,
                )
            )
    lines.sort(key=lambda line: (line.month, LINES.index(line.line)))
    unknown = tuple(name for name in _EMPLOYER if name not in settings.wages)
    return Liability(region, as_of, tuple(lines), withholding(settings, law), unknown)


def withholding(settings: LiabilitySettings, law: Law) -> Withholding | None:
    """What is cut of the cigarette tax: max(0, 37.5% x tax - recognised budget); without minutes all of it."""
    if settings.tobacco_rupiah is None:
        return None
    day = settings.first_month
    both = law.number("tobacco.health_share", day) * law.number("tobacco.jkn_share", day)
    demanded = settings.tobacco_rupiah * both // (WHOLE * WHOLE)
    recognised = settings.recognised_rupiah
    withheld = demanded if recognised is None else max(0, demanded - recognised)
    return Withholding(settings.tobacco_rupiah, demanded, recognised, withheld)


def _owed(
    name: str, people: Mapping[str, int], settings: LiabilitySettings, law: Law, month: dt.date
) -> tuple[int | None, int | None]:
    """People and rupiah of a line in a month."""
    if name in _PARAMETERS:
        return people[name], people[name] * law.number(_PARAMETERS[name], month)
    groups = settings.wages.get(name)
    if groups is None:
        return None, None
    return sum(group.people for group in groups), sum(_employer(groups, settings, law, month))


def _employer(
    groups: Sequence[WageGroup], settings: LiabilitySettings, law: Law, month: dt.date
) -> list[int]:
    """4% of each wage, between the minimum wage and the cap, fractions of a rupiah dropped (jkn.md 2.3)."""
    share, cap = law.number("ppu_pn.employer", month), law.number("ppu.wage_cap", month)
    floor = min(settings.minimum_wage_rupiah, cap)
    return [group.people * (min(max(group.wage_rupiah, floor), cap) * share // WHOLE) for group in groups]
