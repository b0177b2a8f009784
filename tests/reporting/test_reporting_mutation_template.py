"""The insurer's own blank form: everything in it stays, the row of placeholders becomes the data, what cannot be used is told."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from semesta.faults import InputRefused
from semesta.manifest import Manifest
from semesta.reporting.mutation import check_template
from semesta.reporting.mutation_fields import FIELDS, FORM_FIELDS
from tests.reporting.meeting import city, mutated

NEEDED = ("jenis", "nik", "no_kartu", "nama", "alasan", "tmt")


def form(
    path: Path, fields: tuple[str, ...] = NEEDED, *, change: Callable[[Worksheet], None] | None = None
) -> Path:
    """An office's form: two titles, headings in row 4, placeholders in row 5, signature in row 8."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "FORM 34"
    sheet["A1"], sheet["A2"] = "FORMULIR MUTASI", "Bulan {bulan}, {pemda}"
    sheet.merge_cells("A1:D1")
    for at, field in enumerate(fields, start=1):
        sheet.cell(4, at, field.upper())
        cell = sheet.cell(5, at, "{" + field + "}")
        cell.font, cell.fill = Font(name="Arial", size=9, italic=True), PatternFill("solid", fgColor="FFEECC")
    sheet["B8"] = "Mengetahui"
    sheet.merge_cells("B8:C8")
    sheet.row_dimensions[5].height = 27
    if change:
        change(sheet)
    book.save(path)
    return path


def filled(tmp_path: Path, manifest: Manifest, template: Path) -> Worksheet:
    _, sheets = mutated(tmp_path / "out.xlsx", city().engine, manifest, template=template, add=True)
    return next(iter(sheets.values()))


# --- what stays ---------------------------------------------------------------------------------------


def test_titles_formats_and_what_stands_below_are_kept(tmp_path: Path, manifest: Manifest) -> None:
    sheet = filled(tmp_path, manifest, form(tmp_path / "t.xlsx"))
    assert sheet["A1"].value == "FORMULIR MUTASI"
    assert sheet["A2"].value == "Bulan Juli 2024, LAMPUNG"
    last = max(row for row in range(5, 40) if sheet.cell(row, 1).value in ("TAMBAH", "KURANG", "UBAH"))
    rows = last - 4
    assert rows > 3
    for row in (5, last):
        cell = sheet.cell(row, 4)
        assert (cell.font.name, cell.font.italic, cell.fill.fgColor.rgb) == ("Arial", True, "00FFEECC")
        assert sheet.row_dimensions[row].height == 27
    assert sheet.cell(8 + rows - 1, 2).value == "Mengetahui"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", f"B{7 + rows}:C{7 + rows}"}


def test_drop_downs_tables_named_ranges_and_formulas_follow_the_rows(
    tmp_path: Path, manifest: Manifest
) -> None:
    def change(sheet: Worksheet) -> None:
        choices = DataValidation(type="list", formula1='"TAMBAH,KURANG,UBAH"')
        choices.add("A5")
        sheet.add_data_validation(choices)
        sheet.add_table(Table(displayName="Mutasi", ref="A4:F5"))
        sheet["A9"] = '=COUNTA(D5:D5)&" orang di D5:D5"'
        assert sheet.parent is not None
        sheet.parent.defined_names["orang"] = DefinedName("orang", attr_text="'FORM 34'!$A$5:$F$5")

    sheet = filled(tmp_path, manifest, form(tmp_path / "t.xlsx", change=change))
    last = max(row for row in range(5, 40) if sheet.cell(row, 1).value in ("TAMBAH", "KURANG", "UBAH"))
    (choices,) = sheet.data_validations.dataValidation
    assert str(choices.sqref) == f"A5:A{last}"
    assert sheet.tables["Mutasi"].ref == f"A4:F{last}"
    assert sheet.cell(9 + last - 5, 1).value == f'=COUNTA(D5:D{last})&" orang di D5:D5"'
    assert sheet.parent is not None
    assert sheet.parent.defined_names["orang"].attr_text == f"'FORM 34'!$A$5:$F${last}"


def test_parts_that_no_library_understands_stay_byte_for_byte(tmp_path: Path, manifest: Manifest) -> None:
    template = form(tmp_path / "t.xlsx")
    with zipfile.ZipFile(template, "a") as archive:
        archive.writestr("customXml/item1.xml", "<logo/>")
    filled(tmp_path, manifest, template)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as out:
        assert out.read("customXml/item1.xml") == b"<logo/>"
        assert out.testzip() is None


def test_a_form_whose_month_has_nothing_keeps_an_empty_row(tmp_path: Path, manifest: Manifest) -> None:
    template = form(tmp_path / "t.xlsx")
    done, sheets = mutated(
        tmp_path / "o.xlsx", city().engine, manifest, template=template, payer_region="18.01"
    )
    sheet = next(iter(sheets.values()))
    assert done.removed == 0
    assert [sheet.cell(5, at).value for at in range(1, 7)] == [None] * 6
    assert sheet["B8"].value == "Mengetahui" and sheet.cell(5, 4).font.italic


def test_text_around_a_placeholder_and_constant_cells_are_repeated(
    tmp_path: Path, manifest: Manifest
) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G5"], sheet["H5"] = "No. {no} / {periode}", "WNI"

    sheet = filled(tmp_path, manifest, form(tmp_path / "t.xlsx", change=change))
    assert [sheet.cell(row, 7).value for row in (5, 6)] == ["No. 1 / 2024-07", "No. 2 / 2024-07"]
    assert [sheet.cell(row, 8).value for row in (5, 6)] == ["WNI", "WNI"]


def test_a_sheet_for_each_kind_needs_no_column_for_it(tmp_path: Path, manifest: Manifest) -> None:
    book = openpyxl.Workbook()
    for name, fields in (
        ("TAMBAH", ("nik", "nama", "tgl_lahir")),
        ("KURANG", ("nik", "no_kartu", "nama", "alasan", "tmt")),
        ("UBAH", ("nik", "no_kartu", "nama", "perubahan")),
    ):
        sheet = book.create_sheet(f"FORM {name}")
        for at, field in enumerate(fields, start=1):
            sheet.cell(2, at, "{" + field + "}")
    del book["Sheet"]
    book.save(tmp_path / "t.xlsx")
    done, sheets = mutated(
        tmp_path / "o.xlsx", city().engine, manifest, template=tmp_path / "t.xlsx", add=True
    )
    counts = {
        name: sum(row[1] is not None for row in s.iter_rows(min_row=2, values_only=True))
        for name, s in sheets.items()
    }
    assert counts == {"FORM TAMBAH": done.added, "FORM KURANG": done.removed, "FORM UBAH": done.changed}


# --- what is refused ------------------------------------------------------------------------------------


def refused(path: Path) -> InputRefused:
    with pytest.raises(InputRefused) as told:
        check_template(path)
    assert told.value.remedy.id and told.value.remedy.en and path.name in told.value.place
    return told.value


def test_the_shipped_form_is_sound() -> None:
    check_template(None)


def test_a_form_without_placeholders(tmp_path: Path) -> None:
    path = form(tmp_path / "t.xlsx", fields=())
    assert "Tidak ada baris isian" in refused(path).reason.id


def test_a_form_that_lacks_needed_fields_names_them(tmp_path: Path) -> None:
    said = refused(form(tmp_path / "t.xlsx", fields=("nik", "nama", "tmt")))
    assert "{jenis}, {no_kartu}, {alasan}" in said.reason.id and "baris 5" in said.place
    assert "TAMBAH" in said.remedy.id


def test_an_unknown_placeholder_is_told_with_its_cell_and_the_nearest_names(tmp_path: Path) -> None:
    said = refused(form(tmp_path / "t.xlsx", fields=(*NEEDED, "tanggal_lahir")))
    assert "{tanggal_lahir}" in said.reason.id and "FORM 34!G5" in said.place
    assert "{tgl_lahir}" in said.remedy.id
    strange = refused(form(tmp_path / "u.xlsx", fields=(*NEEDED, "qqqq")))
    assert all(field in strange.remedy.id for field in FIELDS)


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    assert "bukan buku kerja" in refused(tmp_path / "t.xlsx").reason.id
    (tmp_path / "u.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert ".xlsx" in refused(tmp_path / "u.xls").remedy.id
    with zipfile.ZipFile(tmp_path / "v.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "bukan buku kerja" in refused(tmp_path / "v.xlsx").reason.id
    assert "tidak ada" in refused(tmp_path / "w.xlsx").reason.id


def test_two_rows_of_placeholders_merged_cells_and_formulas_in_the_row(tmp_path: Path) -> None:
    def second(sheet: Worksheet) -> None:
        sheet["A6"] = "{nik}"

    def merged(sheet: Worksheet) -> None:
        sheet.merge_cells("G5:H5")

    def formula(sheet: Worksheet) -> None:
        sheet["G5"] = "=ROW()-4"

    assert "lebih dari satu baris" in refused(form(tmp_path / "a.xlsx", change=second)).reason.id
    assert "digabung" in refused(form(tmp_path / "b.xlsx", change=merged)).reason.id
    assert "{no}" in refused(form(tmp_path / "c.xlsx", change=formula)).remedy.id


def test_rows_without_a_place_are_not_dropped(tmp_path: Path, manifest: Manifest) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "TAMBAH"
    for at, field in enumerate(("nik", "nama", "tgl_lahir"), start=1):
        sheet.cell(2, at, "{" + field + "}")
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(InputRefused, match="KURANG"):
        mutated(tmp_path / "o.xlsx", city().engine, manifest, template=tmp_path / "t.xlsx")


def test_a_kind_with_two_places_is_refused(tmp_path: Path) -> None:
    def twice(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("KURANG")
        for at, field in enumerate(("nik", "no_kartu", "nama", "alasan", "tmt"), start=1):
            other.cell(2, at, "{" + field + "}")

    assert "dua tempat" in refused(form(tmp_path / "t.xlsx", change=twice)).reason.id


def test_the_page_about_forms_names_every_placeholder() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mutations.md").read_text(encoding="utf-8")
    for field in (*FIELDS, *FORM_FIELDS):
        assert f"`{{{field}}}`" in page, field
