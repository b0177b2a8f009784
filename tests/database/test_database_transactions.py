"""One writer at a time, whole or not at all; one state for several questions. The same on both databases."""

from __future__ import annotations

import threading
import time

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import IntegrityError, connection
from django.db.transaction import TransactionManagementError

from semesta.database import Busy, insert_rows, reading, writing
from semesta.register.recording import Decision, record, recording
from tests.database.neighbours import elsewhere, someone_writes

pytestmark = pytest.mark.usefixtures("database")

BY = Decision("uji", "coba")


def _changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM change")
        return int(cursor.fetchone()[0])


def _write() -> None:
    with recording("uji", BY):
        pass


def test_a_writer_waits_for_another_and_is_then_told(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with someone_writes():
        monkeypatch.setenv("SEMESTA_WAIT_SECONDS", "0.2")
        use(database)
        started = time.monotonic()
        with pytest.raises(Busy, match=r"Another process is writing.*nothing was changed.*repeat"):
            _write()
        assert 0.15 < time.monotonic() - started < 5
    _write()
    assert _changes() == 1


def test_a_writer_that_can_wait_comes_after_the_other() -> None:
    with someone_writes():
        waiting = threading.Thread(target=lambda: elsewhere(_write))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive() and _changes() == 0
    waiting.join()
    assert _changes() == 1


def test_many_writers_are_numbered_in_the_order_in_which_they_were_seen() -> None:
    """Each writer sees all changes of smaller number: else 'what was known after change N' would have no answer."""
    seen: list[tuple[int, int]] = []

    def writer() -> None:
        for _ in range(10):
            with writing():
                change = record("uji", BY).change
                seen.append((change, _changes()))

    threads = [threading.Thread(target=lambda: elsewhere(writer)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [known for _, known in sorted(seen)] == list(range(1, 41))


def test_what_fails_leaves_nothing_also_when_it_was_joined_and_the_fault_is_caught() -> None:
    def inner() -> None:
        with writing():
            record("separuh", BY)
            insert_rows("family", ("id", "change_id"), [(1, 1), (1, 1)])

    with pytest.raises(IntegrityError):
        inner()
    with pytest.raises(TransactionManagementError), writing():
        record("luar", BY)
        with pytest.raises(IntegrityError):
            inner()
        record("sesudahnya", BY)
    assert _changes() == 0


def test_an_interrupted_work_leaves_nothing_and_the_next_one_goes_on() -> None:
    with pytest.raises(KeyboardInterrupt), writing():
        record("uji", BY)
        raise KeyboardInterrupt
    _write()
    assert _changes() == 1


def test_reading_sees_one_state_and_stops_no_writer() -> None:
    _write()
    with reading():
        assert _changes() == 1
        elsewhere(_write)
        assert _changes() == 1
        with reading():  # one state also for who is called
            assert _changes() == 1
    assert _changes() == 2


def test_reading_never_writes() -> None:
    with pytest.raises(AssertionError, match="writing inside reading"), reading(), writing():
        pass
    # A statement that goes around `writing` is a fault of the program: no sentence about the disk hides it.
    with pytest.raises(Exception, match=r"read-?only") as fault, reading(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bank (code, name) VALUES ('1', 'BANK')")
    assert "django" in type(fault.value).__module__
    _write()
    assert _changes() == 1


def test_reading_inside_writing_sees_what_is_being_written() -> None:
    with writing():
        record("uji", BY)
        with reading():
            assert _changes() == 1
