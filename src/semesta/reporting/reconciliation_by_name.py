"""The sheets of a reconciliation by name: one for each certainty, with the evidence in words and columns to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from semesta.engine import Engine, literal
from semesta.findings.actions import FINDING_ACTIONS
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.evidence import evidence_words
from semesta.reporting.personal import card_end, masked_nik
from semesta.reporting.reconciliation_facts import CARDS, OF_THE_WHOLE, Facts
from semesta.reporting.reconciliation_meeting import Reconciliation
from semesta.reporting.reconciliation_page import kind_label, nik_note
from semesta.reporting.sheets import Book, SheetColumn, Value
from semesta.reporting.views.context import short_name
from semesta.tables import CERTAIN, FINDING_KINDS

_KIND_ORDER = f"list_position([{', '.join(map(literal, FINDING_KINDS))}], f.kind)"


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
