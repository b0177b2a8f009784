"""A process whose children meet a full disk, a file that may not be written, a kill; prints what each met.

`python -m tests.database.hardships FOLDER`. SQLite only: what PostgreSQL's server meets is its own process's.
Children are forked before any database is open, so each costs a fork and not a start of Python.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.database import Tables, insert_rows, migrate, tables, writing
from semesta.faults import SemestaError
from semesta.register.recording import Decision, record, recording

BY = Decision("uji", "coba")
NOBODY = 65_534  # the user `nobody`: root may write everything, also what is read-only


def main(folder: Path) -> None:
    folder.chmod(0o755)
    use(f"sqlite:///{folder / 'a.sqlite3'}")
    in_child(migrate)
    in_child(lambda: write_rows(100))
    found = {
        "full": in_child(full_disk),
        "after_full": in_child(lambda: write_rows(1)),
        "changes": int(in_child(lambda: print(count(), end=""))["said"]),
        "read_only": read_only(folder),
        "forked": in_child(forked),
        "killed_migrations": killed_migrations(folder),
    }
    print(json.dumps(found))


def in_child(work: Callable[[], object]) -> dict[str, str]:
    """What a child printed and how it ended: 'done', or the name of the SemestaError, or a number."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(into, 1)
        code = 99
        try:
            work()
            code = 0
        except SemestaError as error:
            print(type(error).__name__, error.say("en"), end="")
            code = error.exit_code
        finally:
            sys.stdout.flush()
            os._exit(code)
    os.close(into)
    with os.fdopen(out) as pipe:
        said = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"code": str(code), "said": said}


def write_rows(rows: int) -> None:
    with recording("uji", BY) as during:
        insert_rows("bank", ("code", "name"), [(f"{during.change}-{n}", "B" * 100) for n in range(rows)])


def count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM change")
        return int(cursor.fetchone()[0])


def full_disk() -> None:
    """No file may grow beyond what the database's has now and a little: the machine answers as a full disk does."""
    count()
    size = Path(connection.settings_dict["NAME"]).stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50_000, size + 50_000))
    write_rows(50_000)


def read_only(folder: Path) -> dict[str, str]:
    def work() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        write_rows(1)

    file = folder / "a.sqlite3"
    folder.chmod(0o555)
    file.chmod(0o444)
    found = in_child(work)
    file.chmod(0o644)
    folder.chmod(0o755)
    return found


def forked() -> None:
    """A child works while its parent is in the middle of a transaction, on a connection of its own."""
    with writing():
        before = record("induk", BY).change
        child = in_child(lambda: print(count(), end=""))
    assert count() == int(child["said"]) + 1, "the child saw what was not yet there, or broke it"
    write_rows(1)
    print(before > 0, end="")


def killed_migrations(folder: Path) -> list[str]:
    """A migration from empty, killed after some milliseconds; then what is there, and after another try."""
    found = []
    for number, milliseconds in enumerate((1, 20, 60, 120, 200, 400)):
        use(f"sqlite:///{folder / f'm{number}.sqlite3'}")
        child = os.fork()
        if not child:
            migrate()
            os._exit(0)
        time.sleep(milliseconds / 1000)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        state = in_child(lambda: print(tables().value, end=""))["said"]
        in_child(migrate)
        after = in_child(lambda: print(tables() is Tables.CURRENT, end=""))["said"]
        found.append(f"{state} {after}")
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
