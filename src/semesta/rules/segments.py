"""Membership segments: the 28 names of the insurer's extracts, their synonyms and six groups (jkn.md 1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from semesta.rules import documents
from semesta.rules.folding import fold
from semesta.tables import BUCKETS


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the 28 names. `synonyms` as written in the document, without the name itself."""

    name: str
    bucket: str  # one of tables.BUCKETS
    synonyms: tuple[str, ...]
    jenis_peserta: str | None  # VClaim code where one was found; for showing, not for looking up
    source: str
    tag: str  # how well the name is known: found, or mem-H, mem-M, mem-L


def segment_of(text: str) -> Segment | None:
    """The segment that a text means, new name or old, in any case and punctuation; None if unknown."""
    return _BY_TEXT.get(fold(text))


def bucket_of(text: str) -> str | None:
    """The reporting group that a text means, also when it names no single segment ('PPU BU')."""
    folded = fold(text)
    segment = _BY_TEXT.get(folded)
    return segment.bucket if segment else _GROUPS.get(folded)


def segment_rows() -> list[tuple[str, str | None, str]]:
    """(folded text, segment name, bucket) for a mapping join; the name is None where only the group is known."""
    rows: list[tuple[str, str | None, str]] = [(t, s.name, s.bucket) for t, s in _BY_TEXT.items()]
    return sorted([*rows, *((t, None, bucket) for t, bucket in _GROUPS.items())], key=lambda row: row[0])


def _read() -> Iterator[Segment]:
    for entry in documents.entries(documents.read("segments.yaml"), "segments"):
        yield Segment(
            name=documents.text(entry, "name"),
            bucket=documents.text(entry, "bucket"),
            synonyms=tuple(documents.text(s, "text") for s in documents.entries(entry, "synonyms")),
            jenis_peserta=documents.text(entry, "jenis_peserta") if "jenis_peserta" in entry else None,
            source=documents.text(entry, "source"),
            tag=documents.text(entry, "tag"),
        )


def _by_text(segments: tuple[Segment, ...]) -> dict[str, Segment]:
    found: dict[str, Segment] = {}
    for segment in segments:
        assert segment.bucket in BUCKETS, segment
        for text in (segment.name, *segment.synonyms):
            assert fold(text) not in found, f"{text} stands twice in segments.yaml"
            found[fold(text)] = segment
    return found


def _groups() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in documents.entries(documents.read("segments.yaml"), "groups"):
        folded, bucket = fold(documents.text(entry, "text")), documents.text(entry, "bucket")
        assert bucket in BUCKETS and folded not in _BY_TEXT and folded not in found, entry
        found[folded] = bucket
    return found


SEGMENTS: tuple[Segment, ...] = tuple(_read())
_BY_TEXT = _by_text(SEGMENTS)
_GROUPS = _groups()
