"""Small invented provinces with every fault of two registers, and how they are put into an engine."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from semesta import tables
from semesta.engine import Engine
from tests.linkage.reference_levels import Person

GIVEN = {
    "L": (
        "AHMAD", "BUDI", "MUHAMMAD", "JOKO", "WAYAN", "SUTRISNO", "AGUS", "HENDRA", "YUSUF", "RIZKY",
        "SLAMET", "BAMBANG",
    ),
    "P": (
        "SITI", "NUR", "DEWI", "SRI", "AYU", "MADE", "RATNA", "FITRI", "AMINAH", "WULAN", "NURHAYATI",
        "YULIANA",
    ),
}  # fmt: skip
SECOND = (
    "", "", "SANTOSO", "HIDAYAT", "LESTARI", "WIJAYA", "SETIAWAN", "RAHMAH", "FAUZI", "PRATAMA", "SARI",
    "ABDULLAH", "NASUTION", "KURNIAWAN",
)  # fmt: skip
VILLAGES = (1871011001, 1871011002, 1871021003, 1802032004, 1871101005)
ADDRESSES = (
    "JL MERDEKA NO 12",
    "DUSUN SIDOREJO",
    "JL. MELATI",
    None,
    "DUSUN II RT 003",
    "Kp. Baru",
    "RT 004/RW 02",
)
NAME_FORMS = (
    ("MUHAMMAD", "M."), ("MUHAMMAD", "MOCH"), ("AHMAD", "ACHMAD"), ("YUSUF", "JUSUF"), ("JOKO", "DJOKO"),
    ("SITI", "ST"), ("NURHAYATI", "NUR HAYATI"), ("SETIAWAN", "SETYAWAN"), ("SRI", "HJ. SRI"),
)  # fmt: skip
FAULTS = (
    "none", "none", "none", "mistyped_nik", "swapped_digits", "cut_nik", "missing_nik", "borrowed_nik",
    "exchanged_nik", "no_nik_in_register", "name_form", "name_typo", "short_name", "day_month", "no_birth_date",
    "other_day", "first_of_january", "moved", "moved_card", "no_village", "no_sex", "other_sex", "no_name",
    "second_card", "second_card_other_nik", "no_card", "partnerless", "twice_in_register", "newborn",
    "address_form",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Province:
    """Both registers, and for each member the resident it truly is."""

    residents: tuple[Person, ...]
    members: tuple[Person, ...]
    truth: tuple[int | None, ...] = ()


def province(
    seed: int, households: int, *, fault_share: float = 0.5, faults: Sequence[str] = FAULTS
) -> Province:
    """Households with twins and like-named children; a share of the people carries faults of FAULTS."""
    dice = random.Random(seed)  # noqa: S311
    residents = [person for number in range(households) for person in _household(dice, number)]
    cards: list[tuple[Person, int | None]] = []
    for number, resident in enumerate(list(residents)):
        for _ in range(dice.choice((1, 1, 2)) if dice.random() < fault_share else 0):
            fault = dice.choice(faults)
            resident = _with_fault(dice, fault, number, resident, residents, cards)
        if resident is not _NO_CARD:
            cards.append((resident, number))
    dice.shuffle(cards)
    return Province(tuple(residents), tuple(card for card, _ in cards), tuple(true for _, true in cards))


_NO_CARD = Person("")


def _household(dice: random.Random, number: int) -> list[Person]:
    village, kk = dice.choice(VILLAGES), 1871010101009000 + number * 7
    people: list[Person] = []
    for place in range(dice.randint(1, 5)):
        sex = dice.choice("LP")
        name = f"{dice.choice(GIVEN[sex])} {dice.choice(SECOND)}".strip()
        born = dt.date(dice.choice((1951, 1984, 2010)), dice.randint(1, 3), dice.randint(1, 12))
        if people and dice.random() < 0.15:  # a twin, or a child with half its parent's name
            other = people[-1]
            sex, born = other.sex or "L", other.birth_date or born
            name = f"{(other.name or '').split(' ')[0]} {dice.choice(SECOND)}".strip()
        people.append(Person(name, born, sex, _nik(village, born, sex, number * 5 + place), kk, village))
    return [dataclasses.replace(person, address=ADDRESSES[number % len(ADDRESSES)]) for person in people]


def _nik(village: int, born: dt.date, sex: str, serial: int) -> int:
    day = born.day + (40 if sex == "P" else 0)
    return int(f"{village // 10_000:06}{day:02}{born:%m%y}{9000 + serial % 1000:04}")


def _with_fault(
    dice: random.Random,
    fault: str,
    number: int,
    card: Person,
    residents: list[Person],
    cards: list[tuple[Person, int | None]],
) -> Person:
    """The card with one more fault; some faults change the register or hand out further cards instead."""
    other = dice.choice(residents)
    if card is _NO_CARD:
        return card
    if fault in _ON_CARD:
        return _ON_CARD[fault](dice, card, other)
    if fault == "no_nik_in_register":
        residents[number] = dataclasses.replace(residents[number], nik=None)
    elif fault == "twice_in_register":
        residents.append(dataclasses.replace(residents[number], village=dice.choice(VILLAGES)))
    elif fault == "second_card":
        cards.append((card, number))
    elif fault == "second_card_other_nik":
        cards.append((_mistyped(dice, card, other), number))
    elif fault == "partnerless":
        cards.append((_household(dice, 900 + number)[0], None))
    elif fault == "exchanged_nik" and cards:
        last, true = cards.pop()
        cards.append((dataclasses.replace(last, nik=card.nik), true))
        return dataclasses.replace(card, nik=last.nik)
    return _NO_CARD if fault == "no_card" else card


def _mistyped(dice: random.Random, card: Person, _: Person) -> Person:
    if card.nik is None:
        return card
    digits = list(str(card.nik))
    for _typo in range(dice.choice((1, 1, 2))):
        digits[dice.randrange(1, 16)] = str(dice.randrange(10))
    return dataclasses.replace(card, nik=int("".join(digits)))


def _swapped_digits(dice: random.Random, card: Person, _: Person) -> Person:
    if card.nik is None:
        return card
    digits, at = list(str(card.nik)), dice.randrange(1, 15)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return dataclasses.replace(card, nik=int("".join(digits)))


def _cut_nik(dice: random.Random, card: Person, _: Person) -> Person:
    digits = str(card.nik or "")
    written = dice.choice((digits[:15], digits[:13], digits + "0", "'" + digits[:14] + "O1", "-"))
    return dataclasses.replace(card, nik=None, nik_written=written)


def _name_form(dice: random.Random, card: Person, _: Person) -> Person:
    name = card.name
    for old, new in dice.sample(NAME_FORMS, len(NAME_FORMS)):
        if name and old in name:
            return dataclasses.replace(card, name=name.replace(old, new))
    return card


def _name_typo(dice: random.Random, card: Person, _: Person) -> Person:
    if not card.name:
        return card
    at = dice.randrange(len(card.name))
    letter = dice.choice("AEIRST")
    return dataclasses.replace(card, name=(card.name[:at] + letter + card.name[at + 1 :]).strip())


def _address_form(dice: random.Random, card: Person, _: Person) -> Person:
    address = card.address or "JL BARU"
    forms = (
        address.split(" NO ")[0],
        f"{address} RT 001/RW.02",
        address.replace("JL ", "Jalan "),
        None,
        "SUKARAJA",
    )
    return dataclasses.replace(card, address=dice.choice(forms))


def _short_name(dice: random.Random, card: Person, _: Person) -> Person:
    first, _space, rest = (card.name or "X").partition(" ")
    forms = (
        first,
        f"{first[0]}. {rest}".strip(),
        f"{first} {rest[:1]}".strip(),
        f"{rest} {first}".strip(),
        card.name and card.name[:9],
    )
    return dataclasses.replace(card, name=(dice.choice(forms) or first).strip())


def _day_month(_: random.Random, card: Person, __: Person) -> Person:
    born = card.birth_date
    if born is None or born.day > 12:
        return card
    return dataclasses.replace(card, birth_date=dt.date(born.year, born.day, born.month))


def _other_day(dice: random.Random, card: Person, other: Person) -> Person:
    born = card.birth_date
    if born is None or dice.random() < 0.3:
        return dataclasses.replace(card, birth_date=other.birth_date)
    return dataclasses.replace(card, birth_date=born.replace(day=dice.randint(1, 28)))


def _first_of_january(_: random.Random, card: Person, __: Person) -> Person:
    born = card.birth_date
    return dataclasses.replace(card, birth_date=born and born.replace(month=1, day=1))


_ON_CARD: dict[str, Callable[[random.Random, Person, Person], Person]] = {
    "mistyped_nik": _mistyped,
    "swapped_digits": _swapped_digits,
    "cut_nik": _cut_nik,
    "missing_nik": lambda _, card, __: dataclasses.replace(card, nik=None),
    "borrowed_nik": lambda _, card, other: dataclasses.replace(card, nik=other.nik),
    "name_form": _name_form,
    "name_typo": _name_typo,
    "short_name": _short_name,
    "address_form": _address_form,
    "day_month": _day_month,
    "no_birth_date": lambda _, card, __: dataclasses.replace(card, birth_date=None),
    "other_day": _other_day,
    "first_of_january": _first_of_january,
    "moved": lambda dice, card, _: dataclasses.replace(card, village=dice.choice(VILLAGES)),
    "moved_card": lambda _, card, __: dataclasses.replace(card, kk=card.kk and card.kk + 3),
    "no_village": lambda _, card, __: dataclasses.replace(card, village=None),
    "no_sex": lambda _, card, __: dataclasses.replace(card, sex=None),
    "other_sex": lambda _, card, __: dataclasses.replace(card, sex="P" if card.sex == "L" else "L"),
    "newborn": lambda dice, card, _: dataclasses.replace(
        card, name=f"BAYI NY {dice.choice(GIVEN['P'])}", nik=None
    ),
    "no_name": lambda _, card, __: dataclasses.replace(card, name=None),
}


# --- into the engine --------------------------------------------------------------------------------

PERSON_FIELDS = tuple(field.name for field in dataclasses.fields(Person))


def stage(engine: Engine, residents: Sequence[Person], members: Sequence[Person]) -> None:
    """Make the staged tables `residents` and `members`; rowid is the position."""
    constants = {"vital_status": "ALIVE", "bucket": "PBPU", "status": "AKTIF", "source": 0}
    for table, people in ((tables.STAGED_RESIDENTS, residents), (tables.STAGED_MEMBERS, members)):
        types = {
            "name": pa.string(),
            "sex": pa.string(),
            "nik_written": pa.string(),
            "address": pa.string(),
            "birth_date": pa.date32(),
        }
        columns = {
            name: pa.array([getattr(person, name) for person in people], types.get(name, pa.int64()))
            for name in PERSON_FIELDS
        }
        columns["source_row"] = pa.array(range(1, len(people) + 1), pa.int64())
        for name, value in constants.items():
            if name in table.names:
                columns[name] = pa.array(
                    [value] * len(people), pa.string() if name != "source" else pa.uint8()
                )
        engine.drop(table.name)
        engine.run(table.ddl())
        engine.take("_people", pa.table(columns))
        engine.run(f"INSERT INTO {table.name} BY NAME FROM _people ORDER BY source_row")
        engine.drop("_people")
