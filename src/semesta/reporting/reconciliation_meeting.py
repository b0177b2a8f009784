"""What a meeting over a bill is about: who meets, which month, the two sides, and the rates behind the rupiah."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.faults import Language
from semesta.rules.law import Law


@dataclass(frozen=True, slots=True)
class RateUsed:
    """One dated rate that stands behind the rupiah, with the article it comes from and how that was verified."""

    title: str  # e.g. "Iuran yang dibayar Pemda"
    amount_rupiah: int  # per person and month
    regulation: str  # title of the regulation
    article: str
    valid_from: dt.date | None  # None: not known
    verified: str  # read, reported, to_be_verified
    name: str = ""  # of the parameter


@dataclass(frozen=True, slots=True)
class BillSide:
    """One side of the comparison: how many people and how much money, and what says so."""

    people: int | None
    rupiah: int | None
    source: str  # file names, or what it was computed from, in words


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What stands on the first sheet: who meets about which month, and the two sides."""

    payer_code: str  # 18.71; '' for every payer of the edition
    payer_name: str
    month: dt.date  # first day of the billed month
    bill: (
        BillSide | None
    )  # None where no bill was given: the bill that the membership file implies is looked at
    expected: BillSide
    rates: tuple[RateUsed, ...]
    made_by: str
    made_at: dt.datetime
    full_nik_reason: str = ""  # empty: NIK and card masked
    lists: tuple[str, ...] = ()  # names of the files that were read beside the edition, the bill's first


def rates_used(law: Law, month: dt.date, language: Language = "id") -> tuple[RateUsed, ...]:
    """The rates of a month behind an audit's rupiah; a rate that no law of that month gives is left out."""
    found = ((law[name], law[name].on(month)) for name in _RATES)
    return tuple(
        RateUsed(
            title=parameter.title.say(language),
            amount_rupiah=parameter.number(month),
            regulation=value.regulation.title.say(language),
            article=value.article,
            valid_from=value.period.since,
            verified=value.verified,
            name=parameter.name,
        )
        for parameter, value in found
        if value is not None
    )


#: In the order in which a treasurer asks for them: own part first.
_RATES = (
    "pemda.contribution",
    "pemda.assistance_local",
    "pemda.assistance_centre",
    "pbpu.class_3.local",
    "pbpu.class_3.centre",
    "pbpu.class_3.member",
    "pbi.total",
)
