"""Ten families and their mistakes: a wrong account, paid twice, too much, too late, too little."""

from __future__ import annotations

import datetime as dt

from semesta.ledger.payments import BankPayment, Outcome, post_payments
from semesta.ledger.vocabulary import Party
from semesta.scenario.cast import Player, status_of
from semesta.scenario.months import owed_by
from semesta.scenario.opening import BANK
from semesta.scenario.story import Story, decided

SHORT_RUPIAH = 10_000


def mistakes(story: Story, players: dict[str, Player]) -> None:
    """July: six families pay, none of them right."""
    story.begins("mistakes")
    month = dt.date(2024, 7, 1)
    owed = {part: owed_by((Party.FAMILY, player.family)) for part, player in players.items()}
    wrong = players["wrong_account"]
    payments = [
        BankPayment(BANK, "J1", wrong_account(wrong), owed["wrong_account"], month.replace(day=5)),
        pays(players["twice"], "J2", owed["twice"], month.replace(day=3)),
        pays(players["twice"], "J3", owed["twice"], month.replace(day=4)),
        pays(players["too_much"], "J4", 4 * owed["too_much"], month.replace(day=6)),
        pays(players["short"], "J5", owed["short"] - SHORT_RUPIAH, month.replace(day=7)),
        pays(players["reversed"], "J6", owed["reversed"], month.replace(day=9)),
    ]
    told = [
        *payments,
        payments[0],
        pays(players["reversed"], "J6", owed["reversed"] + 1, month.replace(day=9)),
    ]
    posted = post_payments(told, by=decided("bank", "pembayaran Juli, dengan salah", month.replace(day=10)))
    outcomes = posted.outcomes
    story.tell(
        "mistakes", month.replace(day=10), posted=outcomes[Outcome.POSTED], parked=outcomes[Outcome.PARKED],
        again=outcomes[Outcome.ALREADY_POSTED], refused=outcomes[Outcome.REFUSED],
        credit=-sum(min(owed_by((Party.FAMILY, players[part].family)), 0) for part in ("twice", "too_much")),
    )  # fmt: skip


def late(story: Story, players: dict[str, Player]) -> None:
    """August: who paid too little or nothing was suspended; both pay all they owe, and are covered from that day."""
    story.begins("late")
    before = {part: status_of(players[part].head) for part in ("late", "short")}
    payments = [
        pays(players["short"], "A1", owed_by((Party.FAMILY, players["short"].family)), dt.date(2024, 8, 12)),
        pays(players["late"], "A2", owed_by((Party.FAMILY, players["late"].family)), dt.date(2024, 8, 20)),
    ]
    posted = post_payments(payments, by=decided("bank", "terlambat", dt.date(2024, 8, 20)))
    after = {part: status_of(players[part].head) for part in ("late", "short")}
    story.tell(
        "late", dt.date(2024, 8, 20), rupiah=sum(it.amount_rupiah for it in payments),
        reactivated=posted.followed.reactivated, before=before["late"], after=after["late"],
    )  # fmt: skip


def pays(player: Player, reference: str, rupiah: int, day: dt.date) -> BankPayment:
    return BankPayment(BANK, reference, player.account, rupiah, day)


def wrong_account(player: Player) -> str:
    """A number of the right form that no card has."""
    return f"88888{99_000_000_000 + player.card % 1_000_000_000}"
