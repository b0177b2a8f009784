"""Whose account a command is about: a virtual account, a payer's code, or any number of a person of the family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from semesta.cli.language import current
from semesta.cli.register_person import person_of
from semesta.faults import InputRefused, NotFound, Text
from semesta.reporting import formats

if TYPE_CHECKING:
    from semesta.ledger.booking import PartyOf

PartyText = Annotated[str, typer.Argument(metavar="PARTY", help="cli.ledger.party", show_default=False)]
FamilyText = Annotated[str, typer.Argument(metavar="FAMILY", help="cli.ledger.family", show_default=False)]
Month = Annotated[
    str, typer.Option("--month", metavar="YYYY-MM", help="cli.ledger.month", show_default=False)
]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="cli.ledger.on", show_default=False)]


def party_argument(text: str) -> PartyOf:
    """The party; NotFound where nobody has the number."""
    from semesta.ledger.parties import party_of
    from semesta.ledger.vocabulary import Party

    try:
        return party_of(text)
    except NotFound as nobody:
        try:
            return Party.FAMILY, _family(person_of(text))
        except NotFound:
            raise nobody from None


def family_argument(text: str) -> int:
    """The family; InputRefused for an employer, a region or the centre."""
    from semesta.ledger.vocabulary import Party

    kind, number = party_argument(text)
    if kind is not Party.FAMILY:
        raise InputRefused(
            place=text,
            reason=Text("Itu bukan keluarga.", "That is no family."),
            remedy=Text("Beri nomor VA, kartu atau NIK seorang anggota keluarga.", "Give a virtual account, or a card or NIK of someone in the family."),
        )  # fmt: skip
    return number


def rupiah(amount: int) -> str:
    """Rp 1.234.567 in the language of the session."""
    return f"Rp {formats.number(amount, current())}"


def _family(person: int) -> int:
    from semesta.register.looking import standing_of_person

    standing = standing_of_person(person)
    assert standing is not None and standing.family is not None
    return standing.family
