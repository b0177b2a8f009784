"""A process whose children do the same thing at the same moment; prints what each was told and what was written.

`python -m tests.robustness.racing KIND TIMES`. Who wins is chance.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

from semesta.database import use
from semesta.regions import Regions

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.faults import SemestaError
from semesta.ledger.arrears import run_arrears
from semesta.ledger.billing import run_bills
from semesta.ledger.months import months_later
from semesta.ledger.payments import post_payments
from semesta.register.people import enrol_family
from semesta.register.refusing import Refused
from semesta.register.vocabulary import Relation
from tests.databases import copied, fresh
from tests.robustness.children import in_child, together
from tests.robustness.neighbourhood import MANDIRI, START, Household, bank, decided, household, someone
from tests.robustness.works import MONTH, ready_for_arrears, ready_to_bill

PAID_ON = START.replace(month=2)
HOME = Household(0, (), 9_000_000_000)


@dataclass(frozen=True, slots=True)
class Race:
    """What is there before, what each racer does, and a query for what must be there once."""

    name: str
    prepare: Callable[[], object]
    racers: tuple[Callable[[], object], ...]
    counted: str


def main(kind: str, times: int) -> None:
    Regions.load()  # so that no child needs to
    with fresh(kind) as empty:
        found = {race.name: [_run(race, empty) for _ in range(times)] for race in RACES}
    print(json.dumps(found))


def _run(race: Race, empty: str) -> dict[str, object]:
    with copied(empty):
        in_child(race.prepare)
        told = together([_saying(racer) for racer in race.racers])
        return {"told": sorted(told), "counted": in_child(lambda: _count(race.counted))}


def _saying(work: Callable[[], object]) -> Callable[[], object]:
    """What a racer was told: the sentence where it was refused."""

    def say() -> object:
        try:
            told = work()
        except SemestaError as error:
            return f"{type(error).__name__}: {error.say('en')}"
        return told

    return say


def _count(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return " ".join(str(value) for value in cursor.fetchone())


def _home() -> None:
    bank()
    household(0)


def _pays(rupiah: int = 42_000, reference: str = "A1") -> str:
    [told] = post_payments([HOME.pays(rupiah, PAID_ON, reference)], by=decided(PAID_ON)).payments
    return f"{told.outcome.value}: {told.reason.en} {told.remedy.en}"


def _pays_batch(first: int) -> str:
    payments = [HOME.pays(1000 + number, PAID_ON, f"B{number}") for number in range(first, first + 20)]
    return json.dumps(post_payments(payments, by=decided(PAID_ON)).outcomes)


def _bills() -> str:
    done = run_bills(month=MONTH, by=decided(MONTH))
    return (
        f"already: {sum(done.outcomes.values())}" if done.already else f"billed: {done.lines} {done.entries}"
    )


def _runs_arrears() -> str:
    done = run_arrears(MONTH, by=decided(months_later(MONTH, 1)))
    return "nothing left to do" if done.change is None else f"done: {done.people['suspended']} suspended"


def _enrols(number: int) -> str:
    """The same NIK in families that otherwise differ."""
    twice = someone(500, Relation.MEMBER, born=START.replace(year=1990), card=f"00091{number:08d}")
    told = enrol_family(
        people=[twice], segment=MANDIRI, hospital_class=3, payer=None, start=START, by=decided(START)
    )
    return f"refused: {told.reason.en} {told.remedy.en}" if isinstance(told, Refused) else "enrolled"


RACES = (
    Race(
        "same payment",
        _home,
        (_pays, _pays, _pays),
        "SELECT (SELECT count(*) FROM payment), (SELECT count(*) FROM entry), (SELECT -sum(amount_rupiah) FROM posting WHERE account = 1)",
    ),
    Race(
        "same reference, other amount",
        _home,
        (_pays, lambda: _pays(50_000)),
        "SELECT (SELECT count(*) FROM payment), (SELECT count(*) FROM entry)",
    ),
    Race(
        "overlapping batches",
        _home,
        tuple(lambda first=first: _pays_batch(first) for first in (0, 10, 20)),  # type: ignore[misc]
        "SELECT count(*), count(DISTINCT reference), sum(amount_rupiah) FROM payment",
    ),
    Race(
        "same bill run",
        ready_to_bill,
        (_bills, _bills),
        "SELECT (SELECT count(*) FROM bill_run), (SELECT count(*) FROM entry) - (SELECT count(DISTINCT party_kind * 1000 + party_id) FROM entry), "
        "(SELECT count(*) FROM bill_line) - (SELECT count(DISTINCT person_id) FROM bill_line)",
    ),
    Race(
        "same arrears run",
        ready_for_arrears,
        (_runs_arrears, _runs_arrears),
        "SELECT (SELECT count(*) FROM arrears_run), (SELECT count(*) FROM change WHERE action = 'arrears')",
    ),
    Race(
        "same NIK",
        bank,
        (lambda: _enrols(1), lambda: _enrols(2)),
        "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM family), (SELECT count(*) FROM change WHERE action = 'enrol')",
    ),
)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
