"""NIK, KK and card numbers, personal names and dates: parse, check, normalise."""

from semesta.identity.card import CARD_DOUBTS, Card, parse_card
from semesta.identity.dates import DATE_DOUBTS, excel_date, parse_date
from semesta.identity.digits import column_lost_last_digit, read_digits
from semesta.identity.doubt import Doubt
from semesta.identity.kk import KK_DOUBTS, Kk, kk_fault, parse_kk
from semesta.identity.names import joined, joined_sql, name_sql, normalise_name, skeleton, skeleton_sql
from semesta.identity.nik import NIK_DOUBTS, Agreement, Nik, agreement, nik_fault, parse_nik, probable_nik

__all__ = [
    "CARD_DOUBTS",
    "DATE_DOUBTS",
    "KK_DOUBTS",
    "NIK_DOUBTS",
    "Agreement",
    "Card",
    "Doubt",
    "Kk",
    "Nik",
    "agreement",
    "column_lost_last_digit",
    "excel_date",
    "joined",
    "joined_sql",
    "kk_fault",
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
]
