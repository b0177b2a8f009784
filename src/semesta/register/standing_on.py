"""How a person's membership stood on a day, as it was known at some moment: asked of the facts, on both clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from semesta.database import reading
from semesta.register.looking import Standing
from semesta.register.recording import holds, known
from semesta.register.vocabulary import IdentifierKind

_NUMBER = "LEFT JOIN identifier {of} ON {of}.person_id = f.person_id AND {of}.kind = {kind} AND NOT {of}.contested AND {when}"


def standing_on(*, person: int, day: dt.date, known_after: int | None = None) -> Standing | None:
    """How the person stands on that day, as known after that change (`recording.known_at`); None: as known now.

    None where nothing was known of the person for that day. A record that was merged, as known then, leads to
    the one into which it was.
    """
    with reading():
        row = _row(_kept(person, known_after), day, known_after)
    return Standing(*row) if row else None


def _row(person: int, day: dt.date, after: int | None) -> Any:  # noqa: ANN401  a row of the driver
    def when(of: str) -> str:
        return f"{known(after, of=of)} AND {holds(day, of=of)}"

    nik = _NUMBER.format(of="n", kind=IdentifierKind.NIK.value, when=when("n"))
    card = _NUMBER.format(of="c", kind=IdentifierKind.CARD.value, when=when("c"))
    with connection.cursor() as cursor:
        # Two cards can have been good on one day, before two records were found to be of one person.
        cursor.execute(
            "SELECT f.person_id, f.name, CAST(n.value AS bigint), CAST(c.value AS bigint), f.kk, f.village, "
            "m.family_id, m.relation, m.spell, m.segment, m.hospital_class, m.payer_id, m.status, m.valid_from "
            f"FROM person_fact f LEFT JOIN membership m ON m.person_id = f.person_id AND {when('m')} {nik} {card} "
            f"WHERE f.person_id = %s AND {when('f')} "
            "ORDER BY n.valid_to IS NULL DESC, n.valid_from, c.valid_to IS NULL DESC, c.valid_from LIMIT 1",
            [person],
        )
        return cursor.fetchone()


def _kept(person: int, after: int | None) -> int:
    """The record into which it was merged, along a chain of merges, as known then."""
    in_force = (
        "g.undone_by_id IS NULL"
        if after is None
        else f"g.change_id <= {int(after)} AND (g.undone_by_id IS NULL OR g.undone_by_id > {int(after)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE chain (person, step) AS (SELECT CAST(%s AS bigint), 0 UNION ALL "
            f"SELECT g.kept_id, chain.step + 1 FROM merge g JOIN chain ON g.merged_id = chain.person WHERE {in_force}) "
            "SELECT person FROM chain ORDER BY step DESC LIMIT 1",
            [person],
        )
        return int(cursor.fetchone()[0])
