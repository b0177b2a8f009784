"""What is said of standings: the worth of the choice between residents and members, from the published totals."""

from __future__ import annotations

from semesta.planning.standing import standing_of
from semesta.reporting.catalogue import Speaker
from semesta.reporting.standings import basis_worth
from tests.planning.planning_law import small_law
from tests.planning.test_planning_standing import NOVEMBER_2025


def test_the_choice_of_the_basis_is_the_difference_of_people_and_rupiah() -> None:
    """jkn.md 4.6 at 80%: 826,021 less 516,622 people; at the highest threshold in force, 95%, by the same sums."""
    found = standing_of(NOVEMBER_2025, law=small_law())
    highest = max(
        (s for s in found.standings if s.measure == "activity_on_population"),
        key=lambda s: s.share_basis_points,
    )
    population, members = highest.distance("population"), highest.distance("members")
    assert population is not None and members is not None
    people = population.people - members.people
    said = basis_worth(found, Speaker("id"))
    assert f"({people:,} orang)".replace(",", ".") in said
    assert f"Rp {people * 37_800 * 12:,} setahun".replace(",", ".") in said
