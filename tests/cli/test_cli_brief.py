"""`semesta brief`: one page in three forms, and what is refused before anything is read."""

from __future__ import annotations

from pathlib import Path

from semesta.reporting.brief.as_pdf import pages_of
from tests.cli.cli_world import Demo, Semesta

KOP = Path(__file__).parents[2] / "docs" / "examples" / "kop.yaml"


def test_a_brief_is_written_in_each_form(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    for form in ("docx", "pdf", "html"):
        out = tmp_path / "nota" / f"nota.{form}"
        said = semesta("brief", demo.new, "--with", demo.old, "--settings", KOP, "--out", out)
        assert said.code == 0 and str(out.name) in said.words, said.err
        assert out.stat().st_size > 5_000
    assert pages_of((tmp_path / "nota" / "nota.pdf").read_bytes()) == 1
    page = (tmp_path / "nota" / "nota.html").read_text("utf-8")
    assert "NOTA DINAS" in page and "Sejak 1 Agustus 2023" in page and "Data rekaan" in page


def test_a_region_and_english(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    said = semesta("brief", demo.new, "--region", "18.71", "--lang", "en", "--out", tmp_path / "b.html")
    assert said.code == 0
    page = (tmp_path / "b.html").read_text("utf-8")
    assert "OFFICIAL BRIEF" in page and "PEMERINTAH KOTA BANDAR LAMPUNG" in page


def test_what_cannot_be_written_is_refused(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    assert semesta("brief", demo.new, "--out", tmp_path / "b.doc").code == 2
    assert semesta("brief", demo.new, "--template", tmp_path, "--out", tmp_path / "b.pdf").code == 3
    (tmp_path / "folder.html").mkdir()
    assert semesta("brief", demo.new, "--out", tmp_path / "folder.html").code == 6
