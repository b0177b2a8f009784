"""`semesta register change`, `move`, `correct-membership` and `over-age`: memberships, by their named transitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from semesta.cli import options
from semesta.cli.console import output
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
from semesta.cli.register_person import People, people_of, person_of, tell
from semesta.faults import InputRefused, Text
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.register.vocabulary import Relation

Step = Literal["activate", "suspend", "reactivate", "end", "cancel", "void"]
Ground = Literal["NONAKTIF_PBI_KELUAR", "NONAKTIF_PEMDA_KELUAR", "NONAKTIF_PPU_KELUAR", "NONAKTIF_USIA"]
Correct = Literal[
    "AKTIF", "BELUM_AKTIF", "NONAKTIF_TUNGGAKAN", "NONAKTIF_DATA", "NONAKTIF_PBI_KELUAR", "NONAKTIF_PEMDA_KELUAR",
    "NONAKTIF_PPU_KELUAR", "NONAKTIF_USIA", "TIDAK_DIKETAHUI",
]  # fmt: skip
Day = Annotated[str, typer.Option("--since", metavar="DATE", help="cli.register.since", show_default=False)]
OrDay = Annotated[str, typer.Option("--since", metavar="DATE", help="cli.register.change.since", show_default=False)]  # fmt: skip
ClassOption = Annotated[int, typer.Option("--class", min=1, max=3, help="cli.register.class", show_default=False)]  # fmt: skip
PayerOption = Annotated[str, typer.Option("--payer", help="cli.register.payer", show_default=False)]


def change(
    step: Annotated[Step, typer.Argument(help="cli.register.change.step", show_default=False)],
    people: People,
    since: OrDay = "",
    ground: Annotated[Ground | None, typer.Option("--ground", help="cli.register.change.ground", show_default=False)] = None,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Take the step for each of them; for whoever stands there already nothing changes."""
    if step == "end" and ground is None:
        raise typer.BadParameter(say("cli.register.change.no_ground"))
    if step != "void" and not since:
        raise typer.BadParameter(say("cli.register.change.no_since"))
    day = options.parse_date(since) if since else None
    open_database(database)
    from semesta.register import membership
    from semesta.register.vocabulary import Status

    numbers, decided = people_of(people), decision(by, reason, article, document)
    if day is None or step == "void":
        outcome = membership.void(people=numbers, of=day, by=decided)
    elif step == "end":
        assert ground is not None
        outcome = membership.end(people=numbers, status=Status[ground], since=day, by=decided)
    else:
        service = {
            "activate": membership.activate,
            "suspend": membership.suspend,
            "reactivate": membership.reactivate,
            "cancel": membership.cancel,
        }[step]
        outcome = service(people=numbers, since=day, by=decided)
    tell(outcome, as_json=as_json)


def move(
    people: People,
    since: Day,
    segment: Annotated[str, typer.Option("--segment", help="cli.register.segment", show_default=False)],
    hospital_class: ClassOption,
    payer: PayerOption = "",
    family: Annotated[int, typer.Option("--family", metavar="FAMILY", help="cli.register.move.family", show_default=False)] = 0,
    relation: Annotated[list[str] | None, typer.Option("--relation", metavar="PERSON=PISA", help="cli.register.move.relation", show_default=False)] = None,
    claim: Annotated[bool, typer.Option("--claim", help="cli.register.move.claim")] = False,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Move them all, or nobody where a rule says no."""
    day = options.parse_date(since)
    open_database(database)
    from semesta.register import membership
    from semesta.register.family_files import segment_number
    from semesta.register.payer_records import named

    decided = decision(by, reason, article, document)
    service = membership.claim if claim else membership.move
    outcome = service(
        people=people_of(people),
        since=day,
        segment=segment_number(segment),
        hospital_class=hospital_class,
        payer=named(text=payer, by=decided),
        by=decided,
        family=family or None,
        relations=dict(map(_relation, relation or ())),
    )
    tell(outcome, as_json=as_json)


def correct_membership(
    people: People,
    of: Annotated[str, typer.Option("--of", metavar="DATE", help="cli.register.correct.of", show_default=False)] = "",
    segment: Annotated[str, typer.Option("--segment", help="cli.register.segment", show_default=False)] = "",
    hospital_class: Annotated[int, typer.Option("--class", min=0, max=3, help="cli.register.class", show_default=False)] = 0,
    payer: PayerOption = "",
    relation: Annotated[int, typer.Option("--relation", min=0, max=5, help="cli.register.correct.relation", show_default=False)] = 0,
    status: Annotated[Correct | None, typer.Option("--status", help="cli.register.correct.status", show_default=False)] = None,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="cli.register.correct.since", show_default=False)] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="cli.register.correct.until", show_default=False)] = "",
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Correct what was written wrong about a spell; what is not named stays."""
    days = [options.parse_date(text) if text else None for text in (of, since, until)]
    open_database(database)
    from semesta.register import membership
    from semesta.register.family_files import segment_number
    from semesta.register.payer_records import named
    from semesta.register.vocabulary import Relation, Status

    decided = decision(by, reason, article, document)
    said: membership.Said = {}
    if segment:
        said["segment"] = segment_number(segment)
    if hospital_class:
        said["hospital_class"] = hospital_class
    if payer:
        said["payer"] = named(text=payer, by=decided)
    if relation:
        said["relation"] = Relation(relation)
    if status is not None:
        said["status"] = Status[status]
    if not said:
        raise typer.BadParameter(say("cli.register.correct.nothing"))
    outcome = membership.correct(
        people=people_of(people), by=decided, of=days[0], since=days[1], until=days[2], **said
    )
    tell(outcome, as_json=as_json)


def over_age(
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="cli.register.over_age.on", show_default=False)],
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """End them all, each from their own day; running it again changes nothing."""
    day = options.parse_date(on)
    open_database(database)
    from semesta.register.ageing import end_children_over_age

    ended = end_children_over_age(on=day, by=decision(by, reason, article, document))
    if as_json:
        print_json({"ended": ended})
        return
    output().print(say("cli.register.over_age.done", n=formats.number(ended, current())), markup=False)


def _relation(text: str) -> tuple[int, Relation]:
    from semesta.register.vocabulary import Relation

    person, _, word = text.partition("=")
    if word not in {str(int(it)) for it in Relation}:
        raise InputRefused(
            place=text,
            reason=Text("Hubungan ini tidak terbaca.", "This relation cannot be read."),
            remedy=Text("Tulis ORANG=PISA, misalnya 17=4.", "Write PERSON=PISA, for example 17=4."),
        )
    return person_of(person), Relation(int(word))
