"""Whether a whole column of region codes is Kemendagri's or the statistics office's (BPS)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from semesta.faults import Text
from semesta.regions.codes import CodeDoubt, parse_code
from semesta.regions.finding import Ambiguous, Match, find
from semesta.regions.gazetteer import Regions
from semesta.regions.region import Level, Region
from semesta.regions.sentences import USE_KEMENDAGRI, WRITE_AS_TEXT

Verdict = Literal["kemendagri", "bps", "unclear", "empty"]

#: A column is refused as BPS when this share of its readable codes can only be BPS codes, and taken as
#: Kemendagri when this share is in the gazetteer. Most BPS village codes carry a 0 in seventh place, since
#: districts were numbered 010, 020 ... [mem-H]; of Kemendagri codes none does. The share is far below "most"
#: and far above what slips of the pen make.
BPS_SHARE = 0.2
KNOWN_SHARE = 0.5

#: Levels whose codes look the same in both systems, so that only names beside them can tell.
_ALIKE_IN_BOTH: tuple[Level, ...] = ("province", "regency")


@dataclass(frozen=True, slots=True)
class CodeDiagnosis:
    """What a column of codes looks like. Counts are of codes that are not empty."""

    verdict: Verdict
    codes: int
    known: int  # in the Kemendagri gazetteer
    bps: int  # can only be BPS codes
    names_compared: int  # codes of provinces and regencies with a name beside them
    names_agree: int
    reason: Text
    remedy: Text

    @property
    def known_share(self) -> float:
        return self.known / self.codes if self.codes else 0.0

    @property
    def bps_share(self) -> float:
        return self.bps / self.codes if self.codes else 0.0


def diagnose_codes(codes: Iterable[str], names: Iterable[str] | None = None) -> CodeDiagnosis:
    """Whether a column holds Kemendagri or BPS codes; give it the DISTINCT codes (a sample will do).

    `names`, in step with `codes`, are what the file calls the places (empty where it says nothing): codes
    of provinces and regencies look alike in both systems, only the names tell.
    """
    gazetteer = Regions.load()
    count = known = bps = compared = agree = 0
    for code, name in _paired(codes, names):
        parsed = parse_code(code, gazetteer)
        if isinstance(parsed, CodeDoubt):
            count += parsed.code != "code_empty"
            bps += parsed.code == "code_bps"
            continue
        count += 1
        known += 1
        if name.strip() and parsed.level in _ALIKE_IN_BOTH:
            compared += 1
            agree += _same_place(name, parsed)
    return _diagnosis(count, known, bps, compared, agree)


def _diagnosis(count: int, known: int, bps: int, compared: int, agree: int) -> CodeDiagnosis:
    def made(verdict: Verdict, reason: Text, remedy: Text) -> CodeDiagnosis:
        return CodeDiagnosis(verdict, count, known, bps, compared, agree, reason, remedy)

    if not count:
        return made("empty", Text("Kolom kode kosong.", "The code column is empty."), WRITE_AS_TEXT.said())
    if bps >= BPS_SHARE * count:
        return made("bps", _column_is_bps(bps, count), USE_KEMENDAGRI.said())
    if compared and agree < KNOWN_SHARE * compared:
        return made("bps", _names_disagree(compared - agree, compared), USE_KEMENDAGRI.said())
    if known >= KNOWN_SHARE * count:
        return made(
            "kemendagri",
            Text(
                f"{known} dari {count} kode dikenal sebagai kode Kemendagri.",
                f"{known} of {count} codes are known Kemendagri codes.",
            ),
            Text("Tidak perlu tindakan.", "Nothing to do."),
        )
    return made(
        "unclear",
        Text(
            f"Hanya {known} dari {count} kode dikenal sebagai kode Kemendagri.",
            f"Only {known} of {count} codes are known Kemendagri codes.",
        ),
        WRITE_AS_TEXT.said(),
    )


def _column_is_bps(bps: int, count: int) -> Text:
    return Text(
        f"Kolom ini berisi kode BPS, bukan kode Kemendagri: {bps} dari {count} kode hanya mungkin kode BPS. "
        "Kemendagri 18.01 adalah Lampung Selatan, BPS 1801 adalah Lampung Barat.",
        f"This column holds BPS codes, not Kemendagri codes: {bps} of {count} codes can only be BPS codes. "
        "Kemendagri 18.01 is Lampung Selatan, BPS 1801 is Lampung Barat.",
    )


def _names_disagree(wrong: int, compared: int) -> Text:
    return Text(
        f"Kode dan nama wilayah tidak cocok pada {wrong} dari {compared} baris, seperti pada kode BPS. "
        "Kemendagri 18.01 adalah Lampung Selatan, BPS 1801 adalah Lampung Barat.",
        f"Codes and names of places disagree in {wrong} of {compared} rows, as they do with BPS codes. "
        "Kemendagri 18.01 is Lampung Selatan, BPS 1801 is Lampung Barat.",
    )


def _same_place(name: str, region: Region) -> bool:
    found = find(name, within=region.parent, level=region.level)
    if isinstance(found, Match):
        return found.region == region
    return isinstance(found, Ambiguous) and region in found.candidates


def _paired(codes: Iterable[str], names: Iterable[str] | None) -> Iterable[tuple[str, str]]:
    if names is None:
        return ((code, "") for code in codes)
    return zip(codes, names, strict=True)
