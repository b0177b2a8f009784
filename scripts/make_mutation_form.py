"""Makes the form for mutations that is shipped: src/semesta/reporting/forms/mutasi.xlsx."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FORM = Path(__file__).parents[1] / "src" / "semesta" / "reporting" / "forms" / "mutasi.xlsx"
ROW, HEAD = 8, 7
COLUMNS = (
    ("No.", "no", 6), ("Jenis", "jenis", 10), ("NIK", "nik", 19), ("No. KK", "no_kk", 19), ("No. kartu", "no_kartu", 16),
    ("Nama", "nama", 30), ("Tanggal lahir", "tgl_lahir", 13), ("L/P", "sex", 5), ("PISA", "pisa", 6), ("Alamat", "alamat", 28),
    ("RT", "rt", 5), ("RW", "rw", 5), ("Kode desa", "desa_kode", 15), ("Desa/kelurahan", "desa_nama", 20),
    ("Kecamatan", "kec_nama", 20), ("Kelas", "kelas", 6), ("Alasan", "alasan", 18), ("Perubahan", "perubahan", 40), ("TMT", "tmt", 12),
    ("Dokumen", "dokumen", 26), ("Sumber", "sumber", 26), ("Pengusul", "pengusul", 16), ("Verifikator", "verifikator", 16),
    ("Periode", "periode", 10),
)  # fmt: skip
DATES = ("tgl_lahir", "tmt")
_LINE = Side(style="thin", color="B8C4C4")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def main() -> None:
    """Write the form; the same bytes are not promised, the same form is."""
    book = openpyxl.Workbook()
    book.properties.creator = "Semesta"
    book.properties.created = book.properties.modified = dt.datetime(2024, 7, 1)
    del book["Sheet"]
    sheet = book.create_sheet("MUTASI")
    _head(sheet)
    for at, (heading, field, width) in enumerate(COLUMNS, start=1):
        head, cell = sheet.cell(HEAD, at, heading), sheet.cell(ROW, at, "{" + field + "}")
        sheet.column_dimensions[head.column_letter].width = width
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="0D3B47")
        head.alignment, head.border = Alignment(wrap_text=True, vertical="top"), _BORDER
        cell.border, cell.alignment = (
            _BORDER,
            Alignment(vertical="top", wrap_text=field in ("perubahan", "alamat")),
        )
        cell.number_format = "dd-mm-yyyy" if field in DATES else "0" if field == "no" else "@"
    _foot(sheet)
    kinds = DataValidation(type="list", formula1='"TAMBAH,KURANG,UBAH"', allow_blank=False)
    kinds.add(f"B{ROW}")
    sheet.add_data_validation(kinds)
    sheet.freeze_panes = f"G{ROW}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter.right is not None:
        sheet.oddFooter.right.text = "Halaman &P dari &N"
    FORM.parent.mkdir(exist_ok=True)
    book.save(FORM)


def _head(sheet: Worksheet) -> None:
    lines = (
        "USULAN MUTASI PESERTA PBPU DAN BP PEMERINTAH DAERAH",
        "Pemerintah daerah: {pemda}",
        "Periode: {bulan}",
        "Sumber data: edisi {edisi}, keadaan per {tanggal_data}",
        "TAMBAH {jumlah_tambah}   KURANG {jumlah_kurang}   UBAH {jumlah_ubah}   seluruhnya {jumlah}",
    )
    for at, line in enumerate(lines, start=1):
        sheet.cell(at, 1, line).font = Font(bold=at == 1, size=14 if at == 1 else 11)


def _foot(sheet: Worksheet) -> None:
    """Who signs stands below the rows, wherever they end."""
    for column, text in ((2, "Mengusulkan,"), (6, "Memverifikasi,"), (14, "Menerima (BPJS Kesehatan),")):
        sheet.cell(ROW + 2, column, text)
        sheet.cell(ROW + 6, column, "Nama:")
        sheet.cell(ROW + 7, column, "NIP/NPP:")


if __name__ == "__main__":
    main()
