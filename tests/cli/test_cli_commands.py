"""Every command on a tiny invented province: what it says, what it writes, how it ends."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from semesta.cli.demo import remove_edition
from semesta.cli.demo_results import remove_result
from semesta.edition import Edition
from tests.cli.cli_world import Demo, Semesta


def test_the_demo_is_short_and_ends_with_commands_that_work(demo: Demo, semesta: Semesta) -> None:
    assert (demo.folder / "report.html").stat().st_size > 50_000
    assert len(demo.said.err.splitlines()) <= 10, demo.said.err
    commands = [line.strip() for line in demo.said.out.splitlines() if line.strip().startswith("semesta ")]
    assert len(commands) == 9
    for command in commands[:-1]:  # the last one names the analyst's own files
        said = semesta(*command.split()[1:])
        assert said.code == 0, (command, said.err)


def test_an_earlier_demo_makes_way_and_nothing_else_does(demo: Demo, tmp_path: Path) -> None:
    edition = tmp_path / "2024-07-01"
    shutil.copytree(demo.new, edition)
    remove_edition(edition)
    assert not edition.exists()
    stranger = tmp_path / "mine"
    stranger.mkdir()
    (stranger / "thesis.txt").write_text("no edition")
    remove_edition(stranger)
    assert (stranger / "thesis.txt").is_file()


def test_the_demos_report_has_trend_and_flows_and_says_that_it_is_invented(demo: Demo) -> None:
    html = (demo.folder / "report.html").read_text(encoding="utf-8")
    for part in ('id="trend"', 'id="flows"', "Data rekaan", "1 Agustus 2023", "1 Juli 2024"):
        assert part in html, part
    for section in ("distance", "findings", "plan", "forecast"):
        assert f'<section id="{section}"' in html, section
    assert (demo.folder / "nota-dinas.docx").is_file() and (demo.folder / "nota-dinas.pdf").is_file()
    assert (demo.folder / "audit" / "rekonsiliasi.xlsx").is_file()


def test_results_of_an_earlier_demo_make_way_and_nothing_else_does(demo: Demo, tmp_path: Path) -> None:
    shutil.copytree(demo.folder / "audit", tmp_path / "audit")
    remove_result(tmp_path / "audit", "audit.json")
    assert not (tmp_path / "audit").exists()
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "thesis.txt").write_text("no audit")
    remove_result(tmp_path / "audit", "audit.json")
    assert (tmp_path / "audit" / "thesis.txt").is_file()


def test_build_shows_how_files_were_understood_and_then_the_figures(
    demo: Demo, semesta: Semesta, tmp_path: Path
) -> None:
    said = semesta(
        "build", "--residents", demo.files / "dkb_2024-07-01.csv",
        "--members", demo.files / "masterfile_2024-07-01.csv",
        "--roster", f"council={demo.files / 'dprd_2024-07-01.xlsx'}",
        "--as-of", "2024-07-01", "--into", tmp_path, "--population-basis", "DKB semester II 2023", "--yes",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert said.err.index("dkb_2024-07-01.csv") < said.err.index("✓")
    assert "NIK" in said.err
    assert "DKB semester II 2023" in said.words
    edition = Edition.open(tmp_path / "2024-07-01")
    assert edition.manifest.population_basis == "DKB semester II 2023"
    assert f"{edition.manifest.counts['residents']:,}".replace(",", ".") in said.out
    assert {source.kind for source in edition.manifest.sources} == {"residents", "members", "roster"}


def test_show_gives_every_figure_with_its_parts(demo: Demo, semesta: Semesta) -> None:
    said = semesta("show", demo.new)
    assert said.code == 0
    with Edition.open(demo.new).engine() as engine:
        active, residents = engine.row(
            "SELECT count(*) FILTER (coverage = 'active'), count(*) FROM residents WHERE coverage <> 'departed'"
        )
    assert f"{active} orang / {residents} penduduk" in said.words
    assert "1 Juli 2024" in said.words and "DKB semester II 2023" in said.words
    assert "Kota Bandar Lampung" in said.words and "18.71" in said.words


def test_show_of_a_region_counts_only_its_people(demo: Demo, semesta: Semesta) -> None:
    said = semesta("show", demo.new, "--region", "18.71", "--lang", "en")
    with Edition.open(demo.new).engine() as engine:
        residents = engine.count(
            "residents", "starts_with(village_code, '18.71.') AND coverage <> 'departed'"
        )
    assert f"of {residents} residents of Kota Bandar Lampung" in said.words


def test_a_folder_of_editions_means_the_newest_and_says_so(demo: Demo, semesta: Semesta) -> None:
    said = semesta("show", demo.editions)
    assert said.code == 0
    assert "2024-07-01" in said.err and "Edisi terbaru" in said.err


def test_list_masks_the_nik_on_screen(demo: Demo, semesta: Semesta) -> None:
    said = semesta("list", demo.new, "--village", demo.village)
    assert said.code == 0
    assert not re.search(r"\d{16}", said.out)
    assert re.search(r"\d{8}\*{8}", said.out)


def test_list_writes_the_village_for_the_field(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    out = tmp_path / "kunjungan.xlsx"
    said = semesta("list", demo.new, "--village", demo.village, "--out", out, "--by", "Dinkes")
    assert said.code == 0
    with Edition.open(demo.new).engine() as engine:
        wanted = engine.count(
            "residents", f"village_code = '{demo.village}' AND coverage IN ('inactive', 'not_enrolled')"
        )
    (sheet,) = openpyxl.load_workbook(out).worksheets
    rows = [row for row in sheet.iter_rows(min_row=8, values_only=True) if row[0]]
    assert len(rows) == wanted
    assert f"{wanted} orang" in said.out
    assert not any(re.fullmatch(r"\d{16}", str(value)) for row in rows for value in row)
    assert "Dinkes" in " ".join(str(sheet.cell(row, 1).value) for row in range(1, 6))


def test_the_full_nik_needs_a_reason_and_a_file(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    refused = semesta("list", demo.new, "--village", demo.village, "--full-nik", "rapat")
    assert refused.code == 2 and "--out" in refused.err
    out = tmp_path / "penuh.xlsx"
    said = semesta("list", demo.new, "--region", "18", "--full-nik", "verifikasi Dukcapil", "--out", out)
    assert said.code == 0
    book = openpyxl.load_workbook(out)
    values = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert any(re.fullmatch(r"\d{16}", value) for value in values)
    assert any("verifikasi Dukcapil" in value for value in values)


def test_list_by_coverage(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    out = tmp_path / "luar.xlsx"
    said = semesta("list", demo.new, "--coverage", "outside", "--coverage", "not_enrolled", "--out", out)
    assert said.code == 0
    with Edition.open(demo.new).engine() as engine:
        wanted = engine.count("outside") + engine.count("residents", "coverage = 'not_enrolled'")
    assert f"{wanted} orang" in said.out


def test_compare_shows_flows_from_the_old_to_the_new(demo: Demo, semesta: Semesta) -> None:
    said = semesta("compare", demo.old, demo.new)
    assert said.code == 0, said.err
    assert "Keadaan 1 Agustus 2023" in said.words and "Keadaan 1 Juli 2024" in said.words
    backwards = semesta("compare", demo.new, demo.old)
    assert backwards.code == 2 and "lebih baru" in backwards.err


def test_compare_of_one_regency_adds_up_too(demo: Demo, semesta: Semesta) -> None:
    assert semesta("compare", demo.old, demo.new, "--region", "18.71").code == 0


def test_verify_passes_a_sound_edition_and_finds_a_changed_byte(
    demo: Demo, semesta: Semesta, tmp_path: Path
) -> None:
    assert semesta("verify", demo.new).code == 0
    copy = tmp_path / "copy"
    shutil.copytree(demo.new, copy)
    file = copy / "rejects.parquet"
    file.chmod(0o600)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))
    said = semesta("verify", copy)
    assert said.code == 5
    assert "rejects" in said.out


def test_report_of_a_regency_with_boundaries(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    import json

    ring = [[105.2, -5.5], [105.3, -5.5], [105.3, -5.4], [105.2, -5.4], [105.2, -5.5]]
    feature = {
        "type": "Feature", "properties": {"kode": "18.71.01"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip
    geojson = tmp_path / "batas.geojson"
    geojson.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    out = tmp_path / "sub" / "kota.html"
    said = semesta(
        "report", demo.new, "--region", "18.71", "--geojson", geojson, "--with", demo.old, "--out", out
    )
    assert said.code == 0, said.err
    html = out.read_text(encoding="utf-8")
    assert "<h1>Kota Bandar Lampung</h1>" in html
    assert 'class="area"' in html and 'id="flows"' in html


def test_rejects_on_screen_and_as_a_file(demo: Demo, semesta: Semesta, tmp_path: Path) -> None:
    with Edition.open(demo.new).engine() as engine:
        count = engine.count("rejects")
    assert count > 0
    assert semesta("rejects", demo.new).code == 0
    out = tmp_path / "r.xlsx"
    said = semesta("rejects", demo.new, "--out", out)
    assert f"{count} penolakan" in said.out
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert sum(1 for row in sheet.iter_rows(min_row=4, values_only=True) if row[0]) == count


def test_synth_writes_the_files_it_names(semesta: Semesta, tmp_path: Path) -> None:
    said = semesta(
        "synth", "--residents", 900, "--members", 850, "--active", 600, "--as-of", "2024-07-01",
        "--seed", 5, "--noise", "harsh", "--out", tmp_path,
    )  # fmt: skip
    assert said.code == 0, said.err
    for name in ("dkb_2024-07-01.csv", "masterfile_2024-07-01.csv", "truth_2024-07-01.parquet"):
        assert name in said.words
        assert (tmp_path / name).is_file()
    lines = (tmp_path / "dkb_2024-07-01.csv").read_text(encoding="utf-8").count("\n")
    assert lines == 901


@pytest.mark.parametrize("extra", [(), ("--region", "18.71")])
def test_the_same_report_twice_is_the_same_file(
    demo: Demo, semesta: Semesta, tmp_path: Path, extra: tuple[str, ...]
) -> None:
    for name in ("a.html", "b.html"):
        assert semesta("report", demo.new, "--out", tmp_path / name, *extra).code == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
