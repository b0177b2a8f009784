"""What commands about one person share: naming a person, and ending where a rule says no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from semesta.cli.console import note, output
from semesta.cli.database_options import print_json
from semesta.cli.language import say
from semesta.faults import NotFound, SemestaError, Text

if TYPE_CHECKING:
    from semesta.register.refusing import Outcome, Refused

Person = Annotated[str, typer.Argument(metavar="PERSON", help="cli.register.person", show_default=False)]

People = Annotated[
    list[str], typer.Argument(metavar="PERSON...", help="cli.register.people", show_default=False)
]

_NIK_DIGITS = 16
_CARD_DIGITS = 13


class RefusedByRule(SemestaError):
    """A rule of law or of the register says no; nothing was changed."""

    exit_code = 9


def person_of(text: str) -> int:
    """The number of the person with this NIK, card or record number, also a former one. NotFound without."""
    from semesta.register.looking import standing_of, standing_of_person

    digits = text.strip()
    found = None
    if digits.isascii() and digits.isdigit():
        if len(digits) == _NIK_DIGITS:
            found = standing_of(nik=digits)
        elif len(digits) == _CARD_DIGITS:
            found = standing_of(card=digits)
        else:
            found = standing_of_person(int(digits))
    if found is None:
        raise NotFound(
            place="",  # never the number itself: it could be someone's NIK
            reason=Text("Tidak ada orang dengan nomor itu di register.", "There is nobody with that number in the register."),
            remedy=Text("Tulis NIK 16 angka, nomor kartu 13 angka, atau nomor catatan.", "Write a NIK of 16 digits, a card of 13 digits, or a record's number."),
        )  # fmt: skip
    return found.person


def people_of(texts: Sequence[str]) -> list[int]:
    """`person_of` of each."""
    return [person_of(text) for text in texts]


def tell(outcome: Outcome, *, as_json: bool) -> None:
    """What a service did. RefusedByRule where it refused anybody: what it did for the others stands, and is said."""
    if outcome.refused and outcome.done:
        note(say("cli.register.partly", n=len(outcome.done), change=outcome.change))
    stop_if_refused(outcome.refused)
    if as_json:
        print_json({"change": outcome.change, "done": outcome.done})
        return
    key = "cli.register.number.nothing" if outcome.change is None else "cli.register.done"
    output().print(say(key, change=outcome.change, n=len(outcome.done)), markup=False)


def stop_if_refused(refused: Sequence[Refused]) -> None:
    """RefusedByRule with the first refusal and how many more there are; nothing where there is none."""
    if not refused:
        return
    first, more = refused[0], len(refused) - 1
    article = f" ({first.article})" if first.article else ""
    raise RefusedByRule(
        place=f"#{first.person}" if first.person else "",
        reason=Text(
            f"{first.reason.id}{article}" + (f" Ditambah {more} penolakan lain." if more else ""),
            f"{first.reason.en}{article}" + (f" And {more} further refusals." if more else ""),
        ),
        remedy=first.remedy,
    )
