"""The invented province adds up to the published totals, to the person, at every scale."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.faults import InputRefused
from semesta.rules import bucket_of, fold_sql, relation_of, segment_of, segment_rows, status_of
from semesta.synthetic import (
    LAMPUNG_2023_08,
    LAMPUNG_2024_07,
    LAMPUNG_MOMENTS,
    Moment,
    ProvinceSpec,
    make,
    moment_on,
)
from semesta.synthetic.apportion import rounded
from semesta.synthetic.make import home_quotas
from tests.synthetic.synthetic_province import SCALE, Province, hold

BOTH = pytest.mark.parametrize("index", [0, 1])


def test_the_published_totals_are_the_published_totals() -> None:
    early, late = LAMPUNG_MOMENTS
    assert (early.as_of, early.residents, early.members) == (dt.date(2023, 8, 1), 8_947_498, 8_527_908)
    assert f"{early.members / early.residents:.2%}" == "95.31%"
    assert (late.residents, late.members, late.active) == (9_051_459, 8_911_770, 6_141_415)
    assert f"{late.members / late.residents:.2%}, {late.active / late.residents:.2%}" == "98.46%, 67.85%"


def test_totals_of_ones_own_keep_the_regencies_of_a_published_date() -> None:
    late = LAMPUNG_2024_07
    assert moment_on(late.as_of, residents=late.residents, members=late.members, active=late.active) == late
    own = moment_on(dt.date(2020, 1, 1), residents=10, members=9, active=8)
    assert (own.residents, own.members, own.active, own.coverage) == (10, 9, 8, {})


@BOTH
def test_people_cards_and_active_cards_are_exact(lampung: Province, index: int) -> None:
    moment, engine = LAMPUNG_MOMENTS[index], lampung.engine
    assert engine.count(f"residents_{index}") == rounded(SCALE * moment.residents)
    assert engine.count(f"members_{index}") == rounded(SCALE * moment.members)
    assert engine.count(f"members_{index}", "STATUS = 'AKTIF'") == rounded(SCALE * moment.active)


@BOTH
def test_each_regency_has_its_men_and_women(lampung: Province, index: int) -> None:
    spec = ProvinceSpec(LAMPUNG_MOMENTS, scale=SCALE)
    found = lampung.engine.rows(
        f"SELECT KODE_WILAYAH[:5], count(*) FILTER (JENIS_KLMIN = 'L'), count(*) FILTER (JENIS_KLMIN = 'P') "
        f"FROM residents_{index} GROUP BY ALL"
    )
    wanted = zip(spec.regencies, home_quotas(spec, LAMPUNG_MOMENTS[index]), strict=True)
    assert sorted(found) == sorted((regency.code, *people) for regency, people in wanted)


@BOTH
def test_segments_are_apportioned_and_pbpu_is_35_percent_active(lampung: Province, index: int) -> None:
    engine, totals = lampung.engine, lampung.made[index].totals
    engine.run("CREATE OR REPLACE TABLE segments (text VARCHAR, segment VARCHAR, bucket VARCHAR)")
    for row in segment_rows():
        engine.run("INSERT INTO segments VALUES (?, ?, ?)", list(row))
    found = engine.rows(f"""
        SELECT bucket, count(*), count(*) FILTER (STATUS = 'AKTIF')
        FROM members_{index} JOIN segments ON text = {fold_sql("SEGMEN")} GROUP BY ALL""")
    assert {bucket: cards for bucket, cards, _ in found} == totals.by_segment
    assert {bucket: active for bucket, _, active in found} == totals.active_by_segment
    if index == 0:
        assert totals.active_by_segment["PBPU"] == rounded(0.35 * totals.by_segment["PBPU"])


def test_regency_facts_hold_as_far_as_whole_people_allow(lampung: Province) -> None:
    """Cards by the village of the card over residents; Tulang Bawang Barat 86.25%, all others above 95%."""
    rows = lampung.engine.rows("""
        SELECT r.code, m.cards / r.people, m.active / r.people, r.people
        FROM (SELECT replace(KODE_WILAYAH, '.', '')[:4] AS code, count(*) AS people FROM residents_1 GROUP BY ALL) r
        JOIN (SELECT coalesce(KODE_DESA[:4], '?') AS code, count(*) AS cards, count(*) FILTER (STATUS = 'AKTIF') AS active
              FROM members_1 GROUP BY ALL) m USING (code)""")
    coverage = {code: share for code, share, _, _ in rows}
    activity = {code: share for code, _, share, _ in rows}
    missing_codes = 0.012  # of the cards, planted
    assert coverage["1812"] == pytest.approx(0.8625, abs=missing_codes)
    assert min(share for code, share in coverage.items() if code != "1812") > 0.95 - missing_codes
    for code, share in (("1872", 0.8427), ("1813", 0.8010), ("1803", 0.8019)):
        assert activity[code] == pytest.approx(share, abs=0.02)


@BOTH
def test_every_word_that_is_written_is_known_to_the_rules(lampung: Province, index: int) -> None:
    def words(column: str, table: str) -> list[str]:
        return [word for (word,) in lampung.engine.rows(f"SELECT DISTINCT {column} FROM {table}_{index}")]

    assert all(segment_of(word) for word in words("SEGMEN", "members"))
    assert all(status_of(word) for word in words("STATUS", "members"))
    assert all(relation_of(word, "shdk") for word in words("STAT_HBKEL", "residents"))
    assert bucket_of("DEWAN PERWAKILAN RAKYAT DAERAH") == "PPU_PN"


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**31),
    residents=st.integers(2_000, 9_000_000),
    covered=st.floats(0.3, 1.0),
    share=st.floats(0.0, 1.0),
)
def test_any_totals_are_met(tmp_path: Path, seed: int, residents: int, covered: float, share: float) -> None:
    members = int(residents * covered)
    moment = Moment(dt.date(2022, 1, 1), residents, members, int(members * share))
    scale = min(1.0, 2_500 / residents)
    with Engine(threads=1) as engine:
        made = make(engine, tmp_path, moments=(moment,), seed=seed, scale=scale)
        hold(engine, made)
        assert engine.count("residents_0") == rounded(scale * moment.residents)
        assert engine.count("members_0") == rounded(scale * moment.members) == engine.count("truth_0")
        assert engine.count("members_0", "STATUS = 'AKTIF'") == rounded(scale * moment.active)


@pytest.mark.parametrize(
    ("members", "active"),
    [(2_000_000, 10), (9_000_000, 9_900_000)],
    ids=["too many members", "too many active"],
)
def test_totals_that_contradict_each_other_are_refused(tmp_path: Path, members: int, active: int) -> None:
    residents = LAMPUNG_2024_07.residents if active > members else 1_000_000
    moment = Moment(LAMPUNG_2023_08.as_of, residents, members, active)
    with Engine(threads=1) as engine, pytest.raises(InputRefused) as refused:
        make(engine, tmp_path, moments=(moment,), scale=0.0002)
    assert refused.value.reason.id
    assert refused.value.remedy.id
