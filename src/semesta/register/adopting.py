"""Take over all cards of an edition: the day from which this register keeps the books itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from semesta.database import Busy, loading, place
from semesta.edition import Edition
from semesta.edition.opened import view_tables
from semesta.engine import Engine
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, Text
from semesta.register.card_rows import place_newcomers, rows_of_newcomers
from semesta.register.cards import view_edition_cards
from semesta.register.holders import read_holders
from semesta.register.recording import Decision, recording
from semesta.register.taking import (
    ATTEMPTS,
    Moved,
    Took,
    last_numbers,
    require_unmoved,
    scratch_folder,
    taken_before,
    write_taken,
)


@dataclass(frozen=True, slots=True)
class Adopted:
    """What became of the cards of an edition. `again`: it was taken over before, and nothing was changed now."""

    change: int
    cards: int
    outcomes: dict[str, int]  # taken, contested: they add up to `cards`
    rows: dict[str, int]  # rows written, by table; empty if `again`
    again: bool


def adopt(
    edition: Edition,
    *,
    by: Decision,
    on_step: Callable[[str], None] | None = None,
    memory_mb: int = DEFAULT_MEMORY_MB,
    threads: int | None = None,
) -> Adopted:
    """Every card becomes a person with facts that hold from the edition's day on; nothing that it says is lost.

    A family is the cards of one KK, segment and class. Of two cards with one NIK the first holds it, the other's is
    kept as contested until someone decides. One transaction. InputRefused if a card is in the register
    already (then `import` is the way), Busy if others keep writing.
    """
    taken = taken_before("edition", edition.sha256)
    if taken:
        return Adopted(taken.change, taken.rows, taken.outcomes, {}, again=True)
    for _ in range(ATTEMPTS):
        with (
            scratch_folder() as scratch,
            Engine(scratch, memory_mb=memory_mb, threads=threads, on_step=on_step) as engine,
        ):
            adopted = _attempt(engine, edition, by, scratch)
        if adopted:
            return adopted
    raise Busy(
        place=place(),
        reason=Text("Orang lain terus menulis ke register; tidak ada yang berubah.", "Others keep writing to the register; nothing was changed."),
        remedy=Text("Ulangi saat tidak ada yang bekerja.", "Repeat when nobody is working."),
    )  # fmt: skip


def _attempt(engine: Engine, edition: Edition, by: Decision, scratch: Path) -> Adopted | None:
    """None if the register changed while the rows were made, so that their numbers are wrong."""
    last = last_numbers()
    with engine.step("adopt.cards"):
        view_tables(engine, edition.path)
        view_edition_cards(engine)
        read_holders(engine, empty=last.person == 0)
        _refuse_known_cards(engine, edition)
        cards = place_newcomers(engine, last)
    contested = engine.count("placed", "nik_contested OR card_contested")
    outcomes = {"taken": cards - contested, "contested": contested}
    with loading(engine, rows_of_newcomers(last, edition.manifest.as_of, cards), scratch) as load:
        try:
            with recording("adopt", by) as during:
                require_unmoved(last, during)
                rows = load.all()
                took = Took(during.change, cards, outcomes, edition.manifest.as_of)
                write_taken(kind="edition", name=edition.manifest.name, sha256=edition.sha256, took=took)
        except Moved:
            return None
    return Adopted(last.change, cards, outcomes, rows, again=False)


def _refuse_known_cards(engine: Engine, edition: Edition) -> None:
    known = int(engine.value("SELECT count(*) FROM cards WHERE card IN (FROM held_cards)"))
    if known:
        raise InputRefused(
            place=edition.manifest.name,
            reason=Text(f"{known} kartu edisi ini sudah ada di register.", f"{known} cards of this edition are in the register already."),
            remedy=Text("Terapkan berkas bulanannya sebagai selisih: semesta register import.", "Apply the monthly extract as a difference: semesta register import."),
        )  # fmt: skip
