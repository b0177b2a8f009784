"""The sheets of a workbook and the first rows of each, as raw text, without reading the rest of the sheet."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from semesta.sources.heads import Row

#: Rows of a sheet that are looked at before it is read.
HEAD_ROWS = 2_000
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COLUMN = re.compile(r"[A-Z]+")


class BadWorkbook(Exception):
    """The archive is no sound workbook."""


def first_rows(path: Path) -> Iterator[tuple[str, list[Row]]]:
    """(sheet, its first rows) for each sheet, in the order of the tabs; BadWorkbook where it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name, part in _sheets(archive):
                yield name, _rows(archive, part)
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise BadWorkbook(str(error)) from error
    except Exception as error:
        if type(error).__module__ == "zlib":  # zlib.error is no ValueError
            raise BadWorkbook(str(error)) from error
        raise


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, part) of the sheets that hold cells; charts have none."""
    relations = {}
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        if relation.get("Type", "").endswith("/worksheet"):
            relations[relation.get("Id")] = posixpath.normpath(
                posixpath.join("xl", relation.get("Target", ""))
            )
    found = []
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        if _tag(element) == "sheet" and element.get(f"{_OFFICE}id") in relations:
            part = relations[element.get(f"{_OFFICE}id")]
            found.append((element.get("name", ""), part.removeprefix("xl//").lstrip("/")))
    return found


def _rows(archive: zipfile.ZipFile, part: str) -> list[Row]:
    raw = list(_raw_rows(archive, part))
    wanted = {
        int(text) for _, cells in raw for kind, text in cells.values() if kind == "s" and text.isdigit()
    }
    shared = _shared_strings(archive, wanted) if wanted else {}
    rows = []
    for number, cells in raw:
        width = max(cells, default=-1) + 1
        texts = [""] * width
        for place, (kind, text) in cells.items():
            texts[place] = shared.get(int(text), "") if kind == "s" and text.isdigit() else text
        rows.append(Row(number, tuple(texts)))
    return rows


def _raw_rows(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, dict[int, tuple[str, str]]]]:
    """(row number, {column: (kind, raw text)}) of the first rows that have cells."""
    count = number = 0
    with archive.open(part) as stream:
        for _, element in ElementTree.iterparse(stream):  # noqa: S314
            if _tag(element) != "row":
                continue
            number = int(element.get("r") or number + 1)
            yield number, dict(_cells(element))
            element.clear()
            count += 1
            if count == HEAD_ROWS:
                return


def _cells(row: ElementTree.Element) -> Iterator[tuple[int, tuple[str, str]]]:
    place = -1
    for cell in row:
        letters = _COLUMN.match(cell.get("r") or "")
        place = _index(letters[0]) if letters else place + 1
        kind = cell.get("t") or "n"
        text = "".join(e.text or "" for e in cell.iter() if _tag(e) == ("t" if kind == "inlineStr" else "v"))
        if text:
            yield place, (kind, text)


def _shared_strings(archive: zipfile.ZipFile, wanted: set[int]) -> dict[int, str]:
    """The wanted strings; the table is left as soon as the last of them was seen."""
    found: dict[int, str] = {}
    if "xl/sharedStrings.xml" not in archive.namelist():
        return found
    number, last = -1, max(wanted)
    with archive.open("xl/sharedStrings.xml") as stream:
        for _, element in ElementTree.iterparse(stream):  # noqa: S314
            if _tag(element) != "si":
                continue
            number += 1
            if number in wanted:
                found[number] = "".join(e.text or "" for e in element.iter() if _tag(e) == "t")
            element.clear()
            if number >= last:
                break
    return found


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
