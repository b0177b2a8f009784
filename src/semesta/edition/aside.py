"""Building aside and moving into place: whatever happens, there is a whole edition or none."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from semesta.faults import InputRefused, MachineFailed, Text, refusal_of_machine

PREFIX = ".building-"
LOCK = "lock.json"


@contextmanager
def building_place(into: Path, name: str) -> Iterator[Path]:
    """A folder `into/.building-NAME-PID` for this process alone; removed unless it was moved away.

    Leftovers of builders that died are removed first; those of builders that live are left alone.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
        remove_dead_leftovers(into)
        folder = _make_own_folder(into, name)
    except OSError as error:
        raise refused_by_disk(into, error) from error
    try:
        yield folder
    finally:
        _remove(folder)


def _make_own_folder(into: Path, name: str) -> Path:
    for attempt in range(1000):  # one process may build several editions at once
        folder = into / f"{PREFIX}{name}-{os.getpid()}{f'-{attempt}' if attempt else ''}"
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        _write_lock(folder)
        return folder
    raise AssertionError("a thousand builds of one name in one process")


def remove_dead_leftovers(into: Path) -> list[str]:
    """Remove what builders that no longer run left behind; the names of the folders removed."""
    dead = [folder for folder in into.glob(f"{PREFIX}*") if folder.is_dir() and not _is_alive(folder)]
    for folder in dead:
        _remove(folder)
    return [folder.name for folder in dead]


def move_into_place(aside: Path, target: Path) -> bool:
    """Make the finished folder the edition, in one step; False when somebody else took the name."""
    for file in aside.iterdir():
        file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    _sync_folder(aside)
    if target.exists():  # on POSIX a rename would silently replace an empty folder
        return False
    try:
        aside.rename(target)
    except OSError as error:
        if target.exists():
            return False
        raise refused_by_disk(target, error) from error
    _sync_folder(target.parent)
    return True


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def free_name(into: Path, wanted: str, *, fixed: bool) -> str:
    """`wanted`, or `wanted-2`, `-3` ... when it is taken; InputRefused if the name was given by a person."""
    if Path(wanted).name != wanted or wanted.startswith("."):
        raise InputRefused(
            place=f"--name {wanted}",
            reason=Text(
                "Nama edisi menjadi nama satu folder.", "The name of an edition becomes that of one folder."
            ),
            remedy=Text(
                "Tulis nama tanpa garis miring dan tanpa titik di depan; letaknya dipilih dengan --into.",
                "Write a name without slashes or a dot in front; --into chooses the place.",
            ),
        )
    if not (into / wanted).exists():
        return wanted
    if fixed:
        raise InputRefused(
            place=str(into / wanted),
            reason=Text("Edisi dengan nama ini sudah ada.", "An edition of this name exists."),
            remedy=Text(
                "Edisi tidak pernah diubah; pilih nama lain atau biarkan namanya dibuat sendiri.",
                "Editions are never changed; choose another name or let it be made.",
            ),
        )
    return next(name for n in range(2, 1_000_000) if not (into / (name := f"{wanted}-{n}")).exists())


def refused_by_disk(place: Path, error: OSError) -> MachineFailed:
    """The fault for a disk that is full or may not be written."""
    return MachineFailed(
        place=str(place),
        reason=refusal_of_machine(error),
        remedy=Text(
            "Periksa ruang kosong dan izin tulis folder itu, lalu ulangi; edisi yang sudah ada tidak berubah.",
            "Check free space and write permission of that folder, then repeat; existing editions are unchanged.",
        ),
    )


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_lock(folder: Path) -> None:
    me = psutil.Process()
    lock = {"pid": me.pid, "started": me.create_time(), "host": socket.gethostname()}
    (folder / LOCK).write_text(json.dumps(lock), encoding="utf-8")


def _is_alive(folder: Path) -> bool:
    """Whether the builder of a folder may still be at work; doubt counts as yes."""
    try:
        lock = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        pid, started, host = int(lock["pid"]), float(lock["started"]), str(lock["host"])
    except (OSError, ValueError, KeyError, TypeError):
        # Killed between making the folder and its lock: the name still says who it was.
        digits = folder.name.removeprefix(PREFIX).split("-")
        return any(part.isdigit() and int(part) > 1 and psutil.pid_exists(int(part)) for part in digits[-2:])
    if host != socket.gethostname():
        return True
    try:
        # A process number is used again after a while; its start time tells the two apart.
        return abs(psutil.Process(pid).create_time() - started) < 1
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
