"""The mutation file (add, remove, change) from a template that an office can replace by the insurer's own form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from semesta.engine import Engine, literal
from semesta.faults import InputRefused, Language, Text
from semesta.manifest import Manifest
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.evidence import evidence_words
from semesta.reporting.form_filling import Filling, fill_form
from semesta.reporting.mutation_fields import FORM_FIELDS, KINDS, Kind
from semesta.reporting.mutation_rows import (
    CHOSEN,
    MutationOrder,
    actions_of,
    choose,
    form_query,
    local_findings,
    take_people,
)
from semesta.reporting.mutation_template import Form, open_form
from semesta.reporting.personal import card_end, masked_nik
from semesta.reporting.sheets import Book, SheetColumn, Value
from semesta.reporting.views.context import short_name
from semesta.tables import CERTAIN, CERTAINTIES

__all__ = ["MutationOrder", "MutationsWritten", "check_template", "write_mutations"]


@dataclass(frozen=True, slots=True)
class MutationsWritten:
    """How many rows of each kind went into the form, and how many findings go to the list to verify instead."""

    added: int
    removed: int
    changed: int
    to_verify: int


def check_template(template: Path | None) -> None:
    """InputRefused, with place and remedy, where a template cannot be used; None is the shipped one."""
    open_form(template)


def write_mutations(
    path: Path,
    engine: Engine,
    *,
    manifest: Manifest,
    order: MutationOrder,
    template: Path | None = None,
    verify_list: Path | None = None,
    language: Language = "id",
) -> MutationsWritten:
    """Fill the template with what is certain, and write the rest to `verify_list` (default: beside it).

    KURANG: certain findings whose action ends a local payment. UBAH: what the register has otherwise than an
    exactly linked card. TAMBAH, if asked for: residents whose way in is the local government, within the quota.
    What is probable or to be checked never goes into the file. The engine has the edition's tables as views and
    tables or views `findings` and `ways_in` (tables.FINDINGS, tables.WAYS_IN). InputRefused for a template that
    cannot be used or has no place for a kind of which there are rows; MachineFailed when a file cannot be written.
    """
    form = open_form(template)
    choose(engine, order)
    take_people(engine)
    _take_words(engine, Speaker(language))
    counts = {kind: engine.count(CHOSEN, f"kind = {literal(kind)}") for kind in KINDS}
    _require_places(form, counts)
    fill_form(engine, form, _fillings(engine, form, manifest, order, counts, language), path)
    beside = verify_list or path.with_name(f"{path.stem}-perlu-diperiksa.xlsx")
    to_verify = _write_verify_list(beside, engine, manifest, order, Speaker(language))
    engine.drop(CHOSEN, "quick.mutation_cards", "quick.mutation_people", "quick.mutation_words")
    return MutationsWritten(counts["TAMBAH"], counts["KURANG"], counts["UBAH"], to_verify)


def _take_words(engine: Engine, say: Speaker) -> None:
    """`quick.mutation_words` (evidence, words): few texts stand behind many rows."""
    places = dict(engine.rows("SELECT code, name FROM regions WHERE level IN ('province', 'regency')"))
    codes = [str(code) for (code,) in engine.rows(f"SELECT DISTINCT evidence FROM {CHOSEN} ORDER BY 1")]
    words = [evidence_words(code, say, places) for code in codes]
    engine.take(
        "quick.mutation_words",
        pa.table({"evidence": pa.array(codes, pa.string()), "words": pa.array(words, pa.string())}),
    )


def _require_places(form: Form, counts: dict[Kind, int]) -> None:
    """Every kind that has rows has a sheet: no row is dropped silently."""
    for kind, count in counts.items():
        if count and not any(sheet.holds(kind) for sheet in form.sheets):
            raise InputRefused(
                place=str(form.path),
                reason=Text(f"Formulir ini tidak punya tempat untuk {count} baris {kind}.", f"This form has no place for {count} rows of {kind}."),
                remedy=Text(f"Tambahkan lembar bernama {kind} dengan baris isiannya, atau kolom {{jenis}} di lembar yang ada.", f"Add a sheet named {kind} with a row of placeholders, or a column {{jenis}} to the sheet that is there."),
            )  # fmt: skip


def _fillings(
    engine: Engine,
    form: Form,
    manifest: Manifest,
    order: MutationOrder,
    counts: dict[Kind, int],
    language: Language,
) -> list[Filling]:
    made = []
    values = _form_values(engine, manifest, order, counts, language)
    for sheet in form.sheets:
        kinds = tuple(kind for kind in KINDS if sheet.holds(kind))
        rows = sum(counts[kind] for kind in kinds)
        own = values | {"jumlah": formats.number(rows, language)}
        made.append(Filling(sheet, form_query(order, manifest.name, kinds, own), rows, own))
    return made


def _form_values(
    engine: Engine, manifest: Manifest, order: MutationOrder, counts: dict[Kind, int], language: Language
) -> dict[str, str]:
    """What the form's own placeholders say."""
    found = engine.rows("SELECT name FROM regions WHERE code = ?", [order.payer_region or manifest.region])
    values = {
        "pemda": str(found[0][0]) if found else order.payer_region or manifest.region,
        "bulan": f"{formats.MONTHS[language][order.month.month - 1]} {order.month.year}",
        "edisi": manifest.name,
        "tanggal_data": formats.date(manifest.as_of, language),
        "jumlah": "",
        **{f"jumlah_{kind.lower()}": formats.number(counts[kind], language) for kind in KINDS},
    }
    assert set(values) == set(FORM_FIELDS)
    return values


# --- the list to verify ---------------------------------------------------------------------------


def _write_verify_list(
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
