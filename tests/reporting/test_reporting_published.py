"""Lampung's published figures, recomputed: each desk case is a figure that was printed (docs/examples)."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from semesta.faults import Language
from semesta.reporting.catalogue import Speaker
from semesta.reporting.published import Checked, check_statements, read_statements
from semesta.reporting.published.checks import Amount, Check
from semesta.reporting.published.telling import sentences, to_json, verdict_grid

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "angka-lampung.yaml"


@pytest.fixture(scope="module")
def lampung() -> dict[str, Checked]:
    return {found.statement.key: found for found in check_statements(read_statements(EXAMPLE))}


def told(found: Checked) -> str:
    return " ".join(sentences(found, Speaker("id")))


def value(check: Check, name: str) -> Fraction:
    found = check.values[name]
    assert isinstance(found, Amount)
    return found.value


def should_be(check: Check) -> dict[str, tuple[int | Fraction, int | Fraction]]:
    return {c.part: (c.low.value, c.high.value) for c in check.corrections if c.low and c.high}


def test_98_46_was_printed_as_99_46(lampung: dict[str, Checked]) -> None:
    found = lampung["cakupan-2024-07-antara"]
    assert found.verdict == "cannot_be"
    ends = should_be(found.checks[0])
    assert ends["printed"] == (Fraction(9846, 100), Fraction(9846, 100))
    low, high = ends["members"]
    # Exactly the counts that round to 99.46 half up, and none beside them.
    assert [round_share(n, 9_051_459) for n in (low - 1, low, high, high + 1)] == [9945, 9946, 9946, 9947]
    low, high = ends["residents"]
    assert [round_share(8_911_770, d) for d in (low - 1, low, high, high + 1)] == [9947, 9946, 9946, 9945]
    assert "98,46%" in told(found) and "salah cetak" in told(found)
    assert lampung["cakupan-2024-07"].verdict == "agrees", (
        "the same date printed rightly, with the other's parts"
    )


def round_share(numerator: int | Fraction, denominator: int | Fraction) -> int:
    return int(Fraction(numerator) / Fraction(denominator) * 10_000 + Fraction(1, 2))


def test_95_31_without_a_denominator_means_8_947_500_give_or_take(lampung: dict[str, Checked]) -> None:
    found = lampung["cakupan-2023-08"]
    assert found.verdict == "possible_only_if"
    low, high = should_be(found.checks[0])["residents"]
    assert (low, high) == (8_947_079, 8_948_017)
    assert [round_share(8_527_908, d) for d in (low - 1, low, high, high + 1)] == [9532, 9531, 9531, 9530]
    assert value(found.checks[0], "about") == 8_947_500
    assert "8.947.498 penduduk dari pernyataan lain terletak di situ" in told(found)


def test_about_400_thousand_is_419_590(lampung: dict[str, Checked]) -> None:
    found = lampung["belum-terdaftar-2023-08"]
    assert found.verdict == "agrees"
    assert value(found.checks[0], "computed") == 419_590


def test_a_change_of_population_alone_moved_lampung_by_075_points(lampung: dict[str, Checked]) -> None:
    (stated,) = lampung["ganti-semester"].checks
    assert (stated.kind, stated.verdict) == ("change_agrees_denominator_alone", "agrees")
    assert round(float(value(stated, "by_denominator")), 2) == -0.75 and value(stated, "by_numerator") == 0
    # Nobody needs to state it: two dated shares on different populations are enough.
    (found,) = [c for c in lampung["cakupan-2025-11"].checks if c.kind == "population_changed"]
    assert round(float(value(found, "alone")), 2) == -0.75
    assert round(float(value(found, "on_old")), 2) == 96.55


def test_67_85_percent_of_the_population_is_6_141_415(lampung: dict[str, Checked]) -> None:
    found = lampung["aktif-2024-07"]
    assert found.verdict == "agrees"
    assert value(found.checks[0], "computed") == 6_141_415


def test_the_six_buckets_add_up(lampung: dict[str, Checked]) -> None:
    found = lampung["enam-segmen-2025-08"]
    assert found.verdict == "agrees"
    assert value(found.checks[0], "computed") == 8_890_246


def test_lampung_selatan_lost_60_000_members_in_print(lampung: dict[str, Checked]) -> None:
    found = lampung["lamsel-peserta-2023-03"]
    assert found.verdict == "cannot_be"
    assert should_be(found.checks[0])["printed"] == (1_066_221, 1_066_221)
    assert "one_digit" in [check.kind for check in found.checks]
    assert lampung["lamsel-cakupan-2023-03"].verdict == "agrees"


def test_71_percent_active_is_on_population_not_on_members(lampung: dict[str, Checked]) -> None:
    found = lampung["keaktifan-2025-11"]
    assert found.verdict == "possible_only_if"
    assert "71,04%" in told(found) and "74,15%" in told(found)
    assert found.checks[0].values["basis"] == "residents"


def test_october_2025_does_not_fit_the_figures_around_it(lampung: dict[str, Checked]) -> None:
    found = lampung["cakupan-2025-10"]
    assert [check.kind for check in found.checks] == ["out_of_line"]
    assert value(found.checks[0], "fall") > value(found.checks[0], "fastest") * 2
    assert lampung["keaktifan-2025-10"].missing == ("active", "residents"), "no series to judge activity by"


def test_89_286_people_cost_the_printed_40_5_billion(lampung: dict[str, Checked]) -> None:
    assert lampung["anggaran-2026"].verdict == "agrees"
    assert value(lampung["anggaran-2026"].checks[0], "computed") == 40_500_129_600


def test_every_statement_of_the_example_is_told_in_both_languages(lampung: dict[str, Checked]) -> None:
    languages: tuple[Language, ...] = ("id", "en")
    for language in languages:
        grid = verdict_grid(tuple(lampung.values()), language)
        for row in grid.rows:
            assert row.cells[-1].text and "{" not in row.cells[-1].text
            assert "published." not in row.cells[-1].text


def test_the_json_carries_exact_numbers(lampung: dict[str, Checked]) -> None:
    document = {s["id"]: s for s in json.loads(to_json(tuple(lampung.values())))["statements"]}
    assert len(document) == len(lampung)
    wanted = document["cakupan-2024-07-antara"]["checks"][0]["should_be"]
    assert {part["part"]: (part["low"], part["high"]) for part in wanted}["members"] == (9_002_129, 9_003_033)


def checked(tmp_path: Path, text: str) -> list[Checked]:
    file = tmp_path / "angka.yaml"
    file.write_text(text, "utf-8")
    return list(check_statements(read_statements(file)))


def test_the_wrong_basis_is_named_where_the_other_one_fits(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, """
        - {id: a, figure: activity_on_members, region: "18", date: 2025-11, printed: "71%", source: S63,
           numerator: 6546571, members: 8828991, residents: 9215739}
        """)  # fmt: skip
    assert found.verdict == "cannot_be"
    assert [check.kind for check in found.checks] == ["rate_cannot_be", "fits_other_basis"]


def test_percent_for_points_is_possible_only_if_points_are_meant(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, """
        - {id: a, figure: change, region: "18", date: 2025-11, printed: "turun 1,42 persen", source: S63,
           before: {numerator: 8890246, denominator: 9144263}, after: {numerator: 8828991, denominator: 9215739}}
        """)  # fmt: skip
    assert found.checks[0].kind == "change_points_not_percent"
    parts = value(found.checks[0], "by_numerator") + value(found.checks[0], "by_denominator")
    assert parts == value(found.checks[0], "moved"), "the two sides of a change add up exactly"


def test_a_rise_that_was_a_fall_cannot_be(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, """
        - {id: a, figure: change, region: "18", date: 2025-11, printed: "naik 1,42 poin", source: S63,
           before: {numerator: 8890246, denominator: 9144263}, after: {numerator: 8828991, denominator: 9215739}}
        """)  # fmt: skip
    assert found.verdict == "cannot_be"


def test_two_prints_without_parts_that_differ_are_only_possible_one_at_a_time(tmp_path: Path) -> None:
    found = checked(tmp_path, """
        - {id: a, figure: coverage, region: "18", date: 2024-07-01, printed: "98,46%", source: x}
        - {id: b, figure: coverage, region: "18", date: 2024-07-01, printed: "99,46%", source: y}
        - {id: c, figure: coverage, region: "18", date: 2024-07-01, printed: "98,5%", source: z}
        """)  # fmt: skip
    assert [f.verdict for f in found] == ["possible_only_if"] * 3


def test_a_denominator_is_lent_by_the_same_population_count(tmp_path: Path) -> None:
    first, second = checked(tmp_path, """
        - {id: a, figure: coverage, region: "18", date: 2023-01, printed: "90,04%", numerator: 8056197,
           denominator: 8947498, population: "2022", source: S69}
        - {id: b, figure: coverage, region: "18", date: 2023-08-01, printed: "95,31%", numerator: 8527908,
           population: "2022", source: S70}
        """)  # fmt: skip
    assert first.verdict == second.verdict == "agrees"
    assert second.checks[-1].others == ("a",) or ("a",) in [check.others for check in second.checks]
