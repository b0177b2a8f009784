"""What the commands must not do quietly: cut a list short, hide what it refused, compare with the wrong edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from semesta.cli import list as list_command
from semesta.cli import report
from semesta.edition import Edition
from tests.cli.cli_world import Demo, Semesta


def test_a_list_that_is_cut_short_says_so(
    demo: Demo, semesta: Semesta, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_command, "_SHOWN_AT_MOST", 3)
    assert "3 orang pertama" in semesta("list", demo.new).err
    monkeypatch.setattr(list_command, "_SHOWN_AT_MOST", 10**6)
    assert "orang pertama" not in semesta("list", demo.new).err


def test_a_build_that_refused_cells_says_where_to_look(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    members = (demo.files / "masterfile_2024-07-01.csv").read_text("utf-8").replace(",AKTIF,", ",ENTAH,", 1)
    (tmp_path / "m.csv").write_text(members, "utf-8")
    files = ("--residents", demo.files / "dkb_2024-07-01.csv", "--members", tmp_path / "m.csv")
    said = semesta("build", *files, "--as-of", "2024-07-01", "--into", tmp_path / "e", "--yes")
    assert said.code == 0 and f"semestarejects{tmp_path / 'e' / '2024-07-01'}" in "".join(said.out.split())


def test_flows_are_counted_since_the_last_edition_before(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = Edition.open(demo.old), Edition.open(demo.new)
    seen: list[Edition] = []
    monkeypatch.setattr(report, "change_between", lambda before, *_, **__: seen.append(before))
    older = replace(old, manifest=replace(old.manifest, name="2022-08-01", as_of=dt.date(2022, 8, 1)))
    report.write_report(tmp_path / "r.html", new, [new, old, older])
    assert [edition.manifest.name for edition in seen] == [old.manifest.name], (
        "an edition is not its own past"
    )
    report.write_report(tmp_path / "r.html", old, [new])
    assert len(seen) == 1, "what came later is no past"
