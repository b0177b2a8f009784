"""The sentences with which the register refuses a change of membership."""

from __future__ import annotations

import datetime as dt

from semesta.faults import Text
from semesta.register.refusing import Refused
from semesta.register.spells import Member, Spells
from semesta.register.timeline import Version
from semesta.register.transitions import State
from semesta.register.vocabulary import STATUS_NAMES, Status, Transition


def not_yet(person: int, known: Spells, since: dt.date) -> Refused:
    """The person is not in the register, or not yet on that day."""
    if not known:
        reason = Text("Orang ini tidak ada di register.", "This person is not in the register.")
    else:
        reason = Text(
            f"Pada {since} orang ini belum ada di register; ia ada sejak {known[0].since}.",
            f"On {since} this person was not in the register; they are since {known[0].since}.",
        )
    remedy = Text("Periksa nomor orang dan tanggalnya.", "Check the person's number and the date.")
    return Refused("membership.none", reason, remedy, person=person)


def impossible(person: int, state: State, transition: Transition, status: Status) -> Refused:
    """The automaton has no such arrow from where the person stands."""
    stands, wanted = STATUS_NAMES[state.status], STATUS_NAMES[status]
    closed = state.closed
    return Refused(
        "transition.impossible",
        Text(
            f"Dari {stands}{' (batal)' if closed else ''} tidak dapat menjadi {wanted} dengan '{_NAMES[transition].id}'.",
            f"From {stands}{' (cancelled)' if closed else ''} one cannot become {wanted} by '{_NAMES[transition].en}'.",
        ),
        Text(
            "Lihat riwayat orang ini; bila riwayatnya salah, perbaiki dulu (correct).",
            "See this person's history; if it is wrong, correct it first (correct).",
        ),
        person=person,
    )


def later(person: int, row: Version[Member]) -> Refused:
    """What is known of a later day could not follow."""
    name, status = _NAMES[Transition(row.fact.transition)], STATUS_NAMES[row.fact.status]
    return Refused(
        "transition.later",
        Text(
            f"Sejak {row.since} sudah tercatat '{name.id}' ({status}), yang tidak mungkin terjadi sesudah perubahan ini.",
            f"'{name.en}' ({status}) is known since {row.since}, which could not follow this change.",
        ),
        Text(
            "Batalkan atau perbaiki dulu catatan itu (void, correct), lalu ulangi.",
            "Void or correct that first (void, correct), then repeat.",
        ),
        person=person,
    )


_NAMES = {
    Transition.ADOPTED: Text("diambil alih", "adopted"),
    Transition.ENROLLED: Text("didaftarkan", "enrolled"),
    Transition.ACTIVATED: Text("diaktifkan", "activated"),
    Transition.SUSPENDED: Text("dihentikan sementara", "suspended"),
    Transition.REACTIVATED: Text("diaktifkan kembali", "reactivated"),
    Transition.MOVED: Text("pindah", "moved"),
    Transition.ENDED: Text("berakhir", "ended"),
    Transition.CANCELLED: Text("dibatalkan", "cancelled"),
    Transition.VOIDED: Text("dinyatakan tidak pernah berlaku", "voided"),
    Transition.SUPERSEDED: Text("digabung", "superseded"),
    Transition.CORRECTED: Text("diperbaiki", "corrected"),
}
