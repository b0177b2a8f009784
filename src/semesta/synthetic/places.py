"""Villages with invented sizes, and the districts that number the people's first NIK."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import pyarrow as pa

from semesta.engine import Engine
from semesta.regions import Region, Regions
from semesta.synthetic.apportion import spread
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
    regions = Regions.load()
    names = ("v", "r", "code", "district", "name", "district_name", "regency_name")
    rows: dict[str, list[object]] = {name: [] for name in names}
    sites: list[int] = []
    province: list[float] = []
    for r, regency in enumerate(spec.regencies):
        first, weights = len(rows["v"]), []
        for village in regions.under(regency.code, "village"):
            parents = {parent.level: parent for parent in regions.parents(village.code)}
            district = parents["district"]
            row = (len(rows["v"]), r, village.key, district.key, village.name.upper(), district.name.upper())
            for name, value in zip(names, (*row, _short(parents["regency"])), strict=True):
                rows[name].append(value)
            weights.append(_size(spec.seed, village.code))
        sites += spread(range(first, first + len(weights)), weights, SITES)
        people = regency.male + regency.female
        province += [people * weight / sum(weights) for weight in weights]
    sites += spread(range(len(province)), province, PROVINCE_SITES)
    engine.take("syn_village", pa.table(rows))
    engine.take("syn_site", pa.table({"site": list(range(len(sites))), "v": sites}))
    home, away = _origins(regions, spec)
    engine.take("syn_origin", pa.table({
        "o": list(range(len(home) + len(away))),
        "district": [district.key for district, _ in home + away],
        "place": [place for _, place in home + away],
    }))  # fmt: skip
    return Places(len(province), len(spec.regencies), len(home), len(home) + len(away))


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
