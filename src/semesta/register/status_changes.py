"""The status of millions at once, as SQL: the same facts as the one-person services of `membership`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper

from semesta.database import is_postgresql
from semesta.register.recording import Recording
from semesta.register.spells import COLUMNS
from semesta.register.transitions import (
    CLOSERS,
    ENDS,
    OPENERS,
    SAYINGS,
    Reach,
    allowed_sql,
    possible_sql,
    segments_by_reach,
    state_of,
    staying_sql,
)
from semesta.register.vocabulary import Status, Transition

#: A value of a statement.
Parameter = int | str | dt.date | None


def apply_status(
    *,
    during: Recording,
    people: str,
    parameters: Sequence[Parameter] = (),
    transition: Transition,
    status: Status,
    since: dt.date | None,
) -> int:
    """Give people this status from `since` on, where the automaton allows it; how many people were changed.

    `people` is a SELECT, with its `parameters` (%s, a literal percent doubled), of the numbers of persons; where `since` is None it gives a
    second column, each person's day. Who is not in the register on that day, stands there already, or stands
    where the transition does not lead from, or could not have become what is known of later days, is left alone.
    """
    assert transition not in OPENERS | SAYINGS, f"{transition.name} says more than a status"
    assert status != Status.MENINGGAL, "a death is a fact of the person too: `people.report_death`"
    reach = segments_by_reach(transition, status)
    with _touched() as cursor:
        picked, values = _picked(people, parameters, since, transition, status)
        cursor.execute(picked, values)
        cursor.execute(_without_impossible(status, transition))
        cursor.execute(_superseded(whole_spells=Reach.SPELL in reach), [during.change])
        cursor.execute(_before(), [during.change])
        cursor.execute(_after(transition, status), [during.change])
        changed = int(cursor.rowcount)
        cursor.execute(_STATE, [int(status)])
    return changed


@contextmanager
def _touched() -> Iterator[CursorWrapper]:
    """A table of this transaction: the row of each person that holds on the day, and how far the step reaches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE touched (id bigint PRIMARY KEY, person_id bigint, valid_from date, spell smallint, "
            "relation smallint, since date, until date)"
        )
        yield cursor
        cursor.execute("DROP TABLE touched")


def _picked(
    people: str, parameters: Sequence[Parameter], since: dt.date | None, transition: Transition, status: Status,
) -> tuple[str, list[Parameter]]:  # fmt: skip
    if since is None:
        source, day = "FROM asked a JOIN membership f ON f.person_id = a.person_id WHERE", "a.since"
    else:
        source, day = f"FROM membership f WHERE f.person_id IN ({people}) AND", _literal(since)
    stays = f"f.valid_from = {day} AND {staying_sql(of='f')}"
    closing = f"AND NOT ({stays})" if transition in CLOSERS else ""
    until = _until(segments_by_reach(transition, status))
    asked = f"WITH asked (person_id, since) AS ({people}) " if since is None else ""
    sql = (
        f"INSERT INTO touched {asked}SELECT f.id, f.person_id, f.valid_from, f.spell, f.relation, {day}, {until} {source} "
        f"f.superseded_by_id IS NULL AND f.valid_from <= {day} AND (f.valid_to IS NULL OR f.valid_to > {day}) "
        f"AND {allowed_sql(transition, status, of='f')} {closing}"
    )
    return sql, list(parameters)


def _without_impossible(status: Status, transition: Transition) -> str:
    """Leave alone whoever could not have become what is known of later days."""
    state = state_of(status, transition)
    same, other = (possible_sql(state, of="n", same_spell=same) for same in (True, False))
    return (
        "DELETE FROM touched WHERE until IS NOT NULL AND NOT EXISTS (SELECT 1 FROM membership n "
        "WHERE n.person_id = touched.person_id AND n.superseded_by_id IS NULL AND n.valid_from = touched.until "
        f"AND ((n.spell = touched.spell AND {same}) OR (n.spell <> touched.spell AND {other})))"
    )


def _until(reach: Mapping[Reach, Sequence[int]]) -> str:
    """The end of the row that holds on the day, or of its spell, by segment."""
    segments = ", ".join(map(str, reach.get(Reach.SPELL, ())))
    if not segments:
        return "f.valid_to"
    return f"CASE WHEN f.segment IN ({segments}) THEN {_END_OF_SPELL} ELSE f.valid_to END"


def _superseded(*, whole_spells: bool) -> str:
    rows = "SELECT id FROM touched"
    if whole_spells:
        rows = (
            "SELECT n.id FROM touched t JOIN membership n ON n.person_id = t.person_id AND n.spell = t.spell "
            "WHERE n.superseded_by_id IS NULL AND n.valid_from >= t.valid_from "
            "AND (t.until IS NULL OR n.valid_from < t.until)"
        )
    return f"UPDATE membership SET superseded_by_id = %s WHERE id IN ({rows})"


def _before() -> str:
    """What is left of the row before the day, as it was."""
    return (
        f"INSERT INTO membership (person_id, valid_from, valid_to, change_id, {', '.join(COLUMNS)}) "
        f"SELECT f.person_id, f.valid_from, t.since, %s, {', '.join('f.' + name for name in COLUMNS)} "
        "FROM touched t JOIN membership f ON f.id = t.id WHERE f.valid_from < t.since"
    )


def _after(transition: Transition, status: Status) -> str:
    """The row with the new status; see `transitions.STAYING`."""
    new = {
        "status": f"{status:d}",
        "transition": f"CASE WHEN f.valid_from = t.since AND {staying_sql(of='f')} "
        f"THEN f.transition ELSE {transition:d} END",
        "status_raw": "NULL",
    }
    if transition == Transition.ACTIVATED:
        new["start_date"] = "t.since"
    if transition in ENDS:
        new["end_date"] = "t.since"
    if transition == Transition.REACTIVATED:
        new["end_date"] = "NULL"
    columns = ", ".join(new.get(name, f"f.{name}") for name in COLUMNS)
    return (
        f"INSERT INTO membership (person_id, valid_from, valid_to, change_id, {', '.join(COLUMNS)}) "
        f"SELECT f.person_id, t.since, t.until, %s, {columns} FROM touched t JOIN membership f ON f.id = t.id"
    )


def _literal(day: dt.date) -> str:
    return f"DATE '{day.isoformat()}'" if is_postgresql() else f"'{day.isoformat()}'"


_END_OF_SPELL = (
    "(SELECT CASE WHEN count(*) = count(n.valid_to) THEN max(n.valid_to) END FROM membership n "
    "WHERE n.person_id = f.person_id AND n.superseded_by_id IS NULL AND n.spell = f.spell "
    "AND n.valid_from >= f.valid_from)"
)
_STATE = (
    "UPDATE person SET status = %s, since = t.since, relation = t.relation FROM touched t "
    "WHERE t.person_id = person.id AND t.until IS NULL"
)
