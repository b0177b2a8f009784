"""A monthly extract is applied as a difference: only what changed becomes facts, and every row has an outcome."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.faults import InputRefused
from semesta.register.checking import check, require
from semesta.register.importing import Imported, ImportOrder, import_extract
from semesta.register.recording import record
from semesta.register.vocabulary import Transition
from tests.coverage.world import nik
from tests.databases import BOTH, fresh
from tests.register.extracts import BY, FIRST_DAY, KK, SECOND_DAY, card, count, present, row, write_extract

both = pytest.mark.usefixtures("database")


def _import(folder: Path, rows: Sequence[dict[str, Any]], day: dt.date = FIRST_DAY, **how: Any) -> Imported:
    file = write_extract(folder, rows, f"peserta_{day}_{len(list(folder.glob('*')))}.csv")
    return import_extract(ImportOrder((file,), day, threads=1, **how), by=BY)


def _memberships(number: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.valid_from, m.valid_to, m.spell, m.status, m.transition FROM membership m JOIN person p "
            "ON p.id = m.person_id WHERE p.card = %s AND m.superseded_by_id IS NULL ORDER BY m.valid_from", [int(card(number))]
        )  # fmt: skip
        return [tuple(one) for one in cursor.fetchall()]


@both
def test_only_what_changed_becomes_facts(tmp_path: Path) -> None:
    _import(tmp_path, [row(1), row(2), row(3, kk=KK), row(4, kk=KK), row(9)])
    before = count("membership"), count("person_fact"), count("identifier")
    found = _import(
        tmp_path,
        [
            row(1),
            row(2, status="PENANGGUHAN PEMBAYARAN"),
            row(3, kk=KK, segment="PBI JAMINAN KESEHATAN"),
            row(4, kk=KK, address="JALAN MELATI"),
            row(5),
        ],
        SECOND_DAY,
    ).outcomes
    assert found.by_outcome == {"new": 1, "same": 1, "changed": 3, "held": 0, "rejected": 0}
    assert found.columns == {"address": 1, "segment": 1, "status": 1, "status_raw": 1}
    assert found.transitions == {"MOVED": 1, "SUSPENDED": 1}
    assert found.missing == 1, "card 9 is left out: listed, not ended"
    assert _memberships(9) == [(FIRST_DAY, None, 1, 1, Transition.ADOPTED)]
    assert _memberships(2) == [
        (FIRST_DAY, SECOND_DAY, 1, 1, Transition.ADOPTED),
        (SECOND_DAY, None, 1, 2, Transition.SUSPENDED),
    ]
    assert _memberships(3)[1] == (SECOND_DAY, None, 2, 1, Transition.MOVED)
    # A new person has a row of each, two numbers; a changed row gives way to two pieces.
    assert (count("membership"), count("person_fact"), count("identifier")) == (
        before[0] + 1 + 2 + 2,
        before[1] + 1 + 2,
        before[2] + 2,
    )
    require(check())


@both
def test_a_dry_run_shows_the_same_counts_and_changes_nothing(tmp_path: Path) -> None:
    _import(tmp_path, [row(1), row(2)])
    rows = [row(1, name="SITI AMINAH"), row(2), row(3)]
    dry = _import(tmp_path, rows, SECOND_DAY, dry_run=True, out=tmp_path / "out")
    assert (dry.change, count("change"), count("person")) == (None, 1, 2)
    assert (tmp_path / "out" / "outcomes.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        'peserta_2024-08-01_1.csv,2,changed,"",name,1',
        'peserta_2024-08-01_1.csv,3,same,"","",2',
        'peserta_2024-08-01_1.csv,4,new,"","",',
    ]
    assert _import(tmp_path, rows, SECOND_DAY).outcomes == dry.outcomes


@both
def test_the_same_file_twice_changes_nothing_and_an_older_one_is_refused(tmp_path: Path) -> None:
    first = _import(tmp_path, [row(1)], SECOND_DAY)
    again = _import(tmp_path, [row(1)], SECOND_DAY)
    assert again.again
    assert again.change == first.change
    assert count("change") == 1
    with pytest.raises(InputRefused, match="in the order of their days"):
        _import(tmp_path, [row(1, name="LAIN")], FIRST_DAY)


@both
def test_a_lost_card_finds_its_person_by_nik_and_a_stranger_with_that_nik_is_held(tmp_path: Path) -> None:
    _import(tmp_path, [row(1), row(2, name="BUDI", birth_date="1971-02-03")])
    found = _import(
        tmp_path,
        [row(7, nik=nik(1)), row(8, nik=nik(2), name="ORANG LAIN", birth_date="2001-01-01")],
        SECOND_DAY,
    ).outcomes
    assert (found.by_outcome["changed"], found.held) == (1, {"nik_of_another": 1})
    people = present()
    assert people[card(7)]["nik"] == str(nik(1))
    assert people[card(2)]["name"] == "BUDI"
    assert count("person") == 2
    require(check())


@both
def test_niks_may_change_places_but_not_be_taken(tmp_path: Path) -> None:
    _import(tmp_path, [row(1), row(2), row(3)])
    swapped = [row(1, nik=nik(2)), row(2, nik=nik(1)), row(3, nik=nik(2), name="JOKO")]
    found = _import(tmp_path, swapped, SECOND_DAY).outcomes
    # Three rows want two NIKs: who wants NIK 2 is held, twice; then NIK 1 is not free either.
    assert (found.by_outcome["changed"], found.held) == (0, {"nik_taken": 3})
    later = dt.date(2024, 9, 1)
    assert _import(tmp_path, swapped[:2], later).outcomes.by_outcome["changed"] == 2
    assert {number: present()[card(number)]["nik"] for number in (1, 2, 3)} == {
        1: str(nik(2)), 2: str(nik(1)), 3: str(nik(3)),
    }  # fmt: skip
    require(check())


@both
def test_a_second_card_with_a_held_nik_is_contested_as_when_adopted(tmp_path: Path) -> None:
    _import(tmp_path, [row(1)])
    found = _import(tmp_path, [row(1), row(2, nik=nik(1))], SECOND_DAY).outcomes
    assert found.by_outcome["new"] == 1
    assert count("identifier", "contested") == 1
    require(check())


@both
def test_refused_cells_and_missing_columns_leave_what_is_known(tmp_path: Path) -> None:
    _import(tmp_path, [row(1), row(2)])
    short = [{k: v for k, v in row(n).items() if k not in ("address", "kk", "facility")} for n in (1, 2)]
    short[0] |= {"birth_date": "31/02/1990", "nik": "18E15"}
    found = _import(tmp_path, short, SECOND_DAY).outcomes
    assert found.by_outcome["same"] == 2
    one = present()[card(1)]
    assert (str(one["birth_date"]), one["nik"], one["address"]) == ("1990-04-13", str(nik(1)), "JALAN MAWAR")


@both
def test_where_the_register_knows_later_facts_the_row_waits(tmp_path: Path) -> None:
    _import(tmp_path, [row(1), row(2)])
    september = dt.date(2024, 9, 1)
    with writing(), connection.cursor() as cursor:  # the desk: from September on card 1 is somewhere else
        change = record("move_address", BY).change
        cursor.execute("UPDATE person_fact SET superseded_by_id = %s WHERE person_id = 1", [change])
        said = "name, sex, birth_date, kk, village, facility"
        for begins, ends, address in ((FIRST_DAY, september, "JALAN MAWAR"), (september, None, "JALAN BARU")):
            cursor.execute(
                f"SELECT {said} FROM person_fact WHERE person_id = 1 AND superseded_by_id = %s", [change]
            )
            fact = (1, begins, ends, change, address, *cursor.fetchone())
            columns = ("person_id", "valid_from", "valid_to", "change_id", "address", *said.split(", "))
            insert_rows("person_fact", columns, [fact])
    found = _import(tmp_path, [row(1, name="SITI A"), row(2, name="SITI A")], SECOND_DAY).outcomes
    assert (found.by_outcome["changed"], found.held) == (1, {"known_later": 1})
    require(check())


@both
def test_a_family_that_changes_as_a_whole_keeps_its_number(tmp_path: Path) -> None:
    _import(tmp_path, [row(1, kk=KK), row(2, kk=KK), row(3, kk=KK + 1), row(4, kk=KK + 1)])
    before = _families()
    _import(
        tmp_path,
        [
            row(1, kk=KK, hospital_class=2),
            row(2, kk=KK, hospital_class=2),
            row(3, kk=KK + 1),
            row(4, kk=KK + 2),
        ],
        SECOND_DAY,
    )
    after = _families()
    assert (after[1], after[2], after[3]) == (before[1], before[2], before[3])
    assert after[4] not in before.values(), "who leaves a family founds one"
    require(check())


def _families() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT card, family_id FROM person")
        return {int(number) % 1000: int(family) for number, family in cursor.fetchall()}


_people = st.lists(st.integers(1, 7), unique=True, min_size=1, max_size=6)


@st.composite
def _extract(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Each card's NIK is one of two that are only its own: who holds what is another test."""
    pick = st.sampled_from
    segments = (
        "PBI JAMINAN KESEHATAN",
        "PEKERJA MANDIRI",
        "PBPU DAN BP PEMERINTAH DAERAH",
        "PEGAWAI SWASTA",
        "PPU BU",
        None,
    )
    return [
        row(
            number,
            nik=nik(number + 20 * draw(pick((0, 0, 0, 1)))),
            kk=draw(pick((KK, KK + 1, None))),
            name=draw(pick(("SITI", "SITI AMINAH", None))),
            birth_date=draw(pick(("1990-04-13", "1990-04-14", None))),
            village_code=draw(pick(("18.71.01.1004", "18.72.01.1001", None))),
            address=draw(pick(("JALAN MAWAR", None))),
            segment=draw(pick(segments)),
            hospital_class=draw(pick((1, 3, None))),
            status=draw(pick(("AKTIF", "PENANGGUHAN PEMBAYARAN", "MENINGGAL", "ENTAH APA"))),
            end_date=draw(pick(("2025-01-01", None))),
            payer_region=draw(pick(("18", "PT MAJU", None, None))),
        )
        for number in draw(_people)
    ]


@pytest.mark.parametrize("kind", BOTH)
def test_an_extract_after_another_leads_where_it_leads_alone(kind: str) -> None:
    @given(first=_extract(), second=_extract())
    @settings(
        max_examples=5, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
    )
    def law(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
        with tempfile.TemporaryDirectory() as folder, fresh(kind):
            _import(Path(folder), second, SECOND_DAY)
            alone = present()
        with tempfile.TemporaryDirectory() as folder, fresh(kind):
            _import(Path(folder), first)
            found = _import(Path(folder), second, SECOND_DAY).outcomes
            assert sum(found.by_outcome.values()) == found.rows == len(second)
            require(check())
            both_of_them = present()
        for key, one in alone.items():
            other = both_of_them[key]
            assert {**other, "family": other["family"] & set(alone)} == one

    law()
