"""Rosters for people: a table per group or employer, and the list by name as XLSX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from semesta.engine import Engine
from semesta.findings.rosters import STATES, GroupRule, RosterLine, by_group
from semesta.manifest import Manifest
from semesta.reporting import formats, grid
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Grid, Row
from semesta.reporting.personal import masked_nik
from semesta.reporting.sheets import Book, SheetColumn, Value


def groups_grid(lines: tuple[RosterLine, ...], say: Speaker) -> Grid:
    """One row per group."""
    return _grid(
        say("rosters.groups.caption"),
        (say("rosters.group"),),
        [((line.group,), line) for line in by_group(lines)],
        say,
    )


def employers_grid(lines: Sequence[RosterLine], say: Speaker) -> Grid:
    """One row per employer, in the order given."""
    named = [((line.group, line.employer or say("rosters.no_employer")), line) for line in lines]
    return _grid(
        say("rosters.employers.caption"), (say("rosters.group"), say("rosters.employer")), named, say
    )


def said_rules(rules: Sequence[GroupRule], say: Speaker) -> tuple[str, ...]:
    """A sentence for each group: which segments are right and by which rule, or that none is known."""
    said = []
    for rule in rules:
        if rule.found is None:
            said.append(say("rosters.unknown_group", group=rule.group))
            continue
        doubt = "" if rule.found.verified == "read" else f" ({say('rosters.to_be_verified')})"
        said.append(
            say(
                "rosters.rule",
                group=rule.group,
                right=", ".join(say.code("bucket", word) for word in rule.right),
                law=rule.found.regulation.title.say(say.language) + doubt,
            )
        )
    return tuple(said)


def write_rosters(
    path: Path,
    engine: Engine,
    *,
    manifest: Manifest,
    rules: Sequence[GroupRule],
    lines: tuple[RosterLine, ...],
    say: Speaker,
    full_nik_reason: str = "",
) -> int:
    """Write groups, employers and everybody by name (from `judged_rosters`); how many people. MachineFailed by the disk."""
    above = [
        ("", say("rosters.title")),
        (
            say("list.edition"),
            f"{manifest.name} · {say('list.as_of')} {formats.date(manifest.as_of, say.language)}",
        ),
        *(("", sentence) for sentence in said_rules(rules, say)),
    ]
    masked = ("", say("list.nik_full", reason=full_nik_reason) if full_nik_reason else say("list.nik_masked"))
    counts = tuple(SheetColumn(say(f"rosters.{state}"), 14) for state in STATES)
    with Book(path, page_text=say("list.page")) as book:
        heads = (
            SheetColumn(say("rosters.group"), 20),
            SheetColumn(say("rosters.employer"), 40),
            SheetColumn(say("rosters.people"), 10),
            *counts,
        )
        book.add(say("rosters.sheet.counts"), above=above, columns=heads, rows=_counted(lines))
        return book.add(
            say("rosters.sheet.people"),
            above=[*above, masked],
            columns=_columns(say),
            rows=_people(engine, say, masked=not full_nik_reason),
        )


def _counted(lines: tuple[RosterLine, ...]) -> Iterator[tuple[Value, ...]]:
    """Groups first, then their employers."""
    for line in (*by_group(lines), *lines):
        yield (line.group, line.employer, line.people, *line.counts)


def _columns(say: Speaker) -> tuple[SheetColumn, ...]:
    widths = (
        ("group", 18),
        ("employer", 36),
        ("name", 28),
        ("nik", 18),
        ("birth", 12),
        ("state", 22),
        ("segment", 36),
    )
    return tuple(
        SheetColumn(say(f"rosters.{name}"), width, is_date=name == "birth") for name, width in widths
    )


def _people(engine: Engine, say: Speaker, *, masked: bool) -> Iterator[tuple[Value, ...]]:
    query = 'SELECT "group", employer, name, nik, birth_date, state, segment FROM judged_rosters ORDER BY "group", employer, name, source_row'
    for batch in engine.batches(query):
        for group, employer, name, nik, birth, state, segment in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            yield (
                group,
                employer,
                name,
                masked_nik(nik) if masked else nik,
                birth,
                say(f"rosters.{state}"),
                segment,
            )


def _grid(
    caption: str, heads: Sequence[str], lines: Sequence[tuple[Sequence[str], RosterLine]], say: Speaker
) -> Grid:
    columns = (
        *grid.words(*heads),
        *grid.numbers(say("rosters.people"), *(say(f"rosters.{state}") for state in STATES)),
    )
    rows = tuple(
        Row(
            (
                *(grid.word(name) for name in names),
                grid.count(line.people, say.language),
                *(grid.count(n, say.language) for n in line.counts),
            )
        )
        for names, line in lines
    )
    return Grid(caption, columns, rows)
