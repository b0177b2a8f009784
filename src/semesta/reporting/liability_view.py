"""A local government's liability on the terminal: months by line, what is not known, the cigarette tax."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text as RichText

from semesta.planning.levers import LINES
from semesta.planning.liability import Liability
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Grid, Row, numbers, words
from semesta.reporting.terminal import grid_table


def liability_view(found: Liability, say: Speaker) -> RenderableType:
    """The table, then one sentence for each line that is not known, and for the cigarette tax."""
    parts: list[RenderableType] = [grid_table(liability_grid(found, say), number_cells=20)]
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


def liability_grid(found: Liability, say: Speaker) -> Grid:
    """One row a month: the five lines, their known sum, the two payers' parts, and what is owed at its end."""
    rows = []
    for month in sorted({line.month for line in found.lines}):
        mine = {line.line: line for line in found.lines if line.month == month}
        lines = [mine[name] for name in LINES]
        amounts = [line.rupiah for line in lines]
        known = _known(amounts)
        parts = [
            _known([line.province_rupiah for line in lines]),
            _known([line.regency_rupiah for line in lines]),
        ]
        owed = _known([line.arrears_rupiah for line in lines])
        cells = [Cell(formats.number(n, say.language)) for n in (*amounts, known, *parts, owed)]
        rows.append(Row((Cell(f"{month:%Y-%m}"), *cells)))
    heads = [say(f"plan.line.{name}") for name in LINES]
    further = [say(f"liability.{name}") for name in ("known", "province", "regency", "arrears")]
    caption = say("liability.caption", region=found.region_code, date=formats.date(found.as_of, say.language))
    return Grid(caption, (*words(say("plan.month")), *numbers(*heads, *further)), tuple(rows))


def _known(amounts: Sequence[int | None]) -> int:
    return sum(amount for amount in amounts if amount is not None)


def _rp(amount: int, say: Speaker) -> str:
    return f"Rp {formats.number(amount, say.language)}"
