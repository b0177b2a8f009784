"""The `semesta` command."""

from __future__ import annotations


def main() -> None:
    """Parse the command line and run one command."""
    raise SystemExit(0)
