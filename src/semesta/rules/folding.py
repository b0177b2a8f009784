"""One way of folding a text before it is looked up, written twice so that the engine can do the same."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^A-Za-z0-9]+")


def fold(text: str) -> str:
    """Upper case, every run of anything but ASCII letters and digits as one blank, none at the ends."""
    return _OTHER.sub(" ", text).strip(" ").upper()


def fold_sql(column: str) -> str:
    """The same as a DuckDB expression; `column` is an SQL expression, not a value. NULL stays NULL."""
    # Non-ASCII goes first, so that upper() only ever sees ASCII and cannot differ from Python's.
    return f"upper(trim(regexp_replace({column}, '[^A-Za-z0-9]+', ' ', 'g')))"
