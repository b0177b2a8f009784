"""Lists that an audit reads beside an edition: the insurer's bill by name, and lists of deaths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from semesta.engine import Engine
from semesta.sources.model import SourcesRead


def read_bill(
    engine: Engine,
    paths: Sequence[Path],
    *,
    month: dt.date,
    as_of: dt.date,
    scratch: Path,
    maps: Path | None = None,
) -> SourcesRead:
    """Make the tables `bill` (tables.STAGED_BILL) and `bill_rejects` (tables.REJECTS) in the engine.

    `month` is the first day of the month that was asked for: a file without a column of months is
    taken to be of that month; InputRefused where a row says another one, with the months found and how
    many rows each has. `as_of` is the edition's date, against which dates are judged. The engine may
    hold an edition's views: nothing else in it is touched. Several rows of one person are all kept.
    """
    raise NotImplementedError


def read_deaths(
    engine: Engine,
    paths: Sequence[Path],
    *,
    as_of: dt.date,
    scratch: Path,
    maps: Path | None = None,
) -> SourcesRead:
    """Make the tables `deaths` (tables.STAGED_DEATHS) and `deaths_rejects` (tables.REJECTS) in the engine."""
    raise NotImplementedError
