"""What the database of each release was, with data: kept as SQL, and loaded again for this release to migrate.

`python -m tests.robustness.releases 0.1` keeps the release that is about to be published, on both databases. Do it
once, as the last thing before publishing; what a published release left behind is never made again.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.apps import apps
from django.db import connection

from tests.databases import BOTH, blank, fresh, postgresql_program
from tests.robustness.kept_world import live

KEPT = Path(__file__).parent / "releases"


def keep(release: str) -> None:
    """Write the files of one release: its tables and rows as SQL, and how many rows each table has."""
    folder = KEPT / release
    folder.mkdir(parents=True, exist_ok=True)
    for kind in BOTH:
        with fresh(kind) as url:
            live()
            counts = counted()
            connection.close()
            sql = _dump_sqlite(url) if kind == "sqlite" else _dump_postgresql(url)
        # Without the time at which it was packed.
        (folder / f"{kind}.sql.gz").write_bytes(gzip.compress(sql.encode(), mtime=0))
    (folder / "rows.json").write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")


def releases() -> list[str]:
    """The releases that are kept."""
    return sorted(folder.name for folder in KEPT.iterdir() if folder.is_dir())


def rows_of(release: str) -> dict[str, int]:
    """Table -> rows when it was kept."""
    found: dict[str, int] = json.loads((KEPT / release / "rows.json").read_text(encoding="utf-8"))
    return found


@contextmanager
def as_released(release: str, kind: str) -> Iterator[str]:
    """A database as that release left it; this process works on it."""
    sql = gzip.decompress((KEPT / release / f"{kind}.sql.gz").read_bytes()).decode()
    with blank(kind) as url:
        if kind == "sqlite":
            with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
                database.executescript(sql)
            database.close()
        else:
            _psql(url, sql)
        yield url


def counted() -> dict[str, int]:
    """Table -> rows, of the database in use."""
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in apps.get_models()):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = int(cursor.fetchone()[0])
    return counts


def _dump_sqlite(url: str) -> str:
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        # The dump of sqlite_sequence deletes first; a guard on a table never sees it.
        return "\n".join(database.iterdump()) + "\n"


def _dump_postgresql(url: str) -> str:
    """Without owners, rights, and psql's own commands: the words of the server alone."""
    command = [postgresql_program("pg_dump"), "--no-owner", "--no-privileges", "--rows-per-insert=500", url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(("--", "\\"))]
    return "\n".join(line for line in lines if line.strip()) + "\n"


def _psql(url: str, sql: str) -> None:
    command = [postgresql_program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", url]
    subprocess.run(command, input=sql, text=True, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    keep(sys.argv[1])
