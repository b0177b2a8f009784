"""The numbers under which the database keeps words; a number once given is never given to another word."""

from __future__ import annotations

from enum import IntEnum

from semesta.tables import BUCKETS, SEGMENTS, STATUSES

#: Segment -> number, 1 to 28 in the order of `tables.SEGMENTS`; 0 where the segment is not known, and -1 to -6,
#: in the order of `tables.BUCKETS`, where only its reporting group is.
SEGMENT_NUMBERS: dict[str, int] = {name: number for number, name in enumerate(SEGMENTS, start=1)}
SEGMENT_NAMES: dict[int, str] = {number: name for name, number in SEGMENT_NUMBERS.items()}
UNKNOWN_SEGMENT = 0
BUCKET_NUMBERS: dict[str, int] = {name: -number for number, name in enumerate(BUCKETS, start=1)}

#: Status -> number, 1 to 10 in the order of `tables.STATUSES`. Only 1, AKTIF, is active.
STATUS_NUMBERS: dict[str, int] = {name: number for number, name in enumerate(STATUSES, start=1)}
STATUS_NAMES: dict[int, str] = {number: name for name, number in STATUS_NUMBERS.items()}


class Status(IntEnum):
    """The status vocabulary of a card (jkn.md 1.4) by number."""

    AKTIF = 1
    NONAKTIF_TUNGGAKAN = 2
    NONAKTIF_DATA = 3
    NONAKTIF_PBI_KELUAR = 4
    NONAKTIF_PEMDA_KELUAR = 5
    NONAKTIF_PPU_KELUAR = 6
    NONAKTIF_USIA = 7
    MENINGGAL = 8
    BELUM_AKTIF = 9
    TIDAK_DIKETAHUI = 10


class Transition(IntEnum):
    """What happened to a membership: the only ways from one status to another (`register.transitions`)."""

    ADOPTED = 1  # taken over from an edition or an extract as it stood there
    ENROLLED = 2
    ACTIVATED = 3
    SUSPENDED = 4  # for arrears
    REACTIVATED = 5
    MOVED = 6  # to another segment, class, payer or family: a new spell begins
    ENDED = 7  # death and the other grounds of the law
    CANCELLED = 8  # before it began
    VOIDED = 9  # by correction: it never held
    SUPERSEDED = 10  # by merging two records of one person
    CORRECTED = 11  # the extract or the desk says otherwise about the same spell


class IdentifierKind(IntEnum):
    """What a number names. KK is no identifier of a person: it stands with the address in the person's facts."""

    NIK = 1
    CARD = 2
    PASSPORT = 3
    NIK_AS_WRITTEN = 4  # a NIK whose form is wrong, kept as it stood in the file


class PayerKind(IntEnum):
    """Who can owe contributions for others. A self-paying family is its own payer: payer NULL."""

    EMPLOYER = 1
    REGION = 2
    CENTRE = 3


class Relation(IntEnum):
    """PISA: the relation on the card (jkn.md 1.4)."""

    MEMBER = 1
    HUSBAND = 2
    WIFE = 3
    CHILD = 4
    ADDITIONAL = 5
