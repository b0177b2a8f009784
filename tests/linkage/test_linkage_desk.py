"""Cases of the desk: people whose two records an officer would or would not put together."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

import pytest

from semesta.engine import Engine
from semesta.linkage import link
from tests.linkage.province import Province, province, stage
from tests.linkage.reference_levels import Person

NOBODY = -1  # no link and no further card; held for review at most

DISTRICT_A, DISTRICT_B = 1871031001, 1871041002
ELSEWHERE = 1802112007


def person(name: str, born: str, sex: str, nik: int | None, kk: int, village: int = DISTRICT_A) -> Person:
    return Person(name, dt.date.fromisoformat(born), sex, nik, kk, village)


def but(someone: Person, **changes: object) -> Person:
    return dataclasses.replace(someone, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Case:
    """Residents and members who have to do with one another, and whom each member should be linked with."""

    about: str
    residents: tuple[Person, ...]
    members: tuple[Person, ...]
    wanted: tuple[int, ...]  # place of the resident by member, or NOBODY
    or_review: bool = False  # a person may decide; only the wrong link is wrong
    not_yet: str = ""  # why the program does not do it yet


FAUZI = person("MUHAMMAD FAUZI", "1979-05-14", "L", 1871031405799001, 9001)
LESTARI = person("DWI LESTARI", "1991-08-02", "P", 1871034208919002, 9002)
KETUT = person("I KETUT SUDARMA", "1966-04-09", "L", 1871030904669003, 9003)
NURHALIZA = person("SITI NURHALIZA RAHMAWATI", "1998-12-21", "P", 1871036112989004, 9004)
SUPRIYADI = person("BAMBANG SUPRIYADI", "1973-03-30", "L", 1871033003739005, 9005)
MOVED = (
    person("HARTONO GUNAWAN", "1970-02-11", "L", 1871041102709006, 9106, DISTRICT_B),
    person("YULIANTI GUNAWAN", "1975-06-18", "P", 1871045806759007, 9106, DISTRICT_B),
    person("KEVIN GUNAWAN", "2003-09-27", "L", 1871042709039008, 9106, DISTRICT_B),
)
TWINS = (
    person("HASAN BASRI", "2011-07-05", "L", 1871030507119009, 9007),
    person("HUSEN BASRI", "2011-07-05", "L", 1871030507119010, 9007),
)
NAMESAKES = (
    person("AHMAD YANI", "1958-10-17", "L", 1871031710589011, 9008),
    person("AHMAD YANI", "1988-10-19", "L", 1871031910889012, 9008),
)
BROTHERS = (
    person("RUDI HARTAWAN", "1986-01-23", "L", 1871032301869013, 9009),
    person("TONI HARTAWAN", "1990-11-08", "L", 1871030811909014, 9009),
)
RUSMINI = person("RUSMINI WATI", "1961-09-13", "P", 1871035309619015, 9010)
TWICE = person("SUMARNO HADI", "1955-06-25", "L", 1871032506559016, 9011)
TWO_CARDS = person("LINDA PERMATA", "1983-02-04", "P", 1871034402839017, 9012)
ALIKE_TWINS = (
    person("NI PUTU RINA", "2009-03-16", "P", 1871035603099018, 9013),
    person("NI PUTU RINI", "2009-03-16", "P", 1871035603099019, 9013),
)
STRANGER = person("OKTAVIANUS SIMBOLON", "1977-10-06", "L", None, 9914, 1802032004)
SPOUSES = (
    person("EKO PRASETYO", "1980-04-28", "L", 1871032804809021, 9015),
    person("RINI ASTUTI", "1982-12-09", "P", 1871034912829022, 9015),
)
PARJIYEMS = (
    person("PARJIYEM", "1949-01-01", "P", 1871034101499020, 9016),
    person("PARJIYEM", "1957-04-12", "P", 1871035204579023, 9017),
)
SUWARNI = person("SUWARNI HARYANTI", "1968-07-09", "P", 1871034907689024, 9018)
LEFT_BEHIND = (
    person("MISBAHUL ULUM", "1972-05-21", "L", 1871032105729025, 9019),
    person("LULUK MASRUROH", "1976-11-03", "P", 1871034311769026, 9019),
)

CASES = (
    Case("Muhammad written M.", (FAUZI,), (but(FAUZI, name="M. FAUZI"),), (0,)),
    Case("two digits of the NIK exchanged", (LESTARI,), (but(LESTARI, nik=1871034208919020),), (0,)),
    Case("day and month exchanged", (KETUT,), (but(KETUT, birth_date=dt.date(1966, 9, 4)),), (0,)),
    Case(
        "no NIK, and a name cut at the end of the column",
        (NURHALIZA,),
        (but(NURHALIZA, nik=None, name="SITI NURHALIZA RAH"),),
        (0,),
    ),
    Case("no NIK, and an initial", (SUPRIYADI,), (but(SUPRIYADI, nik=None, name="B. SUPRIYADI"),), (0,)),
    Case(
        "an old family card in another district; the others on it show where the family lives now",
        MOVED,
        (
            but(MOVED[0], kk=9006, village=DISTRICT_A),
            but(MOVED[1], kk=9006, village=DISTRICT_A),
            but(MOVED[2], kk=9006, village=DISTRICT_A, nik=None, name="KEVIN GUNAWEN"),
        ),
        (0, 1, 2),
    ),
    Case(
        "twins whose NIKs were exchanged: by name, or left to a person",
        TWINS,
        (but(TWINS[0], nik=TWINS[1].nik), but(TWINS[1], nik=TWINS[0].nik)),
        (0, 1),
        or_review=True,
    ),
    Case("father and son of one name, one NIK missing", NAMESAKES, (but(NAMESAKES[1], nik=None),), (1,)),
    Case(
        "a card under the brother's NIK, beside the brother's own",
        BROTHERS,
        (BROTHERS[0], but(BROTHERS[1], nik=BROTHERS[0].nik)),
        (0, 1),
    ),
    Case(
        "a mistyped NIK that is another woman's",
        (RUSMINI,),
        (person("MARLINA SITORUS", "1994-05-22", "P", RUSMINI.nik, 9920, 1871101005),),
        (NOBODY,),
    ),
    Case(
        "a person whom the register holds twice",
        (TWICE, but(TWICE, kk=9111, village=DISTRICT_B)),
        (TWICE,),
        (0,),
    ),
    Case("two cards of one person", (TWO_CARDS,), (TWO_CARDS, but(TWO_CARDS, village=None)), (0, 0)),
    Case(
        "a second card without a NIK",
        (but(LESTARI, name="WAHYUNI LESTARI", nik=1871034208919032, kk=9032),),
        (
            but(LESTARI, name="WAHYUNI LESTARI", nik=1871034208919032, kk=9032),
            but(LESTARI, name="WAHYUNI LESTARI", nik=None, kk=9032),
        ),
        (0, 0),
    ),
    Case(
        "a second card with an old NIK, in the village where the first card still stands",
        (SUWARNI,),
        (but(SUWARNI, village=ELSEWHERE), but(SUWARNI, nik=3302014907689112, kk=9118, village=ELSEWHERE)),
        (0, 0),
    ),
    Case(
        "a card without a NIK, in the village where the others of the family still stand",
        LEFT_BEHIND,
        (
            but(LEFT_BEHIND[0], village=ELSEWHERE),
            but(LEFT_BEHIND[1], nik=None, kk=9120, name="LULUK MASRURO", village=ELSEWHERE),
        ),
        (0, 1),
    ),
    Case(
        "twins who both fit: left to a person",
        ALIKE_TWINS,
        (but(ALIKE_TWINS[0], nik=None, name="NI PUTU R"),),
        (NOBODY,),
    ),
    Case("somebody who is no resident", (), (STRANGER,), (NOBODY,)),
    Case(
        "husband's NIK on the wife's card",
        SPOUSES,
        (but(SPOUSES[1], nik=SPOUSES[0].nik), SPOUSES[0]),
        (1, 0),
    ),
    Case(
        "a card with nothing but a name that two women carry",
        PARJIYEMS,
        (Person("PARJIYEM"),),
        (NOBODY,),
    ),
)


def linked(people: Province) -> dict[int, tuple[int, str]]:
    """Resident and outcome by member, for links and further cards."""
    with Engine(threads=1) as engine:
        stage(engine, people.residents, people.members)
        link(engine)
        rows = engine.rows("SELECT member, resident, outcome FROM links WHERE outcome <> 'review'")
    assert len({member for member, *_ in rows}) == len(rows)
    return {member: (resident, outcome) for member, resident, outcome in rows}


@pytest.fixture(scope="module")
def desk() -> dict[str, list[int]]:
    """All cases in one province of ordinary people; place of the resident by member, NOBODY without a link."""
    around = province(8, 120, fault_share=0.05)
    residents, members = list(around.residents), list(around.members)
    starts: dict[str, tuple[int, int]] = {}
    for case in CASES:
        starts[case.about] = (len(residents), len(members))
        residents += case.residents
        members += case.members
    found = linked(Province(tuple(residents), tuple(members)))
    return {
        case.about: [
            found[starts[case.about][1] + place][0] - starts[case.about][0]
            if starts[case.about][1] + place in found
            else NOBODY
            for place in range(len(case.members))
        ]
        for case in CASES
    }


@pytest.mark.parametrize("case", CASES, ids=[case.about for case in CASES])
def test_desk_case(case: Case, desk: dict[str, list[int]], request: pytest.FixtureRequest) -> None:
    if case.not_yet:
        request.applymarker(pytest.mark.xfail(reason=case.not_yet, strict=False))
    for found, wanted in zip(desk[case.about], case.wanted, strict=True):
        assert found == wanted or (case.or_review and found == NOBODY)


def test_a_card_stands_where_the_family_used_to_live() -> None:
    """The register knows the new village; the parents' cards, sure by NIK, still say the old one."""
    around = province(24, 60, fault_share=0.0)
    old = [but(one, village=DISTRICT_A) for one in MOVED]
    members = (*old[:2], but(old[2], nik=None, kk=None))
    with Engine(threads=1) as engine:
        stage(engine, (*MOVED, *around.residents), (*members, *around.members))
        link(engine)
        ((resident, evidence),) = engine.rows("SELECT resident, evidence FROM links WHERE member = 2")
    assert resident == 2
    assert evidence.endswith("home=former")


def test_without_any_nik_people_are_found_by_name_birth_and_family() -> None:
    around = province(21, 80, fault_share=0.0)
    members = tuple(but(member, nik=None) for member in around.members)
    found = linked(Province(around.residents, members))
    right = sum(found.get(m, (NOBODY, ""))[0] == true for m, true in enumerate(around.truth))
    wrong = sum(resident != around.truth[member] for member, (resident, _) in found.items())
    assert right >= 0.97 * len(members)
    assert wrong <= 0.01 * len(members)


def test_where_everybody_has_one_name_the_other_fields_decide() -> None:
    around = province(22, 40, fault_share=0.0)
    residents = tuple(but(resident, name="SITI AMINAH") for resident in around.residents)
    members = tuple(but(member, name="SITI AMINAH") for member in around.members)
    found = linked(Province(residents, members))
    assert [found[member][0] for member in range(len(members))] == list(around.truth)
    without_nik = tuple(but(member, nik=None) for member in members)
    for member, (resident, _) in linked(Province(residents, without_nik)).items():
        assert resident == around.truth[member]


@pytest.mark.parametrize("empty", ["residents", "members", "both"])
def test_an_empty_side_gives_no_links_and_a_stated_error(empty: str) -> None:
    around = province(23, 10)
    residents = () if empty in ("residents", "both") else around.residents
    members = () if empty in ("members", "both") else around.members
    with Engine(threads=1) as engine:
        stage(engine, residents, members)
        error = link(engine).error
        assert engine.count("links") == 0
    assert error.links == 0
    assert error.reviews == 0
    assert error.false_links.value == pytest.approx(0.0)
    assert error.missed_links.value == pytest.approx(0.0)
