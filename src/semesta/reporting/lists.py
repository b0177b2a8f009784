"""Visit lists by name as XLSX: a sheet for each village, or one sheet with filters for many villages."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from semesta.coverage.reasons import action_text, reason_text
from semesta.faults import Language
from semesta.manifest import Manifest
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.people import Person
from semesta.reporting.personal import age_years, card_end, masked_nik
from semesta.reporting.sheets import EXCEL_ROWS, Book, SheetColumn, Value
from semesta.reporting.views.context import short_name
from semesta.tables import INACTIVE, NOT_ENROLLED, RESIDENT_COVERAGES

#: More villages than this stand in one sheet with a filter: nobody leafs through a hundred tabs.
SHEETS_AT_MOST = 40

OUTCOMES = ("agreed", "will_pay", "has_card", "wrong_data", "moved", "died", "not_met", "unknown", "refused")
"""What an officer may find at the door: our own proposal, not a code list of any office."""


@dataclass(frozen=True, slots=True)
class ListOrder:
    """What the list is to hold and what stands above it."""

    region_name: str
    coverages: tuple[str, ...]
    made_by: str
    made_at: dt.datetime
    full_nik_reason: str = ""  # empty: NIK and KK masked


def write_list(
    path: Path,
    people: Iterable[Person],
    *,
    manifest: Manifest,
    order: ListOrder,
    villages: Mapping[str, str],
    language: Language = "id",
    rows_per_sheet: int = EXCEL_ROWS,
) -> int:
    """Write people (in the order of their villages) to an XLSX file and return how many.

    `villages` gives the name of each village code. MachineFailed when the file cannot be written.
    """
    say = Speaker(language)
    columns = list_columns(say)
    count = 0
    with Book(path, page_text=say("list.page"), rows_per_sheet=rows_per_sheet) as book:
        for village, group in _groups(people, apart=len(villages) <= SHEETS_AT_MOST):
            name = _village_name(villages, village) if village is not None else say("list.sheet")
            above = _above(say, manifest, order, name if village is not None else order.region_name)
            rows = _rows(say, group, manifest.as_of, villages, masked=not order.full_nik_reason)
            count += book.add(name, above=above, columns=columns, rows=rows)
    return count


def what_is_listed(say: Speaker, coverages: Sequence[str]) -> str:
    """The chosen coverages in words."""
    if set(coverages) == set(RESIDENT_COVERAGES):
        return say("list.all")
    if set(coverages) == {INACTIVE, NOT_ENROLLED}:
        return say("list.left_out")
    return ", ".join(say(f"list.what.{coverage}") for coverage in coverages)


def list_columns(say: Speaker) -> tuple[SheetColumn, ...]:
    outcomes = tuple(say(f"list.outcome.{outcome}") for outcome in OUTCOMES)
    return (
        SheetColumn(say("list.no"), 5),
        SheetColumn(say("list.nik"), 18),
        SheetColumn(say("list.name"), 26),
        SheetColumn(say("list.sex"), 5),
        SheetColumn(say("list.age"), 6),
        SheetColumn(say("list.birth"), 12),
        SheetColumn(say("list.kk"), 18),
        SheetColumn(say("list.address"), 26),
        SheetColumn(say("list.rt_rw"), 9),
        SheetColumn(say("list.village"), 18),
        SheetColumn(say("list.coverage"), 14),
        SheetColumn(say("list.reason"), 32),
        SheetColumn(say("list.action"), 32),
        SheetColumn(say("list.card"), 9),
        SheetColumn(say("list.outcome"), 22, outcomes, say("list.outcome_hint"), to_fill=True),
        SheetColumn(say("list.officer"), 14, to_fill=True),
        SheetColumn(say("list.visited"), 12, to_fill=True, is_date=True),
        SheetColumn(say("list.note"), 20, to_fill=True),
    )


def _groups(people: Iterable[Person], *, apart: bool) -> Iterator[tuple[str | None, Iterable[Person]]]:
    """One group for each village, or a single one; always at least one, so that the file says it is empty."""
    if not apart:
        yield None, people
        return
    empty = True
    for village, group in itertools.groupby(people, key=lambda person: person.village_code):
        empty = False
        yield village, group
    if empty:
        yield None, ()


def _rows(
    say: Speaker, people: Iterable[Person], as_of: dt.date, villages: Mapping[str, str], *, masked: bool
) -> Iterator[tuple[Value, ...]]:
    for number, person in enumerate(people, start=1):
        nik = person.nik or person.nik_written
        yield (
            number,
            masked_nik(nik) if masked else nik,
            person.name,
            person.sex,
            age_years(person.birth_date, as_of),
            person.birth_date,
            masked_nik(person.kk) if masked else person.kk,
            person.address,
            "/".join(part for part in (person.rt, person.rw) if part),
            _village_name(villages, person.village_code),
            say(f"coverage.{person.coverage}"),
            reason_text(person.reason).say(say.language) if person.reason else "",
            action_text(person.suggested_action).say(say.language) if person.suggested_action else "",
            card_end(person.card),
            *("",) * 4,
        )


def _above(say: Speaker, manifest: Manifest, order: ListOrder, where: str) -> list[tuple[str, str]]:
    basis = manifest.population_basis or say("report.no_basis")
    nik = (
        say("list.nik_full", reason=order.full_nik_reason)
        if order.full_nik_reason
        else say("list.nik_masked")
    )
    made = say("list.made_by", who=order.made_by, when=formats.moment(order.made_at, say.language))
    return [
        ("", say("list.title", what=what_is_listed(say, order.coverages))),
        (say("list.where"), where),
        (say("list.edition"), f"{manifest.name} · {say('list.as_of')} {formats.date(manifest.as_of, say.language)} · {basis}"),
        (say("list.made"), made),
        ("", nik),
    ]  # fmt: skip


def _village_name(villages: Mapping[str, str], code: str) -> str:
    return short_name(villages[code]) if code in villages else code or "–"
