"""By which article an amount is owed: the dated values that stand behind the rates of a statement's lines."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import connection

from semesta.faults import Language, Text
from semesta.reporting.law_values import cited, sureness, value_text
from semesta.rules.law import DatedValue, Law, Period, Regulation

#: Rates asked for in one statement: one region's bill rests on a few dozen.
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class StatementGround:
    """One value of the law that was used, as it stood when the rate was written. `months`: first and last of use."""

    parameter: str
    unit: str
    value: int | tuple[str, ...]
    regulation: str
    article: str
    verified: str
    source: str
    since: dt.date | None
    until: dt.date | None
    first_month: dt.date
    last_month: dt.date

    def title(self, language: Language) -> str:
        """What the value is called."""
        known = Law.current().parameters.get(self.parameter)
        return known.title.say(language) if known else self.parameter

    def value_words(self, language: Language) -> str:
        """The value with its unit."""
        known = Law.current().parameters.get(self.parameter)
        return value_text(self.value, known.unit, language) if known else str(self.value)

    def cited(self, language: Language) -> str:
        """Regulation and article."""
        return cited(self._dated, language)

    def sureness(self, language: Language) -> str:
        """How sure the value is; an unverified one says so in capitals."""
        return sureness(self._dated, language)

    @property
    def _dated(self) -> DatedValue:
        known = Law.current().regulations.get(self.regulation)
        regulation = known or Regulation(self.regulation, Text(self.regulation, self.regulation), "")
        period = Period(self.since, self.until)
        return DatedValue(period, self.value, regulation, self.article, self.verified, self.source, None)  # type: ignore[arg-type]


def grounds_of(rates: Iterable[int]) -> tuple[StatementGround, ...]:
    """The values behind these rates, each once, in the order of their first month and their place in the formula."""
    wanted = sorted(set(rates))
    assert len(wanted) <= _MOST
    if not wanted:
        return ()
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT month, parameters FROM rate WHERE id IN ({marks}) ORDER BY month, id", wanted)
        rows = cursor.fetchall()
    found: dict[tuple[str, str], StatementGround] = {}
    for month, parameters in rows:
        day = month if isinstance(month, dt.date) else dt.date.fromisoformat(month)
        for raw in json.loads(parameters) if isinstance(parameters, str) else parameters:
            ground = _ground(raw, day)
            key = (ground.parameter, str(ground.value))
            if key in found:
                ground = _longer(found[key], day)
            found[key] = ground
    return tuple(found.values())


def law_ground(parameter: str, day: dt.date) -> StatementGround | None:
    """A value of the law that a statement rests on beside the rates: the due day, the ceiling of arrears."""
    value = Law.current()[parameter].on(day)
    if value is None:
        return None
    month = day.replace(day=1)
    return StatementGround(
        parameter, Law.current()[parameter].unit, value.value, value.regulation.id, value.article, value.verified,
        value.source, value.period.since, value.period.until, month, month,
    )  # fmt: skip


def _ground(raw: Mapping[str, object], month: dt.date) -> StatementGround:
    value = raw["value"]
    assert isinstance(value, int | list)
    return StatementGround(
        parameter=str(raw["parameter"]),
        unit=str(raw["unit"]),
        value=value if isinstance(value, int) else tuple(map(str, value)),
        regulation=str(raw["regulation"]),
        article=str(raw["article"]),
        verified=str(raw["verified"]),
        source=str(raw["source"]),
        since=_day(raw["from"]),
        until=_day(raw["until"]),
        first_month=month,
        last_month=month,
    )


def _longer(ground: StatementGround, month: dt.date) -> StatementGround:
    return replace(ground, first_month=min(ground.first_month, month), last_month=max(ground.last_month, month))  # fmt: skip


def _day(raw: object) -> dt.date | None:
    return dt.date.fromisoformat(raw) if isinstance(raw, str) else None
