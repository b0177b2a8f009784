"""Chance that can be repeated: every draw is a hash of the seed, a person (or household) and a purpose.

The same seed gives the same province on any number of threads, because no draw depends on which
row came before it. `hash(BIGINT)` of DuckDB mixes well for consecutive numbers; combining several
arguments in one `hash` does not (it XORs at the end), so id and purpose are put into one number.
"""

from __future__ import annotations

from semesta.engine import Engine

PURPOSES = 2**20  # ids stay below 2**42, so id x purposes stays within a BIGINT
_registry: dict[str, int] = {}


def _number(purpose: str) -> int:
    """A small number for a purpose that is the same in every run: FNV-1a of its text, folded to 20 bits."""
    value = 0x811C9DC5
    for byte in purpose.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    number = (value ^ (value >> 20)) % PURPOSES
    taken = _registry.setdefault(purpose, number)
    assert all(n != taken or p == purpose for p, n in _registry.items()), (
        f"draw {purpose!r} needs another name"
    )
    return taken


def prepare(engine: Engine, seed: int) -> None:
    """Define the draw macros for a seed (any integer)."""
    mixed = (seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & (2**64 - 1)
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
    mixed = (mixed ^ (mixed >> 27)) & (2**62 - 1)
    engine.run(
        f"CREATE OR REPLACE MACRO syn_hash(id, purpose) AS hash(xor(id * {PURPOSES} + purpose, {mixed}));"
        "CREATE OR REPLACE MACRO syn_u(id, purpose) AS (syn_hash(id, purpose) >> 12)::DOUBLE / 4503599627370496.0;"
        "CREATE OR REPLACE MACRO syn_below(id, purpose, n) AS ((syn_hash(id, purpose) >> 20) % n)::BIGINT;"
    )


def u(identity: str, purpose: str) -> str:
    """SQL: a number in [0, 1) for the row's `identity` (a BIGINT expression)."""
    return f"syn_u({identity}, {_number(purpose)})"


def below(identity: str, purpose: str, n: int | str) -> str:
    """SQL: a whole number from 0 to n-1."""
    return f"syn_below({identity}, {_number(purpose)}, {n})"


def bell(identity: str, purpose: str) -> str:
    """SQL: roughly standard normal, within ±3; four uniform draws, so that no library function is involved."""
    parts = " + ".join(u(identity, f"{purpose}~{i}") for i in range(4))
    return f"(({parts} - 2.0) * 1.7320508)"
