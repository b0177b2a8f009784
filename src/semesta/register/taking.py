"""What was taken over once is not taken over again; and where bulk services put their scratch files."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection

from semesta.database import insert_rows, is_postgresql
from semesta.edition.aside import building_place
from semesta.register.card_rows import Numbers
from semesta.register.recording import Recording

#: How often the rows are made again because somebody wrote meanwhile.
ATTEMPTS = 3
_TABLES = ("payer", "family", "person", "person_fact", "identifier", "membership")


@dataclass(frozen=True, slots=True)
class Took:
    """A file or edition that was taken: the change, and the outcomes of its rows, which add up to `rows`."""

    change: int
    rows: int
    outcomes: dict[str, int]
    as_of: dt.date | None


def taken_before(kind: str, sha256: str) -> Took | None:
    """What the same content did when it was taken; None if it never was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT change_id, rows, outcomes, as_of FROM taken WHERE kind = %s AND sha256 = %s",
            [kind, sha256],
        )
        found = cursor.fetchone()
    if not found:
        return None
    change, rows, outcomes, as_of = found
    return Took(
        int(change),
        int(rows),
        json.loads(outcomes) if isinstance(outcomes, str) else dict(outcomes),
        dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of,
    )


def write_taken(*, kind: str, name: str, sha256: str, took: Took) -> None:
    """Write down what was taken, in the transaction that took it."""
    assert sum(took.outcomes.values()) == took.rows, took
    insert_rows(
        "taken",
        ("kind", "name", "sha256", "as_of", "rows", "outcomes", "change_id"),
        [(kind, name[:200], sha256, took.as_of, took.rows, json.dumps(took.outcomes), took.change)],
    )


def last_numbers() -> Numbers:
    """The last id of each table, and the number that the next change will get if nobody else writes before."""
    found = {}
    with connection.cursor() as cursor:
        for table in _TABLES:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
            found[table] = int(cursor.fetchone()[0])
        if is_postgresql():
            cursor.execute(
                "SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM change_id_seq"
            )
        else:
            cursor.execute("SELECT 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'change'), 0)")
        found["change"] = int(cursor.fetchone()[0])
    return Numbers(**found)


def last_day_taken() -> dt.date | None:
    """The latest day of which an edition or extract was taken."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(as_of) FROM taken WHERE kind IN ('edition', 'extract')")
        [found] = cursor.fetchone()
    return dt.date.fromisoformat(found) if isinstance(found, str) else found


class Moved(Exception):
    """Somebody wrote while the rows were made: their numbers are no longer right. Nothing was written."""


def require_unmoved(last: Numbers, during: Recording) -> None:
    """Inside the transaction: nothing was written since `last_numbers`; else Moved."""
    if during.change != last.change or replace(last_numbers(), change=last.change) != last:
        raise Moved


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder beside an SQLite database, on its disk, else where the system puts such; gone afterwards.

    What a killed process left there goes when the next one comes.
    """
    beside = (
        tempfile.gettempdir()
        if is_postgresql()
        else Path(str(connection.settings_dict["NAME"])).absolute().parent
    )
    with building_place(Path(beside), "rows") as folder:
        yield folder
