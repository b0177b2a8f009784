"""Distance between two spellings, bounded, for the few names that no rule could bring together."""

from __future__ import annotations

from collections import Counter


def distance(a: str, b: str, most: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours from `a` to `b`; `most` + 1 if there are more.

    Optimal string alignment. Two cheap lower bounds come first: the lengths, and the letters that only one
    of the two has.
    """
    if abs(len(a) - len(b)) > most or _letters_apart(a, b) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return min(last[-1], most + 1)


def allowed(length: int) -> int:
    """How many slips a name of this many letters is forgiven: short names are too close to each other."""
    if length < 5:
        return 0
    return 1 if length < 9 else 2


def _letters_apart(a: str, b: str) -> int:
    left, right = Counter(a), Counter(b)
    return max((left - right).total(), (right - left).total())
