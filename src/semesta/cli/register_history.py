"""`semesta register history`: what was decided about a person, by whom, why, by which article."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import AsJson, Database, open_database, print_json
from semesta.cli.language import current, say
from semesta.cli.register_person import Person, person_of
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.personal import card_end, masked_nik, printable

if TYPE_CHECKING:
    from semesta.register.history import Decided, FactChanged


def history(
    person: Person, database: Database = "", as_json: AsJson = False, _lang: options.Lang = None
) -> None:
    """Print it, first known first; NIK, KK and card masked."""
    open_database(database)
    from semesta.register.history import history as history_of

    decisions = history_of(person_of(person))
    if as_json:
        print_json([_plain(decided) for decided in decisions])
        return
    console = output()
    for decided in decisions:
        head = say(
            "cli.register.history.head",
            number=decided.change,
            at=formats.moment(decided.recorded_at, current()),
            action=Speaker(current()).code("action", decided.action),
            actor=decided.by.actor,
            reason=decided.by.reason,
        )
        console.print(printable(head), style="bold", markup=False)
        for line in _lines(decided):
            console.print(f"  {printable(line)}", markup=False)


def _lines(decided: Decided) -> list[str]:
    lines = []
    if decided.by.article or decided.by.document:
        lines.append(
            say(
                "cli.register.history.basis",
                article=decided.by.article or "–",
                document=decided.by.document or "–",
            )
        )
    if decided.merge is not None:
        lines.append(say("cli.register.history.merge", number=decided.merge, other=decided.other))
    return lines + [_fact(fact) for fact in decided.facts]


def _fact(fact: FactChanged) -> str:
    until = formats.date(fact.until, current()) if fact.until else "…"
    values = "; ".join(f"{_name(name)} {_value(name, value, fact)}" for name, value in fact.values.items())
    key = "ends" if fact.ends else "holds"
    return say(
        f"cli.register.history.{key}",
        table=say(f"cli.register.history.{fact.table}"),
        since=formats.date(fact.since, current()),
        until=until,
        values=values,
    )


def _plain(decided: Decided) -> dict[str, object]:
    return {
        "change": decided.change,
        "recorded_at": decided.recorded_at.isoformat(),
        "action": decided.action,
        "actor": decided.by.actor,
        "reason": decided.by.reason,
        "article": decided.by.article,
        "document": decided.by.document,
        "undoes": decided.undoes,
        "merge": decided.merge,
        "other": decided.other,
        "facts": [
            {
                "table": fact.table,
                "since": fact.since,
                "until": fact.until,
                "ends": fact.ends,
                "values": {name: _value(name, value, fact) for name, value in fact.values.items()},
            }
            for fact in decided.facts
        ],
    }


def _name(column: str) -> str:
    return Speaker(current()).code("column", column)


def _value(column: str, value: object, fact: FactChanged) -> str:
    """A value for reading: words for numbers, and nothing whole that names a person."""
    from semesta.register.vocabulary import SEGMENT_NAMES, STATUS_NAMES, IdentifierKind, Transition

    if value is None:
        return "–"
    if isinstance(value, dt.date):
        return formats.date(value, current())
    if column == "kk":
        return masked_nik(str(value))
    if column == "value":
        card = fact.values.get("kind") == IdentifierKind.CARD
        return card_end(str(value)) if card else masked_nik(str(value))
    assert isinstance(value, int | str), value
    words = {"status": STATUS_NAMES, "segment": SEGMENT_NAMES}.get(column)
    if words is not None:
        return Speaker(current()).code(column, words.get(int(value), str(value)))
    if column == "transition":
        return Speaker(current()).code(column, Transition(int(value)).name)
    if column == "kind":
        return Speaker(current()).code(column, IdentifierKind(int(value)).name)
    return str(value)
