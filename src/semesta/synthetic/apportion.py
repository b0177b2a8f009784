"""Shares out whole people exactly: largest remainder, with ceilings, and over the two margins of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def rounded(value: float) -> int:
    """Nearest whole number, halves up: the one rounding rule of this room."""
    return int(value + 0.5)


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in proportion to `weights` by largest remainder; equal remainders go to the earlier one."""
    assert total >= 0
    assert min(weights) >= 0
    scale = sum(weights)
    assert scale > 0 or total == 0
    exact = [total * weight / scale if scale else 0.0 for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def spread(values: Iterable[T], weights: Sequence[float], places: int) -> list[T]:
    """Each value repeated in proportion to its weight: a table in which to look up an even draw."""
    return [
        value for value, times in zip(values, apportion(places, weights), strict=True) for _ in range(times)
    ]


def fill(total: int, wanted: Sequence[int], ceilings: Sequence[int]) -> list[int]:
    """Near to `wanted`, never over `ceilings`, summing to `total` exactly; needs sum(ceilings) >= total."""
    assert 0 <= total <= sum(ceilings), f"{total} do not fit into {sum(ceilings)}"
    shares = [min(want, ceiling) for want, ceiling in zip(wanted, ceilings, strict=True)]
    missing = total - sum(shares)
    while missing:
        room = [
            ceiling - share if missing > 0 else share for share, ceiling in zip(shares, ceilings, strict=True)
        ]
        step = apportion(min(abs(missing), sum(room)), room)
        sign = 1 if missing > 0 else -1
        shares = [
            max(0, min(share + sign * change, ceiling))
            for share, change, ceiling in zip(shares, step, ceilings, strict=True)
        ]
        missing = total - sum(shares)
    return shares


def table(rows: Sequence[int], columns: Sequence[int], prior: Sequence[Sequence[float]]) -> list[list[int]]:
    """Whole numbers shaped like `prior` whose row and column sums are exactly `rows` and `columns`.

    Iterative proportional fitting, rounded down; what rounding took away is put back cell by cell
    from the upper left, which moves no cell by more than the number of rows and columns.
    """
    assert sum(rows) == sum(columns)
    cells = [[float(value) for value in line] for line in prior]
    for _ in range(200):
        for i, want in enumerate(rows):
            have = sum(cells[i])
            cells[i] = [value * want / have if have else 0.0 for value in cells[i]]
        for j, want in enumerate(columns):
            have = sum(line[j] for line in cells)
            for line in cells:
                line[j] = line[j] * want / have if have else 0.0
    whole = [[int(value + 1e-9) for value in line] for line in cells]
    for i, j in ((i, j) for i in range(len(rows)) for j in range(len(columns))):
        missing = min(rows[i] - sum(whole[i]), columns[j] - sum(line[j] for line in whole))
        whole[i][j] += max(-whole[i][j], missing)
    return whole


def within(
    total: int,
    column_totals: Sequence[int | None],
    row_totals: Sequence[int | None],
    ceilings: Sequence[Sequence[int]],
    odds: Sequence[float],
) -> list[list[int]]:
    """How many of each cell's people have a property: exactly `total` in all.

    Columns and rows with a known count get it (columns exactly, rows as far as whole people and
    ceilings allow); the others share the rest, each cell at odds(column) x a factor of its row.
    """
    n_rows, n_columns = len(ceilings), len(odds)
    row_factor, column_factor = [1.0] * n_rows, [float(value) for value in odds]
    common = 1.0

    def expected(i: int, j: int) -> float:
        known = column_totals[j] is not None or row_totals[i] is not None
        force = row_factor[i] * column_factor[j] * (1.0 if known else common)
        return ceilings[i][j] * force / (1.0 + force)

    for _ in range(60):
        for i, want in enumerate(row_totals):
            if want is not None:
                row_factor[i] *= _correction(
                    want, [(ceilings[i][j], expected(i, j)) for j in range(n_columns)]
                )
        for j, want in enumerate(column_totals):
            if want is not None:
                cells = [(ceilings[i][j], expected(i, j)) for i in range(n_rows)]
                column_factor[j] *= _correction(want, cells)
        everywhere = [(ceilings[i][j], expected(i, j)) for i in range(n_rows) for j in range(n_columns)]
        free = [
            (ceilings[i][j], expected(i, j))
            for i in range(n_rows)
            for j in range(n_columns)
            if column_totals[j] is None and row_totals[i] is None
        ]
        if free:
            settled = sum(value for _, value in everywhere) - sum(value for _, value in free)
            common *= _correction(total - settled, free)
    return _whole(
        total, column_totals, ceilings, [[expected(i, j) for j in range(n_columns)] for i in range(n_rows)]
    )


def _correction(want: float, cells: Sequence[tuple[int, float]]) -> float:
    """By how much to multiply the odds so that the cells' sum comes near `want`."""
    room, have = sum(ceiling for ceiling, _ in cells), sum(value for _, value in cells)
    if room == 0:
        return 1.0
    want = min(max(want, 1e-6 * room), (1 - 1e-6) * room)
    have = min(max(have, 1e-6 * room), (1 - 1e-6) * room)
    return (want / (room - want)) / (have / (room - have))


def _whole(
    total: int,
    column_totals: Sequence[int | None],
    ceilings: Sequence[Sequence[int]],
    expected: Sequence[Sequence[float]],
) -> list[list[int]]:
    """Round: first the columns (known ones as given, the others to the rest), then within each column."""
    n_rows, n_columns = len(ceilings), len(ceilings[0])
    room = [sum(line[j] for line in ceilings) for j in range(n_columns)]
    known = [column_totals[j] for j in range(n_columns)]
    fixed = sum(value for value in known if value is not None)
    wanted = [rounded(sum(line[j] for line in expected)) for j in range(n_columns)]
    open_columns = [j for j in range(n_columns) if known[j] is None]
    shares = fill(total - fixed, [wanted[j] for j in open_columns], [room[j] for j in open_columns])
    sums = [known[j] or 0 for j in range(n_columns)]
    for j, share in zip(open_columns, shares, strict=True):
        sums[j] = share
    by_column = [
        fill(
            sums[j], [rounded(expected[i][j]) for i in range(n_rows)], [ceilings[i][j] for i in range(n_rows)]
        )
        for j in range(n_columns)
    ]
    return [[by_column[j][i] for j in range(n_columns)] for i in range(n_rows)]
