"""What an audit is asked for, and what it may take as known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.coverage.reasons import PROPOSE_UP_TO_DECILE
from semesta.engine import Engine, literal
from semesta.faults import InputRefused, Text

#: Prefix of the views of an earlier edition: `before_members`, `before_residents` and so on.
BEFORE = "before_"


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """An edition of an earlier date, whose tables are views with the prefix BEFORE."""

    name: str
    as_of: dt.date

    @property
    def month(self) -> dt.date:
        return self.as_of.replace(day=1)


@dataclass(frozen=True, slots=True)
class AuditOrder:
    """One audit: of which edition, which month, whose bill.

    The engine it is run on has the tables of the edition as views; a bill by name as table `bill`
    (tables.STAGED_BILL) and a list of deaths as table `deaths` (tables.STAGED_DEATHS), where given.
    """

    edition: str
    region: str  # of the edition, e.g. 18
    as_of: dt.date  # what the edition speaks of
    month: dt.date  # first day of the billed month
    payer: str = ""  # 18.71: only what this local government pays for; '' for every payer
    bill_persons: int | None = None  # totals of the bill, where it states them
    bill_amount: int | None = None  # rupiah
    before: EarlierEdition | None = None
    local_decile: int = PROPOSE_UP_TO_DECILE  # highest decile for which the local government's policy pays

    @property
    def next_month(self) -> dt.date:
        return (self.month + dt.timedelta(days=32)).replace(day=1)

    @property
    def late(self) -> int:
        """1 where the edition speaks of a day after the month began: what its registers say of a person may
        have come true within the month, so that one step of certainty is lost."""
        return int(self.as_of > self.month)


def require_sound(order: AuditOrder, engine: Engine) -> None:
    """InputRefused for an order that contradicts itself or the edition."""
    assert order.month.day == 1
    named = engine.has_table("bill")
    if not named and order.month != order.as_of.replace(day=1):
        raise InputRefused(
            place=f"--month {order.month:%Y-%m}",
            reason=Text(
                f"Edisi {order.edition} menerangkan {order.as_of:%Y-%m}, bukan bulan tagihan itu.",
                f"Edition {order.edition} speaks of {order.as_of:%Y-%m}, not of that billed month.",
            ),
            remedy=Text(
                "Pakai edisi dari bulan itu, atau beri daftar nama tagihan dengan --bill.",
                "Use an edition of that month, or give the bill by name with --bill.",
            ),
        )
    if order.before and order.before.as_of >= order.as_of:
        raise InputRefused(
            place=f"--before {order.before.name}",
            reason=Text("Edisi itu tidak lebih awal.", "That edition is not earlier."),
            remedy=Text(
                "Beri edisi dari tanggal sebelum edisi ini.", "Give an edition of a date before this one."
            ),
        )
    if order.bill_amount is not None and order.bill_persons is None and not named:
        raise InputRefused(
            place="--bill-amount",
            reason=Text(
                "Jumlah uang tanpa jumlah orang tidak bisa diperiksa.",
                "An amount without people cannot be checked.",
            ),
            remedy=Text(
                "Tambahkan --bill-persons, atau daftar nama dengan --bill.",
                "Add --bill-persons, or the list with --bill.",
            ),
        )


def day(date: dt.date) -> str:
    """A date as SQL."""
    return f"DATE {literal(date.isoformat())}"
