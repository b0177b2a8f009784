"""Two processes that do the same at the same moment: one does it, the other is told, nothing is there twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.robustness.conftest import Trial

Races = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def races(kind: str, trial: Trial) -> Races:
    found: Races = trial("racing", kind, "1")
    return found


def _firsts(race: dict[str, Any]) -> list[str]:
    return [told.partition(":")[0] for told in race["told"]]


def test_the_same_payment_is_posted_once(races: Races) -> None:
    for race in races["same payment"]:
        assert _firsts(race) == ["already_posted", "already_posted", "posted"]
        assert race["counted"] == "1 1 42000"


def test_a_reference_is_of_one_payment(races: Races) -> None:
    for race in races["same reference, other amount"]:
        assert _firsts(race) == ["posted", "refused"]
        assert "posted for another payment" in race["told"][1] and "Ask the bank" in race["told"][1]
        assert race["counted"] == "1 1"


def test_batches_that_overlap_are_posted_whole_and_once(races: Races) -> None:
    for race in races["overlapping batches"]:
        assert race["counted"] == f"40 40 {sum(1000 + number for number in range(40))}"


def test_a_nik_is_of_one_person(races: Races) -> None:
    for race in races["same NIK"]:
        assert _firsts(race) == ["enrolled", "refused"]
        assert "is registered already" in race["told"][1] and "Move that person" in race["told"][1]
        assert race["counted"] == "1 1 1"


def test_a_month_is_billed_once(races: Races) -> None:
    for race in races["same bill run"]:
        assert _firsts(race) == ["already", "billed"]
        assert race["counted"] == "1 0 0", "one run, no party with two entries, nobody with two lines"


def test_the_arrears_of_a_month_are_run_once(races: Races) -> None:
    for race in races["same arrears run"]:
        assert _firsts(race) == ["done", "nothing left to do"]
        assert race["counted"] == "1 1"
