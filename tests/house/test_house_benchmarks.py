"""The benchmark judges rightly: what it calls precision, recall and a false link is so on a case done by hand."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import pages, parts, process, quality


@cache
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def judge(truth: list[tuple[int, int | None, str, bool, bool]], found: list[tuple[int, int]]) -> parts.Facts:
    """Members with their true resident, fault, broken NIK, duplicate; and pairs (member, resident) found."""
    connection = database()
    connection.execute(
        "CREATE OR REPLACE TABLE truth (member_row BIGINT, resident_row BIGINT, fault VARCHAR, nik_broken BOOL, duplicate BOOL)"
    )
    connection.execute(
        "CREATE OR REPLACE TABLE found (member_row BIGINT, resident_row BIGINT, method VARCHAR)"
    )
    # As text: executemany would first import pandas, which takes longer than all of these tests.
    for table, rows in (("truth", truth), ("found", [(*pair, "m") for pair in found])):
        if rows:
            values = ", ".join(str(row).replace("None", "NULL") for row in rows)
            connection.execute(f"INSERT INTO {table} VALUES {values}")
    return quality.measure(connection, residents=10)


DESK_CASE = [
    (1, 1, "none", False, False),  # found
    (2, 2, "mistyped", True, False),  # found
    (3, 3, "missing", True, False),  # missed
    (4, 4, "borrowed", True, False),  # given to resident 9
    (5, None, "dead", False, False),  # nobody's, given to resident 5
    (6, None, "moved", False, False),  # nobody's, left alone
    (7, 1, "none", False, True),  # second card of resident 1, found
]
DESK_FOUND = [(1, 1), (2, 2), (4, 9), (5, 5), (7, 1)]


def test_desk_case() -> None:
    facts = judge(DESK_CASE, DESK_FOUND)
    assert facts["all"]["pairs"] == 5
    assert facts["all"]["precision"] == pytest.approx(3 / 5)
    assert facts["all"]["recall"] == pytest.approx(3 / 5)
    assert facts["broken"]["precision"] == pytest.approx(1 / 2)
    assert facts["broken"]["recall"] == pytest.approx(1 / 3)
    assert facts["broken_strict"]["precision"] == pytest.approx(1 / 3), (
        "the false link of a partnerless counts too"
    )
    assert facts["partnerless"] == {"members": 2, "false_links": 1, "share": 0.5}
    assert facts["first_cards"]["pairs"] == 4
    assert facts["faults"]["borrowed"] == {"members": 1, "pairs": 1, "found": 1, "right": 0}


def test_left_out_counts_residents_not_cards() -> None:
    left = judge(DESK_CASE, DESK_FOUND)["left_out"]
    assert left["called"] == 10 - len({1, 2, 9, 5})
    assert left["truly"] == 10 - len({1, 2, 3, 4})
    assert left["precision"] == pytest.approx(len({6, 7, 8, 10}) / 6)


def test_finding_nothing_is_no_error() -> None:
    facts = judge(DESK_CASE, [])
    assert facts["all"]["recall"] == 0 and facts["all"]["f1"] == 0


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 10)), st.booleans(), st.booleans()), max_size=12)
)
def test_the_truth_itself_is_perfect(rows: list[tuple[int | None, bool, bool]]) -> None:
    truth = [(n, resident, "f", broken, twice) for n, (resident, broken, twice) in enumerate(rows, start=1)]
    facts = judge(truth, [(row[0], row[1]) for row in truth if row[1] is not None])
    for name in ("all", "first_cards", "broken", "broken_strict", "broken_first_cards"):
        assert facts[name]["precision"] == facts[name]["recall"] == 1.0, name
    assert facts["partnerless"]["false_links"] == 0
    assert facts["left_out"]["precision"] == facts["left_out"]["recall"] == 1.0


def test_rows_of_an_edition_are_counted_without_headers(tmp_path: Path) -> None:
    connection = duckdb.connect()
    for sql, name in (
        ("SELECT 1 AS resident_id, 0 AS source, 3 AS source_row", "residents"),
        ("SELECT 1 AS member_id, 1 AS source, 6 AS source_row", "members"),
        ("SELECT 1 AS resident_id, 1 AS member_id, 'link' AS outcome, 'nik_exact' AS method", "links"),
    ):
        connection.execute(f"COPY ({sql}) TO '{tmp_path / name}.parquet' (FORMAT parquet)")
    error = {"value": 0.0, "low": 0.0, "high": 1.0}
    sources = [{"number": 0, "header_row": 1}, {"number": 1, "header_row": 5}]
    manifest = {"sources": sources, "link_error": {"false_links": error, "missed_links": error}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    connection.execute(
        "CREATE TABLE truth AS SELECT 1 AS member_row, 2 AS resident_row, 'none' AS fault, false AS nik_broken, false AS duplicate"
    )
    further = quality.take_edition(connection, tmp_path)
    assert connection.execute("FROM found").fetchall() == [(1, 2, "nik_exact")]
    assert further["stated"]["false_links"]["true"] == 0 and further["stated"]["missed_links"]["inside"]


def test_cost_is_that_of_the_child(tmp_path: Path) -> None:
    block = "b = bytearray(150_000_000); print('{\"ok\": 1}')"
    cost, printed = process.measure(process.python("-c", block), tmp_path / "log", threads=1)
    assert process.answer(printed) == {"ok": 1}
    assert cost.peak_memory_mb >= 143
    assert cost.cpu_seconds > 0


def test_failure_carries_the_last_words(tmp_path: Path) -> None:
    with pytest.raises(process.Failed, match="disk is full"):
        process.measure(
            [sys.executable, "-c", "raise SystemExit('disk is full')"], tmp_path / "log", threads=1
        )


def test_every_part_can_be_rendered_and_a_failed_one_says_why() -> None:
    assert set(pages.RENDER) == set(parts.PARTS)
    facts = {
        "date": "2026-11-22",
        "commit": "abc",
        "scale": 0.01,
        "runs": 1,
        "threads": 2,
        "machine": {
            "cores": 2,
            "cpu": "x",
            "memory_gb": 24,
            "system": "s",
            "python": "p",
            "duckdb": "d",
            "load": 0.0,
        },
        "parts": {
            "febrl": {"precision": 1.0, "recall": 0.5, "f1": 2 / 3, "wall_seconds": 3},
            "build": {"failed": "no disk"},
        },
    }
    text = pages.page(facts)
    assert "0.6667" in text and "no disk" in text


def test_steps_within_steps_are_counted_once() -> None:
    steps = [{"name": name} for name in ("read", "link.nik", "link.score", "link", "cube")]
    ordered = [(step["name"], within) for step, within in pages.in_order(steps)]
    assert ordered == [
        ("read", False),
        ("link", False),
        ("link.nik", True),
        ("link.score", True),
        ("cube", False),
    ]


def test_medians() -> None:
    assert parts.medians([{"a": 1}, {"a": 5}, {"a": 2}]) == {"a": 2}
