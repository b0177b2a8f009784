"""What a segment's number means to the rules: its bucket, and whether the family pays for itself."""

from __future__ import annotations

import datetime as dt
import functools

from semesta.register.vocabulary import BUCKET_NUMBERS, SEGMENT_NAMES, SEGMENT_NUMBERS, UNKNOWN_SEGMENT
from semesta.rules import SEGMENTS, Law
from semesta.tables import UNKNOWN_BUCKET

#: Number of a segment, or of a group of which only that is known -> bucket; the unknown one's is UNKNOWN.
BUCKET_OF: dict[int, str] = {
    UNKNOWN_SEGMENT: UNKNOWN_BUCKET,
    **{number: bucket for bucket, number in BUCKET_NUMBERS.items()},
    **{SEGMENT_NUMBERS[segment.name]: segment.bucket for segment in SEGMENTS},
}

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
        return SEGMENT_NAMES.get(segment) in Law.current()["bp.class_rated"].words(on)
    return bucket == "PBPU"
