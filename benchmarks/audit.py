"""How right an audit is, measured on the truth of an invented province. `python -m benchmarks.audit AUDIT EDITION TRUTH`

A finding is true when what it says of the card is so, whatever becomes of the money. The truth knows people
and numbers, not addresses or rosters: kinds that rest on those are counted, not judged.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import duckdb

#: What makes a finding of a kind true: SQL on t (the card's truth) and o (the other card's).
TRUE_WHEN = {
    "dead": "t.fault = 'dead'",
    "moved_away": "t.fault = 'moved'",
    "not_in_register": "t.resident_row IS NULL",
    "same_nik": "o.person = t.person OR (f.certainty = 'to_check' AND (t.nik_broken OR o.nik_broken))",
    "two_cards": "o.person = t.person",
    "two_segments": "o.person = t.person",
    "nik_of_another": "t.nik_broken OR t.resident_row IS NULL",
    "nik_invalid": "t.nik_broken OR t.resident_row IS NULL OR t.fault = 'newborn'",
}

#: Cards whose money the public pays, as an implied bill has them.
BILLED = "(m.bucket IN ('PBI_JK', 'PBPU_BP_PEMDA') OR (m.bucket = 'PBPU' AND m.hospital_class = 3))"
TWICE = ("same_nik", "two_cards", "two_segments")
GONE = ("dead", "moved_away", "not_in_register", "nik_invalid", "nik_of_another")
NUMBERS = ("nik_of_another", "same_nik")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("audit", type=Path, help="folder of an audit without a bill")
    parser.add_argument("edition", type=Path)
    parser.add_argument("truth", type=Path)
    options = parser.parse_args()
    print(json.dumps(judge(options.audit, options.edition, options.truth)))


def judge(audit: Path, edition: Path, truth: Path) -> dict[str, Any]:
    """Precision by kind and certainty, and recall of what was planted."""
    connection = duckdb.connect()
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    headers = {s["number"]: s["header_row"] for s in manifest["sources"] if s["kind"] == "members"}
    cases = " ".join(f"WHEN {number} THEN {header}" for number, header in headers.items())
    connection.execute(f"""
        CREATE TABLE truth AS
        SELECT m.member_id, m.bucket, m.hospital_class, m.status, t.* FROM '{truth}' t
        JOIN (SELECT *, source_row - (CASE source {cases} END) AS member_row FROM '{edition / "members.parquet"}') m USING (member_row);
        CREATE VIEW findings AS FROM '{audit / "findings.parquet"}';
    """)
    return {"kinds": kinds(connection), "recall": recalls(connection)}


def kinds(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Findings, counted ones, rupiah counted, and how many are true, by kind and certainty."""
    true = " ".join(f"WHEN '{kind}' THEN {when}" for kind, when in TRUE_WHEN.items())
    rows = connection.execute(f"""
        SELECT f.kind, f.certainty, count(*), count(*) FILTER (f.counted),
               coalesce(sum(f.rupiah_local + f.rupiah_centre + f.rupiah_member) FILTER (f.counted), 0)::BIGINT,
               count(*) FILTER (coalesce(CASE f.kind {true} END, false))
        FROM findings f LEFT JOIN truth t USING (member_id) LEFT JOIN truth o ON o.member_id = f.other_member_id
        GROUP BY ALL ORDER BY 1, 2
    """).fetchall()
    names = ("kind", "certainty", "findings", "counted", "rupiah", "true")
    return [{**dict(zip(names, row, strict=True)), "judged": row[0] in TRUE_WHEN} for row in rows]


def recalls(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Of what was planted on billed cards: how many cases, found at any certainty, found certain or probable."""
    billed = BILLED.replace("m.", "t.")
    twice = f"""
        SELECT a.person AS id, a.member_id FROM truth a JOIN truth t ON t.person = a.person AND t.member_id <> a.member_id
        WHERE a.status = 'AKTIF' AND t.status = 'AKTIF' AND ({billed} OR {billed.replace("t.", "a.")})"""
    planted = {
        "people paid for twice": (twice, TWICE),
        "holders who are no residents": (f"SELECT member_id AS id, member_id FROM truth t WHERE status = 'AKTIF' AND resident_row IS NULL AND NOT duplicate AND {billed}", GONE),
        "another resident's NIK": (f"SELECT member_id AS id, member_id FROM truth t WHERE status = 'AKTIF' AND {billed} AND fault IN ('nik_borrowed', 'nik_borrowed_family', 'nik_swapped')", NUMBERS),
    }  # fmt: skip
    found = {}
    for name, (cases, by) in planted.items():
        listed = ", ".join(f"'{kind}'" for kind in by)
        row = connection.execute(f"""
            SELECT count(DISTINCT c.id), count(DISTINCT c.id) FILTER (f.kind IS NOT NULL),
                   count(DISTINCT c.id) FILTER (f.certainty <> 'to_check')
            FROM ({cases}) c LEFT JOIN (SELECT * FROM findings WHERE kind IN ({listed})) f USING (member_id)
        """).fetchone()
        assert row is not None
        found[name] = dict(zip(("cases", "found", "found_surely"), row, strict=True))
    return found


if __name__ == "__main__":
    main()
