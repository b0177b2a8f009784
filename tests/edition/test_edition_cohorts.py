"""The history for a forecast: each person in one cohort movement, the same people as in the flows of compare."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from semesta.edition import Edition, build, compare
from semesta.edition.cohorts import history
from semesta.faults import InputRefused
from semesta.planning.cohorts import NO_CARD, STATES, History
from tests.coverage.world import VILLAGE, World
from tests.edition.stages import request, stages
from tests.edition.test_edition_compare import ACTIVE, DEAD_CARD, LATER, METRO, editions, person, world

Pair = tuple[dict[str, Any], dict[str, Any] | None]
PBI, PBI_DEAD = STATES.index(("PBI_JK", True)), STATES.index(("PBI_JK", False))
SELF = {"bucket": "PBPU", "segment": "PEKERJA MANDIRI"}
WORKER = {"bucket": "PPU_BU", "segment": "PEGAWAI SWASTA"}


def lines(found: History) -> Counter[tuple[Any, ...]]:
    """Persons by part before and after, states by name, and whether they died or were born."""
    (seen,) = found.intervals

    def part(number: int) -> str:
        return "-" if number < 0 else found.parts[number]

    def state(number: int) -> str:
        return "-" if number < 0 else f"{STATES[number][0]}{'' if STATES[number][1] else '!'}"

    counted: Counter[tuple[Any, ...]] = Counter()
    for n, persons in enumerate(seen.persons):
        key = (
            part(seen.origin[n]), part(seen.destination[n]), state(seen.before[n]), state(seen.after[n]),
            "died" if seen.died[n] else "born" if seen.born[n] else "",
        )  # fmt: skip
        counted[key] += int(persons)
    return counted


def test_every_way_in_out_and_between_is_told_apart(tmp_path: Path) -> None:
    before = world([
        (person(0), ACTIVE), (person(1), DEAD_CARD), (person(2), None), (person(3), ACTIVE), (person(4), ACTIVE),
        (person(5), ACTIVE), (person(6, village=METRO), SELF), (person(7), WORKER), (person(8), DEAD_CARD),
    ])  # fmt: skip
    after = world(
        [
            (person(0), DEAD_CARD), (person(1), ACTIVE), (person(2), SELF), (person(3, vital_status="DEAD"), ACTIVE),
            (person(4, vital_status="MOVED"), None), (person(5, village=METRO), ACTIVE), (person(6, village=METRO), ACTIVE),
            (person(7), WORKER), (person(12, birth_date=dt.date(2025, 1, 1)), ACTIVE), (person(13), None),
        ],
        cards=[{"nik": person(8)["nik"], "status": "MENINGGAL"}],
    )  # fmt: skip
    found = history(editions(tmp_path, before, after))
    assert found.parts == ("18.71", "18.72", "")
    assert lines(found) == {
        ("18.71", "18.71", "PBI_JK", "PBI_JK!", ""): 1,
        ("18.71", "18.71", "PBI_JK!", "PBI_JK", ""): 1,
        ("18.71", "18.71", "!", "PBPU", ""): 1,
        ("18.71", "-", "PBI_JK", "-", "died"): 1,
        ("18.71", "-", "PBI_JK", "-", ""): 1,
        ("18.71", "18.72", "PBI_JK", "PBI_JK", ""): 1,
        ("18.72", "18.72", "PBPU", "PBI_JK", ""): 1,
        ("18.71", "18.71", "PPU_BU", "PPU_BU", ""): 1,
        ("18.71", "-", "PBI_JK!", "-", "died"): 1,
        ("-", "18.71", "-", "PBI_JK", "born"): 1,
        ("-", "18.71", "-", "!", ""): 1,
    }


def test_the_stock_is_the_newest_edition_and_cards_are_counted_where_they_are_written(tmp_path: Path) -> None:
    people: list[Pair] = [(person(n), ACTIVE) for n in range(3)] + [(person(3, village=METRO), None)]
    stray = [{"nik": person(9)["nik"], "village": 3201011001}, {"nik": person(8)["nik"], "village": METRO}]
    found = history(editions(tmp_path, world(people), world(people, cards=stray)))
    assert found.stock.sum(axis=1)[:, PBI].tolist() == [3, 0, 0]
    assert found.stock[1].sum() == found.stock[1, :, NO_CARD].sum() == 1
    assert found.cards[-1].cards.tolist() == [3, 1, 1], (
        "a card of another province stands with those of no village"
    )
    assert found.cards[0].cards.tolist() == [3, 0, 0]


def test_people_who_pass_21_are_known_by_their_birth_date(tmp_path: Path) -> None:
    """Born in March 2004: 20 in the first edition, 21 in the second; the twin of 2005 gets there within 24 months."""
    older, younger = dt.date(2004, 3, 1), dt.date(2005, 3, 1)
    people: list[Pair] = [(person(0, birth_date=older), WORKER), (person(1, birth_date=younger), WORKER)]
    found = history(editions(tmp_path, world(people), world(people)), months=24)
    (seen,) = found.intervals
    passed = seen.age != seen.age_after
    assert seen.persons[passed].tolist() == [1]
    assert (seen.age[passed].tolist(), seen.age_after[passed].tolist()) == ([0], [1])
    assert found.reaching[0, 0].sum() == 1


def test_a_regencys_history_has_its_districts_and_no_one_else(tmp_path: Path) -> None:
    here, there, next_door = VILLAGE, METRO, VILLAGE + 10_000
    before = world(
        [
            (person(0, village=here), ACTIVE),
            (person(1, village=here), ACTIVE),
            (person(2, village=there), None),
        ]
    )
    after = world(
        [
            (person(0, village=next_door), ACTIVE),
            (person(1, village=there), ACTIVE),
            (person(2, village=here), None),
        ]
    )
    found = history(editions(tmp_path, before, after), region="18.71")
    assert found.parts == ("18.71.01", "18.71.02")
    assert lines(found) == {
        ("18.71.01", "18.71.02", "PBI_JK", "PBI_JK", ""): 1,
        ("18.71.01", "-", "PBI_JK", "-", ""): 1,
        ("-", "18.71.01", "-", "!", ""): 1,
    }


def test_the_cohorts_are_the_people_of_compare(tmp_path: Path) -> None:
    people = [
        (person(n, village=(VILLAGE, METRO, None)[n % 3]), (ACTIVE, DEAD_CARD, None)[n % 2])
        for n in range(12)
    ]
    later = [
        (person(n, village=(METRO, VILLAGE, None)[n % 3]), (ACTIVE, None, SELF)[n % 3]) for n in range(3, 15)
    ]
    pair = editions(tmp_path, world(people), world(later))
    flows = compare(*pair).flows_of("")
    (seen,) = history(pair).intervals
    for side, state in (("before", seen.before), ("after", seen.after)):
        told = Counter({"active": 0, "inactive": 0, "not_enrolled": 0})
        for n, persons in enumerate(seen.persons):
            if state[n] >= 0:
                group, active = STATES[state[n]]
                told["not_enrolled" if not group else "active" if active else "inactive"] += int(persons)
        asked: Counter[str] = Counter({"active": 0, "inactive": 0, "not_enrolled": 0})
        for flow in flows:
            if getattr(flow, side):
                asked[getattr(flow, side)] += flow.persons
        assert told == asked


# --- refusals -------------------------------------------------------------------------------------


def one(into: Path, as_of: dt.date, people: World | None = None) -> Edition:
    return build(replace(request(into), as_of=as_of), stages=stages(people or world([(person(0), ACTIVE)])))


def test_one_edition_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="two or more"):
        history([one(tmp_path, LATER)])


def test_editions_of_one_date_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="no time between"):
        history([one(tmp_path, LATER), one(tmp_path / "again", LATER)])


def test_editions_in_the_wrong_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="wrong order"):
        history([one(tmp_path, LATER), one(tmp_path, dt.date(2024, 7, 1))])


def test_editions_of_different_regions_are_refused(tmp_path: Path) -> None:
    bogor = world([(person(0, village=3201011001), ACTIVE)])
    with pytest.raises(InputRefused, match="different regions"):
        history([one(tmp_path, dt.date(2024, 7, 1)), one(tmp_path, LATER, bogor)])
