"""What a person types wrongly: places, options, names, files that cannot be; each said with a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.cli_world import Demo, Semesta


def test_a_village_that_does_not_exist_names_its_neighbours(demo: Demo, semesta: Semesta) -> None:
    district = demo.village.rpartition(".")[0]
    said = " ".join(semesta("list", demo.new, "--village", f"{district}.1999").err.split())
    assert f"--village {district}.1999" in said and "daftar Kemendagri" in said
    assert f"{district}." in said.split("Mungkin maksudnya")[1], "a village of the same district"


def test_a_name_in_the_place_of_a_code_gets_the_code(demo: Demo, semesta: Semesta) -> None:
    said = semesta("show", demo.new, "--region", "bandar lampung")
    assert said.code == 3 and "18.71 Kota Bandar Lampung" in said.err


def test_a_code_of_the_statistics_office_is_refused_with_its_own_remedy(demo: Demo, semesta: Semesta) -> None:
    said = semesta("list", demo.new, "--village", "1871010004")
    assert said.code == 3 and "BPS" in said.err and "PP.KK.CC.DDDD" in " ".join(said.err.split())


def test_a_place_of_another_province_is_not_called_unknown(demo: Demo, semesta: Semesta) -> None:
    said = semesta("list", demo.new, "--village", "32.73.01.1001", "--lang", "en")
    assert said.code == 3 and "Bandung" in said.err and "no residents there" in " ".join(said.err.split())


def test_codes_are_read_however_they_are_written(demo: Demo, semesta: Semesta) -> None:
    dotted = semesta("list", demo.new, "--village", demo.village)
    assert semesta("list", demo.new, "--village", demo.village.replace(".", "")).out == dotted.out
    assert (
        semesta("show", demo.new, "--region", "1871").out
        == semesta("show", demo.new, "--region", "18.71").out
    )


@pytest.mark.parametrize(
    ("arguments", "place", "said_id", "said_en"),
    [
        (("sow",), "semesta:", "Perintah sow tidak ada.", "There is no command sow."),
        (("show",), "EDITION:", "harus diberikan", "must be given"),
        (("build", "--members", "m.csv"), "--residents:", "harus diberikan", "must be given"),
        (("show", "e", "--regio", "18"), "semesta show:", "Mungkin maksudnya --region.", "Perhaps --region is meant."),
        (("show", "e", "f"), "semesta show:", "berlebih: f.", "too many: f."),
        (("list", "e", "--coverage", "x"), "--coverage:", "x bukan salah satu dari 'active'", "x is not one of 'active'"),
        (("synth", "--out", "o", "--scale", "0"), "--scale:", "paling sedikit 0.0001.", "at least 0.0001."),
        (("synth", "--out", "o", "--seed", "x"), "--seed:", "bukan angka", "not a number"),
        (("list", "e", "--out"), "", "--out perlu diberi isi.", "--out needs a value."),
    ],
)  # fmt: skip
def test_what_the_parser_refuses_is_said_like_any_other_refusal(
    semesta: Semesta, arguments: tuple[str, ...], place: str, said_id: str, said_en: str
) -> None:
    for spoken, words, remedy in (("id", said_id, "Lihat `semesta"), ("en", said_en, "See `semesta")):
        said = semesta("--lang", spoken, *arguments)
        told = " ".join(said.err.split())
        assert said.code == 2 and told.startswith(f"✗ {place}") and words in told, told
        assert remedy in told and "--help`" in told and said.out == ""


def test_a_name_of_an_edition_is_one_folder(semesta: Semesta, demo: Demo, tmp_path: Path) -> None:
    files = (
        "--residents",
        demo.files / "dkb_2024-07-01.csv",
        "--members",
        demo.files / "masterfile_2024-07-01.csv",
    )
    for name in ("../out", "a/b", ".hidden"):
        said = semesta(
            "build", *files, "--as-of", "2024-07-01", "--into", tmp_path / "e", "--name", name, "--yes"
        )
        assert said.code == 2 and f"--name {name}" in said.err
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob("e/*"))


def test_a_disk_that_refuses_is_told_by_place_and_reason(semesta: Semesta, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file, no folder")
    said = semesta("synth", "--scale", "0.0001", "--out", tmp_path / "a")
    told = "".join(said.err.split())
    assert said.code == 6 and "namaitusudahdipakaisebuahberkas" in told and "Traceback" not in said.err
