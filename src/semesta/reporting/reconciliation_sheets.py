"""The further sheets of a reconciliation: findings by name, by region, differences of people and money, rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from semesta.engine import Engine, literal
from semesta.findings.actions import FINDING_ACTIONS
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.evidence import evidence_words
from semesta.reporting.personal import card_end, masked_nik
from semesta.reporting.reconciliation_facts import CARDS, OF_THE_WHOLE, Facts
from semesta.reporting.reconciliation_page import kind_label, nik_note
from semesta.reporting.sheets import Book, SheetColumn, Value
from semesta.reporting.views.context import short_name
from semesta.tables import CERTAIN, CERTAINTIES, FINDING_KINDS

if TYPE_CHECKING:
    from semesta.reporting.reconciliation import Reconciliation

_KIND_ORDER = f"list_position([{', '.join(map(literal, FINDING_KINDS))}], f.kind)"


# --- by name --------------------------------------------------------------------------------------


def write_by_name(
    book: Book, say: Speaker, engine: Engine, meeting: Reconciliation, facts: Facts, certainty: str
) -> int:
    """One sheet of findings of one certainty, in the order of payer, kind and village; returns how many."""
    language = say.language
    total = facts.of(certainty)
    sums = say(
        "recon.above.sums",
        n=formats.number(total.findings, language),
        counted=formats.number(total.counted, language),
        local=formats.number(total.local, language),
        centre=formats.number(total.centre, language),
        member=formats.number(total.member, language),
    )
    above = [
        ("", say(f"recon.sheet.{certainty}")),
        ("", say(f"recon.above.{certainty}")),
        ("", sums),
        ("", nik_note(say, meeting)),
    ]
    columns = _columns(say, facts, meeting, sure=certainty == CERTAIN)
    rows = _rows(say, engine, meeting, facts, certainty)
    return book.add(say(f"recon.sheet.{certainty}"), above=above, columns=columns, rows=rows, tall=True)


def _columns(say: Speaker, facts: Facts, meeting: Reconciliation, *, sure: bool) -> tuple[SheetColumn, ...]:
    """Narrow enough for a printed A4 page: the bill's row and the payer only where they tell lines apart."""
    answers = (say("recon.yes"), say("recon.no_answer"))
    back = "recon.back_to" if sure else "recon.back_to_if"
    row = (SheetColumn(say("recon.bill_row"), 7),) if facts.has_bill else ()
    payer = () if meeting.payer_code else (SheetColumn(say("recon.payer"), 12),)
    return (
        SheetColumn(say("recon.no"), 6),
        SheetColumn(say("recon.finding" if sure else "recon.question"), 22),
        SheetColumn(say("recon.name"), 21),
        SheetColumn(say("recon.nik"), 18),
        SheetColumn(say("recon.birth"), 11),
        SheetColumn(say("recon.card"), 14 if meeting.full_nik_reason else 7),
        *row,
        SheetColumn(say("recon.village"), 18),
        *payer,
        SheetColumn(say("recon.segment"), 9),
        SheetColumn(say("recon.evidence"), 38),
        SheetColumn(say("recon.months"), 6),
        *(SheetColumn(f"{say(back)} {say(f'recon.to.{whose}')} (Rp)", 11, is_money=True) for whose in _WHOSE),
        SheetColumn(say("recon.counted"), 9),
        SheetColumn(say("recon.action" if sure else "recon.check"), 28),
        SheetColumn(
            say("recon.agreed" if sure else "recon.proven"),
            10,
            answers,
            say("recon.agreed_hint"),
            to_fill=True,
        ),
        SheetColumn(say("recon.note"), 16, to_fill=True),
        SheetColumn(say("recon.decided_by"), 11, to_fill=True),
    )


_WHOSE = ("local", "centre", "member")


def _query(facts: Facts, certainty: str) -> str:
    """What a line needs of the tables: the finding, its card (of the file, or of the bill), its village."""
    bill = "bill" if facts.has_bill else "(SELECT NULL::BIGINT AS card, NULL::DATE AS birth_date WHERE false)"
    row = "b.rowid + 1" if facts.has_bill else "NULL"
    return f"""
        SELECT f.kind, f.name, coalesce(f.nik, m.nik_written) AS nik, coalesce(m.birth_date, b.birth_date) AS birth,
          coalesce(m.card, lpad(b.card::VARCHAR, 13, '0')) AS card, f.bill_row, v.name AS village, d.name AS district,
          f.payer_region, f.bucket, f.evidence, f.months, f.rupiah_local, f.rupiah_centre, f.rupiah_member, f.counted, f.action, o.card AS other
        FROM findings f LEFT JOIN {CARDS} m ON m.member_id = f.member_id
        LEFT JOIN {CARDS} o ON o.member_id = f.other_member_id LEFT JOIN {bill} b ON {row} = f.bill_row
        LEFT JOIN regions v ON v.code = f.village_code LEFT JOIN regions d ON d.code = v.parent
        WHERE f.certainty = {literal(certainty)} AND NOT ({OF_THE_WHOLE})
        ORDER BY f.payer_region, {_KIND_ORDER}, f.village_code, f.finding_id"""


def _rows(
    say: Speaker, engine: Engine, meeting: Reconciliation, facts: Facts, certainty: str
) -> Iterator[Sequence[Value]]:
    number, sure = 0, certainty == CERTAIN
    for batch in engine.batches(_query(facts, certainty), rows=20_000):
        lists = [column.to_pylist() for column in batch.columns]
        for line in zip(*lists, strict=True):
            number += 1
            yield (number, *_line(say, line, meeting, facts, sure=sure))


def _line(
    say: Speaker, line: tuple[Any, ...], meeting: Reconciliation, facts: Facts, *, sure: bool
) -> Iterator[Value]:
    kind, name, nik, birth, card, bill_row, village, district, payer, bucket, evidence, months, *rest = line
    *money, counted, action, other = rest
    masked = not meeting.full_nik_reason
    yield from (kind_label(kind, say) if sure else say(f"recon.ask.{kind}"), name)
    yield from (masked_nik(nik) if masked else nik, birth, card_end(card) if masked else card)
    if facts.has_bill:
        yield bill_row
    yield f"{short_name(village)}, {short_name(district)}" if village and district else ""
    if not meeting.payer_code:
        yield short_name(facts.places.get(payer, payer))
    yield say.code("recon.bucket", bucket) if bucket else ""
    words = [evidence_words(evidence, say, facts.places)]
    if other:
        words.append(say("evidence.other_number", value=card_end(other) if masked else other))
    yield "; ".join(filter(None, words))
    yield from (months, *money)
    yield say("recon.yes") if counted else say("recon.not_counted") if any(money) else ""
    yield _action(say, action) if sure else say(f"recon.verify.{kind}")
    yield from ("", "", "")


def _action(say: Speaker, code: str) -> str:
    return FINDING_ACTIONS[code].text.say(say.language) if code in FINDING_ACTIONS else code


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
            sheet = say("recon.sheet.certain")
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
