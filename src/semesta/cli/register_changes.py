"""`semesta register correct`, `address` and `death`: what changes about a person."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from semesta.cli import options
from semesta.cli.database_options import (
    Article,
    AsJson,
    By,
    Database,
    Document,
    Reason,
    decision,
    open_database,
)
from semesta.cli.language import say
from semesta.cli.register_person import People, Person, people_of, person_of, tell

_Sex = Literal["L", "P"]


def correct(
    person: Person,
    name: Annotated[str, typer.Option("--name", help="cli.register.correct.name", show_default=False)] = "",
    sex: Annotated[_Sex | None, typer.Option("--sex", help="cli.register.correct.sex", show_default=False)] = None,
    birth_date: Annotated[str, typer.Option("--birth-date", metavar="DATE", help="cli.register.correct.birth_date", show_default=False)] = "",
    phone: Annotated[str, typer.Option("--phone", help="cli.register.correct.phone", show_default=False)] = "",
    email: Annotated[str, typer.Option("--email", help="cli.register.correct.email", show_default=False)] = "",
    facility: Annotated[str, typer.Option("--facility", help="cli.register.correct.facility", show_default=False)] = "",
    student: Annotated[bool | None, typer.Option("--student/--no-student", help="cli.register.correct.student")] = None,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="cli.register.correct.person_since", show_default=False)] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="cli.register.correct.person_until", show_default=False)] = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Say otherwise about a person; what we said before stays in the history."""
    days = [options.parse_date(text) if text else None for text in (since, until)]
    born = options.parse_date(birth_date) if birth_date else None
    open_database(database)
    from semesta.register.person_changes import Corrections, correct_person

    said: Corrections = {}
    if name:
        said["name"] = name
    if sex is not None:
        said["sex"] = sex
    if born is not None:
        said["birth_date"] = born
    if phone:
        said["phone"] = phone
    if email:
        said["email"] = email
    if facility:
        said["facility"] = facility
    if student is not None:
        said["student"] = student
    if not said:
        raise typer.BadParameter(say("cli.register.correct.nothing"))
    outcome = correct_person(
        person=person_of(person),
        by=decision(by, reason, article, document),
        since=days[0],
        until=days[1],
        **said,
    )
    tell(outcome, as_json=as_json)


def address(
    people: People,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="cli.register.since", show_default=False)],
    village: Annotated[str, typer.Option("--village", metavar="CODE", help="cli.register.address.village", show_default=False)] = "",
    street: Annotated[str, typer.Option("--address", help="cli.register.address.street", show_default=False)] = "",
    rt: Annotated[str, typer.Option("--rt", help="cli.register.address.rt", show_default=False)] = "",
    rw: Annotated[str, typer.Option("--rw", help="cli.register.address.rw", show_default=False)] = "",
    kk: Annotated[str, typer.Option("--kk", help="cli.register.address.kk", show_default=False)] = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """They live there from that day on, until the next move that is known."""
    day = options.parse_date(since)
    open_database(database)
    from semesta.register.person_changes import Address, move_address

    to: Address = {}
    if village:
        to["village"] = village
    if street:
        to["address"] = street
    if rt:
        to["rt"] = rt
    if rw:
        to["rw"] = rw
    if kk:
        to["kk"] = kk
    if not to:
        raise typer.BadParameter(say("cli.register.correct.nothing"))
    outcome = move_address(
        people=people_of(people), since=day, by=decision(by, reason, article, document), **to
    )
    tell(outcome, as_json=as_json)


def death(
    person: Person,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="cli.register.death.on", show_default=False)] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="cli.register.death.withdraw")] = False,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Report a death, correct its day, or withdraw it."""
    if withdraw == bool(on):
        raise typer.BadParameter(say("cli.register.death.one"))
    day = options.parse_date(on) if on else None
    open_database(database)
    from semesta.register.person_changes import report_death, withdraw_death

    number, decided = person_of(person), decision(by, reason, article, document)
    if day is None:
        outcome = withdraw_death(person=number, by=decided)
    else:
        outcome = report_death(person=number, died_on=day, by=decided)
    tell(outcome, as_json=as_json)
