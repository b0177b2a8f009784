"""Rosters of employers and agencies: who on the list is insured as the law wants it, and who is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib import resources

import yaml

from semesta.engine import Engine, literal
from semesta.rules.folding import fold
from semesta.rules.law import DatedValue, Law
from semesta.rules.segments import SEGMENTS

#: What somebody on a roster can be. `unjudged`: active, but which segment is right, or which it is, is not known.
STATES: tuple[str, ...] = ("right", "wrong", "unjudged", "inactive", "not_enrolled", "departed", "not_found")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """People of one group and employer ('' where none is written), by state."""

    group: str
    employer: str
    right: int
    wrong: int
    unjudged: int
    inactive: int
    not_enrolled: int
    departed: int
    not_found: int

    @property
    def people(self) -> int:
        return sum(self.counts)

    @property
    def counts(self) -> tuple[int, ...]:
        """In the order of STATES."""
        return tuple(getattr(self, state) for state in STATES)

    def __add__(self, other: RosterLine) -> RosterLine:
        """The sum, under this line's names."""
        both = zip(self.counts, other.counts, strict=True)
        return RosterLine(self.group, self.employer, *(one + two for one, two in both))


@dataclass(frozen=True, slots=True)
class GroupRule:
    """Which segments or buckets are right for a group, and where that stands; `found` is None for a group not known."""

    group: str
    parameter: str  # '' for a group not known
    found: DatedValue | None

    @property
    def right(self) -> tuple[str, ...]:
        return self.found.value if self.found and isinstance(self.found.value, tuple) else ()


def _read() -> dict[str, str]:
    raw = yaml.safe_load(
        resources.files("semesta.findings").joinpath("roster_groups.yaml").read_text(encoding="utf-8")
    )
    return {fold(word): parameter for parameter, words in raw.items() for word in words}


#: Folded name of a group -> parameter of law.
PARAMETER_OF_GROUP = _read()


def rule_of(group: str, law: Law, on: dt.date) -> GroupRule:
    """The rule for a group by the name that somebody gave its roster."""
    parameter = PARAMETER_OF_GROUP.get(fold(group), "")
    return GroupRule(group, parameter, law[parameter].on(on) if parameter else None)


def judge_rosters(
    engine: Engine, law: Law, on: dt.date
) -> tuple[tuple[GroupRule, ...], tuple[RosterLine, ...]]:
    """The rule of every group, and the people by group and employer, most who are not right first.

    Makes `judged_rosters`: the edition's rosters in their order, with `state` (one of STATES). `on` is the
    edition's as-of date. Source: Inpres 1/2022 (jkn.md 4.4).
    """
    groups = [str(row[0]) for row in engine.rows('SELECT DISTINCT "group" FROM rosters ORDER BY 1')]
    rules = tuple(rule_of(group, law, on) for group in groups)
    rows = [
        (rule.group, segment.name)
        for rule in rules
        for segment in SEGMENTS
        if {segment.name, segment.bucket} & set(rule.right)
    ]
    values = ", ".join(f"({literal(group)}, {literal(segment)})" for group, segment in rows) or "('', '')"
    known = ", ".join(literal(rule.group) for rule in rules if rule.right) or "''"
    engine.run(f"""
        CREATE OR REPLACE TABLE judged_rosters AS
        SELECT r.*, CASE WHEN r.resident_id IS NULL THEN 'not_found' WHEN r.coverage <> 'active' THEN r.coverage
                         WHEN r.segment IS NULL OR r."group" NOT IN ({known}) THEN 'unjudged'
                         WHEN w.segment IS NOT NULL THEN 'right' ELSE 'wrong' END AS state
        FROM rosters r LEFT JOIN (VALUES {values}) w("group", segment) ON w."group" = r."group" AND w.segment = r.segment
        ORDER BY r.source, r.source_row
    """)
    counts = ", ".join(f"count(*) FILTER (state = {literal(state)})" for state in STATES)
    lines = engine.rows(f"""
        SELECT "group", coalesce(employer, ''), {counts} FROM judged_rosters GROUP BY ALL
        ORDER BY "group", count(*) FILTER (state <> 'right') DESC, 2
    """)
    return rules, tuple(RosterLine(*line) for line in lines)


def by_group(lines: tuple[RosterLine, ...]) -> tuple[RosterLine, ...]:
    """One line per group, over its employers."""
    sums: dict[str, RosterLine] = {}
    for line in lines:
        sums[line.group] = sums.get(line.group, RosterLine(line.group, "", 0, 0, 0, 0, 0, 0, 0)) + line
    return tuple(sums.values())
