"""Work in forked children: what each gave back; none inherits an open database."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from django.db import connection


def fork(work: Callable[[], object]) -> int:
    """The process number of a child that does the work."""
    connection.close()
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def in_child(work: Callable[[], object]) -> str:
    """What the work gave back, as text. AssertionError if it failed (its traceback is on stderr)."""
    return together([work])[0]


def together(works: Sequence[Callable[[], object]]) -> list[str]:
    """The same for several pieces of work that all begin at one moment, each in a process of its own."""
    ready, go = os.pipe()
    pipes, children = [], []
    for work in works:
        out, into = os.pipe()
        children.append(fork(lambda work=work, into=into: _tell(work, ready, go, into)))  # type: ignore[misc]
        os.close(into)
        pipes.append(out)
    os.close(ready)
    os.close(go)  # what all of them wait for
    said = []
    for out in pipes:
        with os.fdopen(out) as pipe:
            said.append(pipe.read())
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * len(works), f"children ended with {codes}"
    return said


def _tell(work: Callable[[], object], ready: int, go: int, into: int) -> None:
    os.close(go)
    os.read(
        ready, 1
    )  # nothing ever comes: it ends when the parent and all children have let go of the other end
    try:
        said = work()
        connection.close()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        raise
    os.write(into, str(said).encode())
