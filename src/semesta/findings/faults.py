"""Where the checks put what they find, before it is counted and written."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.tables import CERTAIN, CERTAINTIES, FINDING_KINDS, PROBABLE, TO_CHECK

#: Certainties as numbers: the smaller, the surer.
SURE, LIKELY, CHECK = (CERTAINTIES.index(c) for c in (CERTAIN, PROBABLE, TO_CHECK))

#: Which money is at stake: nothing, all that is billed for the row, the local government's part of it, or
#: an amount of the local government's that the check itself gives as `extra`.
NOTHING, ALL, LOCAL, EXTRA = range(4)


def make_faults(engine: Engine) -> None:
    """The empty tables that checks fill.

    `quick.faults`: of a billed row (`item`). `since`: first day of the first month for which the file itself
    dates the fault; NULL where it only shows it now. `quick.card_faults`: of a card that is not billed, no money.
    `quick.bill_faults`: of the bill as a whole.
    """
    engine.run("""
        CREATE OR REPLACE TABLE quick.faults (
            item BIGINT, kind UTINYINT, certainty UTINYINT, stake UTINYINT, other BIGINT, resident BIGINT,
            since DATE, extra BIGINT, evidence VARCHAR);
        CREATE OR REPLACE TABLE quick.card_faults (
            member_id BIGINT, kind UTINYINT, certainty UTINYINT, resident BIGINT, evidence VARCHAR);
        CREATE OR REPLACE TABLE quick.bill_faults (
            kind UTINYINT, certainty UTINYINT, payer VARCHAR, local BIGINT, evidence VARCHAR);
    """)


def report(engine: Engine, kind: str, query: str, *, into: str = "faults") -> None:
    """Add what a query finds under a kind. Its columns are some of the table's, by name."""
    engine.run(
        f"INSERT INTO quick.{into} BY NAME SELECT {FINDING_KINDS.index(kind)}::UTINYINT AS kind, * FROM ({query})"
    )


def linked(exact: int = SURE, scored: int = LIKELY, link: str = "link") -> str:
    """SQL: how sure a finding is that rests on a link: a decided one, or a scored one."""
    return f"CASE WHEN {link} = 1 THEN {exact} ELSE {scored} END"


def less_sure(certainty: str, steps: int) -> str:
    """SQL: a certainty lowered by some steps, never below to_check."""
    return f"least({certainty} + {steps}, {CHECK})"
