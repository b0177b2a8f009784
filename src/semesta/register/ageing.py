"""The run that ends the cover of children who reached the age to which a worker covers them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import connection

from semesta.database import is_postgresql, writing
from semesta.register.buckets import SEGMENTS_OF
from semesta.register.formulas import article_in_force
from semesta.register.recording import Decision, Recording, record
from semesta.register.status_changes import apply_status
from semesta.register.vocabulary import Relation, Status, Transition
from semesta.rules import Law


def end_children_over_age(*, on: dt.date, by: Decision, during: Recording | None = None) -> int:
    """End every child who is over age on that day, each from their own day of the limit; how many were ended.

    The limit is formula `dependant`'s: 21 years, for `student` 25 (Perpres 82/2018 art. 5). Nobody's cover ends
    before the spell began. Running it twice changes nothing.
    """
    decision = by if by.article else replace(by, article=article_in_force("child.age_limit", on))
    with writing(), connection.cursor() as cursor:
        over_age = over_age_sql(on)
        cursor.execute(f"SELECT 1 FROM ({over_age}) AS over_age LIMIT 1")
        if cursor.fetchone() is None:
            return 0
        return apply_status(
            during=during or record("end", decision),
            people=over_age,
            transition=Transition.ENDED,
            status=Status.NONAKTIF_USIA,
            since=None,
        )


def over_age_sql(on: dt.date) -> str:
    """SELECT of (person_id, since): children of workers, not ended, who are over age on that day."""
    law = Law.current()
    limit, student = (law.number(name, on) for name in ("child.age_limit", "child.student_age_limit"))
    segments = sorted(n for bucket in law["child.limit_applies"].words(on) for n in SEGMENTS_OF[bucket])
    leaves = f"CASE WHEN f.student THEN {_years_later(student)} ELSE {_years_later(limit)} END"
    began = (
        "(SELECT min(m.valid_from) FROM membership m WHERE m.person_id = p.id AND m.spell = p.spell "
        "AND m.superseded_by_id IS NULL)"
    )
    later = "greatest" if is_postgresql() else "max"
    return (
        f"SELECT id, {later}(leaves, began) FROM (SELECT p.id AS id, {leaves} AS leaves, {began} AS began "
        "FROM person p JOIN person_fact f ON f.person_id = p.id AND f.superseded_by_id IS NULL AND f.valid_to IS NULL "
        f"WHERE p.relation = {Relation.CHILD:d} AND p.segment IN ({', '.join(map(str, segments)) or 'NULL'}) "
        f"AND p.status IN ({Status.AKTIF:d}, {Status.NONAKTIF_TUNGGAKAN:d}, {Status.NONAKTIF_DATA:d})) AS children "
        f"WHERE leaves <= {_day(on)} AND began <= {_day(on)}"
    )


def _years_later(years: int) -> str:
    """The birth day so many years later; 29 February becomes the 28th, as in `rules`."""
    if is_postgresql():
        return f"(f.birth_date + interval '{years} years')::date"
    later = f"date(f.birth_date, '+{years} years')"
    return f"CASE WHEN strftime('%d', {later}) <> strftime('%d', f.birth_date) THEN date({later}, '-1 day') ELSE {later} END"


def _day(day: dt.date) -> str:
    return f"DATE '{day.isoformat()}'" if is_postgresql() else f"'{day.isoformat()}'"
