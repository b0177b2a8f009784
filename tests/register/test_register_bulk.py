"""One statement for millions and one person at a time make the same facts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.register import membership
from semesta.register.checking import check
from semesta.register.deciding import status_edit
from semesta.register.people import report_death
from semesta.register.rebuilding import differences
from semesta.register.recording import recording
from semesta.register.refusing import Outcome, Refused
from semesta.register.spells import Spells, impossible_row, membership_of
from semesta.register.status_changes import apply_status
from semesta.register.timeline import is_whole
from semesta.register.vocabulary import Relation, Status, Transition
from tests.register.desk_people import (
    BY,
    LOCAL,
    POOR,
    SELF_PAYER,
    START,
    WORKER,
    asked,
    enrol,
    ids,
    payer_for,
    person,
)

pytestmark = pytest.mark.usefixtures("shared_database")

#: Few days, so that steps meet on one of them.
DAYS = [START + dt.timedelta(days=number) for number in (0, 5, 21, 30, 60, 61, 90)]
days = st.sampled_from(DAYS)
STEPS = [
    (Transition.ACTIVATED, Status.AKTIF),
    (Transition.SUSPENDED, Status.NONAKTIF_TUNGGAKAN),
    (Transition.REACTIVATED, Status.AKTIF),
    (Transition.CANCELLED, Status.BELUM_AKTIF),
    (Transition.ENDED, Status.NONAKTIF_PBI_KELUAR),
    (Transition.ENDED, Status.NONAKTIF_PPU_KELUAR),
]
Step = tuple[str, dt.date, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["activate", "suspend", "reactivate", "cancel", "end", "move", "void", "correct", "die"]
        ),
        days,
        st.integers(0, 9),
    ),
    max_size=6,
)
_ENDS = {
    POOR: Status.NONAKTIF_PBI_KELUAR,
    LOCAL: Status.NONAKTIF_PEMDA_KELUAR,
    WORKER: Status.NONAKTIF_PPU_KELUAR,
}


def newcomer(segment: int) -> int:
    people = [person("SITI", "P", dt.date(1990, 5, 4), Relation.MEMBER)]
    return ids(enrol(people, segment))[0]


def take(one: int, step: Step, segment: int) -> Outcome:
    name, day, choice = step
    if name == "move":
        to = (SELF_PAYER, POOR, LOCAL, WORKER)[choice % 4]
        return membership.move(
            people=[one], since=day, segment=to, hospital_class=3, payer=payer_for(to), by=BY
        )
    if name == "correct":
        status = (Status.NONAKTIF_DATA, Status.AKTIF, Status.TIDAK_DIKETAHUI)[choice % 3]
        until = day + dt.timedelta(days=9) if choice > 5 else None
        return membership.correct(people=[one], by=BY, of=day, since=day, until=until, status=status)
    if name == "void":
        return membership.void(people=[one], by=BY, of=day)
    if name == "die":
        return report_death(person=one, died_on=day, by=BY) if choice == 0 else Outcome(None, ())
    if name == "end":
        return membership.end(people=[one], since=day, status=_ENDS.get(segment, Status.NONAKTIF_USIA), by=BY)
    service = {
        "activate": membership.activate, "suspend": membership.suspend, "reactivate": membership.reactivate,
        "cancel": membership.cancel,
    }[name]  # fmt: skip
    return service(people=[one], since=day, by=BY)


def facts(spells: Spells) -> list[tuple[object, ...]]:
    return [(version.since, version.until, version.fact) for version in spells]


@given(
    st.lists(st.tuples(st.sampled_from([SELF_PAYER, POOR, LOCAL, WORKER]), steps), min_size=3, max_size=3),
    st.sampled_from(STEPS),
    st.lists(days, min_size=3, max_size=3),
    st.booleans(),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_status_for_many_is_what_each_would_get_alone(
    lives: list[tuple[int, list[Step]]], step: tuple[Transition, Status], since: list[dt.date], dated: bool
) -> None:
    people = [newcomer(segment) for segment, _ in lives]
    for one, (segment, taken) in zip(people, lives, strict=True):
        for each in taken:
            take(one, each, segment)
    each_day = dict(zip(people, since if dated else [since[0]] * 3, strict=True))
    known = membership_of(people)
    for spells in known.values():
        assert is_whole(spells) and impossible_row(spells) is None, (
            "services build only what the automaton allows"
        )
    wanted, changed = {}, 0
    for one in people:
        alone = status_edit(one, known[one], *step, each_day[one])
        changed += not isinstance(alone, Refused) and bool(alone)
        wanted[one] = facts(known[one] if isinstance(alone, Refused) else alone.applied(known[one]))
    with recording("status", BY) as during:
        if dated:
            select = " UNION ALL ".join("SELECT %s, " + _day(day) for day in each_day.values())
            done = apply_status(during=during, people=select, parameters=people, transition=step[0], status=step[1], since=None)  # fmt: skip
        else:
            select = "SELECT id FROM person WHERE id IN (%s, %s, %s)"
            done = apply_status(during=during, people=select, parameters=people, transition=step[0], status=step[1], since=since[0])  # fmt: skip
    assert {one: facts(spells) for one, spells in membership_of(people).items()} == wanted
    assert done == changed
    assert differences() == ()


def test_the_register_is_lawful_after_it_all() -> None:
    """Its laws, also about what was known when, over a register in which much was changed back in time."""
    for segment in (SELF_PAYER, POOR, LOCAL, WORKER):
        one = newcomer(segment)
        for choice, name in enumerate(
            ["activate", "suspend", "reactivate", "move", "correct", "move", "void", "die"]
        ):
            for day in reversed(DAYS):
                take(one, (name, day, choice), segment)
    assert [law.name for law in check() if not law.holds] == []
    assert asked("SELECT count(*) FROM membership WHERE superseded_by_id IS NOT NULL")[0][0] > 20


def _day(day: dt.date) -> str:
    from semesta.database import is_postgresql

    return f"DATE '{day}'" if is_postgresql() else f"'{day}'"
