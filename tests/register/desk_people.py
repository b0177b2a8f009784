"""Families that come to the desk in tests of the register: invented, with serials 9000 to 9999."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.register.payer_records import centre, employer, region
from semesta.register.people import Enrolled, NewPerson, enrol_family
from semesta.register.recording import Decision
from semesta.register.refusing import Refused
from semesta.register.spells import membership_of
from semesta.register.vocabulary import SEGMENT_NUMBERS, Relation, Status, Transition

NOON = dt.datetime(2024, 7, 1, 5, tzinfo=dt.UTC)
BY = Decision("loket 2", "permohonan keluarga", at=NOON)
LATER = Decision("loket 2", "laporan keluarga", at=NOON + dt.timedelta(days=400))
START = dt.date(2024, 1, 10)

SELF_PAYER = SEGMENT_NUMBERS["PEKERJA MANDIRI"]
POOR = SEGMENT_NUMBERS["PBI JAMINAN KESEHATAN"]
LOCAL = SEGMENT_NUMBERS["PBPU DAN BP PEMERINTAH DAERAH"]
WORKER = SEGMENT_NUMBERS["PEGAWAI SWASTA"]
SERVANT = SEGMENT_NUMBERS["PNS DAERAH"]
PENSIONER = SEGMENT_NUMBERS["PENERIMA PENSIUN PNS"]

_counter = itertools.count()


def nik(sex: str, birth_date: dt.date) -> str:
    """A NIK of its own for everybody who asks: Bandar Lampung's districts in turn, serials 9000 to 9999."""
    number = next(_counter)
    day = birth_date.day + (40 if sex == "P" else 0)
    return f"1871{number // 1000 % 20 + 1:02d}{day:02d}{birth_date:%m%y}{9000 + number % 1000}"


def kk() -> str:
    number = next(_counter)
    return f"187101{number // 1000 % 28 + 1:02d}0120{9000 + number % 1000}"


def person(name: str, sex: str, birth_date: dt.date, relation: Relation, **more: Any) -> NewPerson:
    more = {"nik": nik(sex, birth_date), "village": "18.71.01.1004", **more}
    return NewPerson(name=name, sex=sex, birth_date=birth_date, relation=relation, **more)  # type: ignore[arg-type]


def four(card: str | None = None) -> list[NewPerson]:
    """A worker, his wife, and two children of 14 and 12 years, on one family card."""
    card = card or kk()
    return [
        person("BUDI SANTOSO", "L", dt.date(1984, 3, 2), Relation.MEMBER, kk=card),
        person("SITI AMINAH", "P", dt.date(1986, 8, 17), Relation.WIFE, kk=card),
        person("DEWI LESTARI", "P", dt.date(2010, 2, 28), Relation.CHILD, kk=card),
        person("AGUS SALIM", "L", dt.date(2012, 11, 5), Relation.CHILD, kk=card),
    ]


def payer_for(segment: int) -> int | None:
    """Somebody who may pay for the segment."""
    if segment in (LOCAL, SERVANT):
        return region(code="18.71", by=BY)
    if segment == WORKER:
        return employer(code="PT Contoh", name="PT Contoh", by=BY)
    return centre(by=BY) if segment in (POOR, PENSIONER) else None


def enrol(
    people: list[NewPerson] | None = None, segment: int = SELF_PAYER, start: dt.date = START, **more: Any
) -> Enrolled:
    found = try_to_enrol(people, segment, start, **more)
    assert isinstance(found, Enrolled), found
    return found


def try_to_enrol(
    people: list[NewPerson] | None = None, segment: int = SELF_PAYER, start: dt.date = START, **more: Any
) -> Enrolled | Refused:
    given = {"hospital_class": 3, "payer": payer_for(segment), "by": BY, **more}
    return enrol_family(people=people or four(), segment=segment, start=start, **given)


def ids(enrolled: Enrolled) -> list[int]:
    return [it.id for it in enrolled.people]


def rows(person: int) -> list[tuple[str, str | None, str, str]]:
    """What is known of a membership: since, until, transition, status."""
    return [
        (
            version.since.isoformat(), None if version.until is None else version.until.isoformat(),
            Transition(version.fact.transition).name, Status(version.fact.status).name,
        )
        for version in membership_of([person])[person]
    ]  # fmt: skip


def asked(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def counts() -> dict[str, int]:
    """Rows of each table: nothing may be left of what was refused."""
    tables = ("change", "family", "person", "identifier", "person_fact", "membership", "payer")
    return {table: int(asked(f"SELECT count(*) FROM {table}")[0][0]) for table in tables}
