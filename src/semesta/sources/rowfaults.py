"""What can be wrong with a whole row, with the sentence and the remedy for each."""

from __future__ import annotations

from semesta.faults import Text

#: code -> (reason, remedy). A blank row is none of these: it is counted and nothing is lost with it.
ROW_FAULTS: dict[str, tuple[Text, Text]] = {
    "row_header_again": (
        Text("Baris ini mengulang judul kolom.", "This row repeats the header."),
        Text("Tidak perlu tindakan.", "Nothing to do."),
    ),
    "row_total": (
        Text("Baris ini jumlah, bukan orang.", "This row is a total, not a person."),
        Text("Tidak perlu tindakan.", "Nothing to do."),
    ),
    "row_column_numbers": (
        Text("Baris ini hanya nomor kolom.", "This row only numbers the columns."),
        Text("Tidak perlu tindakan.", "Nothing to do."),
    ),
    "row_without_person": (
        Text("Baris ini tidak memuat nama maupun nomor orang.", "This row has neither a name nor a number of a person."),
        Text("Isi nama atau NIK, atau hapus barisnya.", "Fill in a name or NIK, or remove the row."),
    ),
}  # fmt: skip

#: What the engine's CSV reader says -> (code, reason, remedy).
CSV_FAULTS: dict[str, tuple[str, Text, Text]] = {
    "MISSING COLUMNS": (
        "csv_too_few_columns",
        Text("Baris ini punya lebih sedikit kolom daripada judulnya.", "This line has fewer columns than the header."),
        Text("Perbaiki baris ini di berkas asal, lalu ulangi.", "Correct this line in the original file and repeat."),
    ),
    "TOO MANY COLUMNS": (
        "csv_too_many_columns",
        Text("Baris ini punya lebih banyak kolom daripada judulnya; mungkin ada pemisah di dalam isi sel.", "This line has more columns than the header; a delimiter may stand inside a cell."),
        Text("Beri tanda kutip pada sel yang memuat pemisah, lalu ulangi.", "Put quotes around the cell that holds a delimiter and repeat."),
    ),
    "LINE SIZE OVER MAXIMUM": (
        "csv_line_too_long",
        Text("Baris ini terlalu panjang untuk satu orang.", "This line is too long to be one person."),
        Text("Periksa tanda kutip yang tidak ditutup atau akhir baris yang hilang.", "Look for a quote that is not closed or a lost line end."),
    ),
}  # fmt: skip
CSV_QUOTE: tuple[str, Text, Text] = (
    "csv_quote",
    Text("Tanda kutip di baris ini tidak ditutup atau salah tempat.", "A quote in this line is not closed or stands in the wrong place."),
    Text("Perbaiki tanda kutipnya di berkas asal, lalu ulangi.", "Correct the quote in the original file and repeat."),
)  # fmt: skip
CSV_FAULTS["UNQUOTED VALUE"] = CSV_QUOTE
CSV_OTHER: tuple[str, Text, Text] = (
    "csv_unreadable",
    Text("Baris ini tidak terbaca.", "This line cannot be read."),
    Text(
        "Perbaiki baris ini di berkas asal, lalu ulangi.",
        "Correct this line in the original file and repeat.",
    ),
)
REPEATED: tuple[str, Text, Text] = (
    "row_repeated",
    Text("Orang yang sama sudah ada di baris lain berkas ini atau berkas sejenis.", "The same person stands in another row of this file or one of its kind."),
    Text("Tidak perlu tindakan; baris pertama yang dipakai.", "Nothing to do; the first row is used."),
)  # fmt: skip
