"""When the cover of a newcomer begins, by segment: the first stretches of a membership (jkn.md 3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from semesta.register.buckets import BUCKET_OF, self_paying
from semesta.register.formulas import value_of
from semesta.register.vocabulary import Relation, Status, Transition
from semesta.rules import Value


@dataclass(frozen=True, slots=True)
class Start:
    """A stretch of a newcomer's membership."""

    since: dt.date
    until: dt.date | None
    status: Status
    transition: Transition


Starts = tuple[Start, ...]


@dataclass(frozen=True, slots=True)
class FirstPayment:
    """The window in which a new self-payer pays for the first time: both days are in it."""

    earliest: dt.date
    latest: dt.date


def starts_of(segment: int, registered_on: dt.date, *, priority: bool) -> Starts:
    """Self-payers wait for their payment, a local government's people for their day, all others are active."""
    if self_paying(segment, registered_on):
        return (Start(registered_on, None, Status.BELUM_AKTIF, Transition.ENROLLED),)
    if BUCKET_OF[segment] == "PBPU_BP_PEMDA":
        return _waiting_until(registered_on, local_start(registered_on, priority=priority))
    return (Start(registered_on, None, Status.AKTIF, Transition.ENROLLED),)


def local_start(registered_on: dt.date, *, priority: bool) -> dt.date:
    """The day on which a person registered by a local government is active (formula `local_start`)."""
    found = value_of(
        "local_start", "active_from", registered_on, registered_on=registered_on, priority=priority
    )
    assert isinstance(found, dt.date)
    return found


def first_payment(registered_on: dt.date) -> FirstPayment:
    """The window of the first payment (formula `first_payment`)."""
    earliest, latest = (
        value_of("first_payment", name, registered_on, registered_on=registered_on)
        for name in ("earliest", "latest")
    )
    assert isinstance(earliest, dt.date) and isinstance(latest, dt.date)
    return FirstPayment(earliest, latest)


@dataclass(frozen=True, slots=True)
class Newborn:
    """What the law says of a baby: by which way it comes in, and from when it is active or owes."""

    route: str
    starts: Starts
    owed_from: dt.date | None


def is_newborn(birth_date: dt.date, on: dt.date) -> bool:
    """Whether the rules of newborns hold: until the NIK must be there, months after birth."""
    nik_by = value_of("newborn", "nik_by", on, birth_date=birth_date, parent_bucket="PBPU")
    return birth_date <= on and isinstance(nik_by, dt.date) and on <= nik_by


def newborn(segment: int, birth_date: dt.date, child_number: int, on: dt.date, *, priority: bool) -> Newborn:
    """A baby of a parent of that segment, registered on that day (formula `newborn`).

    A baby of PBI and of a worker is active from its birth; one of a self-payer once it was paid for; one of a
    local government's member follows the agreement, which we read as that government's own start of cover.
    """
    given: dict[str, Value] = {
        "birth_date": birth_date,
        "parent_bucket": BUCKET_OF[segment],
        "child_number": child_number,
    }
    route, owed_from = (value_of("newborn", name, on, **given) for name in ("route", "owed_from"))
    assert isinstance(route, str)
    if route in ("AUTOMATIC", "FOLLOWS_PARENT"):
        starts: Starts = (Start(birth_date, None, Status.AKTIF, Transition.ENROLLED),)
    else:
        starts = starts_of(segment, on, priority=priority)
    return Newborn(route, starts, owed_from if isinstance(owed_from, dt.date) else None)


def covers_as(route: str, relation: Relation) -> bool:
    """Whether a baby may be written with that relation: from the fourth child of a worker on it is additional."""
    return relation == (Relation.ADDITIONAL if route == "EXTRA_MEMBER" else Relation.CHILD)


def _waiting_until(registered_on: dt.date, active_from: dt.date) -> Starts:
    if active_from == registered_on:
        return (Start(registered_on, None, Status.AKTIF, Transition.ENROLLED),)
    return (
        Start(registered_on, active_from, Status.BELUM_AKTIF, Transition.ENROLLED),
        Start(active_from, None, Status.AKTIF, Transition.ACTIVATED),
    )
