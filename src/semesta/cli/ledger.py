"""`semesta ledger`: what is owed, billed and paid; and what each command of it is."""

from __future__ import annotations

import typer

from semesta.cli import ledger_balances, ledger_check, ledger_reconcile

app = typer.Typer(no_args_is_help=True)

# Bills, wages, months.
app.command("balances", help="cli.ledger.balances")(ledger_balances.balances)

# Payments, arrears.

# Bank statements, the insurer's bill, statements of account, checking.
app.add_typer(ledger_reconcile.app, name="reconcile", help="cli.ledger.reconcile")
app.command("check", help="cli.ledger.check")(ledger_check.check)
