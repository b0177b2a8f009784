"""The back-test judges rightly: invented series are possible, and what it calls a hit is one."""

from __future__ import annotations

import pytest

from benchmarks.forecast import DATES, moments, page, tables
from semesta.planning.forecast import month_after


@pytest.mark.parametrize("seed", range(8201, 8209))
def test_every_series_is_a_possible_province_half_a_year_apart(seed: int) -> None:
    made = moments(seed)
    assert [moment.as_of for moment in made] == [month_after(DATES[0], 6 * n) for n in range(6)]
    for moment in made:
        assert 0 < moment.active < moment.members < 0.99 * moment.residents
    assert len({moment.members / moment.residents for moment in made}) == 6, "it wanders"
    assert made == moments(seed)


def test_hits_and_errors_are_means_over_the_cases() -> None:
    usual = {
        "whole": True,
        "measure": "coverage_verified",
        "fitted": 2,
        "month": 6,
        "width80": 0.02,
        "unchanged": 0.01,
        "line": 0.03,
    }
    cases = [
        {**usual, "in80": True, "in95": True, "error": 0.01},
        {**usual, "in80": False, "in95": True, "error": 0.03},
    ]
    found = tables(cases)
    assert all(table["cases"] == 2 for table in found)
    assert {(t["in80"], t["in95"], round(t["error"], 6)) for t in found} == {(0.5, 1.0, 0.02)}
    facts = {"date": "2026-11-25", "seeds": [1], "scale": 0.01, "editions": 6, "draws": 1, "tables": found}
    assert "| 50% | 100% | 2.00 | 2.00 | 1.00 | 3.00 |" in page(facts)
