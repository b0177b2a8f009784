"""What changes about a person: corrections, moves of house, and death, also when they are heard of late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, TypedDict, Unpack
from zoneinfo import ZoneInfo

from semesta.database import writing
from semesta.faults import Text
from semesta.register import refusals
from semesta.register.deciding import checked
from semesta.register.newcomers import kk_number, refused_input, village_key
from semesta.register.person_facts import Facts, PersonFacts, facts_of, write_fact_edits
from semesta.register.recording import Decision, Recording, record
from semesta.register.refusing import Outcome, Refused
from semesta.register.spells import Member, Spells, membership_of, write_edits
from semesta.register.timeline import Edit, Version, at, change, difference, joined, put, run_end
from semesta.register.vocabulary import Status, Transition

#: Days of death and of report are days of the clocks of western Indonesia, as `settings.TIME_ZONE`.
_HERE = ZoneInfo("Asia/Jakarta")


class Corrections(TypedDict, total=False):
    """What may be corrected about a person; what is not named stays."""

    name: str
    sex: str
    birth_date: dt.date
    phone: str | None
    email: str | None
    facility: str | None
    student: bool | None


class Address(TypedDict, total=False):
    """Where people live, and on which family card; what is not named stays. `village`: 18.71.01.1004, `kk`: text."""

    village: str | None
    address: str | None
    rt: str | None
    rw: str | None
    kk: str | None


def correct_person(
    *,
    person: int,
    by: Decision,
    since: dt.date | None = None,
    until: dt.date | None = None,
    during: Recording | None = None,
    **corrections: Unpack[Corrections],
) -> Outcome:
    """Say otherwise about a person over [since, until); without days, over all the time we know of them.

    InputRefused for an empty name, another sex than L or P, a birth after death.
    """
    _check(corrections)

    def plan(known: Facts) -> Edit[PersonFacts]:
        return change(known, since or known[0].since, until, lambda fact: replace(fact, **corrections))

    return _change_facts("correct_person", [person], plan, by, during)


def move_address(
    *,
    people: Sequence[int],
    since: dt.date,
    by: Decision,
    during: Recording | None = None,
    **to: Unpack[Address],
) -> Outcome:
    """People live elsewhere from that day on, or have a new family card, until the next move that is known.

    InputRefused for an unknown village or a wrong number of a family card.
    """
    new = _numbered(to)

    def plan(known: Facts) -> Edit[PersonFacts]:
        if at(known, since) is None:
            return change(known, since, None, lambda fact: replace(fact, **new))
        until = run_end(known, since, lambda fact: [getattr(fact, name) for name in new])
        return change(known, since, until, lambda fact: replace(fact, **new))

    return _change_facts("move_address", people, plan, by, during)


def report_death(*, person: int, died_on: dt.date, by: Decision, during: Recording | None = None) -> Outcome:
    """A person died on that day: of the person from that day on, and MENINGGAL whatever stood there later.

    Also a death heard of late, or one whose day was wrong. Who died before the register knew them is
    dead in it from the first day. InputRefused for a day before birth or still to come.
    """
    if died_on > _today(by, during):
        raise refused_input("died_on", Text(f"Tanggal meninggal {died_on} belum tiba.", f"The day of death, {died_on}, is still to come."), Text("Periksa tanggalnya.", "Check the date."))  # fmt: skip
    return _death("report_death", person, died_on, by, during)


def withdraw_death(*, person: int, by: Decision, during: Recording | None = None) -> Outcome:
    """A death that was reported by mistake: the person lives, and stands as before the day that was reported."""
    return _death("withdraw_death", person, None, by, during)


def _death(
    action: str, person: int, died_on: dt.date | None, by: Decision, during: Recording | None
) -> Outcome:
    with writing():
        facts, spells = facts_of([person]).get(person, ()), membership_of([person]).get(person, ())
        if not facts or not spells:
            return Outcome(None, (), (refusals.not_yet(person, (), dt.date.min),))
        born = facts[-1].fact.birth_date
        if died_on is not None and born is not None and died_on < born:
            raise refused_input("died_on", Text(f"Tanggal meninggal {died_on} sebelum lahir.", f"The day of death, {died_on}, is before birth."), Text("Periksa kedua tanggal.", "Check both dates."))  # fmt: skip
        said, stands = _said_of_death(facts, died_on), _stands_dead(person, spells, died_on)
        if isinstance(stands, Refused):
            return Outcome(None, (), (stands,))
        if not said and not stands:
            return Outcome(None, ())
        number = (during or record(action, by)).change
        write_fact_edits(number, {person: said})
        write_edits(number, {person: stands})
    return Outcome(number, (person,))


def _said_of_death(known: Facts, died_on: dt.date | None) -> Edit[PersonFacts]:
    """`died_on` stands in the facts from the day of death on."""
    alive = joined([replace(version, fact=replace(version.fact, died_on=None)) for version in known])
    if died_on is None:
        return difference(known, alive)
    cut = max(died_on, known[0].since)
    dead = change(alive, cut, None, lambda fact: replace(fact, died_on=died_on))
    return difference(known, dead.applied(alive))


def _stands_dead(person: int, known: Spells, died_on: dt.date | None) -> Edit[Member] | Refused:
    """MENINGGAL from the day of death on; without one, as it stood before the death that was reported."""
    if died_on is not None:
        cut = max(died_on, known[0].since)
        first_dead = next((v.since for v in known if v.fact.status == Status.MENINGGAL), None)
        if first_dead == cut:
            return Edit((), ())
    alive = _without_death(known)
    if died_on is None:
        return checked(person, known, difference(known, alive), of_death=True)
    here = at(alive, cut)
    assert here is not None
    fact = replace(
        here.fact,
        status=int(Status.MENINGGAL),
        transition=int(Transition.ENDED),
        status_raw=None,
        end_date=cut,
    )
    dead = put(alive, Version(cut, None, fact)).applied(alive)
    return checked(person, known, difference(known, dead), of_death=True)


def _without_death(known: Spells) -> Spells:
    """The last living row goes on; who was dead from the first day on is in a status that is not known."""
    living = [version for version in known if version.fact.status != Status.MENINGGAL]
    if len(living) == len(known):
        return known
    if not living:
        first = known[0]
        unknown = replace(
            first.fact, status=int(Status.TIDAK_DIKETAHUI), transition=int(Transition.CORRECTED), status_raw=None,
            end_date=None,
        )  # fmt: skip
        return (Version(first.since, None, unknown),)
    return (*living[:-1], Version(living[-1].since, None, living[-1].fact))


def _change_facts(
    action: str,
    people: Sequence[int],
    plan: Callable[[Facts], Edit[PersonFacts]],
    by: Decision,
    during: Recording | None,
) -> Outcome:
    people = list(dict.fromkeys(people))
    with writing():
        known = facts_of(people)
        refused = tuple(refusals.not_yet(p, (), dt.date.min) for p in people if p not in known)
        edits = {person: edit for person, facts in known.items() if (edit := plan(facts))}
        if not edits:
            return Outcome(None, (), refused)
        number = (during or record(action, by)).change
        write_fact_edits(number, edits)
    return Outcome(number, tuple(edits), refused)


def _check(corrections: Corrections) -> None:
    if "name" in corrections and not corrections["name"].strip():
        raise refused_input("name", Text("Nama kosong.", "The name is empty."), Text("Tulis nama seperti di KTP.", "Write the name as on the identity card."))  # fmt: skip
    if "sex" in corrections and corrections["sex"] not in ("L", "P"):
        raise refused_input("sex", Text("Jenis kelamin bukan L atau P.", "The sex is not L or P."), Text("Tulis L atau P.", "Write L or P."))  # fmt: skip


class _Place(TypedDict, total=False):
    """`Address` with its numbers as numbers."""

    village: int | None
    address: str | None
    rt: str | None
    rw: str | None
    kk: int | None


def _numbered(to: Address) -> _Place:
    new: _Place = {}
    for name in _WRITTEN:
        if name in to:
            new[name] = to[name]
    if "village" in to:
        new["village"] = None if to["village"] is None else village_key(to["village"])
    if "kk" in to:
        new["kk"] = None if to["kk"] is None else kk_number(to["kk"])
    return new


_WRITTEN: tuple[Literal["address", "rt", "rw"], ...] = ("address", "rt", "rw")


def _today(by: Decision, during: Recording | None) -> dt.date:
    now = by.at or (during.recorded_at if during else dt.datetime.now(dt.UTC))
    return now.astimezone(_HERE).date()
