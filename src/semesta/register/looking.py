"""A member's standing by NIK or card, as the desk asks it a thousand times a day: one statement.

    standing_of(nik=1871...)            # how it stands now
    standing_on(17, day, known=4711)    # on a day, as we knew it then: register.standing_on
    look(17, by=Decision("loket 3", "klaim"))   # leaves a trace of who looked and why

`register.history` tells how it came to be so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection, connections

from semesta.database import insert_rows, writing
from semesta.register.recording import Decision
from semesta.register.vocabulary import SEGMENT_NAMES, UNKNOWN_SEGMENT, IdentifierKind, Status
from semesta.reporting.personal import masked_nik

NIK_DIGITS = 16
CARD_DIGITS = 13


@dataclass(frozen=True, slots=True)
class Standing:
    """Who a person is and how the membership stands. Numbers as in `register.vocabulary`; None is not known.

    `since`: the first day of the membership that holds. `former`: asked by a number that the person no
    longer holds, or that is contested. Printing it shows no NIK, KK or card.
    """

    person: int
    name: str
    nik: int | None
    card: int | None
    kk: int | None
    village: int | None
    family: int | None
    relation: int | None
    spell: int | None
    segment: int | None
    hospital_class: int | None
    payer: int | None
    status: int | None
    since: dt.date | None
    former: bool = False

    def __repr__(self) -> str:
        return f"Standing(person={self.person}, status={self.status}, segment={self.segment}, since={self.since})"

    @property
    def active(self) -> bool:
        return self.status == Status.AKTIF

    @property
    def status_name(self) -> str:
        return Status(self.status).name if self.status else Status.TIDAK_DIKETAHUI.name

    @property
    def segment_name(self) -> str | None:
        return SEGMENT_NAMES.get(self.segment or UNKNOWN_SEGMENT)

    @property
    def nik_written(self) -> str | None:
        """All sixteen digits: only for who gave a reason (`look`)."""
        return None if self.nik is None else f"{self.nik:0{NIK_DIGITS}}"

    @property
    def kk_written(self) -> str | None:
        return None if self.kk is None else f"{self.kk:0{NIK_DIGITS}}"

    @property
    def card_written(self) -> str | None:
        return None if self.card is None else f"{self.card:0{CARD_DIGITS}}"

    @property
    def nik_masked(self) -> str:
        return masked_nik(self.nik_written)


#: What a standing reads, in the order of its fields. The sign before whole numbers takes their declared type
#: off, for which Python's driver of SQLite would look for a converter, column by column, row by row.
COLUMNS = (
    "+p.id, f.name, +p.nik, +p.card, +p.kk, +p.village, +p.family_id, +p.relation, +p.spell, +p.segment, "
    "+p.hospital_class, +p.payer_id, +p.status, p.since"
)
_ASK = (
    f"SELECT {COLUMNS} FROM person p JOIN person_fact f ON f.person_id = p.id "
    "AND f.superseded_by_id IS NULL AND f.valid_to IS NULL WHERE p.{column} = {mark}"
)
#: The texts never change, so that both drivers keep them prepared.
_SQLITE = {column: _ASK.format(column=column, mark="?") for column in ("id", "nik", "card")}
_POSTGRESQL = {column: _ASK.format(column=column, mark="%s").encode() for column in ("id", "nik", "card")}
#: psycopg's connection -> the cursor that asks on it; a closed connection takes its cursor along.
_CURSORS: MutableMapping[Any, Any] = WeakKeyDictionary()


def standing_of(*, nik: int | str | None = None, card: int | str | None = None) -> Standing | None:
    """How the holder of a NIK or of a card stands now; None if nobody holds it or ever held it.

    Exactly one of both is given. A number that its person no longer holds, or that is contested, finds the
    person too (`former`), also after two records were merged; of a contested one, whoever was first here.
    """
    assert (nik is None) != (card is None), "one number, either a NIK or a card"
    column, number = ("nik", nik) if card is None else ("card", card)
    assert number is not None
    row = _one(column, int(number))
    return Standing(*row) if row else _by_former(column, int(number))


def standing_of_person(person: int) -> Standing | None:
    """How the person of a record stands now; of a record that was merged, the one into which it was."""
    row = _one("id", person)
    if row:
        return Standing(*row)
    with connection.cursor() as cursor:
        cursor.execute("SELECT merged_into_id FROM person WHERE id = %s", [person])
        found = cursor.fetchone()
    return standing_of_person(int(found[0])) if found and found[0] else None


def look(*, person: int, by: Decision) -> Standing | None:
    """Like `standing_of_person`, and that someone looked is kept for good; None where nobody is, then no trace."""
    with writing():
        found = standing_of_person(person)
        if found:
            at = by.at or dt.datetime.now(dt.UTC)
            insert_rows(
                "look",
                ("person_id", "actor", "reason", "looked_at"),
                [
                    (
                        found.person,
                        by.actor,
                        by.reason,
                        connection.ops.adapt_datetimefield_value(at),
                    )
                ],
            )
    return found


def _by_former(column: str, number: int) -> Standing | None:
    """Few: the partial index holds only numbers that are former, contested, or of a superseded row."""
    kind = IdentifierKind.NIK if column == "nik" else IdentifierKind.CARD
    text = f"{number:0{NIK_DIGITS if column == 'nik' else CARD_DIGITS}}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM identifier WHERE value = %s AND kind = %s AND (superseded_by_id IS NOT NULL "
            "OR valid_to IS NOT NULL OR contested OR kind = 4) "
            "ORDER BY superseded_by_id IS NULL DESC, contested, valid_to DESC, id LIMIT 1",
            [text, int(kind)],
        )
        found = cursor.fetchone()
    standing = standing_of_person(int(found[0])) if found else None
    if standing is None:
        return None
    return Standing(
        **{name: getattr(standing, name) for name in Standing.__slots__ if name != "former"}, former=True
    )


def _one(column: str, number: int) -> Sequence[Any] | None:
    """By the driver's own connection: Django's cursor would cost more than the question."""
    database = connections["default"]  # once: the proxy looks it up anew at every attribute
    database.ensure_connection()
    with database.wrap_database_errors:
        if database.vendor == "sqlite":
            row: Sequence[Any] | None = database.connection.execute(_SQLITE[column], (number,)).fetchone()
        else:
            row = _served(database.connection).execute(_POSTGRESQL[column], (number,)).fetchone()
    return row


def _served(raw: Any) -> Any:  # noqa: ANN401  psycopg, which need not be installed, has the types
    """A cursor that lets the server keep the statement prepared, which Django's do not."""
    cursor = _CURSORS.get(raw)
    if cursor is None:
        from psycopg import Cursor  # only there where PostgreSQL is used

        raw.prepare_threshold = 1
        cursor = _CURSORS[raw] = Cursor(raw)
    return cursor
