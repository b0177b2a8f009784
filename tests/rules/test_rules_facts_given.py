"""Facts typed at the prompt: what is understood, and what is refused with the nearest name."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.faults import InputRefused
from semesta.rules.facts_given import facts_of
from semesta.rules.formulas import FORMULAS

CONTRIBUTION = FORMULAS["contribution"]


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("4200479", 4_200_479), ("4.200.479", 4_200_479), ("4,200,479", 4_200_479), ("Rp4.200.479", 4_200_479),
        ("4200479.19", 4_200_479), ("4.200.479,19", 4_200_479), ("4,200,479.19", 4_200_479), ("Rp 35.000", 35_000),
        ("4.200", 4_200), ("0", 0),
    ],
)  # fmt: skip
def test_rupiah_as_offices_write_them_and_fractions_are_dropped(written: str, rupiah: int) -> None:
    assert facts_of(CONTRIBUTION, [f"wage={written}"]) == {"wage": rupiah}


@pytest.mark.parametrize("written", ["", "lima juta", "4.20.0479", "-5", "4.2004", "1e6", "4200479.195.1"])
def test_what_is_no_amount_is_refused(written: str) -> None:
    with pytest.raises(InputRefused, match="whole number"):
        facts_of(CONTRIBUTION, [f"wage={written}"])


def test_words_in_any_case_classes_in_roman_and_flags_in_words() -> None:
    facts = ["bucket=pbpu", "hospital_class=III", "status=Aktif", "segment=pekerja mandiri"]
    found = facts_of(CONTRIBUTION, facts)
    assert found == {"bucket": "PBPU", "hospital_class": 3, "status": "AKTIF", "segment": "PEKERJA MANDIRI"}
    assert facts_of(FORMULAS["tobacco"], ["minutes=ya"]) == {"minutes": True}
    assert facts_of(FORMULAS["tobacco"], ["minutes=no"]) == {"minutes": False}


def test_shares_in_per_cent_or_basis_points_and_dates() -> None:
    standing = FORMULAS["standing"]
    assert facts_of(standing, ["coverage_share=98%"]) == {"coverage_share": 9_800}
    assert facts_of(standing, ["coverage_share=37,5%"]) == {"coverage_share": 3_750}
    assert facts_of(standing, ["coverage_share=9800"]) == {"coverage_share": 9_800}
    assert facts_of(FORMULAS["newborn"], ["birth_date=2024-03-01"]) == {"birth_date": dt.date(2024, 3, 1)}


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("buket=PBPU", "Perhaps bucket is meant"),
        ("bucket=PBBU", "PBPU"),
        ("PBPU", "no name=value"),
        ("hospital_class=4", "from 1 to 3"),
        ("relation=0", "from 1 to 5"),
        ("status=", "Choose"),
    ],
)
def test_a_wrong_fact_is_refused_with_what_was_probably_meant(fact: str, words: str) -> None:
    with pytest.raises(InputRefused) as refused:
        facts_of(CONTRIBUTION, [fact])
    assert words in refused.value.say("en")
    assert refused.value.say("id") != refused.value.say("en")


def test_a_date_in_another_order_is_never_guessed() -> None:
    with pytest.raises(InputRefused, match="year-month-day"):
        facts_of(FORMULAS["newborn"], ["birth_date=01/03/2024"])


def test_a_fact_given_twice_is_refused() -> None:
    with pytest.raises(InputRefused, match="given before"):
        facts_of(CONTRIBUTION, ["bucket=PBPU", "bucket=PBI_JK"])


def test_a_segment_says_its_group_and_must_not_contradict_one() -> None:
    assert facts_of(CONTRIBUTION, ["segment=PEKERJA MANDIRI"])["bucket"] == "PBPU"
    assert facts_of(CONTRIBUTION, ["segment=PNS DAERAH", "bucket=PPU_PN"])["bucket"] == "PPU_PN"
    with pytest.raises(InputRefused, match="of the group PBPU"):
        facts_of(CONTRIBUTION, ["segment=PEKERJA MANDIRI", "bucket=PBI_JK"])
