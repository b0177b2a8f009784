"""What the machine refuses is said in one sentence with its remedy, nothing is half written, and work goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import Error, connection

from semesta.database import Busy, migrate, reading, told, writing
from semesta.faults import InputRefused, MachineFailed, SemestaError
from semesta.register.recording import Decision, recording
from tests.databases import fresh

BY = Decision("uji", "coba")


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What tests.database.hardships met: one process for all of it, because starting one is slow."""
    if sys.platform == "win32":
        pytest.skip("forks")
    folder = tmp_path_factory.mktemp("hardships")
    ours = [above for above in folder.parents if above.name.startswith(("pytest-", "popen-"))]
    for above in (folder, *ours):
        above.chmod(0o755)  # for the user without rights
    done = subprocess.run(
        [sys.executable, "-m", "tests.database.hardships", str(folder)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_full_disk_is_said_leaves_nothing_and_room_is_enough_to_go_on(met: dict[str, Any]) -> None:
    assert met["full"]["code"] == str(MachineFailed.exit_code)
    assert "The disk is full" in met["full"]["said"] and "Free space" in met["full"]["said"]
    assert met["after_full"] == {"code": "0", "said": ""}
    assert met["changes"] == 2, "the one before the disk was full, and the one after"


def test_a_database_that_may_not_be_written_is_said(met: dict[str, Any]) -> None:
    assert met["read_only"]["code"] == str(MachineFailed.exit_code)
    assert "can only be read" in met["read_only"]["said"] and "permission" in met["read_only"]["said"]


def test_a_forked_child_has_a_connection_of_its_own(met: dict[str, Any]) -> None:
    assert met["forked"] == {"code": "0", "said": "True"}


def test_a_killed_migration_is_whole_or_not_there_and_the_next_one_completes_it(met: dict[str, Any]) -> None:
    assert {state.split()[1] for state in met["killed_migrations"]} == {"True"}
    assert {state.split()[0] for state in met["killed_migrations"]} <= {"none", "current"}


@pytest.fixture
def postgresql() -> Iterator[str]:
    with fresh("postgresql") as url:
        yield url


@pytest.mark.parametrize(
    ("state", "fault", "said"),
    [
        ("53100", MachineFailed, "disk is full"),
        ("58030", MachineFailed, "disk is full"),
        ("53200", MachineFailed, "Memory ran out"),
        ("53300", Busy, "as many connections"),
        ("55P03", Busy, "Another process"),
        ("40001", Busy, "Another process"),
        ("57014", Busy, "stopped this work"),
        ("25006", MachineFailed, "can only be read"),
        ("42501", MachineFailed, "does not allow"),
        ("42P01", InputRefused, "no tables"),
        ("57P01", MachineFailed, "does not answer"),
        ("XX001", MachineFailed, "damaged"),
    ],
)
def test_what_postgresql_says(postgresql: str, state: str, fault: type[SemestaError], said: str) -> None:
    """The server itself raises each state; a disk of its own to fill would be another machine's test."""
    with pytest.raises(fault, match=said) as caught, writing(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$")
    assert caught.value.place.startswith("postgresql://") and caught.value.place in str(caught.value)
    assert postgresql.rpartition("/")[2].partition("?")[0] in caught.value.place


def test_a_fault_of_the_program_stays_one(database: str) -> None:
    with pytest.raises(Error), writing(), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM change")
    assert database


def _hang_up(url: str) -> None:
    """The server ends our session, as when it is restarted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_server_gone_in_the_middle_of_work_is_said_and_the_next_work_finds_it_again(
    postgresql: str,
) -> None:
    with pytest.raises(MachineFailed, match="connection broke; nothing was changed"), recording("a", BY):
        _hang_up(postgresql)
        connection.cursor().execute("SELECT 1")
    with recording("b", BY) as during:
        assert during.change


def test_a_server_gone_while_saving_is_not_called_unsaved(postgresql: str) -> None:
    """Whether the commit arrived cannot be known: a sentence that says 'nothing was changed' would be a guess."""
    with pytest.raises(MachineFailed, match=r"saved or none, but it is not known.*look first"):  # noqa: SIM117
        with recording("a", BY):
            _hang_up(postgresql)
    with reading(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM change")
        assert cursor.fetchone() == (0,)


def test_a_server_gone_between_questions_is_found_again(postgresql: str) -> None:
    with pytest.raises(MachineFailed), told():
        _hang_up(postgresql)
        connection.cursor().execute("SELECT 1")
    with told():
        connection.cursor().execute("SELECT 1")


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    use("postgresql://dinas:rahasia@127.0.0.1:1/jkn")
    for attempt in (writing, reading, told):
        with pytest.raises(MachineFailed, match="does not answer") as refused, attempt():
            connection.cursor().execute("SELECT 1")
        assert "rahasia" not in str(refused.value)
        assert refused.value.place == "postgresql://127.0.0.1:1/jkn"
    use("sqlite:///unused.sqlite3")


@pytest.mark.parametrize(
    ("content", "fault", "said"),
    [
        (b"NIK;NAMA\n" * 500, InputRefused, "no database at this address"),
        (None, MachineFailed, "cannot be opened"),
    ],
)
def test_a_file_that_is_none_of_ours(
    tmp_path: Path, content: bytes | None, fault: type[SemestaError], said: str
) -> None:
    file = tmp_path / "ada" / "peserta.csv"
    if content is not None:
        file.parent.mkdir()
        file.write_bytes(content)
    use(f"sqlite:///{file}")
    with pytest.raises(fault, match=said):
        migrate()
    assert content is None or file.read_bytes() == content
    use("sqlite:///unused.sqlite3")


def test_a_damaged_file_is_said() -> None:
    with fresh("sqlite") as url:
        file = Path(url.removeprefix("sqlite:///"))
        page = file.read_bytes()
        file.write_bytes(page[:8192] + b"\xff" * (len(page) - 8192))
        with pytest.raises(MachineFailed, match="damaged"), reading(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM change, person, membership")
