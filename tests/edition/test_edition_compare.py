"""Two editions differ by people: each is followed, and the flows add up in every region."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.edition import Comparison, Edition, build, compare
from semesta.faults import InputRefused, LawBroken
from semesta.tables import RESIDENT_COVERAGES
from tests.coverage.world import VILLAGE, World, nik
from tests.edition.stages import request, stages

LATER = dt.date(2025, 7, 1)
METRO = 1872011001

ACTIVE: dict[str, Any] = {}
DEAD_CARD = {"status": "NONAKTIF_TUNGGAKAN"}


def world(
    people: list[tuple[dict[str, Any], dict[str, Any] | None]], cards: Sequence[dict[str, Any]] = ()
) -> World:
    """Residents, each with the card that is linked to it (or None), and cards of nobody."""
    residents = [resident for resident, _ in people]
    held = [(n, card) for n, (_, card) in enumerate(people) if card is not None]
    return World(
        residents, [card for _, card in held] + list(cards), [(n, m) for m, (n, _) in enumerate(held)]
    )


def editions(into: Path, before: World, after: World) -> tuple[Edition, Edition]:
    old = build(request(into), stages=stages(before))
    new = build(replace(request(into), as_of=LATER), stages=stages(after))
    return old, new


def flows(comparison: Comparison, region: str = "") -> dict[tuple[str, str, str], int]:
    return {(f.kind, f.before, f.after): f.persons for f in comparison.flows_of(region)}


def person(number: int, **columns: Any) -> dict[str, Any]:
    born = dt.date(1990, 1, 1)
    return {"nik": nik(number), "name": f"ORANG {number}", "birth_date": born, **columns}


def test_each_kind_of_flow_is_told_apart(tmp_path: Path) -> None:
    before = world([
        (person(0), ACTIVE), (person(1), DEAD_CARD), (person(2), None), (person(3), ACTIVE),
        (person(4), ACTIVE), (person(5), ACTIVE), (person(6), ACTIVE), (person(7), ACTIVE),
        (person(8), DEAD_CARD), (person(9), None), (person(10), ACTIVE), (person(11), None),
    ])  # fmt: skip
    after = world(
        [
            (person(0), DEAD_CARD), (person(1), ACTIVE), (person(2), DEAD_CARD), (person(3), None),
            (person(4, vital_status="DEAD"), ACTIVE), (person(5, vital_status="MOVED"), None),
            (person(6, village=METRO), ACTIVE), (person(7), {"bucket": "PPU_BU"}),
            # 8 is dead according to the insurer, 9 is gone, 10 stays, 11 enrols
            (person(10), ACTIVE), (person(11), ACTIVE),
            (person(12, birth_date=dt.date(2025, 1, 1)), ACTIVE), (person(13), None),
        ],
        cards=[{"nik": nik(8), "status": "MENINGGAL"}],
    )  # fmt: skip
    comparison = compare(*editions(tmp_path, before, after))
    assert flows(comparison) == {
        ("became_inactive", "active", "inactive"): 1,
        ("became_active", "inactive", "active"): 1,
        ("enrolled", "not_enrolled", "inactive"): 1,
        ("enrolled", "not_enrolled", "active"): 1,
        ("dropped", "active", "not_enrolled"): 1,
        ("died", "active", ""): 1,
        ("died", "inactive", ""): 1,
        ("moved_away", "active", ""): 1,
        ("left_register", "not_enrolled", ""): 1,
        ("moved_within", "active", "active"): 1,
        ("changed_segment", "active", "active"): 1,
        ("unchanged", "active", "active"): 1,
        ("born", "", "active"): 1,
        ("entered_register", "", "not_enrolled"): 1,
    }
    assert flows(comparison, "18.72") == {("moved_in", "", "active"): 1}
    assert flows(comparison, "18.71")[("moved_away", "active", "")] == 2
    assert flows(comparison, "99") == {}


def test_people_are_known_again_without_a_nik(tmp_path: Path) -> None:
    kk = 1871010101010001
    before = world([
        (person(0, nik=None, kk=kk), None), (person(1, nik=None), None), (person(2, nik=nik(99)), None),
    ])  # fmt: skip
    after = world([
        (person(0, kk=kk, village=METRO), ACTIVE), (person(1), ACTIVE), (person(2), ACTIVE),
    ])  # fmt: skip
    assert flows(compare(*editions(tmp_path, before, after))) == {("enrolled", "not_enrolled", "active"): 3}


def test_a_nik_that_now_belongs_to_somebody_else_is_not_the_same_person(tmp_path: Path) -> None:
    other = {"name": "ORANG LAIN", "birth_date": dt.date(1950, 5, 5)}
    old, new = editions(tmp_path, world([(person(0), ACTIVE)]), world([(person(0, **other), ACTIVE)]))
    assert set(flows(compare(old, new))) == {
        ("left_register", "active", ""),
        ("entered_register", "", "active"),
    }


def test_a_nik_held_by_two_people_pairs_nobody_wrongly(tmp_path: Path) -> None:
    twins = [(person(0), ACTIVE), (person(0, name="KEMBAR"), None)]
    old, new = editions(tmp_path, world(twins), world(twins))
    assert sum(flows(compare(old, new)).values()) == 2
    assert set(flows(compare(old, new))) == {("unchanged", s, s) for s in ("active", "not_enrolled")}


def test_the_later_edition_comes_second(tmp_path: Path) -> None:
    old, new = editions(tmp_path, world([(person(0), None)]), world([(person(0), None)]))
    with pytest.raises(InputRefused):
        compare(new, old)


def test_flows_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    """The cube of the older edition is exchanged for another one's."""
    old, new = editions(tmp_path, world([(person(0), ACTIVE)]), world([(person(0), ACTIVE)] * 2))
    cube = old.path / "cube.parquet"
    cube.chmod(0o644)
    cube.write_bytes((new.path / "cube.parquet").read_bytes())
    with pytest.raises(LawBroken, match="do not add up"):
        compare(old, new)


PEOPLE = st.lists(
    st.tuples(
        st.fixed_dictionaries({
            "nik": st.one_of(st.none(), st.integers(0, 6).map(nik)),
            "name": st.sampled_from(["BUDI", "SITI", None]),
            "kk": st.sampled_from([None, 1871010101010001]),
            "birth_date": st.sampled_from([None, dt.date(1990, 1, 1), dt.date(2025, 1, 1)]),
            "village": st.sampled_from([None, VILLAGE, VILLAGE + 1, METRO]),
            "vital_status": st.sampled_from(["ALIVE", "ALIVE", "DEAD", "MOVED"]),
        }),
        st.one_of(st.none(), st.sampled_from([{}, DEAD_CARD, {"bucket": "PBPU"}])),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(PEOPLE, PEOPLE)
def test_flows_add_up_between_any_two_editions(before: list[Any], after: list[Any]) -> None:
    """Then + in - out = now for each state, and everybody of both sides is in exactly one flow."""
    with TemporaryDirectory() as folder:
        old, new = editions(Path(folder), world(before), world(after))
        comparison = compare(old, new)
        for region in ("", "18.71", "18.72", "18.71.01.1002"):
            then, now = residents(old, region), residents(new, region)
            moved: Counter[str] = Counter()
            for flow in comparison.flows_of(region):
                assert flow.persons > 0
                moved[flow.after] += flow.persons
                moved[flow.before] -= flow.persons
            for state in RESIDENT_COVERAGES:
                assert then[state] + moved[state] == now[state]
            out = sum(f.persons for f in comparison.flows_of(region) if f.before)
            assert out == sum(then.values())


def residents(edition: Edition, region: str) -> Counter[str]:
    with edition.engine() as engine:
        inside = f"starts_with(village_code, '{region}')"
        return Counter(
            dict(
                engine.rows(
                    f"SELECT coverage, count(*) FROM residents WHERE coverage <> 'departed' AND {inside} GROUP BY ALL"
                )
            )
        )
