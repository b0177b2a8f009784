"""The mutation file (add, remove, change) from a template that an office can replace by the insurer's own form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
    choose,
    form_query,
    take_people,
)
from semesta.reporting.mutation_template import Form, open_form
from semesta.reporting.verify_list import write_verify_list

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
    to_verify = write_verify_list(beside, engine, manifest, order, Speaker(language))
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
