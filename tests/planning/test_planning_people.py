"""From tables to pools and from steps back to people: counted once, chosen once, whole households first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pytest

from semesta.engine import Engine
from semesta.planning.candidates import Pool, find_pools
from semesta.planning.options import Option
from semesta.planning.outcome import Draw
from semesta.planning.steps import name_people
from tests.planning.planning_world import plan

LOCAL = "PBPU_BP_PEMDA"


@pytest.fixture
def engine() -> Iterator[Engine]:
    """Two villages: a household of three, one of two, one alone, a newborn, a member in arrears, a dead card."""
    people = [  # id, village, kk, decile, way, coverage, bucket, basis
        (1, "18.01.01.2001", "1801019001019001", 3, "central_subsidy", "not_enrolled", "", ""),
        (2, "18.01.01.2001", "1801019001019002", 1, "central_subsidy", "not_enrolled", "", ""),
        (3, "18.01.01.2001", "1801019001019002", 1, "central_subsidy", "not_enrolled", "", ""),
        (4, "18.01.01.2002", "1801019001019003", 4, "central_subsidy", "not_enrolled", "", ""),
        (5, "18.01.01.2002", "1801019001019003", 4, "central_subsidy", "not_enrolled", "", ""),
        (6, "18.01.01.2002", "1801019001019003", 4, "central_subsidy", "not_enrolled", "", ""),
        (
            7,
            "18.72.01.1001",
            None,
            None,
            "newborn_of_member",
            "not_enrolled",
            "",
            f"kk_parent={LOCAL} born=2024-06-01",
        ),
        (8, "18.72.01.1001", "1872019001019001", 8, "settle_arrears", "inactive", "PBPU", ""),
        (9, "18.72.01.1001", "1872019001019002", 8, "settle_arrears", "inactive", "PBPU", ""),
    ]
    names = ("resident_id", "village_code", "kk", "decile", "way", "coverage", "bucket", "basis")
    with Engine(threads=1) as engine:
        engine.take("left_out", pa.table({n: [p[at] for p in people] for at, n in enumerate(names)}))
        engine.run("""
            CREATE TABLE residents AS SELECT resident_id, village_code, kk, decile, coverage, bucket, 100 + resident_id AS member_id FROM left_out;
            CREATE TABLE ways_in AS SELECT resident_id, village_code, coverage, bucket, way, true AS local_allowed, decile, basis FROM left_out;
            CREATE TABLE members AS SELECT * FROM (VALUES
                (108, 8, '18.72.01.1001', 'k', 'PBPU', 3, 'NONAKTIF_TUNGGAKAN', 'linked'),
                (109, 9, '18.72.01.1001', 'k', 'PBPU', 1, 'NONAKTIF_TUNGGAKAN', 'linked'),
                (500, NULL, '18.72.01.1001', 'k', 'PBPU_BP_PEMDA', 3, 'AKTIF', 'outside'))
                t(member_id, resident_id, village_code, kk, bucket, hospital_class, status, role);
            CREATE TABLE findings AS SELECT * FROM (VALUES
                (1, 'dead', 'certain', 500, NULL::BIGINT, '18.72.01.1001', 'PBPU_BP_PEMDA', true, 37800),
                (2, 'same_nik', 'certain', 500, NULL, '18.72.01.1001', 'PBPU_BP_PEMDA', false, 37800),
                (3, 'dead', 'to_check', 500, NULL, '18.72.01.1001', 'PBPU_BP_PEMDA', true, 37800))
                t(finding_id, kind, certainty, member_id, resident_id, village_code, bucket, counted, rupiah_local);
        """)
        yield engine


def pools(engine: Engine) -> dict[tuple[str, str], Pool]:
    made = plan(
        "", ("take_over",), remove_findings={"kinds": ["dead", "same_nik"], "certainties": ["certain"]}
    )
    found = find_pools(engine, made, central_decile=4)
    return {(p.way or p.source, p.payer): p for p in found}


def test_pools_tell_who_pays_afterwards(engine: Engine) -> None:
    found = pools(engine)
    assert {key: p.size for key, p in found.items()} == {
        ("central_subsidy", "others"): 6,
        ("newborn_of_member", "local"): 1,  # the parents are paid for locally
        ("settle_arrears", "assistance"): 1,  # class III: 2,800 fall due again
        ("settle_arrears", "others"): 1,  # class I: nothing for the local government
        ("findings", "local"): 1,  # each card's money once, nothing that is still to be checked
    }
    assert found["central_subsidy", "others"].allowed, "decile 5 and below"
    assert not found["settle_arrears", "others"].allowed, "decile 8"
    assert found["findings", "local"].removal == "ca", "the card leaves the published counts"


def test_a_card_removed_lowers_the_published_counts_only(engine: Engine) -> None:
    effect = pools(engine)["findings", "local"].effect("local")
    assert (effect.cards, effect.cards_active, effect.enrolled, effect.active, effect.place) == (
        -1,
        -1,
        0,
        0,
        -1,
    )


def test_whole_households_come_first_then_the_poorest(engine: Engine) -> None:
    pool = pools(engine)["central_subsidy", "others"]
    option = Option(pool, "central_subsidy", "others", pool.effect("others"), 10_000, 6, 0, 0)
    other = replace(option, lever="take_over")
    name_people(engine, [Draw(1, option, 1, 3), Draw(2, option, 4, 4), Draw(3, other, 5, 6)])
    rows = engine.rows("SELECT step_id, position, resident_id FROM plan_steps ORDER BY ALL")
    assert [(s, r) for s, _, r in rows] == [(1, 4), (1, 5), (1, 6), (2, 2), (3, 3), (3, 1)]
    assert [p for _, p, _ in rows] == [1, 2, 3, 1, 1, 2]


def test_a_step_on_cards_names_the_card(engine: Engine) -> None:
    pool = pools(engine)["findings", "local"]
    option = Option(pool, "remove_findings", "local", pool.effect("local"), 10_000, 1, 0, 0)
    name_people(engine, [Draw(1, option, 1, 1)])
    assert engine.rows("FROM plan_steps") == [(1, 1, None, 500)]
