"""A local government's liability on the terminal: months by line, what is not known, the cigarette tax."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from semesta.planning.levers import LINES
from semesta.planning.liability import Liability, LiabilityLine
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Grid, Row, numbers, words
from semesta.reporting.terminal import grid_table


def liability_view(found: Liability, say: Speaker, *, region: str) -> RenderableType:
    """What falls due, who pays it, then a sentence for each line that is not known, and for the cigarette tax."""
    grids = (lines_grid(found, say, region=region), shares_grid(found, say))
    parts: list[RenderableType] = [grid_table(grid, number_cells=20) for grid in grids]
    for line in found.unknown:
        parts.append(RichText(say("liability.unknown", line=say(f"plan.line.{line}")), style="yellow"))
    cut = found.withholding
    if cut:
        recognised = (
            say("liability.no_minutes") if cut.recognised_rupiah is None else _rp(cut.recognised_rupiah, say)
        )
        parts.append(
            RichText(
                say(
                    "liability.tobacco",
                    tax=_rp(cut.tax_rupiah, say),
                    demanded=_rp(cut.demanded_rupiah, say),
                    recognised=recognised,
                    withheld=_rp(cut.withheld_rupiah, say),
                )
            )
        )
    return Group(*parts)


def lines_grid(found: Liability, say: Speaker, *, region: str) -> Grid:
    """One row a month: the five lines and their known sum; below, the sums of the months."""
    months = _months(found)
    amounts = [[line.rupiah for line in lines] for _, lines in months]
    rows = [_row(month, (*line, _known(line)), say) for (month, _), line in zip(months, amounts, strict=True)]
    sums = [
        None if any(n is None for n in column) else _known(column) for column in zip(*amounts, strict=True)
    ]
    total = _row(say("liability.total"), (*sums, sum(map(_known, amounts))), say)
    heads = [say(f"plan.line.{name}") for name in LINES]
    caption = say("liability.caption", region=region, date=formats.date(found.as_of, say.language))
    return Grid(
        caption, (*words(say("plan.month")), *numbers(*heads, say("liability.known"))), tuple(rows), total
    )


def shares_grid(found: Liability, say: Speaker) -> Grid:
    """One row a month: what of the known sum each payer owes, and what is owed in all at the month's end."""
    rows = []
    for month, lines in _months(found):
        sums = (
            _known([line.province_rupiah for line in lines]),
            _known([line.regency_rupiah for line in lines]),
            _known([line.arrears_rupiah for line in lines]),
        )
        rows.append(_row(month, sums, say))
    heads = [say(f"liability.{name}") for name in ("province", "regency", "arrears")]
    return Grid(say("liability.shares"), (*words(say("plan.month")), *numbers(*heads)), tuple(rows))


def _months(found: Liability) -> list[tuple[str, list[LiabilityLine]]]:
    """Each month with its lines in the order of LINES."""
    by_key = {(line.month, line.line): line for line in found.lines}
    months = sorted({line.month for line in found.lines})
    return [(f"{month:%Y-%m}", [by_key[month, name] for name in LINES]) for month in months]


def _row(head: str, amounts: Sequence[int | None], say: Speaker) -> Row:
    return Row((Cell(head), *(Cell(formats.number(n, say.language)) for n in amounts)))


def _known(amounts: Sequence[int | None]) -> int:
    return sum(amount for amount in amounts if amount is not None)


def _rp(amount: int, say: Speaker) -> str:
    return f"Rp {formats.number(amount, say.language)}"
