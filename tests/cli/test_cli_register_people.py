"""A desk asks for a person, gives numbers, merges two records and undoes it; numbers are masked unless it says why."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from tests.cli.cli_world import Semesta
from tests.databases import BOTH, fresh
from tests.register.people_here import contested, enrolled, nik, person


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    with fresh(request.param) as address:
        yield address


def test_a_person_is_shown_masked_and_in_full_only_with_a_reason(semesta: Semesta, url: str) -> None:
    [siti] = enrolled(person(9001, card="0001234567890"))
    shown = semesta("register", "show", nik(9001), "--database", url)
    assert shown.code == 0 and "Menunggu aktif" in shown.out and "SITI" in shown.out
    assert nik(9001) not in shown.out and nik(9001)[:8] in shown.out and "0001234567890" not in shown.out
    whole = semesta(
        "register", "show", str(siti), "--full-nik", "klaim", "--by", "loket 3", "--database", url
    )
    assert nik(9001) in whole.out
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, actor, reason FROM look")
        assert cursor.fetchall() == [(siti, "loket 3", "klaim")]


def test_a_day_and_what_was_known_are_asked_apart(semesta: Semesta, url: str) -> None:
    [siti] = enrolled(person(9001), start=dt.date(2024, 3, 1))
    early = semesta("register", "show", str(siti), "--on", "2024-02-29", "--database", url)
    assert early.code == 3
    unknown = semesta(
        "register", "show", str(siti), "--on", "2024-03-01", "--known", "2024-06-30", "--database", url
    )
    assert unknown.code == 3, "it was recorded on 1 July"
    there = semesta(
        "register",
        "show",
        str(siti),
        "--on",
        "2024-03-01",
        "--known",
        "2024-07-01",
        "--json",
        "--database",
        url,
    )
    assert json.loads(there.out)["since"] == "2024-03-01"


def test_nobody_is_said_without_repeating_the_number(semesta: Semesta, url: str) -> None:
    said = semesta("register", "show", nik(9009), "--database", url)
    assert said.code == 3 and nik(9009) not in said.err


def test_two_records_are_merged_and_made_two_again(semesta: Semesta, url: str) -> None:
    [siti] = enrolled(person(9001))
    [twin] = enrolled(person(9002))
    done = semesta(
        "register", "merge", str(siti), str(twin), "--prefer-merged", "nik", "--json", "--database", url
    )
    merge = json.loads(done.out)["merge"]
    assert (
        json.loads(semesta("register", "show", nik(9001), "--json", "--database", url).out)["record"] == siti
    )
    told = semesta("register", "history", nik(9002), "--database", url)
    assert "penggabungan" in told.out and nik(9001) not in told.out and nik(9002) not in told.out
    assert semesta("register", "undo-merge", str(merge), "--database", url).code == 0
    again = semesta("register", "undo-merge", str(merge), "--database", url)
    assert again.code == 9 and "sudah dibatalkan" in " ".join(again.err.split())
    assert semesta("register", "check", "--database", url).code == 0


def test_a_contested_number_is_listed_and_settled(semesta: Semesta, url: str) -> None:
    [siti] = enrolled(person(9001))
    [budi] = enrolled(person(9002))
    contested(budi, 9001)
    listed = json.loads(semesta("register", "settle", "--json", "--database", url).out)
    assert (listed["contested"], listed["first"][0]["people"]) == (1, [siti, budi])
    settled = semesta("register", "settle", "nik", nik(9001), "--holder", str(siti), "--database", url)
    assert settled.code == 0
    assert "Tidak ada" in semesta("register", "settle", "--database", url).out


def test_numbers_are_given_and_withdrawn(semesta: Semesta, url: str) -> None:
    [siti] = enrolled(person(9001))
    enrolled(person(9002))
    taken = semesta(
        "register", "give-number", str(siti), "nik", nik(9002), "--since", "2024-08-01", "--database", url
    )
    assert taken.code == 9 and nik(9002) not in taken.err
    for words in (
        ("give-number", str(siti), "nik", nik(9003), "--since", "2024-08-01"),
        ("give-number", nik(9003), "kk", "1871010101249001", "--since", "2024-08-01"),
        ("withdraw-number", nik(9003), "card", "--since", "2024-08-01"),
    ):
        assert semesta("register", *words, "--database", url).code == 0


def test_a_state_that_is_not_what_the_facts_say_is_found_and_made_again(semesta: Semesta, url: str) -> None:
    [siti] = enrolled(person(9001))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE person SET status = 1 WHERE id = %s", [siti])
    found = semesta("register", "check", "--database", url)
    assert (
        found.code == 5
        and f"person {siti}" in found.out
        and "register rebuild" in " ".join(found.err.split())
    )
    assert "1 " in semesta("register", "rebuild", "--database", url).out
    assert semesta("register", "check", "--database", url).code == 0
