"""What a segment's number means to the rules: its bucket, and whether the family pays for itself."""

from __future__ import annotations

import datetime as dt
import functools

from semesta.register.vocabulary import SEGMENT_NAMES, SEGMENT_NUMBERS
from semesta.rules import SEGMENTS, Law
from semesta.tables import UNKNOWN_BUCKET

#: Segment -> bucket; 0, the unknown segment, has the bucket UNKNOWN.
BUCKET_OF: dict[int, str] = {0: UNKNOWN_BUCKET} | {SEGMENT_NUMBERS[s.name]: s.bucket for s in SEGMENTS}

#: Bucket -> its segments, ascending.
SEGMENTS_OF: dict[str, tuple[int, ...]] = {
    bucket: tuple(number for number, its in sorted(BUCKET_OF.items()) if its == bucket)
    for bucket in dict.fromkeys(BUCKET_OF.values())
}
WORKERS = ("PPU_PN", "PPU_BU")


@functools.lru_cache(maxsize=4096)
def self_paying(segment: int, on: dt.date) -> bool:
    """Whether families of the segment owe their own contribution: PBPU, and BP who pay by class."""
    bucket = BUCKET_OF[segment]
    if bucket == "BP":
        return SEGMENT_NAMES[segment] in Law.current()["bp.class_rated"].words(on)
    return bucket == "PBPU"
