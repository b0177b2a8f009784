"""What a reform's comparison holds: changed parameters, each payer before and after, and what stays unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from semesta.faults import Text
from semesta.rules.law import DatedValue, Parameter

#: The payers of a contribution, as `contribution` names its parts.
PAYERS: tuple[str, ...] = ("member", "employer", "centre", "local_government")


@dataclass(frozen=True, slots=True)
class Changed:
    """A parameter that has another value on the day under the reform; None where no law is known."""

    parameter: Parameter
    before: DatedValue | None
    after: DatedValue | None


@dataclass(frozen=True, slots=True)
class Payment:
    """What one payer pays a month for some cards, before and after, in rupiah, and for how many that changes."""

    before_rupiah: int
    after_rupiah: int
    more: int  # cards for which the payer pays more
    less: int

    @property
    def change_rupiah(self) -> int:
        return self.after_rupiah - self.before_rupiah


@dataclass(frozen=True, slots=True)
class Effect:
    """A reform's effect on some active cards. `known` cards have an amount under both laws; the others are not in the money.

    `untouched`: no amount can be known (no wages in the data), but the reform changes nothing for them.
    `unknown`: the reform does change what they rest on, by an amount the data cannot tell.
    """

    known: int
    untouched: int
    unknown: int
    payments: Mapping[str, Payment]

    @property
    def cards(self) -> int:
        return self.known + self.untouched + self.unknown

    @property
    def change_rupiah(self) -> int:
        return sum(payment.change_rupiah for payment in self.payments.values())

    def to_json(self) -> dict[str, object]:
        payments = {
            payer: {
                "before_rupiah": p.before_rupiah, "after_rupiah": p.after_rupiah,
                "change_rupiah": p.change_rupiah, "cards_more": p.more, "cards_less": p.less,
            }
            for payer, p in self.payments.items()
        }  # fmt: skip
        counts = {
            "cards": self.cards,
            "known": self.known,
            "untouched": self.untouched,
            "unknown": self.unknown,
        }
        return {**counts, "change_rupiah": self.change_rupiah, "payers": payments}


@dataclass(frozen=True, slots=True)
class ReformEffect:
    """Totals, by (bucket, hospital class) and by regency, a month on the day; active cards only."""

    title: Text
    on: dt.date
    region: str
    changed: tuple[Changed, ...]
    total: Effect
    by_kind: Mapping[tuple[str, int | None], Effect]
    by_regency: Mapping[str, Effect]
    not_active: int  # cards that are not active and stay out of the comparison

    def to_json(self) -> dict[str, object]:
        return {
            "reform": {"id": self.title.id, "en": self.title.en},
            "on": self.on.isoformat(),
            "region": self.region,
            "changed": [_changed_json(changed) for changed in self.changed],
            "total": self.total.to_json(),
            "by_kind": [
                {"bucket": bucket, "hospital_class": hospital_class, **effect.to_json()}
                for (bucket, hospital_class), effect in self.by_kind.items()
            ],
            "by_regency": [{"region": code, **effect.to_json()} for code, effect in self.by_regency.items()],
            "cards_not_active": self.not_active,
        }


def _changed_json(changed: Changed) -> dict[str, object]:
    def value(found: DatedValue | None) -> object:
        return None if found is None else list(found.value) if isinstance(found.value, tuple) else found.value

    return {
        "parameter": changed.parameter.name,
        "unit": changed.parameter.unit,
        "before": value(changed.before),
        "after": value(changed.after),
        "article": changed.after.article if changed.after else "",
        "verified": changed.after.verified if changed.after else "",
    }
