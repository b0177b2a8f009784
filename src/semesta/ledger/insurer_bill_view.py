"""An insurer's bill beside ours in words and tables: for the terminal, and for the meeting's workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from semesta.ledger.insurer_bill import BillItem, BillReconciled, BillTally, TotalsCompared
from semesta.register.vocabulary import SEGMENT_NAMES, STATUS_NAMES
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Grid, Row, numbers, words
from semesta.reporting.personal import card_end, masked_nik, printable
from semesta.reporting.sheets import Book, SheetColumn, Value

SHOWN = 20
_SUMS = ("rows", "bill_rupiah", "people", "our_rupiah", "difference")


def title(found: BillReconciled, say: Speaker) -> str:
    return say(
        "bill.title",
        region=f"{found.region.name} ({found.region.code})",
        month=formats.month(found.month, say.language),
    )


def sentences(found: BillReconciled, say: Speaker) -> list[str]:
    """What was read, and how the two sides stand to each other."""
    said = []
    if found.files:
        said.append(say("bill.files", names=", ".join(found.files), rejected=_n(found.rows_rejected, say)))
    difference = found.difference_rupiah
    if difference:
        more = "more" if difference > 0 else "less"
        said.append(say(f"bill.differs.{more}", difference=_n(abs(difference), say)))
    elif found.items:
        said.append(say("bill.same_sum"))
    else:
        said.append(
            say("bill.agrees", people=_n(found.total.people, say), rupiah=_n(found.total.our_rupiah, say))
        )
    return said


def summary_grid(found: BillReconciled, say: Speaker) -> Grid:
    """One row an outcome and reason; the last row is both sides whole."""
    heads = [say(f"bill.col.{name}") for name in _SUMS]
    rows = [_sums(tally_label(tally, say), tally, say) for tally in found.tallies]
    return Grid(
        title(found, say),
        (*words(say("bill.col.outcome")), *numbers(*heads)),
        tuple(rows),
        _sums(say("bill.total"), found.total, say),
    )


def items_grid(found: BillReconciled, say: Speaker, *, most: int = SHOWN) -> Grid:
    """The first rows and lines to discuss, by name, numbers masked."""
    keys = ("outcome", "name", "nik", "why", "bill_rupiah", "our_rupiah")
    heads = [say(f"bill.col.{key}") for key in keys]
    rows = []
    for item in found.items[:most]:
        cells = (
            say(f"bill.outcome.{item.outcome}"),
            printable(item.name),
            masked_nik(item.nik),
            printable(why(item, say)),
            formats.number(item.bill_rupiah, say.language),
            formats.number(item.our_rupiah, say.language),
        )
        rows.append(Row(tuple(Cell(cell) for cell in cells)))
    return Grid(say("bill.sheet.items"), (*words(*heads[:4]), *numbers(*heads[4:])), tuple(rows))


def steps(found: BillReconciled, say: Speaker) -> list[tuple[str, str]]:
    """(what was found, next step) for each kind of difference that occurs."""
    return [
        (tally_label(tally, say), say(f"bill.step.{tally.reason or tally.outcome}"))
        for tally in found.tallies
        if tally.outcome != "matched"
    ]


def tally_label(tally: BillTally, say: Speaker) -> str:
    """The outcome, with the reason that the register gives."""
    outcome = say(f"bill.outcome.{tally.outcome}")
    return f"{outcome}: {say(f'bill.reason.{tally.reason}')}" if tally.reason else outcome


def why(item: BillItem, say: Speaker) -> str:
    """What the register says of one item."""
    reason, detail = item.reason or ("name" if item.detail else ""), item.detail
    if not reason:
        return ""
    if reason == "not_active":
        return say.code("status", STATUS_NAMES[int(detail)])
    if reason == "other_segment":
        detail = SEGMENT_NAMES.get(int(detail), say("bucket.UNKNOWN"))
    elif reason in ("dead", "not_begun") and detail:
        detail = formats.date(dt.date.fromisoformat(detail), say.language)
    return f"{say(f'bill.reason.{reason}')}: {detail}" if detail else say(f"bill.reason.{reason}")


def write_workbook(path: Path, found: BillReconciled, say: Speaker, *, full_nik_reason: str = "") -> None:
    """Summary, and everything to discuss with room for what was agreed. MachineFailed if the disk refuses."""
    above = [("", title(found, say)), *(("", sentence) for sentence in sentences(found, say))]
    with Book(path, page_text=say("bank.page")) as book:
        sums = [SheetColumn(say("bill.col.outcome"), 48), *(SheetColumn(say(f"bill.col.{name}"), 17, is_money=True) for name in _SUMS)]  # fmt: skip
        rows: list[list[Value]] = [[tally_label(t, say), *_figures(t)] for t in found.tallies]
        rows.append([say("bill.total"), *_figures(found.total)])
        book.add(say("bill.sheet.summary"), above=above, columns=sums, rows=rows, tall=True)
        privacy = say("review.full", reason=full_nik_reason) if full_nik_reason else say("review.masked")
        book.add(
            say("bill.sheet.items"),
            above=[("", say("bill.sheet.items")), ("", title(found, say)), ("", privacy)],
            columns=_columns(say),
            rows=(_line(item, say, full=bool(full_nik_reason)) for item in found.items),
            tall=True,
        )


def totals_grid(found: TotalsCompared, say: Speaker) -> Grid:
    """Both sides of a bill without names, and the difference."""
    heads = [say(f"bill.totals.col.{name}") for name in ("people", "rupiah")]
    sides = (
        ("insurer", found.bill_people, found.bill_rupiah),
        ("books", found.our_people, found.our_rupiah),
    )
    rows = [Row((Cell(say(f"bill.totals.{side}")), Cell(_n(people, say)), Cell(_n(rupiah, say)))) for side, people, rupiah in sides]  # fmt: skip
    last = (found.people_difference, found.rupiah_difference)
    total = Row((Cell(say("bill.totals.difference")), *(Cell(formats.signed(n, say.language)) for n in last)))
    region = f"{found.region.name} ({found.region.code})"
    return Grid(
        say("bill.totals.title", region=region, month=formats.month(found.month, say.language)),
        (*words(say("bill.totals.col.side")), *numbers(*heads)),
        tuple(rows),
        total,
    )


def totals_sentences(found: TotalsCompared, say: Speaker) -> list[str]:
    """What explains the difference, what does not, and the next step."""
    lines = "; ".join(say(f"region_line.{line}") for line in found.lines)
    said = [say("bill.totals.lines", lines=lines)]
    if not found.people_difference and not found.rupiah_difference:
        return [*said, say("bill.totals.same")]
    if found.unit_rupiah is None:
        said.append(say("bill.totals.no_rate"))
    else:
        if found.people_difference:
            people = formats.signed(found.people_difference, say.language)
            worth = formats.signed(found.heads_at_rate_rupiah or 0, say.language)
            said.append(say("bill.totals.by_rate", people=people, unit=_n(found.unit_rupiah, say), rupiah=worth))  # fmt: skip
        left = found.unexplained_rupiah
        said.append(
            say("bill.totals.unexplained", rupiah=formats.signed(left, say.language))
            if left
            else say("bill.totals.explained")
        )
    return [*said, say("bill.totals.step")]


def _columns(say: Speaker) -> list[SheetColumn]:
    widths = {"outcome": 20, "name": 22, "nik": 18, "card": 15, "row": 16, "why": 30, "bill_rupiah": 12, "our_rupiah": 12, "step": 44}  # fmt: skip
    columns = [SheetColumn(say(f"bill.col.{key}"), width, is_money=key.endswith("rupiah")) for key, width in widths.items()]  # fmt: skip
    answers = (say("bill.yes"), say("bill.no"))
    agreed = SheetColumn(say("bill.col.agreed"), 11, answers, say("bill.hint"), to_fill=True)
    return [*columns, agreed, SheetColumn(say("bill.col.note"), 18, to_fill=True)]


def _line(item: BillItem, say: Speaker, *, full: bool) -> list[Value]:
    return [
        say(f"bill.outcome.{item.outcome}"),
        item.name,
        item.nik if full else masked_nik(item.nik),
        item.card if full else card_end(item.card),
        item.row,
        why(item, say),
        item.bill_rupiah,
        item.our_rupiah,
        say(f"bill.step.{item.reason or item.outcome}"),
        "",
        "",
    ]


def _figures(tally: BillTally) -> tuple[int, ...]:
    return (
        tally.rows,
        tally.bill_rupiah,
        tally.people,
        tally.our_rupiah,
        tally.bill_rupiah - tally.our_rupiah,
    )


def _sums(head: str, tally: BillTally, say: Speaker) -> Row:
    return Row((Cell(head), *(Cell(_n(value, say)) for value in _figures(tally))))


def _n(value: int, say: Speaker) -> str:
    return formats.number(value, say.language)
