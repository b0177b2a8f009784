"""A plan as people write it: target, time, money, quota, policy and levers; what they leave out is the default's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

import yaml

from semesta.faults import InputRefused, Text
from semesta.planning.fields import Assumption, Fields, Notes, read_fields
from semesta.planning.lever_settings import LeverSettings, read_levers
from semesta.planning.months import add_months, month_of
from semesta.planning.targets import Target, read_targets
from semesta.tables import WAYS

Objective = Literal["least_cost", "most_people"]

_TOP = (
    "title",
    "first_month",
    "target_month",
    "cash_until",
    "objective",
    "targets",
    "budget",
    "quota",
    "policy",
    "levers",
)
_MONTHS_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Budget:
    """Rupiah of the local government over the months of the plan; None: no limit is named."""

    total_rupiah: int | None
    regency_rupiah: Mapping[str, int]
    reuse_savings: bool


@dataclass(frozen=True, slots=True)
class Quota:
    """How many people the local government may pay for at one time, those it pays for already included."""

    people: int | None
    regency: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Policy:
    """For whom the local government may pay although another way comes first."""

    decile_at_most: int | None
    unknown_decile: bool
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a plan is made from, beside the edition, the audit and the law."""

    title: Text
    first_month: dt.date
    target_month: dt.date  # the target must stand at its end
    cash_until: dt.date  # last month of the cash table
    objective: Objective
    targets: tuple[Target, ...]
    budget: Budget
    quota: Quota
    policy: Policy
    levers: Mapping[str, LeverSettings]
    assumptions: tuple[Assumption, ...]


def read_plan(path: Path | None, *, as_of: dt.date) -> Plan:
    """The plan in a file, over the default one; the default alone without a file.

    `as_of` is the edition's date: no plan begins before it. InputRefused, with place and remedy, where the
    file holds what cannot be a plan.
    """
    return plan_of(read_fields(path) if path else Fields({}, "plan.yaml", Notes()), as_of=as_of)


def plan_of(given: Fields, *, as_of: dt.date) -> Plan:
    """The same from fields that were read already."""
    fields = Fields(_over(_defaults(), given.only(_TOP).raw), given.place, Notes())
    first, target, cash = _months(fields, as_of)
    levers = read_levers(fields.inside("levers"))
    return Plan(
        title=fields.text("title"),
        first_month=first,
        target_month=target,
        cash_until=cash,
        objective="most_people"
        if fields.word("objective", ("least_cost", "most_people")) == "most_people"
        else "least_cost",
        targets=read_targets(fields, target),
        budget=_budget(fields.inside("budget")),
        quota=_quota(fields.inside("quota")),
        policy=_policy(fields.inside("policy")),
        levers=levers,
        assumptions=tuple(fields.notes.assumptions),
    )


def default_text() -> str:
    """The default plan as it stands in the program, to be changed by its user."""
    return resources.files("semesta.planning").joinpath("data", "plan.yaml").read_text(encoding="utf-8")


def _defaults() -> dict[str, object]:
    found = yaml.safe_load(default_text())
    assert isinstance(found, dict)
    return found


def _over(default: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """What is given laid over the default: groups field by field, single values and lists as a whole.

    A group that is one value ({value:, assumption:}, a success, a title) is never mixed of both.
    """
    mixed = dict(default)
    for name, value in given.items():
        old = mixed.get(name)
        one = isinstance(old, dict) and {"value", "expected", "en"} & old.keys()
        both = isinstance(old, dict) and isinstance(value, dict) and not one
        mixed[name] = (
            _over(old, value) if both and isinstance(old, dict) and isinstance(value, dict) else value
        )
    return mixed


def _months(fields: Fields, as_of: dt.date) -> tuple[dt.date, dt.date, dt.date]:
    earliest = add_months(month_of(as_of), 1)
    first = fields.month("first_month") if fields.has("first_month") else earliest
    target = fields.month("target_month") if fields.has("target_month") else add_months(first, 11)
    cash = fields.month("cash_until") if fields.has("cash_until") else target
    _in_order(
        fields, "first_month", month_of(as_of), first, f"tanggal edisi {as_of}", f"the edition's date {as_of}"
    )
    _in_order(
        fields,
        "target_month",
        first,
        target,
        f"bulan pertama {first:%Y-%m}",
        f"the first month {first:%Y-%m}",
    )
    _in_order(
        fields, "cash_until", target, cash, f"bulan target {target:%Y-%m}", f"the target month {target:%Y-%m}"
    )
    if add_months(first, _MONTHS_AT_MOST) <= cash:
        raise InputRefused(
            place=f"{fields.place}.cash_until",
            reason=Text(
                f"Rencana ini lebih dari {_MONTHS_AT_MOST} bulan.",
                f"This plan is longer than {_MONTHS_AT_MOST} months.",
            ),
            remedy=Text(
                "Pilih masa yang lebih pendek; harga dan ambang akan berubah.",
                "Choose a shorter time; prices and thresholds will change.",
            ),
        )
    return first, target, cash


def _in_order(fields: Fields, name: str, before: dt.date, after: dt.date, said: str, said_en: str) -> None:
    if after < before:
        raise InputRefused(
            place=f"{fields.place}.{name}",
            reason=Text(f"{after:%Y-%m} terletak sebelum {said}.", f"{after:%Y-%m} lies before {said_en}."),
            remedy=Text(
                "Urutannya: edisi, first_month, target_month, cash_until.",
                "The order is: edition, first_month, target_month, cash_until.",
            ),
        )


def _budget(fields: Fields) -> Budget:
    fields.only(("total_rupiah", "regency", "reuse_savings"))
    regency = fields.inside("regency")
    return Budget(
        total_rupiah=fields.number("total_rupiah") if fields.has("total_rupiah") else None,
        regency_rupiah={code: regency.number(code) for code in regency.raw},
        reuse_savings=fields.flag("reuse_savings"),
    )


def _quota(fields: Fields) -> Quota:
    fields.only(("people", "regency"))
    regency = fields.inside("regency")
    return Quota(
        people=fields.number("people") if fields.has("people") else None,
        regency={code: regency.number(code) for code in regency.raw},
    )


def _policy(fields: Fields) -> Policy:
    fields.only(("take_over_decile_at_most", "take_over_unknown_decile", "take_over_ways"))
    limited = fields.has("take_over_decile_at_most")
    return Policy(
        decile_at_most=fields.number("take_over_decile_at_most", low=0, high=10) if limited else None,
        unknown_decile=fields.flag("take_over_unknown_decile"),
        ways=fields.words("take_over_ways", WAYS),
    )
