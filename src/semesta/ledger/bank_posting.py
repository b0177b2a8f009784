"""What a bank's statement has and our books lack, posted as payments."""

from __future__ import annotations

from semesta.ledger.bank_statements import Reconciled
from semesta.ledger.payments import MOST_ACCOUNT_CHARACTERS, BankPayment, Posted, post_payments
from semesta.register.recording import Decision


def post_missing(found: Reconciled, *, by: Decision) -> Posted:
    """Post the lines of `found.postable`: each once, however often this is repeated.

    A number that nobody has is parked, as with every payment. What the bank has twice or under a reference that
    was used for something else is never posted from here: somebody has to look first.
    """
    payments = [
        BankPayment(
            bank=found.bank,
            reference=line.reference,
            account=line.account[:MOST_ACCOUNT_CHARACTERS],
            amount_rupiah=line.amount_rupiah,
            paid_on=line.dated,
            place=f"{found.statement.name}:{line.row}",
        )
        for line in found.postable
    ]
    return post_payments(payments, by=by)
