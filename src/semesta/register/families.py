"""Who may be covered by whom: the rules of law for a family, each refusal with its rule and article."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.faults import Text
from semesta.register.buckets import BUCKET_OF, self_paying
from semesta.register.formulas import article_in_force, article_of, value_of
from semesta.register.newcomers import refused_input
from semesta.register.refusing import Refused
from semesta.register.vocabulary import SEGMENT_NAMES, PayerKind, Relation, Status
from semesta.rules import Law, Value

#: Relations that count as dependants of a worker.
DEPENDANTS = (Relation.HUSBAND, Relation.WIFE, Relation.CHILD)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Someone who is to be covered: what the rules of a family look at. `person`: their number, if they have one."""

    relation: Relation
    birth_date: dt.date | None
    student: bool | None = None
    married: bool | None = None
    own_income: bool | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class OnCard:
    """Those in the register who stand on the same family card and live, beside the applicants.

    `uncovered`: one of them whose cover has ended; None if nobody's has.
    """

    people: int = 0
    uncovered: int | None = None


NOBODY = OnCard()
#: Statuses of people whose cover has ended: nobody pays for them and nobody owes for them.
UNCOVERED = (
    Status.NONAKTIF_PBI_KELUAR, Status.NONAKTIF_PEMDA_KELUAR, Status.NONAKTIF_PPU_KELUAR, Status.NONAKTIF_USIA,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """What a family applies for."""

    segment: int
    hospital_class: int
    payer: int | None
    payer_kind: int | None

    @property
    def bucket(self) -> str:
        return BUCKET_OF[self.segment]


def family_refused(
    applicants: Sequence[Applicant],
    terms: Terms,
    on: dt.date,
    *,
    covered: Sequence[Applicant] = (),
    on_card: OnCard = NOBODY,
    people_on_card: int | None = None,
) -> Refused | None:
    """The first rule that says no to these people on that day; None where all agree. `covered` are covered already.

    InputRefused where segment, class or payer are none of ours.
    """
    return (
        terms_refused(terms, on)
        or _whole_family_refused(applicants, terms, on, on_card, people_on_card)
        or _dependants_refused(applicants, terms, on, covered)
    )


def terms_refused(terms: Terms, on: dt.date) -> Refused | None:
    """Whether segment, class and payer go together."""
    if terms.segment not in SEGMENT_NAMES:
        raise refused_input("segment", Text("Segmen tidak dikenal.", "The segment is not known."), Text("Pilih salah satu dari 28 segmen.", "Choose one of the 28 segments."))  # fmt: skip
    if terms.hospital_class not in (1, 2, 3):
        raise refused_input("hospital_class", Text("Kelas rawat bukan 1, 2 atau 3.", "The hospital class is not 1, 2 or 3."), Text("Pilih 1, 2 atau 3.", "Choose 1, 2 or 3."))  # fmt: skip
    if terms.payer is not None and terms.payer_kind is None:
        raise refused_input("payer", Text("Pembayar ini tidak ada.", "There is no such payer."), Text("Daftarkan dulu pembayarnya.", "Register the payer first."))  # fmt: skip
    return _payer_refused(terms, on) or _class_refused(terms, on)


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which of two buckets comes first for one person; None where neither our sources nor we know."""

    stays: str | None
    article: str


def precedence(current: int, claimed: int, on: dt.date) -> Precedence:
    """Which segment stays when a second one claims a person (formula `double_cover`).

    Where that formula is silent, about self-payers and non-workers, formula `eligibility` decides: it says to
    which bucket someone belongs who is both. Neither of the two worker buckets comes before the other.
    """
    one, other = BUCKET_OF[current], BUCKET_OF[claimed]
    stays = value_of("double_cover", "stays", on, bucket=one, other_bucket=other)
    if isinstance(stays, str):
        return Precedence(stays, article_of("double_cover", "stays", on, bucket=one, other_bucket=other))
    if {one, other} <= set(Law.current()["precedence.equal"].words(on)):
        return Precedence(None, article_in_force("precedence.equal", on))
    both = {bucket: bucket in (one, other) for bucket in _EVIDENCE}
    first = value_of("eligibility", "bucket", on, **{_EVIDENCE[bucket]: its for bucket, its in both.items()})
    return Precedence(first if isinstance(first, str) and first in (one, other) else None, "")


#: What someone of a bucket is, as formula `eligibility` asks it.
_EVIDENCE = {
    "PPU_PN": "state_wage", "PPU_BU": "wage", "BP": "pensioner", "PBI_JK": "on_pbi_list",
    "PBPU_BP_PEMDA": "local_policy",
}  # fmt: skip


def _payer_refused(terms: Terms, on: dt.date) -> Refused | None:
    fitting = _PAYERS[terms.bucket]
    if self_paying(terms.segment, on):
        fitting = frozenset({None})
    if terms.payer_kind in fitting:
        return None
    names = ", ".join(sorted(_PAYER_NAMES[kind].id for kind in fitting))
    english = ", ".join(sorted(_PAYER_NAMES[kind].en for kind in fitting))
    return Refused(
        "payer.kind",
        Text(
            f"Pembayar ini tidak cocok untuk segmen {SEGMENT_NAMES[terms.segment]}.",
            f"This payer does not fit the segment {SEGMENT_NAMES[terms.segment]}.",
        ),
        Text(f"Pembayarnya: {names}.", f"Its payer: {english}."),
    )


#: Who may owe for a bucket (jkn.md 2.2).
_PAYERS: dict[str, frozenset[PayerKind | None]] = {
    "PBI_JK": frozenset({None, PayerKind.CENTRE}),
    "PBPU_BP_PEMDA": frozenset({PayerKind.REGION}),
    "PBPU": frozenset({None}),
    "PPU_PN": frozenset({PayerKind.CENTRE, PayerKind.REGION, PayerKind.EMPLOYER}),
    "PPU_BU": frozenset({PayerKind.EMPLOYER}),
    "BP": frozenset({None, PayerKind.CENTRE}),
}
_PAYER_NAMES = {
    None: Text("keluarga sendiri", "the family itself"),
    PayerKind.EMPLOYER: Text("pemberi kerja", "an employer"),
    PayerKind.REGION: Text("pemerintah daerah", "a local government"),
    PayerKind.CENTRE: Text("pemerintah pusat", "the central government"),
}


def _class_refused(terms: Terms, on: dt.date) -> Refused | None:
    parameter = {"PBI_JK": "entitlement.pbi_class", "PBPU_BP_PEMDA": "entitlement.pemda_class"}.get(
        terms.bucket
    )
    if parameter is None or Law.current().number(parameter, on) == terms.hospital_class:
        return None
    entitled = Law.current().number(parameter, on)
    return Refused(
        "class.entitled",
        Text(f"Segmen ini berhak kelas {entitled}.", f"This segment is entitled to class {entitled}."),
        Text(f"Tulis kelas {entitled}.", f"Write class {entitled}."),
        article_in_force(parameter, on),
    )


def _whole_family_refused(
    applicants: Sequence[Applicant], terms: Terms, on: dt.date, on_card: OnCard, people_on_card: int | None
) -> Refused | None:  # fmt: skip
    """Where the law wants the whole family: everyone on the family card is covered, or comes along."""
    if not wants_whole_family(terms.segment, on):
        return None
    article = article_in_force("enrolment.whole_family", on)
    if on_card.uncovered is not None:
        return Refused(
            "family.whole",
            Text(f"Orang nomor {on_card.uncovered} pada KK ini tidak tertanggung; peserta mandiri mendaftarkan sekeluarga.", f"Person {on_card.uncovered} on this family card is not covered; self-payers register the whole family."),
            Text("Pindahkan orang itu lebih dulu (move), lalu tambahkan yang lain ke keluarganya (add_to_family).", "Move that person first (move), then add the others to that family (add_to_family)."),
            article,
            on_card.uncovered,
        )  # fmt: skip
    missing = 0 if people_on_card is None else people_on_card - len(applicants) - on_card.people
    if missing <= 0:
        return None
    return Refused(
        "family.whole",
        Text(f"{missing} orang pada KK belum ikut; peserta mandiri mendaftarkan sekeluarga.", f"{missing} people on the family card are missing; self-payers register the whole family."),
        Text("Daftarkan semua orang pada KK.", "Register everyone on the family card."),
        article,
    )  # fmt: skip


@functools.lru_cache(maxsize=4096)
def wants_whole_family(segment: int, on: dt.date) -> bool:
    """Whether everybody on the family card has to come along."""
    return BUCKET_OF.get(segment) in Law.current()["enrolment.whole_family"].words(on)


def _dependants_refused(
    applicants: Sequence[Applicant], terms: Terms, on: dt.date, covered: Sequence[Applicant]
) -> Refused | None:
    position = sum(it.relation in DEPENDANTS for it in covered)
    for it in applicants:
        position += it.relation in DEPENDANTS
        given: dict[str, Value] = {
            "bucket": terms.bucket, "relation": int(it.relation), "birth_date": it.birth_date, "student": it.student,
            "married": it.married, "own_income": it.own_income, "position": position,
        }  # fmt: skip
        reason = value_of("dependant", "reason", on, **given)
        if isinstance(reason, str) and reason in _NOT_ENTITLED:
            why, remedy = _NOT_ENTITLED[reason]
            return Refused(
                "family.dependant", why, remedy, article_of("dependant", "reason", on, **given), it.person
            )
    return None


_OWN = Text("Daftarkan sebagai peserta tersendiri.", "Register them as a member of their own.")
_NOT_ENTITLED = {
    "OVER_AGE": (
        Text("Anak ini sudah lewat batas usia tanggungan pekerja.", "This child is over the age to which a worker covers it."),
        Text("Lampirkan surat sekolah (student), atau daftarkan tersendiri.", "Add the letter of the school (student), or register them on their own."),
    ),
    "MARRIED": (Text("Anak yang sudah menikah tidak ditanggung.", "A married child is not covered."), _OWN),
    "OWN_INCOME": (Text("Anak yang berpenghasilan sendiri tidak ditanggung.", "A child with an own income is not covered."), _OWN),
    "TOO_MANY": (
        Text("Tanggungan pekerja ini sudah penuh.", "This worker has as many dependants as the law covers."),
        Text("Daftarkan sebagai keluarga tambahan (PISA 5), iurannya dibayar pekerja.", "Register them as additional (PISA 5); the worker pays for them."),
    ),
}  # fmt: skip
