"""The law in the terminal: parameters in force on a day, and the history of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from rich import box
from rich.table import Table
from rich.text import Text as RichText

from semesta.faults import Language
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.law_values import cited, period_text, sureness, value_text
from semesta.rules.law import DatedValue, Parameter, Period, Verified

#: Sites of the state.
_OFFICIAL = ".go.id"
_UNBROKEN = frozenset({"period", "since", "sure"})
_LOOK: dict[Verified, str] = {"read": "green", "reported": "", "to_be_verified": "bold yellow"}


def parameters_table(parameters: Sequence[Parameter], day: dt.date, language: Language) -> Table:
    """One row a parameter: its value on the day, since when, by which article, and how sure that is."""
    table = _table(language, "parameter", "value", "since", "law", "sure")
    topic = ""
    for parameter in parameters:
        if parameter.topic != topic:
            topic = parameter.topic
            table.add_section()
            table.add_row(RichText(topic, style="bold cyan"))
        found = parameter.on(day)
        since = found.period.since if found else None
        table.add_row(
            _named(parameter, language),
            value_text(found.value if found else None, parameter.unit, language),
            formats.date(since, language),
            *_grounds(found, language),
        )
    return table


def history_table(parameter: Parameter, language: Language) -> Table:
    """One row a value in order of time; periods between them in which no value is known stand out."""
    say = Speaker(language)
    table = _table(language, "period", "value", "law", "sure", "source")
    for entry in with_gaps(parameter.values):
        if isinstance(entry, Period):
            unknown = RichText(say("law.unknown"), style="italic yellow")
            table.add_row(period_text(entry, language), unknown)
            continue
        table.add_row(
            period_text(entry.period, language),
            value_text(entry.value, parameter.unit, language),
            *_grounds(entry, language),
            RichText(entry.source, style="dim"),
        )
    return table


def notes(parameter: Parameter, language: Language) -> Iterator[str]:
    """'period: note' of each value that has one."""
    return (f"{period_text(v.period, language)}: {v.note.say(language)}" for v in parameter.values if v.note)


def links(values: Iterable[DatedValue], language: Language) -> Iterator[str]:
    """'title: link' of each regulation that the values cite and that has one; a copy that is not official says so."""
    say = Speaker(language)
    cited_laws = {value.regulation.id: value.regulation for value in values}
    for law in cited_laws.values():
        if law.link:
            official = (urlsplit(law.link).hostname or "").endswith(_OFFICIAL)
            copy = "" if official else f" ({say('law.copy')})"
            yield f"{law.title.say(language)}{copy}: {law.link}"


def with_gaps(values: Sequence[DatedValue]) -> Iterator[DatedValue | Period]:
    """The values in order, and between two of them the period for which the law is not known."""
    before: DatedValue | None = None
    for value in values:
        if before and before.period.until and value.period.since and before.period.until < value.period.since:
            yield Period(before.period.until, value.period.since)
        yield value
        before = value


def sureness_text(value: DatedValue, language: Language) -> RichText:
    """How sure a value is, in the colour that says so too."""
    return RichText(sureness(value, language), style=_LOOK[value.verified])


def _table(language: Language, *columns: str) -> Table:
    say = Speaker(language)
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(say(f"law.column.{column}"), no_wrap=column in _UNBROKEN, overflow="fold")
    return table


def _named(parameter: Parameter, language: Language) -> RichText:
    return RichText.assemble((parameter.name, "bold"), "\n", (parameter.title.say(language), "dim"))


def _grounds(value: DatedValue | None, language: Language) -> tuple[RichText, RichText]:
    if value is None:
        nothing = RichText(Speaker(language)("law.unknown"), style="italic yellow")
        return nothing, RichText(formats.NO_FIGURE)
    return RichText(cited(value, language)), sureness_text(value, language)
