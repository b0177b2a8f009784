"""Edits of membership planned person by person, and written as one change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from semesta.database import writing
from semesta.register import refusals
from semesta.register.recording import Decision, Recording, record
from semesta.register.refusing import Outcome, Refused
from semesta.register.spells import Member, Spells, impossible_row, membership_of, write_edits
from semesta.register.timeline import Edit, Version, at, difference, put, run_end
from semesta.register.transitions import CLOSERS, ENDS, STAYING, Reach, article, state_of, step
from semesta.register.vocabulary import Status, Transition

#: What a plan makes of one person's membership: an edit (an empty one: nothing to change), or a refusal.
Plan = Callable[[int, Spells], "Edit[Member] | Refused"]
NOTHING: Edit[Member] = Edit((), ())


def decide(
    action: str,
    people: Sequence[int],
    plan: Plan,
    by: Decision,
    during: Recording | None,
    transition: Transition | None = None,
) -> Outcome:
    """Plan for each person, write all edits as one change; where nothing changes nothing is recorded."""
    people = list(dict.fromkeys(people))
    with writing():
        known = membership_of(people)
        planned = {person: plan(person, known.get(person, ())) for person in people}
        refused = tuple(it for it in planned.values() if isinstance(it, Refused))
        edits = {p: it for p, it in planned.items() if isinstance(it, Edit) and it}
        if not edits:
            return Outcome(None, (), refused)
        change = (during or record(action, cited(by, edits.values(), transition))).change
        write_edits(change, edits)
    return Outcome(change, tuple(edits), refused)


def cited(by: Decision, edits: Iterable[Edit[Member]], transition: Transition | None) -> Decision:
    """The decision with the article of its transition, where the one who decides named none."""
    if by.article or transition is None:
        return by
    return replace(by, article=next((text for edit in edits if (text := _article(edit, transition))), ""))


def _article(edit: Edit[Member], transition: Transition) -> str:
    """The article of the step that the edit takes: from where the person stood on its day."""
    for piece in edit.inserted:
        before = at(edit.superseded, piece.since)
        if before is not None and piece.fact.transition == transition:
            fact = piece.fact
            text = article(before.fact.state, transition, Status(fact.status), fact.segment, piece.since)
            if text:
                return text
    return ""


def status_edit(
    person: int, known: Spells, transition: Transition, status: Status, since: dt.date
) -> Edit[Member] | Refused:
    """The edit that gives one person a status from a day on. `status_changes.apply_status` does the same in SQL."""
    here = at(known, since)
    if here is None:
        return refusals.not_yet(person, known, since)
    fact = here.fact
    if fact.state == state_of(status, transition):
        return NOTHING
    stays = here.since == since and fact.transition in STAYING
    found = step(fact.state, transition, status, fact.segment)
    if found is None or (stays and transition in CLOSERS):
        return refusals.impossible(person, fact.state, transition, status)
    new = replace(
        fact,
        status=int(status),
        transition=fact.transition if stays else int(transition),
        status_raw=None,
        start_date=since if transition == Transition.ACTIVATED else fact.start_date,
        end_date=since if transition in ENDS else None if transition == Transition.REACTIVATED else fact.end_date,
    )  # fmt: skip
    return checked(person, known, put(known, Version(since, _until(known, here, found.reach), new)))


def checked(
    person: int, known: Spells, edit: Edit[Member], *, of_death: bool = False
) -> Edit[Member] | Refused:
    """The edit, unless what is known of later days could not follow it. Who is dead stays dead from that day on.

    `of_death`: the edit is itself about the death.
    """
    if not of_death:
        edit = _still_dead(known, edit)
    wrong = impossible_row(edit.applied(known))
    return edit if wrong is None else refusals.later(person, wrong)


def _still_dead(known: Spells, edit: Edit[Member]) -> Edit[Member]:
    """A move of long ago that is heard of after a death reaches to the day of death."""
    dead = next((it for it in known if it.fact.status == Status.MENINGGAL), None)
    if dead is None or not edit:
        return edit
    after = edit.applied(known)
    if all(it.fact.status == Status.MENINGGAL for it in after if it.until is None or it.until > dead.since):
        return edit
    here = at(after, dead.since)
    assert here is not None
    fact = replace(
        here.fact, status=int(Status.MENINGGAL), transition=int(Transition.ENDED), status_raw=None,
        end_date=dead.fact.end_date,
    )  # fmt: skip
    return difference(known, put(after, Version(dead.since, None, fact)).applied(after))


def _until(known: Spells, here: Version[Member], reach: Reach) -> dt.date | None:
    if reach == Reach.ROW:
        return here.until
    return run_end(known, here.since, lambda fact: fact.spell) if reach == Reach.SPELL else None
