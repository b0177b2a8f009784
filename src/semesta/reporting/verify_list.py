"""The list of what must be verified before it may become a mutation: questions, with places for the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from semesta.engine import Engine, literal
from semesta.manifest import Manifest
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.evidence import evidence_words
from semesta.reporting.mutation_rows import CHOSEN, MutationOrder, actions_of, local_findings
from semesta.reporting.personal import card_end, masked_nik
from semesta.reporting.sheets import Book, SheetColumn, Value
from semesta.reporting.views.context import short_name
from semesta.tables import CERTAIN, CERTAINTIES


def write_verify_list(
    path: Path, engine: Engine, manifest: Manifest, order: MutationOrder, say: Speaker
) -> int:
    """What would become a mutation if it proved true: asked, never said, with places to fill in the answer."""
    above = [
        ("", say("verify.title")),
        ("", say("verify.above")),
        (say("recon.month"), f"{formats.MONTHS[say.language][order.month.month - 1]} {order.month.year}"),
        (
            say("list.edition"),
            f"{manifest.name} · {say('list.as_of')} {formats.date(manifest.as_of, say.language)}",
        ),
        ("", say("recon.nik_masked")),
    ]
    places = dict(engine.rows("SELECT code, name FROM regions WHERE level IN ('province', 'regency')"))
    with Book(path, page_text=say("recon.page")) as book:
        rows = _verify_rows(engine, order, say, places)
        return book.add(say("verify.sheet"), above=above, columns=_verify_columns(say), rows=rows, tall=True)


def _verify_columns(say: Speaker) -> tuple[SheetColumn, ...]:
    answers = tuple(say(f"verify.answer.{answer}") for answer in ("true", "false", "unknown"))
    return (
        SheetColumn(say("recon.no"), 6),
        SheetColumn(say("recon.question"), 26),
        SheetColumn(say("recon.name"), 22),
        SheetColumn(say("recon.nik"), 18),
        SheetColumn(say("recon.birth"), 11),
        SheetColumn(say("recon.card"), 8),
        SheetColumn(say("list.address"), 20),
        SheetColumn(say("recon.village"), 20),
        SheetColumn(say("verify.sure"), 14),
        SheetColumn(say("recon.evidence"), 40),
        SheetColumn(say("recon.check"), 30),
        SheetColumn(say("verify.answer"), 14, answers, say("list.outcome_hint"), to_fill=True),
        SheetColumn(say("verify.document"), 18, to_fill=True),
        SheetColumn(say("list.officer"), 12, to_fill=True),
        SheetColumn(say("verify.on"), 12, to_fill=True, is_date=True),
    )


def verify_query(order: MutationOrder) -> str:
    """Findings of local cards that would become a mutation and are not in the file, a line for each."""
    chosen = ", ".join((actions_of("KURANG"), actions_of("UBAH")))
    sures = ", ".join(map(literal, CERTAINTIES))
    return f"""
        SELECT f.kind, f.name, coalesce(f.nik, m.nik_written) AS nik, m.birth_date, m.card, m.address, v.name AS village,
          d.name AS district, f.certainty, f.evidence
        FROM {local_findings(order)} f
        JOIN (SELECT member_id, nik_written, birth_date, card, address FROM members WHERE member_id IN (SELECT member_id FROM findings)) m USING (member_id)
        LEFT JOIN regions v ON v.code = f.village_code LEFT JOIN regions d ON d.code = v.parent
        WHERE f.action IN ({chosen}) AND f.member_id NOT IN (SELECT member_id FROM {CHOSEN} WHERE member_id IS NOT NULL AND kind = 'KURANG')
          AND (f.certainty <> {literal(CERTAIN)} OR f.action IN ({actions_of("UBAH")}) AND f.kind <> 'wrong_class')
        ORDER BY list_position([{sures}], f.certainty), f.village_code, f.name, f.finding_id"""


def _verify_rows(
    engine: Engine, order: MutationOrder, say: Speaker, places: dict[str, str]
) -> Iterator[Sequence[Value]]:
    number = 0
    for batch in engine.batches(verify_query(order), rows=20_000):
        lists = [column.to_pylist() for column in batch.columns]
        for line in zip(*lists, strict=True):
            number += 1
            yield (number, *_verify_line(say, line, places))


def _verify_line(say: Speaker, line: tuple[Any, ...], places: dict[str, str]) -> tuple[Value, ...]:
    kind, name, nik, birth, card, address, village, district, certainty, evidence = line
    return (
        say(f"recon.ask.{kind}"),
        name,
        masked_nik(nik),
        birth,
        card_end(card),
        address,
        f"{short_name(village)}, {short_name(district)}" if village and district else "",
        say(f"verify.sure.{certainty}"),
        evidence_words(evidence, say, places),
        say(f"recon.verify.{kind}"),
        *("",) * 4,
    )
