"""What can be wrong with a written date, and what to do about it."""

from __future__ import annotations

from semesta.faults import Text
from semesta.identity.doubt import Doubt, catalogue

_FROM_SOURCE = Text(
    "Ambil tanggal dari KTP, KK, atau berkas asal, ditulis hh-bb-tttt.",
    "Take the date from the identity card, the family card or the original file, written dd-mm-yyyy.",
)

#: Every doubt about a date, by code.
DATE_DOUBTS = catalogue(
    [
        Doubt("date_empty", Text("Tanggal kosong.", "The date is empty."), _FROM_SOURCE),
        Doubt(
            "date_not_understood",
            Text("Ini tidak terbaca sebagai tanggal.", "This cannot be read as a date."),
            _FROM_SOURCE,
        ),
        Doubt(
            "date_month_unknown",
            Text("Nama bulan tidak dikenal.", "The name of the month is unknown."),
            Text(
                "Tulis bulan dengan angka atau nama Indonesia, misalnya 12-08-1980 atau 12 Agustus 1980.",
                "Write the month as a number or in Indonesian, as in 12-08-1980 or 12 Agustus 1980.",
            ),
        ),
        Doubt(
            "date_month_first",
            Text(
                "Tanggal ini hanya terbaca bila bulan ditulis sebelum hari.",
                "This can only be read with the month before the day.",
            ),
            Text(
                "Bila seluruh kolom ditulis bulan/hari/tahun, katakan itu pada pemetaan kolom; bila tidak, perbaiki sel ini.",
                "If the whole column is month/day/year, say so in the column's mapping; else correct this cell.",
            ),
        ),
        Doubt(
            "date_day_first",
            Text(
                "Kolom ini dinyatakan bulan/hari/tahun, tetapi tanggal ini hanya terbaca hari/bulan/tahun.",
                "The column was declared month/day/year, but this can only be read day/month/year.",
            ),
            Text("Periksa pemetaan kolom ini.", "Check the mapping of this column."),
        ),
        Doubt(
            "date_impossible",
            Text("Tanggal ini tidak ada di kalender.", "There is no such day in the calendar."),
            _FROM_SOURCE,
        ),
        Doubt(
            "date_future",
            Text("Tanggal ini sesudah tanggal data.", "This date lies after the date of the data."),
            _FROM_SOURCE,
        ),
        Doubt(
            "date_too_old",
            Text(
                "Tanggal ini lebih dari 125 tahun sebelum tanggal data.",
                "This date lies more than 125 years before the date of the data.",
            ),
            _FROM_SOURCE,
        ),
        Doubt(
            "date_placeholder",
            Text(
                "Tanggal ini pengisi (seperti 00-00-0000 atau 01-01-1900), bukan tanggal sebenarnya.",
                "This is a filler (like 00-00-0000 or 01-01-1900), no real date.",
            ),
            _FROM_SOURCE,
        ),
        Doubt(
            "date_excel_fake",
            Text(
                "29-02-1900 hanya ada di Excel; tahun 1900 bukan kabisat.",
                "29-02-1900 exists only in Excel; 1900 was no leap year.",
            ),
            _FROM_SOURCE,
        ),
        Doubt(
            "date_year_only",
            Text("Ini hanya tahun, tanpa hari dan bulan.", "This is a year without day and month."),
            _FROM_SOURCE,
        ),
    ]
)
