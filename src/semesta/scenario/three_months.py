"""Three months of an invented province, from an edition to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from semesta.ledger.months import months_later
from semesta.scenario.handing_on import hand_on
from semesta.scenario.months import arrears, bill, pay
from semesta.scenario.opening import open_books
from semesta.scenario.province import MOMENT, Province
from semesta.scenario.story import Story


def play(province: Province, out: Path, *, on_step: Callable[[str], None] | None = None) -> Story:
    """Everything that happens, in an empty database; the same story on SQLite and on PostgreSQL.

    The next edition goes to `out/editions`.

    LawBroken at the first step after which a law of register or ledger does not hold.
    """
    story = Story(on_step)
    open_books(story, province)
    july = MOMENT.as_of
    for number in range(3):
        month = months_later(july, number)
        bill(story, month)
        pay(story, month, covered=90, suspended=4)
        arrears(story, month)
    hand_on(story, province, out)
    return story
