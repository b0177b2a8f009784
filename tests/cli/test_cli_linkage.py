"""`semesta linkage`: evaluate against a truth, draw a sheet, refine with its answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.cli_world import Demo, Semesta

HEAD_ROW, ANSWER, NIK, KEY = 6, 2, 10, 20  # on the sheet, counted from 1


def truth_of(demo: Demo) -> Path:
    (path,) = demo.folder.rglob("truth_2024-07-01.parquet")
    return path


@pytest.fixture
def sheet(semesta: Semesta, demo: Demo, tmp_path: Path) -> Path:
    path = tmp_path / "periksa.xlsx"
    said = semesta("linkage", "sample", demo.new, "--size", 60, "--out", path)
    assert said.code == 0, said.err
    assert "60 pasangan" in said.words
    return path


def fill(path: Path, answer: Callable[[int], str]) -> None:
    """Fill the sheet as a reviewer would: by hand in a spreadsheet, row by row."""
    book = openpyxl.load_workbook(path)
    rows = book.worksheets[0].iter_rows(min_row=HEAD_ROW + 1)
    for number, row in enumerate(rows):
        row[ANSWER - 1].value = answer(number)
    book.save(path)


def test_evaluate_shows_scores_calibration_and_the_stated_error(semesta: Semesta, demo: Demo) -> None:
    said = semesta("linkage", "evaluate", demo.new, "--truth", truth_of(demo))
    assert said.code == 0, said.err
    for word in ("Presisi", "NIK rusak", "cara: nik_exact", "cacat: none", "Peluang", "Pasangan terlewat"):
        assert word in said.words
    english = semesta("linkage", "evaluate", demo.new, "--truth", truth_of(demo), "--lang", "en")
    assert "Missed links" in english.words


def test_the_truth_of_another_moment_is_refused(semesta: Semesta, demo: Demo) -> None:
    said = semesta("linkage", "evaluate", demo.old, "--truth", truth_of(demo))
    assert said.code == 2
    assert "baris peserta" in said.err


@pytest.mark.parametrize("what", ["absent", "text", "other columns"])
def test_what_is_no_truth_file_is_refused(semesta: Semesta, demo: Demo, tmp_path: Path, what: str) -> None:
    path = tmp_path / "truth.parquet"
    if what == "text":
        path.write_text("member_row,resident_row\n1,1\n", encoding="utf-8")
    elif what == "other columns":
        pq.write_table(pa.table({"member_row": [1]}), path)
    said = semesta("linkage", "evaluate", demo.new, "--truth", path)
    assert said.code == 2
    assert "truth.parquet" in said.err
    assert "member_row" in said.err


def test_a_sheet_shows_both_records_and_hides_numbers(sheet: Path) -> None:
    book = openpyxl.load_workbook(sheet)
    page, about = book.worksheets
    heads = [cell.value for cell in page[HEAD_ROW]]
    assert heads[ANSWER - 1] == "Jawaban"
    assert heads[KEY - 1] == "kunci"
    rows = list(page.iter_rows(min_row=HEAD_ROW + 1, values_only=True))
    assert len(rows) == 60
    assert all(row[NIK - 1] is None or str(row[NIK - 1]).endswith("********") for row in rows)
    # What the program thinks of a pair would lead the reviewer.
    assert not any("nik_exact" in str(cell) or "probab" in str(cell) for row in rows for cell in row)
    (choices,) = page.data_validations.dataValidation
    assert choices.formula1 == '"ya,tidak,ragu"'
    assert str(choices.sqref) == f"B{HEAD_ROW + 1}:B{HEAD_ROW + 60}"
    facts = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert facts["edition"] == "2024-07-01"
    assert int(str(facts["same_name"])) > 500


def test_full_numbers_need_a_reason_which_stands_on_the_sheet(
    semesta: Semesta, demo: Demo, tmp_path: Path
) -> None:
    path = tmp_path / "full.xlsx"
    semesta("linkage", "sample", demo.new, "--size", 20, "--out", path, "--full-nik", "Verifikasi Dinkes")
    page = openpyxl.load_workbook(path).worksheets[0]
    assert "Verifikasi Dinkes" in page["A4"].value
    niks = [str(row[NIK - 1]) for row in page.iter_rows(min_row=HEAD_ROW + 1, values_only=True)]
    assert any(len(nik) == 16 and nik.isdigit() for nik in niks)


def test_answers_refine_the_stated_error(semesta: Semesta, demo: Demo, sheet: Path) -> None:
    fill(sheet, lambda number: ("ya", "Ya ", "YES", "ragu")[number % 4])
    said = semesta("linkage", "refine", demo.new, "--answers", sheet)
    assert said.code == 0, said.err
    assert "Setelah diperiksa" in said.words
    assert "belum dijawab" not in said.words


def test_pairs_without_an_answer_are_counted(semesta: Semesta, demo: Demo, sheet: Path) -> None:
    fill(sheet, lambda number: "ya" if number < 50 else "")
    said = semesta("linkage", "refine", demo.new, "--answers", sheet, "--lang", "en")
    assert said.code == 0, said.err
    assert "10 pairs are not answered" in said.words


def test_answers_that_contradict_the_edition_are_told(semesta: Semesta, demo: Demo, sheet: Path) -> None:
    fill(sheet, lambda _: "tidak")
    said = semesta("linkage", "refine", demo.new, "--answers", sheet)
    assert said.code == 0, said.err
    assert "menyanggah" in said.words


def test_unreadable_answers_are_named_by_cell(semesta: Semesta, demo: Demo, sheet: Path) -> None:
    fill(sheet, lambda number: "mungkin" if number in (2, 5) else "ya")
    said = semesta("linkage", "refine", demo.new, "--answers", sheet)
    assert said.code == 2
    told = " ".join(said.err.split())
    assert f"B{HEAD_ROW + 3}, B{HEAD_ROW + 6}" in told
    assert "ya, tidak, atau ragu" in told


def test_a_changed_key_is_named_by_cell(semesta: Semesta, demo: Demo, sheet: Path) -> None:
    fill(sheet, lambda _: "ya")
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].cell(HEAD_ROW + 1, KEY).value = "5"
    book.save(sheet)
    said = semesta("linkage", "refine", demo.new, "--answers", sheet)
    assert said.code == 2
    assert f"T{HEAD_ROW + 1}" in said.err


def test_a_sheet_of_another_edition_is_refused(semesta: Semesta, demo: Demo, sheet: Path) -> None:
    fill(sheet, lambda _: "ya")
    said = semesta("linkage", "refine", demo.old, "--answers", sheet)
    assert said.code == 2
    assert "2024-07-01" in said.err
    assert "2023-08-01" in said.err


@pytest.mark.parametrize("what", ["absent", "empty", "text", "no answers", "another workbook"])
def test_what_is_no_answered_sheet_is_refused(
    semesta: Semesta, demo: Demo, sheet: Path, tmp_path: Path, what: str
) -> None:
    path = tmp_path / "answers.xlsx"
    if what == "empty":
        path.write_bytes(b"")
    elif what == "text":
        path.write_text("ya\ntidak\n", encoding="utf-8")
    elif what == "another workbook":
        openpyxl.Workbook().save(path)
    elif what == "no answers":
        path = sheet
    said = semesta("linkage", "refine", demo.new, "--answers", path)
    assert said.code == 2, said.err
    assert "Traceback" not in said.err
