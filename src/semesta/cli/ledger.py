"""`semesta ledger`: what is owed, billed and paid; and what each command of it is."""

from __future__ import annotations

import typer

from semesta.cli import ledger_balances

app = typer.Typer(no_args_is_help=True)

# Bills, wages, months.
app.command("balances", help="cli.ledger.balances")(ledger_balances.balances)

# Payments, arrears.

# Bank statements, the insurer's bill, statements of account, checking.
