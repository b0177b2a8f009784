"""`semesta ledger`: what is owed, billed and paid; and what each command of it is."""

from __future__ import annotations

import typer

from semesta.cli import (
    ledger_arrears,
    ledger_balances,
    ledger_bill,
    ledger_charge,
    ledger_check,
    ledger_close,
    ledger_pay,
    ledger_reconcile,
    ledger_refund,
    ledger_rehab,
    ledger_statement,
    ledger_wages,
)

app = typer.Typer(no_args_is_help=True)

# Bills, wages, months.
app.command("bill", help="cli.ledger.bill")(ledger_bill.bill)
app.command("adjust", help="cli.ledger.adjust")(ledger_bill.adjust)
app.command("wages", help="cli.ledger.wages")(ledger_wages.wages)
app.command("close", help="cli.ledger.close")(ledger_close.close)
app.command("balances", help="cli.ledger.balances")(ledger_balances.balances)

# Payments, arrears.
app.command("bank", help="cli.ledger.bank")(ledger_pay.bank)
app.command("pay", help="cli.ledger.pay")(ledger_pay.pay)
app.command("reverse", help="cli.ledger.reverse")(ledger_pay.reverse)
app.command("arrears", help="cli.ledger.arrears")(ledger_arrears.arrears)
app.command("reactivate-amount", help="cli.ledger.reactivate")(ledger_arrears.reactivate_amount)
app.add_typer(ledger_rehab.app, name="rehab", help="cli.ledger.rehab")
app.add_typer(ledger_refund.refunds, name="refund", help="cli.ledger.refund")
app.add_typer(ledger_refund.parked, name="park", help="cli.ledger.park")
app.command("charge", help="cli.ledger.charge")(ledger_charge.charge)

# Bank statements, the insurer's bill, statements of account, checking.
app.add_typer(ledger_reconcile.app, name="reconcile", help="cli.ledger.reconcile")
app.add_typer(ledger_statement.app, name="statement", help="cli.ledger.statement")
app.command("check", help="cli.ledger.check")(ledger_check.check)
