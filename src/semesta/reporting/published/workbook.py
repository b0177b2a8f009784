"""Verdicts on published figures as a sheet, for whoever has to answer for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from semesta.faults import Language
from semesta.reporting.catalogue import Speaker
from semesta.reporting.published.checking import Checked
from semesta.reporting.published.telling import sentences, summary, when_text
from semesta.reporting.sheets import Book, SheetColumn

_WIDTHS = {"id": 24.0, "date": 16.0, "region": 10.0, "figure": 22.0, "printed": 18.0, "verdict": 20.0, "why": 90.0,
           "source": 40.0}  # fmt: skip


def write_verdicts(path: Path, all_checked: Sequence[Checked], language: Language) -> int:
    """One row for each statement. Returns the rows; MachineFailed when the disk refuses."""
    say = Speaker(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [SheetColumn(say(f"published.col.{name}"), width) for name, width in _WIDTHS.items()]
    rows = [
        (
            found.statement.key,
            when_text(found.statement.when, language),
            found.statement.region,
            say(f"published.figure.{found.statement.figure}"),
            found.statement.printed.text,
            say(f"published.verdict.{found.verdict}"),
            "\n".join(sentences(found, say)),
            found.statement.source,
        )
        for found in all_checked
    ]
    with Book(path, page_text=say("published.title")) as book:
        return book.add(
            say("published.title"),
            above=[("", say("published.title")), ("", summary(all_checked, say))],
            columns=columns,
            rows=rows,
        )
