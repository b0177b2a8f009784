"""NIK, KK and card numbers, personal names and dates: parse, check, normalise.

Guide:

* `parse_nik`, `parse_kk`, `parse_card`, `parse_date` read what people write and return the value, valid at
  birth, or a `Doubt` with code, reason and remedy. They never raise; the caller adds file, row and column.
  The catalogues `NIK_DOUBTS`, `KK_DOUBTS`, `CARD_DOUBTS`, `DATE_DOUBTS` hold every doubt by its code, for
  rooms that find the codes in SQL.
* `agreement` says how a NIK sits with birth date and sex; `column_lost_last_digit` whether a whole column
  went through a spreadsheet as numbers.
* `normalise_name` gives one form to the spellings of a name, `name_sql` is the same as SQL text for the
  engine, both from `NAME_RULES`. `joined` (Nur Hayati, Nurhayati) and `skeleton` (Rahmat, Rohmat) go further.
* `name_similarity` is the slow reference for the likeness of two normalised names.
"""

from semesta.identity.card import CARD_DOUBTS, Card, parse_card
from semesta.identity.date_doubts import DATE_DOUBTS
from semesta.identity.dates import excel_date, parse_date
from semesta.identity.digits import column_lost_last_digit, read_digits
from semesta.identity.doubt import Doubt
from semesta.identity.kk import KK_DOUBTS, Kk, kk_fault, parse_kk
from semesta.identity.name_likeness import CLOSE, NEAR, jaro_winkler, name_similarity, words_similarity
from semesta.identity.name_rules import NAME_RULES, SKELETON_RULES, NameRule
from semesta.identity.names import joined, joined_sql, name_sql, normalise_name, skeleton, skeleton_sql
from semesta.identity.nik import (
    PROVINCES,
    Agreement,
    Nik,
    agreement,
    nik_fault,
    parse_nik,
    probable_nik,
)
from semesta.identity.nik_doubts import NIK_DOUBTS

__all__ = [
    "CARD_DOUBTS",
    "CLOSE",
    "DATE_DOUBTS",
    "KK_DOUBTS",
    "NAME_RULES",
    "NEAR",
    "NIK_DOUBTS",
    "PROVINCES",
    "SKELETON_RULES",
    "Agreement",
    "Card",
    "Doubt",
    "Kk",
    "NameRule",
    "Nik",
    "agreement",
    "column_lost_last_digit",
    "excel_date",
    "jaro_winkler",
    "joined",
    "joined_sql",
    "kk_fault",
    "name_similarity",
    "name_sql",
    "nik_fault",
    "normalise_name",
    "parse_card",
    "parse_date",
    "parse_kk",
    "parse_nik",
    "probable_nik",
    "read_digits",
    "skeleton",
    "skeleton_sql",
    "words_similarity",
]
