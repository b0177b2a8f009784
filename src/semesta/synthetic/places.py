"""Villages with invented sizes, and the districts that number the people's first NIK."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import pyarrow as pa

from semesta.engine import Engine
from semesta.regions import Region, Regions
from semesta.synthetic.spec import ProvinceSpec

#: Where people who were not born in the province got their NIK, in parts [assumed]: Java first.
ORIGINS: dict[str, int] = {
    "33": 8,
    "35": 6,
    "32": 5,
    "16": 6,
    "34": 2,
    "31": 2,
    "36": 3,
    "12": 1,
    "13": 1,
    "51": 1,
}

SPREAD_OF_VILLAGE_SIZES = 0.45  # sigma of the lognormal [assumed]


@dataclass(frozen=True, slots=True)
class Places:
    """What was put into `syn_village`, `syn_weight` and `syn_origin`."""

    villages: int
    home_origins: int  # the first rows of syn_origin: districts of the province itself
    origins: int


def load(engine: Engine, spec: ProvinceSpec) -> Places:
    """Make the tables of places.

    `syn_village`: v (index), r (index of the regency), code, district, name, district_name, regency_name,
    lo (where its share of the regency's people begins). `syn_weight`: r, total. `syn_origin`: o, district, place.
    """
    regions = Regions.load()
    rows: dict[str, list[object]] = {
        k: [] for k in ("v", "r", "code", "district", "name", "district_name", "regency_name", "lo")
    }
    totals: list[int] = []
    for r, regency in enumerate(spec.regencies):
        reached = 0
        for village in regions.under(regency.code, "village"):
            parents = {parent.level: parent for parent in regions.parents(village.code)}
            rows["v"].append(len(rows["v"]))
            rows["r"].append(r)
            rows["code"].append(village.key)
            rows["district"].append(parents["district"].key)
            rows["name"].append(village.name.upper())
            rows["district_name"].append(parents["district"].name.upper())
            rows["regency_name"].append(_short(parents["regency"]))
            rows["lo"].append(reached)
            reached += _size(spec.seed, village.code)
        totals.append(reached)
    engine.take("syn_village", pa.table(rows))
    engine.take("syn_weight", pa.table({"r": list(range(len(totals))), "total": totals}))
    home, away = _origins(regions, spec)
    engine.take("syn_origin", pa.table({
        "o": list(range(len(home) + len(away))),
        "district": [district.key for district, _ in home + away],
        "place": [place for _, place in home + away],
    }))  # fmt: skip
    return Places(villages=len(rows["v"]), home_origins=len(home), origins=len(home) + len(away))


def _size(seed: int, code: str) -> int:
    """A village's weight in its regency, lognormal."""
    return 1 + int(10_000 * math.exp(random.Random(f"{seed} {code}").gauss(0.0, SPREAD_OF_VILLAGE_SIZES)))  # noqa: S311


def _origins(
    regions: Regions, spec: ProvinceSpec
) -> tuple[list[tuple[Region, str]], list[tuple[Region, str]]]:
    home = [(d, _place(regions, d)) for d in regions.under(spec.region, "district")]
    away = [
        (district, _place(regions, district))
        for province, parts in ORIGINS.items()
        if province != spec.region
        for district in regions.under(province, "district")
        for _ in range(parts)
    ]
    return home, away


def _place(regions: Regions, district: Region) -> str:
    regency = regions.by_code(district.parent)
    assert regency is not None
    return _short(regency)


def _short(regency: Region) -> str:
    return regency.name.upper().removeprefix("KABUPATEN ").removeprefix("KOTA ")


def some_districts(engine: Engine, seed: int) -> list[int]:
    """Districts, at home and away, where earlier registrations were made: 6-digit numbers."""
    every = [int(key) for (key,) in engine.rows("SELECT district FROM syn_origin ORDER BY o")]
    return random.Random(f"{seed} districts").sample(every, min(97, len(every)))  # noqa: S311
