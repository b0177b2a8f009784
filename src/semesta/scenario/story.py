"""What happened in the scenario, step by step, with the laws of register and ledger checked after each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from semesta.database.laws import require_laws
from semesta.ledger.checking import check as check_ledger
from semesta.register.checking import check as check_register
from semesta.register.checking import require
from semesta.register.recording import Decision


@dataclass(frozen=True, slots=True)
class Happening:
    """One step: `key` names its sentence (texts `scenario.KEY`), `figures` fill it. The same on every database."""

    key: str
    day: dt.date
    figures: dict[str, int | str]
    laws: int  # that were checked after it, and hold


@dataclass
class Story:
    """What happened so far. `on_step` hears the key of each step as it begins."""

    on_step: Callable[[str], None] | None = None
    happened: list[Happening] = field(default_factory=list)

    def begins(self, key: str) -> None:
        """Say that a step begins."""
        if self.on_step:
            self.on_step(key)

    def tell(self, key: str, day: dt.date, **figures: int | str) -> None:
        """Keep what happened. LawBroken if a law of register or ledger does not hold after it."""
        register, ledger = check_register(), check_ledger()
        require(register)
        require_laws(ledger, place=key)
        self.happened.append(Happening(key, day, figures, len(register) + len(ledger)))


def decided(
    actor: str, reason: str, day: dt.date, *, article: str = "", document: str = "", hour: int = 12
) -> Decision:
    """A decision of a day of the story, at its noon unless said otherwise: the machine's clock plays no part."""
    at = dt.datetime.combine(day, dt.time(hour), dt.UTC)
    return Decision(actor, reason, article=article, document=document, at=at)
