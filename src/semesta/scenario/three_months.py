"""Three months of an invented province, from an edition to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from semesta.ledger.vocabulary import Party
from semesta.scenario.at_the_bank import reconcile_insurer, reconcile_july, refund, resolve_parked, take_back
from semesta.scenario.cast import cast
from semesta.scenario.debts import adjust_for_late_facts, be_admitted, pay_in_stages
from semesta.scenario.handing_on import hand_on, look_back
from semesta.scenario.lives import be_born, die, find_a_job, hire, raise_wages
from semesta.scenario.mistakes import late, mistakes
from semesta.scenario.months import arrears, bill, close, pay
from semesta.scenario.newcomers import pay_first, register_families
from semesta.scenario.opening import open_books
from semesta.scenario.province import Province
from semesta.scenario.story import Story

JULY, AUGUST, SEPTEMBER, OCTOBER = (dt.date(2024, month, 1) for month in (7, 8, 9, 10))


def play(province: Province, out: Path, *, on_step: Callable[[str], None] | None = None) -> Story:
    """Everything that happens, in an empty database; the same story on SQLite and on PostgreSQL.

    The next edition goes to `out/editions`.

    LawBroken at the first step after which a law of register or ledger does not hold.
    """
    story = Story(on_step)
    open_books(story, province)
    players = cast(JULY)
    family = {part: (Party.FAMILY, player.family) for part, player in players.items()}
    steady = [family[part] for part in ("mover", "newborn", "late_death")]
    never = [family["never_pays"]]
    clumsy = [it for it in family.values() if it not in steady]

    employers = hire(story, out / "wages")
    slow = (Party.EMPLOYER, employers[1])
    bill(story, JULY)
    newcomers = register_families(story)
    mistakes(story, players)
    pay_first(story, newcomers)
    pay(story, JULY, covered=90, suspended=4, without=[*clumsy, slow], always=steady)
    arrears(story, JULY)

    bill(story, AUGUST)
    reconcile_july(story, players, out / "bank")
    close(story, JULY, AUGUST.replace(day=3))
    take_back(story, players["reversed"])
    reconcile_insurer(story, province.insurer_bill)
    be_born(story, players["newborn"])
    find_a_job(story, players["mover"], employers[0])
    resolve_parked(story, players["wrong_account"])
    late(story, players)
    pay(story, AUGUST, covered=92, suspended=3, without=clumsy, always=steady)
    arrears(story, AUGUST)

    bill(story, SEPTEMBER)
    be_admitted(story, players["late"])
    close(story, AUGUST, SEPTEMBER.replace(day=3))
    die(story, players["late_death"])
    raise_wages(story, out / "wages", employers[0])
    adjust_for_late_facts(story, SEPTEMBER.replace(day=6))
    refund(story, players["too_much"])
    pay(story, SEPTEMBER, covered=94, suspended=3, without=never, always=steady)
    arrears(story, SEPTEMBER)
    close(story, SEPTEMBER, OCTOBER)
    hand_on(story, province, out)

    bill(story, OCTOBER)
    pay(story, OCTOBER, covered=94, suspended=3, without=never, always=steady)
    arrears(story, OCTOBER)
    pay_in_stages(story, players["never_pays"])
    look_back(story, out)
    return story
