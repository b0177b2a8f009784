"""Levels of agreement: what a clerk would say of two records, in the engine and in the reference."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.linkage.blocking import PERSON_COLUMNS
from semesta.linkage.comparing import compare
from semesta.linkage.levels import FIELDS, all_patterns, evidence_of, levels_of, pattern_of
from tests.linkage.province import province, stage
from tests.linkage.reference_levels import (
    Person,
    birth_level,
    home_level,
    name_level,
    nik_level,
    sex_level,
)

BORN = dt.date(1984, 3, 7)
BUDI = Person("BUDI SANTOSO", BORN, "L", 1871010703849001, 1871010101009001, 1871011001)

# what the case is about, how the resident and the member differ from Budi, field, level
CASES: tuple[tuple[str, dict[str, object], dict[str, object], str, str], ...] = (
    ("the same", {}, {}, "nik", "same"),
    ("one digit mistyped", {}, {"nik": 1871010703849002}, "nik", "typo1"),
    ("two neighbouring digits swapped", {}, {"nik": 1871010703840901}, "nik", "typo1"),
    ("two digits mistyped", {}, {"nik": 1871010703849032}, "nik", "typo2"),
    ("the last digit cut off", {}, {"nik": None, "nik_written": "187101070384900"}, "nik", "typo1"),
    ("one digit too many", {}, {"nik": None, "nik_written": "'18710107038490013"}, "nik", "typo1"),
    ("half a NIK", {}, {"nik": None, "nik_written": "18710107"}, "nik", "different"),
    ("somebody else's", {}, {"nik": 1802034412509003}, "nik", "different"),
    ("another number, of an earlier registration", {}, {"nik": 3302010703849417}, "nik", "different"),
    (
        "another number, which spells the birth date that the card has wrong",
        {}, {"nik": 3302010703849417, "birth_date": dt.date(1984, 1, 1)}, "nik", "born",
    ),
    ("a dash in the cell", {}, {"nik": None, "nik_written": "-"}, "nik", "missing"),
    ("no NIK in the register", {"nik": None}, {}, "nik", "missing"),
    ("the same", {}, {}, "name", "same"),
    ("Muhammad shortened", {"name": "MUHAMMAD FAUZI"}, {"name": "M. FAUZI"}, "name", "normal"),
    ("written before 1972", {"name": "DJOKO SOESILO"}, {"name": "JOKO SUSILO"}, "name", "normal"),
    ("written together", {"name": "NUR HAYATI"}, {"name": "NURHAYATI"}, "name", "normal"),
    ("a pilgrim and a teacher", {"name": "SITI AMINAH"}, {"name": "HJ. SITI AMINAH, S.PD"}, "name", "normal"),
    ("the last word missing", {"name": "SRI WULAN LESTARI"}, {"name": "SRI WULAN"}, "name", "part"),
    ("an initial", {"name": "BAMBANG SUTRISNO"}, {"name": "B. SUTRISNO"}, "name", "part"),
    ("cut at the end of the column", {"name": "MADE WIJAYA KUSUMA"}, {"name": "MADE WIJAYA KUS"}, "name", "part"),
    ("words exchanged", {"name": "RATNA WIDYA NINGSIH"}, {"name": "NINGSIH RATNA WIDYA"}, "name", "part"),
    ("one letter wrong", {"name": "BAMBANG SUTRISNO"}, {"name": "BAMBANG SUTRESNO"}, "name", "close"),
    ("another person", {"name": "BAMBANG SUTRISNO"}, {"name": "RATNA DEWI"}, "name", "different"),
    ("no name", {}, {"name": None}, "name", "missing"),
    ("a baby called by its mother's name", {}, {"name": "BAYI NY SANTOSO"}, "name", "missing"),
    ("a name that begins like that", {"name": "BAYINAH"}, {"name": "BAYINAH"}, "name", "same"),
    ("the same", {}, {}, "birth", "same"),
    ("day and month exchanged", {}, {"birth_date": dt.date(1984, 7, 3)}, "birth", "swapped"),
    ("another day", {}, {"birth_date": dt.date(1984, 3, 17)}, "birth", "one_part"),
    ("another year", {}, {"birth_date": dt.date(1985, 3, 7)}, "birth", "one_part"),
    ("only the year known", {}, {"birth_date": dt.date(1984, 1, 1)}, "birth", "year"),
    ("another day and month", {}, {"birth_date": dt.date(1984, 9, 20)}, "birth", "year"),
    ("another date", {}, {"birth_date": dt.date(1990, 11, 21)}, "birth", "different"),
    ("no date", {"birth_date": None}, {}, "birth", "missing"),
    ("man and man", {}, {}, "sex", "same"),
    ("man and woman", {}, {"sex": "P"}, "sex", "different"),
    ("sex left out", {}, {"sex": None}, "sex", "missing"),
    ("one family card", {}, {"village": 1802032004}, "home", "household"),
    ("one village", {}, {"kk": 7}, "home", "village"),
    (
        "one hamlet, the number of the neighbourhood behind it",
        {"address": "DUSUN SIDOREJO"}, {"kk": 7, "address": "Dsn. Sidorejo RT 003/RW.01"}, "home", "street",
    ),
    (
        "one street, a house number on one side",
        {"address": "JL. MERDEKA NO.12"}, {"kk": 7, "address": "JALAN MERDEKA"}, "home", "street",
    ),
    ("another house", {"address": "JL MERDEKA NO 12"}, {"kk": 7, "address": "JL MERDEKA 14"}, "home", "village"),
    ("a street like another", {"address": "JL MERDEKA"}, {"kk": 7, "address": "JL MERDEKAWATI"}, "home", "village"),
    ("an address without a street", {"address": "RT 003"}, {"kk": 7, "address": "RT 003"}, "home", "village"),
    (
        "one street's name in two villages",
        {"address": "JL MELATI"}, {"kk": 7, "address": "JL MELATI", "village": 1871011002}, "home", "district",
    ),
    ("one district", {}, {"kk": 7, "village": 1871011002}, "home", "district"),
    ("one regency", {}, {"kk": None, "village": 1871021003}, "home", "regency"),
    ("elsewhere", {}, {"kk": 7, "village": 1802032004}, "home", "elsewhere"),
    ("village unknown", {"kk": None}, {"village": None}, "home", "missing"),
)  # fmt: skip


def compared(residents: list[Person], members: list[Person]) -> list[dict[str, str]]:
    """The levels of the first with the first, the second with the second, and so on."""
    with Engine(threads=1) as engine:
        stage(engine, residents, members)
        for table in ("residents", "members"):
            engine.run(f"CREATE TABLE {table}_compared AS SELECT {PERSON_COLUMNS} FROM {table}")
        engine.run("CREATE TABLE pairs AS SELECT rowid AS resident, rowid AS member FROM residents")
        compare(
            engine,
            pairs="pairs",
            residents="residents_compared",
            members="members_compared",
            into="found",
            streets=True,
        )
        return [named(pattern) for (pattern,) in engine.rows("SELECT pattern FROM found ORDER BY resident")]


def named(pattern: int) -> dict[str, str]:
    return dict(word.split("=") for word in evidence_of(pattern).split())


def by_reference(r: Person, m: Person) -> dict[str, str]:
    home = home_level(r, m, household=r.kk is not None and r.kk == m.kk)
    levels = (nik_level(r, m), name_level(r, m), birth_level(r, m), sex_level(r, m), home)
    return named(pattern_of(levels))


def of_case(case: tuple[str, dict[str, object], dict[str, object], str, str]) -> tuple[Person, Person]:
    return dataclasses.replace(BUDI, **case[1]), dataclasses.replace(BUDI, **case[2])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def levels_of_cases() -> list[dict[str, str]]:
    pairs = [of_case(case) for case in CASES]
    return compared([r for r, _ in pairs], [m for _, m in pairs])


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[3]}: {c[0]}" for c in CASES])
def test_level_of_a_case(number: int, levels_of_cases: list[dict[str, str]]) -> None:
    *_, field, level = CASES[number]
    assert levels_of_cases[number][field] == level
    assert by_reference(*of_case(CASES[number]))[field] == level


def test_every_level_has_a_case() -> None:
    told = {(field, level) for *_, field, level in CASES}
    untold = {(field.name, level) for field in FIELDS for level in field.levels} - told
    # Two records alone do not show a former village: the cards of others do (desk cases).
    assert untold == {("name", "near"), ("home", "former")}


def test_engine_and_reference_agree_on_anybody_with_anybody() -> None:
    people = province(3, 120, fault_share=1.0)
    pairs = [(r, m) for r in people.residents[::4] for m in people.members[::7]]
    cards = zip(people.truth, people.members, strict=True)
    pairs += [(people.residents[true], m) for true, m in cards if true is not None]
    found = compared([r for r, _ in pairs], [m for _, m in pairs])
    assert found == [by_reference(r, m) for r, m in pairs]
    assert {levels["name"] for levels in found} >= {"near", "close", "part"}


@given(st.sampled_from(all_patterns()))
def test_a_pattern_is_its_levels(pattern: int) -> None:
    assert pattern_of(levels_of(pattern)) == pattern
