"""Villages with invented sizes, and the districts that number the people's first NIK."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from semesta.engine import Engine
from semesta.regions import Region, Regions
from semesta.synthetic.apportion import spread
from semesta.synthetic.spec import ProvinceSpec, Regency

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


SITES = 8192  # places among which a household of a regency is put; a village has them by its size
PROVINCE_SITES = 65_536


@dataclass(frozen=True, slots=True)
class Places:
    """What was put into `syn_village`, `syn_site` and `syn_origin`."""

    villages: int
    regencies: int
    home_origins: int  # the first rows of syn_origin: districts of the province itself
    origins: int

    def anywhere(self, draw: str) -> str:
        """SQL: site of a village anywhere in the province, from a draw below PROVINCE_SITES."""
        return f"({self.regencies * SITES} + {draw})"


def load(engine: Engine, spec: ProvinceSpec) -> Places:
    """Make the tables of places.

    `syn_village`: v (index), r (index of the regency), code, district, name, district_name, regency_name.
    `syn_site`: site, v; sites r * SITES ... of a regency, then PROVINCE_SITES of the whole province.
    `syn_origin`: o, district, place.
    """
    villages, sites = _village_tables(spec.seed, spec.regencies)
    engine.take("syn_village", villages)
    engine.take("syn_site", sites)
    origins, home = _origin_table(spec.region)
    engine.take("syn_origin", origins)
    return Places(villages.num_rows, len(spec.regencies), home, origins.num_rows)


@cache
def _village_tables(seed: int, regencies: tuple[Regency, ...]) -> tuple[pa.Table, pa.Table]:
    """`syn_village` and `syn_site`."""
    regions = Regions.load()
    names = ("v", "r", "code", "district", "name", "district_name", "regency_name")
    rows: list[tuple[object, ...]] = []
    sites: list[int] = []
    province: list[float] = []
    for r, regency in enumerate(regencies):
        first, weights = len(rows), []
        for village in regions.under(regency.code, "village"):
            _, above, district = regions.parents(village.code)
            name = (village.name.upper(), district.name.upper(), _short(above))
            rows.append((len(rows), r, village.key, district.key, *name))
            weights.append(_size(seed, village.code))
        sites += spread(range(first, len(rows)), weights, SITES)
        people = (regency.male + regency.female) / sum(weights)
        province += [people * weight for weight in weights]
    sites += spread(range(len(province)), province, PROVINCE_SITES)
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    return pa.table({name: list(values) for name, values in columns.items()}), pa.table(
        {"site": list(range(len(sites))), "v": sites}
    )


@cache
def _origin_table(region: str) -> tuple[pa.Table, int]:
    """`syn_origin`, and how many of its rows are districts of the province itself."""
    regions = Regions.load()
    home = list(regions.under(region, "district"))
    away = [
        district
        for province, parts in ORIGINS.items()
        if province != region
        for district in regions.under(province, "district")
        for _ in range(parts)
    ]
    every = home + away
    place = {
        code: _short(regency) for code in {d.parent for d in every} if (regency := regions.by_code(code))
    }
    columns = {
        "o": list(range(len(every))),
        "district": [district.key for district in every],
        "place": [place[district.parent] for district in every],
    }
    return pa.table(columns), len(home)


def _size(seed: int, code: str) -> int:
    """A village's weight in its regency, lognormal."""
    return 1 + int(10_000 * math.exp(random.Random(f"{seed} {code}").gauss(0.0, SPREAD_OF_VILLAGE_SIZES)))  # noqa: S311


def _short(regency: Region) -> str:
    return regency.name.upper().removeprefix("KABUPATEN ").removeprefix("KOTA ")


def some_districts(engine: Engine, seed: int) -> list[int]:
    """Districts, at home and away, where earlier registrations were made: 6-digit numbers."""
    every = [int(key) for (key,) in engine.rows("SELECT district FROM syn_origin ORDER BY o")]
    return random.Random(f"{seed} districts").sample(every, min(97, len(every)))  # noqa: S311
