"""`semesta register merge` and `undo-merge`: two records of one person become one, and two again."""

from __future__ import annotations

from enum import Enum
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
from semesta.cli.register_person import stop_if_refused

if TYPE_CHECKING:
    from semesta.register.merging import Merged
    from semesta.register.refusing import Refused


class Part(Enum):
    """What can be taken from the record that is merged."""

    NIK = "nik"
    CARD = "card"
    PASSPORT = "passport"
    PERSON = "person"
    MEMBERSHIP = "membership"


def merge(
    kept: Annotated[int, typer.Argument(metavar="KEPT", help="cli.register.merge.kept", show_default=False)],
    merged: Annotated[int, typer.Argument(metavar="MERGED", help="cli.register.merge.merged", show_default=False)],
    prefer: Annotated[list[Part] | None, typer.Option("--prefer-merged", help="cli.register.merge.prefer", show_default=False)] = None,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Merge them and say how to undo it."""
    if kept == merged:
        raise typer.BadParameter(say("cli.register.merge.same"))
    open_database(database)
    from semesta.register.merging import Prefer
    from semesta.register.merging import merge as merge_records

    found = merge_records(
        kept=kept,
        merged=merged,
        by=decision(by, reason, article, document),
        prefer=Prefer.merged_for({part.value for part in prefer or ()}),
    )
    _tell(found, "cli.register.merge.done", as_json=as_json)


def undo_merge(
    number: Annotated[int, typer.Argument(metavar="MERGE", help="cli.register.undo_merge.number", show_default=False)],
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """Undo it and say which records stand again."""
    open_database(database)
    from semesta.register.merging import undo_merge as undo

    found = undo(merge=number, by=decision(by, reason, article, document))
    _tell(found, "cli.register.undo_merge.done", as_json=as_json)


def _tell(found: Merged | Refused, key: str, *, as_json: bool) -> None:
    from semesta.register.refusing import Refused

    if isinstance(found, Refused):
        stop_if_refused([found])
        return
    if as_json:
        print_json(found)
        return
    output().print(
        say(key, merge=found.merge, kept=found.kept, merged=found.merged, change=found.change),
        style="bold green",
        markup=False,
    )
