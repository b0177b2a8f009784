"""Safety caps: shares so absurd that going on would publish figures nobody should trust.

They are engineering limits, not law: each says that a file is the wrong one or was misread. A person
who knows better names the cap (`--accept-caps`), and the edition's manifest keeps that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from semesta.faults import BuildStopped, InputRefused, Text
from semesta.manifest import SourceFile


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest share of `whole` that may be `part` before a build stops."""

    name: str
    share: float
    part: Text
    whole: Text


REJECTED_ROWS = Cap("rejected_rows", 0.05, Text("baris ditolak", "rows refused"), Text("baris berkas", "rows of the file"))  # fmt: skip
UNMATCHED_MEMBERS = Cap(
    "unmatched_members", 0.20,
    Text("kartu tanpa penduduk", "cards without a resident"), Text("kartu", "cards"),
)  # fmt: skip
UNMATCHED_RESIDENTS = Cap(
    "unmatched_residents", 0.60,
    Text("penduduk tanpa kartu", "residents without a card"), Text("penduduk", "residents"),
)  # fmt: skip
DUPLICATE_CARDS = Cap(
    "duplicate_cards", 0.10,
    Text("kartu ganda", "duplicate cards"), Text("kartu", "cards"),
)  # fmt: skip
REVIEWED_CARDS = Cap(
    "reviewed_cards", 0.10,
    Text("kartu menunggu pemeriksaan", "cards held for review"), Text("kartu", "cards"),
)  # fmt: skip
DEPARTED_RESIDENTS = Cap(
    "departed_residents", 0.30,
    Text("orang yang menurut data sudah pergi", "people whom the register calls departed"), Text("baris penduduk", "rows of the register"),
)  # fmt: skip

#: Of a bill: rows that find no card of the edition, and rows of payers that lie in no region of it.
UNMATCHED_BILL = Cap(
    "unmatched_bill", 0.50,
    Text("baris tagihan tanpa kartu di edisi ini", "rows of the bill without a card of this edition"), Text("baris", "rows"),
)  # fmt: skip
PAYERS_ELSEWHERE = Cap(
    "payers_elsewhere", 0.05,
    Text("baris tagihan milik pemda di luar wilayah edisi ini", "rows of the bill of payers outside the region of this edition"), Text("baris", "rows"),
)  # fmt: skip

CAPS: dict[str, Cap] = {
    cap.name: cap
    for cap in (
        REJECTED_ROWS,
        UNMATCHED_MEMBERS,
        UNMATCHED_RESIDENTS,
        DUPLICATE_CARDS,
        REVIEWED_CARDS,
        DEPARTED_RESIDENTS,
    )
}


#: Of an audit. A list of deaths has no cap: most of the dead are in nobody's register, and a list may be short.
AUDIT_CAPS: dict[str, Cap] = {cap.name: cap for cap in (UNMATCHED_BILL, PAYERS_ELSEWHERE)}


def require_known(names: Iterable[str], among: Mapping[str, Cap] = CAPS) -> None:
    """InputRefused if a cap to accept does not exist."""
    for name in names:
        if name not in among:
            known = ", ".join(among)
            raise InputRefused(
                place="--accept-caps",
                reason=Text(f"Batas {name!r} tidak dikenal.", f"There is no cap {name!r}."),
                remedy=Text(f"Pilih dari: {known}.", f"Choose from: {known}."),
            )


def check_rejected(files: Iterable[SourceFile], accepted: frozenset[str]) -> None:
    """Stop if too many rows of a file were refused."""
    for file in files:
        _check(REJECTED_ROWS, file.rows_rejected, file.rows_in, accepted, place=file.name)


def check_matched(counts: dict[str, int], accepted: frozenset[str], *, place: str) -> None:
    """Stop if an absurd share of the cards or residents is unmatched, duplicate or departed."""
    cards, residents = counts["members"], counts["residents"]
    register = residents + counts["departed"]
    _check(DEPARTED_RESIDENTS, counts["departed"], register, accepted, place=place)
    _check(UNMATCHED_MEMBERS, counts["outside"] - counts["cards_of_departed"], cards, accepted, place=place)
    _check(DUPLICATE_CARDS, counts["duplicates"], cards, accepted, place=place)
    _check(REVIEWED_CARDS, counts["reviews"], cards, accepted, place=place)
    _check(UNMATCHED_RESIDENTS, counts["not_enrolled"], residents, accepted, place=place)


def check_bill(rows: int, without_card: int, payers: Mapping[str, int], accepted: frozenset[str]) -> None:
    """Stop if a bill is of another region or hardly anybody on it is a member; `payers` outside it, with their rows."""
    named = ", ".join(sorted(payers)[:_PAYERS_NAMED]) + (" …" if len(payers) > _PAYERS_NAMED else "")
    place = f"--bill ({named})" if named else "--bill"
    _check(PAYERS_ELSEWHERE, sum(payers.values()), rows, accepted, place=place)
    _check(UNMATCHED_BILL, without_card, rows, accepted, place="--bill")


_PAYERS_NAMED = 5


def _check(cap: Cap, part: int, whole: int, accepted: frozenset[str], *, place: str) -> None:
    if part <= cap.share * whole or cap.name in accepted:
        return
    of = f"{part} / {whole}"
    share = f"{100 * part / whole:.1f}%" if whole else of
    raise BuildStopped(
        place=place,
        reason=Text(
            f"{share} {cap.part.id} ({of} {cap.whole.id}); batas wajarnya {cap.share:.0%}.",
            f"{share} {cap.part.en} ({of} {cap.whole.en}); the sane limit is {cap.share:.0%}.",
        ),
        remedy=Text(
            "Periksa apakah berkasnya benar dan dipahami dengan benar; "
            f"jika memang begitu, ulangi dengan --accept-caps {cap.name}.",
            "Check that it is the right file and was understood rightly; "
            f"if it is, repeat with --accept-caps {cap.name}.",
        ),
    )
