"""Another session on the same database, in a thread of its own: it holds the writer's lock, or writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from semesta.database import writing


@contextmanager
def someone_writes() -> Iterator[None]:
    """While this lasts, another session is in the middle of its work."""
    started, finished = threading.Event(), threading.Event()

    def work() -> None:
        with writing():
            started.set()
            finished.wait()

    with _session(work):
        started.wait()
        try:
            yield
        finally:
            finished.set()


def elsewhere(work: Callable[[], None]) -> None:
    """Do it in another session, from beginning to end."""
    with _session(work):
        pass


@contextmanager
def _session(work: Callable[[], None]) -> Iterator[None]:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  (it is raised again where the test sees it)
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    if failed:
        raise failed[0]
