"""The law as people read it: values with their unit, periods with their last day, words with their meaning."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from semesta import tables
from semesta.faults import Language, Text
from semesta.reporting.catalogue import catalogue
from semesta.reporting.explanation import quantity_text
from semesta.reporting.law_tables import links, with_gaps
from semesta.reporting.law_values import cited, percent_text, period_text, value_text
from semesta.rules.formula import Quantity
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import DatedValue, Law, Period, Regulation, Unit

LAW = Law.current()


@pytest.mark.parametrize(
    ("basis_points", "indonesian"),
    [(400, "4%"), (3_750, "37,5%"), (9_846, "98,46%"), (0, "0%"), (10_000, "100%")],
)
def test_shares_have_no_digits_that_say_nothing(basis_points: int, indonesian: str) -> None:
    assert percent_text(basis_points, "id") == indonesian


def test_every_unit_can_be_said_in_both_languages() -> None:
    for unit in get_args(Unit):
        value = ("PBI_JK",) if unit == "words" else 3
        for language in get_args(Language):
            assert value_text(value, unit, language)
    assert value_text(35_000, "rupiah_per_person_month", "id") == "Rp35.000 per orang per bulan"
    assert value_text(None, "months", "en") == "–"


def test_the_last_day_of_a_period_is_one_of_the_period() -> None:
    period = Period(dt.date(2020, 7, 1), dt.date(2021, 1, 1))
    assert period_text(period, "id") == "1 Juli 2020 – 31 Desember 2020"
    assert period_text(Period(dt.date(2021, 1, 1), None), "en") == "since 1 January 2021"
    assert period_text(Period(None, dt.date(2021, 1, 1)), "en") == "to 31 December 2020"


def test_a_gap_between_two_values_stands_out() -> None:
    found = list(with_gaps(LAW["pemda.total"].values))
    assert Period(dt.date(2020, 1, 1), dt.date(2021, 1, 1)) in found
    assert len(list(with_gaps(LAW["pbi.total"].values))) == len(LAW["pbi.total"].values)


def test_an_article_that_is_unsure_says_so_and_a_copy_is_called_one() -> None:
    official = Regulation(
        "a", Text("Perpres 1/2030 tentang X", "Presidential regulation 1/2030 on X"), "https://a.go.id/1"
    )
    copy = Regulation(
        "b", Text("Perpres 2/2030", "Presidential regulation 2/2030"), "https://blog.example.org/2"
    )
    nowhere = Regulation("c", Text("Perpres 3/2030", "Presidential regulation 3/2030"), "")
    values = [
        DatedValue(Period(None, None), 1, law, "Ps. 34 ayat 2 (tbv)", "reported", "uji", None)
        for law in (official, copy, nowhere)
    ]
    assert cited(values[0], "id") == "Perpres 1/2030, Ps. 34 ayat 2 (pasal perlu diverifikasi)"
    assert (
        cited(values[0], "en") == "Presidential regulation 1/2030, art. 34 para. 2 (article to be verified)"
    )
    assert list(links(values, "en")) == [
        "Presidential regulation 1/2030 on X: https://a.go.id/1",
        "Presidential regulation 2/2030 (unofficial copy): https://blog.example.org/2",
    ]


def test_every_word_that_a_formula_answers_has_a_meaning() -> None:
    known = catalogue()
    for formula in FORMULAS.values():
        for word in (word for quantity in formula.outputs for word in quantity.words):
            assert any(f"{group}.{word}" in known for group in ("bucket", "status", "law.word")), word


def test_facts_and_results_as_people_write_them() -> None:
    def said(kind: str, value: int | str | bool | dt.date | None) -> str:
        quantity = next(q for formula in FORMULAS.values() for q in formula.outputs if q.kind == kind)
        return quantity_text(quantity, value, "id")

    assert said("rupiah", 40_500_129_600) == "Rp40.500.129.600"
    assert said("flag", False) == "tidak"
    assert said("date", dt.date(2024, 7, 1)) == "1 Juli 2024"
    assert said("rupiah", None) == "–"
    bucket = Quantity("bucket", "word", Text("x", "x"), words=tables.BUCKETS)
    assert quantity_text(bucket, "PBPU", "id") == "PBPU (PBPU mandiri)"
