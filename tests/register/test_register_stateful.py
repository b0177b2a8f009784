"""Long random histories on both clocks: the register always knows what a plain model of it knows, now and ever before.

Everything happens in any order and at any day, late and early: families come, babies are born, people move house and
segment, are suspended and reactivated, die, are corrected in the past, get and lose numbers, are found to be one
and to be two. After each step the laws hold, the state kept equals the state rebuilt, and what was known after
each earlier change is what it was.

`SEMESTA_HISTORIES=200 pytest tests/register/test_register_stateful.py` searches longer than a test run does.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.database import insert_rows, writing
from semesta.faults import InputRefused, NotFound
from semesta.register import checking, identifiers, membership, merging, people, rebuilding
from semesta.register.facts import PERSON_FACT
from semesta.register.looking import standing_of
from semesta.register.people import Enrolled, NewPerson
from semesta.register.recording import Decision, record
from semesta.register.refusing import Outcome, Refused
from semesta.register.spells import Member
from semesta.register.standing_on import standing_on
from semesta.register.vocabulary import SEGMENT_NUMBERS, IdentifierKind, Relation, Status, Transition
from tests.databases import BOTH, fresh
from tests.register import register_model as model
from tests.register import register_model_merge as model_merge
from tests.register.people_here import nik
from tests.register.register_model import DAYS, Person, day_of
from tests.register.register_world import last_change, read, seen_by, seen_in

SELF_PAYER, POOR = SEGMENT_NUMBERS["PEKERJA MANDIRI"], SEGMENT_NUMBERS["PBI JAMINAN KESEHATAN"]
#: What a status may become by one step, and how far it reaches; the automaton says from where.
STEPS = {
    "activate": (Transition.ACTIVATED, Status.AKTIF, "row"),
    "suspend": (Transition.SUSPENDED, Status.NONAKTIF_TUNGGAKAN, "row"),
    "reactivate": (Transition.REACTIVATED, Status.AKTIF, "row"),
    "cancel": (Transition.CANCELLED, Status.BELUM_AKTIF, "row"),
    "drop": (Transition.ENDED, Status.NONAKTIF_PBI_KELUAR, "spell"),
}
FITTING = {
    (SELF_PAYER, Status.BELUM_AKTIF): "activate",
    (SELF_PAYER, Status.AKTIF): "suspend",
    (SELF_PAYER, Status.NONAKTIF_TUNGGAKAN): "reactivate",
    (POOR, Status.AKTIF): "drop",
    (POOR, Status.NONAKTIF_PBI_KELUAR): "reactivate",
}
VILLAGES = {"18.71.01.1004": 1871011004, "18.71.01.1005": 1871011005}
PARTS = ("nik", "card", "passport", "person", "membership")
SOMEONE = st.integers(0, 999)
#: The last days are left free: a number that is lost on its first day was held for one.
DAY = st.integers(0, DAYS - 4)
PART = st.fixed_dictionaries({part: st.booleans() for part in PARTS})
NIK, CARD = IdentifierKind.NIK, IdentifierKind.CARD


class Histories(RuleBasedStateMachine):
    """The register beside its model."""

    kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.open.enter_context(fresh(self.kind))
        self.people: dict[int, Person] = {}
        self.known: list[tuple[int, dict[int, Person]]] = []
        self.merges: list[tuple[int, int, int, int]] = []  # merge, kept, merged, change
        self.serial = 9000
        self.checked = 0

    def teardown(self) -> None:
        try:
            self.compare(range(len(self.known)))
        finally:
            self.open.close()

    # --- coming in ---------------------------------------------------------------------------------

    @initialize(since=DAY, poor=st.booleans())
    def first_family(self, since: int, poor: bool) -> None:
        self.family_comes(2, since, poor, hour=0)
        self.family_comes(1, since, not poor, hour=0)

    @precondition(lambda self: len(self.people) < 12)
    @rule(size=st.integers(1, 3), since=DAY, poor=st.booleans(), hour=st.integers(0, 99))
    def family_comes(self, size: int, since: int, poor: bool, hour: int) -> None:
        relations = (Relation.MEMBER, Relation.WIFE, Relation.CHILD)[:size]
        found = people.enrol_family(
            people=[self.newcomer(relation) for relation in relations],
            segment=POOR if poor else SELF_PAYER,
            hospital_class=3,
            payer=None,
            start=day_of(since),
            by=self.by(hour),
        )
        assert isinstance(found, Enrolled), found
        self.came(found, since, relations)

    @precondition(lambda self: len(self.people) < 12)
    @rule(who=SOMEONE, born=DAY)
    def baby_is_born(self, who: int, born: int) -> None:
        home = self.people[self.one(who)].member(DAYS - 1)
        with contextlib.suppress(InputRefused, NotFound):
            found = people.add_to_family(
                family=home.family_id,
                people=[replace(self.newcomer(Relation.CHILD), nik=None, birth_date=day_of(born))],
                start=day_of(born),
                by=self.by(),
            )
            if isinstance(found, Enrolled):
                self.came(found, born, (Relation.CHILD,), baby=True)
                return
        self.nothing_changed()

    # --- membership --------------------------------------------------------------------------------

    @rule(step=st.sampled_from(sorted(STEPS)), who=SOMEONE, since=DAY, fitting=st.integers(0, 3))
    def status_changes(self, step: str, who: int, since: int, fitting: int) -> None:
        """Mostly the step that fits how the person stands, now and then any."""
        person = self.one(who)
        if fitting:
            since = max(since, self.people[person].known_from)
            stands = self.people[person].member(since)
            step = FITTING.get((stands.segment, Status(stands.status)), step)
        transition, status, reach = STEPS[step]
        outcome = membership.change_status(transition, status, [person], day_of(since), self.by())
        self.stands(outcome, person, lambda it: model.status(it, transition, status, since, reach))

    @rule(who=SOMEONE, since=DAY, poor=st.booleans(), hospital_class=st.integers(1, 3), alone=st.booleans())
    def segment_changes(self, who: int, since: int, poor: bool, hospital_class: int, alone: bool) -> None:
        first = self.one(who)
        since = max(since, self.people[first].known_from)
        family = self.people[first].member(DAYS - 1).family_id
        home = [
            number
            for number, it in self.people.items()
            if it.alive and it.member(DAYS - 1).family_id == family
        ]
        movers = [first] if alone or first not in home else home
        outcome = membership.move(
            people=movers,
            since=day_of(since),
            segment=POOR if poor else SELF_PAYER,
            hospital_class=3 if poor else hospital_class,
            payer=None,
            relations={first: Relation.MEMBER} if alone else None,
            by=self.by(),
        )
        if outcome.change is None:
            self.nothing_changed()
            return
        target = family if set(home) <= set(movers) else self.last("family")
        moved = {
            number: self.moved(number, since, POOR if poor else SELF_PAYER, 3 if poor else hospital_class, target,
                               1 if alone else None)
            for number in outcome.done
        }  # fmt: skip
        self.is_known(outcome.change, moved)

    @rule(
        who=SOMEONE,
        since=DAY,
        days=st.integers(1, DAYS),
        to=st.sampled_from((Status.AKTIF, Status.NONAKTIF_DATA)),
    )
    def status_was_written_wrong(self, who: int, since: int, days: int, to: Status) -> None:
        person, until = self.one(who), min(since + days, DAYS)
        outcome = membership.correct(
            people=[person],
            since=day_of(since),
            until=day_of(until) if until < DAYS - 1 else None,
            status=to,
            by=self.by(),
        )
        until = until if until < DAYS - 1 else DAYS
        self.stands(outcome, person, lambda it: model.correct_status(it, since, until, to))

    @rule(who=SOMEONE)
    def last_spell_never_held(self, who: int) -> None:
        person = self.one(who)
        self.stands(membership.void(people=[person], by=self.by()), person, model.void)

    # --- people ------------------------------------------------------------------------------------

    @rule(who=SOMEONE, since=DAY, village=st.sampled_from(sorted(VILLAGES)), road=st.sampled_from("AB"))
    def someone_moves_house(self, who: int, since: int, village: str, road: str) -> None:
        person = self.one(who)
        outcome = people.move_address(
            people=[person], since=day_of(since), village=village, address=road, by=self.by()
        )
        to: dict[str, object] = {"village": VILLAGES[village], "address": road}
        self.happened(outcome, person, lambda it: model.move_address(it, since, to))

    @rule(who=SOMEONE, since=DAY, days=st.integers(1, DAYS), phone=st.sampled_from((None, "081", "082")))
    def past_is_corrected(self, who: int, since: int, days: int, phone: str | None) -> None:
        person, until = self.one(who), since + days
        outcome = people.correct_person(
            person=person,
            since=day_of(since),
            until=day_of(until) if until < DAYS - 1 else None,
            phone=phone,
            by=self.by(),
        )
        until = until if until < DAYS - 1 else DAYS
        self.happened(outcome, person, lambda it: model.correct(it, since, until, {"phone": phone}))

    @rule(who=SOMEONE, died=DAY)
    def death_is_reported(self, who: int, died: int) -> None:
        person = self.one(who)
        with contextlib.suppress(InputRefused, NotFound):
            outcome = people.report_death(person=person, died_on=day_of(died), by=self.by())
            self.happened(outcome, person, lambda it: model.death(it, died))
            return
        self.nothing_changed()

    @rule(who=SOMEONE)
    def death_was_a_mistake(self, who: int) -> None:
        person = self.one(who)
        outcome = people.withdraw_death(person=person, by=self.by())
        self.happened(outcome, person, lambda it: model.death(it, None))

    # --- numbers -----------------------------------------------------------------------------------

    @rule(who=SOMEONE, since=DAY, again=st.booleans(), of=SOMEONE)
    def number_is_given(self, who: int, since: int, again: bool, of: int) -> None:
        """A new one, or one that somebody has or had."""
        person, value = self.one(who), nik(self.serial_of(of) if again else self.next_serial())
        outcome = identifiers.give_identifier(
            person=person, kind=NIK, value=value, since=day_of(since), by=self.by()
        )
        self.happened(outcome, person, lambda it: model.give(it, NIK, value, since))

    @rule(who=SOMEONE, on=DAY, kind=st.sampled_from((NIK, CARD)))
    def number_is_withdrawn(self, who: int, on: int, kind: IdentifierKind) -> None:
        person = self.one(who)
        outcome = identifiers.withdraw_identifier(person=person, kind=kind, on=day_of(on), by=self.by())
        self.happened(outcome, person, lambda it: model.withdraw(it, kind, on))

    @rule(who=SOMEONE, since=DAY, of=SOMEONE)
    def extract_gives_a_number_twice(self, who: int, since: int, of: int) -> None:
        person, value = self.one(who), nik(self.serial_of(of))
        if (int(NIK), value) in self.people[person].numbers:
            return
        with writing():
            change = record("import", self.by()).change
            row = (person, int(NIK), value, True, day_of(since), change)
            insert_rows(
                "identifier", ("person_id", "kind", "value", "contested", "valid_from", "change_id"), [row]
            )
        self.is_known(change, {person: model.claim(self.people[person], NIK, value, since)})

    @precondition(lambda self: self.contests())
    @rule(who=SOMEONE, of=SOMEONE)
    def contest_is_settled(self, who: int, of: int) -> None:
        """For one of those who claim the number, or now and then for somebody who does not."""
        contests = self.contests()
        number = contests[of % len(contests)]
        claims = [n for n, it in self.people.items() if it.numbers.get(number, (None,))[-1] is not None]
        holder = [*claims, self.one(who)][who % (len(claims) + 1)]
        outcome = identifiers.settle_contest(kind=NIK, value=number[1], holder=holder, by=self.by())
        if outcome.change is None:
            assert outcome.refused
            self.nothing_changed()
            return
        self.is_known(
            outcome.change,
            {n: model.settle(self.people[n], NIK, number[1], wins=n == holder) for n in claims},
        )

    # --- one and two -------------------------------------------------------------------------------

    @precondition(lambda self: sum(it.merged_into is None for it in self.people.values()) > 1)
    @rule(who=SOMEONE, other=SOMEONE, on=DAY, prefer=PART)
    def two_are_one(self, who: int, other: int, on: int, prefer: dict[str, bool]) -> None:
        kept, merged = self.one(who), self.one(other)
        if kept == merged:
            return
        found = merging.merge(
            kept=kept,
            merged=merged,
            on=day_of(on),
            prefer=merging.Prefer.merged_for({part for part, wins in prefer.items() if wins}),
            by=self.by(),
        )
        if isinstance(found, Refused):
            self.nothing_changed()
            return
        one, two = model_merge.merge(self.people[kept], self.people[merged], kept, prefer, on)
        self.is_known(found.change, {kept: one, merged: two})
        self.merges.append((found.merge, kept, merged, found.change))

    @precondition(lambda self: self.merges)
    @rule(which=SOMEONE)
    def one_are_two(self, which: int) -> None:
        standing = [it for it in self.merges if self.people[it[2]].merged_into is not None]
        merges = standing if standing and which % 5 else self.merges
        number, kept, merged, change = merges[which % len(merges)]
        found = merging.undo_merge(merge=number, by=self.by())
        if isinstance(found, Refused):
            self.nothing_changed()
            return
        at = next(place for place, (known, _) in enumerate(self.known) if known == change)
        before, made = self.known[at - 1][1], self.known[at][1]
        one = model_merge.undo(before[kept], made[kept], self.people[kept])
        self.is_known(found.change, {kept: one, merged: before[merged]})

    @rule()
    def state_is_dropped_and_rebuilt(self) -> None:
        assert rebuilding.rebuild().differed == 0
        self.nothing_changed()

    # --- what must hold ----------------------------------------------------------------------------

    @invariant()
    def laws_hold(self) -> None:
        assert [law.name for law in checking.check() if not law.holds] == []
        assert rebuilding.differences() == ()

    @invariant()
    def register_knows_what_the_model_knows(self) -> None:
        """Now, and as it was known after two earlier changes; after all of them when the history ends."""
        self.checked += 1
        ago = [self.checked * 7 % len(self.known), self.checked * 3 % len(self.known)] if self.known else []
        self.compare([*ago, len(self.known) - 1])

    @invariant()
    def people_are_found_by_their_numbers(self) -> None:
        for number, person in self.people.items():
            held = model.holds(person, NIK)
            if held:
                found = standing_of(nik=held)
                assert found and (found.person, found.former) == (number, False)
                assert found.status == person.member(DAYS - 1).status

    @invariant()
    def a_day_is_answered_as_it_was_known(self) -> None:
        change, state = self.known[self.checked * 5 % len(self.known)]
        number, day = list(state)[self.checked % len(state)], self.checked % DAYS
        while (into := state[number].merged_into) is not None:
            number = into
        found = standing_on(person=number, day=day_of(day), known_after=change)
        row = state[number].rows[day]
        assert (found and (found.status, found.family, found.spell)) == (
            row and (row[1].status, row[1].family_id, row[1].spell)
        )

    # --- helpers -----------------------------------------------------------------------------------

    def compare(self, places: Sequence[int]) -> None:
        rows = read()
        for place in set(places):
            change, state = self.known[place]
            assert seen_in(rows, list(state), change) == seen_by(state), f"as known after change {change}"

    def happened(self, outcome: Outcome, person: int, how: Callable[[Person], Person]) -> None:
        """The model does the same, unless a rule said no; where nothing had to change, nothing does in the model."""
        if outcome.change is not None:
            assert outcome.done == (person,) and not outcome.refused
            self.is_known(outcome.change, {person: how(self.people[person])})
            return
        self.nothing_changed()
        if not outcome.refused:
            one = self.people[person]
            assert seen_by({0: how(one)}) == seen_by({0: one}), "it should have changed something"

    def stands(self, outcome: Outcome, person: int, how: Callable[[Person], Person]) -> None:
        self.happened(outcome, person, lambda it: model.still_dead(it, how(it)))

    def is_known(self, change: int, changed: dict[int, Person]) -> None:
        assert change == last_change()
        self.people = {**self.people, **changed}
        self.known.append((change, self.people))

    def nothing_changed(self) -> None:
        assert last_change() == self.known[-1][0]

    def one(self, who: int) -> int:
        """A record that was not merged into another."""
        found = [number for number, person in self.people.items() if person.merged_into is None]
        return found[who % len(found)]

    def contests(self) -> list[model.Number]:
        """Numbers that somebody claims."""
        return sorted(
            {n for it in self.people.values() for n, days in it.numbers.items() if days[-1] is True}
        )

    def came(self, found: Enrolled, since: int, relations: Sequence[Relation], *, baby: bool = False) -> None:
        active = found.segment == POOR
        changed = {}
        for place, (it, relation) in enumerate(zip(found.people, relations, strict=True)):
            serial = self.serial - len(relations) + 1 + place
            member = Member(
                1, found.family, int(relation), found.segment, found.hospital_class, None,
                int(Status.AKTIF if active else Status.BELUM_AKTIF), int(Transition.ENROLLED),
                start_date=day_of(since) if active else None,
            )  # fmt: skip
            values: dict[str, object] = dict.fromkeys(PERSON_FACT.columns)
            born = day_of(since) if baby else dt.date(1990, 5, 4)
            values |= {
                "name": f"ORANG {serial}",
                "sex": "L" if relation == Relation.MEMBER else "P",
                "birth_date": born,
            }
            fact = tuple(values[column] for column in PERSON_FACT.columns)
            numbers = {(int(CARD), f"{it.card:013d}"): model.over((None,) * DAYS, since, DAYS, False)}
            if not baby:
                numbers[int(NIK), nik(serial)] = model.over((None,) * DAYS, since, DAYS, False)
            changed[it.id] = Person(
                facts=model.over((None,) * DAYS, since, DAYS, fact),
                rows=model.over((None,) * DAYS, since, DAYS, (model.new(), member)),
                numbers=numbers,
            )
        self.is_known(found.change, changed)

    def moved(
        self, number: int, since: int, segment: int, hospital_class: int, family: int, relation: int | None
    ) -> Person:
        """Among self-payers they stay as they are, else self-payers wait and all others are active."""
        person = self.people[number]
        old = person.member(since)
        closed = old.transition in model.CLOSERS
        owing = old.status in (Status.AKTIF, Status.BELUM_AKTIF, Status.NONAKTIF_TUNGGAKAN)
        stays = old.segment == SELF_PAYER and owing and not closed
        status = Status.AKTIF if segment == POOR else Status(old.status) if stays else Status.BELUM_AKTIF
        now = person.member(DAYS - 1)
        return model.still_dead(person, model.move(person, since, Member(
            0, family, relation or now.relation, segment, hospital_class, None, int(status),
            int(Transition.ENROLLED if closed else Transition.MOVED),
            start_date=None if status == Status.BELUM_AKTIF else day_of(since),
        )))  # fmt: skip

    def newcomer(self, relation: Relation) -> NewPerson:
        serial = self.next_serial()
        return NewPerson(
            name=f"ORANG {serial}", sex="L" if relation == Relation.MEMBER else "P",
            birth_date=dt.date(1990, 5, 4), relation=relation, nik=nik(serial),
        )  # fmt: skip

    def next_serial(self) -> int:
        self.serial += 1
        return self.serial

    def serial_of(self, of: int) -> int:
        return 9001 + of % (self.serial - 9000)

    def by(self, hour: int = 0) -> Decision:
        """The machine's clock goes forward and back; the order of knowledge does not."""
        return Decision("uji", "coba", at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hour))

    def last(self, table: str) -> int:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SELECT max(id) FROM {table}")
            return int(cursor.fetchone()[0])


#: How many histories a test run makes; PostgreSQL takes longer to make a database.
EXAMPLES = {"sqlite": 6, "postgresql": 2}


@pytest.mark.parametrize("kind", BOTH)
def test_the_register_knows_what_a_plain_model_of_it_knows(kind: str) -> None:
    machine = type("Histories", (Histories,), {"kind": kind})
    more = int(os.environ.get("SEMESTA_HISTORIES", "0"))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=more or EXAMPLES[kind],
            stateful_step_count=60 if more else 25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
