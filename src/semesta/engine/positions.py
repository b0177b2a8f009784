"""Rows put at their positions: the one step that arrays do ten times cheaper than joins."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

#: DuckDB reads a table in pieces of its own row groups' size half again as fast as in one.
BATCH_ROWS = 122_880


def placed(given: pa.Table, rows: int) -> pa.Table:
    """A table of `rows` rows: each given row at the position that its first column says, else NULL.

    The other columns are whole numbers, REAL or DATE.
    """
    positions = _numbers(given.column(0))
    names = given.column_names[1:]
    whole = pa.table({name: _scatter(given.column(name), positions, rows) for name in names})
    return pa.Table.from_batches(whole.to_batches(BATCH_ROWS), whole.schema)


def _scatter(column: pa.ChunkedArray, positions: npt.NDArray[Any], rows: int) -> pa.Array:
    kind = column.type
    plain = column.cast(pa.int32()) if pa.types.is_date32(kind) else column
    valid = np.zeros(rows, dtype=np.bool_)
    valid[positions] = ~_flags(plain.is_null()) if plain.null_count else True
    values = _numbers(plain.fill_null(0) if plain.null_count else plain)
    target = np.zeros(rows, dtype=values.dtype)
    target[positions] = values
    # From buffers: pa.array() and to_numpy() would import pandas where it is installed, two seconds.
    bits = pa.py_buffer(np.packbits(valid, bitorder="little").tobytes())
    return pa.Array.from_buffers(kind, rows, [bits, pa.py_buffer(target)])


def _numbers(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    return np.from_dlpack(column.combine_chunks())


def _flags(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    return _numbers(column.cast(pa.uint8())).astype(np.bool_)
