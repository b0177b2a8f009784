"""What a report says about a region, gathered from the tables of an edition; no words and no layout yet."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.coverage.figures import Figures, edition_figures, figures
from semesta.engine import Engine, literal
from semesta.faults import NotFound, Text
from semesta.manifest import Manifest
from semesta.tables import AGE_BAND_TOP, AGE_BAND_YEARS, BUCKETS, INACTIVE, NOT_ENROLLED, UNKNOWN_BUCKET

LEVELS: tuple[str, ...] = ("province", "regency", "district", "village")
#: Serials of invented NIKs (design.md). A real register never has only these.
_INVENTED_SERIAL_FROM = "9000"


@dataclass(frozen=True, slots=True)
class BucketLine:
    """Cards of one reporting group, by village of the card."""

    bucket: str
    cards: int
    active: int


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """People of one coverage with one reason. For coverage `outside` the count is of cards."""

    coverage: str
    reason: str
    persons: int


@dataclass(frozen=True, slots=True)
class AgeLine:
    """Residents of one age band and sex who are left out."""

    band: str  # "00-04" ... "75+", "" if unknown
    sex: str
    residents: int
    inactive: int
    not_enrolled: int

    @property
    def left_out(self) -> int:
        return self.inactive + self.not_enrolled


@dataclass(frozen=True, slots=True)
class RejectLine:
    """Input rows or cells refused for one reason."""

    scope: str
    code: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class FlowLine:
    """People who went from one state to another between two editions; '' is outside the register."""

    kind: str
    before: str
    after: str
    persons: int


@dataclass(frozen=True, slots=True)
class Change:
    """The flows that lead from an earlier edition's figures to a later one's."""

    before: Figures
    before_edition: str
    flows: tuple[FlowLine, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The region's figures in one edition, for the trend."""

    edition: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """One region of one edition: its figures, its parts at every lower level, and who is left out."""

    manifest: Manifest
    root: Figures
    levels: tuple[str, ...]  # the levels below the root that follow, largest first
    parts: dict[str, tuple[Figures, ...]]  # level -> its regions, sorted by code
    parents: dict[str, str]  # region code -> code of its parent
    buckets: tuple[BucketLine, ...]
    reasons: tuple[ReasonLine, ...]
    ages: tuple[AgeLine, ...]
    rejects: tuple[RejectLine, ...]
    invented: bool  # every NIK has a serial that is used for invented people only

    def name(self, code: str) -> str:
        """The region's name; its code where the edition has no name for it."""
        for level in self.levels:
            for found in self.parts[level]:
                if found.region_code == code:
                    return found.region_name
        return self.root.region_name if code == self.root.region_code else code


def left_out(found: Figures) -> int:
    """Residents without a card or with dead cards only."""
    return found.inactive + found.not_enrolled


def next_level(code: str) -> str:
    """The level below a region's; a village is its own."""
    return LEVELS[min(LEVELS.index(level_of(code)) + 1, 3)]


def level_of(code: str) -> str:
    """province for 18, regency for 18.71, district for 18.71.01, village for 18.71.01.1004."""
    return LEVELS[min(code.count("."), 3)]


def gather(engine: Engine, manifest: Manifest, *, region: str = "", deepest: str = "village") -> RegionFacts:
    """Everything a report shows of a region, down to the level `deepest`.

    `engine` has the edition's tables as views. `region` is a code with dots; empty means the region
    of the edition. NotFound when the edition has nobody there.
    """
    whole = _is_whole(region, manifest)
    levels = LEVELS[LEVELS.index(level_of(region or manifest.region)) + 1 : LEVELS.index(deepest) + 1]
    within = "" if whole else region
    condition = "true" if whole else f"starts_with(village_code || '.', {literal(region + '.')})"
    return RegionFacts(
        manifest=manifest,
        root=root_figures(engine, manifest, region=region),
        levels=levels,
        parts={level: _figures(engine, manifest, level=level, within=within) for level in levels},
        parents=dict(engine.rows("SELECT code, parent FROM regions")),
        buckets=_buckets(engine, condition),
        reasons=_reasons(engine, condition),
        ages=_ages(engine, condition),
        rejects=_rejects(engine),
        invented=_all_invented(engine),
    )


def root_figures(engine: Engine, manifest: Manifest, *, region: str = "") -> Figures:
    """The figures of one region; NotFound when the edition has nobody there."""
    if _is_whole(region, manifest):
        return edition_figures(
            engine,
            region=manifest.region,
            as_of=manifest.as_of,
            population_basis=manifest.population_basis,
            link_error=manifest.link_error,
        )
    for found in _figures(engine, manifest, level=level_of(region), within=region):
        if found.region_code == region:
            return found
    raise NotFound(
        place=manifest.name,
        reason=Text(
            f"Tidak ada wilayah {region} dalam edisi ini.", f"There is no region {region} in this edition."
        ),
        remedy=Text(
            "Tulis kode Kemendagri dengan titik, misalnya 18.71 atau 18.71.01.1004.",
            "Write the Kemendagri code with dots, for example 18.71 or 18.71.01.1004.",
        ),
    )


def _figures(engine: Engine, manifest: Manifest, *, level: str, within: str) -> tuple[Figures, ...]:
    return tuple(
        figures(
            engine,
            level=level,
            within=within,
            as_of=manifest.as_of,
            population_basis=manifest.population_basis,
            link_error=manifest.link_error,
        )
    )


def _is_whole(region: str, manifest: Manifest) -> bool:
    """The region of the edition means all of it: people of unknown village and strays belong to it."""
    return region in ("", manifest.region)


def _buckets(engine: Engine, condition: str) -> tuple[BucketLine, ...]:
    found = engine.rows(
        "SELECT bucket, sum(cards)::BIGINT, coalesce(sum(cards) FILTER (status = 'AKTIF'), 0)::BIGINT "
        f"FROM card_cube WHERE {condition} GROUP BY bucket"
    )
    by_name = {row[0]: BucketLine(*row) for row in found}
    return tuple(by_name[b] for b in (*BUCKETS, UNKNOWN_BUCKET) if b in by_name)


def _reasons(engine: Engine, condition: str) -> tuple[ReasonLine, ...]:
    found = engine.rows(
        f"SELECT coverage, reason, sum(persons)::BIGINT AS n FROM cube WHERE reason <> '' AND {condition} "
        "GROUP BY ALL ORDER BY coverage, n DESC, reason"
    )
    return tuple(ReasonLine(*row) for row in found)


def _ages(engine: Engine, condition: str) -> tuple[AgeLine, ...]:
    def count(coverage: str) -> str:
        return f"coalesce(sum(persons) FILTER (coverage = {literal(coverage)}), 0)::BIGINT"

    found = engine.rows(
        f"SELECT age_band, sex, coalesce(sum(persons), 0)::BIGINT, {count(INACTIVE)}, {count(NOT_ENROLLED)} "
        f"FROM cube WHERE coverage IN ('active', 'inactive', 'not_enrolled') AND {condition} "
        "GROUP BY ALL ORDER BY ALL"
    )
    return tuple(AgeLine(*row) for row in found)


def age_bands() -> tuple[str, ...]:
    """All age bands from the youngest on: 00-04 ... 75+."""
    starts = range(0, AGE_BAND_TOP, AGE_BAND_YEARS)
    return (*(f"{low:02}-{low + AGE_BAND_YEARS - 1:02}" for low in starts), f"{AGE_BAND_TOP}+")


def _rejects(engine: Engine) -> tuple[RejectLine, ...]:
    found = engine.rows(
        "SELECT scope, code, min(reason), count(*) AS n FROM rejects GROUP BY scope, code "
        "ORDER BY scope DESC, n DESC, code"
    )
    return tuple(RejectLine(*row) for row in found)


def _all_invented(engine: Engine) -> bool:
    lowest = engine.value("SELECT min(nik[13:16]) FROM residents")
    return lowest is not None and str(lowest) >= _INVENTED_SERIAL_FROM
