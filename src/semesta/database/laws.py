"""Laws of conservation of the operational database: each is a query for the places where it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database.transactions import reading
from semesta.faults import Language, LawBroken, Text

#: Of a broken law so many places are shown; all of them are counted.
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Law:
    """`failures` is a SELECT of (place, left, right) for every place where left should equal right.

    Place is text such as 'entry 12'; both sides are whole numbers. It runs on SQLite and PostgreSQL.
    `rows`, if given, is a SELECT of how many rows the law was held against.
    """

    name: str
    text: Text
    failures: str
    rows: str = ""

    def __post_init__(self) -> None:
        assert "%" not in self.failures, f"{self.name}: the query takes no parameters"


@dataclass(frozen=True, slots=True)
class LawFailure:
    """Where a law does not hold, and its two sides there."""

    place: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class LawChecked:
    """A law that was looked at: it holds where `failed` is 0; else the first places where it does not."""

    name: str
    text: Text
    failed: int
    failures: tuple[LawFailure, ...]
    rows: int | None = None

    @property
    def holds(self) -> bool:
        return not self.failed

    def say(self, language: Language = "id") -> str:
        """The law as a sentence; a broken one with its first place and both sides."""
        if self.holds:
            return self.text.say(language)
        first = self.failures[0]
        return f"{self.text.say(language)} ({first.place}: {first.left} ≠ {first.right})"


def check_laws(
    laws: Sequence[Law], *, on_law: Callable[[LawChecked], None] | None = None
) -> tuple[LawChecked, ...]:
    """Every law on one state of the database, in the order given. `on_law` hears of each as it is done."""
    found: list[LawChecked] = []
    with reading():
        for law in laws:
            found.append(_check(law))
            if on_law:
                on_law(found[-1])
    return tuple(found)


def require_laws(checked: Sequence[LawChecked], *, place: str) -> None:
    """LawBroken with the first broken laws, if any is."""
    broken = [law for law in checked if not law.holds]
    if not broken:
        return
    raise LawBroken(
        place=place,
        reason=Text(
            "Pembukuannya bertentangan: " + "; ".join(law.say("id") for law in broken[:3]) + ".",
            "The books contradict themselves: " + "; ".join(law.say("en") for law in broken[:3]) + ".",
        ),
        remedy=Text(
            "Jangan tutup bulan. Laporkan kesalahan program ini beserta kalimat di atas.",
            "Close no month. Report this fault of the program with the sentence above.",
        ),
    )


def _check(law: Law) -> LawChecked:
    # One pass: the window counts all places, the limit keeps the first.
    query = (
        f"WITH broken (place, left_side, right_side) AS ({law.failures}) "
        f"SELECT place, left_side, right_side, count(*) OVER () FROM broken ORDER BY 1 LIMIT {MOST_PLACES}"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
        looked_at = None
        if law.rows:
            cursor.execute(law.rows)
            looked_at = int(cursor.fetchone()[0])
    failures = tuple(
        LawFailure(str(place), int(left or 0), int(right or 0)) for place, left, right, _ in rows
    )
    return LawChecked(law.name, law.text, int(rows[0][3]) if rows else 0, failures, looked_at)
