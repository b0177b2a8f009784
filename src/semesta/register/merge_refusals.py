"""When two records cannot be made one, or one not made two again: the rule, and what to do first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import connection

from semesta.faults import Text
from semesta.register.facts import IDENTIFIER, MEMBERSHIP, Fact
from semesta.register.number_holders import other_holder
from semesta.register.number_rows import HELD_ONCE, held
from semesta.register.refusing import Refused, masked
from semesta.register.spells import Member, impossible_row
from semesta.register.timeline import Version, is_whole
from semesta.register.two_records import meet
from semesta.register.vocabulary import Relation, Status

#: The day of a decision is the day in Lampung.
JAKARTA = dt.timezone(dt.timedelta(hours=7), "WIB")

_KEEP = Text(
    "Betulkan fakta itu lebih dulu (register correct), atau biarkan penggabungannya.",
    "Correct that fact first (register correct), or leave the merge as it is.",
)


def of_merge(kept: int, merged: int, *, loser: int) -> Refused | None:
    """Why the two cannot become one; `loser`: the record whose membership gives way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.merged_into_id, f.died_on FROM person p LEFT JOIN person_fact f ON f.person_id = p.id "
            "AND f.superseded_by_id IS NULL AND f.valid_to IS NULL WHERE p.id IN (%s, %s) ORDER BY p.id",
            [kept, merged],
        )
        rows = cursor.fetchall()
    for person, into, _ in rows:
        if into is not None:
            return Refused(
                "merge.already",
                Text(f"Catatan {person} sudah digabung ke catatan {into}.", f"Record {person} was merged into {into} before."),
                Text(f"Pakai catatan {into}.", f"Use record {into}."),
                person=person,
            )  # fmt: skip
    if len({died_on for _, _, died_on in rows}) > 1:
        return Refused(
            "merge.death",
            Text("Menurut satu catatan orangnya meninggal, menurut yang lain tidak, atau pada hari lain.",
                 "One record says that the person died, the other does not, or says another day."),
            Text("Laporkan kematian pada catatan yang satunya, atau betulkan yang salah, lalu gabungkan.",
                 "Report the death for the other record, or correct the wrong one, then merge."),
            person=kept,
        )  # fmt: skip
    return _head(loser)


def of_sequence(membership: Sequence[Version[Fact]]) -> Refused | None:
    """Where the membership put together is one that the automaton could never go on from."""
    wrong = impossible_row(tuple(Version(it.since, it.until, Member(*it.fact)) for it in membership))  # type: ignore[arg-type]
    if wrong is None:
        return None
    return Refused(
        "merge.membership",
        Text(f"Kepesertaan kedua catatan tidak dapat disambung pada {wrong.since}.",
             f"The memberships of the two records cannot be joined on {wrong.since}."),
        Text("Perbaiki dulu kepesertaan salah satunya (correct), lalu gabungkan.",
             "Correct the membership of one of them first (correct), then merge."),
    )  # fmt: skip


def of_undoing(kept: int, undone: int | None) -> Refused | None:
    """Why this merge cannot be undone at all."""
    if undone is not None:
        return Refused(
            "undo.done",
            Text(f"Penggabungan ini sudah dibatalkan oleh keputusan {undone}.", f"This merge was undone by change {undone}."),
            Text("Tidak perlu apa-apa.", "Nothing to do."),
            person=kept,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, kept_id FROM merge WHERE merged_id = %s AND undone_by_id IS NULL", [kept])
        row = cursor.fetchone()
    if row is None:
        return None
    return Refused(
        "undo.kept_merged",
        Text(f"Catatan {kept} sendiri kemudian digabung ke catatan {row[1]}.", f"Record {kept} was itself merged into {row[1]} afterwards."),
        Text(f"Batalkan dulu penggabungan {row[0]}.", f"Undo merge {row[0]} first."),
        person=kept,
    )  # fmt: skip


def of_membership(result: Sequence[Version[Fact]], brought: set[int]) -> Refused | None:
    """What was changed since must not stand on a spell that only the other record had."""
    if is_whole(result) and not any(MEMBERSHIP.value(it.fact, "spell") in brought for it in result):
        return None
    return Refused(
        "undo.membership",
        Text("Sesudah digabung, kepesertaan yang berasal dari catatan lain itu diubah; tidak jelas milik siapa perubahannya.",
             "After the merge the membership that came from the other record was changed; whose change it is cannot be told."),
        _KEEP,
    )  # fmt: skip


def of_days(result: Sequence[Version[Fact]]) -> Refused | None:
    """What was changed since must not stand alone on days that only the other record had."""
    if is_whole(result):
        return None
    return Refused(
        "undo.days",
        Text("Sesudah digabung, data hari-hari yang hanya ada pada catatan lain itu diubah; tidak jelas milik siapa perubahannya.",
             "After the merge, facts of days that only the other record had were changed; whose change it is cannot be told."),
        _KEEP,
    )  # fmt: skip


def of_numbers(numbers: Mapping[int, Sequence[Version[Fact]]]) -> Refused | None:
    """A number has one holder on any day, and of each kind a person holds one."""
    for person, held_by in numbers.items():
        for kind in HELD_ONCE:
            if len({it.fact[1] for it in held_by if it.fact[0] == int(kind) and held(it)}) > 1:
                return Refused(
                    "undo.two_numbers",
                    Text(f"Sesudah dibatalkan, catatan {person} akan memegang dua {kind.name}.", f"Undone, record {person} would hold two numbers of kind {kind.name}."),
                    Text("Cabut dulu nomor yang diberikan sesudah penggabungan.", "Withdraw the number that was given after the merge first."),
                    person=person,
                )  # fmt: skip
    for person, held_by in numbers.items():
        for number in held_by:
            holder = _holder(number, {*numbers} - {person}, numbers, {*numbers})
            if holder is not None:
                return Refused(
                    "undo.number_taken",
                    Text(f"Nomor {masked(str(number.fact[1]))} yang harus kembali ke catatan {person} kini milik orang {holder}.",
                         f"The number {masked(str(number.fact[1]))}, which must go back to record {person}, is person {holder}'s now."),
                    Text("Cabut nomor itu dari pemegangnya kini, lalu batalkan penggabungannya.",
                         "Withdraw it from who holds it now, then undo the merge."),
                    person=holder,
                )  # fmt: skip
    return None


def _holder(
    number: Version[Fact],
    others: set[int],
    wanted: Mapping[int, Sequence[Version[Fact]]],
    apart: set[int],
) -> int | None:
    """Somebody else who has this number without contest on one of its days; those taken apart as they will be."""
    if IDENTIFIER.value(number.fact, "contested") or number.fact[0] not in {int(kind) for kind in HELD_ONCE}:
        return None
    for other in others:
        if any(it.fact == number.fact and meet(it, number) for it in wanted[other]):
            return other
    kind, value = number.fact[:2]
    assert isinstance(kind, int)
    return other_holder(kind, str(value), number.since, number.until, apart)


def _head(loser: int) -> Refused | None:
    """A family is not left without its main member by a merge."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.relation FROM person p JOIN person o ON o.family_id = p.family_id AND o.id <> p.id "
            "AND o.status <> %s WHERE p.id = %s AND p.relation = %s",
            [int(Status.MENINGGAL), loser, int(Relation.MEMBER)],
        )
        left = [row[0] for row in cursor.fetchall()]
    if not left or int(Relation.MEMBER) in left:
        return None
    return Refused(
        "merge.head",
        Text(f"Keluarga catatan {loser} akan kehilangan peserta utamanya, sedangkan {len(left)} orang masih di dalamnya.",
             f"The family of record {loser} would lose its main member while {len(left)} people are still in it."),
        Text("Pindahkan dulu keluarganya, atau gabungkan dengan memakai kepesertaan catatan ini.",
             "Move the family first, or merge with the membership of this record."),
        person=loser,
    )  # fmt: skip
