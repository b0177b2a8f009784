"""The five lines: amounts of the fact sheet, unknown is not nothing, arrears are carried, the cigarette tax is cut."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.faults import InputRefused
from semesta.planning.liability import Liability, liability
from semesta.planning.liability_settings import LiabilitySettings, read_liability
from tests.planning.planning_law import small_law

AS_OF = dt.date(2025, 12, 1)
PEOPLE = {"contribution": 89_286, "assistance": 89_286, "assistance_self_paying": 1_000}


def settings(tmp_path: Path, text: str) -> LiabilitySettings:
    (tmp_path / "liability.yaml").write_text(text, encoding="utf-8")
    return read_liability(tmp_path / "liability.yaml", as_of=AS_OF)


def owed(found: Liability, line: str) -> list[int | None]:
    return [entry.rupiah for entry in found.lines if entry.line == line]


def reckon(made: LiabilitySettings) -> Liability:
    return liability(PEOPLE, made, small_law(), region="18", as_of=AS_OF)


def test_lampungs_budget_of_2026() -> None:
    """jkn.md 2.2: 89,286 people x 37,800 x 12 = Rp 40,500,129,600."""
    made = read_liability(None, as_of=AS_OF)
    found = reckon(made)
    local = [*owed(found, "contribution"), *owed(found, "assistance")]
    assert sum(n or 0 for n in local) == 40_500_129_600
    assert owed(found, "assistance_self_paying") == [2_800_000] * 12


def test_without_wages_the_employers_lines_are_unknown_and_not_nothing(tmp_path: Path) -> None:
    found = reckon(read_liability(None, as_of=AS_OF))
    assert found.unknown == ("employer_civil_servants", "employer_village_staff")
    assert owed(found, "employer_civil_servants") == [None] * 12
    made = settings(
        tmp_path,
        "wages: {employer_village_staff: [{people: 10, wage_rupiah: 1000000}]}\nminimum_wage_rupiah: 2893069\n",
    )
    assert reckon(made).unknown == ("employer_civil_servants",)
    assert owed(reckon(made), "employer_village_staff") == [10 * 115_722] * 12, (
        "4% of the minimum wage, fractions dropped"
    )


def test_a_wage_above_the_cap_counts_to_the_cap(tmp_path: Path) -> None:
    made = settings(tmp_path, "wages: {employer_civil_servants: [{people: 2, wage_rupiah: 20000000}]}\n")
    assert owed(reckon(made), "employer_civil_servants")[0] == 2 * 480_000


@pytest.mark.parametrize(
    ("tax", "withheld"),
    [("share_rupiah: 100000, recognised_rupiah: 30000", 7_500), ("share_rupiah: 100000, recognised_rupiah: 99999", 0),
     ("share_rupiah: 100000", 37_500)],
)  # fmt: skip
def test_the_cigarette_tax_is_cut_by_the_shortfall_or_without_minutes_in_full(
    tmp_path: Path, tax: str, withheld: int
) -> None:
    found = reckon(settings(tmp_path, f"tobacco_tax: {{{tax}}}\n")).withholding
    assert found is not None and (found.demanded_rupiah, found.withheld_rupiah) == (37_500, withheld)


@given(
    st.integers(0, 10**10),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 10**10)), max_size=6),
    st.integers(0, 10_000),
)
def test_arrears_are_what_was_owed_before_and_since_and_was_not_paid(
    before: int, paid: list[tuple[int, int]], share: int
) -> None:
    base = read_liability(None, as_of=AS_OF)
    payments: dict[tuple[str, dt.date], int] = {}
    for month, rupiah in paid:
        key = ("contribution", dt.date(2026, 1 + month, 1))
        payments[key] = payments.get(key, 0) + rupiah
    made = LiabilitySettings(
        base.first_month,
        base.last_month,
        {"contribution": share},
        {},
        0,
        payments,
        {"contribution": before},
        None,
        None,
    )
    found = [line for line in reckon(made).lines if line.line == "contribution"]
    assert found[-1].arrears_rupiah == before + sum(line.rupiah or 0 for line in found) - sum(
        r for _, r in paid
    )
    assert all((line.province_rupiah or 0) + (line.regency_rupiah or 0) == line.rupiah for line in found)


@pytest.mark.parametrize(
    ("text", "said"),
    [("wags: {}", "wages"), ("arrears: {contributon: 1}", "contribution"), ("arrears: {contribution: -1}", "-1"),
     ("first_month: 2026-03\nlast_month: 2026-02", "sebelum"), ("province_share: {assistance: 30}", "80%"),
     ("payments: [{month: 2026-01, line: asistance, rupiah: 1}]", "assistance")],
)  # fmt: skip
def test_mistakes_are_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputRefused) as refused:
        settings(tmp_path, text)
    assert said in refused.value.say()
