"""The pieces of work that are killed, and the database that each begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from semesta.ledger.payments import post_payments
from tests.robustness.neighbourhood import Household, bank, decided, household


@dataclass(frozen=True, slots=True)
class Work:
    """`prepare` makes the database before it from an empty one; `run` is what is killed."""

    name: str
    prepare: Callable[[], object]
    run: Callable[[], object]


def _families() -> list[Household]:
    return [household(number, children=number % 3) for number in range(12)]


def _ready_to_pay() -> None:
    bank()
    _families()


def _pay() -> None:
    cards = [9_000_000_000 + number * 10 for number in range(12)]
    day = dt.date(2024, 2, 8)
    homes = [Household(0, (), card) for card in cards]
    payments = [home.pays(35_000 * (1 + n % 4), day, f"r{n}") for n, home in enumerate(homes)]
    post_payments([*payments, Household(0, (), 99).pays(1, day, "nobody")], by=decided(day))


WORKS = {work.name: work for work in (Work("payments", _ready_to_pay, _pay),)}
