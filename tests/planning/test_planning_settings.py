"""A plan as it is written: defaults under it, assumptions kept, and every mistake said with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.faults import InputRefused
from semesta.planning.levers import LEVERS
from semesta.planning.plan_settings import Plan, read_plan
from semesta.planning.targets import Target
from tests.planning.planning_world import AS_OF


def read(tmp_path: Path, text: str) -> Plan:
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    return read_plan(tmp_path / "plan.yaml", as_of=AS_OF)


def test_the_default_plan_marks_everything_that_nobody_measured() -> None:
    made = read_plan(None, as_of=AS_OF)
    assert (f"{made.first_month:%Y-%m}", f"{made.target_month:%Y-%m}") == ("2024-08", "2025-07")
    marked = {a.place for a in made.assumptions}
    for name, lever in made.levers.items():
        for value in (
            "reach",
            "success",
            "capacity_month_per_10000",
            "active_after_months",
            "handling_rupiah",
        ):
            assert f"plan.yaml.levers.{name}.{value}" in marked, (lever, value)
    assert all(a.why.id and a.why.en for a in made.assumptions)
    assert set(made.levers) == set(LEVERS)


def test_a_standard_is_its_thresholds() -> None:
    found = read_plan(None, as_of=AS_OF).targets
    assert found == (
        Target("coverage", 9_800, "population", "administrative", "province", ()),
        Target("activity", 8_000, "population", "administrative", "province", ()),
    )


def test_what_an_office_knows_replaces_the_assumption(tmp_path: Path) -> None:
    made = read(
        tmp_path, "levers: {take_over: {capacity_month: 700, reach: 88,5%}}".replace("88,5%", '"88,5%"')
    )
    lever = made.levers["take_over"]
    assert (lever.capacity("18.01", 10**6), lever.reach) == (700, 8_850)
    marked = {a.place for a in made.assumptions}
    assert "plan.yaml.levers.take_over.reach" not in marked
    assert "plan.yaml.levers.take_over.success" in marked


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("levers: {take_ovr: {use: true}}", "levers.take_ovr", "take_over"),
        ("targets: [{measure: activty, share: 80%}]", "targets[1].measure", "activity"),
        ("targets: [{measure: activity, share: 80%, bases: population}]", "targets[1].bases", "basis"),
        ("targets: [{standard: UHC_PRIORITAS}]", "targets[1].standard", "UHC_PRIORITAS_2025"),
        ("targets: [{standard: UHC_95}]", "targets[1].standard", "2024-01-01"),
        ("targets: [{measure: activity, share: 0.8}]", "targets[1].share", "80%"),
        ("targets: [{measure: activity, share: 180%}]", "targets[1].share", "100%"),
        ("targets: []", "targets", "most_people"),
        ("budgt: {}", "budgt", "budget"),
        ("budget: {total_rupiah: -1}", "budget.total_rupiah", "-1"),
        ("quota: {people: 1.5}", "quota.people", "bilangan bulat"),
        ("levers: {take_over: {success: {low: 90%, expected: 80%, high: 99%}}}", "take_over.success", "low, expected, high"),
        ("levers: {take_over: {success: {low: 0%, expected: 0%, high: 0%}}}", "take_over.success", "use: false"),
        ("first_month: 2024-06", "first_month", "sebelum tanggal edisi 2024-07-01"),
        ("first_month: 2025-06\ntarget_month: 2025-05", "target_month", "sebelum bulan pertama 2025-06"),
        ("cash_until: 2024-09", "cash_until", "sebelum bulan target"),
        ("cash_until: 2044-09", "cash_until", "60 bulan"),
        ("first_month: 2024-13", "first_month", "2025-03"),
        ("levers: {remove_findings: {kinds: [ded]}}", "kinds", "dead"),
        ("- a", "plan.yaml", "kosong"),
        ("a: [", "plan.yaml:", "YAML"),
    ],
)  # fmt: skip
def test_mistakes_name_their_place_and_the_remedy(tmp_path: Path, text: str, place: str, said: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read(tmp_path, text)
    assert place in refused.value.place and said in refused.value.say(), refused.value.say()
    assert refused.value.remedy.id and refused.value.remedy.en


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"plan\.yaml"):
        read_plan(tmp_path / "plan.yaml", as_of=AS_OF)
