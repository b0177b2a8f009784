"""Which files stand behind the paths that were given, and what form each has, judged by its bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from semesta.faults import InputRefused, Text, refusal_of_machine
from semesta.sources.model import Format, Kind, SourceRequest

#: What is looked at in a folder. A file that is named directly may have any name.
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".parquet")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\x28\xb5\x2f\xfd": "Zstandard",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One file that exists, is not empty, and has a form that can be read."""

    kind: Kind
    group: str
    path: Path
    format: Format
    size_bytes: int


def find_files(request: SourceRequest) -> tuple[Found, ...]:
    """Every file of the request, in the order given; those of a folder by name."""
    asked: list[tuple[Kind, str, Path]] = [
        *(("residents", "", path) for path in request.residents),
        *(("members", "", path) for path in request.members),
        *(("roster", group, path) for group, path in request.rosters),
        *(("bill", "", path) for path in request.bills),
        *(("deaths", "", path) for path in request.deaths),
    ]
    return tuple(_found(kind, group, file) for kind, group, path in asked for file in _expand(path))


def _expand(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise _refused(
            path,
            Text("Berkas atau folder ini tidak ada.", "There is no such file or folder."),
            Text("Periksa nama dan letaknya.", "Check its name and place."),
        )
    if path.is_file():
        yield path
        return
    files = sorted(f for f in path.iterdir() if f.suffix.lower() in SUFFIXES and f.name[0] not in ".~")
    if not files:
        raise _refused(
            path,
            Text(
                "Folder ini tidak berisi CSV, XLSX, atau Parquet.",
                "This folder holds no CSV, XLSX or Parquet.",
            ),
            Text("Tunjuk folder yang berisi berkasnya.", "Name the folder that holds the files."),
        )
    yield from files


def _found(kind: Kind, group: str, path: Path) -> Found:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise _refused(
            path,
            refusal_of_machine(error),
            Text("Periksa izin baca berkas itu.", "Check that you may read it."),
        ) from error
    if not size:
        raise _refused(
            path,
            Text("Berkas ini kosong (0 bita).", "This file is empty (0 bytes)."),
            Text("Salin atau unduh ulang dari asalnya.", "Copy or download it again."),
        )
    return Found(kind, group, path, format_of(path, head), size)


def format_of(path: Path, head: bytes) -> Format:
    """What a file is by its first bytes; InputRefused for what we do not read, with what to do instead."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK"):
        _must_be_workbook(path)
        return "xlsx"
    if head.startswith(_OLD_EXCEL):
        raise _refused(
            path,
            Text(
                "Ini buku kerja Excel lama (.xls) atau yang diberi kata sandi.",
                "This is an old Excel workbook (.xls) or one with a password.",
            ),
            Text(
                "Buka di Excel, lepas kata sandinya, simpan sebagai .xlsx atau CSV UTF-8.",
                "Open it in Excel, take the password off, save it as .xlsx or CSV UTF-8.",
            ),
        )
    for magic, name in _COMPRESSED.items():
        if head.startswith(magic):
            raise _refused(
                path,
                Text(f"Berkas ini dimampatkan ({name}).", f"This file is compressed ({name})."),
                Text("Buka mampatannya lebih dulu.", "Unpack it first."),
            )
    if path.suffix.lower() in (".xlsx", ".xlsm", ".parquet"):
        raise _refused(
            path,
            Text(
                "Isi berkas ini tidak sesuai dengan namanya; mungkin terpotong atau rusak.",
                "The content of this file is not what its name says; it may be cut off or damaged.",
            ),
            Text("Unduh atau salin ulang dari asalnya.", "Download or copy it again from where it came."),
        )
    return "csv"


def _must_be_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise _refused(
            path,
            Text("Buku kerja ini terpotong atau rusak.", "This workbook is cut off or damaged."),
            Text(
                "Unduh atau salin ulang; ukuran berkasnya harus sama dengan aslinya.",
                "Download or copy it again; its size must be that of the original.",
            ),
        ) from error
    if "xl/workbook.xml" not in names:
        raise _refused(
            path,
            Text("Ini arsip zip, bukan buku kerja XLSX.", "This is a zip archive, not an XLSX workbook."),
            Text(
                "Buka arsipnya dan berikan berkas CSV atau XLSX di dalamnya.",
                "Unpack it and give the CSV or XLSX inside.",
            ),
        )


def _refused(path: Path, reason: Text, remedy: Text) -> InputRefused:
    return InputRefused(place=str(path), reason=reason, remedy=remedy)
