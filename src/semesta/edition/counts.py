"""The counts that a manifest states: what came in, what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from semesta.coverage.cards import TIE_DEPARTED, TIE_DUPLICATE, TIE_LINK, TIE_REVIEW
from semesta.engine import Engine, literal
from semesta.manifest import SourceFile
from semesta.tables import COVERAGES, OUTSIDE


def count_all(engine: Engine, files: Iterable[SourceFile], as_of: dt.date) -> dict[str, int]:
    """Rows in and out, residents by coverage, cards by role; from staged and classified tables."""
    by_coverage = dict(engine.rows("SELECT coverage, sum(persons)::BIGINT FROM cube GROUP BY ALL"))
    by_tie = dict(engine.rows("SELECT tie, count(*) FROM quick.card_state GROUP BY ALL"))
    files = tuple(files)
    coverage = {name: int(by_coverage.get(name, 0)) for name in COVERAGES if name != OUTSIDE}
    return {
        "rows_in": sum(f.rows_in for f in files),
        "rows_taken": sum(f.rows_taken for f in files),
        "rows_rejected": sum(f.rows_rejected for f in files),
        "cells_rejected": sum(f.cells_rejected for f in files),
        "residents": coverage["active"] + coverage["inactive"] + coverage["not_enrolled"],
        **coverage,
        "members": sum(int(n) for n in by_tie.values()),
        "linked": int(by_tie.get(TIE_LINK, 0)),
        "duplicates": int(by_tie.get(TIE_DUPLICATE, 0)),
        "outside": int(by_coverage.get(OUTSIDE, 0)),
        "cards_of_departed": int(by_tie.get(TIE_DEPARTED, 0)),
        "reviews": int(by_tie.get(TIE_REVIEW, 0)),
        "links": engine.count("links"),
        # Counted as active all the same: the insurer's status decides (coverage.vocabulary).
        "active_past_end_date": engine.count(
            "members", f"status = 'AKTIF' AND end_date < DATE {literal(as_of.isoformat())}"
        ),
        "rosters": engine.count("rosters"),
        "rosters_found": engine.count("quick.roster_matches"),
    }
