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
