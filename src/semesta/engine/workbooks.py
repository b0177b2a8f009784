"""DuckDB's excel extension, loaded from the wheel that carries it: nothing is downloaded at run time."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

#: Rows that a sheet of the format can have.
SHEET_ROWS = 1_048_576


@cache
def excel_extension() -> Path:
    """The extension file for this version of the engine."""
    package = Path(str(resources.files("duckdb_extension_excel")))
    found = sorted(package.rglob("excel.duckdb_extension"))
    assert found, "the wheel duckdb-extension-excel holds no extension"
    return found[0]


def column_letters(count: int) -> str:
    """The name of the last of `count` columns: 1 is A, 27 is AA."""
    assert count > 0
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
