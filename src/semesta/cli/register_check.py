"""`semesta register check` and `rebuild`: do the register's laws hold, and the present state made from the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from semesta.cli import options
from semesta.cli.console import output
from semesta.cli.database_options import AsJson, Database, open_database, print_json
from semesta.cli.language import current, say
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.database.laws import LawChecked


def check(database: Database = "", as_json: AsJson = False, _lang: options.Lang = None) -> None:
    """Look at every law, print each with what it was held against; a broken one ends with exit code 5."""
    open_database(database)
    from semesta.register.checking import check as check_register
    from semesta.register.checking import require

    if as_json:
        checked = check_register()
        print_json([_plain(law) for law in checked])
    else:
        checked = check_register(on_law=_print)
    require(checked)


def rebuild(database: Database = "", as_json: AsJson = False, _lang: options.Lang = None) -> None:
    """Make the present state again from the facts, and say of how many people it had differed."""
    open_database(database)
    from semesta.register.rebuilding import rebuild as rebuild_register

    found = rebuild_register()
    if as_json:
        print_json(found)
        return
    people, differed = (formats.number(n, current()) for n in (found.people, found.differed))
    output().print(
        say("cli.register.rebuild.done", people=people, differed=differed), style="bold green", markup=False
    )


def _print(law: LawChecked) -> None:
    rows = formats.number(law.rows, current())
    if law.holds:
        output().print(say("cli.register.check.holds", law=law.text.say(current()), rows=rows), markup=False)
        return
    output().print(
        say(
            "cli.register.check.broken",
            law=law.text.say(current()),
            rows=rows,
            failed=formats.number(law.failed, current()),
            places=", ".join(failure.place for failure in law.failures[:5]),
        ),
        style="bold red",
        markup=False,
    )


def _plain(law: LawChecked) -> dict[str, object]:
    return {
        "law": law.name,
        "rows": law.rows,
        "violations": law.failed,
        "places": [failure.place for failure in law.failures],
    }
