"""The numbers of accounts, parties, kinds of entry; a number once given is never given to another word."""

from __future__ import annotations

from enum import IntEnum


class Account(IntEnum):
    """The chart of accounts. A debit is positive, a credit negative."""

    RECEIVABLE = 1  # contributions owed by a party; negative: the party's credit
    CONTRIBUTION = 2  # contributions earned
    BANK = 3  # money at a bank, in clearing until its statement is matched
    SUSPENSE = 4  # money received for an account that nobody knows
    INPATIENT_CHARGE = 5  # charges for inpatient care soon after reactivation, earned
    CHARGE_RECEIVABLE = 6  # the same, owed by a party
    REFUND_PAYABLE = 7  # refund that two people agreed to, not yet paid out


class Party(IntEnum):
    """Whose sub-account it is. FAMILY: `party_id` is a family; NOBODY: 0; else a payer of the register."""

    NOBODY = 0
    EMPLOYER = 1
    REGION = 2
    CENTRE = 3
    FAMILY = 4
    BANK = 5  # party_id: `ledger.Bank`


class EntryKind(IntEnum):
    """What an entry books."""

    BILL = 1
    ADJUSTMENT = 2  # late facts, in the open month
    PAYMENT = 3
    PARKED = 4  # payment for an account that nobody knows
    RESOLVED = 5  # a parked payment given to its party
    REFUND_AGREED = 6
    REFUND_PAID = 7
    INPATIENT_CHARGE = 8
    REVERSAL = 9


class LineKind(IntEnum):
    """Whether a line bills a month for the first time or corrects what was billed."""

    BILLED = 1
    ADJUSTED = 2


#: The five lines of a local government's liability, as in `rules` (formula local_liability).
REGION_LINES: tuple[str, ...] = (
    "contribution",
    "assistance_members",
    "assistance_self_payers",
    "employer_servants",
    "employer_officials",
)
