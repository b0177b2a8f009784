"""The automaton: what may follow what, in Python and in SQL alike."""

from __future__ import annotations

import itertools

import pytest

from semesta.register.transitions import (
    CLOSERS,
    OPENERS,
    SAYINGS,
    STEPS,
    State,
    allowed,
    allowed_sql,
    article,
    possible,
    possible_sql,
    state_of,
)
from semesta.register.vocabulary import Status, Transition
from semesta.tables import BUCKETS, UNKNOWN_BUCKET
from tests.register.desk_people import LOCAL, POOR, SELF_PAYER, START, WORKER, asked

SEGMENTS = (SELF_PAYER, POOR, LOCAL, WORKER, 0, -6)
DEAD = State(Status.MENINGGAL)


def test_nothing_happens_to_the_dead() -> None:
    happens = set(Transition) - SAYINGS - {Transition.VOIDED}
    assert not [
        (transition, status) for transition, status in itertools.product(happens, Status) for segment in SEGMENTS
        if allowed(DEAD, transition, status, segment)
    ]  # fmt: skip
    assert not any(
        possible(DEAD, transition, status, bucket, same_spell=same)
        for transition, status in itertools.product(happens, Status)
        for bucket in (*BUCKETS, UNKNOWN_BUCKET) for same in (True, False)
    )  # fmt: skip


def test_only_families_and_employers_are_suspended_and_only_while_active() -> None:
    suspended = Transition.SUSPENDED, Status.NONAKTIF_TUNGGAKAN
    active = State(Status.AKTIF)
    assert [allowed(active, *suspended, segment) for segment in SEGMENTS] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]
    assert not any(allowed(State(s), *suspended, SELF_PAYER) for s in Status if s != Status.AKTIF)


@pytest.mark.parametrize(
    ("segment", "ground"),
    [
        (POOR, Status.NONAKTIF_PBI_KELUAR),
        (LOCAL, Status.NONAKTIF_PEMDA_KELUAR),
        (WORKER, Status.NONAKTIF_PPU_KELUAR),
    ],
)
def test_each_ground_of_an_end_has_its_segment(segment: int, ground: Status) -> None:
    active = State(Status.AKTIF)
    assert allowed(active, Transition.ENDED, ground, segment)
    assert not any(allowed(active, Transition.ENDED, ground, it) for it in SEGMENTS if it != segment)
    # Death is the only ground on which a self-payer leaves (jkn.md 3).
    grounds = [s for s in Status if allowed(active, Transition.ENDED, s, SELF_PAYER)]
    assert grounds == [Status.MENINGGAL]


def test_what_was_cancelled_begins_again_only_by_an_enrolment() -> None:
    closed = State(Status.BELUM_AKTIF, closed=True)
    ways = {s.transition for s in STEPS if closed in s.of} - SAYINGS
    assert ways == {Transition.ENROLLED, Transition.ENDED}
    assert not possible(closed, Transition.ACTIVATED, Status.AKTIF, "PBPU", same_spell=True)


def test_a_spell_begins_with_an_opener_and_only_there() -> None:
    for opener, before in itertools.product(
        OPENERS - SAYINGS, (State(Status.AKTIF), State(Status.BELUM_AKTIF))
    ):
        assert not possible(before, opener, Status.AKTIF, "PBPU", same_spell=True)
    assert not possible(
        State(Status.AKTIF), Transition.CANCELLED, Status.BELUM_AKTIF, "PBPU", same_spell=True
    )
    assert not possible(
        State(Status.NONAKTIF_TUNGGAKAN), Transition.ACTIVATED, Status.AKTIF, "PBPU", same_spell=True
    )
    assert possible(None, Transition.ENROLLED, Status.BELUM_AKTIF, "PBPU", same_spell=False)
    assert not possible(None, Transition.ENROLLED, Status.NONAKTIF_USIA, "PPU_BU", same_spell=False)


def test_several_steps_of_one_day_show_as_the_last() -> None:
    """Suspended by the run of the first, paid on the first: active on, reactivated."""
    assert possible(State(Status.AKTIF), Transition.REACTIVATED, Status.AKTIF, "PBPU", same_spell=True)
    assert not allowed(State(Status.AKTIF), Transition.REACTIVATED, Status.AKTIF, SELF_PAYER)


def test_each_decision_has_the_article_that_our_sources_give() -> None:
    active, owing = State(Status.AKTIF), State(Status.NONAKTIF_TUNGGAKAN)
    left = State(Status.NONAKTIF_PBI_KELUAR)
    articles = {
        (active, Transition.SUSPENDED, owing.status, SELF_PAYER): "Perpres 64/2020 Ps. 42 ayat 1",
        (owing, Transition.REACTIVATED, active.status, SELF_PAYER): "Perpres 64/2020 Ps. 42 ayat 3 huruf a",
        (left, Transition.REACTIVATED, active.status, POOR): "",
        (active, Transition.ENDED, Status.NONAKTIF_USIA, WORKER): "Perpres 82/2018 Ps. 5 ayat 1",
        (active, Transition.ENDED, Status.NONAKTIF_PBI_KELUAR, POOR): "",
    }
    for arrow, text in articles.items():
        assert article(*arrow, START) == text


@pytest.mark.usefixtures("shared_database")
def test_sql_allows_what_the_automaton_allows() -> None:
    rows = [
        (status, transition, segment) for status in Status for transition in Transition for segment in SEGMENTS
        if transition not in CLOSERS or status == Status.BELUM_AKTIF
    ]  # fmt: skip
    for transition, to in {(s.transition, s.to) for s in STEPS}:
        found = asked(f"{_table(rows)} SELECT * FROM f WHERE {allowed_sql(transition, to, of='f')}")
        wanted = [
            (s, t, segment) for s, t, segment in rows if allowed(state_of(s, t), transition, to, segment)
        ]
        assert sorted(found) == sorted(wanted), (transition, to)


@pytest.mark.usefixtures("shared_database")
@pytest.mark.parametrize("same", [True, False])
def test_sql_finds_possible_what_the_automaton_finds_possible(same: bool) -> None:
    from semesta.register.buckets import BUCKET_OF

    rows = [(s, t, segment) for s in Status for t in Transition for segment in SEGMENTS]
    for before in (
        State(Status.AKTIF),
        State(Status.NONAKTIF_PBI_KELUAR),
        State(Status.BELUM_AKTIF, closed=True),
    ):
        condition = possible_sql(before, of="f", same_spell=same)
        found = asked(f"{_table(rows)} SELECT * FROM f WHERE {condition}")
        wanted = [
            (s, t, n) for s, t, n in rows if possible(before, t, s, BUCKET_OF[n], same_spell=same)
        ]  # fmt: skip
        assert sorted(found) == sorted(wanted)


def _table(rows: list[tuple[Status, Transition, int]]) -> str:
    values = ", ".join(f"({status:d}, {transition:d}, {segment})" for status, transition, segment in rows)
    return f"WITH f (status, transition, segment) AS (VALUES {values})"
