"""The status of millions at once, as SQL: the same facts as the one-person services of `membership`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from semesta.register.recording import Recording
from semesta.register.vocabulary import Status, Transition


def apply_status(
    *,
    during: Recording,
    people: str,
    parameters: Sequence[object] = (),
    transition: Transition,
    status: Status,
    since: dt.date,
) -> int:
    """Give people this status from `since` on, where the automaton allows it; how many people were changed.

    `people` is a SELECT of one column, numbers of persons, with its `parameters` (%s). Who is dead, or in a
    status from which the transition does not lead, is left alone, as by `membership`.
    """
    raise NotImplementedError
