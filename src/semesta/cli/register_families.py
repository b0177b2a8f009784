"""`semesta register enrol` and `add`: a family, or newcomers to one, from a file that the desk wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from semesta.cli.language import say
from semesta.cli.ledger_party import rupiah
from semesta.cli.register_person import stop_if_refused
from semesta.faults import InputRefused, Text

if TYPE_CHECKING:
    from semesta.register.enrolling import Enrolled

FamilyPath = Annotated[
    Path, typer.Argument(metavar="FILE", help="cli.register.family_file", show_default=False)
]


def enrol(
    file: FamilyPath,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Register the family; one that pays for itself gets its first bill with it."""
    open_database(database)
    from semesta.ledger.joining import enrol_and_bill
    from semesta.register.family_files import read_family
    from semesta.register.payer_records import named
    from semesta.register.refusing import Refused

    written, decided = read_family(file), decision(by, reason, article, document)
    if written.segment is None or written.hospital_class is None:
        raise InputRefused(
            place=file.name,
            reason=Text(
                "Segmen atau kelas rawat tidak ditulis.", "Segment or hospital class is not written."
            ),
            remedy=Text("Tulis segment dan hospital_class.", "Write segment and hospital_class."),
        )
    found = enrol_and_bill(
        people=written.people,
        segment=written.segment,
        hospital_class=written.hospital_class,
        payer=named(text=written.payer, by=decided),
        start=written.start,
        by=decided,
        priority=written.priority,
        people_on_card=written.people_on_card,
    )
    if isinstance(found, Refused):
        stop_if_refused([found])
        return
    if as_json:
        print_json(found)
        return
    _tell(found.enrolled)
    if found.bill is not None:
        month = found.bill.month
        output().print(
            say("cli.register.enrol.bill", rupiah=rupiah(found.bill.rupiah), month=f"{month:%Y-%m}"),
            markup=False,
        )


def add(
    family: Annotated[int, typer.Argument(metavar="FAMILY", help="cli.register.add.family", show_default=False)],
    file: FamilyPath,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Add them with the family's own segment, class and payer."""
    open_database(database)
    from semesta.register.family_files import read_family
    from semesta.register.people import add_to_family
    from semesta.register.refusing import Refused

    written = read_family(file)
    found = add_to_family(
        family=family,
        people=written.people,
        start=written.start,
        by=decision(by, reason, article, document),
        priority=written.priority,
    )
    if isinstance(found, Refused):
        stop_if_refused([found])
        return
    if as_json:
        print_json(found)
        return
    _tell(found)


def _tell(found: Enrolled) -> None:
    console = output()
    console.print(
        say("cli.register.enrol.done", family=found.family, change=found.change, n=len(found.people)),
        markup=False,
    )
    for it in found.people:
        status = say(f"status.{it.status.name}")
        line = say(
            "cli.register.enrol.person", person=it.id, card=f"{it.card:013d}", status=status, since=it.since
        )
        console.print(f"  {line}", markup=False)
