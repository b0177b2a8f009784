"""The first of October: the month-end members table is exported, and the next edition is built from it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from semesta.edition import Edition
from semesta.edition.verify import verify
from semesta.register.exporting import export
from semesta.scenario.province import Province, next_edition
from semesta.scenario.story import Story, decided

LAST = dt.date(2024, 10, 1)
#: When it is exported: after everything else of that day.
HOUR = 20


def hand_on(story: Story, province: Province, out: Path) -> Edition:
    """Export, build, verify; the edition's cards are the register's people, status by status."""
    story.begins("exported")
    folder = out / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"members_{LAST.isoformat()}.parquet").unlink(missing_ok=True)  # that of an earlier run is ours
    exported = export(out=folder, on=LAST, by=decided("dinas", "akhir bulan", LAST, hour=HOUR))
    story.tell("exported", LAST, rows=exported.rows)
    story.begins("next_edition")
    edition = next_edition(province, exported.file, LAST, out)
    verified = verify(edition)
    assert not verified.differences, verified.differences
    cards, active = _cards(edition)
    assert cards == exported.rows, "the edition's cards are not the register's people"
    before, active_before = _cards(province.edition)
    story.tell(
        "next_edition", LAST, cards=cards, active=active, before=before, active_before=active_before,
        laws=verified.laws,
    )  # fmt: skip
    return edition


def look_back(story: Story, out: Path) -> None:
    """In November the state of October is asked for again, as it was known then: the same bytes."""
    story.begins("looked_back")
    day = dt.date(2024, 11, 6)
    first, again = (out / folder / f"members_{LAST.isoformat()}.parquet" for folder in ("exports", "again"))
    again.parent.mkdir(parents=True, exist_ok=True)
    again.unlink(missing_ok=True)
    then = dt.datetime.combine(LAST, dt.time(HOUR - 1), dt.UTC)
    export(out=again.parent, on=LAST, known=then, by=decided("dinas", "pembuktian", day))
    assert again.read_bytes() == first.read_bytes(), "what was known on 1 October can be shown again"
    story.tell("looked_back", day, state=LAST.isoformat())


def _cards(edition: Edition) -> tuple[int, int]:
    with edition.engine() as engine:
        all_, active = engine.row("SELECT count(*), count(*) FILTER (status = 'AKTIF') FROM members")
    return int(all_), int(active)
