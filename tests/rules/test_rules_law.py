"""The law's documents: what they must hold, what is refused, and what a reform changes and what it does not."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import semesta.rules
from semesta.faults import InputRefused
from semesta.rules import FORMULAS, Law, Value, documents, read_law
from semesta.tables import BUCKETS, SEGMENTS
from tests.rules.law_rows import DAYS, row_of

LAW = Law.current()
VALUE = '{from: "2021-01-01", until: null, value: 35000, regulation: r, article: "", verified: reported, source: s}'
TITLE = "title: {id: a, en: b}"
GOOD = f"parameters:\n  - name: p\n    {TITLE}\n    unit: rupiah\n    values:\n      - {VALUE}\n"
REGULATIONS = "regulations:\n  - {id: r, title: {id: a, en: b}, link: ''}\n"


def law_of(tmp_path: Path, topic: str, regulations: str = REGULATIONS) -> Law:
    (tmp_path / "topic.yaml").write_text(topic, encoding="utf-8")
    (tmp_path / "regulations.yaml").write_text(regulations, encoding="utf-8")
    return read_law(tmp_path)


def test_a_good_document_is_read(tmp_path: Path) -> None:
    found = law_of(tmp_path, GOOD)["p"]
    assert (found.number(dt.date(2021, 1, 1)), found.topic, found.on(dt.date(2020, 12, 31))) == (
        35_000,
        "topic",
        None,
    )


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("regulation: r", "regulation: q", "topic.yaml: p (2021-01-01)", "no known regulation ('q')"),
        ("regulation: r, ", "", "topic.yaml: p (2021-01-01)", "no known regulation (-)"),
        ("unit: rupiah", "unit: dollars", "topic.yaml: p", "The unit 'dollars' is not known"),
        ("value: 35000", "value: 35.000", "topic.yaml: p (2021-01-01)", "35.0 does not fit the unit rupiah"),
        ("value: 35000", 'value: "35000"', "topic.yaml: p (2021-01-01)", "does not fit the unit rupiah"),
        ("value: 35000", "value: -1", "topic.yaml: p (2021-01-01)", "does not fit the unit rupiah"),
        ("value: 35000", "value: true", "topic.yaml: p (2021-01-01)", "does not fit the unit rupiah"),
        ("until: null", 'until: "2020-01-01"', "topic.yaml: p (2021-01-01)", "ends before it begins"),
        ("until: null", 'until: "2021-01-01"', "topic.yaml: p (2021-01-01)", "ends before it begins"),
        ("until: null", "untill: 2022-01-01", "topic.yaml: p (2021-01-01)", "`untill` is not known here"),
        ('from: "2021-01-01"', 'from: "1 January"', "topic.yaml: p (1 January)", "is no date"),
        ("verified: reported", "verified: surely", "topic.yaml: p (2021-01-01)", "`verified: surely` is not known"),
        ("source: s", 'source: ""', "topic.yaml: p (2021-01-01)", "`source` is missing"),
        ("- name: p", "- nama: p", "topic.yaml: ?", "`name` is missing"),
        (TITLE, "title: iuran", "topic.yaml: p", "needs `id` and `en`"),
        (f"- {VALUE}", f"- {VALUE}\n      - {VALUE}", "topic.yaml: p", "Two periods overlap: 2021-01-01 - ..."),
        (f"\n      - {VALUE}", " []", "topic.yaml: p", "has no values"),
        (f"\n      - {VALUE}", " 35000", "topic.yaml: p", "`values` must be a list"),
        ("unit: rupiah\n", "unit: 'rupiah\n", "topic.yaml:", "no valid YAML"),
        (GOOD, "", "topic.yaml", "empty"),
        (GOOD, GOOD + GOOD.replace("parameters:\n", ""), "topic.yaml: p", "there already"),
    ],
)  # fmt: skip
def test_a_wrong_document_is_refused_with_place_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, said: str
) -> None:
    assert old in GOOD
    with pytest.raises(InputRefused) as refused:
        law_of(tmp_path, GOOD.replace(old, new))
    assert refused.value.place.startswith(place) and said in refused.value.reason.en
    assert refused.value.remedy.id and refused.value.remedy.en


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("basis_points", 10_001),
        ("day_of_month", 29),
        ("decile", 11),
        ("hospital_class", 4),
        ("words", []),
        ("words", [1]),
    ],
)
def test_a_value_outside_its_units_bounds_is_refused(tmp_path: Path, unit: str, value: object) -> None:
    with pytest.raises(InputRefused, match="does not fit the unit"):
        law_of(
            tmp_path, GOOD.replace("unit: rupiah", f"unit: {unit}").replace("value: 35000", f"value: {value}")
        )


# --- what the shipped law holds -------------------------------------------------------------------


def test_every_value_says_where_it_is_from() -> None:
    assert len(LAW.parameters) > 70
    for parameter in LAW.parameters.values():
        for found in parameter.values:
            place = f"{parameter.name}: {found.source}"
            assert found.source.startswith("jkn.md "), place
            only_from_memory = "mem-" in found.source and found.source.endswith("]")
            assert found.verified == "to_be_verified" if only_from_memory else found.verified, place
            assert (found.verified == "read") == ("article read" in found.source), (
                f"{place}: read, but where?"
            )
    assert "perpres-63-2022" not in LAW.regulations


def test_words_of_the_law_are_words_of_the_vocabularies() -> None:
    known = {*BUCKETS, *SEGMENTS}
    free = {"ppu.wage_floor", "job_loss.proofs", "inpres.levers"}
    for parameter in LAW.parameters.values():
        if parameter.unit == "words" and parameter.name not in free:
            for found in parameter.values:
                assert isinstance(found.value, tuple) and set(found.value) <= known, parameter.name


def test_the_version_of_the_rules_changes_with_the_law(tmp_path: Path) -> None:
    shipped = Path(semesta.rules.__file__).parent / "data"
    shutil.copytree(shipped, tmp_path / "data")
    assert documents.version_of(tmp_path / "data") == documents.RULES_VERSION
    changed = tmp_path / "data" / "law" / "contributions_pbi.yaml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("42000", "42001"), encoding="utf-8")
    assert documents.version_of(tmp_path / "data") != documents.RULES_VERSION


def test_a_day_without_law_is_refused_with_the_periods_that_are_known() -> None:
    with pytest.raises(InputRefused, match=r"2020-06-01.*2019-08-01 - 2020-01-01, 2021-01-01"):
        LAW.number("pemda.total", dt.date(2020, 6, 1))


# --- reforms --------------------------------------------------------------------------------------


def reform(tmp_path: Path, *entries: tuple[str, dt.date, dt.date | None, int]) -> Path:
    lines = [
        "title: {id: Uji, en: Trial}",
        "regulations: [{id: draft, title: {id: a, en: b}, link: ''}]",
        "parameters:",
    ]
    for name, since, until, value in entries:
        end = f'"{until}"' if until else "null"
        lines.append(f"  - name: {name}\n    values:\n      - {{from: \"{since}\", until: {end}, value: {value}, regulation: draft, article: '', verified: to_be_verified, source: draft}}")  # fmt: skip
    path = tmp_path / "reform.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


PRICES = ("pbi.total", "pbpu.class_1.total", "pbpu.class_3.member", "pemda.contribution", "ppu.wage_cap", "arrears.ceiling_months")  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(list(FORMULAS.values())), st.sampled_from(PRICES), DAYS, DAYS)
def test_a_change_of_law_changes_nothing_before_its_date(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, formula: object, price: str, since: dt.date, on: dt.date
) -> None:  # fmt: skip
    found = FORMULAS[formula.name]  # type: ignore[attr-defined]
    since, on = max(since, on), min(since, on)
    if since == on:
        return
    changed = LAW.with_reform(reform(tmp_path_factory.mktemp("r"), (price, since, None, 77)))
    # What reaches past the day is an input of its own: months to come, or a day in the future.
    drawn = data.draw(row_of(found.inputs))
    row: dict[str, Value] = {k: min(v, on) if isinstance(v, dt.date) else v for k, v in drawn.items()}
    row |= {"months": None} if "months" in row else {}
    assert found.calculate(changed, on, row) == found.calculate(LAW, on, row)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PRICES), DAYS, st.none() | DAYS, DAYS)
def test_a_reform_holds_in_its_period_and_nowhere_else(
    tmp_path_factory: pytest.TempPathFactory, price: str, since: dt.date, until: dt.date | None, on: dt.date
) -> None:
    if until is not None and until <= since:
        since, until = until, since
    if since == until:
        return
    found = LAW.with_reform(reform(tmp_path_factory.mktemp("r"), (price, since, until, 77)))[price]
    assert all(not one.period.overlaps(other.period) for one, other in pairwise(found.values))
    inside = since <= on and (until is None or on < until)
    before, after = LAW[price].on(on), found.on(on)
    assert (after.value if after else None) == (77 if inside else before.value if before else None)


def test_a_reform_leaves_the_law_and_all_other_parameters_alone(tmp_path: Path) -> None:
    changed = LAW.with_reform(reform(tmp_path, ("pbi.total", dt.date(2026, 8, 1), None, 50_000)))
    assert changed.reform and changed.reform.en == "Trial"
    assert LAW.number("pbi.total", dt.date(2026, 8, 1)) == 42_000 and LAW.reform is None
    assert {n for n in LAW.parameters if LAW[n] != changed[n]} == {"pbi.total"}
    assert changed["pbi.total"].unit == "rupiah_per_person_month"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("parameters: [{name: pbi.totl, values: []}]", "reform.yaml: pbi.totl", "no such parameter"),
        ("parameters: [{name: pbi.total, unit: months, values: []}]", "reform.yaml: pbi.total", "not months"),
        ("parameters: []", "reform.yaml", "changes no parameter"),
        ("parameters: [{name: pbi.total, values: []}]", "reform.yaml: pbi.total", "has no values"),
        ("a: [", "reform.yaml:1", "no valid YAML"),
    ],
)
def test_a_wrong_reform_is_refused(tmp_path: Path, text: str, place: str, said: str) -> None:
    (tmp_path / "reform.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        LAW.with_reform(tmp_path / "reform.yaml")
    assert refused.value.place == place and said in refused.value.reason.en


def test_a_reform_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="no such folder or file"):
        LAW.with_reform(tmp_path / "none.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputRefused, match="no UTF-8 text"):
        LAW.with_reform(tmp_path / "bytes.yaml")


def test_a_parameter_stands_once_in_a_reform(tmp_path: Path) -> None:
    day = dt.date(2026, 8, 1)
    with pytest.raises(InputRefused, match="stands twice"):
        LAW.with_reform(reform(tmp_path, ("pbi.total", day, None, 1), ("pbi.total", day, None, 2)))
