"""How alike two normalised names are: the slow reference that says what a fast comparison should say.

Levels of `name_similarity`, for whoever needs words:

* 1.00  the same letters, wherever the spaces are;
* 0.98  the same words in another order;
* from 0.92 (`CLOSE`)  one slip of the pen, an initial for a word, a last word or a Muhammad left out;
* from 0.82 (`NEAR`)  several slips, or a single word for a name of several;
* below  other names, though parts of them may agree.
"""

from __future__ import annotations

from typing import Final

from semesta.identity.names import joined

CLOSE: Final = 0.92
NEAR: Final = 0.82

_OTHER_ORDER: Final = 0.98
#: An initial is right one time in some twenty by chance, hence less than a word that agrees.
_INITIAL: Final = 0.93
#: Two words less alike than this are two words, not one with slips.
_WORDS_ALIKE: Final = 0.8
#: What is taken off for a word that the other name lacks: so common that clerks leave it out, at the end, elsewhere.
_LACKS_COMMON: Final = 0.03
_LACKS_LAST: Final = 0.05
_LACKS_OTHER: Final = 0.12
_COMMON: Final = frozenset(("MU", "AHMAT", "SITI", "I", "NI"))
#: A single word says little about a name of several: it is near at best.
_SINGLE_WORD: Final = 0.85


def name_similarity(left: str, right: str) -> float:
    """0 to 1 for two normalised names, symmetric; an empty name is like nothing. See the levels above."""
    if not left or not right:
        return 0.0
    one, other = joined(left), joined(right)
    if one == other:
        return 1.0
    if sorted(left.split()) == sorted(right.split()):
        return _OTHER_ORDER
    likeness = words_similarity(left, right)
    if len(left.split()) != len(right.split()):  # perhaps a name joined here and split there
        likeness = max(likeness, jaro_winkler(one, other))
    return min(likeness, _OTHER_ORDER - 0.01)  # equal letters and equal words deserve more


def words_similarity(left: str, right: str) -> float:
    """Mean likeness of the words of the shorter name to their best partners, less what it lacks."""
    fewer, more = sorted((left.split(), right.split()), key=lambda words: (len(words), words))
    pairs = sorted(
        (
            (_word_likeness(a, b), -abs(i - j), -i, -j)
            for i, a in enumerate(fewer)
            for j, b in enumerate(more)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    score = 0.0
    for likeness, _, i, j in pairs:
        if -i not in partner and -j not in partner.values():
            partner[-i] = -j
            score += likeness * len(fewer[-i])
    lacking = [j for j in range(len(more)) if j not in partner.values()]
    likeness = score / sum(map(len, fewer)) - sum(_lack(more, j) for j in lacking)
    if sum(word not in _COMMON for word in fewer) <= 1 and any(more[j] not in _COMMON for j in lacking):
        likeness = min(likeness, _SINGLE_WORD)
    return max(likeness, 0.0)


def jaro_winkler(left: str, right: str) -> float:
    """Jaro's likeness with Winkler's bonus for a common beginning (at most 4 letters, weight 0.1, from 0.7 on)."""
    jaro = _jaro(left, right)
    if jaro <= 0.7:
        return jaro
    beginning = 0
    for a, b in zip(left[:4], right[:4], strict=False):
        if a != b:
            break
        beginning += 1
    return jaro + beginning * 0.1 * (1 - jaro)


def _jaro(left: str, right: str) -> float:
    if left == right:
        return 1.0
    reach = max(max(len(left), len(right)) // 2 - 1, 0)
    taken = [False] * len(right)
    matched_left: list[str] = []
    for i, letter in enumerate(left):
        for j in range(max(0, i - reach), min(len(right), i + reach + 1)):
            if not taken[j] and right[j] == letter:
                taken[j] = True
                matched_left.append(letter)
                break
    matches = len(matched_left)
    if matches == 0:
        return 0.0
    matched_right = [letter for letter, used in zip(right, taken, strict=True) if used]
    crossed = sum(a != b for a, b in zip(matched_left, matched_right, strict=True)) // 2
    return (matches / len(left) + matches / len(right) + (matches - crossed) / matches) / 3


def _word_likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return _INITIAL if a[0] == b[0] else 0.0
    likeness = jaro_winkler(a, b)
    return likeness if likeness >= _WORDS_ALIKE else 0.0


def _lack(words: list[str], place: int) -> float:
    if words[place] in _COMMON:
        return _LACKS_COMMON
    return _LACKS_LAST if place == len(words) - 1 else _LACKS_OTHER
