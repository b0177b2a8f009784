"""The sentences with which the register refuses to give or settle a number; none repeats the whole number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from semesta.faults import Text
from semesta.register.facts import Fact
from semesta.register.number_rows import held
from semesta.register.refusing import Refused, masked
from semesta.register.timeline import Version
from semesta.register.vocabulary import IdentifierKind

_NAMES = {
    IdentifierKind.NIK: Text("NIK", "NIK"),
    IdentifierKind.CARD: Text("Kartu", "Card"),
    IdentifierKind.PASSPORT: Text("Paspor", "Passport"),
    IdentifierKind.NIK_AS_WRITTEN: Text("NIK seperti tertulis", "NIK as written"),
}


def known(kind: IdentifierKind, value: str, holder: int) -> Refused:
    """Someone else has it."""
    name = _NAMES[kind]
    return Refused(
        f"{kind.name.lower()}.known",
        Text(f"{name.id} {masked(value)} milik orang nomor {holder}.", f"{name.en} {masked(value)} is person {holder}'s."),
        Text("Bila keduanya satu orang, gabungkan (merge); bila nomornya salah di sana, cabut dulu di sana.",
             "If both are one person, merge them; if the number is wrong there, withdraw it there first."),
        person=holder,
    )  # fmt: skip


def contested(kind: IdentifierKind, value: str, claimant: int) -> Refused:
    """Someone else claims it, so who holds it must be settled."""
    name = _NAMES[kind]
    return Refused(
        f"{kind.name.lower()}.contested",
        Text(f"{name.id} {masked(value)} juga diklaim orang nomor {claimant}.", f"{name.en} {masked(value)} is claimed by person {claimant} too."),
        Text("Putuskan dulu milik siapa (settle).", "Settle first whose it is (settle)."),
        person=claimant,
    )  # fmt: skip


def of_merged(person: int, into: int) -> Refused:
    """The record was merged into another."""
    return Refused(
        "person.merged",
        Text(
            f"Catatan {person} sudah digabung ke catatan {into}.", f"Record {person} was merged into {into}."
        ),
        Text(f"Pakai catatan {into}.", f"Use record {into}."),
        person=person,
    )


def of_settling(
    kind: IdentifierKind,
    value: str,
    holder: int,
    claimed: Mapping[int, Sequence[Version[Fact]]],
) -> Refused | None:
    """Why the number cannot be this person's."""
    if holder not in claimed:
        return Refused(
            "contest.no_claim",
            Text(f"Orang {holder} tidak mengklaim {_NAMES[kind].id} {masked(value)}.", f"Person {holder} does not claim {_NAMES[kind].en} {masked(value)}."),
            Text(f"Pilih salah satu dari: {_list(claimed)}.", f"Choose one of: {_list(claimed)}.") if claimed
            else Text("Beri nomornya (give-number).", "Give the number (give-number)."),
            person=holder,
        )  # fmt: skip
    if any(it.fact[0] == int(kind) and it.fact[1] != value and held(it) for it in claimed[holder]):
        return Refused(
            "contest.has_other",
            Text(f"Orang {holder} sudah memegang {_NAMES[kind].id} lain.", f"Person {holder} already holds another {_NAMES[kind].en}."),
            Text("Cabut dulu nomor yang lain itu.", "Withdraw that other number first."),
            person=holder,
        )  # fmt: skip
    return None


def _list(people: Mapping[int, object]) -> str:
    return ", ".join(map(str, sorted(people)))
