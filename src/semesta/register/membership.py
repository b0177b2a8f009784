"""Membership changes, each by its named transition; what the automaton does not allow is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from semesta.register.correcting import Said, correct, void
from semesta.register.deciding import decide, status_edit
from semesta.register.moving import claim, move
from semesta.register.recording import Decision, Recording
from semesta.register.refusing import Outcome
from semesta.register.vocabulary import Status, Transition

__all__ = [
    "Said",
    "activate",
    "cancel",
    "change_status",
    "claim",
    "correct",
    "end",
    "move",
    "reactivate",
    "suspend",
    "void",
]


def activate(
    *, people: Sequence[int], since: dt.date, by: Decision, during: Recording | None = None
) -> Outcome:
    """Cover begins: the first contribution was paid, or the day of a local government's people has come."""
    return change_status(Transition.ACTIVATED, Status.AKTIF, people, since, by, during)


def suspend(
    *, people: Sequence[int], since: dt.date, by: Decision, during: Recording | None = None
) -> Outcome:
    """Cover rests because contributions are owed (Perpres 64/2020 art. 42)."""
    return change_status(Transition.SUSPENDED, Status.NONAKTIF_TUNGGAKAN, people, since, by, during)


def reactivate(
    *, people: Sequence[int], since: dt.date, by: Decision, during: Recording | None = None
) -> Outcome:
    """Cover goes on: what was owed is paid, or the ground of its rest has gone."""
    return change_status(Transition.REACTIVATED, Status.AKTIF, people, since, by, during)


def end(
    *, people: Sequence[int], status: Status, since: dt.date, by: Decision, during: Recording | None = None
) -> Outcome:
    """The spell ends by a ground of the law, one of NONAKTIF_*_KELUAR and NONAKTIF_USIA. For death: `report_death`."""
    assert status != Status.MENINGGAL, (
        "a death is reported with `people.report_death`, which also says so of the person"
    )
    return change_status(Transition.ENDED, status, people, since, by, during)


def cancel(
    *, people: Sequence[int], since: dt.date, by: Decision, during: Recording | None = None
) -> Outcome:
    """A membership that has not begun never will; the person can be enrolled again."""
    return change_status(Transition.CANCELLED, Status.BELUM_AKTIF, people, since, by, during)


def change_status(
    transition: Transition,
    status: Status,
    people: Sequence[int],
    since: dt.date,
    by: Decision,
    during: Recording | None = None,
) -> Outcome:
    """One step of the automaton for some people; for whoever stands there already nothing changes."""
    return decide(
        _VERBS[transition],
        people,
        lambda person, known: status_edit(person, known, transition, status, since),
        by,
        during,
        transition,
    )


_VERBS = {
    Transition.ACTIVATED: "activate",
    Transition.SUSPENDED: "suspend",
    Transition.REACTIVATED: "reactivate",
    Transition.ENDED: "end",
    Transition.CANCELLED: "cancel",
}
