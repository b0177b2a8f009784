"""People for tests of numbers, merging and looking: invented, self-paying, one family each."""

from __future__ import annotations

import datetime as dt

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.database import insert_rows, writing
from semesta.register.checking import check
from semesta.register.facts import FACT_TABLES, versions
from semesta.register.people import Enrolled, NewPerson, enrol_family
from semesta.register.rebuilding import differences
from semesta.register.recording import Decision, record
from semesta.register.vocabulary import SEGMENT_NUMBERS, IdentifierKind, Relation

MONDAY = dt.datetime(2024, 7, 1, 3, tzinfo=dt.UTC)
BY = Decision("loket 3", "dua kartu, satu orang", at=MONDAY)
SELF_PAYER = SEGMENT_NUMBERS["PEKERJA MANDIRI"]
YEAR = dt.date(2024, 1, 1)


def nik(serial: int) -> str:
    return f"187101440590{serial}"


def person(serial: int, relation: Relation = Relation.MEMBER, **values: object) -> NewPerson:
    return NewPerson(
        name=f"SITI {serial}", sex="P", birth_date=dt.date(1990, 5, 4), relation=relation, nik=nik(serial),
        **values,  # type: ignore[arg-type]
    )  # fmt: skip


def enrolled(*people: NewPerson, start: dt.date = YEAR) -> list[int]:
    """Their numbers."""
    found = enrol_family(people=people, segment=SELF_PAYER, hospital_class=3, payer=None, start=start, by=BY)
    assert isinstance(found, Enrolled), found
    return [it.id for it in found.people]


def contested(person: int, serial: int, since: dt.date = YEAR) -> None:
    """An extract gives this person a NIK that someone else has."""
    with writing():
        change = record("import", BY).change
        insert_rows(
            "identifier",
            ("person_id", "kind", "value", "contested", "valid_from", "change_id"),
            [(person, int(IdentifierKind.NIK), nik(serial), True, since, change)],
        )


def lawful() -> None:
    assert [law.name for law in check() if not law.holds] == []
    assert differences() == ()


def view(person: int, change: int | None = None) -> list[object]:
    """What is known of a person: periods and facts, without the numbers of the rows."""
    return [
        sorted(((it.since, it.until, it.fact) for it in versions(table, person, change)), key=str)
        for table in FACT_TABLES
    ]
