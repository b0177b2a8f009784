"""One tiny demo for all tests of the commands: two editions of the same invented people, and their report."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

import pytest

from semesta.cli.main import run
from tests.cli.cli_world import TINY, Demo, Said, Semesta


@pytest.fixture
def semesta(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Semesta:
    """Run the program in this process: semesta('show', path)."""
    monkeypatch.delenv("SEMESTA_LANG", raising=False)

    def call(*arguments: object) -> Said:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    said = _quietly(["demo", "--scale", TINY, "--seed", "3", "--no-open", "--out", str(folder)])
    assert said.code == 0, said.err
    return Demo(folder, said)


def _quietly(arguments: Sequence[str]) -> Said:
    """A run with both streams kept, for fixtures that outlive one test."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments)
    return Said(code, out.getvalue(), err.getvalue())
