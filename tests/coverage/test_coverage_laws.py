"""The laws hold for every world that linkage can make, agree with a plain count, and see every breach."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.coverage import LAWS, broken_laws, build_cubes, classify, require_laws
from semesta.engine import Engine
from semesta.faults import LawBroken
from tests.coverage.world import AS_OF, VILLAGE, World, nik

STATUSES = ("AKTIF", "NONAKTIF_TUNGGAKAN", "MENINGGAL", "TIDAK_DIKETAHUI")

RESIDENTS = st.lists(
    st.fixed_dictionaries({
        "nik": st.one_of(st.none(), st.integers(0, 5).map(nik)),
        "kk": st.sampled_from([None, 1871010101010001, 1871010101010002]),
        "sex": st.sampled_from([None, "L", "P"]),
        "birth_date": st.one_of(st.none(), st.dates(dt.date(1920, 1, 1), dt.date(2025, 1, 1))),
        "village": st.sampled_from([None, VILLAGE, VILLAGE + 1]),
        "vital_status": st.sampled_from(["ALIVE", "ALIVE", "ALIVE", "DEAD", "MOVED"]),
        "decile": st.sampled_from([None, 1, 9]),
    }),
    max_size=10,
)  # fmt: skip
MEMBERS = st.lists(
    st.fixed_dictionaries({
        "status": st.sampled_from(STATUSES),
        "status_raw": st.sampled_from([None, "AKTIF", "NON AKTIF"]),
        "segment": st.sampled_from([None, "PBI JAMINAN KESEHATAN"]),
        "bucket": st.sampled_from(["PBI_JK", "PBPU", "UNKNOWN"]),
        "village": st.sampled_from([None, VILLAGE, 3201011001]),
        "nik": st.one_of(st.none(), st.integers(0, 5).map(nik)),
    }),
    max_size=10,
)  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Residents, members, and links as linkage promises them: at most one link per resident, every
    member in at most one row, duplicates only beside a link."""
    residents, members = draw(RESIDENTS), draw(MEMBERS)
    links: list[tuple[int, int, str]] = []
    for member in range(len(members)):
        if not residents or draw(st.booleans()):
            continue
        resident = draw(st.integers(0, len(residents) - 1))
        linked = any(r == resident and how == "link" for r, _, how in links)
        links.append((resident, member, draw(st.sampled_from(["duplicate" if linked else "link", "review"]))))
    return World(residents, members, links)


def age_band(birth: dt.date | None) -> str:
    """The five-year band, counted the way a person would."""
    if birth is None or birth > AS_OF:
        return ""
    years = AS_OF.year - birth.year - ((AS_OF.month, AS_OF.day) < (birth.month, birth.day))
    low = years // 5 * 5
    return "75+" if low >= 75 else f"{low:02}-{low + 4:02}"


def expected(world: World) -> Counter[tuple[Any, ...]]:
    """Residents by village, coverage, bucket, status, sex and age band; one person at a time."""
    counts: Counter[tuple[Any, ...]] = Counter()
    for number, resident in enumerate(world.residents):
        rank = {"link": 0, "duplicate": 1}
        held = [(m, rank[how]) for r, m, how in world.links if r == number and how in rank]
        if resident["vital_status"] != "ALIVE":
            coverage, card = "departed", None
        elif not held:
            coverage, card = "not_enrolled", None
        else:
            status = [m["status"] for m in world.members]
            best = min(held, key=lambda h: (status[h[0]] != "AKTIF", h[1], h[0]))[0]
            card = world.members[best]
            coverage = "active" if card["status"] == "AKTIF" else "inactive"
        village = {None: "", VILLAGE: "18.71.01.1001", VILLAGE + 1: "18.71.01.1002"}[resident["village"]]
        bucket, status_ = (card["bucket"], card["status"]) if card else ("", "")
        counts[
            (village, coverage, bucket, status_, resident["sex"] or "", age_band(resident["birth_date"]))
        ] += 1
    return counts


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_cube_is_what_one_would_count_by_hand(world: World) -> None:
    with Engine(threads=1) as engine:
        world.stage(engine)
        classify(engine, AS_OF)
        build_cubes(engine, AS_OF)
        found = engine.rows(
            "SELECT village_code, coverage, bucket, status, sex, age_band, sum(persons)::BIGINT FROM cube "
            "WHERE coverage <> 'outside' GROUP BY ALL"
        )
        assert {row[:6]: row[6] for row in found} == dict(expected(world))
        roles = dict(engine.rows("SELECT role, sum(cards)::BIGINT FROM card_cube GROUP BY ALL"))
        outside = engine.value("SELECT coalesce(sum(persons), 0) FROM cube WHERE coverage = 'outside'")
        assert sum(roles.values()) == len(world.members)
        assert roles.get("outside", 0) == outside


def sound(engine: Engine) -> None:
    """An edition of four residents and five cards, as its finished tables."""
    engine.run("""
        CREATE TABLE residents AS FROM (VALUES
            (1, '', 'not_enrolled', 'ALIVE', 0, NULL), (2, 'A', 'active', 'ALIVE', 2, 2),
            (3, 'A', 'departed', 'DEAD', 0, NULL), (4, 'B', 'inactive', 'ALIVE', 1, 3))
            t(resident_id, village_code, coverage, vital_status, cards, member_id);
        CREATE TABLE members AS FROM (VALUES
            (1, 'A', 'linked', 2), (2, 'A', 'duplicate', 2), (3, 'B', 'linked', 4),
            (4, 'A', 'outside', NULL), (5, 'C', 'outside', NULL)) t(member_id, village_code, role, resident_id);
        CREATE TABLE outside AS FROM (VALUES (4, 'A', 'register_dead'), (5, 'C', 'not_in_register'))
            t(member_id, village_code, reason);
        CREATE TABLE links AS FROM (VALUES (2, 1, 'link'), (2, 2, 'duplicate'), (4, 3, 'link'), (3, 4, 'link'),
            (1, 5, 'review')) t(resident_id, member_id, outcome);
        CREATE TABLE cube AS
            SELECT village_code, coverage, count(*) AS persons FROM residents GROUP BY ALL
            UNION ALL SELECT village_code, 'outside', count(*) FROM outside GROUP BY ALL;
        CREATE TABLE card_cube AS SELECT village_code, role, count(*) AS cards FROM members GROUP BY ALL;
    """)


def test_a_sound_edition_breaks_no_law() -> None:
    with Engine(threads=1) as engine:
        sound(engine)
        assert require_laws(engine, place="x") == tuple(law.name for law in LAWS)


@pytest.mark.parametrize(
    ("breach", "laws"),
    [
        ("UPDATE cube SET persons = persons + 1 WHERE coverage = 'active'", {"residents", "cube"}),
        ("UPDATE cube SET village_code = 'B' WHERE coverage = 'active'", {"residents", "cube"}),
        ("DELETE FROM cube WHERE coverage = 'departed'", {"departed", "cube"}),
        ("UPDATE card_cube SET cards = cards - 1 WHERE role = 'duplicate'", {"members"}),
        ("UPDATE members SET role = 'lain' WHERE member_id = 5", {"members", "roles", "outside_people"}),
        ("UPDATE members SET resident_id = 1 WHERE member_id = 1", {"linked_people"}),
        ("UPDATE residents SET cards = 1 WHERE resident_id = 2", {"cards_held"}),
        ("UPDATE residents SET coverage = 'active' WHERE resident_id = 1", {"cube", "linked", "linked_people"}),
        ("DELETE FROM outside WHERE member_id = 5", {"outside", "outside_people"}),
        ("UPDATE outside SET member_id = 1 WHERE member_id = 4", {"outside_people"}),
        ("DELETE FROM links WHERE outcome = 'duplicate'", {"links"}),
        ("UPDATE links SET outcome = 'link' WHERE outcome = 'review'", {"links"}),
        ("CREATE OR REPLACE TABLE residents AS FROM residents ORDER BY resident_id DESC", {"resident_order"}),
        ("CREATE OR REPLACE TABLE members AS FROM members ORDER BY member_id DESC", {"member_order"}),
    ],
)  # fmt: skip
def test_each_breach_is_seen_by_its_laws(breach: str, laws: set[str]) -> None:
    with Engine(threads=1) as engine:
        sound(engine)
        engine.run(breach)
        assert {failure.law.name for failure in broken_laws(engine)} == laws


def test_a_broken_law_says_village_and_both_numbers() -> None:
    with Engine(threads=1) as engine:
        sound(engine)
        engine.run("UPDATE cube SET persons = 7 WHERE village_code = 'B'")
        with pytest.raises(LawBroken, match=r"active \+ inactive \+ not enrolled = residents \(B\): 7 ≠ 1"):
            require_laws(engine, place="2024-07-01")
