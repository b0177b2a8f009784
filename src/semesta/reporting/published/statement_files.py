"""A file of statements, as YAML, CSV or XLSX, into statements; what cannot be read is refused with its place."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import python_calamine
import yaml

from semesta.faults import NotFound, Text
from semesta.reporting.published.statement_entries import FORM, Entry, refused, statement_of
from semesta.reporting.published.statements import Statement


def read_statements(path: Path) -> tuple[Statement, ...]:
    """The statements of a file. NotFound without the file, InputRefused with the place of what is wrong."""
    if not path.is_file():
        raise NotFound(
            place=str(path),
            reason=Text("Berkas itu tidak ada.", "There is no such file."),
            remedy=Text(
                "Contohnya docs/examples/angka-lampung.yaml.",
                "An example is docs/examples/angka-lampung.yaml.",
            ),
        )
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows}
    entries = list(readers.get(path.suffix.lower(), _yaml_entries)(path))
    if not entries:
        raise refused(str(path), "Tidak ada pernyataan di dalamnya.", "It holds no statements.", FORM)
    statements = tuple(statement_of(entry, path.name, at) for at, entry in enumerate(entries, start=1))
    seen: set[str] = set()
    for statement in statements:
        if statement.key in seen:
            raise refused(f"{path.name}, id {statement.key}", "Id ini dipakai dua kali.", "This id stands twice.",
                           Text("Beri setiap pernyataan id sendiri.", "Give each statement its own id."))  # fmt: skip
        seen.add(statement.key)
    return statements


def _yaml_entries(path: Path) -> Iterator[Entry]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = " ".join(str(error).split())
        raise refused(str(path), f"Berkas ini bukan YAML yang utuh ({where}).",
                       f"This file is no sound YAML ({where}).", FORM) from error  # fmt: skip
    listed = document.get("statements") if isinstance(document, dict) else document
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise refused(str(path), "Berkas ini harus memuat daftar `statements`.",
                       "This file must hold a list `statements`.", FORM)  # fmt: skip
    yield from listed


def _csv_rows(path: Path) -> Iterator[Entry]:
    text = path.read_text(encoding="utf-8-sig")
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    for row in csv.DictReader(text.splitlines(), delimiter=delimiter):
        yield {str(key).strip(): value for key, value in row.items() if key and value and value.strip()}


def _xlsx_rows(path: Path) -> Iterator[Entry]:
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    except (python_calamine.CalamineError, OSError) as error:
        raise refused(
            str(path), "Berkas XLSX ini tidak terbaca.", "This XLSX file cannot be read.", FORM
        ) from error
    rows = sheet.to_python()
    heads = [str(cell).strip() for cell in rows[0]] if rows else []
    for row in rows[1:]:
        cells = {head: _cell(value) for head, value in zip(heads, row, strict=False) if head and value != ""}
        if cells:
            yield cells


def _cell(value: object) -> object:
    """A sheet holds every number as a float: a whole one is the whole number again."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.isoformat() if isinstance(value, dt.date) else value
