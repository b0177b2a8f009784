"""The algebra of versions agrees with a register that keeps one word for every day and every change."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from semesta.register.timeline import (
    Edit,
    Version,
    at,
    change,
    difference,
    is_whole,
    joined,
    put,
    run_end,
)

FIRST = dt.date(2024, 1, 1)
DAYS = 40
Known = tuple[Version[str], ...]
#: The slow reference: the word of every day; what lies behind the last day is as that day is.
Days = dict[int, str]

days = st.integers(0, DAYS - 1)
words = st.sampled_from("abcd")


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def spelled(known: Sequence[Version[str]]) -> Days:
    found: Days = {}
    for number in range(DAYS + 1):
        holding = [version for version in known if version.holds(day(number))]
        assert len(holding) == 1, "each day has one version"
        found[number] = holding[0].fact
    return found


def written(word: Days) -> Known:
    return joined([Version(day(n), None if n == DAYS else day(n + 1), word[n]) for n in range(DAYS + 1)])


@st.composite
def histories(draw: st.DrawFn) -> Known:
    cuts = sorted({0, *draw(st.lists(days, max_size=6))})
    ends = [day(cut) for cut in cuts[1:]]
    return tuple(
        Version(day(cut), end, draw(words), row)
        for row, (cut, end) in enumerate(zip(cuts, [*ends, None], strict=True), start=1)
    )


periods = st.tuples(days, st.one_of(st.none(), st.integers(1, DAYS))).map(
    lambda it: (it[0], None if it[1] is None or it[1] <= it[0] else it[1])
)


def within(number: int, since: int, until: int | None) -> bool:
    return since <= number and (until is None or number < until)


@given(histories(), periods, words)
def test_putting_a_fact_is_writing_its_word_on_its_days(
    known: Known, period: tuple[int, int | None], word: str
) -> None:
    since, until = period
    edit = put(known, Version(day(since), None if until is None else day(until), word))
    now = edit.applied(known)
    wanted = {n: word if within(n, since, until) else old for n, old in spelled(known).items()}
    assert spelled(now) == wanted
    assert is_whole(now)


@given(histories(), periods)
def test_changing_facts_is_changing_the_word_of_each_day(
    known: Known, period: tuple[int, int | None]
) -> None:
    since, until = period
    edit = change(
        known, day(since), None if until is None else day(until), lambda word: "b" if word == "a" else word
    )
    now = edit.applied(known)
    wanted = {n: "b" if old == "a" and within(n, since, until) else old for n, old in spelled(known).items()}
    assert spelled(now) == wanted
    assert is_whole(now)
    assert all(version.fact == "a" for version in edit.superseded), "what does not change is not touched"


@given(histories(), histories())
def test_the_difference_makes_one_history_of_another_and_touches_nothing_else(
    known: Known, wanted: Known
) -> None:
    edit = difference(known, wanted)
    assert spelled(edit.applied(known)) == spelled(wanted)
    both = {(v.since, v.until, v.fact) for v in known} & {(v.since, v.until, v.fact) for v in wanted}
    assert not [v for v in (*edit.superseded, *edit.inserted) if (v.since, v.until, v.fact) in both]
    assert not difference(known, known)


@given(histories(), days)
def test_a_run_ends_on_the_first_day_of_another_word(known: Known, start: int) -> None:
    word = spelled(known)
    other = next((n for n in range(start, DAYS + 1) if word[n] != word[start]), None)
    assert run_end(known, day(start), lambda fact: fact) == (None if other is None else day(other))


@given(histories())
def test_neighbours_that_say_the_same_become_one(known: Known) -> None:
    one = joined(known)
    assert one == written(spelled(known)) or spelled(one) == spelled(known)
    assert all(before.fact != after.fact for before, after in itertools.pairwise(one))


@given(st.lists(st.tuples(periods, words), min_size=1, max_size=8))
def test_what_was_known_after_each_change_stays_what_it_was(
    edits: list[tuple[tuple[int, int | None], str]],
) -> None:
    """On two clocks: rectangles of days and changes, against a copy of the calendar kept after every change."""
    never = len(edits) + 1
    recorded: dict[Version[str], tuple[int, int]] = {Version(FIRST, None, "start", 0): (0, never)}
    calendars = [spelled(list(recorded))]
    for number, ((since, until), word) in enumerate(edits, start=1):
        known = tuple(version for version, (_, gone) in recorded.items() if gone == never)
        piece = Version(day(since), None if until is None else day(until), f"{word}{number}")
        edit: Edit[str] = put(known, piece)
        for version in edit.superseded:
            recorded[version] = (recorded[version][0], number)
        for place, made in enumerate(edit.inserted):
            recorded[Version(made.since, made.until, made.fact, number * 100 + place)] = (number, never)
        calendars.append(spelled(edit.applied(known)))
    for number, calendar in enumerate(calendars):
        then = [version for version, (since, gone) in recorded.items() if since <= number < gone]
        assert spelled(then) == calendar
        assert all(at(then, day(n)) is not None for n in range(DAYS))
