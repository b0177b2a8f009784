"""All of Indonesia in memory: 38 provinces, 514 regencies, 7,285 districts, 83,762 villages.

The data come from npm `idn-area-data` (ODbL-1.0, see data/NOTICE.md); `scripts/refresh_regions.py`
rebuilds the file. Reading all of it takes a third of a second, so nothing is read in parts.
"""

from __future__ import annotations

import functools
import lzma
from collections.abc import Iterable, Iterator
from importlib import resources

from semesta.regions.region import FORMER_PROVINCES, Level, Region, level_of, parent_of

DATA_FILE = "regions.csv.xz"


class Regions:
    """The gazetteer: every region by code, its parents and its children, in the order of the codes."""

    def __init__(self, regions: Iterable[Region], version: str = "") -> None:
        self.version = version  # of idn-area-data
        self._by_code = {region.code: region for region in regions}
        self._children: dict[str, list[Region]] = {}
        for region in self._by_code.values():
            self._children.setdefault(region.parent, []).append(region)
        self._codes = frozenset(self._by_code)

    @staticmethod
    @functools.cache
    def load() -> Regions:
        """The gazetteer that is shipped with the program; read once, then kept."""
        packed = resources.files("semesta.regions").joinpath("data", DATA_FILE).read_bytes()
        return read_packed(packed)

    def __len__(self) -> int:
        return len(self._by_code)

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def by_code(self, code: str) -> Region | None:
        """The region of a dotted code, or None. For codes as people write them: `codes.parse_code`."""
        return self._by_code.get(code)

    def children(self, code: str = "") -> tuple[Region, ...]:
        """Regions one level down, in the order of their codes; all provinces for ''."""
        return tuple(self._children.get(code, ()))

    def parents(self, code: str) -> tuple[Region, ...]:
        """The regions that hold this one, province first, without itself."""
        above: list[Region] = []
        while (code := parent_of(code)) in self._by_code:
            above.append(self._by_code[code])
        return tuple(reversed(above))

    def under(self, code: str, level: Level) -> tuple[Region, ...]:
        """Every region of a level at or below this one, in the order of their codes."""
        here = [self._by_code[code]] if code else []
        if here and here[0].level == level:
            return tuple(here)
        reached = self.children(code)
        while reached and reached[0].level != level:
            reached = tuple(child for region in reached for child in self._children.get(region.code, ()))
        return reached

    def path_name(self, code: str) -> str:
        """'Kota Karang, Kecamatan Teluk Betung Timur, Kota Bandar Lampung, Lampung' for messages."""
        chain = (*self.parents(code), self._by_code[code])
        return ", ".join(f"Kecamatan {r.name}" if r.level == "district" else r.name for r in reversed(chain))

    def rows(self) -> Iterator[tuple[str, int, str, str, str]]:
        """(code, key, level, name, parent) of every region, for an engine table."""
        for region in self._by_code.values():
            yield region.code, region.key, region.level, region.name, region.parent

    def keys(self, level: Level) -> list[int]:
        """The numbers of all regions of a level, ascending."""
        return [region.key for region in self._by_code.values() if region.level == level]

    def village_keys(self) -> list[int]:
        """The numbers of all villages, ascending."""
        return self.keys("village")

    def provinces_of_any_vintage(self) -> frozenset[int]:
        """Two-digit numbers that a NIK or family card may begin with: provinces of today and former ones."""
        return FORMER_PROVINCES | set(self.keys("province"))


def read_packed(packed: bytes) -> Regions:
    """Read the shipped file: a comment with the version, then `code,name`; a village's code is its last four digits."""
    first, *lines = lzma.decompress(packed).decode().splitlines()
    regions = []
    district = ""
    for line in lines:
        code, _, name = line.partition(",")
        if len(code) == len("1001"):
            regions.append(Region(f"{district}.{code}", "village", name, district))
            continue
        if len(code) == len("18.71.01"):
            district = code
        regions.append(Region(code, level_of(code), name, parent_of(code)))
    return Regions(regions, version=first.removeprefix("# idn-area-data "))


def pack(regions: Iterable[Region], version: str) -> bytes:
    """The same regions give the same bytes; sorted by code, so that parents stand before children."""
    lines = [f"# idn-area-data {version}"]
    for region in sorted(regions, key=lambda region: region.code):
        assert "\n" not in region.name
        code = region.code[-4:] if region.level == "village" else region.code
        lines.append(f"{code},{region.name}")
    text = "\n".join(lines) + "\n"
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
    return lzma.compress(text.encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, filters=filters)
