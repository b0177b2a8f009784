"""How right found pairs are, measured on a truth file. `python -m benchmarks.quality edition|pairs ...`

Found pairs are rows (member_row, resident_row), both counted from 1 without header lines, as the truth counts.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import duckdb

MEMORY = "6GB"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("edition", "pairs"))
    parser.add_argument("path", type=Path, help="folder of an edition, or a Parquet file of pairs")
    parser.add_argument("truth", type=Path)
    parser.add_argument("residents", type=int, help="rows of the residents file")
    options = parser.parse_args()
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute(f"CREATE VIEW truth AS FROM '{options.truth}'")
    further = {}
    if options.what == "edition":
        further = take_edition(connection, options.path)
    else:
        connection.execute(
            f"CREATE TABLE found AS SELECT member_row, resident_row, '' AS method FROM '{options.path}'"
        )
    print(json.dumps({**measure(connection, options.residents), **further}))


def measure(connection: duckdb.DuckDBPyConnection, residents: int) -> dict[str, Any]:
    """All figures for the tables `truth` and `found`; shares are between 0 and 1."""
    connection.execute("""
        CREATE OR REPLACE TABLE judged AS
        SELECT t.fault, t.nik_broken, t.duplicate, t.resident_row IS NOT NULL AS has_partner, f.member_row IS NOT NULL AS found,
               coalesce(f.resident_row = t.resident_row, false) AS hit, f.method
        FROM truth t LEFT JOIN found f USING (member_row)
    """)
    return {
        "all": scores(connection, "true", "true"),
        "first_cards": scores(connection, "NOT duplicate", "NOT duplicate"),
        "broken": scores(connection, "nik_broken AND has_partner", "nik_broken AND has_partner"),
        "broken_strict": scores(connection, "nik_broken AND has_partner", "nik_broken OR NOT has_partner"),
        "broken_first_cards": scores(
            connection,
            "nik_broken AND has_partner AND NOT duplicate",
            "nik_broken AND has_partner AND NOT duplicate",
        ),
        "partnerless": partnerless(connection),
        "left_out": left_out(connection, residents),
        "faults": by(connection, "fault"),
        "methods": by(connection, "method", "found"),
    }


def scores(connection: duckdb.DuckDBPyConnection, owed: str, claimed: str) -> dict[str, float]:
    """Precision over the found pairs of the rows in `claimed`, recall over the true pairs of those in `owed`."""
    pairs, right, found = _row(
        connection,
        f"""SELECT count(*) FILTER (has_partner AND ({owed})), count(*) FILTER (hit AND ({owed})),
                   count(*) FILTER (found AND ({claimed})) FROM judged""",
    )
    precision = right / found if found else 1.0
    recall = right / pairs if pairs else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "pairs": pairs,
        "found": found,
        "right": right,
        "precision": precision,
        "recall": recall,
        "f1": f1,
    }


def partnerless(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Members who are no resident, and how many of them were given one all the same."""
    members, false = _row(
        connection,
        "SELECT count(*) FILTER (NOT has_partner), count(*) FILTER (found AND NOT has_partner) FROM judged",
    )
    return {"members": members, "false_links": false, "share": false / members if members else 0.0}


def left_out(connection: duckdb.DuckDBPyConnection, residents: int) -> dict[str, float]:
    """What the links are for: residents called without a card, and how many of those truly are."""
    called, truly, both = _row(
        connection,
        f"""SELECT {residents} - (SELECT count(DISTINCT resident_row) FROM found),
                   {residents} - (SELECT count(DISTINCT resident_row) FROM truth),
                   {residents} - (SELECT count(*) FROM (SELECT resident_row FROM found WHERE resident_row IS NOT NULL
                                  UNION SELECT resident_row FROM truth WHERE resident_row IS NOT NULL))""",
    )
    return {
        "called": called,
        "truly": truly,
        "precision": both / called if called else 1.0,
        "recall": both / truly if truly else 1.0,
    }


def by(connection: duckdb.DuckDBPyConnection, column: str, where: str = "true") -> dict[str, dict[str, int]]:
    """Per planted fault, or per method that decided: members, true pairs, found pairs, right pairs."""
    found = connection.execute(
        f"""SELECT coalesce({column}, ''), count(*), count(*) FILTER (has_partner), count(*) FILTER (found),
                   count(*) FILTER (hit) FROM judged WHERE {where} GROUP BY ALL ORDER BY 2 DESC, 1"""
    ).fetchall()
    return {row[0]: dict(zip(("members", "pairs", "found", "right"), row[1:], strict=True)) for row in found}


# --- editions -------------------------------------------------------------------------------------


def take_edition(connection: duckdb.DuckDBPyConnection, edition: Path) -> dict[str, Any]:
    """Make `found` from an edition's links; also its reviews, and its stated error beside the true one."""
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    headers = {source["number"]: source["header_row"] for source in manifest["sources"]}
    connection.execute(f"CREATE VIEW links AS FROM '{edition / 'links.parquet'}'")
    for table, key in (("residents", "resident_id"), ("members", "member_id")):
        # A source row counts the header lines, a row of the truth does not.
        cases = " ".join(f"WHEN {number} THEN {header}" for number, header in headers.items())
        connection.execute(
            f"""CREATE VIEW {table}_rows AS SELECT {key}, source_row - (CASE source {cases} END) AS row
                FROM '{edition / (table + ".parquet")}'"""
        )
    connection.execute("""
        CREATE TABLE decided AS SELECT m.row AS member_row, r.row AS resident_row, l.outcome, l.method
        FROM links l JOIN members_rows m USING (member_id) JOIN residents_rows r USING (resident_id);
        CREATE VIEW found AS SELECT member_row, resident_row, method FROM decided WHERE outcome <> 'review'
    """)
    return {"reviews": reviews(connection), "stated": stated(connection, manifest["link_error"])}


def reviews(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Pairs left to a person, and how many of them are true."""
    pairs, right = _row(
        connection,
        """SELECT count(*), count(*) FILTER (d.resident_row = t.resident_row)
           FROM decided d JOIN truth t USING (member_row) WHERE d.outcome = 'review'""",
    )
    return {"pairs": pairs, "right": right}


def stated(connection: duckdb.DuckDBPyConnection, error: dict[str, Any]) -> dict[str, Any]:
    """The error that the edition states about itself, and the true one."""
    (false,) = _row(
        connection,
        """SELECT count(*) FROM found f JOIN truth t USING (member_row)
           WHERE t.resident_row IS DISTINCT FROM f.resident_row""",
    )
    (missed,) = _row(
        connection,
        """SELECT (SELECT count(DISTINCT resident_row) FROM truth)
                - (SELECT count(DISTINCT resident_row) FROM truth JOIN found USING (member_row, resident_row))""",
    )
    return {
        "false_links": _compare(error["false_links"], false),
        "missed_links": _compare(error["missed_links"], missed),
    }


def _compare(interval: dict[str, float], true: int) -> dict[str, Any]:
    return {**interval, "true": true, "inside": interval["low"] <= true <= interval["high"]}


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row


if __name__ == "__main__":
    main()
