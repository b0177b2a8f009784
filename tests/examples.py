"""The Python examples of a page, run one after the other as a reader would type them."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def run_examples(page: str) -> dict[str, object]:
    """Run every block of Python of docs/PAGE; the names that they leave. Blocks that choose a database are left out."""
    text = (DOCS / page).read_text(encoding="utf-8")
    names: dict[str, object] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.S | re.M)
    assert blocks, f"docs/{page} has no examples"
    for block in blocks:
        if "use(" not in block:
            exec(compile(block, f"docs/{page}", "exec"), names)  # noqa: S102  our own page
    return names
