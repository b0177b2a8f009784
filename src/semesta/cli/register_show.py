"""`semesta register show`: how a person's membership stands, or stood on a day, as known then."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text as Plain

from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.database_options import AsJson, By, Database, decision, open_database, print_json
from semesta.cli.language import current, say
from semesta.cli.register_person import Person, person_of
from semesta.faults import NotFound, Text
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.personal import card_end, masked_nik, printable

if TYPE_CHECKING:
    from semesta.register.looking import Standing

#: A day ends when it ends in Lampung.
_WIB = dt.timezone(dt.timedelta(hours=7))


def show(
    person: Person,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="cli.register.show.on", show_default=False)] = "",
    known: Annotated[str, typer.Option("--known", metavar="DATE", help="cli.register.show.known", show_default=False)] = "",
    full_nik: Annotated[str, typer.Option("--full-nik", metavar="REASON", help="cli.register.show.full_nik", show_default=False)] = "",
    database: Database = "",
    by: By = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Print it. With --full-nik the numbers are whole, and that someone looked is kept."""
    day = options.parse_date(on) if on else None
    until = options.parse_date(known) if known else None
    open_database(database)
    from semesta.register.looking import look, standing_of_person

    number = person_of(person)
    if full_nik:
        look(person=number, by=decision(by, full_nik))
    found = _at(number, day, until) if day or until else standing_of_person(number)
    if found is None:
        raise NotFound(
            place=f"#{number}",
            reason=Text("Untuk hari itu, menurut pengetahuan waktu itu, orang ini belum dikenal.", "For that day, as known then, nothing is known of this person."),
            remedy=Text("Lihat riwayatnya: semesta register history.", "See the history: semesta register history."),
        )  # fmt: skip
    lines = _lines(found, whole=bool(full_nik))
    if as_json:
        print_json(lines)
        return
    table = Table(show_header=False, title=Plain(printable(found.name)), title_justify="left")
    for key, value in lines.items():
        if value is not None:
            table.add_row(say(f"cli.register.show.{key}"), Plain(_said(key, value)))
    output().print(table)
    if not full_nik:
        note(say("cli.register.show.masked"))


def _at(person: int, day: dt.date | None, until: dt.date | None) -> Standing | None:
    from semesta.register.recording import known_at
    from semesta.register.standing_on import standing_on

    after = None
    if until:
        after = known_at(dt.datetime.combine(until, dt.time.max, tzinfo=_WIB))
    return standing_on(person=person, day=day or until or dt.date.max, known_after=after)


def _lines(found: Standing, *, whole: bool) -> dict[str, str | int | None]:
    """Facts by name: numbers that name a person masked unless a reason was given."""
    return {
        "record": found.person,
        "nik": found.nik_written if whole else masked_nik(found.nik_written) or None,
        "card": found.card_written if whole else card_end(found.card_written) or None,
        "kk": found.kk_written if whole else masked_nik(found.kk_written) or None,
        "status": found.status_name,
        "since": found.since.isoformat() if found.since else None,
        "segment": found.segment_name,
        "hospital_class": found.hospital_class,
        "relation": found.relation,
        "family": found.family,
        "payer": found.payer,
        "village": found.village,
    }


def _said(key: str, value: str | int) -> str:
    if key == "status":
        return Speaker(current()).code("status", str(value))
    if key == "since":
        return formats.date(dt.date.fromisoformat(str(value)), current())
    return printable(str(value))
