"""Reconciliation parts both sides in full: sums are conserved whatever the order and the duplicates."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.ledger.bank_lines import BankLine
from semesta.ledger.bank_pairing import Booked, Outcome, Pair, pair

DAY = dt.date(2024, 3, 4)
VA, OTHER_VA = "8888890001234561", "8888890001234562"


def line(row: int, reference: str = "A", amount: int = 35_000, account: str = VA, day: int = 0) -> BankLine:
    return BankLine(row, DAY + dt.timedelta(day), reference, account, amount)


def booked(entry: int, reference: str = "A", amount: int = 35_000, account: str = VA, day: int = 0) -> Booked:
    return Booked(entry, DAY + dt.timedelta(day), reference, account, amount)


def outcomes(lines: list[BankLine], entries: list[Booked]) -> list[Outcome]:
    return [one.outcome for one in pair(lines, entries)]


def test_the_same_reference_account_and_amount_match_also_with_blanks_and_small_letters() -> None:
    assert outcomes([line(1, "ab 12")], [booked(1, "AB12", day=2)]) == [Outcome.MATCHED]


def test_another_amount_or_account_under_one_reference_is_named() -> None:
    assert outcomes([line(1, amount=350_000)], [booked(1)]) == [Outcome.DIFFERENT_AMOUNT]
    assert outcomes([line(1, account=OTHER_VA)], [booked(1)]) == [Outcome.DIFFERENT_ACCOUNT]


def test_a_line_without_account_says_nothing_against_ours() -> None:
    assert outcomes([line(1, account="")], [booked(1)]) == [Outcome.MATCHED]


def test_a_line_reported_twice_matches_once_and_is_a_duplicate_once() -> None:
    assert outcomes([line(1), line(2)], [booked(1)]) == [Outcome.MATCHED, Outcome.DUPLICATE]
    assert outcomes([line(1), line(2)], []) == [Outcome.MISSING_IN_BOOKS, Outcome.DUPLICATE]


def test_a_reference_used_for_another_amount_is_no_second_payment_to_post() -> None:
    assert outcomes([line(1), line(2, amount=70_000)], [booked(1)]) == [Outcome.MATCHED, Outcome.REFERENCE_REUSED]  # fmt: skip


def test_a_payment_and_its_return_under_one_reference_are_two_things() -> None:
    lines = [line(1), line(2, amount=-35_000, day=1)]
    assert outcomes(lines, [booked(1), booked(2, amount=-35_000, day=1)]) == [Outcome.MATCHED] * 2
    assert outcomes(lines, [booked(1)]) == [Outcome.MATCHED, Outcome.MONEY_OUT]


def test_the_same_payment_through_another_channel_is_not_posted_again() -> None:
    assert outcomes([line(1, "QRIS9")], [booked(1, "A", day=-2)]) == [Outcome.DIFFERENT_REFERENCE]
    assert outcomes([line(1, "QRIS9")], [booked(1, "A", day=-9)]) == [
        Outcome.MISSING_IN_BOOKS,
        Outcome.MISSING_AT_BANK,
    ]


def test_two_payments_of_one_amount_on_one_account_need_two_entries() -> None:
    lines = [line(1, ""), line(2, "")]
    assert outcomes(lines, [booked(1)]) == [Outcome.MATCHED, Outcome.MISSING_IN_BOOKS]


_AMOUNTS = st.sampled_from([35_000, 70_000, -35_000])
_FACTS = st.tuples(st.sampled_from(["", "A", "B", "C"]), _AMOUNTS, st.sampled_from([VA, OTHER_VA, ""]), st.integers(0, 5))  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_FACTS, max_size=12), st.lists(_FACTS, max_size=12), st.randoms(use_true_random=False))
def test_both_sides_are_parted_in_full_whatever_the_order(
    bank: list[tuple[str, int, str, int]], ours: list[tuple[str, int, str, int]], chance: random.Random
) -> None:
    lines = [line(at, *facts) for at, facts in enumerate(bank, start=1)]
    entries = [booked(at, *facts) for at, facts in enumerate(ours, start=1)]
    found = pair(lines, entries)

    assert Counter(one.line for one in found if one.line) == Counter(lines)
    assert Counter(one.booked for one in found if one.booked) == Counter(entries)
    by_outcome: Counter[Outcome] = Counter()
    for one in found:
        by_outcome[one.outcome] += (one.line.amount_rupiah if one.line else 0) - (one.booked.amount_rupiah if one.booked else 0)  # fmt: skip
        assert (one.booked is None) == (one.outcome in _ONLY_BANK)
        assert (one.line is None) == (one.outcome is Outcome.MISSING_AT_BANK)
    assert sum(by_outcome.values()) == sum(x.amount_rupiah for x in lines) - sum(
        x.amount_rupiah for x in entries
    )
    assert by_outcome[Outcome.MATCHED] == 0

    # Row numbers are the only thing that the order of the file decides.
    mixed = [BankLine(at, x.dated, x.reference, x.account, x.amount_rupiah) for at, x in enumerate(chance.sample(lines, len(lines)), start=1)]  # fmt: skip
    assert Counter(map(_content, pair(mixed, chance.sample(entries, len(entries))))) == Counter(
        map(_content, found)
    )


_ONLY_BANK = (Outcome.MISSING_IN_BOOKS, Outcome.MONEY_OUT, Outcome.DUPLICATE, Outcome.REFERENCE_REUSED)


def _content(one: Pair) -> tuple[object, ...]:
    sides = [
        (x.dated, x.reference, x.account, x.amount_rupiah) if x else None for x in (one.line, one.booked)
    ]
    return (one.outcome, *sides)
