"""The figures of a region, each a rate that carries its numerator, denominator, date and basis."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from semesta.engine import Engine, literal
from semesta.manifest import LinkError
from semesta.tables import UNKNOWN_VILLAGE

#: Characters of a dotted code at each level.
_LENGTHS = {"province": 2, "regency": 5, "district": 8, "village": 13}


@dataclass(frozen=True, slots=True)
class Rate:
    """A share that is never shown without what it was made of."""

    measure: str  # coverage_administrative, activity_on_population, activity_on_members,
    #               coverage_verified, activity_verified
    numerator: int
    denominator: int
    as_of: dt.date
    population_basis: str
    low: float | None = None  # 95% bounds of the share, where linkage error matters
    high: float | None = None

    @property
    def share(self) -> float | None:
        """None where nobody is in the denominator."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Figures:
    """One region on one date. Counts of people, and of cards where the name says so."""

    region_code: str  # '' for people whose village is unknown
    region_name: str
    level: str
    residents: int
    active: int
    inactive: int
    not_enrolled: int
    departed: int
    cards: int  # by the village of the card: 'members' of the administrative figures
    cards_active: int
    cards_outside: int
    cards_duplicate: int
    rates: tuple[Rate, ...]

    def rate(self, measure: str) -> Rate:
        return next(rate for rate in self.rates if rate.measure == measure)


def figures(
    engine: Engine,
    *,
    level: str,
    within: str = "",
    as_of: dt.date,
    population_basis: str,
    link_error: LinkError,
) -> list[Figures]:
    """The figures of every region of a level that lies in (or is) `within`, sorted by code.

    `engine` has an edition's `cube`, `card_cube` and `regions`. With `within` '' all regions follow,
    and first a line with the code '' for people and cards of unknown village, if there are any.
    """
    length = _LENGTHS[level]
    inside = f"starts_with(village_code || '.', {literal(within + '.')})" if within else "true"
    return _figures(
        engine, f"village_code[1:{length}]", inside, level, _Basis(as_of, population_basis, link_error)
    )


def edition_figures(
    engine: Engine, *, region: str, as_of: dt.date, population_basis: str, link_error: LinkError
) -> Figures:
    """The figures of the whole edition: all residents and cards, unknown and strange villages too.

    These are the figures to hold against published ones. They carry the code and name of `region`,
    which is the manifest's.
    """
    basis = _Basis(as_of, population_basis, link_error)
    found = _figures(engine, literal(region), "true", "edition", basis)
    return found[0] if found else _make((region, region, *[0] * 8), "edition", basis, _Whole(0, 0))


@dataclass(frozen=True, slots=True)
class _Basis:
    as_of: dt.date
    population: str
    error: LinkError


@dataclass(frozen=True, slots=True)
class _Whole:
    """Residents with and without a card in the whole edition: what the link error is shared out over."""

    enrolled: int
    not_enrolled: int


def _figures(engine: Engine, code: str, inside: str, level: str, basis: _Basis) -> list[Figures]:
    rows = engine.rows(f"""
        WITH people AS (
            SELECT {code} AS code, {_sum("persons", "coverage = 'active'")} AS active,
                   {_sum("persons", "coverage = 'inactive'")} AS inactive,
                   {_sum("persons", "coverage = 'not_enrolled'")} AS not_enrolled,
                   {_sum("persons", "coverage = 'departed'")} AS departed
            FROM cube WHERE {inside} AND coverage <> 'outside' GROUP BY ALL),
        held AS (
            SELECT {code} AS code, sum(cards)::BIGINT AS cards, {_sum("cards", "status = 'AKTIF'")} AS active,
                   {_sum("cards", "role = 'outside'")} AS outside, {_sum("cards", "role = 'duplicate'")} AS duplicate
            FROM card_cube WHERE {inside} GROUP BY ALL)
        SELECT code, coalesce(r.name, code), coalesce(p.active, 0), coalesce(p.inactive, 0),
               coalesce(p.not_enrolled, 0), coalesce(p.departed, 0), coalesce(h.cards, 0),
               coalesce(h.active, 0), coalesce(h.outside, 0), coalesce(h.duplicate, 0)
        FROM people p FULL JOIN held h USING (code) LEFT JOIN regions r USING (code) ORDER BY code
    """)
    whole = _Whole(*map(int, engine.row(f"""
        SELECT {_sum("persons", "coverage IN ('active', 'inactive')")}, {_sum("persons", "coverage = 'not_enrolled'")}
        FROM cube""")))  # fmt: skip
    return [_make(row, level, basis, whole) for row in rows]


def _sum(column: str, condition: str) -> str:
    return f"coalesce(sum({column}) FILTER ({condition}), 0)::BIGINT"


def _make(row: tuple[Any, ...], level: str, basis: _Basis, whole: _Whole) -> Figures:
    code, name = str(row[0]), str(row[1])
    active, inactive, not_enrolled, departed, cards, cards_active, outside, duplicate = map(int, row[2:10])
    residents = active + inactive + not_enrolled

    def rate(measure: str, numerator: int, denominator: int, spread: _Spread | None = None) -> Rate:
        low, high = spread.bounds(numerator, denominator) if spread else (None, None)
        return Rate(measure, numerator, denominator, basis.as_of, basis.population, low, high)

    enrolled = active + inactive
    all_links = _spread(basis.error, whole, enrolled, not_enrolled)
    active_part = active / enrolled if enrolled else 0.0
    return Figures(
        region_code=code,
        region_name=name if code != UNKNOWN_VILLAGE else "",
        level=level,
        residents=residents,
        active=active,
        inactive=inactive,
        not_enrolled=not_enrolled,
        departed=departed,
        cards=cards,
        cards_active=cards_active,
        cards_outside=outside,
        cards_duplicate=duplicate,
        rates=(
            rate("coverage_administrative", cards, residents),
            rate("activity_on_population", cards_active, residents),
            rate("activity_on_members", cards_active, cards),
            rate("coverage_verified", enrolled, residents, all_links),
            rate("activity_verified", active, residents, all_links.times(active_part)),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Spread:
    """How many residents fewer and more than counted may hold a card."""

    fewer: float
    more: float

    def times(self, part: float) -> _Spread:
        return _Spread(self.fewer * part, self.more * part)

    def bounds(self, numerator: int, denominator: int) -> tuple[float | None, float | None]:
        if not denominator:
            return None, None
        low, high = (numerator - self.fewer) / denominator, (numerator + self.more) / denominator
        share = numerator / denominator
        return max(0.0, min(low, share)), min(1.0, max(high, share))


def _spread(error: LinkError, whole: _Whole, enrolled: int, not_enrolled: int) -> _Spread:
    """The edition's stated error, shared out: false links over residents with a card, missed links over
    those without one. At the low end all false links and few missed ones, at the high end the reverse."""
    of_links = enrolled / whole.enrolled if whole.enrolled else 0.0
    of_missed = not_enrolled / whole.not_enrolled if whole.not_enrolled else 0.0
    return _Spread(
        fewer=error.false_links.high * of_links - error.missed_links.low * of_missed,
        more=error.missed_links.high * of_missed - error.false_links.low * of_links,
    )
