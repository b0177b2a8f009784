"""What became of every row of an extract, and which cards the extract leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from semesta.engine import Engine, literal
from semesta.manifest import SourceFile
from semesta.register.comparing import is_closed
from semesta.register.vocabulary import SEGMENT_NAMES, STATUS_NAMES, Status, Transition

NEW, SAME, CHANGED, HELD, REJECTED = "new", "same", "changed", "held", "rejected"
OUTCOMES = (NEW, SAME, CHANGED, HELD, REJECTED)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Rows by outcome, which add up to `rows`; and what is behind them."""

    rows: int
    by_outcome: dict[str, int]
    held: dict[str, int] = field(default_factory=dict)  # reason (matching.HELD) -> rows
    columns: dict[str, int] = field(default_factory=dict)  # column -> changed rows in which it is new
    transitions: dict[str, int] = field(default_factory=dict)  # what happened to memberships of changed rows
    missing: int = 0  # people whom the extract leaves out, but for the dead

    @classmethod
    def of(cls, rows: int, by_outcome: Mapping[str, int]) -> Outcomes:
        """What is kept of an extract that was applied before."""
        return cls(rows, dict(by_outcome))


def make_outcomes(engine: Engine, files: Sequence[SourceFile]) -> Outcomes:
    """Make `outcomes` (source, source_row, outcome, reason, columns, person) and `missing`, and count them."""
    engine.run(f"""
        CREATE OR REPLACE TABLE outcomes AS
        SELECT i.source, i.source_row,
               CASE WHEN h.seq IS NOT NULL THEN '{HELD}' WHEN c.seq IS NOT NULL THEN '{CHANGED}'
                    WHEN m.seq IS NOT NULL THEN '{SAME}' ELSE '{NEW}' END AS outcome,
               coalesce(h.reason, '') AS reason, coalesce(array_to_string(c.columns, ' '), '') AS columns,
               coalesce(h.person, m.person) AS person
        FROM incoming i LEFT JOIN held h ON h.seq = i.seq LEFT JOIN matched m ON m.seq = i.seq
        LEFT JOIN changed c ON c.seq = i.seq
        UNION ALL SELECT source, "row", '{REJECTED}', code, "column", NULL FROM rejects WHERE scope = 'row'
        ORDER BY source, source_row
    """)
    engine.run(f"""
        CREATE OR REPLACE TABLE missing AS
        SELECT person, segment, status, village FROM state s
        WHERE person NOT IN (SELECT person FROM matched)
          AND person NOT IN (SELECT person FROM held WHERE person IS NOT NULL)
          AND status <> {Status.MENINGGAL.value} AND NOT {is_closed("s")} ORDER BY person
    """)
    found = dict(engine.rows("SELECT outcome, count(*) FROM outcomes GROUP BY ALL"))
    by_outcome = {name: int(found.get(name, 0)) for name in OUTCOMES}
    rows = sum(file.rows_in for file in files)
    assert sum(by_outcome.values()) == rows, (by_outcome, rows)
    return Outcomes(
        rows=rows,
        by_outcome=by_outcome,
        held=_counts(engine, "SELECT reason, count(*) FROM held GROUP BY ALL ORDER BY 2 DESC, 1"),
        columns=_counts(
            engine,
            "SELECT name, count(*) FROM (SELECT unnest(columns) AS name FROM changed) GROUP BY ALL ORDER BY 2 DESC, 1",
        ),
        transitions={
            Transition(int(number)).name: int(count)
            for number, count in engine.rows(
                "SELECT transition, count(*) FROM stepped GROUP BY ALL ORDER BY 2 DESC, 1"
            )
        },
        missing=engine.count("missing"),
    )


def write_outcomes(engine: Engine, folder: Path, names: Sequence[str]) -> None:
    """Write `folder/outcomes.csv` and `folder/missing.csv`: row numbers and numbers of people, nobody's NIK or name."""
    folder.mkdir(parents=True, exist_ok=True)
    file = " ".join(f"WHEN {number} THEN {literal(name)}" for number, name in enumerate(names))
    engine.write_csv(
        f"SELECT CASE source {file} END AS file, source_row AS row, outcome, reason, columns, person FROM outcomes",
        folder / "outcomes.csv",
    )
    segment = " ".join(f"WHEN {number} THEN {literal(name)}" for number, name in SEGMENT_NAMES.items())
    status = " ".join(f"WHEN {number} THEN {literal(name)}" for number, name in STATUS_NAMES.items())
    engine.write_csv(
        f"SELECT person, CASE segment {segment} END AS segment, CASE status {status} END AS status, village FROM missing",
        folder / "missing.csv",
    )


def _counts(engine: Engine, sql: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in engine.rows(sql)}
