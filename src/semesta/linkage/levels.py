"""Agreement levels of the five fields in which a resident and a member are compared.

Each field has a few levels, from agreement to contradiction; a pair's levels together are its
*pattern*, one small integer. Levels are SQL over the columns of both sides, which stand under the
aliases `r` (resident) and `m` (member); `reference.py` says the same in plain Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from semesta.engine import literal


@dataclass(frozen=True, slots=True)
class Field:
    """A field of comparison and the names of its levels; the level's number is its place."""

    name: str
    levels: tuple[str, ...]

    def number(self, level: str) -> int:
        return self.levels.index(level)


NIK = Field("nik", ("same", "typo1", "typo2", "born", "different", "missing"))
NAME = Field("name", ("same", "normal", "part", "close", "near", "different", "missing"))
BIRTH = Field("birth", ("same", "swapped", "one_part", "year", "different", "missing"))
SEX = Field("sex", ("same", "different", "missing"))
HOME = Field(
    "home", ("household", "street", "village", "former", "district", "regency", "elsewhere", "missing")
)
FIELDS: tuple[Field, ...] = (NIK, NAME, BIRTH, SEX, HOME)

#: Pairs of names at least this alike (Jaro-Winkler on normalised, joined names) are `close` or `near`.
CLOSE_NAME = 0.93
NEAR_NAME = 0.85
#: Unnormalised names at least this alike are taken as one name when NIK and birth date agree.
SIMILAR_RAW_NAME = 0.90

DISTRICT_OF_VILLAGE = 10_000  # 1871011004 // 10_000 = 187101
REGENCY_OF_VILLAGE = 1_000_000

# Every NIK spells the birth date and sex in its seventh to twelfth digit (day + 40 for women). Another
# number of one person spells the same; that says something only where the birth dates themselves differ.
_NIK_SQL = """CASE
  WHEN r_nik_text IS NULL OR m_nik_text IS NULL THEN 5
  WHEN r_nik_text = m_nik_text THEN 0
  WHEN length(r_nik_text) = length(m_nik_text) THEN
    CASE hamming(r_nik_text, m_nik_text)
      WHEN 1 THEN 1
      WHEN 2 THEN CASE WHEN damerau_levenshtein(r_nik_text, m_nik_text) = 1 THEN 1 ELSE 2 END
      ELSE CASE WHEN r_birth_date <> m_birth_date AND length(r_nik_text) = 16
                 AND substr(r_nik_text, 7, 6) = substr(m_nik_text, 7, 6) THEN 3 ELSE 4 END END
  WHEN abs(length(r_nik_text) - length(m_nik_text)) > 2 THEN 4
  WHEN damerau_levenshtein(r_nik_text, m_nik_text) = 1 THEN 1
  WHEN damerau_levenshtein(r_nik_text, m_nik_text) = 2 THEN 2
  ELSE 4 END"""

#: Below this likeness (Jaro-Winkler, joined) two names are not taken apart into tokens: it costs fifty times more.
WORTH_TOKENS = 0.55

_LEAST = "(CASE WHEN length(r_norm) <= length(m_norm) THEN r_norm ELSE m_norm END)"
_MOST = "(CASE WHEN length(r_norm) <= length(m_norm) THEN m_norm ELSE r_norm END)"
_TOKENS_R, _TOKENS_M = "string_split(r_norm, ' ')", "string_split(m_norm, ' ')"

# The shorter name begins the longer, or its tokens all stand in the longer, or tokens agree one by one
# with an initial for a whole name.
_PART_SQL = f"""(
  (length({_LEAST}) >= 2 AND starts_with({_MOST}, {_LEAST} || ' '))
  OR starts_with(r_name, m_name || ' ') OR starts_with(m_name, r_name || ' ')
  OR (length({_LEAST}) >= 8 AND starts_with({_MOST}, {_LEAST}))
  OR (length({_LEAST}) >= 4 AND ends_with({_MOST}, ' ' || {_LEAST}))
  OR (contains({_LEAST}, ' ') AND list_has_all(string_split({_MOST}, ' '), string_split({_LEAST}, ' ')))
  OR (len({_TOKENS_R}) = len({_TOKENS_M})
      AND len(list_filter(list_zip({_TOKENS_R}, {_TOKENS_M}),
        lambda x: x[1] = x[2] OR (length(x[1]) = 1 AND starts_with(x[2], x[1]))
                              OR (length(x[2]) = 1 AND starts_with(x[1], x[2])))) = len({_TOKENS_R})))"""

#: Likeness of two names, normalised or as written, whichever is more: normalising helps where a habit of
#: spelling differs and hurts where a slip falls into the part that it folds. 1 where they are the same.
LIKENESS_SQL = """CASE WHEN r_name = m_name THEN 1.0
  WHEN r_joined = m_joined THEN 1.0
  ELSE least(0.999, greatest(jaro_winkler_similarity(r_joined, m_joined),
                             jaro_winkler_similarity(r_name, m_name))) END"""

_NAME_SQL = f"""CASE
  WHEN r_name IS NULL OR m_name IS NULL THEN 6
  WHEN r_name = m_name THEN 0
  WHEN likeness < {WORTH_TOKENS} AND NOT contains(r_norm, split_part(m_norm, ' ', 1)) THEN 5
  WHEN likeness = 1.0 THEN 1
  WHEN {_PART_SQL} THEN 2
  WHEN likeness >= {CLOSE_NAME} THEN 3
  WHEN likeness >= {NEAR_NAME} THEN 4
  ELSE 5 END"""

_BIRTH_SQL = """CASE
  WHEN r_birth_date IS NULL OR m_birth_date IS NULL THEN 5
  WHEN r_birth_date = m_birth_date THEN 0
  WHEN year(r_birth_date) = year(m_birth_date)
   AND day(r_birth_date) = month(m_birth_date) AND month(r_birth_date) = day(m_birth_date) THEN 1
  WHEN (year(r_birth_date) = year(m_birth_date))::INTEGER + (month(r_birth_date) = month(m_birth_date))::INTEGER
     + (day(r_birth_date) = day(m_birth_date))::INTEGER = 2 THEN 2
  WHEN year(r_birth_date) = year(m_birth_date) THEN 3
  ELSE 4 END"""

_SEX_SQL = """CASE WHEN r_sex IS NULL OR m_sex IS NULL THEN 2 WHEN r_sex = m_sex THEN 0 ELSE 1 END"""


#: Words that one office writes and another leaves out; RT and RW with their numbers, and signs.
_NO_STREET = (
    r"\b(RT|RW)[ .:/]*[0-9]+([ .:/]+[0-9]+)?\b"
    r"|\b(JL|JLN|JALAN|GG|GANG|DUSUN|DSN|DS|DESA|KP|KAMPUNG|LK|LINGK|LINGKUNGAN|NO|NOMOR|RT|RW)\b|[^A-Z0-9]+"
)


def street_sql(address: str) -> str:
    """What is left of an address as written when its form is taken off: street or hamlet, and house number; or NULL."""
    bare = f"regexp_replace(upper({address}), {literal(_NO_STREET)}, ' ', 'g')"
    return f"nullif(trim(regexp_replace({bare}, ' +', ' ', 'g')), '')"


#: One street or hamlet; the house number may be left out on one side.
STREET_SQL = "(r_street = m_street OR starts_with(r_street, m_street || ' ') OR starts_with(m_street, r_street || ' '))"


def home_sql(r: str, m: str, *, household: str, street: str = "false", former: str = "false") -> str:
    """Where the two live, over the village codes `r` and `m`.

    `household` is a condition that they share a family card or its successor, `street` that their addresses
    agree, `former` that the member lives where another card of the resident's household says it lives.
    """
    return f"""CASE
  WHEN {household} THEN {HOME.number("household")}
  WHEN {r} = {m} THEN CASE WHEN {street} THEN {HOME.number("street")} ELSE {HOME.number("village")} END
  WHEN {former} THEN {HOME.number("former")}
  WHEN {r} IS NULL OR {m} IS NULL THEN {HOME.number("missing")}
  WHEN {r} // {DISTRICT_OF_VILLAGE} = {m} // {DISTRICT_OF_VILLAGE} THEN {HOME.number("district")}
  WHEN {r} // {REGENCY_OF_VILLAGE} = {m} // {REGENCY_OF_VILLAGE} THEN {HOME.number("regency")}
  ELSE {HOME.number("elsewhere")} END"""


def level_sql(field: Field) -> str:
    """The level of one field as SQL over r_ and m_ (nik_text, name, norm, birth_date, sex) and `likeness`."""
    return {"nik": _NIK_SQL, "name": _NAME_SQL, "birth": _BIRTH_SQL, "sex": _SEX_SQL}[field.name]


def pattern_sql(*numbers: str) -> str:
    """One integer out of the five levels, in the order of FIELDS."""
    assert len(numbers) == len(FIELDS)
    terms, size = [], 1
    for field, number in zip(FIELDS, numbers, strict=True):
        terms.append(f"{size} * ({number})")
        size *= len(field.levels)
    return f"({' + '.join(terms)})::SMALLINT"


def pattern_of(levels: tuple[int, ...]) -> int:
    """The pattern of five levels; inverse of `levels_of`."""
    pattern, size = 0, 1
    for field, level in zip(FIELDS, levels, strict=True):
        assert 0 <= level < len(field.levels)
        pattern += size * level
        size *= len(field.levels)
    return pattern


@cache
def levels_of(pattern: int) -> tuple[int, ...]:
    """The five levels of a pattern, in the order of FIELDS."""
    levels = []
    for field in FIELDS:
        pattern, level = divmod(pattern, len(field.levels))
        levels.append(level)
    assert pattern == 0
    return tuple(levels)


def evidence_of(pattern: int) -> str:
    """A pattern for people: 'nik=typo1 name=same birth=same sex=same home=village'."""
    pairs = zip(FIELDS, levels_of(pattern), strict=True)
    return " ".join(f"{field.name}={field.levels[level]}" for field, level in pairs)


def all_patterns() -> range:
    """Every pattern there is."""
    size = 1
    for field in FIELDS:
        size *= len(field.levels)
    return range(size)
