"""Little files as a desk gets them, read into an engine; what the tests of this room share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from semesta.engine import Engine
from semesta.manifest import SourceFile
from semesta.sources import SourceRequest, Understanding, read, understand

AS_OF = dt.date(2024, 7, 1)
RESIDENTS_HEADER = (
    "NO,NIK,NO_KK,NAMA_LGKP,JENIS_KLMIN,TGL_LHR,STAT_HBKEL,ALAMAT,NO_RT,NO_RW,KODE_WILAYAH,DESIL"
)
MEMBERS_HEADER = "NOKAPST,NIK,NO_KK,NAMA,TGL_LAHIR,JENKEL,PISA,KODE_DESA,KELAS,SEGMEN,STATUS,TMT,TAT"


def resident(number: int, **changes: str) -> dict[str, str]:
    """An invented resident; serials from 9000 are not issued in practice."""
    day = 1 + number % 28
    person = {
        "NO": str(number),
        "NIK": f"187101{day:02}0180{9000 + number:04}",
        "NO_KK": f"187101010115{9000 + number // 4:04}",
        "NAMA_LGKP": f"WARGA {number}",
        "JENIS_KLMIN": "LAKI-LAKI",
        "TGL_LHR": f"{day:02}-01-1980",
        "STAT_HBKEL": "KEPALA KELUARGA",
        "ALAMAT": "JL. MAWAR",
        "NO_RT": "1",
        "NO_RW": "002",
        "KODE_WILAYAH": "18.71.01.1004",
        "DESIL": "3",
    }
    return person | changes


def member(number: int, **changes: str) -> dict[str, str]:
    """The same people, as the insurer writes them."""
    day = 1 + number % 28
    person = {
        "NOKAPST": f"{number + 1_000_000:013}",
        "NIK": f"187101{day:02}0180{9000 + number:04}",
        "NO_KK": f"187101010115{9000 + number // 4:04}",
        "NAMA": f"WARGA {number}",
        "TGL_LAHIR": f"1980-01-{day:02}",
        "JENKEL": "L",
        "PISA": "PESERTA",
        "KODE_DESA": "1871011004",
        "KELAS": "KELAS III",
        "SEGMEN": "PBI JAMINAN KESEHATAN",
        "STATUS": "AKTIF",
        "TMT": "01/01/2020",
        "TAT": "",
    }
    return person | changes


def csv_of(header: str, people: list[dict[str, str]], delimiter: str = ",") -> str:
    """Plain CSV without quotes, in the order of the header."""
    columns = header.split(",")
    lines = [delimiter.join(columns), *(delimiter.join(p[c] for c in columns) for p in people)]
    return "\n".join(lines) + "\n"


def residents_csv(people: list[dict[str, str]]) -> str:
    return csv_of(RESIDENTS_HEADER, people)


def members_csv(people: list[dict[str, str]]) -> str:
    return csv_of(MEMBERS_HEADER, people)


@dataclass(frozen=True)
class Desk:
    """What came of reading: the engine with the tables, the files, and how they were understood."""

    engine: Engine
    files: tuple[SourceFile, ...]
    understood: tuple[Understanding, ...]

    def column(self, table: str, column: str) -> list[Any]:
        return [row[0] for row in self.engine.rows(f'SELECT "{column}" FROM {table} ORDER BY rowid')]

    def rejects(self, what: str = "source, row, scope, code") -> list[tuple[Any, ...]]:
        return self.engine.rows(f'SELECT {what} FROM rejects ORDER BY "source", "row", scope, code')

    def codes(self) -> list[tuple[int, str]]:
        """(row, code) of every reject."""
        return [(row, code) for row, code in self.rejects('"row", code')]


def read_files(
    folder: Path,
    residents: dict[str, str | bytes] | None = None,
    members: dict[str, str | bytes] | None = None,
    *,
    rosters: tuple[tuple[str, Path], ...] = (),
    maps: Path | None = None,
) -> Desk:
    """Write the files, understand and read them."""
    request = SourceRequest(
        residents=tuple(write(folder, name, content) for name, content in (residents or {}).items()),
        members=tuple(write(folder, name, content) for name, content in (members or {}).items()),
        rosters=rosters,
        as_of=AS_OF,
        maps=maps,
    )
    return read_request(folder, request)


def read_request(folder: Path, request: SourceRequest) -> Desk:
    understood = understand(request)
    engine = Engine(threads=2)
    return Desk(engine, read(engine, request, understood, scratch=folder).files, understood)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
