"""Each result names the parameters that it rests on, in force on that day, and no others."""

from __future__ import annotations

import datetime as dt
import json

from semesta.rules.explaining import Explanation, explain
from semesta.rules.expressions import Row
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import Law

LAW, DAY = Law.current(), dt.date(2024, 7, 1)
SELF_PAYER: Row = {"bucket": "PBPU", "hospital_class": 3, "status": "AKTIF"}


def grounds(explanation: Explanation, output: str) -> list[str]:
    (result,) = (r for r in explanation.results if r.quantity.name == output)
    return [explanation.grounds[at].parameter.name for at in result.grounds]


def test_each_part_of_a_contribution_rests_on_its_own_parameter() -> None:
    found = explain(LAW, FORMULAS["contribution"], DAY, SELF_PAYER)
    assert grounds(found, "member") == ["pbpu.class_3.member"]
    assert grounds(found, "centre") == ["pbpu.class_3.centre"]
    assert grounds(found, "employer") == []
    assert set(grounds(found, "total")) == {f"pbpu.class_3.{part}" for part in ("member", "centre", "local")}


def test_a_ground_is_what_was_in_force_on_the_day() -> None:
    found = explain(LAW, FORMULAS["contribution"], dt.date(2020, 8, 1), SELF_PAYER)
    values = {g.parameter.name: g.found.value for g in found.grounds if g.found}
    assert values["pbpu.class_3.centre"] == 16_500


def test_arrears_over_a_change_of_law_rest_on_both_amounts() -> None:
    row: Row = {"hospital_class": 3, "oldest_unpaid": dt.date(2020, 11, 1)}
    found = explain(LAW, FORMULAS["arrears"], dt.date(2021, 3, 10), row)
    amounts = {g.found.value for g in found.grounds if g.found and g.parameter.name == "pbpu.class_3.member"}
    assert amounts == {25_500, 35_000}


def test_a_law_that_is_silent_is_a_ground_too() -> None:
    row = {"pemda_persons": 10, "self_payers": 0}
    found = explain(LAW, FORMULAS["local_liability"], dt.date(2020, 6, 1), row)
    silent = {g.parameter.name for g in found.grounds if g.found is None}
    assert silent == {"pemda.contribution", "pemda.assistance_local"}
    assert silent <= {g.parameter.name for g in found.unsure}


def test_what_nobody_verified_is_marked() -> None:
    row = {"bucket": "PBPU_BP_PEMDA", "other_bucket": "PBI_JK"}
    found = explain(LAW, FORMULAS["double_cover"], DAY, row)
    assert {g.parameter.name for g in found.unsure} == {"precedence.order", "precedence.equal"}


def test_json_holds_plain_values_with_article_and_link() -> None:
    row: Row = {"hospital_class": 3, "oldest_unpaid": dt.date(2020, 5, 1)}
    told = json.loads(json.dumps(explain(LAW, FORMULAS["arrears"], dt.date(2024, 7, 15), row).to_json()))
    assert told["inputs"] == {"hospital_class": 3, "oldest_unpaid": "2020-05-01", "persons": None}
    assert told["results"]["arrears"]["value"] == 840_000
    ceiling = next(g for g in told["grounds"] if g["parameter"] == "arrears.ceiling_months")
    assert ceiling["verified"] == "read" and ceiling["article"] == "Ps. 42 ayat 3 huruf a"
    assert ceiling["link"].startswith("https://") and ceiling["from"] == "2020-07-01"
