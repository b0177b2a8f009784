"""What debts lead to: late facts adjust the open month, a hospital stay is charged, arrears are paid in stages."""

from __future__ import annotations

import datetime as dt

from semesta.ledger.adjusting import adjust
from semesta.ledger.charges import charge
from semesta.ledger.instalments import Plan, plan_of, sign
from semesta.ledger.payments import post_payments
from semesta.register.refusing import Refused
from semesta.scenario.cast import Player, status_of
from semesta.scenario.mistakes import pays
from semesta.scenario.story import Story, decided

#: The cost of the initial diagnosis of the story's stay, rupiah.
DIAGNOSIS_RUPIAH = 4_000_000


def adjust_for_late_facts(story: Story, day: dt.date) -> None:
    """What is known now of months that were billed: the differences go into the open month."""
    story.begins("adjusted")
    by = decided("penagihan", "fakta yang terlambat", day)
    done = adjust(on=day, by=by)
    again = adjust(on=day, by=by)
    assert not again.lines, "what was adjusted is in the bills"
    story.tell(
        "adjusted", day, people=done.people, lines=done.lines, entries=done.entries,
        rupiah=sum((done.rupiah or {}).values()),
    )  # fmt: skip


def be_admitted(story: Story, player: Player) -> None:
    """Into hospital twelve days after the card was active again."""
    story.begins("charged")
    day = dt.date(2024, 9, 1)
    by = decided("rumah sakit", "rawat inap", day)
    done = charge(player.head, reference="RI-1", admitted_on=day, diagnosis_rupiah=DIAGNOSIS_RUPIAH, by=by)
    again = charge(player.head, reference="RI-1", admitted_on=day, diagnosis_rupiah=DIAGNOSIS_RUPIAH, by=by)
    assert again.already, "a stay is charged once"
    story.tell("charged", day, rupiah=done.charge_rupiah, months=done.months, article=done.article)


def pay_in_stages(story: Story, player: Player) -> None:
    """Three months are too few for REHAB, four are enough; the first stage is paid, the card stays asleep."""
    story.begins("rehab")
    early, day = dt.date(2024, 10, 15), dt.date(2024, 11, 5)
    refused = sign(player.family, on=early, by=decided("loket", "minta REHAB", early))
    assert isinstance(refused, Refused), refused
    plan = sign(player.family, on=day, stages=4, by=decided("loket", "minta REHAB lagi", day))
    assert isinstance(plan, Plan), plan
    post_payments([pays(player, "N1", plan.stages[0].amount_rupiah, day)], by=decided("bank", "tahap 1", day))
    left = plan_of(player.family, on=day)
    story.tell(
        "rehab", day, article=refused.article, months=plan.months, rupiah=plan.amount_rupiah, stages=len(plan.stages),
        left=left.left_rupiah, status=status_of(player.head),
    )  # fmt: skip
