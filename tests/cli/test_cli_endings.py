"""How commands end: a sentence with place, reason and remedy, an exit code, never a traceback unasked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from semesta import faults
from semesta.cli import ending, language, progress
from semesta.cli.main import command
from semesta.faults import Language, SemestaError, Text
from semesta.reporting.catalogue import Speaker
from tests.cli.cli_world import Demo, Semesta


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "nowhere"), 3, ("nowhere", "semesta build")),
        (("verify", "."), 3, (".", "semesta build")),
        (
            ("build", "--residents", "x.csv", "--members", "y.csv", "--as-of", "01/07/2024"),
            2,
            ("2024-07-01",),
        ),
        (
            ("build", "--residents", "x.csv", "--members", "y.csv", "--as-of", "2024-07-01", "--yes"),
            2,
            ("x.csv",),
        ),
        (
            ("build", "--residents", "x", "--members", "y", "--as-of", "2024-07-01", "--roster", "dprd.xlsx"),
            2,
            ("KELOMPOK=BERKAS",),
        ),
        (("synth", "--members", "5", "--active", "6", "--out", "z"), 2, ("5",)),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    semesta: Semesta, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], code: int, words: tuple[str, ...],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    said = semesta(*arguments)
    assert said.code == code, said.err
    assert "✗" in said.err and "Traceback" not in said.err + said.out
    assert all(word in " ".join(said.err.split()) for word in words), said.err
    assert list(tmp_path.iterdir()) == [], "a refused command leaves nothing behind"


def test_a_region_or_village_that_is_not_there(demo: Demo, semesta: Semesta) -> None:
    for arguments in (
        ("show", demo.new, "--region", "18.99"),
        ("list", demo.new, "--village", "18.71.01.9999"),
    ):
        said = semesta(*arguments)
        assert said.code == 3
        assert "18.71" in said.err, "the remedy shows how a code is written"


def test_both_a_village_and_a_region_are_refused(demo: Demo, semesta: Semesta) -> None:
    assert semesta("list", demo.new, "--village", demo.village, "--region", "18.71").code == 2


def test_a_list_is_xlsx_or_nothing(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    for arguments in (
        ("list", demo.new, "--village", demo.village),
        ("rejects", demo.new),
        ("linkage", "sample", demo.new),
    ):
        said = semesta(*arguments, "--out", tmp_path / "a.csv")
        assert said.code == 2 and "a.xlsx" in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file, no folder")
    said = semesta("report", demo.new, "--out", tmp_path / "a" / "r.html")
    assert said.code == 6


def raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


def _every_fault() -> list[type[SemestaError]]:
    return [SemestaError, *SemestaError.__subclasses__()]


@pytest.mark.parametrize("kind", _every_fault(), ids=lambda kind: kind.__name__)
def test_each_class_of_fault_has_its_code(
    kind: type[SemestaError], capfd: pytest.CaptureFixture[str]
) -> None:
    error = kind(
        place="[bold]berkas[/bold]", reason=Text("Sebab.", "Reason."), remedy=Text("Obat.", "Remedy.")
    )
    assert ending.code_of(raising(error), debug=False) == kind.exit_code
    said = capfd.readouterr().err
    assert "[bold]berkas[/bold]: Sebab. Obat." in said, "markup in a file's name is text"
    assert "Traceback" not in said
    ending.code_of(raising(error), debug=True)
    assert "Traceback" in capfd.readouterr().err


def test_codes_of_faults_are_all_different() -> None:
    codes = [kind.exit_code for kind in faults.SemestaError.__subclasses__()]
    assert len(codes) == len(set(codes)) and 0 not in codes and 1 not in codes


def test_a_fault_of_the_program_does_not_quote_anybodys_data(capfd: pytest.CaptureFixture[str]) -> None:
    fail = raising(RuntimeError("BUDI 1871010101909001"))
    assert ending.code_of(fail, debug=False) == 1
    said = capfd.readouterr().err
    assert "RuntimeError" in said and "--debug" in said
    assert "BUDI" not in said and "Traceback" not in said
    ending.code_of(fail, debug=True)
    assert "BUDI" in capfd.readouterr().err


def test_ctrl_c_ends_clean(capfd: pytest.CaptureFixture[str]) -> None:
    assert ending.code_of(raising(KeyboardInterrupt()), debug=False) == 130
    assert "Traceback" not in capfd.readouterr().err


def program(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "semesta", *map(str, arguments)]


def test_whoever_stops_reading_stops_the_program_quietly(demo: Demo) -> None:
    with subprocess.Popen(
        program("list", demo.new), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        errors = running.stderr.read()
    assert b"Traceback" not in errors and b"BrokenPipe" not in errors, errors
    assert running.returncode in (0, 1)


def test_a_piped_command_is_plain_text(demo: Demo) -> None:
    done = subprocess.run(program("show", demo.new), capture_output=True, check=True)
    assert b"\x1b" not in done.stdout


# --- languages and help ---------------------------------------------------------------------------


def test_the_language_is_chosen_by_option_or_environment(
    demo: Demo, semesta: Semesta, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "tidak terlindungi" in semesta("show", demo.new).words
    assert "not protected" in semesta("show", demo.new, "--lang", "en").words
    assert "not protected" in semesta("--lang", "en", "show", demo.new).words
    monkeypatch.setenv("SEMESTA_LANG", "en")
    assert "not protected" in semesta("show", demo.new).words
    assert "tidak terlindungi" in semesta("show", demo.new, "--lang=id").words


def test_help_is_there_in_both_languages_and_no_key_shows(semesta: Semesta) -> None:
    both: tuple[Language, ...] = ("id", "en")
    for spoken in both:
        built = command(spoken)
        for name in built.commands:
            said = semesta("--lang", spoken, name, "--help")
            assert said.code == 0
            assert "cli." not in said.out
            first = Speaker(spoken)(f"cli.{name}").split(".")[0]
            assert first[:30] in said.words


def test_version(semesta: Semesta) -> None:
    from semesta import __version__

    assert semesta("--version").out.strip() == f"semesta {__version__}"


def test_every_step_of_the_program_has_words() -> None:
    import re

    import semesta as package

    names: set[str] = set()
    for file in Path(package.__file__).parent.rglob("*.py"):
        names.update(re.findall(r'\.step\(f?"([^"{]+)', file.read_text(encoding="utf-8")))
    assert len(names) > 8
    language.use("en")
    try:
        unsaid = {name for name in names if progress.step_text(name.strip()) == name.strip()}
    finally:
        language.use("id")
    assert unsaid == set()


def test_steps_on_a_pipe_are_plain_lines(capfd: pytest.CaptureFixture[str]) -> None:
    with progress.Steps() as steps:
        steps.began("read")
        steps.began("link")
        steps.began("link.nik")
        steps.began("tidy")
        steps.began("compare.read")
        steps.began("compare.flows")
        with steps.group("Satu kelompok"):
            steps.began("read")
            steps.began("write")
    lines = capfd.readouterr().err.splitlines()
    assert [line.split(" (")[0] for line in lines] == [
        "✓ Membaca berkas",
        "✓ Mencocokkan penduduk dengan kartu",
        "✓ Mengikuti setiap orang",
        "✓ Satu kelompok",
    ]


def test_a_step_that_failed_is_not_called_done(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="x"), progress.Steps() as steps:
        steps.began("read")
        raise ValueError("x")
    assert "✓" not in capfd.readouterr().err
