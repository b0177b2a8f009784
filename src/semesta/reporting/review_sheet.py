"""The sheet on which people say whether a resident and a card are one person: written, and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from semesta.faults import InputRefused, Language, Text
from semesta.linkage.clerical import Answer, StratumSize, Verdict
from semesta.manifest import Manifest
from semesta.reporting.catalogue import Speaker, catalogue
from semesta.reporting.personal import masked_nik
from semesta.reporting.sheets import Book, SheetColumn, Value

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_CELLS_NAMED = 5


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A sheet read back: its answers, and how many rows have none."""

    answers: tuple[Answer, ...]
    unanswered: int


def write_review_sheet(
    path: Path,
    pairs: pa.Table,
    sizes: Sequence[StratumSize],
    *,
    manifest: Manifest,
    seed: int,
    full_nik_reason: str = "",
    language: Language = "id",
) -> int:
    """Write the pairs of `linkage.clerical.draw` and return how many; MachineFailed if the disk refuses.

    The reviewer is not told the stratum or the probability: who knows the program's opinion repeats it.
    """
    say = Speaker(language)
    privacy = say("review.full", reason=full_nik_reason) if full_nik_reason else say("review.masked")
    above = [
        ("", f"{say('review.title')} {manifest.name}"),
        ("", say("review.how")),
        ("", say("review.order")),
        ("", privacy),
    ]
    with Book(path, page_text=say("review.page")) as book:
        rows = _rows(say, pairs, masked=not full_nik_reason)
        count = book.add(say("review.sheet"), above=above, columns=_columns(say), rows=rows)
        about = [SheetColumn(say(f"review.{name}"), width) for name, width in _ABOUT_WIDTHS.items()]
        facts = _facts(say, sizes, manifest, seed)
        book.add(say("review.about"), above=[("", say("review.about"))], columns=about, rows=facts)
    return count


def read_review_sheet(path: Path, manifest: Manifest) -> ReviewSheet:
    """The answers on a sheet. InputRefused where it is no such sheet, is of another edition, or a cell of
    the answer column says something else than yes, no or unsure (in either language)."""
    rows, about = _sheets(path)
    facts = {str(row[0]): str(row[1]) for row in about if len(row) > 1}
    if facts.get("links_sha256") != _links_sha256(manifest):
        raise _other_edition(path, facts.get("edition", "?"), manifest.name)
    head = next((at for at, row in enumerate(rows) if _KEY_HEADINGS & set(map(str, row))), None)
    if head is None:
        raise _no_review_sheet(path)
    headings = [str(cell) for cell in rows[head]]
    key_at = next(at for at, heading in enumerate(headings) if heading in _KEY_HEADINGS)
    answer_at = next((at for at, heading in enumerate(headings) if heading in _ANSWER_HEADINGS), None)
    if answer_at is None:
        raise _no_review_sheet(path)
    answers: list[Answer] = []
    unanswered, unreadable = 0, []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        key = _KEY.fullmatch(str(row[key_at]).strip())
        word = " ".join(str(row[answer_at]).split()).casefold()
        if key is None and not any(str(cell).strip() for cell in row):
            continue
        if key is None:
            unreadable.append(_cell(key_at, number))
        elif not word:
            unanswered += 1
        elif word in _WORDS:
            answers.append(Answer(int(key[1]), int(key[2]), _WORDS[word]))
        else:
            unreadable.append(_cell(answer_at, number))
    if unreadable:
        raise _unreadable(path, unreadable)
    return ReviewSheet(tuple(answers), unanswered)


# --- writing ----------------------------------------------------------------------------------------

_ABOUT_WIDTHS = {"field": 22, "value": 70, "meaning": 60}
_BOTH = {"name": 26, "birth_date": 12, "sex": 5, "nik": 18, "kk": 18, "village": 24, "address": 26}


def _columns(say: Speaker) -> list[SheetColumn]:
    words = tuple(say(f"review.verdict.{verdict}") for verdict in VERDICTS)
    columns = [
        SheetColumn(say("review.no"), 5),
        SheetColumn(say("review.answer"), 9, words, say("review.answer.hint"), to_fill=True),
        SheetColumn(say("review.note"), 16, to_fill=True),
    ]
    for name, width in _BOTH.items():
        for side in ("register", "card"):
            columns.append(SheetColumn(say(f"review.of_{side}", what=say(f"review.{name}")), width))
        if name in ("nik", "kk"):
            columns.append(SheetColumn(say(f"review.{name}_apart"), 10))
    return [*columns, SheetColumn(say("review.key"), 16)]


def _rows(say: Speaker, pairs: pa.Table, *, masked: bool) -> Iterator[tuple[Value, ...]]:
    for number, pair in enumerate(pairs.to_pylist(), start=1):
        cells: list[Value] = [number, "", ""]
        for name in _BOTH:
            both = [pair[f"r_{name}"], pair[f"m_{name}"]]
            hidden = masked and name in ("nik", "kk")
            cells += [masked_nik(value) for value in both] if hidden else both
            if name == "nik":
                cells.append(_nik_apart(say, pair))
            elif name == "kk":
                cells.append(say("review.incomparable" if None in both else _SAME[both[0] == both[1]]))
        yield (*cells, f"{pair['resident_id']}-{pair['member_id']}")


_SAME = {True: "review.same", False: "review.other"}


def _nik_apart(say: Speaker, pair: dict[str, Any]) -> str:
    apart = pair["nik_digits_apart"]
    if apart is None:
        return say("review.incomparable")
    return say("review.digits", n=apart) if apart else say("review.same")


def _facts(
    say: Speaker, sizes: Sequence[StratumSize], manifest: Manifest, seed: int
) -> Iterator[tuple[Value, ...]]:
    yield "edition", manifest.name, say("review.meaning.edition")
    yield "links_sha256", _links_sha256(manifest), say("review.meaning.links_sha256")
    yield "seed", str(seed), say("review.meaning.seed")
    for size in sizes:
        meaning = size.stratum.meaning.say(say.language)
        yield size.stratum.name, str(size.pairs), say("review.meaning.stratum", meaning=meaning)


def _links_sha256(manifest: Manifest) -> str:
    return next(table.sha256 for table in manifest.tables if table.name == "links")


# --- reading ----------------------------------------------------------------------------------------

_KEY = re.compile(r"([0-9]+)-([0-9]+)")
_KEY_HEADINGS = {catalogue()["review.key"].id, catalogue()["review.key"].en}
_ANSWER_HEADINGS = {catalogue()["review.answer"].id, catalogue()["review.answer"].en}
_WORDS: dict[str, Verdict] = {
    word.casefold(): verdict
    for verdict in VERDICTS
    for word in (catalogue()[f"review.verdict.{verdict}"].id, catalogue()[f"review.verdict.{verdict}"].en)
}


def _sheets(path: Path) -> tuple[list[list[object]], list[list[object]]]:
    """The cells of the first two sheets."""
    if not path.is_file():
        raise _no_file(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        found = [book.get_sheet_by_index(at).to_python(skip_empty_area=False) for at in (0, 1)]
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise _no_review_sheet(path) from error
    return cast("tuple[list[list[object]], list[list[object]]]", tuple(found))


def _cell(column: int, row: int) -> str:
    assert 0 <= column < 26
    return f"{chr(ord('A') + column)}{row}"


def _no_file(path: Path) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text("Berkas ini tidak ada.", "This file is not there."),
        remedy=Text("Periksa nama dan foldernya.", "Check its name and folder."),
    )


def _no_review_sheet(path: Path) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text("Ini bukan lembar periksa pasangan.", "This is no sheet for reviewing links."),
        remedy=Text(
            "Pakai lembar dari `semesta linkage sample`, disimpan sebagai XLSX, dengan kedua lembar dan judul kolomnya.",
            "Use the sheet of `semesta linkage sample`, saved as XLSX, with both its sheets and its headings.",
        ),
    )


def _other_edition(path: Path, edition: str, wanted: str) -> InputRefused:
    return InputRefused(
        place=str(path),
        reason=Text(
            f"Lembar ini diambil dari edisi {edition}, bukan dari {wanted} ini.",
            f"This sheet was drawn from edition {edition}, not from this {wanted}.",
        ),
        remedy=Text(
            "Beri edisi yang benar, atau ambil lembar baru dari edisi ini.",
            "Give the right edition, or draw a new sheet from this one.",
        ),
    )


def _unreadable(path: Path, cells: Sequence[str]) -> InputRefused:
    more = "" if len(cells) <= _CELLS_NAMED else f" … ({len(cells)})"
    return InputRefused(
        place=f"{path}, {', '.join(cells[:_CELLS_NAMED])}{more}",
        reason=Text("Sel ini tidak terbaca.", "These cells cannot be read."),
        remedy=Text(
            "Isi jawaban dengan ya, tidak, atau ragu (kosong: belum dijawab), dan jangan ubah kolom kunci.",
            "Answer with yes, no or unsure (empty: not answered), and leave the key column alone.",
        ),
    )
