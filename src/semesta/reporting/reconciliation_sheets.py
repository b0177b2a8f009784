"""The sheets of a reconciliation that sum up: by region, differences of people and money, rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from semesta.engine import Engine, literal
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.evidence import evidence_words
from semesta.reporting.reconciliation_facts import OF_THE_WHOLE, Facts
from semesta.reporting.reconciliation_meeting import Reconciliation
from semesta.reporting.reconciliation_page import kind_label
from semesta.reporting.sheets import Book, SheetColumn, Value
from semesta.reporting.views.context import short_name
from semesta.tables import CERTAINTIES

# --- by region ------------------------------------------------------------------------------------


def write_regions(book: Book, say: Speaker, engine: Engine) -> None:
    """Regencies, each followed by its districts: cards and money for each certainty."""
    columns = [
        SheetColumn(say("recon.region.code"), 10),
        SheetColumn(say("recon.region.name"), 30),
        SheetColumn(say("recon.region.level"), 14),
    ]
    for sure in CERTAINTIES:
        label = say(f"recon.sheet.{sure}")
        columns += [
            SheetColumn(f"{label}: {say(f'recon.{what}')}", 14, is_money=True)
            for what in ("cards", "local", "centre", "member")
        ]
    above = [("", say("recon.sheet.regions")), ("", say("recon.region.above"))]
    rows = [_region(say, row) for row in engine.rows(_REGIONS)]
    book.add(say("recon.sheet.regions"), above=above, columns=columns, rows=rows, tall=True)


def _region(say: Speaker, row: tuple[Any, ...]) -> tuple[Value, ...]:
    code, name, level, *numbers = row
    if level == "whole":
        return ("", say("recon.region.whole"), "", *numbers)
    if not code:
        return ("", say("recon.region.unknown"), "", *numbers)
    return (code, short_name(name or code), say(f"recon.level.{level}"), *numbers)


_NUMBERS = ", ".join(
    f"count(*) FILTER (certainty = {literal(sure)}), "
    + ", ".join(
        f"coalesce(sum(rupiah_{payer}) FILTER (counted AND certainty = {literal(sure)}), 0)::BIGINT"
        for payer in ("local", "centre", "member")
    )
    for sure in CERTAINTIES
)
_REGIONS = f"""
    SELECT part.code, r.name, part.level, part.* EXCLUDE (code, level) FROM (
      SELECT f.village_code[1:5] AS code, 'regency' AS level, {_NUMBERS} FROM findings f WHERE NOT ({OF_THE_WHOLE}) GROUP BY ALL
      UNION ALL
      SELECT f.village_code[1:8], 'district', {_NUMBERS} FROM findings f WHERE f.village_code <> '' GROUP BY ALL
      UNION ALL
      SELECT '', 'whole', {_NUMBERS} FROM findings f WHERE {OF_THE_WHOLE} HAVING count(*) > 0
    ) part LEFT JOIN regions r ON r.code = part.code
    ORDER BY part.code = '', part.code[1:5], part.level <> 'regency', part.code, part.level"""


# --- differences and rates ------------------------------------------------------------------------


def write_differences(
    book: Book, say: Speaker, engine: Engine, meeting: Reconciliation, facts: Facts
) -> None:
    """Both sides, the findings of the bill as a whole, and what stands on the bill by the size of its amounts."""
    columns = (
        SheetColumn(say("recon.diff.what"), 46),
        SheetColumn(say("recon.diff.billed"), 18, is_money=True),
        SheetColumn(say("recon.diff.ours"), 18, is_money=True),
        SheetColumn(say("recon.diff.diff"), 18, is_money=True),
        SheetColumn(say("recon.diff.explained"), 60),
        SheetColumn(say("recon.note"), 30, to_fill=True),
    )
    rows = [
        *_both_sides(say, meeting),
        *_whole(say, engine, facts),
        *_lists(say, facts),
        *_amounts(say, engine, meeting, facts),
    ]
    above = [("", say("recon.sheet.differences")), ("", say("recon.diff.above"))]
    book.add(say("recon.sheet.differences"), above=above, columns=columns, rows=rows, tall=True)


def _both_sides(say: Speaker, meeting: Reconciliation) -> Iterator[Sequence[Value]]:
    bill, ours = meeting.bill, meeting.expected
    if bill is None:
        yield (say("recon.diff.people"), None, ours.people, None, ours.source, "")
        yield (say("recon.diff.rupiah"), None, ours.rupiah, None, ours.source, "")
        return
    for what, one, other in (
        (say("recon.diff.people"), bill.people, ours.people),
        (say("recon.diff.rupiah"), bill.rupiah, ours.rupiah),
    ):
        difference = one - other if one is not None and other is not None else None
        yield (what, one, other, difference, f"{bill.source} / {ours.source}", "")


def _whole(say: Speaker, engine: Engine, facts: Facts) -> Iterator[Sequence[Value]]:
    found = engine.rows(
        f"SELECT kind, payer_region, rupiah_local, evidence FROM findings f WHERE {OF_THE_WHOLE} ORDER BY finding_id"
    )
    for kind, payer, rupiah, evidence in found:
        what = f"{kind_label(kind, say)} ({short_name(facts.places.get(payer, payer))})"
        yield (what, None, None, rupiah, evidence_words(evidence, say, facts.places), "")


def _lists(say: Speaker, facts: Facts) -> Iterator[Sequence[Value]]:
    """How many stand on one list only; their names are on the sheets by name."""
    for kind, label in (
        ("billed_not_member", say("recon.diff.on_list_only")),
        ("billed_twice", say("recon.diff.twice")),
        ("active_not_billed", say("recon.diff.missing")),
    ):
        count = facts.of_kind(kind).findings
        if count:
            sheet = ", ".join(
                say(f"recon.sheet.{sure}") for sure in CERTAINTIES if (kind, sure) in facts.sums
            )
            sign = -1 if kind == "active_not_billed" else 1
            yield (label, None, None, sign * count, say("recon.diff.see", sheet=sheet), "")


def _amounts(
    say: Speaker, engine: Engine, meeting: Reconciliation, facts: Facts
) -> Iterator[Sequence[Value]]:
    """The bill's rows by amount, against rows x the local government's rate; and what could not be read."""
    if facts.has_bill:
        rate = local_rate_rupiah(meeting)
        by_amount = engine.rows(
            "SELECT amount_rupiah, count(*) FROM bill GROUP BY ALL ORDER BY count(*) DESC, amount_rupiah"
        )
        for amount, rows in by_amount[:_AMOUNTS_AT_MOST]:
            yield _amount(say, amount, rows, rate)
    if facts.has_bill_rejects:
        refused = engine.count("bill_rejects", "scope = 'row'")
        if refused:
            yield (say("recon.diff.refused"), refused, None, None, say("recon.diff.refused_why"), "")


#: A bill has a handful of amounts; one with more than this is not read by eye.
_AMOUNTS_AT_MOST = 200


def _amount(say: Speaker, amount: int | None, rows: int, rate: int | None) -> tuple[Value, ...]:
    shown = formats.number(rows, say.language)
    ours = rows * rate if rate is not None else None
    if amount is None:
        return (say("recon.diff.rows_without_amount", rows=shown), None, ours, None, "", "")
    what = say("recon.diff.rows_of_amount", rows=shown, amount=formats.number(amount, say.language))
    if rate is None:
        return (what, rows * amount, None, None, "", "")
    remark = (
        say("recon.diff.at_rate")
        if amount == rate
        else say("recon.diff.not_rate", rate=formats.number(rate, say.language))
    )
    return (what, rows * amount, ours, rows * (amount - rate), remark, "")


#: Of the rates, what the local government pays for one person.
_OWN = ("pemda.contribution", "pemda.assistance_local")


def local_rate_rupiah(meeting: Reconciliation) -> int | None:
    """What the local government pays for one person and month; None where the rates were not given."""
    own = [rate.amount_rupiah for rate in meeting.rates if rate.name in _OWN]
    return sum(own) if len(own) == len(_OWN) else None


def write_rates(book: Book, say: Speaker, meeting: Reconciliation) -> None:
    """The rates with their article, and how sure each is."""
    columns = (
        SheetColumn(say("recon.rates.title"), 48),
        SheetColumn(say("recon.rates.amount"), 16, is_money=True),
        SheetColumn(say("recon.rates.regulation"), 52),
        SheetColumn(say("recon.rates.article"), 24),
        SheetColumn(say("recon.rates.from"), 14),
        SheetColumn(say("recon.rates.verified"), 34),
        SheetColumn(say("recon.note"), 24, to_fill=True),
    )
    rows = [
        (
            rate.title,
            rate.amount_rupiah,
            rate.regulation,
            rate.article,
            rate.valid_from,
            say(f"recon.verified.{rate.verified}"),
            "",
        )
        for rate in meeting.rates
    ]
    above = [("", say("recon.sheet.rates")), ("", say("recon.rates.above"))]
    book.add(say("recon.sheet.rates"), above=above, columns=columns, rows=rows, tall=True)
