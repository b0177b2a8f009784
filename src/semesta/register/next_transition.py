"""By which named transition a membership goes from what the register knows to what an extract says, for all at once."""

from __future__ import annotations

from semesta.engine import Engine
from semesta.register.buckets import BUCKET_OF
from semesta.register.transitions import State, allowed
from semesta.register.vocabulary import Status, Transition
from semesta.sources.lists import take_lists

#: In the order of preference: what happened, if it can have happened.
_WITHIN = (Transition.ACTIVATED, Transition.SUSPENDED, Transition.REACTIVATED, Transition.ENDED)
_ANEW = (Transition.MOVED,)


def take_transitions(engine: Engine) -> None:
    """Make `transitions` (before, closed, segment, after, anew, transition): every pair of states has one.

    `segment`: of the state after; `anew`: in a new spell. Where no named transition leads from the one to the other, the
    extract only says how it is: CORRECTED within a spell, ADOPTED where one begins.
    """
    rows = [
        (
            before.value,
            closed,
            segment,
            after.value,
            anew,
            _transition(State(before, closed), segment, after, anew).value,
        )
        for before in Status
        for closed in (False, True)
        for segment in BUCKET_OF
        for after in Status
        for anew in (False, True)
    ]
    names = ("before", "closed", "segment", "after", "anew", "transition")
    kinds = ("SMALLINT", "BOOLEAN", "SMALLINT", "SMALLINT", "BOOLEAN", "SMALLINT")
    take_lists(
        engine,
        "transitions",
        {
            name: (kind, [row[i] for row in rows])
            for i, (name, kind) in enumerate(zip(names, kinds, strict=True))
        },
    )


def _transition(before: State, segment: int, after: Status, anew: bool) -> Transition:
    if not anew and before.status == after:
        return Transition.CORRECTED
    named = _ANEW if anew else _WITHIN
    otherwise = Transition.ADOPTED if anew else Transition.CORRECTED
    return next((one for one in named if allowed(before, one, after, segment)), otherwise)
