"""The floor: DuckDB copies CSV files to Parquet and does nothing else. `python -m benchmarks.floor OUT CSV...`"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb


def main(out: Path, threads: int, files: list[Path]) -> None:
    """Every column stays text: identity numbers with typing errors in them admit no narrower type."""
    connection = duckdb.connect(config={"threads": threads})
    for file in files:
        # No bound values: where pandas is installed, the first one makes DuckDB import it.
        source, target = quoted(file), quoted(out / f"{file.stem}.parquet")
        connection.execute(
            f"COPY (FROM read_csv({source}, all_varchar = true)) TO {target} (FORMAT parquet, COMPRESSION zstd)"
        )


def quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
