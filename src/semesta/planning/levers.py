"""What a local government can do: each lever with whom it reaches, what it changes and who pays afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from semesta.faults import Text

#: Lines of the local government's money: the five of its liability (jkn.md 4.5), and what the work itself costs.
LINES: tuple[str, ...] = (
    "contribution",  # 35,000 for a locally paid member
    "assistance",  # 2,800 for a locally paid member
    "assistance_self_paying",  # 2,800 for an active self-paying member of class III
    "employer_civil_servants",  # 4% for the region's civil servants and contract staff
    "employer_village_staff",  # 4% for village heads and staff
)
HANDLING = "handling"

#: Who pays for a person afterwards, as far as the local government is concerned.
Payer = Literal["others", "assistance", "local"]
#: The law's parameters that a payer class costs a person and month, by line.
COST_PARAMETERS: dict[str, dict[str, str]] = {
    "others": {},
    "assistance": {"assistance_self_paying": "pbpu.class_3.local"},
    "local": {"contribution": "pemda.contribution", "assistance": "pemda.assistance_local"},
}

#: Where a lever's people come from: residents left out, findings of the bill, people who are paid for locally.
Source = Literal["ways", "findings", "paid"]


@dataclass(frozen=True, slots=True)
class Lever:
    """One lever; `ways` are those of tables.WAYS that it serves."""

    name: str
    title: Text
    source: Source
    ways: tuple[str, ...] = ()

    @property
    def saves(self) -> bool:
        """Whether it ends a payment instead of beginning one."""
        return self.source != "ways"


TAKE_OVER, REMOVE, MOVE = "take_over", "remove_findings", "move_to_central"

#: In the order in which people are chosen by name: what saves, then the order of the law's precedence.
LEVERS: dict[str, Lever] = {
    lever.name: lever
    for lever in (
        Lever(REMOVE, Text("Bersihkan temuan dari tagihan", "Remove findings from the bill"), "findings"),
        Lever(MOVE, Text("Pindahkan yang miskin dari Pemda ke PBI JK", "Move the poor from local payment to the central subsidy"), "paid"),
        Lever("verify_first", Text("Periksa dulu: mungkin sudah punya kartu", "Verify first: may hold a card"), "ways", ("verify_first",)),
        Lever("newborn_of_member", Text("Daftarkan bayi ke segmen orang tuanya", "Enrol newborns with their parents"), "ways", ("newborn_of_member",)),
        Lever("roster_employer", Text("Tagih pemberi kerja menurut daftar pegawai", "Enforce employers with a roster"), "ways", ("roster_employer",)),
        Lever("family_of_worker", Text("Daftarkan keluarga pekerja", "Enrol families of workers"), "ways", ("family_of_worker",)),
        Lever("employer_to_ask", Text("Tanyai pemberi kerja menurut pekerjaan", "Ask employers by occupation"), "ways", ("employer_to_ask",)),
        Lever("central_subsidy", Text("Usulkan yang miskin ke PBI JK", "Propose the poor for the central subsidy"), "ways", ("central_subsidy",)),
        Lever("settle_arrears", Text("Lunasi tunggakan", "Settle arrears"), "ways", ("settle_arrears",)),
        Lever("instalments", Text("Cicil tunggakan (REHAB)", "Arrears by instalments (REHAB)"), "ways", ("settle_arrears",)),
        Lever("own_means", Text("Daftar mandiri", "Enrol by own means"), "ways", ("own_means",)),
        Lever(TAKE_OVER, Text("Dibayar Pemda", "Take over by the local government"), "ways"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effect:
    """What one success changes in the counts of its region; `place` is a place in the quota of locally paid people."""

    cards: int = 0
    cards_active: int = 0
    enrolled: int = 0
    active: int = 0
    place: int = 0


def effect_on_left_out(coverage: str, payer: Payer) -> Effect:
    """A resident who was inactive keeps the card and becomes active; one without a card gets both."""
    new = 1 if coverage == "not_enrolled" else 0
    return Effect(cards=new, cards_active=1, enrolled=new, active=1, place=1 if payer == "local" else 0)


#: Findings whose proof takes the card out of the insurer's file, and with it out of the published counts.
CARD_ENDS: frozenset[str] = frozenset(
    {"dead", "same_nik", "two_cards", "two_segments", "moved_away", "lives_elsewhere", "not_in_register"}
)
#: Findings whose proof says that the person is no resident here any more, or loses the only card.
PERSON_ENDS: frozenset[str] = frozenset({"dead", "moved_away", "lives_elsewhere"})


def effect_of_removal(*, card_ends: bool, was_active: bool, person_ends: bool, payer: Payer) -> Effect:
    """What proving a finding changes: money is saved, and the published counts fall with the card."""
    card, person = (-1 if card_ends else 0), (-1 if person_ends else 0)
    return Effect(
        cards=card,
        cards_active=card if was_active else 0,
        enrolled=person,
        active=person if was_active else 0,
        place=-1 if payer == "local" else 0,
    )
