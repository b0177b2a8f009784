"""Thresholds by date, and the people missing to them, to the person."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.rules import RULES_VERSION, THRESHOLDS, Threshold, people_missing, thresholds_on

counts = st.integers(0, 300_000_000)


def threshold(standard: str, measure: str = "coverage_administrative") -> Threshold:
    return next(t for t in THRESHOLDS if (t.standard, t.measure) == (standard, measure))


def shares(day: str) -> dict[tuple[str, str], int]:
    return {(t.standard, t.measure): t.share_basis_points for t in thresholds_on(dt.date.fromisoformat(day))}


def test_the_worked_example_of_lampung_november_2025() -> None:
    """jkn.md 4.6: 202,434 people to 98% registered; 826,021 or 516,622 to 80% active, by the basis."""
    population, members, active = 9_215_739, 8_828_991, 6_546_571
    registered = threshold("UHC_PRIORITAS_2025")
    activity = threshold("UHC_PRIORITAS_2025", "activity_on_population")
    assert people_missing(registered, members, population) == 202_434
    assert people_missing(activity, active, population) == 826_021
    assert people_missing(activity, active, members) == 516_622


@pytest.mark.parametrize(
    ("population", "at_98", "at_80"),
    # jkn.md 6.1: Lampung Selatan, Metro, the province
    [(1_124_683, 1_102_190, 899_747), (182_293, 178_648, 145_835), (9_144_263, 8_961_378, 7_315_411)],
)
def test_targets_of_the_regencies(population: int, at_98: int, at_80: int) -> None:
    assert people_missing(threshold("UHC_PRIORITAS_2025"), 0, population) == at_98
    assert people_missing(threshold("UHC_PRIORITAS_2025", "activity_on_population"), 0, population) == at_80


@given(st.sampled_from(THRESHOLDS), counts, counts)
def test_so_many_people_and_not_one_fewer(threshold: Threshold, numerator: int, denominator: int) -> None:
    share = Fraction(threshold.share_basis_points, 10_000)
    missing = people_missing(threshold, numerator, denominator)
    assert missing >= 0
    assert numerator + missing >= share * denominator
    assert missing == 0 or numerator + missing - 1 < share * denominator


def test_before_2024_universal_meant_95_percent() -> None:
    assert shares("2023-08-01")["UHC_95", "coverage_administrative"] == 9_500
    assert ("UHC_95", "coverage_administrative") in shares("2023-12-31")
    assert ("UHC_95", "coverage_administrative") not in shares("2024-01-01")


def test_in_2024_the_plan_asked_for_98_and_85() -> None:
    found = shares("2024-07-01")
    assert found["RPJMN_2020", "coverage_administrative"] == 9_800
    assert found["RPJMN_2020", "activity_on_population"] == 8_500


def test_from_2025_priority_asks_for_98_and_80_without_arrears() -> None:
    found = shares("2025-08-01")
    assert found["UHC_PRIORITAS_2025", "coverage_administrative"] == 9_800
    assert found["UHC_PRIORITAS_2025", "activity_on_population"] == 8_000
    assert "RPJMN_2020" not in {standard for standard, _ in found}
    assert any("menunggak" in c.id for c in threshold("UHC_PRIORITAS_2025").conditions)


def test_the_award_of_2026_has_three_classes() -> None:
    found = shares("2026-01-27")
    classes = {
        name: [share for (standard, _), share in found.items() if standard == f"UHC_AWARD_2026_{name}"]
        for name in ("UTAMA", "MADYA", "PRATAMA")
    }
    assert classes == {"UTAMA": [9_900, 9_500, 1_800], "MADYA": [9_800, 8_500], "PRATAMA": [9_800, 8_000]}


def test_every_threshold_names_its_source_and_is_said_in_two_languages() -> None:
    for t in THRESHOLDS:
        assert t.source.startswith("jkn.md") and t.tag.startswith("found")
        assert t.title.id and t.title.en
        assert all(c.id.endswith(".") and c.en.endswith(".") for c in t.conditions)
        assert t.since is None or t.until is None or t.since < t.until
        assert t.since is not None or t.until is not None


def test_a_standard_never_asks_twice_for_the_same_measure() -> None:
    keys = [(t.standard, t.measure) for t in THRESHOLDS]
    assert len(set(keys)) == len(keys)


def test_the_rules_have_a_version_of_month_and_hash() -> None:
    month, _, digest = RULES_VERSION.partition("+")
    assert dt.date.fromisoformat(f"{month}-01") and len(digest) == 12
