"""Numbers that name a person are given, withdrawn and settled; who held one before stays known.

    give_identifier(person=17, kind=IdentifierKind.CARD, value="0001234567890", since=day, by=...)
    withdraw_identifier(person=17, kind=IdentifierKind.CARD, on=day, by=...)
    give_kk(people=[17, 18], kk="1871...", since=day, by=...)     # the family card stands with the address
    settle_contest(kind=IdentifierKind.NIK, value="1871...", holder=17, by=...)

A number has one holder on any day. Two people whom extracts give the same one contest it until someone settles it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import writing
from semesta.faults import NotFound, Text
from semesta.identity import Doubt, parse_card, parse_nik
from semesta.register import number_refusals as refusals
from semesta.register import number_rows as rows
from semesta.register.facts import IDENTIFIER, Fact, edit_to, insert, supersede, versions
from semesta.register.newcomers import refused_input
from semesta.register.number_holders import claimants, merged_into, other_claimant, other_holder
from semesta.register.number_rows import HELD_ONCE
from semesta.register.person_changes import move_address
from semesta.register.rebuilding import refresh
from semesta.register.recording import Decision, Recording, record
from semesta.register.refusing import Outcome, Refused
from semesta.register.timeline import Version
from semesta.register.vocabulary import IdentifierKind

__all__ = ["Contest", "contests", "give_identifier", "give_kk", "settle_contest", "withdraw_identifier"]


def give_identifier(
    *, person: int, kind: IdentifierKind, value: str, since: dt.date, by: Decision,
    during: Recording | None = None,
) -> Outcome:  # fmt: skip
    """A person holds this number from a day on; the one of that kind held until then becomes a former one.

    InputRefused for a number whose form is wrong, NotFound where there is no such person. Refused where someone
    else holds it on one of those days, or claims it.
    """
    number = written(kind, value)
    with writing():
        refused = _impossible(person)
        if not refused and kind in HELD_ONCE:
            refused = _taken(kind, number, since, person)
        if refused:
            return Outcome(None, (), (refused,))
        mine = versions(IDENTIFIER, person)
        return _written({person: rows.given(mine, kind, number, since)}, "give-number", by, during)


def withdraw_identifier(
    *, person: int, kind: IdentifierKind, on: dt.date, by: Decision, during: Recording | None = None
) -> Outcome:
    """From a day on the person holds no number of this kind; nothing changes where none was held."""
    with writing():
        refused = _impossible(person)
        if refused:
            return Outcome(None, (), (refused,))
        mine = versions(IDENTIFIER, person)
        return _written({person: rows.ended(mine, kind, on)}, "withdraw-number", by, during)


def give_kk(
    *, people: Sequence[int], kk: str | None, since: dt.date, by: Decision, during: Recording | None = None
) -> Outcome:
    """These people stand on this family card from a day on, until a later one that is known; None: on none we know.

    InputRefused for a number whose form is wrong.
    """
    return move_address(people=people, since=since, kk=kk, by=by, during=during)


def settle_contest(
    *, kind: IdentifierKind, value: str, holder: int, by: Decision, during: Recording | None = None
) -> Outcome:
    """Several people claim a number: it is this one's, and never was the others'.

    Refused where this person does not claim it, or holds another number of the kind. What the others' extracts
    said stays known as what was known before.
    """
    assert kind in HELD_ONCE
    number = written(kind, value)
    with writing():
        claimed = {person: versions(IDENTIFIER, person) for person in claimants(kind, number)}
        refused = refusals.of_settling(kind, number, holder, claimed)
        if not refused:
            mine = next(it for it in claimed[holder] if rows.claimed(it, kind, number))
            other = other_holder(kind, number, mine.since, None, {*claimed})
            refused = refusals.known(kind, number, other) if other else None
        if refused:
            return Outcome(None, (), (refused,))
        wanted = {
            person: rows.settled(of_it, kind, number, wins=person == holder)
            for person, of_it in claimed.items()
        }
        return _written(wanted, "settle-number", by, during)


@dataclass(frozen=True, slots=True)
class Contest:
    """A number that several people claim. `holder`: who holds it meanwhile; None: nobody."""

    kind: IdentifierKind
    value: str
    holder: int | None
    people: tuple[int, ...]


def contests(most: int = 100) -> tuple[int, tuple[Contest, ...]]:
    """How many numbers are contested, and the first of them."""
    with connection.cursor() as cursor:
        # Both halves of the condition are those of the partial index, so that only its rows are read.
        cursor.execute(
            "SELECT kind, value, count(*) OVER () FROM identifier WHERE contested AND superseded_by_id IS NULL "
            "AND valid_to IS NULL GROUP BY kind, value ORDER BY kind, value LIMIT %s",
            [most],
        )
        rows = cursor.fetchall()
    found = []
    for kind, value, _ in rows:
        claimed = claimants(IdentifierKind(kind), value)
        holder = next((person for person, contested in claimed.items() if not contested), None)
        found.append(Contest(IdentifierKind(kind), value, holder, tuple(claimed)))
    return (int(rows[0][2]) if rows else 0), tuple(found)


def written(kind: IdentifierKind, value: str) -> str:
    """The number as the table keeps it: 16 or 13 digits; InputRefused for one whose form is wrong."""
    if kind in (IdentifierKind.PASSPORT, IdentifierKind.NIK_AS_WRITTEN):
        text = value.strip()
        if not text or len(text) > 32:
            raise refused_input("value", Text("Nomor kosong atau terlalu panjang.", "The number is empty or too long."), Text("Tulis seperti pada dokumennya.", "Write it as on the document."))  # fmt: skip
        return text
    found = parse_nik(value) if kind is IdentifierKind.NIK else parse_card(value)
    if isinstance(found, Doubt):
        raise refused_input(kind.name.lower(), found.reason, found.remedy)
    return str(found)


# --- helpers --------------------------------------------------------------------------------------


def _taken(kind: IdentifierKind, value: str, since: dt.date, person: int) -> Refused | None:
    holder = other_holder(kind, value, since, None, {person})
    if holder is not None:
        return refusals.known(kind, value, holder)
    claimant = other_claimant(kind, value, person)
    return refusals.contested(kind, value, claimant) if claimant else None


def _impossible(person: int) -> Refused | None:
    found = merged_into(person)
    if found is None:
        raise NotFound(
            place=str(person),
            reason=Text("Tidak ada orang dengan nomor itu.", "There is no person with that number."),
            remedy=Text("Cari dengan NIK atau kartu: semesta register show.", "Look by NIK or card: semesta register show."),
        )  # fmt: skip
    return refusals.of_merged(person, found) if found else None


def _written(
    wanted: Mapping[int, Sequence[Version[Fact]]], action: str, by: Decision, during: Recording | None
) -> Outcome:
    edits = {person: edit_to(versions(IDENTIFIER, person), numbers) for person, numbers in wanted.items()}
    done = tuple(person for person, edit in edits.items() if edit)
    if not done:
        return Outcome(None, ())
    recorded = during or record(action, by)
    supersede(IDENTIFIER, edits.values(), recorded.change)
    for person in done:
        insert(IDENTIFIER, person, edits[person].inserted, recorded.change)
    refresh(done)
    return Outcome(recorded.change, done)
