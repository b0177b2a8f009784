"""What the register says about every card on a day, as a query of the engine over the attached database."""

from __future__ import annotations

import datetime as dt

from semesta.register.recording import holds, known
from semesta.register.vocabulary import IdentifierKind

#: Name under which `semesta.database.attached` gives the database to the engine.
REGISTER = "register"


def state_sql(*, on: dt.date, as_known: int) -> str:
    """One row for each person with a membership on that day, as known after that change, in the order of persons.

    person; card, nik (whole numbers), nik_written; the facts of `person_fact` and `membership` by their names, with
    the rows they stand in (fact_row, membership_row), and until when these hold; payer_kind, payer_code,
    payer_name. Records that were merged into another one are not there.
    """
    number = "CAST(arg_min(value, contested) FILTER (WHERE kind = {kind}) AS BIGINT)"
    return f"""
        SELECT m.person_id AS person, i.card, i.nik, CASE WHEN i.nik IS NULL THEN i.nik_written END AS nik_written,
               f.name, f.sex, f.birth_date, f.died_on, f.kk, f.village, f.address, f.rt, f.rw, f.phone, f.email, f.facility,
               m.family_id AS family, m.relation, m.spell, m.segment, m.hospital_class, m.payer_id AS payer, m.status,
               m.transition, m.start_date, m.end_date, m.status_raw, m.payer_written,
               f.id AS fact_row, f.valid_to AS fact_until, m.id AS membership_row, m.valid_to AS membership_until,
               p.kind AS payer_kind, p.code AS payer_code, p.name AS payer_name
        FROM (FROM {REGISTER}.membership f WHERE {known(as_known)} AND {holds(on)}) m
        LEFT JOIN (FROM {REGISTER}.person_fact f WHERE {known(as_known)} AND {holds(on)}) f ON f.person_id = m.person_id
        LEFT JOIN (
            SELECT person_id, {number.format(kind=IdentifierKind.CARD.value)} AS card,
                   {number.format(kind=IdentifierKind.NIK.value)} AS nik,
                   min(value) FILTER (WHERE kind = {IdentifierKind.NIK_AS_WRITTEN.value}) AS nik_written
            FROM {REGISTER}.identifier f WHERE {known(as_known)} AND {holds(on)} GROUP BY person_id
        ) i ON i.person_id = m.person_id
        LEFT JOIN {REGISTER}.payer p ON p.id = m.payer_id
        ANTI JOIN (
            SELECT merged_id AS person_id FROM {REGISTER}.merge
            WHERE change_id <= {as_known} AND (undone_by_id IS NULL OR undone_by_id > {as_known})
        ) g ON g.person_id = m.person_id
        ORDER BY m.person_id
    """
