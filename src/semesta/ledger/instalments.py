"""REHAB: arrears of a family paid in stages. Cover begins again only when all is paid (jkn.md 3, formula `instalment`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows, writing
from semesta.faults import InputRefused, NotFound, Text
from semesta.ledger.allocation import allocation_of
from semesta.ledger.day_sql import month_of_sql
from semesta.ledger.months import as_date, month_of, months_later
from semesta.ledger.reactivation import Payer, ToReactivate, payers_of, to_reactivate
from semesta.ledger.vocabulary import Account, Party
from semesta.register.buckets import BUCKET_OF
from semesta.register.formulas import article_in_force
from semesta.register.recording import Decision, Recording, record
from semesta.register.refusing import Refused
from semesta.rules import FORMULAS, Law

PAID, BROKEN, WITHDRAWN = "paid", "broken", "withdrawn"
LAW = "instalment.stages"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: due within its month, and what of it is paid."""

    number: int
    month: dt.date
    amount_rupiah: int
    paid_rupiah: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and how far it is on a day. `outcome`: '' while it runs, else paid, broken, withdrawn.

    `late`: stages of earlier months that are not paid whole. Payments go to the oldest month, so what is left is
    what the family owes of the months before it signed.
    """

    id: int
    family: int
    signed_on: dt.date
    months: int
    amount_rupiah: int
    left_rupiah: int
    outcome: str
    stages: tuple[Stage, ...]
    on: dt.date
    article: str

    @property
    def late(self) -> tuple[Stage, ...]:
        now = month_of(self.on)
        return tuple(it for it in self.stages if it.month < now and it.paid_rupiah < it.amount_rupiah)


def sign(family: int, *, on: dt.date, by: Decision, stages: int | None = None) -> Plan | Refused:
    """Sign a family up on a day, for the stages asked for or the most; Refused by the limits of the programme.

    NotFound where nobody in the family pays for themselves.
    """
    with writing():
        owed = to_reactivate(family, on)
        refused = _refused(family, owed, stages)
        if refused is not None:
            return refused
        law = _formula(family, owed, stages)
        count = law["stages"]
        assert isinstance(count, int)
        each = owed.arrears_rupiah // count
        during = record("rehab", by)
        [number] = insert_rows("instalment", _COLUMNS, [(
            family, on, len(owed.arrears), owed.arrears_rupiah, count, each, owed.arrears_rupiah - each * (count - 1),
            allocation_of((Party.FAMILY, family), on=on).unpaid_rupiah, during.change, "",
        )], returning="id")  # fmt: skip
    return plan_of(family, on=on, plan=int(number))


def plan_of(family: int, *, on: dt.date, plan: int | None = None) -> Plan:
    """A family's plan, its latest if none is named, as it stands on a day. NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, signed_on, months, amount_rupiah, stages, first_stage_rupiah, last_stage_rupiah, outcome "
            "FROM instalment WHERE family_id = %s AND (id = %s OR %s) ORDER BY id DESC LIMIT 1",
            [family, plan or 0, plan is None],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound(
            place=str(family),
            reason=Text("Keluarga itu tidak punya cicilan.", "That family has no instalment plan."),
            remedy=Text("Daftarkan dengan `semesta ledger rehab sign`.", "Sign it up with `semesta ledger rehab sign`."),
        )  # fmt: skip
    number, signed, months, amount, count, each, last, outcome = row
    signed_on = as_date(signed)
    assert signed_on is not None
    left = _left(family, signed_on, on)
    return Plan(
        int(number), family, signed_on, int(months), int(amount), left, outcome,
        _stages(signed_on, [int(each)] * (int(count) - 1) + [int(last)], int(amount) - left), on,
        article_in_force(LAW, signed_on),
    )  # fmt: skip


def end(family: int, outcome: str, *, by: Decision) -> Plan:
    """End a running plan as broken or withdrawn; the debt stays. NotFound where none runs.

    When everything is paid a plan ends by itself.
    """
    if outcome not in (BROKEN, WITHDRAWN):
        raise InputRefused(
            place=outcome,
            reason=Text("Cicilan hanya diakhiri sebagai broken atau withdrawn.", "A plan is ended as broken or withdrawn only."),
            remedy=Text("Lunas dicatat dengan sendirinya saat dibayar.", "That it is paid is noted by itself."),
        )  # fmt: skip
    with writing():
        during = record("rehab", by)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE instalment SET ended_id = %s, outcome = %s WHERE family_id = %s AND ended_id IS NULL",
                [during.change, outcome, family],
            )
            if not cursor.rowcount:
                raise NotFound(
                    place=str(family),
                    reason=Text("Tidak ada cicilan yang berjalan.", "No plan is running."),
                    remedy=Text("Lihat `semesta ledger rehab status`.", "See `semesta ledger rehab status`."),
                )
    return plan_of(family, on=(by.at.date() if by.at else dt.date.today()))


def end_paid_plans(*, during: Recording, families: str) -> int:
    """End the running plans, among a SELECT of families, whose months are all paid; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE instalment SET ended_id = %s, outcome = '{PAID}' WHERE ended_id IS NULL AND family_id IN ({families}) "
            f"AND (SELECT coalesce(sum(p.amount_rupiah), 0) FROM posting p WHERE p.party_kind = {int(Party.FAMILY)} "
            f"AND p.party_id = instalment.family_id AND p.account = {int(Account.RECEIVABLE)} "
            f"AND (p.for_month IS NULL OR p.for_month < {month_of_sql('instalment.signed_on')})) <= 0",
            [during.change],
        )
        return int(cursor.rowcount)


def _refused(family: int, owed: ToReactivate, stages: int | None) -> Refused | None:
    """The first limit that stands in the way, else None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT signed_on FROM instalment WHERE family_id = %s AND ended_id IS NULL", [family])
        running = cursor.fetchone()
    if running:
        return _no("instalment.running", f"Keluarga ini sudah mencicil sejak {running[0]}.", f"This family has a plan since {running[0]}.", "Satu pendaftaran sekeluarga: lanjutkan yang ada.", "One registration a family: go on with that one.", owed.on)  # fmt: skip
    law = Law.current()
    least, most = (law.number(f"instalment.months_{name}", owed.on) for name in ("least", "most"))
    months = len(owed.arrears)
    if not least <= months <= most:
        return _no("instalment.months", f"Tunggakan {months} bulan; cicilan untuk {least} sampai {most} bulan.", f"{months} months are owed; instalments are for {least} to {most} months.", "Bayar sekaligus: lihat `semesta ledger reactivate-amount`.", "Pay at once: see `semesta ledger reactivate-amount`.", owed.on, "instalment.months_least")  # fmt: skip
    if stages is not None and not 1 <= stages <= law.number(LAW, owed.on):
        return _no("instalment.stages", f"Diminta {stages} tahap; paling banyak {law.number(LAW, owed.on)}.", f"{stages} stages are asked for; there are {law.number(LAW, owed.on)} at most.", "Pilih tahap yang lebih sedikit.", "Choose fewer stages.", owed.on)  # fmt: skip
    name = "instalment.signup_day_february" if owed.on.month == 2 else "instalment.signup_day"
    if owed.on.day > law.number(name, owed.on):
        return _no("instalment.day", f"Pendaftaran paling lambat tanggal {law.number(name, owed.on)}.", f"Signing up is until day {law.number(name, owed.on)} of the month.", "Daftar mulai tanggal 1 bulan depan.", "Sign up from the 1st of the next month.", owed.on, name)  # fmt: skip
    if not _formula(family, owed, stages)["allowed"]:
        return _no("instalment.allowed", "Menurut hukum keluarga ini tidak dapat mencicil.", "By law this family cannot pay by instalments.", "Periksa segmen dan riwayat pembayarannya.", "Look at segment and payments.", owed.on, "instalment.buckets")  # fmt: skip
    return None


def _formula(family: int, owed: ToReactivate, stages: int | None) -> dict[str, object]:
    """The law's answer, from the family's head-count and its oldest unpaid month."""
    payers: Sequence[Payer] = payers_of(family, owed.on)
    oldest = min((it.month for it in owed.months), default=owed.on)
    return dict(
        FORMULAS["instalment"].calculate(
            Law.current(),
            owed.on,
            {
                "bucket": BUCKET_OF[payers[0].segment],
                "hospital_class": payers[0].hospital_class or None,
                "oldest_unpaid": oldest,
                "persons": owed.persons,
                "stages": stages,
            },
        )
    )


def _left(family: int, signed_on: dt.date, on: dt.date) -> int:
    """What is owed on a day of the months of the plan: up to the ceiling before the one in which the family signed."""
    before = month_of(signed_on)
    first = months_later(before, -Law.current().number("arrears.ceiling_months", signed_on))
    found = allocation_of((Party.FAMILY, family), on=on)
    return sum(month.unpaid_rupiah for month in found.months if first <= month.month < before)


def _stages(signed_on: dt.date, amounts: list[int], paid: int) -> tuple[Stage, ...]:
    """One stage a month, the first in the month of signing: our sources are silent on the day."""
    stages = []
    for number, amount in enumerate(amounts):
        here = max(0, min(amount, paid))
        paid -= here
        stages.append(Stage(number + 1, months_later(month_of(signed_on), number), amount, here))
    return tuple(stages)


_COLUMNS = (
    "family_id", "signed_on", "months", "amount_rupiah", "stages", "first_stage_rupiah", "last_stage_rupiah",
    "owed_before_rupiah", "change_id", "outcome",
)  # fmt: skip


def _no(
    rule: str, why_id: str, why_en: str, do_id: str, do_en: str, on: dt.date, parameter: str = LAW
) -> Refused:
    return Refused(rule, Text(why_id, why_en), Text(do_id, do_en), article=article_in_force(parameter, on))
