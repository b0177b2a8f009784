"""Rebuild the shipped gazetteer from an npm tarball of `idn-area-data` and print what changed.

    npm pack idn-area-data@4.0.1
    uv run python scripts/refresh_regions.py idn-area-data-4.0.1.tgz

The same tarball gives the same bytes. Without `--write` nothing is written: look at the changes first
(codes that vanish still stand in old files), then run it again with `--write`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
import tarfile
from pathlib import Path

from semesta.regions.gazetteer import DATA_FILE, Regions, pack
from semesta.regions.region import LEVELS, Level, Region, level_of, parent_of

DATA = Path(__file__).resolve().parents[1] / "src" / "semesta" / "regions" / "data"
FILES: dict[Level, str] = {
    "province": "provinces.csv",
    "regency": "regencies.csv",
    "district": "districts.csv",
    "village": "villages.csv",
}
CODE = re.compile(r"[1-9]\d(\.\d\d(\.\d\d(\.[123]\d{3})?)?)?")
SHOWN = 40


def read_tarball(path: Path) -> tuple[str, list[Region], bytes]:
    """Version, regions and licence text of a tarball made by `npm pack`."""
    with tarfile.open(path) as tar:
        version = json.loads(_member(tar, "package/package.json"))["version"]
        licence = _member(tar, "package/data/LICENSE.md")
        regions = []
        for level in LEVELS:
            text = _member(tar, f"package/data/{FILES[level]}").decode("utf-8-sig")
            for row in csv.DictReader(io.StringIO(text, newline="")):
                regions.append(_region(row["code"], row["name"], level))
    codes = {region.code for region in regions}
    orphans = [r.code for r in regions if r.parent and r.parent not in codes]
    if len(codes) != len(regions) or orphans:
        sys.exit(f"{path}: codes repeat, or stand without a parent: {orphans[:5]}")
    return version, regions, licence


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        sys.exit(f"{name} is not a file in the tarball")
    return file.read()


def _region(code: str, name: str, level: Level) -> Region:
    name = " ".join(name.split())
    if not CODE.fullmatch(code) or level_of(code) != level or not name:
        sys.exit(f"{level} {code!r} {name!r}: not a Kemendagri code with a name")
    return Region(code, level, name, parent_of(code))


def print_changes(old: Regions, new: list[Region]) -> None:
    """Codes that came, went or changed their name, level by level."""
    names = {region.code: region.name for region in new}
    for level in LEVELS:
        before = {r.code: r.name for r in old if r.level == level}
        after = {code: name for code, name in names.items() if level_of(code) == level}
        came = sorted(after.keys() - before.keys())
        went = sorted(before.keys() - after.keys())
        renamed = sorted(c for c in after.keys() & before.keys() if after[c] != before[c])
        print(
            f"{level}: {len(before)} -> {len(after)}; {len(came)} came, {len(went)} went, {len(renamed)} renamed"
        )
        for code in came[:SHOWN]:
            print(f"  + {code} {after[code]}")
        for code in went[:SHOWN]:
            print(f"  - {code} {before[code]}")
        for code in renamed[:SHOWN]:
            print(f"  ~ {code} {before[code]} -> {after[code]}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tarball", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the shipped file")
    options = parser.parse_args()
    version, regions, licence = read_tarball(options.tarball)
    target = DATA / DATA_FILE
    old = Regions.load() if target.exists() else Regions([])
    print(f"idn-area-data {old.version or '-'} -> {version}")
    print_changes(old, regions)
    packed = pack(regions, version)
    print(f"{DATA_FILE}: {len(packed):,} bytes")
    if options.write:
        target.write_bytes(packed)
        (DATA / "LICENSE-ODbL.md").write_bytes(licence)
        print(f"written: {target}")


if __name__ == "__main__":
    main()
