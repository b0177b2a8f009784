"""How often the registers are wrong, and in which way: planted faults as rates.

Two settings. STANDARD breaks about 3% of the NIKs in the members' file and writes about 20% of the
names differently; HARSH breaks about three times as many, and errs by another process (numbers
misread by eye and scanner instead of struck at random, whole families stale), so that nothing can
be tuned to one of them. All rates are assumptions; none is a finding about a real register.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noise:
    """Rates are shares of the cards of residents unless their name says otherwise."""

    name: str = "standard"
    misread: bool = False  # digits and letters are misread (8 for 3, RN for M) instead of struck at random

    # the NIK in the members' file; one kind per card
    nik_missing: float = 0.0055
    nik_typo: float = 0.0080
    nik_transposed: float = 0.0032
    nik_two_digits: float = 0.0016
    nik_length: float = 0.0016
    nik_letter: float = 0.0005
    nik_borrowed_family: float = 0.0040
    nik_borrowed: float = 0.0015
    nik_swapped: float = 0.0020  # share of people who live in a household where two cards swapped NIKs
    nik_old: float = 0.0021  # a second number from an earlier registration elsewhere

    # the NIK in the population register, share of residents
    register_nik_missing: float = 0.0004
    register_nik_typo: float = 0.0006

    # other fields of the members' file
    name_changed: float = 0.20
    birth_changed: float = 0.012
    sex_wrong: float = 0.002
    kk_missing: float = 0.05
    kk_old_family: float = 0.10  # share of families whose cards still carry the former family number
    kk_old_person: float = 0.05
    village_stale: float = 0.04
    village_missing: float = 0.01
    address_missing: float = 0.03
    address_old: float = 0.25  # an address of years ago, or another family's

    # who stands in the members' file
    duplicates: float = 0.011  # share of all cards
    partnerless: float = 0.028  # share of all cards: dead, moved away, never registered, foreigners
    foreigners: float = 0.008  # share of the partnerless
    newborn_unnamed: float = 0.70  # share of the cards of children below 100 days
    xlsx_lost_zeros: float = 0.01  # share of the rows of a workbook whose card became a number

    @property
    def nik_faults(self) -> tuple[tuple[str, float], ...]:
        """Kinds of fault in a card's own NIK, that need no other person, with their rates."""
        kinds = ("missing", "typo", "transposed", "two_digits", "length", "letter", "old")
        return tuple((f"nik_{kind}", float(getattr(self, f"nik_{kind}"))) for kind in kinds)


STANDARD = Noise()

HARSH = dataclasses.replace(
    STANDARD,
    name="harsh",
    misread=True,
    nik_missing=0.0250,
    nik_typo=0.0220,
    nik_transposed=0.0060,
    nik_two_digits=0.0070,
    nik_length=0.0050,
    nik_letter=0.0020,
    nik_borrowed_family=0.0110,
    nik_borrowed=0.0050,
    nik_swapped=0.0060,
    nik_old=0.0080,
    register_nik_missing=0.0015,
    register_nik_typo=0.0020,
    name_changed=0.38,
    birth_changed=0.035,
    sex_wrong=0.006,
    kk_missing=0.12,
    kk_old_family=0.22,
    kk_old_person=0.10,
    village_stale=0.09,
    village_missing=0.03,
    address_old=0.45,
    duplicates=0.018,
    partnerless=0.034,
    xlsx_lost_zeros=0.03,
)

BY_NAME: dict[str, Noise] = {noise.name: noise for noise in (STANDARD, HARSH)}
