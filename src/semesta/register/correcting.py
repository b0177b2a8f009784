"""Saying otherwise about memberships: a spell that never held, or one whose terms or status were written wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

from semesta.register import refusals
from semesta.register.deciding import checked, decide
from semesta.register.recording import Decision, Recording
from semesta.register.refusing import Outcome, Refused
from semesta.register.spells import Member, Spells
from semesta.register.timeline import Edit, Version, at, change, difference
from semesta.register.vocabulary import Relation, Status, Transition

__all__ = ["Said", "correct", "void"]


class Said(TypedDict, total=False):
    """What was written wrong about a spell; what is not named stays. Terms are those of the whole spell."""

    segment: int
    hospital_class: int | None
    payer: int | None
    family: int
    relation: Relation
    status: Status


def void(
    *, people: Sequence[int], by: Decision, of: dt.date | None = None, during: Recording | None = None
) -> Outcome:
    """The spell of that day (without one: the last) never held: the one before it goes on in its place.

    Without one before, the person's membership begins with the one after it; without that either, the
    person stands in the register without cover (BELUM_AKTIF, voided) and can be enrolled again.
    """
    return decide("void", people, lambda person, known: _voided(person, known, of), by, during)


def correct(
    *,
    people: Sequence[int],
    by: Decision,
    of: dt.date | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    during: Recording | None = None,
    **said: Unpack[Said],
) -> Outcome:
    """The spell of that day (without one: the last) was written wrong.

    Segment, class, payer and family are corrected for the whole spell; relation and status over
    [since, until) of it, without days over all of it. For death there is `people.report_death`.
    """
    assert said.get("status") != Status.MENINGGAL, "a death is reported, see `people.report_death`"
    return decide("correct", people, lambda person, known: _corrected(person, known, of, since, until, said), by, during)  # fmt: skip


def _voided(person: int, known: Spells, of: dt.date | None) -> Edit[Member] | Refused:
    spell = _spell(known, of)
    if spell is None:
        return refusals.not_yet(person, known, of or dt.date.min)
    rows = [version for version in known if version.fact.spell == spell]
    first, end = rows[0], rows[-1].until
    if first.fact.transition == Transition.VOIDED:
        return Edit((), ())
    before = [version for version in known if version.since < first.since]
    after = [version for version in known if end is not None and version.since >= end]
    if before:
        before[-1] = Version(before[-1].since, end, before[-1].fact)
    elif not after:
        closed = replace(
            first.fact, status=int(Status.BELUM_AKTIF), transition=int(Transition.VOIDED), status_raw=None,
            start_date=None, end_date=first.since,
        )  # fmt: skip
        before = [Version(first.since, end, closed)]
    return checked(person, known, difference(known, (*before, *after)))


def _corrected(
    person: int, known: Spells, of: dt.date | None, since: dt.date | None, until: dt.date | None, said: Said
) -> Edit[Member] | Refused:
    spell = _spell(known, of)
    if spell is None:
        return refusals.not_yet(person, known, of or dt.date.min)
    whole = change(
        known, known[0].since, None, lambda fact: _with_terms(fact, said) if fact.spell == spell else fact
    )
    now = whole.applied(known)
    part = change(
        now,
        since or now[0].since,
        until,
        lambda fact: _with_status(fact, said) if fact.spell == spell else fact,
    )
    now = tuple(_by_correction(version, known) for version in part.applied(now))
    return checked(person, known, difference(known, now))


def _spell(known: Spells, of: dt.date | None) -> int | None:
    here = (known[-1] if known else None) if of is None else at(known, of)
    return None if here is None else here.fact.spell


def _with_terms(fact: Member, said: Said) -> Member:
    return replace(
        fact,
        segment=said.get("segment", fact.segment),
        hospital_class=said.get("hospital_class", fact.hospital_class),
        payer_id=said.get("payer", fact.payer_id),
        family_id=said.get("family", fact.family_id),
    )


def _with_status(fact: Member, said: Said) -> Member:
    fact = replace(fact, relation=said.get("relation", fact.relation))
    status = said.get("status")
    if status is None or (status == fact.status and not fact.state.closed):
        return fact
    return replace(fact, status=int(status), transition=int(Transition.CORRECTED), status_raw=None)


def _by_correction(version: Version[Member], known: Spells) -> Version[Member]:
    """A row that begins where none did begins because of the correction, not by its old transition."""
    if any(old.since == version.since for old in known):
        return version
    return replace(version, fact=replace(version.fact, transition=int(Transition.CORRECTED)))
