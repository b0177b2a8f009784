"""Wages by the lists of those who pay them: employers, local governments, the centre for its servants and pensioners.

A list says what is paid from a month on. People on it whose payer was another, or not known, go over to the one
who handed it in, with their families (`register.membership.move`). The same list again changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from semesta.database import insert_rows, writing
from semesta.database.temporary import drop_temporary, make_temporary_empty
from semesta.faults import Text
from semesta.identity import name_similarity, normalise_name
from semesta.ledger.months import as_date
from semesta.ledger.rates import Combination, amounts
from semesta.ledger.wage_files import WageList, WageReject, WageRow, reject
from semesta.register.membership import move
from semesta.register.recording import Decision, Recording, record
from semesta.register.vocabulary import Status

NEW, CHANGED, UNCHANGED, REJECTED = "NEW", "CHANGED", "UNCHANGED", "REJECTED"
#: Two spellings of one name are at least so alike; below it the number is somebody else's.
_SAME_NAME = 0.6


@dataclass(frozen=True, slots=True)
class WagesTaken:
    """What a list did: rows by outcome (they add up to all rows), families that went over, and what was refused."""

    rows: int
    outcomes: Mapping[str, int]
    moved: int
    rejects: tuple[WageReject, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    """Who a row means, as the register knows them, and the wage from this payer that holds in the row's month."""

    person: int
    family: int
    relation: int
    segment: int
    hospital_class: int
    payer: int | None
    status: int
    name: str
    first_day: dt.date | str
    wage: int | None
    same_month: int


def take_wages(*, listed: WageList, payer: int, by: Decision) -> WagesTaken:
    """Take a list of `wage_files.read_wage_list` handed in by a payer of the register. All of it or nothing."""
    with writing():
        rows, rejects = _checked(listed, payer)
        recorder = _Recorder(by)
        moved = 0
        for family in _elsewhere(rows, payer):
            refused = _move(family, payer, by, recorder)
            if refused:
                rejects += refused
                gone = {it.row for it in refused}
                rows = [one for one in rows if one[0].row not in gone]
            else:
                moved += 1
        outcomes = Counter(_outcome(row, person) for row, person in rows)
        written = [one for one in rows if _outcome(*one) != UNCHANGED]
        if written:
            _write(written, payer, recorder.change())
    if rejects:
        outcomes[REJECTED] = len(rejects)
    total = len(listed.rows) + len(listed.rejects)
    assert outcomes.total() == total, (outcomes, total)
    return WagesTaken(total, dict(outcomes), moved, tuple(sorted(rejects, key=lambda it: it.row)))


class _Recorder:
    """The change of a list, recorded when there is something to change."""

    def __init__(self, by: Decision) -> None:
        self._by = by
        self._recorded: Recording | None = None

    def change(self) -> Recording:
        self._recorded = self._recorded or record("wages", self._by)
        return self._recorded

    @contextmanager
    def attempt(self) -> Iterator[Recording]:
        """What is done inside can be given up with `transaction.set_rollback`, and a change begun by it too."""
        before = self._recorded
        with transaction.atomic():
            yield self.change()
            if transaction.get_rollback():
                self._recorded = before


_Found = tuple[WageRow, _Person]


def _outcome(row: WageRow, person: _Person) -> str:
    if person.wage == row.wage_rupiah:
        return UNCHANGED
    return CHANGED if person.same_month else NEW


# --- who is meant ---------------------------------------------------------------------------------


def _checked(listed: WageList, payer: int) -> tuple[list[_Found], list[WageReject]]:
    """Rows with the person whom each means, one a person and month; and all that are refused."""
    people = _people(listed.rows, payer)
    rejects = list(listed.rejects)
    good: dict[tuple[int, dt.date], _Found] = {}
    for row in listed.rows:
        found = people.get(row.row, [])
        wrong = _wrong(row, found)
        if wrong is None and good.setdefault((found[0].person, row.month), (row, found[0]))[0] is not row:
            wrong = _reject(row, "repeated")
        if wrong:
            rejects.append(wrong)
    return list(good.values()), rejects


def _people(rows: Sequence[WageRow], payer: int) -> dict[int, list[_Person]]:
    """By row, the people its NIK and its card name: one, or two where they contradict."""
    make_temporary_empty("listed", "line integer, nik bigint, card bigint, month date")
    insert_rows(
        "listed", ("line", "nik", "card", "month"), [(it.row, it.nik, it.card, it.month) for it in rows]
    )
    wage = (
        "SELECT {} FROM wage w WHERE w.person_id = p.id AND w.payer_id = %s AND w.superseded_by_id IS NULL "
        "AND w.from_month <= l.month ORDER BY w.from_month DESC LIMIT 1"
    )
    select = (
        "SELECT DISTINCT l.line, p.id, p.family_id, coalesce(p.relation, 0), p.segment, coalesce(p.hospital_class, 0), "
        "p.payer_id, p.status, f.name, (SELECT min(m.valid_from) FROM membership m WHERE m.person_id = p.id "
        f"AND m.superseded_by_id IS NULL), ({wage.format('w.wage_rupiah')}), "
        f"CASE WHEN ({wage.format('w.from_month')}) = l.month THEN 1 ELSE 0 END "
        "FROM listed l JOIN person p ON p.{0} = l.{0} "
        "JOIN person_fact f ON f.person_id = p.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL "
        "WHERE p.status IS NOT NULL"
    )
    found: dict[int, list[_Person]] = {}
    with connection.cursor() as cursor:
        for number in ("nik", "card"):
            cursor.execute(select.replace("{0}", number), [payer, payer])
            for line, *values in cursor.fetchall():
                person = _Person(*values)
                if person not in found.setdefault(int(line), []):
                    found[int(line)].append(person)
    drop_temporary("listed")
    return found


_SENTENCES: dict[str, tuple[str, Text, Text]] = {
    "unknown": ("nik", Text("Nomor ini tidak ada dalam register.", "This number is not in the register."), Text("Daftarkan orangnya dahulu, atau perbaiki nomornya.", "Enrol the person first, or correct the number.")),
    "two_people": ("card", Text("NIK dan nomor kartu ini milik dua orang.", "This NIK and this card belong to two people."), Text("Periksa keduanya pada KTP dan kartu.", "Check both on the identity card and the JKN card.")),
    "name_other": ("name", Text("Nama di register jauh berbeda.", "The name in the register is quite another one."), Text("Periksa nomornya: mungkin milik orang lain.", "Check the number: it may be somebody else's.")),
    "dead": ("nik", Text("Orang ini tercatat meninggal.", "This person is recorded as dead."), Text("Keluarkan dari daftar, atau perbaiki catatan kematiannya.", "Take the person off the list, or correct the record of the death.")),
    "not_by_wage": ("nik", Text("Iuran orang ini tidak dihitung dari upah: segmennya lain, atau ia anggota keluarga.", "This person's contribution does not go by a wage: another segment, or a family member."), Text("Pindahkan dahulu ke segmen pekerja (semesta register move), atau keluarkan dari daftar.", "First move the person to a segment of workers (semesta register move), or take them off the list.")),
    "class_unknown": ("nik", Text("Kelas rawat orang ini tidak diketahui.", "This person's hospital class is not known."), Text("Perbaiki kelasnya di register.", "Correct the class in the register.")),
    "repeated": ("nik", Text("Orang ini sudah ada di baris lain untuk bulan yang sama.", "This person stands in another row for the same month."), Text("Sisakan satu baris.", "Leave one row.")),
}  # fmt: skip


def _reject(row: WageRow, code: str) -> WageReject:
    column, reason, remedy = _SENTENCES[code]
    written = {"nik": row.nik or row.card, "card": row.card, "name": row.name}[column]
    return reject(row.row, column, str(written or ""), code, reason, remedy)


def _wrong(row: WageRow, people: Sequence[_Person]) -> WageReject | None:
    if not people:
        return _reject(row, "unknown")
    if len(people) > 1:
        return _reject(row, "two_people")
    [person] = people
    if row.name and name_similarity(normalise_name(row.name), normalise_name(person.name)) < _SAME_NAME:
        return _reject(row, "name_other")
    if person.status == Status.MENINGGAL:
        return _reject(row, "dead")
    combination = Combination(person.segment, person.hospital_class, int(Status.AKTIF), person.relation)
    if not amounts(row.month, combination).by_base or person.segment < 1:
        return _reject(row, "not_by_wage")
    return None


# --- who goes over ----------------------------------------------------------------------------------


def _elsewhere(rows: Sequence[_Found], payer: int) -> list[list[_Found]]:
    """The rows of people whose payer is another, by family."""
    families: dict[int, list[_Found]] = {}
    for row, person in rows:
        if person.payer != payer:
            families.setdefault(person.family, []).append((row, person))
    return [sorted(family, key=lambda one: one[0].month) for family in families.values()]


def _move(family: list[_Found], payer: int, by: Decision, recorder: _Recorder) -> list[WageReject]:
    """The worker's whole family goes over from the first month listed; the rows, refused, where a rule says no."""
    row, person = family[0]
    if not person.hospital_class:
        return [_reject(it, "class_unknown") for it, _ in family]
    with recorder.attempt() as during:
        outcome = move(
            people=_members(person.family),
            since=max(row.month, as_date(person.first_day) or row.month),
            segment=person.segment,
            hospital_class=person.hospital_class,
            payer=payer,
            by=by,
            during=during,
        )
        if outcome.refused:
            transaction.set_rollback(True)
    return [
        reject(it.row, "nik", str(it.nik or it.card), refused.rule, refused.reason, refused.remedy)
        for refused in outcome.refused[:1]
        for it, _ in family
    ]


def _members(family: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM person WHERE family_id = %s AND status <> %s ORDER BY id",
            [family, int(Status.MENINGGAL)],
        )
        return [int(row[0]) for row in cursor.fetchall()]


# --- what is written --------------------------------------------------------------------------------


def _write(rows: Sequence[_Found], payer: int, during: Recording) -> None:
    """A wage of the same month that says otherwise is superseded; an earlier one holds until the new one begins."""
    changed = [(person.person, payer, row.month) for row, person in rows if person.same_month]
    if changed:
        make_temporary_empty("changed_wage", "person_id bigint, payer_id bigint, from_month date")
        insert_rows("changed_wage", ("person_id", "payer_id", "from_month"), changed)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE wage SET superseded_by_id = %s WHERE superseded_by_id IS NULL AND EXISTS (SELECT 1 "
                "FROM changed_wage c WHERE c.person_id = wage.person_id AND c.payer_id = wage.payer_id "
                "AND c.from_month = wage.from_month)",
                [during.change],
            )
        drop_temporary("changed_wage")
    insert_rows(
        "wage",
        ("person_id", "payer_id", "from_month", "wage_rupiah", "change_id"),
        [(person.person, payer, row.month, row.wage_rupiah, during.change) for row, person in rows],
    )
