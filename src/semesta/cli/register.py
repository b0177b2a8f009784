"""`semesta register`: the database of people, families and membership; and what each command of it is."""

from __future__ import annotations

import typer

from semesta.cli import (
    register_adopt,
    register_changes,
    register_check,
    register_copy,
    register_demo,
    register_export,
    register_families,
    register_history,
    register_import,
    register_init,
    register_membership,
    register_merge,
    register_numbers,
    register_show,
    register_status,
)

app = typer.Typer(no_args_is_help=True)

# The database.
app.command("init", help="cli.register.init")(register_init.init)
app.command("status", help="cli.register.status")(register_status.status)
app.command("demo", help="cli.register.demo")(register_demo.demo)
app.command("copy", help="cli.register.copy")(register_copy.copy)

# Extracts: adopt, import, export.
app.command("adopt", help="cli.register.adopt")(register_adopt.adopt)
app.command("import", help="cli.register.import")(register_import.import_)
app.command("export", help="cli.register.export")(register_export.export)

# People and membership.
app.command("enrol", help="cli.register.enrol")(register_families.enrol)
app.command("add", help="cli.register.add")(register_families.add)
app.command("correct", help="cli.register.correct")(register_changes.correct)
app.command("address", help="cli.register.address")(register_changes.address)
app.command("death", help="cli.register.death")(register_changes.death)
app.command("change", help="cli.register.change")(register_membership.change)
app.command("move", help="cli.register.move")(register_membership.move)
app.command("correct-membership", help="cli.register.correct_membership")(
    register_membership.correct_membership
)
app.command("over-age", help="cli.register.over_age")(register_membership.over_age)

# Numbers, merging, looking, checking.
app.command("show", help="cli.register.show")(register_show.show)
app.command("history", help="cli.register.history")(register_history.history)
app.command("merge", help="cli.register.merge")(register_merge.merge)
app.command("undo-merge", help="cli.register.undo_merge")(register_merge.undo_merge)
app.command("give-number", help="cli.register.give_number")(register_numbers.give_number)
app.command("withdraw-number", help="cli.register.withdraw_number")(register_numbers.withdraw_number)
app.command("settle", help="cli.register.settle")(register_numbers.settle)
app.command("check", help="cli.register.check")(register_check.check)
app.command("rebuild", help="cli.register.rebuild")(register_check.rebuild)
