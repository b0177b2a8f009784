"""Runs `semesta` as users have it, without pandas: `python -m benchmarks.alone build ...`

DuckDB imports pandas at the first bound parameter where it can be found, which costs two CPU-seconds.
The environment of the benchmarks holds it for the rivals; a user's does not.
"""

from __future__ import annotations

import sys

sys.modules["pandas"] = None  # type: ignore[assignment]  # "not installed", for every import that follows

if __name__ == "__main__":
    from semesta.cli.main import main

    main()
