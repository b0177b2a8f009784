"""The banks and channels that collect: each has a code, by which files and commands name it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows
from semesta.faults import InputRefused, NotFound, Text
from semesta.register.recording import Decision, recording

MOST_CODE_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class Collector:
    """A bank in the books: its number there, its code, its name."""

    id: int
    code: str
    name: str


def register_bank(code: str, name: str, *, by: Decision) -> Collector:
    """Enter a bank; the one that is there when the code is known with the same name.

    InputRefused for an empty or too long code, and for a code that another bank has.
    """
    wanted = code.strip().upper()
    if not 0 < len(wanted) <= MOST_CODE_CHARACTERS:
        raise InputRefused(
            place=code,
            reason=Text("Kode bank harus 1 sampai 20 huruf.", "A bank's code has 1 to 20 characters."),
            remedy=Text("Pakai kode pendek, misalnya BRI.", "Use a short code, for example BRI."),
        )
    with recording("bank", by):
        known = banks_by_code([wanted]).get(wanted)
        if known is None:
            [number] = insert_rows("bank", ("code", "name"), [(wanted, name.strip())], returning="id")
            return Collector(int(number), wanted, name.strip())
        if known.name != name.strip():
            raise InputRefused(
                place=wanted,
                reason=Text(f"Kode itu sudah milik {known.name}.", f"That code belongs to {known.name}."),
                remedy=Text("Pakai kode lain, atau nama yang sama.", "Use another code, or the same name."),
            )
    return known


def banks() -> tuple[Collector, ...]:
    """All of them, by code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, name FROM bank ORDER BY code")
        return tuple(Collector(int(number), code, name) for number, code, name in cursor.fetchall())


def banks_by_code(codes: Iterable[str]) -> dict[str, Collector]:
    """Code -> bank, for those of the codes that are known."""
    wanted = set(codes)
    return {bank.code: bank for bank in banks() if bank.code in wanted}


def bank_of(code: str) -> Collector:
    """The bank of a code; NotFound with the codes that there are."""
    known = banks_by_code([code.strip().upper()])
    if not known:
        there = ", ".join(bank.code for bank in banks()) or "–"
        raise NotFound(
            place=code,
            reason=Text("Bank itu belum terdaftar.", "That bank is not registered."),
            remedy=Text(
                f"Yang ada: {there}. Daftarkan dengan `semesta ledger bank`.",
                f"There are: {there}. Register it with `semesta ledger bank`.",
            ),
        )
    return next(iter(known.values()))
