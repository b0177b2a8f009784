"""What must hold of a register and its ledger after each step of a history, whatever the step was."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence

from hypothesis.stateful import RuleBasedStateMachine, invariant

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.faults import InputRefused, NotFound
from semesta.ledger import checking as ledger_laws
from semesta.ledger.vocabulary import Account, Party
from semesta.register import checking as register_laws
from semesta.register.rebuilding import differences
from semesta.register.recording import Decision
from tests.databases import fresh
from tests.robustness.memory import as_known, closed_books
from tests.robustness.neighbourhood import START, decided

#: An answer, not a fault: the service says what is wrong with the request.
REFUSED = contextlib.suppress(InputRefused, NotFound)


class Lawful(RuleBasedStateMachine):
    """One register and its ledger from its first day on, and what must hold of them."""

    kind = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.open = contextlib.ExitStack()
        self.open.enter_context(fresh(self.kind))
        self.day = START
        self.past: dict[int, str] = {}
        self.closed: dict[str, str] = {}

    def teardown(self) -> None:
        """The past as it was remembered at any time is still what was known then."""
        try:
            self.past_is_as_it_was(tuple(self.past))
        finally:
            self.open.close()

    @invariant()
    def all_holds(self) -> None:
        self.laws_hold()
        self.what_is_kept_is_what_would_be_rebuilt()
        self.nobody_is_covered_twice()
        self.people_are_the_sum_of_families()
        self.books_balance()
        self.the_past_stays()

    def laws_hold(self) -> None:
        broken = [law.say("en") for law in (*register_laws.check(), *ledger_laws.check()) if not law.holds]
        assert not broken, broken

    def what_is_kept_is_what_would_be_rebuilt(self) -> None:
        assert differences() == ()

    def nobody_is_covered_twice(self) -> None:
        """Not by the law: counted day by day, on every day on which anything begins."""
        assert (
            self.number(
                "SELECT count(*) FROM (SELECT d.day, m.person_id FROM (SELECT DISTINCT valid_from AS day FROM membership) d "
                "JOIN membership m ON m.superseded_by_id IS NULL AND m.valid_from <= d.day AND "
                "(m.valid_to IS NULL OR m.valid_to > d.day) GROUP BY d.day, m.person_id HAVING count(*) > 1) AS twice"
            )
            == 0
        )

    def people_are_the_sum_of_families(self) -> None:
        in_families = self.number(
            "SELECT coalesce(sum(n), 0) FROM (SELECT family_id, count(*) AS n FROM membership "
            "WHERE superseded_by_id IS NULL AND valid_to IS NULL GROUP BY family_id) AS f"
        )
        assert self.number("SELECT count(*) FROM person WHERE merged_into_id IS NULL") == in_families

    def books_balance(self) -> None:
        assert self.number("SELECT coalesce(sum(amount_rupiah), 0) FROM posting") == 0
        assert (
            self.number(
                "SELECT count(*) FROM (SELECT entry_id FROM posting GROUP BY entry_id HAVING sum(amount_rupiah) <> 0) AS odd"
            )
            == 0
        )

    def the_past_stays(self) -> None:
        self.past_is_as_it_was(tuple(self.past)[-1:])
        books = closed_books()
        assert {month: books[month] for month in self.closed} == self.closed, "a closed month changed"
        self.closed = books

    def past_is_as_it_was(self, changes: Sequence[int]) -> None:
        for change in changes:
            assert as_known(change) == self.past[change], (
                f"what was known after change {change} is another now"
            )

    @property
    def by(self) -> Decision:
        """A decision of the day of the history."""
        return decided(self.day)

    def ago(self, days: int) -> dt.date:
        return self.day - dt.timedelta(days=days)

    def one(self, sql: str, *values: int | str) -> object:
        """The first column of the first row; None where there is none."""
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            row = cursor.fetchone()
        return row[0] if row else None

    def number(self, sql: str, *values: int | str) -> int:
        return int(str(self.one(sql, *values)))

    def owed(self, family: int) -> int:
        """What a family owes."""
        return self.number(
            f"SELECT coalesce(sum(amount_rupiah), 0) FROM posting WHERE account = {Account.RECEIVABLE:d} "
            f"AND party_kind = {Party.FAMILY:d} AND party_id = %s",
            family,
        )

    def heads(self) -> list[tuple[object, ...]]:
        """People by family and segment."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT family_id, segment, count(*) FROM person GROUP BY family_id, segment ORDER BY 1, 2"
            )
            return [tuple(row) for row in cursor.fetchall()]
