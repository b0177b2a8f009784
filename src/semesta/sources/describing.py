"""What every form of file has in common once its header is known: columns, how values are written, refusals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from semesta import rules
from semesta.faults import InputRefused, Text
from semesta.identity import column_lost_last_digit
from semesta.regions import Regions, code_of, diagnose_codes
from semesta.sources.dates import style_of
from semesta.sources.fields import FIELDS, PLACE_CODES, PLACE_NAMES, SHOWN_AS_MISSING
from semesta.sources.files import Found
from semesta.sources.heads import Row
from semesta.sources.layouts import Layout
from semesta.sources.matching import Match, missing_fields
from semesta.sources.model import MappedColumn, SourceRequest, Understanding
from semesta.sources.values import DOUBTS, Habits, StatusCodes, read_cell

#: Readings whose cells are words from a short list; the most frequent spellings take the fast path.
WORDS = ("sex", "shdk", "pisa", "vital", "decile", "class", "segment", "status", "month", "amount")
MOST_WORDS = 40
#: Village codes of so many provinces take the fast path.
MOST_PROVINCES = 5


def describe(
    file: Found,
    request: SourceRequest,
    layouts: Sequence[Layout],
    match: Match,
    sample: Sequence[Sequence[str]],
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    notes: Sequence[Text] = (),
    above: Sequence[Row] = (),
) -> Understanding:
    """The understanding of a file whose header is known, from a sample of its rows; `above` may hold more than titles."""
    headers = tuple(cell.strip() for cell in match.row.cells)
    own = [layout for layout in layouts if layout.name == "--map"]
    merged = (*own, match.layout)
    understood = Understanding(
        kind=file.kind,
        group=file.group,
        path=file.path,
        sheet=sheet,
        format=file.format,
        encoding=encoding,
        delimiter=delimiter,
        header_row=match.row.line,
        headers=headers,
        layout=match.layout.name,
        columns=(),
        constants=tuple(match.constants.items()),
        ignored=tuple(h for i, h in enumerate(headers) if h and i not in match.positions.values()),
        missing=tuple(f for f in SHOWN_AS_MISSING[file.kind] if f not in match.positions),
        texts=_texts(merged),
        size_bytes=file.size_bytes,
        titles=tuple(" ".join(row.cells) for row in above if row.line < match.row.line and any(row.cells)),
    )
    month_first = {field for layout in merged for field in layout.month_first}
    columns = tuple(
        _column(understood, field, position, sample, request, field in month_first)
        for field, position in sorted(match.positions.items(), key=lambda item: item[1])
    )
    done = replace(understood, columns=columns, notes=(*notes, *_notes(understood, columns)))
    if any(c.field in (*PLACE_NAMES, *PLACE_CODES) for c in columns):
        done = replace(done, missing=tuple(f for f in done.missing if f != "village"))
    return done


def habits_of(understood: Understanding, column: MappedColumn, request: SourceRequest) -> Habits:
    """What `read_cell` needs to know about a column."""
    texts = dict(dict(understood.texts).get(column.field, ()))
    return Habits(
        as_of=request.as_of,
        month_first=column.style == "month_first",
        status_codes=cast("StatusCodes", column.style)
        if column.field == "status" and column.style
        else "words",
        texts=texts,
    )


def _texts(layouts: Sequence[Layout]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    merged: dict[str, dict[str, str]] = {}
    for layout in reversed(layouts):
        for field, texts in layout.values.items():
            merged.setdefault(field, {}).update(texts)
    return tuple((field, tuple(texts.items())) for field, texts in merged.items())


def _column(
    understood: Understanding,
    field: str,
    position: int,
    sample: Sequence[Sequence[str]],
    request: SourceRequest,
    month_first: bool,
) -> MappedColumn:
    column = MappedColumn(
        field, position, understood.headers[position], style="month_first" if month_first else ""
    )
    texts = [cells[position] for cells in sample if len(cells) > position and cells[position].strip()]
    reading = FIELDS[understood.kind][field].reading
    if reading == "status":
        known = dict(dict(understood.texts).get(field, ()))
        codes = rules.code_system(known.get(rules.fold(t), t) for t in set(texts))
        column = replace(column, style=codes or "words")
    if reading in ("nik", "kk"):
        _refuse_lost_digits(understood, column, texts)
    habits = habits_of(understood, column, request)
    if reading in ("birth", "death", "cover_date"):
        return replace(column, date_format=style_of(texts, reading, habits))
    if reading in WORDS:
        return replace(column, words=_words(reading, texts, habits))
    if reading == "village":
        _refuse_other_codes(understood, column, texts)
        return _village_column(column, texts)
    return column


def _refuse_lost_digits(understood: Understanding, column: MappedColumn, texts: Sequence[str]) -> None:
    """A column that a spreadsheet stored as numbers: 15 digits are kept, the sixteenth is 0."""
    whole = {text.strip() for text in texts if len(text.strip()) == 16 and text.strip().isdigit()}
    ended = sum(text.endswith("0") for text in whole)
    if column_lost_last_digit(ended, len(whole)) and 2 * ended > len(whole):
        doubt = DOUBTS["column_lost_last_digit"]
        raise InputRefused(
            place=f"{understood.path}, {column.header}",
            reason=Text(
                f"{doubt.reason.id} {ended} dari {len(whole)} nomor contoh berakhir 0.",
                f"{doubt.reason.en} {ended} of {len(whole)} sampled numbers end in 0.",
            ),
            remedy=doubt.remedy,
        )


def _words(reading: str, texts: Iterable[str], habits: Habits) -> tuple[tuple[str, str], ...]:
    """The most frequent spellings that are understood without doubt, and what they mean."""
    found: list[tuple[str, str]] = []
    for text, _ in Counter(texts).most_common(4 * MOST_WORDS):
        cell = read_cell(reading, text, habits)
        if cell.doubt is None and len(found) < MOST_WORDS:
            found.append((text, "/".join(str(value) for value in cell.values if value is not None)))
    return tuple(found)


def _refuse_other_codes(understood: Understanding, column: MappedColumn, texts: Sequence[str]) -> None:
    """Codes of the statistics office mean other places."""
    diagnosis = diagnose_codes(set(texts))
    if diagnosis.verdict == "bps":
        raise InputRefused(
            place=f"{understood.path}, {column.header}", reason=diagnosis.reason, remedy=diagnosis.remedy
        )


def _village_column(column: MappedColumn, texts: Sequence[str]) -> MappedColumn:
    """How codes are written, with dots or digits only, and the provinces they are of."""
    styles: Counter[str] = Counter()
    provinces: Counter[str] = Counter()
    for text, count in Counter(texts).items():
        digits = text.replace(".", "")
        if len(digits) == 10 and digits.isascii() and digits.isdigit():
            styles["dots" if code_of(int(digits)) == text else "digits"] += count
            provinces[digits[:2]] += count
    known = [Regions.load().by_code(code) for code, _ in provinces.most_common(MOST_PROVINCES)]
    return replace(
        column,
        style=styles.most_common(1)[0][0] if styles else "digits",
        words=tuple((region.code, region.name) for region in known if region),
    )


def _notes(understood: Understanding, columns: Sequence[MappedColumn]) -> Iterable[Text]:
    if understood.kind in ("residents", "members") and not any(column.field == "nik" for column in columns):
        unused = ", ".join(understood.ignored) or "-"
        yield Text(
            f"Tidak ada lajur NIK: orang hanya dikenali dari nama, tanggal lahir dan keluarga. Bila NIK ada di salah satu lajur yang tidak dipakai ({unused}), sebutkan lajur itu dengan --map.",
            f"No column of NIKs: people are known by name, birth date and family only. If one of the unused columns ({unused}) holds it, name that column with --map.",
        )
    for column in columns:
        reading = FIELDS[understood.kind][column.field].reading
        if reading in ("birth", "death", "cover_date") and not column.date_format:
            yield Text(
                f"Tanggal di kolom {column.header} ditulis bermacam-macam atau kosong; tiap sel dibaca satu per satu.",
                f"Dates in column {column.header} are written in many ways or empty; each is read on its own.",
            )


# --- refusals ---------------------------------------------------------------------------------------

COPY_AGAIN = Text("Salin atau unduh ulang dari asalnya.", "Copy or download it again from where it came.")


def header_refused(file: Found, match: Match | None, rows: Sequence[Row], sheet: str = "") -> InputRefused:
    """No header that has what is needed: list what was seen, and what a map must add."""
    row = (
        match.row
        if match
        else max(rows[:60], key=lambda r: sum(bool(c.strip()) for c in r.cells), default=None)
    )
    seen = (
        ", ".join(repr(cell.strip()[:40]) for cell in (row.cells if row else ())[:60] if cell.strip()) or "-"
    )
    line = row.line if row else 1
    groups = missing_fields(file.kind, match.positions if match else (), match.constants if match else ())
    wanted_id = "; ".join(" atau ".join(group) for group in groups)
    wanted_en = "; ".join(" or ".join(group) for group in groups)
    first = groups[0][0] if groups else "nik"
    return InputRefused(
        place=f"{file.path}{f'#{sheet}' if sheet else ''}, baris {line}",
        reason=Text(
            f"Kolom kunci tidak ditemukan: {wanted_id}. Judul yang terlihat: {seen}.",
            f"A key column was not found: {wanted_en}. Headers seen: {seen}.",
        ),
        remedy=Text(
            f"Buat berkas YAML berisi 'headers: {{{first}: [judul kolomnya]}}' dan berikan dengan --map.",
            f"Make a YAML file with 'headers: {{{first}: [its header]}}' and give it with --map.",
        ),
    )


def nothing_under_header(file: Found) -> InputRefused:
    """A header and nothing else."""
    return refused(
        file,
        Text("Berkas hanya berisi judul kolom, tanpa baris data.", "The file has a header and no rows."),
        Text("Periksa apakah ekspornya selesai.", "Check whether the export was complete."),
    )


def refused(file: Found, reason: Text, remedy: Text) -> InputRefused:
    """A file that cannot be used, for a reason of its own."""
    return InputRefused(place=str(file.path), reason=reason, remedy=remedy)
