"""`semesta register give-number`, `withdraw-number` and `settle`: NIK, card, passport and family card of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.table import Table

from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.database_options import (
    Article,
    AsJson,
    By,
    Database,
    Document,
    Reason,
    decision,
    open_database,
    print_json,
)
from semesta.cli.language import current, say
from semesta.cli.register_person import Person, person_of, stop_if_refused
from semesta.reporting import formats
from semesta.reporting.personal import card_end, masked_nik

if TYPE_CHECKING:
    from semesta.register.refusing import Outcome
    from semesta.register.vocabulary import IdentifierKind

Kind = Literal["nik", "card", "passport", "kk"]
Held = Literal["nik", "card", "passport"]
Day = Annotated[
    str, typer.Option("--since", metavar="DATE", help="cli.register.number.since", show_default=False)
]


def give_number(
    person: Person,
    kind: Annotated[Kind, typer.Argument(help="cli.register.number.kind", show_default=False)],
    value: Annotated[str, typer.Argument(metavar="NUMBER", help="cli.register.number.value", show_default=False)],
    since: Day,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Give it; the number held until then becomes a former one that still finds the person."""
    day = options.parse_date(since)
    open_database(database)
    from semesta.register.identifiers import give_identifier, give_kk

    number, decided = person_of(person), decision(by, reason, article, document)
    if kind == "kk":
        outcome = give_kk(people=[number], kk=value, since=day, by=decided)
    else:
        outcome = give_identifier(person=number, kind=_kind(kind), value=value, since=day, by=decided)
    _tell(outcome, number, as_json=as_json)


def withdraw_number(
    person: Person,
    kind: Annotated[Held, typer.Argument(help="cli.register.number.kind", show_default=False)],
    since: Day,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """From that day on the person holds none of that kind."""
    day = options.parse_date(since)
    open_database(database)
    from semesta.register.identifiers import withdraw_identifier

    number = person_of(person)
    outcome = withdraw_identifier(
        person=number, kind=_kind(kind), on=day, by=decision(by, reason, article, document)
    )
    _tell(outcome, number, as_json=as_json)


def settle(
    kind: Annotated[Held | None, typer.Argument(help="cli.register.number.kind", show_default=False)] = None,
    value: Annotated[str, typer.Argument(metavar="NUMBER", help="cli.register.settle.value", show_default=False)] = "",
    holder: Annotated[int, typer.Option("--holder", metavar="RECORD", help="cli.register.settle.holder", show_default=False)] = 0,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Say whose a contested number is; without a number, list those that are contested."""
    open_database(database)
    if kind is None or not value or not holder:
        _list(as_json=as_json)
        return
    from semesta.register.identifiers import settle_contest

    outcome = settle_contest(
        kind=_kind(kind), value=value, holder=holder, by=decision(by, reason, article, document)
    )
    _tell(outcome, holder, as_json=as_json)


def _list(*, as_json: bool) -> None:
    from semesta.register.identifiers import contests
    from semesta.register.vocabulary import IdentifierKind

    counted, found = contests()
    rows = [
        {
            "kind": contest.kind.name,
            "number": card_end(contest.value)
            if contest.kind is IdentifierKind.CARD
            else masked_nik(contest.value),
            "holder": contest.holder,
            "people": contest.people,
        }
        for contest in found
    ]
    if as_json:
        print_json({"contested": counted, "first": rows})
        return
    if not rows:
        output().print(say("cli.register.settle.none"), markup=False)
        return
    table = Table(title=say("cli.register.settle.title", n=formats.number(counted, current())))
    for column in ("kind", "number", "held_by", "people"):
        table.add_column(say(f"cli.register.settle.{column}"))
    for row in rows:
        people = row["people"]
        assert isinstance(people, tuple)
        table.add_row(
            str(row["kind"]), str(row["number"]), str(row["holder"] or "–"), ", ".join(map(str, people))
        )
    output().print(table)
    note(say("cli.register.settle.how"))


def _kind(word: str) -> IdentifierKind:
    from semesta.register.vocabulary import IdentifierKind

    return IdentifierKind[word.upper()]


def _tell(outcome: Outcome, person: int, *, as_json: bool) -> None:
    stop_if_refused(outcome.refused)
    if as_json:
        print_json({"change": outcome.change, "done": outcome.done})
        return
    key = "cli.register.number.nothing" if outcome.change is None else "cli.register.number.done"
    output().print(say(key, change=outcome.change, person=person), markup=False)
