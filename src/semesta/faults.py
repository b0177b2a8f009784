"""What can go wrong, said so that a person can act: place, reason, remedy, in two languages.

Three kinds of fault (house style 6): rejected input is *collected* as rows of the `rejects` table
and never raised; what stops a command is raised as a `SemestaError`, shown without a traceback;
a broken program asserts.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import ClassVar, Literal

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for people, in Indonesian (shown by default) and in English."""

    id: str
    en: str

    def say(self, language: Language = "id") -> str:
        return self.id if language == "id" else self.en


class SemestaError(Exception):
    """Stops the command; shown as one sentence with place, reason and remedy, without a traceback."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *, place: str, reason: Text, remedy: Text) -> None:
        assert reason.id and remedy.id
        self.place = place
        self.reason = reason
        self.remedy = remedy
        super().__init__(self.say("en"))

    def say(self, language: Language = "id") -> str:
        """Place, reason and remedy as one line."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.reason.say(language)} {self.remedy.say(language)}"


class InputRefused(SemestaError):
    """A file or an argument cannot be used as it is."""

    exit_code = 2


class NotFound(SemestaError):
    """The edition, village or table that was asked for is not there."""

    exit_code = 3


class BuildStopped(SemestaError):
    """A safety cap was passed: going on would publish figures nobody should trust."""

    exit_code = 4


class LawBroken(SemestaError):
    """A conservation law does not hold: the figures contradict themselves, nothing is published."""

    exit_code = 5


class MachineFailed(SemestaError):
    """The disk is full, memory ran out, a file may not be written."""

    exit_code = 6


#: What the machine says most often, by number: its own sentence is English everywhere.
_REFUSALS = {
    errno.ENOENT: Text("folder atau berkas itu tidak ada", "there is no such folder or file"),
    errno.EEXIST: Text("nama itu sudah dipakai sebuah berkas", "a file already has that name"),
    errno.ENOTDIR: Text("sebagian dari nama itu berkas, bukan folder", "part of that name is a file, not a folder"),
    errno.EISDIR: Text("itu folder, bukan berkas", "that is a folder, not a file"),
    errno.EACCES: Text("tidak ada izin", "there is no permission"),
    errno.EPERM: Text("tidak ada izin", "there is no permission"),
    errno.EROFS: Text("disk itu hanya bisa dibaca", "that disk can only be read"),
    errno.ENOSPC: Text("disk penuh", "the disk is full"),
}  # fmt: skip


def refusal_of_machine(error: OSError) -> Text:
    """Why the disk refused, as one sentence; never the path, which is the place."""
    said = error.strerror or type(error).__name__
    why = _REFUSALS.get(error.errno or 0, Text(said, said))
    return Text(f"Disk menolak: {why.id}.", f"The disk refused: {why.en}.")
