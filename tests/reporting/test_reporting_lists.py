"""Visit lists read back as an officer's Excel would: masked, safe, complete, ready to fill and to print."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from semesta.engine import Engine
from semesta.faults import Language, MachineFailed
from semesta.manifest import Manifest
from semesta.reporting.lists import OUTCOMES, ListOrder, write_list
from semesta.reporting.people import Person, people, villages_of
from semesta.reporting.personal import age_years, card_end, is_formula_like, masked_nik, printable
from semesta.reporting.rejects import reject_groups, write_rejects
from semesta.reporting.sheets import Book, SheetColumn
from semesta.sources.rowfaults import REPEATED

LEFT_OUT = ("inactive", "not_enrolled")
HEAD_ROW = 7  # five lines above, one empty


def order(reason: str = "", coverages: tuple[str, ...] = LEFT_OUT) -> ListOrder:
    return ListOrder(
        region_name="Kota Bandar Lampung",
        coverages=coverages,
        made_by="petugas",
        made_at=dt.datetime(2024, 7, 5, 8, 0, tzinfo=dt.UTC),
        full_nik_reason=reason,
    )


def person(name: str = "WARGA", **changes: object) -> Person:
    facts: dict[str, object] = {
        "village_code": "18.71.01.1001", "nik": "1871010101909001", "nik_written": None,
        "kk": "1871010101109001", "name": name, "sex": "L", "birth_date": dt.date(1990, 1, 1),
        "address": "JL. MELATI", "rt": "001", "rw": "002", "coverage": "not_enrolled", "reason": "never_found",
        "suggested_action": "enrol_family_pbpu", "card": None, "relation": 1,
    }  # fmt: skip
    return Person(**{**facts, **changes})  # type: ignore[arg-type]


def sheets(path: Path) -> list[Worksheet]:
    return list(openpyxl.load_workbook(path).worksheets)


def body(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [row for row in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True) if row[0] is not None]


def written(path: Path, found: Iterable[Person], manifest: Manifest, **more: object) -> list[Worksheet]:
    options: dict[str, object] = {"order": order(), "villages": {"18.71.01.1001": "KANGKUNG"}, **more}
    write_list(path, found, manifest=manifest, **options)  # type: ignore[arg-type]
    return sheets(path)


def test_each_village_has_a_sheet_with_everyone_who_was_asked_for(
    engine: Engine, manifest: Manifest, tmp_path: Path
) -> None:
    path = tmp_path / "daftar.xlsx"
    villages = villages_of(engine, "18.71.01")
    found = people(engine, region="18.71.01", coverages=LEFT_OUT)
    count = write_list(path, found, manifest=manifest, order=order(), villages=villages)
    asked = "starts_with(village_code, '18.71.01.') AND coverage IN ('inactive', 'not_enrolled')"
    assert count == engine.count("residents", asked)
    assert [sheet.title for sheet in sheets(path)] == ["Kangkung", "Bumi Waras"]
    assert sum(len(body(sheet)) for sheet in sheets(path)) == count
    names = {row[2] for sheet in sheets(path) for row in body(sheet)}
    assert names == {row[0] for row in engine.rows(f"SELECT name FROM residents WHERE {asked}")}


def test_the_nik_is_masked_unless_a_reason_is_given(manifest: Manifest, tmp_path: Path) -> None:
    masked = written(tmp_path / "a.xlsx", [person()], manifest)[0]
    assert body(masked)[0][1] == "18710101********"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        inside = b"".join(book.read(name) for name in book.namelist())
    assert b"1871010101909001" not in inside and b"1871010101109001" not in inside

    full = written(tmp_path / "b.xlsx", [person()], manifest, order=order("rapat 5 Juli"))[0]
    assert body(full)[0][1] == "1871010101909001"
    assert "rapat 5 Juli" in str(full["A5"].value)
    assert full["B8"].data_type == "s"


def test_the_head_says_which_edition_whose_list_and_when(manifest: Manifest, tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", [person()], manifest)[0]
    above = " ".join(str(sheet.cell(row, 1).value) for row in range(1, 6))
    for part in ("2024-07-01", "1 Juli 2024", "DKB semester II 2023", "petugas", "5 Juli 2024", "Kangkung"):
        assert part in above, part


def test_reasons_and_actions_are_sentences_in_the_chosen_language(manifest: Manifest, tmp_path: Path) -> None:
    indonesian = body(written(tmp_path / "a.xlsx", [person()], manifest)[0])[0]
    english = body(written(tmp_path / "b.xlsx", [person()], manifest, language="en")[0])[0]
    assert indonesian[11] != english[11] and "never_found" not in (indonesian[11], english[11])
    assert "PBPU" in str(indonesian[12]) and "Offer" in str(english[12])


@pytest.mark.parametrize(
    "text", ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']
)
def test_a_name_cannot_become_a_formula(manifest: Manifest, tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    cell = written(path, [person(text)], manifest)[0].cell(HEAD_ROW + 1, 3)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert unescape(str(cell.value)) == text
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"<hyperlink" not in sheet


def test_an_ordinary_name_has_no_quote_prefix(manifest: Manifest, tmp_path: Path) -> None:
    assert not written(tmp_path / "a.xlsx", [person()], manifest)[0].cell(HEAD_ROW + 1, 3).quotePrefix


def test_the_outcome_is_chosen_from_a_list_and_the_rest_is_empty(manifest: Manifest, tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", [person(), person("DUA")], manifest)[0]
    heads = [cell.value for cell in sheet[HEAD_ROW]]
    assert heads[14:] == ["Hasil kunjungan", "Petugas", "Tanggal kunjungan", "Catatan"]
    assert all(value is None for row in body(sheet) for value in row[14:])
    kinds = {rule.type: rule for rule in sheet.data_validations.dataValidation}
    assert str(kinds["list"].sqref) == "O8:O9"
    assert len(kinds["list"].formula1.strip('"').split(",")) == len(OUTCOMES)
    assert len(kinds["list"].formula1) <= 257, "Excel takes 255 characters between the quotes"
    assert str(kinds["date"].sqref) == "Q8:Q9"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_choices_fit_into_excel_in_both_languages(
    manifest: Manifest, tmp_path: Path, language: str
) -> None:
    sheet = written(tmp_path / "a.xlsx", [person()], manifest, language=language)[0]
    assert any(rule.type == "list" for rule in sheet.data_validations.dataValidation)


def test_it_prints_on_a4_across_with_the_heading_on_every_page(manifest: Manifest, tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", [person()], manifest)[0]
    assert sheet.page_setup.orientation == "landscape"
    assert int(str(sheet.page_setup.paperSize)) == 9
    assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.auto_filter.ref == "A7:R8"
    assert sheet.freeze_panes == "D8"


def test_many_villages_stand_in_one_sheet_with_a_filter(manifest: Manifest, tmp_path: Path) -> None:
    villages = {f"18.71.01.{1000 + n}": f"DESA {n}" for n in range(60)}
    found = [person(f"ORANG {n}", village_code=code) for n, code in enumerate(villages)]
    (sheet,) = written(tmp_path / "a.xlsx", found, manifest, villages=villages)
    assert len(body(sheet)) == 60
    assert {row[9] for row in body(sheet)} == {f"Desa {n}" for n in range(60)}


def test_where_excels_rows_end_a_further_sheet_begins(manifest: Manifest, tmp_path: Path) -> None:
    found = [person(f"ORANG {n}") for n in range(25)]
    made = written(tmp_path / "a.xlsx", found, manifest, rows_per_sheet=HEAD_ROW + 10)
    assert [len(body(sheet)) for sheet in made] == [10, 10, 5]
    assert [sheet.title for sheet in made] == ["Kangkung", "Kangkung 2", "Kangkung 3"]
    assert [row[0] for sheet in made for row in body(sheet)] == list(range(1, 26))
    assert all(sheet.cell(HEAD_ROW, 2).value == "NIK" for sheet in made)


def test_nobody_to_list_is_a_file_that_says_so(manifest: Manifest, tmp_path: Path) -> None:
    (sheet,) = written(tmp_path / "a.xlsx", [], manifest)
    assert body(sheet) == []
    assert sheet.cell(HEAD_ROW, 3).value == "Nama"


def test_cards_without_a_resident_can_be_listed_beside_residents(engine: Engine) -> None:
    found = list(people(engine, region="18.71.01", coverages=("not_enrolled", "outside")))
    assert {each.coverage for each in found} == {"not_enrolled", "outside"}
    codes = [each.village_code for each in found]
    assert codes == sorted(codes), "a village's people stand together"


def test_a_cell_longer_than_excel_takes_is_cut_not_lost(manifest: Manifest, tmp_path: Path) -> None:
    cell = written(tmp_path / "a.xlsx", [person("X" * 40_000)], manifest)[0].cell(HEAD_ROW + 1, 3)
    assert cell.value == "X" * 32_767


def test_a_folder_that_is_not_there_is_a_fault_with_a_remedy(manifest: Manifest, tmp_path: Path) -> None:
    with pytest.raises(MachineFailed) as failed:
        written(tmp_path / "no" / "a.xlsx", [person()], manifest)
    assert failed.value.remedy.id


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8))
def test_any_village_name_becomes_a_sheet_name_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    with Book(path, page_text="") as book:
        for name in names:
            book.add(name, above=[("", "x")], columns=[SheetColumn("a", 5)], rows=[("1",)])
    titles = [sheet.title for sheet in sheets(path)]
    assert len(titles) == len(names)
    assert len({title.casefold() for title in titles}) == len(names)
    assert all(0 < len(title) <= 31 for title in titles)


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=80))
def test_any_text_is_a_text_cell_of_a_file_that_opens(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    with Book(path, page_text="") as book:
        book.add("a", above=[], columns=[SheetColumn("a", 5)], rows=[(text,)])
    cell = sheets(path)[0].cell(3, 1)
    assert cell.data_type == "s"
    assert cell.quotePrefix == is_formula_like(text)


# --- rejects --------------------------------------------------------------------------------------


def test_rejects_are_grouped_with_an_example(engine: Engine, manifest: Manifest) -> None:
    groups = {group.code: group for group in reject_groups(engine, manifest)}
    damaged = groups["nik_excel_damage"]
    assert (damaged.file, damaged.first_row, damaged.first_value) == ("dkb.csv", 17, "3.27E+15")
    assert groups["total_row"].file == "masterfile.csv"


def test_every_reject_is_exported_with_its_place_and_remedy(
    engine: Engine, manifest: Manifest, tmp_path: Path
) -> None:
    path = tmp_path / "r.xlsx"
    assert write_rejects(engine, manifest, path) == 2
    rows = list(sheets(path)[0].iter_rows(min_row=4, values_only=True))
    assert rows[0] == (
        "dkb.csv",
        17,
        "sel",
        "NIK",
        "3.27E+15",
        "NIK rusak oleh Excel.",
        "Simpan kolom sebagai teks.",
    )
    assert rows[1][2] == "baris"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", ("WARGA 7 = baris 3 di dkb.csv", REPEATED[1].id, REPEATED[2].id)),
        ("en", ("WARGA 7 = row 3 of dkb.csv", REPEATED[1].en, REPEATED[2].en)),
    ],
)
def test_refusals_are_told_in_the_language_asked_for(
    engine: Engine, manifest: Manifest, tmp_path: Path, language: Language, told: tuple[str, str, str]
) -> None:
    code, reason, remedy = REPEATED
    engine.run(
        "INSERT INTO rejects VALUES (1, 199, 'row', '', 'WARGA 7 = baris 3 berkas 0', ?, ?, ?)",
        [code, reason.id, remedy.id],
    )
    (group,) = (g for g in reject_groups(engine, manifest, language) if g.code == code)
    assert (group.first_value, group.reason, group.remedy) == told
    write_rejects(engine, manifest, tmp_path / "r.xlsx", language=language)
    last = list(sheets(tmp_path / "r.xlsx")[0].iter_rows(min_row=4, values_only=True))[-1]
    assert last[4:] == told


# --- what may be shown ----------------------------------------------------------------------------


@given(st.from_regex(r"\A[0-9]{16}\Z"))
def test_a_masked_nik_never_shows_more_than_region_and_day(nik: str) -> None:
    assert masked_nik(nik) == nik[:8] + "*" * 8


def test_masks_of_what_is_missing_or_short() -> None:
    assert masked_nik(None) == "" and card_end(None) == ""
    assert masked_nik("3.27E+15") == "3.27E+15"
    assert card_end("0001336526592") == "…6592"


@given(st.text())
def test_printable_text_cannot_steer_a_terminal(text: str) -> None:
    assert "\x1b" not in printable(text) and "\n" not in printable(text)
    assert len(printable(text)) == len(text)


@given(st.sampled_from("=+-@\t\r\n"), st.text())
def test_what_a_spreadsheet_could_run_is_recognised(start: str, rest: str) -> None:
    assert is_formula_like(start + rest)


@given(st.dates(max_value=dt.date(2024, 7, 1)))
def test_age_changes_on_the_birthday(born: dt.date) -> None:
    on = dt.date(2024, 7, 1)
    age = age_years(born, on)
    assert age is not None and age >= 0
    if (born.month, born.day) != (2, 29):
        birthday = dt.date(born.year + age, born.month, born.day)
        assert birthday <= on < dt.date(birthday.year + 1, born.month, born.day)


def test_an_age_before_birth_or_without_a_date_is_unknown() -> None:
    assert age_years(None, dt.date(2024, 7, 1)) is None
    assert age_years(dt.date(2024, 7, 2), dt.date(2024, 7, 1)) is None
