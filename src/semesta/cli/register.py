"""`semesta register`: the database of people, families and membership; and what each command of it is."""

from __future__ import annotations

import typer

from semesta.cli import (
    register_adopt,
    register_copy,
    register_demo,
    register_export,
    register_init,
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
app.command("export", help="cli.register.export")(register_export.export)

# People and membership.

# Numbers, merging, looking, checking.
