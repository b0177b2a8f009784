"""Distances to the thresholds: the worked example of the fact sheet, both bases, by level and class."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.planning.plain import from_json, to_json
from semesta.planning.standing import RegionStanding, Standing, Totals, local_unit_cost, standing_of
from tests.planning.planning_law import small_law

NOVEMBER_2025 = Totals(
    region_code="18",
    region_name="LAMPUNG",
    level="province",
    as_of=dt.date(2025, 11, 1),
    population_basis="DKB semester I 2025",
    residents=9_215_739,
    cards=8_828_991,
    cards_active=6_546_571,
)


def standing(found: RegionStanding, standard: str, measure: str) -> Standing:
    return next(s for s in found.standings if (s.standard, s.measure) == (standard, measure))


def test_lampung_in_november_2025_from_published_totals() -> None:
    """jkn.md 4.6: 202,434 to 98%; 826,021 (Rp 374.7 bn) or 516,622 (Rp 234.3 bn) to 80%, by the basis."""
    found = standing_of(NOVEMBER_2025, law=small_law())
    assert found.unit_rupiah_month == 37_800
    registered = standing(found, "UHC_PRIORITAS_2025", "coverage_administrative").distance()
    assert registered is not None and registered.people == 202_434
    activity = standing(found, "UHC_PRIORITAS_2025", "activity_on_population")
    population, members = activity.distance("population"), activity.distance("members")
    assert population is not None and members is not None
    assert (population.people, members.people) == (826_021, 516_622)
    assert population.rupiah_year == 374_683_125_600
    assert members.rupiah_year == 234_339_739_200
    assert population.rupiah_year - members.rupiah_year == 140_343_386_400, (
        "the choice is worth Rp 140 bn a year"
    )


def test_what_totals_do_not_say_is_left_out_and_never_zero() -> None:
    found = standing_of(NOVEMBER_2025, law=small_law())
    assert standing(found, "UHC_PRIORITAS_2025", "activity_on_population").distance(count="verified") is None
    assert standing(found, "UHC_AWARD_2026_UTAMA", "local_payer_share").distances == ()


def test_before_the_unit_cost_is_known_there_are_people_but_no_rupiah() -> None:
    early = Totals("18", "LAMPUNG", "province", dt.date(2020, 12, 1), "", 9_062_766, 6_799_914, 6_000_000)
    found = standing_of(early, law=small_law())
    distance = standing(found, "UHC_95", "coverage_administrative").distance()
    assert found.unit_rupiah_month is None and distance is not None
    assert distance.people > 0 and distance.rupiah_year is None
    assert local_unit_cost(small_law(), dt.date(2021, 1, 1)) == 37_800


def test_a_province_has_a_threshold_of_its_own_that_a_regency_has_not() -> None:
    city = Totals("18.72", "KOTA METRO", "regency", dt.date(2026, 1, 27), "", 182_293, 180_000, 150_000)
    assert "UHC_AWARD_2026_PROVINCE" not in {s.standard for s in standing_of(city, law=small_law()).standings}
    province = standing_of(NOVEMBER_2025, law=small_law())
    assert "UHC_AWARD_2026_PROVINCE" in {s.standard for s in province.standings}


def test_an_award_class_keeps_what_has_no_classes() -> None:
    found = standing_of(NOVEMBER_2025, law=small_law(), award_class="madya")
    assert {s.award_class for s in found.standings} == {"madya", ""}
    assert "UHC_PRIORITAS_2025" in {s.standard for s in found.standings}


def test_a_year_takes_every_threshold_that_held_in_it() -> None:
    year = standing_of(NOVEMBER_2025, law=small_law(), since=dt.date(2023, 1, 1), until=dt.date(2023, 12, 31))
    assert {"UHC_95", "RPJMN_2020", "UHC_AWARD_2023"} <= {s.standard for s in year.standings}


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_members_are_never_further_than_residents_where_members_are_fewer(
    residents: int, cards: int, active: int
) -> None:
    totals = Totals("18", "L", "province", dt.date(2025, 11, 1), "", residents, max(cards, active), active)
    for found in standing_of(totals, law=small_law()).standings:
        population, members = found.distance("population"), found.distance("members")
        if population and members and totals.cards <= totals.residents:
            assert members.people <= population.people
        for distance in found.distances:
            assert distance.people == max(0, distance.needed - distance.numerator)
            assert distance.rupiah_year == distance.people * 37_800 * 12


def test_a_standing_kept_in_a_file_is_the_same_standing() -> None:
    found = standing_of(NOVEMBER_2025, law=small_law())
    assert from_json(RegionStanding, to_json(found)) == found
    with pytest.raises((TypeError, KeyError)):
        from_json(RegionStanding, '{"totals": 3, "unit_rupiah_month": 1, "standings": []}')
