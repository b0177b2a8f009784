"""`semesta rules`: the law on screen, one case explained, a reform compared, documents checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from semesta.edition import Edition
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import Law
from tests.cli.cli_world import Demo, Semesta

SHIPPED = Path(__file__).parents[2] / "src" / "semesta" / "rules" / "data" / "law"
REFORM = """
title: {id: "Iuran rekaan", en: "Invented contributions"}
regulations:
  - {id: rekaan, title: {id: "Rekaan", en: "Invented"}, link: ""}
parameters:
  - name: pbi.total
    values:
      - {from: "2027-01-01", until: null, value: 45000, regulation: rekaan, article: "", verified: to_be_verified, source: "uji"}
  - name: ppu.wage_cap
    values:
      - {from: "2027-01-01", until: null, value: 15000000, regulation: rekaan, article: "", verified: to_be_verified, source: "uji"}
"""


@pytest.fixture
def reform(tmp_path: Path) -> Path:
    file = tmp_path / "rekaan.yaml"
    file.write_text(REFORM, encoding="utf-8")
    return file


# --- list and show ------------------------------------------------------------------------------


def test_list_shows_every_parameter_and_counts_what_nobody_verified(semesta: Semesta) -> None:
    said = semesta("rules", "list")
    assert said.code == 0, said.err
    law = Law.current()
    assert all(name in said.out for name in law.parameters)
    assert "PERLU DIVERIFIKASI" in said.out and "jangan dikutip" in said.out


def test_list_of_a_topic_on_a_day(semesta: Semesta) -> None:
    said = semesta("rules", "list", "contributions_pbi", "--on", "2018-01-01", "--lang", "en")
    assert "Rp23,000 per person per month" in said.words and "The law on 1 January 2018" in said.words
    assert "pbpu.class_3.member" not in said.out
    narrower = semesta("rules", "list", "pbpu.class_3")
    assert "pbpu.class_3.local" in narrower.out and "pbpu.class_1.total" not in narrower.out


def test_a_day_after_the_newest_text_is_answered_with_a_warning(semesta: Semesta) -> None:
    said = semesta("rules", "list", "pbi", "--on", "2026-11-25")
    assert said.code == 0 and "belum tercatat" in said.err and "Februari 2026" in said.err
    assert semesta("rules", "list", "pbi", "--on", "2026-02-28").err == ""


def test_show_tells_the_history_with_sources_notes_and_links(semesta: Semesta) -> None:
    said = semesta("rules", "show", "pbpu.class_3.member")
    for words in (
        "1 Januari 2020 – 31 Maret 2020",
        "Rp42.000",
        "sejak 1 Januari 2021",
        "Rp35.000",
        "jkn.md",
        "https://",
    ):
        assert words in said.words, words
    assert "salinan tidak resmi" in said.words


def test_show_says_where_the_law_is_not_known(semesta: Semesta) -> None:
    said = semesta("rules", "show", "pemda.total", "--lang", "en")
    assert "1 January 2020 – 31 December 2020" in said.words and "no value known" in said.words


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("show", "pbpu.clas_3"), 3, "pbpu.class_3"),
        (("list", "inpatien_"), 3, "inpatient"),
        (("list", "--on", "1 Juli"), 2, "2024-07-01"),
        (("explain", "contributon"), 3, "contribution"),
        (("explain", "contribution", "buket=PBPU"), 2, "bucket"),
        (("explain", "contribution", "bucket=PBPU"), 2, "status"),
        (("explain", "contribution", "bucket=PBPU", "status=AKTIF", "hospital_class=9"), 2, "1 sampai 3"),
        (("check", "nowhere"), 3, "nowhere"),
    ],
)
def test_what_is_not_known_is_refused_with_the_nearest(
    semesta: Semesta, arguments: tuple[str, ...], code: int, words: str
) -> None:
    said = semesta("rules", *arguments)
    assert said.code == code, said.err
    assert words in " ".join(said.err.split()) and "Traceback" not in said.err


# --- explain ------------------------------------------------------------------------------------


def test_explain_shows_result_facts_article_and_how_sure(semesta: Semesta) -> None:
    said = semesta(
        "rules", "explain", "arrears", "hospital_class=3", "oldest_unpaid=2020-05-01", "--on", "2024-07-15"
    )
    for words in (
        "50 bulan",
        "24 bulan",
        "Rp840.000",
        "Ps. 42 ayat 3 huruf a",
        "dibaca pada teks",
        "Rp875.000",
    ):
        assert words in said.words, words


def test_explain_in_english_translates_articles_too(semesta: Semesta) -> None:
    said = semesta(
        "rules",
        "explain",
        "arrears",
        "hospital_class=3",
        "oldest_unpaid=2024-05-01",
        "--on",
        "2024-07-15",
        "--lang",
        "en",
    )
    assert "art. 42" in said.words and "read in the text" in said.words


def test_explain_marks_what_must_be_verified_first(semesta: Semesta) -> None:
    said = semesta("rules", "explain", "double_cover", "bucket=PBPU_BP_PEMDA", "other_bucket=PBI_JK")
    assert "PERLU DIVERIFIKASI" in said.out
    assert "Perlu diverifikasi sebelum dikutip: precedence" in said.words


def test_explain_says_why_a_result_is_unknown(semesta: Semesta) -> None:
    missing = semesta("rules", "explain", "contribution", "bucket=PPU_BU", "status=AKTIF", "relation=1")
    assert "Fakta yang belum diisi" in missing.words and "wage" in missing.words
    silent = semesta(
        "rules",
        "explain",
        "contribution",
        "bucket=PBPU_BP_PEMDA",
        "status=AKTIF",
        "--on",
        "2020-06-01",
        "--lang",
        "en",
    )
    assert "The law of that time is not known to us: pemda." in silent.words


def test_explain_as_json_is_the_same_for_programs(semesta: Semesta) -> None:
    said = semesta(
        "rules", "explain", "contribution", "bucket=PBPU", "hospital_class=3", "status=AKTIF", "--json"
    )
    told = json.loads(said.out)
    assert told["results"]["total"]["value"] == 42_000
    assert {g["parameter"] for g in told["grounds"]} == {
        f"pbpu.class_3.{p}" for p in ("member", "centre", "local")
    }


def test_explain_under_a_reform(semesta: Semesta, reform: Path) -> None:
    said = semesta(
        "rules",
        "explain",
        "contribution",
        "bucket=PBI_JK",
        "status=AKTIF",
        "--on",
        "2027-01-01",
        "--reform",
        reform,
    )
    assert "Rp45.000" in said.words and "Rekaan" in said.words


def test_every_formula_can_be_named(semesta: Semesta) -> None:
    said = semesta("rules", "explain", "none_of_them")
    assert all(name in said.err for name in FORMULAS)


# --- compare ------------------------------------------------------------------------------------


def test_compare_counts_the_subsidised_cards_of_the_edition(
    demo: Demo, semesta: Semesta, reform: Path
) -> None:
    told = json.loads(semesta("rules", "compare", demo.new, "--reform", reform, "--json").out)
    with Edition.open(demo.new).engine() as engine:
        subsidised = engine.count("members", "bucket = 'PBI_JK' AND status = 'AKTIF'")
        workers = engine.count("members", "bucket LIKE 'PPU%' AND status = 'AKTIF' AND relation = 1")
        inactive = engine.count("members", "status <> 'AKTIF'")
    centre = told["total"]["payers"]["centre"]
    assert (centre["change_rupiah"], centre["cards_more"]) == (subsidised * 3_000, subsidised)
    assert told["total"]["unknown"] == workers, "wages are not in an edition"
    assert told["cards_not_active"] == inactive
    assert told["on"] == "2027-01-01"


def test_compare_on_screen_says_what_is_unknown_and_that_zero_is_not_meant(
    demo: Demo, semesta: Semesta, reform: Path
) -> None:
    said = semesta("rules", "compare", demo.new, "--reform", reform)
    assert said.code == 0, said.err
    for words in ("Iuran rekaan", "Rp45.000 per orang per bulan", "Pemerintah pusat", "bukan nol", "18.71"):
        assert words in said.words, words
    assert "Pemberi kerja – – –" in said.words, "no wages: the employers' bill is not 0"


def test_compare_of_a_region_and_a_day(demo: Demo, semesta: Semesta, reform: Path) -> None:
    whole = json.loads(semesta("rules", "compare", demo.new, "--reform", reform, "--json").out)
    city = json.loads(
        semesta("rules", "compare", demo.new, "--reform", reform, "--region", "18.71", "--json").out
    )
    assert 0 < city["total"]["cards"] < whole["total"]["cards"]
    before = json.loads(
        semesta("rules", "compare", demo.new, "--reform", reform, "--on", "2026-01-01", "--json").out
    )
    assert before["changed"] == [] and before["total"]["change_rupiah"] == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("pbi.total", "pbi.totl", "pbi.totl"),
        ("value: 45000", "value: 45.000", "45.0"),
        ("regulation: rekaan", "regulation: lain", "lain"),
        ('from: "2027-01-01"', 'from: "1 Januari"', "1 Januari"),
        ("verified: to_be_verified", "verified: pasti", "pasti"),
        ("parameters:", "parameter:", "parameters"),
        ("title: {id:", "title: [id:", "YAML"),
    ],
)
def test_a_wrong_reform_is_refused_with_its_place(
    demo: Demo, semesta: Semesta, reform: Path, old: str, new: str, words: str
) -> None:
    reform.write_text(REFORM.replace(old, new, 1), encoding="utf-8")
    said = semesta("rules", "compare", demo.new, "--reform", reform)
    assert said.code == 2, said.out + said.err
    assert "rekaan.yaml" in said.err and words in " ".join(said.err.split()), said.err


# --- check --------------------------------------------------------------------------------------


def test_the_shipped_law_is_sound_and_its_gaps_are_told(semesta: Semesta) -> None:
    said = semesta("rules", "check")
    assert said.code == 0 and f"{len(Law.current().parameters)} parameter" in said.words
    assert "Celah: pemda.total, 1 Januari 2020 – 31 Desember 2020" in said.words


def test_a_folder_of_documents_is_checked(semesta: Semesta, tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(SHIPPED, folder)
    assert semesta("rules", "check", folder).code == 0
    document = folder / "contributions_pbi.yaml"
    document.write_text(
        document.read_text(encoding="utf-8").replace('until: "2016-01-01"', 'until: "2016-02-01"', 1),
        encoding="utf-8",
    )
    said = semesta("rules", "check", folder, "--lang", "en")
    assert said.code == 2
    assert "pbi.total" in said.err and "overlap" in said.err


def test_a_reform_file_is_checked(semesta: Semesta, reform: Path) -> None:
    said = semesta("rules", "check", reform)
    assert said.code == 0 and "mengubah 2 parameter" in said.words
