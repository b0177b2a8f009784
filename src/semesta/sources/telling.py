"""How an understanding is told to the person at the terminal, before anything is read."""

from __future__ import annotations

from collections.abc import Iterator

from semesta.faults import Language, Text
from semesta.sources.layouts import shipped_layouts
from semesta.sources.model import Kind, MappedColumn, Understanding

_KINDS: dict[Kind, Text] = {
    "residents": Text("penduduk", "residents"),
    "members": Text("peserta", "members"),
    "roster": Text("daftar", "roster"),
    "bill": Text("tagihan", "bill"),
    "deaths": Text("daftar kematian", "list of deaths"),
}
_DELIMITERS = {
    ",": Text("koma", "comma"),
    ";": Text("titik koma", "semicolon"),
    "\t": Text("tab", "tab"),
    "|": Text("garis tegak", "vertical bar"),
}
#: Of the words of a column, so many are shown.
_WORDS_SHOWN = 6


def lines_of(understood: Understanding, language: Language) -> list[str]:
    """The file and its form, what each column was taken for, what is missing or left, and notes."""
    return list(_lines(understood, language))


def _lines(one: Understanding, language: Language) -> Iterator[str]:
    def say(id_: str, en: str) -> str:
        return id_ if language == "id" else en

    kind = _KINDS[one.kind].say(language) + (f" {one.group}" if one.group else "")
    yield f"{one.name}: {kind}, {_form(one, language)}, {_layout(one, language)}"
    width = max((len(column.header) for column in one.columns), default=0)
    for column in one.columns:
        yield f"  {column.header:<{width}}  -> {column.field}{_written(column)}"
    for field, text in one.constants:
        yield f"  {say('tetap', 'constant')}: {field} = {text}"
    if one.missing:
        yield f"  {say('tidak ada di berkas', 'not in the file')}: {', '.join(one.missing)}"
    if one.ignored:
        yield f"  {say('tidak dipakai', 'not used')}: {', '.join(one.ignored)}"
    for note in one.notes:
        yield f"  ! {note.say(language)}"


def _form(one: Understanding, language: Language) -> str:
    if one.format == "parquet":
        return "Parquet"
    row = f"{'judul di baris' if language == 'id' else 'header in row'} {one.header_row}"
    if one.format == "xlsx":
        return f"XLSX, {row}"
    return f"CSV {one.encoding}, {_DELIMITERS[one.delimiter].say(language)}, {row}"


def _layout(one: Understanding, language: Language) -> str:
    titles = {layout.name: layout.title for layout in shipped_layouts()}
    return titles[one.layout].say(language)


def _written(column: MappedColumn) -> str:
    if column.date_format:
        return f" ({column.date_format})"
    changed = [f"{text} = {meaning}" for text, meaning in column.words if text != meaning]
    more = ", ..." if len(changed) > _WORDS_SHOWN else ""
    return f" ({', '.join(changed[:_WORDS_SHOWN])}{more})" if changed else ""
