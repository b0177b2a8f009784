"""`semesta ledger reconcile`: a bank's statement, or the insurer's bill, beside the books."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from semesta.cli import options
from semesta.cli.console import note, output
from semesta.cli.database_options import (
    Article,
    AsJson,
    By,
    Database,
    Document,
    Reason,
    decision,
    open_database,
    print_json,
)
from semesta.cli.language import current, say
from semesta.cli.understood import show_understanding
from semesta.faults import InputRefused, Text
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Grid
from semesta.reporting.terminal import grid_table

if TYPE_CHECKING:
    from semesta.ledger.bank_statements import Reconciled
    from semesta.ledger.insurer_bill import BillReconciled, TotalsCompared
    from semesta.sources import Understanding

#: Below this width a table of both sides leaves out its differences.
_WIDE = 104

app = typer.Typer(no_args_is_help=True)


@app.command("bank", help="cli.ledger.reconcile.bank")
def bank(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="cli.ledger.reconcile.bank.file")],
    code: Annotated[
        str, typer.Option("--bank", help="cli.ledger.reconcile.bank.bank", show_default=False)
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="cli.ledger.reconcile.bank.out", show_default=False)
    ] = None,
    post: Annotated[bool, typer.Option("--post", help="cli.ledger.reconcile.bank.post")] = False,
    database: Database = "",
    by: By = "",
    reason: Reason = "",
    article: Article = "",
    document: Document = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:
    """Print both sides; with --out write them, with --post post what our books lack."""
    if out:
        options.require_xlsx(out)
    open_database(database)
    from semesta.ledger.bank_posting import post_missing
    from semesta.ledger.bank_statements import reconcile_bank
    from semesta.ledger.bank_view import write_csv, write_workbook

    today = dt.date.today()  # only for years written with two digits
    found = reconcile_bank(file, bank=code, today=today)
    if post and found.postable:
        posted = post_missing(found, by=decision(by, reason, article, document or file.name))
        parts = {name: _n(n) for name, n in posted.outcomes.items()}
        note(say("cli.ledger.reconcile.bank.outcomes", **parts))
        found = reconcile_bank(file, bank=code, today=today)
    if as_json:
        print_json(found)
    else:
        output().print(_bank_view(found))
    if out:
        write_workbook(out, found, Speaker(current()))
        beside = out.with_suffix(".csv")
        write_csv(beside, found, Speaker(current()))
        note(say("cli.ledger.reconcile.written", paths=f"{out}, {beside}"))


def _bank_view(found: Reconciled) -> RenderableType:
    from semesta.ledger.bank_view import SHOWN, open_grid, sentences, steps, summary_grid

    speaker = Speaker(current())
    parts: list[RenderableType] = [_sides(summary_grid(found, speaker))]
    parts += [RichText(sentence) for sentence in sentences(found, speaker)]
    if not found.open:
        return Group(*parts, RichText(speaker("bank.nothing_open"), style="green"))
    parts += ["", grid_table(open_grid(found, speaker), number_cells=20, name_cells=8)]
    if len(found.open) > SHOWN:
        parts.append(RichText(speaker("bank.more", n=_n(len(found.open) - SHOWN)), style="dim"))
    return Group(*parts, steps_view(steps(found, speaker)))


def _sides(grid: Grid) -> Table:
    """Both sides by outcome; on a narrow terminal without the column of differences, which can be seen."""
    narrow = output().width < _WIDE
    return grid_table(grid, hidden=(len(grid.columns) - 1,) if narrow else (), number_cells=16)


def steps_view(steps: list[tuple[str, str]]) -> RenderableType:
    """What each kind of difference asks for: its name, and the step under it."""
    lines: list[RenderableType] = [RichText(say("bank.col.step"), style="bold")]
    for name, step in steps:
        lines += [RichText(f"• {name}", style="bold"), Padding(RichText(step), (0, 0, 0, 2))]
    return Group("", *lines)


def _n(value: int) -> str:
    return formats.number(value, current())


@app.command("bill", help="cli.ledger.reconcile.bill")
def bill(
    region: Annotated[str, typer.Option("--region", help="cli.ledger.reconcile.bill.region", show_default=False)],
    month: Annotated[str, typer.Option("--month", help="cli.ledger.reconcile.bill.month", show_default=False)],
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="cli.ledger.reconcile.bill.files")] = None,
    heads: Annotated[int | None, typer.Option("--heads", min=0, help="cli.ledger.reconcile.bill.heads", show_default=False)] = None,
    rupiah: Annotated[int | None, typer.Option("--rupiah", min=0, help="cli.ledger.reconcile.bill.rupiah", show_default=False)] = None,
    line: Annotated[list[str] | None, typer.Option("--line", help="cli.ledger.reconcile.bill.lines", show_default=False)] = None,
    maps: Annotated[Path | None, typer.Option("--map", help="cli.ledger.reconcile.bill.map", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option("--out", help="cli.ledger.reconcile.bill.out", show_default=False)] = None,
    full_nik: Annotated[str, typer.Option("--full-nik-reason", help="cli.ledger.reconcile.bill.full_nik", show_default=False)] = "",
    database: Database = "",
    as_json: AsJson = False,
    _lang: options.Lang = None,
) -> None:  # fmt: skip
    """By name with files, else by totals."""
    if out:
        options.require_xlsx(out)
    first = options.parse_month(month)
    open_database(database)
    from semesta.ledger.insurer_bill import MEMBER_LINES, compare_totals, reconcile_bill
    from semesta.ledger.insurer_bill_view import write_workbook

    if not files:
        if heads is None or rupiah is None:
            raise _nothing_to_compare()
        compared = compare_totals(
            region=region, month=first, people=heads, rupiah=rupiah, lines=line or MEMBER_LINES
        )
        if as_json:
            print_json(compared)
        else:
            output().print(_totals_view(compared))
        return
    found = reconcile_bill(
        files, region=region, month=first, as_of=dt.date.today(), maps=maps, on_understood=_show
    )
    if as_json:
        print_json(found if full_nik else found.masked())
    else:
        output().print(_bill_view(found))
    if out:
        write_workbook(out, found, Speaker(current()), full_nik_reason=full_nik)
        note(say("cli.ledger.reconcile.written", paths=str(out)))


def _bill_view(found: BillReconciled) -> RenderableType:
    from semesta.ledger.insurer_bill_view import SHOWN, items_grid, sentences, steps, summary_grid

    speaker = Speaker(current())
    parts: list[RenderableType] = [_sides(summary_grid(found, speaker))]
    parts += [RichText(sentence) for sentence in sentences(found, speaker)]
    if not found.items:
        return Group(*parts)
    parts += ["", grid_table(items_grid(found, speaker), number_cells=12, name_cells=8)]
    if len(found.items) > SHOWN:
        parts.append(RichText(speaker("bill.more", n=_n(len(found.items) - SHOWN)), style="dim"))
    return Group(*parts, steps_view(steps(found, speaker)))


def _totals_view(found: TotalsCompared) -> RenderableType:
    from semesta.ledger.insurer_bill_view import totals_grid, totals_sentences

    speaker = Speaker(current())
    lines = [RichText(sentence) for sentence in totals_sentences(found, speaker)]
    return Group(grid_table(totals_grid(found, speaker), number_cells=24), *lines)


def _show(one: Understanding) -> None:
    show_understanding((one,))


def _nothing_to_compare() -> InputRefused:
    return InputRefused(
        place="",
        reason=Text("Tidak ada tagihan yang diberikan.", "No bill was given."),
        remedy=Text(
            "Beri berkas menurut nama, atau --heads dan --rupiah dari tagihan tanpa nama.",
            "Give a file by name, or --heads and --rupiah of a bill without names.",
        ),
    )
