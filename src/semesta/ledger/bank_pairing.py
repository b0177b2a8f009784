"""Which line of a bank statement is which entry in our books: a pure function that parts both sides in full."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from semesta.ledger.bank_lines import BankLine

_T = TypeVar("_T")
_K = TypeVar("_K")

#: A bank books a payment of a weekend on the next working day.
DAYS_APART = 3


class Outcome(StrEnum):
    """What became of a line, of an entry, or of both together. Every one of them has exactly one outcome."""

    MATCHED = "matched"
    DIFFERENT_AMOUNT = "different_amount"  # the same reference, another amount
    DIFFERENT_ACCOUNT = "different_account"  # the same reference and amount, another account
    DIFFERENT_REFERENCE = "different_reference"  # the same account, amount and about the same day
    MISSING_IN_BOOKS = "missing_in_books"
    MONEY_OUT = "money_out"  # money that left the account and that our books do not know
    MISSING_AT_BANK = "missing_at_bank"
    DUPLICATE = "duplicate"  # the same line once more
    REFERENCE_REUSED = "reference_reused"  # the reference of another line, with another amount or account


@dataclass(frozen=True, slots=True)
class Booked:
    """What our books say of the bank's account: money in is positive. `parked`: nobody's yet."""

    entry: int
    dated: dt.date
    reference: str
    account: str
    amount_rupiah: int
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A line, an entry, or both, and what that means."""

    outcome: Outcome
    line: BankLine | None
    booked: Booked | None

    def __post_init__(self) -> None:
        assert self.line or self.booked


def pair(lines: Sequence[BankLine], booked: Sequence[Booked]) -> tuple[Pair, ...]:
    """Every line and every entry once. The order of either side changes nothing but which of equal lines is named.

    First by the bank's reference; then, of what is left, by account, amount and day.
    """
    by_reference = _grouped(lines, lambda line: _key(line.reference, line.amount_rupiah))
    entries = _grouped(booked, lambda entry: _key(entry.reference, entry.amount_rupiah))
    found: list[Pair] = []
    lines_left = list(by_reference.pop(None, []))
    booked_left = list(entries.pop(None, []))
    for key, group in by_reference.items():
        of_books = entries.pop(key, [])
        pairs, more_lines, more_booked = _by_reference(group, of_books)
        found += pairs
        booked_left += more_booked
        if more_lines:
            kept = pairs[0].line if pairs else more_lines.pop(0)
            if not pairs and kept:
                lines_left.append(kept)
            found += [Pair(_repeated(line, kept), line, None) for line in more_lines]
    booked_left += [entry for group in entries.values() for entry in group]
    pairs, lines_left, booked_left = _by_facts(lines_left, booked_left)
    found += pairs
    found += [Pair(_unknown(line), line, None) for line in lines_left]
    found += [Pair(Outcome.MISSING_AT_BANK, None, entry) for entry in booked_left]
    return tuple(sorted(found, key=_order))


def reference_key(reference: str) -> str:
    """The form in which one reference written twice agrees: no blanks, upper case."""
    return "".join(reference.split()).upper()


def _key(reference: str, amount: int) -> tuple[str, bool] | None:
    """Money in and the same money going back carry one reference: they are two things."""
    key = reference_key(reference)
    return (key, amount > 0) if key else None


def _grouped(items: Sequence[_T], key: Callable[[_T], _K]) -> dict[_K, list[_T]]:
    groups: dict[_K, list[_T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _by_reference(
    lines: Sequence[BankLine], booked: Sequence[Booked]
) -> tuple[list[Pair], list[BankLine], list[Booked]]:
    """Pair what has one reference, the most alike first; what is left of both sides, lines in their content's order."""
    left, more, pairs = sorted(lines, key=_content), list(booked), list[Pair]()
    while left and more:
        line, entry = min(((li, en) for li in left for en in more), key=lambda both: _unlike(*both))
        left.remove(line)
        more.remove(entry)
        pairs.append(Pair(_compared(line, entry), line, entry))
    return pairs, left, more


def _by_facts(
    lines: Sequence[BankLine], booked: Sequence[Booked]
) -> tuple[list[Pair], list[BankLine], list[Booked]]:
    """Pair what has one account and amount on the same day, then within a few days."""
    pairs: list[Pair] = []
    taken_lines: set[int] = set()
    taken_entries: set[int] = set()
    entries = _grouped(sorted(booked, key=_content), lambda entry: (entry.account, entry.amount_rupiah))
    by_facts = _grouped(sorted(lines, key=_content), lambda line: (line.account, line.amount_rupiah))
    for facts, group in by_facts.items():
        candidates = entries.get(facts, []) if facts[0] else []
        for apart in (0, DAYS_APART):
            for line in group:
                near = [
                    e
                    for e in candidates
                    if e.entry not in taken_entries and abs((e.dated - line.dated).days) <= apart
                ]
                if not near or line.row in taken_lines:
                    continue
                entry = min(near, key=lambda e: (abs((e.dated - line.dated).days), _content(e)))
                taken_lines.add(line.row)
                taken_entries.add(entry.entry)
                both = line.reference and entry.reference
                pairs.append(Pair(Outcome.DIFFERENT_REFERENCE if both else Outcome.MATCHED, line, entry))
    return (
        pairs,
        [line for line in lines if line.row not in taken_lines],
        [entry for entry in booked if entry.entry not in taken_entries],
    )


def _unlike(line: BankLine, entry: Booked) -> tuple[object, ...]:
    """How little alike; then their content, so that the order of the file decides between equal lines only."""
    return (
        line.amount_rupiah != entry.amount_rupiah,
        _other_account(line, entry),
        abs((line.dated - entry.dated).days),
        _content(line),
        _content(entry),
    )


def _compared(line: BankLine, entry: Booked) -> Outcome:
    if line.amount_rupiah != entry.amount_rupiah:
        return Outcome.DIFFERENT_AMOUNT
    return Outcome.DIFFERENT_ACCOUNT if _other_account(line, entry) else Outcome.MATCHED


def _other_account(line: BankLine, entry: Booked) -> bool:
    """A side that names no account says nothing against the other."""
    return bool(line.account and entry.account) and line.account != entry.account


def _repeated(line: BankLine, kept: BankLine | None) -> Outcome:
    assert kept
    same = (line.amount_rupiah, line.account) == (kept.amount_rupiah, kept.account)
    return Outcome.DUPLICATE if same else Outcome.REFERENCE_REUSED


def _unknown(line: BankLine) -> Outcome:
    return Outcome.MISSING_IN_BOOKS if line.amount_rupiah > 0 else Outcome.MONEY_OUT


def _content(one: BankLine | Booked) -> tuple[object, ...]:
    place = one.row if isinstance(one, BankLine) else one.entry
    return (one.dated, one.amount_rupiah, one.account, one.reference, place)


_ORDER = {outcome: at for at, outcome in enumerate(Outcome)}


def _order(one: Pair) -> tuple[int, int, int]:
    return (_ORDER[one.outcome], one.line.row if one.line else 0, one.booked.entry if one.booked else 0)


def by_outcome(pairs: Sequence[Pair]) -> Iterator[tuple[Outcome, list[Pair]]]:
    """The pairs of each outcome that occurs, in the order of `Outcome`."""
    groups = _grouped(pairs, lambda one: one.outcome)
    for outcome in Outcome:
        if groups.get(outcome):
            yield outcome, groups[outcome]
