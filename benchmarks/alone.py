"""Runs `semesta` as users have it, without pandas: `python -m benchmarks.alone build ...`

DuckDB imports pandas at the first bound parameter where it can be found, which costs two CPU-seconds.
The environment of the benchmarks holds it for the rivals; a user's does not.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType


class NotInstalled:
    """Stands before all other finders and says of pandas that it is not there."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if name.split(".")[0] == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, NotInstalled)

if __name__ == "__main__":
    from semesta.cli.main import main

    main()
