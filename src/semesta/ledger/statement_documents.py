"""A statement of account in words and tables, whatever it is then shown on: terminal, page or workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.ledger.account_of_party import PartyAccount
from semesta.ledger.family_statements import FamilyMonth, FamilyStatement
from semesta.ledger.payer_statements import PayerMonth, PayerStatement
from semesta.ledger.statement_grounds import StatementGround
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Column, Grid, Row, numbers, words
from semesta.reporting.personal import printable
from semesta.rules.law import Law

#: Months whose lines stand side by side.
MONTHS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Document:
    """What a statement says. `state`: good, due or bad, for the look of the leading sentence."""

    title: str
    whose: str
    when: str
    lead: str
    state: str
    facts: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]


def family_document(found: FamilyStatement, say: Speaker) -> Document:
    """What a family wants to know first: what to pay, by when; then month by month, payments, people, articles."""
    lead, state = _family_lead(found, say)
    facts = [(say("statement.fact.va"), found.virtual_account or formats.NO_FIGURE), *_account_facts(found.account, say)]  # fmt: skip
    if found.charges_rupiah:
        facts.append((say("statement.fact.charges"), _rp(found.charges_rupiah, say)))
    if found.plan:
        done = sum(stage.paid_rupiah >= stage.amount_rupiah for stage in found.plan.stages)
        text = say("statement.plan", left=formats.number(found.plan.left_rupiah, say.language), done=done, stages=len(found.plan.stages))  # fmt: skip
        facts.append((say("statement.fact.plan"), text))
    head = found.members[0].name if found.members else ""
    return Document(
        title=say("statement.family.title"),
        whose=printable(head),
        when=say("statement.on", date=formats.date(found.on, say.language)),
        lead=lead,
        state=state,
        facts=tuple(facts),
        grids=(
            _family_months(found, say),
            movements_grid(found.account, say),
            _members(found, say),
            grounds_grid(found.grounds, say),
        ),
        notes=tuple(_family_notes(found, say)),
    )


def payer_document(found: PayerStatement, say: Speaker) -> Document:
    """What a treasurer wants to know first: what is owed and since when; then months, lines, payments, articles."""
    kind = found.payer.kind.lower()
    facts = _account_facts(found.account, say)
    if kind == "employer":
        facts += [
            (say(f"statement.fact.{name}"), formats.number(n, say.language))
            for name, n in (("suspended", found.suspended), ("without_wage", found.without_wage))
        ]
    notes = [say("statement.note.opens")] if kind == "region" else []
    if kind == "region" and any(month.lines["withheld"] for month in found.months):
        notes.append(say("statement.note.withheld"))
    if any(month.corrected_rupiah for month in found.months):
        notes.append(say("statement.note.corrections"))
    if found.account.unpaid:
        notes.append(say("statement.note.holiday"))
    lead, state = _payer_lead(found, say)
    return Document(
        title=say(f"statement.{kind}.title"),
        whose=f"{printable(found.payer.name)} ({printable(found.payer.code)})",
        when=say("statement.on", date=formats.date(found.on, say.language)),
        lead=lead,
        state=state,
        facts=tuple(facts),
        grids=(
            _payer_months(found, say),
            *((lines_grid(found, say),) if found.months else ()),
            movements_grid(found.account, say),
            grounds_grid(found.grounds, say),
        ),
        notes=tuple(notes),
    )


def part_label(kind: str, part: str, say: Speaker) -> str:
    """What a line of a payer's bill is called."""
    return say(f"region_line.{part}" if kind == "REGION" else f"payer_line.{part}")


# --- the leading sentence -------------------------------------------------------------------------


def _family_lead(found: FamilyStatement, say: Speaker) -> tuple[str, str]:
    rupiah, va = formats.number(found.to_pay_rupiah, say.language), found.virtual_account
    oldest = found.oldest_unpaid
    waiting = next((member for member in found.members if member.status == "BELUM_AKTIF"), None)
    if waiting and not found.active:
        law = Law.current()
        first, last = (
            formats.date(waiting.since + dt.timedelta(law.number(f"first_payment.{name}_days", found.on)), say.language)
            for name in ("earliest", "latest")
        )  # fmt: skip
        key = "waiting" if oldest else "waiting_unbilled"
        return say(f"statement.lead.{key}", rupiah=rupiah, va=va, first=first, last=last), "due"
    if oldest is None:
        return _all_paid([month.month for month in found.months], say)
    if found.suspended:
        return say("statement.lead.suspended", rupiah=rupiah, va=va), "bad"
    month, due, dead = (
        formats.month(oldest.month, say.language),
        formats.date(oldest.due_on, say.language),
        formats.date(oldest.inactive_from, say.language),
    )
    said = {"rupiah": rupiah, "month": month, "due": due, "dead": dead}
    if found.on <= oldest.due_on:
        return say("statement.lead.stay", **said), "due"
    key, state = ("overdue", "due") if found.on < oldest.inactive_from else ("late", "bad")
    return say(f"statement.lead.{key}", **said), state


def _payer_lead(found: PayerStatement, say: Speaker) -> tuple[str, str]:
    unpaid = found.account.unpaid
    if not unpaid:
        return _all_paid([month.month for month in found.months], say)
    rupiah = formats.number(found.account.unpaid_rupiah, say.language)
    oldest = formats.month(unpaid[0].month, say.language)
    due = next((month.due_on for month in found.months if month.month == unpaid[0].month), None)
    state = "bad" if due and found.on > due else "due"
    return say("statement.lead.owes", rupiah=rupiah, n=len(unpaid), month=oldest), state


def _all_paid(months: Sequence[dt.date], say: Speaker) -> tuple[str, str]:
    if not months:
        return say("statement.lead.nothing"), "good"
    return say("statement.lead.paid", month=formats.month(months[-1], say.language)), "good"


def _account_facts(account: PartyAccount, say: Speaker) -> list[tuple[str, str]]:
    facts = [
        (say("statement.fact.owed"), _rp(account.owed_rupiah, say)),
        (say("statement.fact.paid"), _rp(account.moved_rupiah, say)),
        (say("statement.fact.open"), _rp(account.unpaid_rupiah, say)),
    ]
    if account.credit_rupiah:
        facts.append((say("statement.fact.credit"), _rp(account.credit_rupiah, say)))
    return facts


def _family_notes(found: FamilyStatement, say: Speaker) -> list[str]:
    notes = []
    month = found.on.replace(day=1)
    if found.billed_until is None or found.billed_until < month:
        notes.append(say("statement.note.unbilled", month=formats.month(month, say.language)))
    if found.adopted_on:
        notes.append(say("statement.note.adopted", date=formats.date(found.adopted_on, say.language)))
    if any(line.corrected_rupiah for line in found.months):
        notes.append(say("statement.note.corrections"))
    if found.to_reactivate and found.to_reactivate.beyond_rupiah and found.suspended:
        notes.append(say("statement.note.beyond", rupiah=formats.number(found.to_reactivate.beyond_rupiah, say.language)))  # fmt: skip
    return [*notes, *([say("statement.note.holiday")] if found.oldest_unpaid else [])]


# --- tables ---------------------------------------------------------------------------------------


def _family_months(found: FamilyStatement, say: Speaker) -> Grid:
    rows = [
        Row((
            Cell(formats.month(m.month, say.language)), *_amounts((m.people, m.billed_rupiah, m.corrected_rupiah, m.settled_rupiah, m.unpaid_rupiah), say), Cell(_when(m, say)),
        ))
        for m in found.months
    ]  # fmt: skip
    sums = tuple(sum(getattr(m, f"{name}_rupiah") for m in found.months) for name in ("billed", "corrected", "settled", "unpaid"))  # fmt: skip
    total = Row((Cell(say("statement.total")), Cell(""), *_amounts(sums, say), Cell("")))
    return Grid(say("statement.months"), _heads(say, "month", ("people", "billed", "corrected", "settled", "unpaid"), "when"), tuple(rows), total)  # fmt: skip


def _payer_months(found: PayerStatement, say: Speaker) -> Grid:
    rows = [
        Row((
            Cell(formats.month(m.month, say.language)), *_amounts((m.people, m.owed_rupiah - m.corrected_rupiah, m.corrected_rupiah, m.settled_rupiah, m.unpaid_rupiah), say), Cell(_when(m, say)),
        ))
        for m in found.months
    ]  # fmt: skip
    sums = (
        sum(m.owed_rupiah - m.corrected_rupiah for m in found.months),
        *(
            sum(getattr(m, f"{name}_rupiah") for m in found.months)
            for name in ("corrected", "settled", "unpaid")
        ),
    )
    total = Row((Cell(say("statement.total")), Cell(""), *_amounts(sums, say), Cell("")))
    return Grid(say("statement.months"), _heads(say, "month", ("people", "billed", "corrected", "settled", "unpaid"), "when"), tuple(rows), total)  # fmt: skip


def lines_grid(found: PayerStatement, say: Speaker, *, months: int = MONTHS_SHOWN) -> Grid:
    """One row a line, the last months side by side, then all months; the last row is what is owed."""
    shown = found.months[-months:]
    sides = [*((formats.month(m.month, say.language), [m]) for m in shown), (say("statement.all_months"), list(found.months))]  # fmt: skip
    rows = [
        Row((Cell(part_label(found.payer.kind, part, say)), *_amounts([sum(m.lines[part] for m in side) for _, side in sides], say)))
        for part in found.parts
    ]  # fmt: skip
    corrected = _amounts([sum(m.corrected_rupiah for m in side) for _, side in sides], say)
    rows.append(Row((Cell(say("statement.col.corrected")), *corrected)))
    owed = _amounts([sum(m.owed_rupiah for m in side) for _, side in sides], say)
    total = Row((Cell(say("statement.col.owed")), *owed))
    heads = (*words(say("statement.col.line")), *numbers(*(name for name, _ in sides)))
    return Grid(say("statement.lines"), heads, tuple(rows), total)


def movements_grid(account: PartyAccount, say: Speaker) -> Grid:
    """Payments, refunds and reversals by day; they add up to what was paid."""
    rows = [
        Row((
            Cell(f"{m.dated:%d-%m-%Y}"), Cell(say(f"statement.what.{m.kind}")), Cell(printable(m.bank)),
            Cell(printable(m.reference)), *_amounts((m.amount_rupiah,), say),
        ))
        for m in account.movements
    ]  # fmt: skip
    total = Row((Cell(say("statement.total")), Cell(""), Cell(""), Cell(""), *_amounts((account.moved_rupiah,), say)))  # fmt: skip
    heads = words(*(say(f"statement.col.{name}") for name in ("date", "what", "bank", "reference")))
    return Grid(say("statement.movements"), (*heads, *numbers(say("statement.col.rupiah"))), tuple(rows), total)  # fmt: skip


def grounds_grid(grounds: Sequence[StatementGround], say: Speaker) -> Grid:
    """Each value of the law that was used, with its article and how sure it is."""
    rows = [
        Row(tuple(Cell(text) for text in (g.title(say.language), g.value_words(say.language), g.cited(say.language), g.sureness(say.language))))
        for g in grounds
    ]  # fmt: skip
    names = ("rule", "value", "article", "sure")
    return Grid(
        say("statement.grounds"), words(*(say(f"statement.col.{name}") for name in names)), tuple(rows)
    )


def _members(found: FamilyStatement, say: Speaker) -> Grid:
    rows = [
        Row(tuple(Cell(printable(text)) for text in (
            m.name, m.nik, m.card, say(f"statement.relation.{m.relation}") if m.relation else "", str(m.hospital_class or ""),
            say.code("status", m.status), f"{m.since:%d-%m-%Y}",
        )))
        for m in found.members
    ]  # fmt: skip
    names = ("name", "nik", "card", "relation", "class", "status", "since")
    return Grid(
        say("statement.members"), words(*(say(f"statement.col.{name}") for name in names)), tuple(rows)
    )


def _when(month: FamilyMonth | PayerMonth, say: Speaker) -> str:
    if month.unpaid_rupiah:
        due = month.due_on
        return say("statement.due", date=f"{due:%d-%m-%Y}") if due else ""
    if month.settled_on:
        return say("statement.paid_on", date=f"{month.settled_on:%d-%m-%Y}")
    return say("statement.settled_by_correction")


def _heads(say: Speaker, first: str, amounts: Sequence[str], last: str) -> tuple[Column, ...]:
    return (
        *words(say(f"statement.col.{first}")),
        *numbers(*(say(f"statement.col.{name}") for name in amounts)),
        *words(say(f"statement.col.{last}")),
    )


def _amounts(values: Sequence[int], say: Speaker) -> tuple[Cell, ...]:
    return tuple(Cell(formats.number(value, say.language), order=value) for value in values)


def _rp(amount: int, say: Speaker) -> str:
    return f"Rp {formats.number(amount, say.language)}"
