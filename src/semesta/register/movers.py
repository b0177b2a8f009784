"""Who moves, whom they leave behind, and whether the rules of a family let them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.faults import Text
from semesta.register.families import NOBODY, UNCOVERED, Applicant, OnCard, Terms, family_refused
from semesta.register.households import household
from semesta.register.refusing import Refused
from semesta.register.spells import places
from semesta.register.vocabulary import Relation, Status


@dataclass(frozen=True, slots=True)
class Movers:
    """Those who move with their relations in the family they go to, and the living around them."""

    applicants: tuple[Applicant, ...]
    families: frozenset[int]
    left: tuple[Applicant, ...]  # of their families, those who stay
    on_card: OnCard

    @property
    def relations(self) -> dict[int, Relation]:
        return {it.person: it.relation for it in self.applicants if it.person is not None}

    @property
    def whole_family(self) -> int | None:
        """The one family all of which moves; None where somebody stays or they are of several."""
        return next(iter(self.families)) if len(self.families) == 1 and not self.left else None

    def refused(
        self, terms: Terms, on: dt.date, family: int | None, people_on_card: int | None
    ) -> Refused | None:
        """The first rule that says no. `family`: the one they join."""
        home = household(family) if family is not None else None
        if family is not None and home is None:
            return _no_family(family)
        covered = tuple(it for it in home.applicants if it.person not in self.relations) if home else ()
        if home is not None and (home.segment, home.hospital_class, home.payer) != (
            terms.segment,
            terms.hospital_class,
            terms.payer,
        ):
            return _other_terms(home.family)
        return (
            _heads((*covered, *self.applicants))
            or self._headless(family)
            or family_refused(
                self.applicants,
                terms,
                on,
                covered=covered,
                on_card=self.on_card,
                people_on_card=people_on_card,
            )
        )

    def _headless(self, family: int | None) -> Refused | None:
        stays = [it for it in self.left if it.relation == Relation.MEMBER]
        if not self.left or stays or family in self.families:
            return None
        return Refused(
            "family.head_leaves",
            Text("Keluarga yang ditinggalkan tidak lagi punya peserta utama.", "The family that is left would have no main member."),
            Text("Pindahkan semuanya, atau jadikan dulu seorang yang tinggal peserta utama (correct).", "Move all of it, or first make somebody who stays its main member (correct)."),
            person=self.left[0].person,
        )  # fmt: skip


def movers_of(people: Sequence[int], relations: Mapping[int, Relation]) -> Movers:
    """Read who they are by their present state; `relations` are those that change."""
    rows = _people(f"p.id IN ({places(people)})", people) if people else {}
    families = frozenset(row.family for row in rows.values() if row.family is not None)
    kks = sorted({row.kk for row in rows.values() if row.kk is not None})
    around = _people(f"p.family_id IN ({places(list(families))})", sorted(families)) if families else {}
    left = (row for id_, row in around.items() if id_ not in rows and row.status != Status.MENINGGAL)
    return Movers(
        tuple(row.applicant(relations.get(id_)) for id_, row in rows.items()),
        families,
        tuple(row.applicant(None) for row in left),
        _on_card(kks, sorted(rows)) if kks else NOBODY,
    )


def _on_card(kks: Sequence[int], movers: Sequence[int]) -> OnCard:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min(CASE WHEN status IN ({', '.join(str(int(it)) for it in UNCOVERED)}) THEN id END) "
            f"FROM person WHERE kk IN ({places(kks)}) AND id NOT IN ({places(movers)}) AND status <> %s",
            [*kks, *movers, int(Status.MENINGGAL)],
        )
        return OnCard(*cursor.fetchone())


def payer_kind(payer: int | None) -> int | None:
    """The kind of a payer; None without one, or where there is none of that number."""
    if payer is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM payer WHERE id = %s", [payer])
        row = cursor.fetchone()
    return None if row is None else int(row[0])


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    family: int | None
    relation: int | None
    status: int | None
    kk: int | None
    birth_date: dt.date | None
    student: bool | None

    def applicant(self, relation: Relation | None) -> Applicant:
        known = relation or (Relation(self.relation) if self.relation else Relation.ADDITIONAL)
        return Applicant(known, self.birth_date, self.student, person=self.id)


def _people(where: str, values: Sequence[int]) -> dict[int, _Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.family_id, p.relation, p.status, p.kk, f.birth_date, f.student FROM person p "
            "JOIN person_fact f ON f.person_id = p.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL "
            f"WHERE {where} ORDER BY p.id",
            list(values),
        )
        return {row[0]: _Row(*row) for row in cursor.fetchall()}


def _heads(people: Sequence[Applicant]) -> Refused | None:
    heads = sum(it.relation == Relation.MEMBER for it in people)
    if heads == 1:
        return None
    return Refused(
        "family.head",
        Text(f"Keluarga itu akan punya {heads} peserta utama (PISA 1).", f"That family would have {heads} main members (PISA 1)."),
        Text("Tulis hubungan setiap orang di keluarga itu (relations).", "Write everybody's relation in that family (relations)."),
    )  # fmt: skip


def _no_family(family: int) -> Refused:
    return Refused(
        "family.none",
        Text(f"Tidak ada keluarga hidup bernomor {family}.", f"There is no living family of number {family}."),
        Text("Cari nomor keluarga dari seorang anggotanya.", "Look for its number by one of its members."),
    )  # fmt: skip


def _other_terms(family: int) -> Refused:
    return Refused(
        "family.terms",
        Text(f"Keluarga {family} punya segmen, kelas, atau pembayar lain.", f"Family {family} has another segment, class or payer."),
        Text("Tulis segmen, kelas, dan pembayar keluarga itu.", "Write that family's segment, class and payer."),
    )  # fmt: skip
