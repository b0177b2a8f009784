"""SQLite and PostgreSQL as the engine's neighbours, through the extensions that wheels carry: nothing is fetched."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

Kind = Literal["sqlite", "postgres"]


@cache
def database_extension(kind: Kind) -> Path:
    """The extension file for this version of the engine."""
    package = Path(str(resources.files(f"duckdb_extension_{kind}_scanner")))
    found = sorted(package.rglob(f"{kind}_scanner.duckdb_extension"))
    assert found, f"the wheel duckdb-extension-{kind}-scanner holds no extension"
    return found[0]


def neighbour(url: str) -> tuple[Kind, str]:
    """What the engine attaches for the address of a database (`semesta.database.use`): its kind and its place."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return "sqlite", rest.removeprefix("/")
    assert scheme in ("postgresql", "postgres"), scheme
    return "postgres", url
