"""What the register says about every card on a day, in the engine: from the attached database."""

from __future__ import annotations

import datetime as dt

from semesta.engine import Engine
from semesta.register.facts import MEMBERSHIP, PERSON_FACT
from semesta.register.recording import holds, known
from semesta.register.vocabulary import IdentifierKind

#: Name under which `semesta.database.attached` gives the database to the engine.
REGISTER = "register"

#: Columns of the two tables of facts as `state` names them: foreign keys without `_id`.
FACTS_SAID = tuple(PERSON_FACT.columns)
MEMBERSHIP_SAID = tuple(name.removesuffix("_id") for name in MEMBERSHIP.columns)


def make_state(engine: Engine, *, on: dt.date, as_known: int) -> None:
    """Make `numbers` and `state`, which hold on that day, as known after that change; inside `attached`.

    numbers: id, person, kind, number (of a NIK or card), written (what else is a number), contested, valid_from, valid_to.
    state: one row for each person with a membership on that day, in no order: person; card, nik (whole numbers),
    nik_written; the facts of `person_fact` and `membership` by their names; the rows these stand in and the days from and
    until which they hold (fact_row, fact_from, fact_until, membership_row, membership_from, membership_until);
    payer_kind, payer_code, payer_name. Records that were merged into another one are not there.
    """
    here = f"{known(as_known)} AND {holds(on)}"
    digits = f"kind IN ({IdentifierKind.NIK.value}, {IdentifierKind.CARD.value})"
    with engine.in_any_order():
        engine.run(f"""
            CREATE OR REPLACE TABLE numbers AS
            SELECT id, person_id AS person, kind::TINYINT AS kind, CASE WHEN {digits} THEN value::BIGINT END AS number,
                   CASE WHEN NOT {digits} THEN value END AS written, contested <> 0 AS contested, valid_from, valid_to
            FROM {REGISTER}.identifier f WHERE {here};
            CREATE OR REPLACE TABLE numbers_of_people AS {_numbers_of_people()};
        """)
        engine.run(f"""
            CREATE OR REPLACE TABLE state AS
            SELECT m.person_id AS person, i.card, i.nik, CASE WHEN i.nik IS NULL THEN w.nik_written END AS nik_written,
                   {", ".join(f"f.{name}" for name in FACTS_SAID)},
                   {", ".join(f"m.{column} AS {name}" for column, name in zip(MEMBERSHIP.columns, MEMBERSHIP_SAID, strict=True))},
                   f.id AS fact_row, f.valid_from AS fact_from, f.valid_to AS fact_until,
                   m.id AS membership_row, m.valid_from AS membership_from, m.valid_to AS membership_until,
                   p.kind AS payer_kind, p.code AS payer_code, p.name AS payer_name
            FROM (FROM {REGISTER}.membership f WHERE {here}) m
            LEFT JOIN (FROM {REGISTER}.person_fact f WHERE {here}) f ON f.person_id = m.person_id
            LEFT JOIN numbers_of_people i ON i.person = m.person_id
            LEFT JOIN (
                SELECT person, min(written) AS nik_written FROM numbers
                WHERE kind = {IdentifierKind.NIK_AS_WRITTEN.value} GROUP BY person
            ) w ON w.person = m.person_id
            LEFT JOIN {REGISTER}.payer p ON p.id = m.payer_id
            ANTI JOIN (
                SELECT merged_id AS person_id FROM {REGISTER}.merge
                WHERE change_id <= {as_known} AND (undone_by_id IS NULL OR undone_by_id > {as_known})
            ) g ON g.person_id = m.person_id
        """)
    engine.drop("numbers_of_people")


def _numbers_of_people() -> str:
    """A person's card and NIK; of several the one that nobody contests."""
    behind = 10**17  # a contested number comes after every other one
    number = f"min(number + CASE WHEN contested THEN {behind} ELSE 0 END) FILTER (WHERE kind = {{kind}}) % {behind}"
    return f"""
        SELECT person, {number.format(kind=IdentifierKind.CARD.value)} AS card,
               {number.format(kind=IdentifierKind.NIK.value)} AS nik
        FROM numbers WHERE number IS NOT NULL GROUP BY person
    """
