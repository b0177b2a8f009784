"""Tables for a look at the screen: masked, in the order of a walk, every column under its own heading."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json

import pytest
from rich.console import Console, RenderableType

from semesta.engine import Engine
from semesta.linkage.evaluation import Evaluation, Score
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker
from semesta.reporting.facts import gather, left_out
from semesta.reporting.linkage_tables import evaluation_tables
from semesta.reporting.people import Person, people
from semesta.reporting.rejects import RejectGroup, reject_groups
from semesta.reporting.terminal import people_table, rejects_table
from semesta.reporting.views.context import Context
from semesta.reporting.views.method import rejects
from semesta.reporting.views.regions import maps, villages

NIK = "1871010101809001"


def shown(table: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=240)
    console.print(table)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("written", [False, True], ids=["a NIK", "a NIK as written"])
def test_no_full_nik_on_the_screen(manifest: Manifest, written: bool) -> None:
    person = Person(
        village_code="18.71.01.1004", nik=None if written else NIK, nik_written=NIK if written else None,
        kk=None, name="WARGA", sex="L", birth_date=None, address=None, rt=None, rw=None,
        coverage="not_enrolled", reason=None, suggested_action=None, card=None, relation=None,
    )  # fmt: skip
    text = shown(people_table([person], manifest))
    assert NIK not in text and NIK[:8] + "*" * 8 in text


def test_people_come_village_by_village_rt_by_rt_and_family_by_family(engine: Engine) -> None:
    listed = list(people(engine, region="18.71", coverages=("active", "inactive", "not_enrolled")))
    walk = [
        (p.village_code, p.rt or "", p.kk or "", p.relation or 0, p.birth_date or dt.date.max) for p in listed
    ]
    assert len(walk) > 100 and walk == sorted(walk)


def test_a_refusal_is_shown_with_its_remedy() -> None:
    group = RejectGroup("dkb.csv", "cell", "NIK", "nik_length", "Sebabnya.", "Obatnya.", 7, 17, "123")
    text = shown(rejects_table([group]))
    assert all(word in text for word in ("dkb.csv", "NIK", "Sebabnya.", "Obatnya.", "7", "17", "123"))


def test_the_sentence_of_a_group_is_that_of_its_first_row(manifest: Manifest) -> None:
    with Engine(threads=1) as engine:
        engine.run(
            "CREATE TABLE rejects AS FROM (VALUES (0, 9, 'cell', 'DESA', 'Z', 'c', 'Z salah.', 'r'), "
            "(0, 5, 'cell', 'DESA', 'M', 'c', 'M salah.', 'r'), (0, 7, 'cell', 'DESA', 'A', 'c', 'A salah.', 'r')) "
            'AS t(source, "row", scope, "column", value, code, reason, remedy)'
        )
        (group,) = reject_groups(engine, manifest)
    assert (group.first_row, group.first_value, group.reason) == (5, "M", "M salah.")


def test_the_caption_counts_rows_and_cells_apart(engine: Engine, manifest: Manifest) -> None:
    facts = gather(engine, manifest)
    lines = [
        dataclasses.replace(facts.rejects[0], scope=scope, count=n) for scope, n in (("row", 3), ("cell", 50))
    ]
    caption = rejects(Context(dataclasses.replace(facts, rejects=tuple(lines)), Speaker("id"))).caption
    assert caption == "3 baris dan 50 sel dari semua berkas"


def test_maps_rank_the_worst_first(engine: Engine, manifest: Manifest) -> None:
    facts = gather(engine, manifest)
    names = {figures.region_code: figures for figures in facts.parts["regency"]}
    lowest = min(names.values(), key=lambda f: f.rate("activity_verified").share or 0)
    most = max(names.values(), key=left_out)
    context = Context(facts, Speaker("id"))
    by_key = {each.key: each for each in maps(context, None)}
    assert by_key["activity_verified"].ranking[0].name == context.place(lowest)
    assert by_key["left_out"].ranking[0].name == context.place(most)


def test_the_search_data_hold_each_number_in_its_place(engine: Engine, manifest: Manifest) -> None:
    facts = gather(engine, manifest)
    found = villages(Context(facts, Speaker("id")))
    assert found
    by_code = {row[0]: row[3:] for row in json.loads(found.data)["rows"]}
    for village in facts.parts["village"]:
        assert by_code[village.region_code] == [village.residents, village.inactive, village.not_enrolled]


def test_precision_and_recall_stand_under_their_own_headings(manifest: Manifest) -> None:
    score = Score(true=200, linked=160, right=80)
    found = Evaluation(
        all=score, broken=score, by_method={}, by_fault={}, partnerless=0, partnerless_linked=0,
        false_links=80, missed_links=120, calibration=(),
    )  # fmt: skip
    line = next(
        line for line in shown(evaluation_tables(found, manifest.link_error)).splitlines() if "semua" in line
    )
    assert line.index("50,000%") < line.index("40,000%") < line.index("44,444%")
