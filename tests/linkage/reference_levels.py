"""Agreement levels of two records in plain Python: what `semesta.linkage.levels` says as SQL."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein, Hamming, JaroWinkler

from semesta.identity import normalise_name
from semesta.linkage.levels import BIRTH, CLOSE_NAME, HOME, NAME, NEAR_NAME, NIK, SEX, WORTH_TOKENS


@dataclass(frozen=True, slots=True)
class Person:
    """What linkage knows of a resident or a member."""

    name: str | None
    birth_date: dt.date | None = None
    sex: str | None = None
    nik: int | None = None
    kk: int | None = None
    village: int | None = None
    nik_written: str | None = None
    address: str | None = None

    @property
    def nik_text(self) -> str | None:
        """The NIK, or the digits of what stood in its place."""
        if self.nik is not None:
            return str(self.nik)
        return re.sub("[^0-9]", "", self.nik_written or "")[:20] or None

    @property
    def known_name(self) -> str | None:
        """The name, unless it is the mother's: "baby of Mrs Siti"."""
        return None if re.match("(BAYI|BY|BBL)[ .]", self.name or "") else self.name


def alike(a: str | None, b: str | None, least: float) -> bool:
    """Whether two names as written are at least this alike; the engine compares bytes."""
    if a is None or b is None:
        return False
    return JaroWinkler.similarity(a.encode(), b.encode(), score_cutoff=least) >= least


def nik_level(r: Person, m: Person) -> int:
    a, b = r.nik_text, m.nik_text
    if a is None or b is None:
        return NIK.number("missing")
    if a == b:
        return NIK.number("same")
    edits = DamerauLevenshtein.distance(a, b)
    if len(a) == len(b):
        changed = Hamming.distance(a, b)
        if changed == 1 or (changed == 2 and edits == 1):
            return NIK.number("typo1")
        if changed == 2:
            return NIK.number("typo2")
        other_birth = None not in (r.birth_date, m.birth_date) and r.birth_date != m.birth_date
        spells_it = other_birth and len(a) == 16 and a[6:12] == b[6:12]
        return NIK.number("born" if spells_it else "different")
    return NIK.number({1: "typo1", 2: "typo2"}.get(edits, "different"))


def name_level(r: Person, m: Person) -> int:
    ours, theirs = r.known_name, m.known_name
    if ours is None or theirs is None:
        return NAME.number("missing")
    if ours == theirs:
        return NAME.number("same")
    a, b = normal(ours), normal(theirs)
    if a.replace(" ", "") == b.replace(" ", ""):
        return NAME.number("normal")
    likeness = max(_likeness(a.replace(" ", ""), b.replace(" ", "")), _likeness(ours, theirs))
    if likeness < WORTH_TOKENS and b.split(" ")[0] not in a:
        return NAME.number("different")
    if _is_part(a, b) or ours.startswith(theirs + " ") or theirs.startswith(ours + " "):
        return NAME.number("part")
    if likeness >= CLOSE_NAME:
        return NAME.number("close")
    return NAME.number("near" if likeness >= NEAR_NAME else "different")


normal = cache(normalise_name)


def _likeness(a: str, b: str) -> float:
    return JaroWinkler.similarity(a.encode(), b.encode())


def _is_part(a: str, b: str) -> bool:
    """Whether the shorter of two normalised names says no other thing than the longer."""
    least, most = (a, b) if len(a) <= len(b) else (b, a)
    if len(least) >= 2 and most.startswith(least + " "):
        return True
    if len(least) >= 8 and most.startswith(least):
        return True
    if len(least) >= 4 and most.endswith(" " + least):
        return True
    if " " in least and set(least.split(" ")) <= set(most.split(" ")):
        return True
    ours, theirs = a.split(" "), b.split(" ")
    return len(ours) == len(theirs) and all(
        x == y or (len(x) == 1 and y.startswith(x)) or (len(y) == 1 and x.startswith(y))
        for x, y in zip(ours, theirs, strict=True)
    )


def birth_level(r: Person, m: Person) -> int:
    a, b = r.birth_date, m.birth_date
    if a is None or b is None:
        return BIRTH.number("missing")
    if a == b:
        return BIRTH.number("same")
    if a.year == b.year and (a.day, a.month) == (b.month, b.day):
        return BIRTH.number("swapped")
    if (a.year == b.year) + (a.month == b.month) + (a.day == b.day) == 2:
        return BIRTH.number("one_part")
    return BIRTH.number("year" if a.year == b.year else "different")


def sex_level(r: Person, m: Person) -> int:
    if r.sex is None or m.sex is None:
        return SEX.number("missing")
    return SEX.number("same" if r.sex == m.sex else "different")


def home_level(r: Person, m: Person, *, household: bool, former: bool = False, streets: bool = True) -> int:
    if household:
        return HOME.number("household")
    one_village = r.village is not None and r.village == m.village
    if streets and one_village and one_street(r.address, m.address):
        return HOME.number("street")
    if former and r.village != m.village:
        return HOME.number("former")
    if r.village is None or m.village is None:
        return HOME.number("missing")
    for level, size in (("village", 1), ("district", 10_000), ("regency", 1_000_000)):
        if r.village // size == m.village // size:
            return HOME.number(level)
    return HOME.number("elsewhere")


FORMS = {"JL", "JLN", "JALAN", "GG", "GANG", "DUSUN", "DSN", "DS", "DESA", "KP", "KAMPUNG"}
FORMS |= {"LK", "LINGK", "LINGKUNGAN", "NO", "NOMOR", "RT", "RW"}


def street(address: str | None) -> list[str]:
    """The words of an address without RT and RW and without the forms of address."""
    text = re.sub(r"\b(RT|RW)[ .:/]*[0-9]+([ .:/]+[0-9]+)?\b", " ", (address or "").upper())
    return [word for word in re.split("[^A-Z0-9]+", text) if word and word not in FORMS]


def one_street(a: str | None, b: str | None) -> bool:
    """Whether two addresses say the same, or one says less at its end."""
    ours, theirs = street(a), street(b)
    known = min(len(ours), len(theirs))
    return known > 0 and ours[:known] == theirs[:known]


def same_district(r: Person, m: Person) -> bool:
    return r.village is not None and m.village is not None and r.village // 10_000 == m.village // 10_000


def nik_near(r: Person, m: Person) -> bool:
    """Whether the digits on the card differ in at most two from the resident's NIK."""
    ours, theirs = str(r.nik or ""), m.nik_text or ""
    return bool(ours) and len(ours) == len(theirs) and Hamming.distance(ours, theirs) <= 2
