"""Personal names brought to one form for matching, in Python and as SQL that gives the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from semesta.identity.name_rules import NAME_RULES, SKELETON_RULES, NameRule

#: Everything that cannot be a letter of any script; what is left of a name without Latin letters.
_NO_LETTERS: Final = "[\\x00-\\x7f\x80-\xa0\u1680\u2000-\u206f\u3000\ufeff]+"

#: What the chain makes of a name that it should have left alone, or of a lone zero.
_NOTHING: Final = ("", "O")


def normalise_name(text: str) -> str:
    """The form in which spellings of one name agree: words of A to Z, one space between them.

    Titles, degrees, bin and binti are gone, old and new spelling agree. A name that is nothing but a
    title stays what it is; one without Latin letters comes back as written; only a text without any
    letter gives "". For comparing Nur Hayati with Nurhayati see `joined`.
    """
    padded = f" {_fold(text)} "
    chained = _apply(_NAME_STEPS, padded).strip(" ")
    if chained not in _NOTHING:
        return chained
    return _BARE.sub(" ", padded).strip(" ") or _FOREIGN.sub(" ", text).strip(" ")


def joined(normalised: str) -> str:
    """A normalised name without its spaces."""
    return normalised.replace(" ", "")


def skeleton(normalised: str) -> str:
    """First letter and consonants of a normalised name: Rahmat and Rohmat, Saiful and Saeful agree."""
    return _apply(_SKELETON_STEPS, joined(normalised))


# --- the same as SQL -------------------------------------------------------------------------------


def name_sql(column: str) -> str:
    """SQL text (DuckDB's dialect) that gives `normalise_name` of a column; NULL stays NULL.

    `column` is any SQL expression of text; it is written several times, so let it be a column. A name
    costs 3 to 6 microseconds of CPU, a look-up in a table of distinct names a tenth of that.
    """
    # the engine's strip_accents would stop at a NUL
    padded = f"(' ' || upper(strip_accents(replace({column}, chr(0), ' '))) || ' ')"
    bare = f"trim(regexp_replace({padded}, {_quote(_BARE.pattern)}, ' ', 'g'))"
    chain = f"trim({rules_sql(NAME_RULES, padded)})"
    foreign = f"trim(regexp_replace({column}, {_quote(_NO_LETTERS)}, ' ', 'g'), ' ')"
    nothing = ", ".join(map(_quote, _NOTHING))
    return (
        f"CASE WHEN {chain} NOT IN ({nothing}) THEN {chain} ELSE coalesce(nullif({bare}, ''), {foreign}) END"
    )


def joined_sql(normalised: str) -> str:
    """SQL text that gives `joined` of an expression holding a normalised name."""
    return f"replace({normalised}, ' ', '')"


def skeleton_sql(normalised: str) -> str:
    """SQL text that gives `skeleton` of an expression holding a normalised name."""
    return rules_sql(SKELETON_RULES, joined_sql(normalised))


def rules_sql(rules: Iterable[NameRule], expression: str) -> str:
    """A chain of rules around an SQL expression."""
    for rule in rules:
        function = {"regex": "regexp_replace", "text": "replace", "letters": "translate"}[rule.kind]
        everywhere = ", 'g'" if rule.kind == "regex" else ""
        expression = (
            f"{function}({expression}, {_quote(rule.pattern)}, {_quote(rule.replacement)}{everywhere})"
        )
    return expression


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# --- the same in Python ----------------------------------------------------------------------------

_Step = Callable[[str], str]


def _step(rule: NameRule) -> _Step:
    if rule.kind == "text":
        return lambda text: text.replace(rule.pattern, rule.replacement)
    if rule.kind == "letters":
        table = str.maketrans(rule.pattern, rule.replacement)
        return lambda text: text.translate(table)
    pattern = re.compile(rule.pattern)
    return lambda text: pattern.sub(rule.replacement, text)


_NAME_STEPS: Final = tuple(map(_step, NAME_RULES))
_SKELETON_STEPS: Final = tuple(map(_step, SKELETON_RULES))
_BARE: Final = re.compile("[^A-Z]+")
_FOREIGN: Final = re.compile(_NO_LETTERS)


def _apply(steps: Iterable[_Step], text: str) -> str:
    for step in steps:
        text = step(text)
    return text


def _fold(text: str) -> str:
    """Upper case without accents as the engine does it, one letter for one: ß stays."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", text)
        bare = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
        return "".join(_upper(c) for c in unicodedata.normalize("NFC", bare))
    return text.upper()


def _upper(character: str) -> str:
    upper = character.upper()
    return upper if len(upper) == 1 else character
