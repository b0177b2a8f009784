"""A move to another segment, class, payer or family: a new spell of everybody who moves, or of nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from semesta.database import insert_rows, writing
from semesta.faults import Text
from semesta.register import refusals
from semesta.register.buckets import BUCKET_OF, self_paying
from semesta.register.deciding import checked
from semesta.register.families import Terms, precedence
from semesta.register.movers import movers_of, payer_kind
from semesta.register.recording import Decision, Recording, record
from semesta.register.refusing import Outcome, Refused
from semesta.register.spells import Member, Spells, membership_of, write_edits
from semesta.register.timeline import Edit, Version, at, put, run_end
from semesta.register.transitions import allowed
from semesta.register.vocabulary import SEGMENT_NAMES, Relation, Status, Transition

__all__ = ["claim", "move"]


def move(
    *,
    people: Sequence[int],
    since: dt.date,
    segment: int,
    hospital_class: int,
    payer: int | None,
    by: Decision,
    family: int | None = None,
    relations: Mapping[int, Relation] | None = None,
    status: Status | None = None,
    people_on_card: int | None = None,
    during: Recording | None = None,
) -> Outcome:
    """People go over to other terms on that day: a new spell, until a later one that is known.

    `family`: the one they join; without it they keep theirs where all of it moves, else they are a new one.
    `relations`: by person, where it changes. `status`: from that day; without it people others pay for are
    AKTIF, self-payers who move among self-payers stay as they are, and others wait for their first payment
    (BELUM_AKTIF). Whoever owed a month before the move still owes it: who owes a month is who pays on its first day.
    All move or nobody does: the first refusal is given, by the rules of `families` or by the automaton.
    """
    people = list(dict.fromkeys(people))
    with writing():
        spells = membership_of(people)
        movers = movers_of(people, relations or {})
        terms = Terms(segment, hospital_class, payer, payer_kind(payer))
        refused = movers.refused(terms, since, family, people_on_card)
        if refused is not None:
            return Outcome(None, (), (refused,))
        target = family or movers.whole_family
        wanted = _Wanted(terms, target or _NEW_FAMILY, movers.relations, status, since)
        edits: dict[int, Edit[Member]] = {}
        for person in people:
            planned = wanted.edit(person, spells.get(person, ()))
            if isinstance(planned, Refused):
                return Outcome(None, (), (planned,))
            edits[person] = planned
        change = (during or record("move", by)).change
        if target is None:
            edits = _in_new_family(change, edits)
        write_edits(change, edits)
    return Outcome(change, tuple(edits))


def claim(
    *,
    people: Sequence[int],
    since: dt.date,
    segment: int,
    hospital_class: int,
    payer: int | None,
    by: Decision,
    family: int | None = None,
    relations: Mapping[int, Relation] | None = None,
    during: Recording | None = None,
) -> Outcome:
    """A payer claims people who are covered already: they move where its segment comes first, else it is refused.

    Whose cover has ended anyone may claim. Where neither segment comes first, someone decides, with `move`.
    """
    with writing():
        for person, known in membership_of(people).items():
            here = at(known, since)
            if here is None or here.fact.status not in _COVERED:
                continue
            first = precedence(here.fact.segment, segment, since)
            if BUCKET_OF[here.fact.segment] != BUCKET_OF[segment] and first.stays != BUCKET_OF[segment]:
                refused = _stays(person, here.fact.segment, segment, first.stays is None, first.article)
                return Outcome(None, (), (refused,))
        return move(
            people=people, since=since, segment=segment, hospital_class=hospital_class, payer=payer, by=by,
            family=family, relations=relations, during=during,
        )  # fmt: skip


#: Statuses in which someone pays for a person, or the person owes.
_COVERED = frozenset({Status.AKTIF, Status.BELUM_AKTIF, Status.NONAKTIF_TUNGGAKAN})
#: Stands for the number of a family that is made when everybody's move is known to be possible.
_NEW_FAMILY = -1


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How people stand from a day on."""

    terms: Terms
    family: int
    relations: Mapping[int, Relation]
    status: Status | None
    since: dt.date

    def edit(self, person: int, known: Spells) -> Edit[Member] | Refused:
        here = at(known, self.since)
        if here is None:
            return refusals.not_yet(person, known, self.since)
        fact = here.fact
        status = self.status or self._status(fact)
        transition = Transition.ENROLLED if fact.state.closed else Transition.MOVED
        if not allowed(fact.state, transition, status, self.terms.segment):
            return refusals.impossible(person, fact.state, transition, status)
        new = Member(
            spell=max(version.fact.spell for version in known) + 1,
            family_id=self.family,
            relation=int(self.relations[person]),
            segment=self.terms.segment,
            hospital_class=self.terms.hospital_class,
            payer_id=self.terms.payer,
            status=int(status),
            transition=int(transition),
            start_date=None if status == Status.BELUM_AKTIF else self.since,
        )
        until = run_end(known, self.since, lambda it: it.spell)
        return checked(person, known, put(known, Version(self.since, until, new)))

    def _status(self, fact: Member) -> Status:
        if not self_paying(self.terms.segment, self.since):
            return Status.AKTIF
        stays = self_paying(fact.segment, self.since) and fact.status in _COVERED and not fact.state.closed
        return Status(fact.status) if stays else Status.BELUM_AKTIF


def _in_new_family(change: int, edits: Mapping[int, Edit[Member]]) -> dict[int, Edit[Member]]:
    [family] = insert_rows("family", ("change_id",), [(change,)], returning="id")
    return {
        person: Edit(edit.superseded, tuple(_given(piece, int(family)) for piece in edit.inserted))
        for person, edit in edits.items()
    }


def _given(piece: Version[Member], family: int) -> Version[Member]:
    if piece.fact.family_id != _NEW_FAMILY:
        return piece
    return replace(piece, fact=replace(piece.fact, family_id=family))


def _stays(person: int, current: int, claimed: int, undecided: bool, article: str) -> Refused:
    names = SEGMENT_NAMES.get(current, BUCKET_OF[current]), SEGMENT_NAMES[claimed]
    if undecided:
        reason = Text(
            f"{names[0]} dan {names[1]} tidak saling mendahului.",
            f"Neither of {names[0]} and {names[1]} comes first.",
        )
        remedy = Text("Putuskan, lalu pindahkan (move).", "Decide, then move the person (move).")
    else:
        reason = Text(
            f"Orang ini ditanggung sebagai {names[0]}, yang didahulukan dari {names[1]}.",
            f"This person is covered as {names[0]}, which comes before {names[1]}.",
        )
        remedy = Text(
            "Lepaskan orang ini dari daftar yang mengajukan.",
            "Take the person off the list that claims them.",
        )
    return Refused("precedence", reason, remedy, article, person)
