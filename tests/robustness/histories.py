"""Long random histories over register and ledger, in and out of order on both clocks; the laws after each step.

`python -m tests.robustness.histories --database sqlite --examples 200 --steps 60` searches longer than a test does.

The machine has no opinion about what a service should do: it asks for anything at any time, takes a refusal for an
answer, and holds everything to what must be true whatever happened. A fault of the program is anything else that
is raised, and any law that does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
from collections.abc import Sequence

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.faults import InputRefused, NotFound
from semesta.ledger import checking as ledger_laws
from semesta.ledger.payments import BankPayment, Outcome, post_payments
from semesta.ledger.vocabulary import Party
from semesta.register import checking as register_laws
from semesta.register import membership, merging
from semesta.register.identifiers import give_identifier, withdraw_identifier
from semesta.register.people import Enrolled, enrol_family
from semesta.register.rebuilding import differences, rebuild
from semesta.register.recording import Decision
from semesta.register.refusing import Refused
from semesta.register.vocabulary import IdentifierKind, Relation, Status
from tests.databases import fresh
from tests.robustness.memory import as_known, closed_books, last_change
from tests.robustness.neighbourhood import BANK, MANDIRI, START, bank, decided, nik_of, someone

#: How many days late something may be told.
LATE = st.integers(0, 75)
REFUSED = contextlib.suppress(InputRefused, NotFound)
ENDINGS = (Status.NONAKTIF_PBI_KELUAR, Status.NONAKTIF_PEMDA_KELUAR, Status.NONAKTIF_PPU_KELUAR, Status.NONAKTIF_USIA)  # fmt: skip


class Histories(RuleBasedStateMachine):
    """One register and its ledger from its first day on."""

    kind = "sqlite"
    people = Bundle("people")
    payments = Bundle("payments")
    merges = Bundle("merges")

    def __init__(self) -> None:
        super().__init__()
        self.open = contextlib.ExitStack()
        self.open.enter_context(fresh(self.kind))
        self.day = START
        self.families = 0
        self.past: dict[int, str] = {}
        self.closed: dict[str, str] = {}

    def teardown(self) -> None:
        try:
            self._the_past_is_as_it_was(tuple(self.past))
        finally:
            self.open.close()

    # --- what happens -----------------------------------------------------------------------------

    @initialize()
    def begins(self) -> None:
        bank()

    @rule(days=st.sampled_from((1, 3, 9, 20, 31)))
    def days_pass(self, days: int) -> None:
        self.day += dt.timedelta(days=days)

    @rule(target=people, children=st.integers(0, 2), hospital_class=st.integers(1, 3), late=LATE)
    def a_family_enrols(self, children: int, hospital_class: int, late: int) -> object:
        number, self.families = self.families, self.families + 1
        newcomers = [
            someone(number * 10, Relation.MEMBER, born=dt.date(1980, 1, 1 + number % 28)),
            someone(number * 10 + 1, Relation.WIFE, born=dt.date(1984, 2, 1 + number % 28)),
            *(
                someone(
                    number * 10 + 2 + child, Relation.CHILD, born=dt.date(2010 + child, 3, 1 + number % 28)
                )
                for child in range(children)
            ),
        ]
        enrolled = enrol_family(
            people=newcomers, segment=MANDIRI, hospital_class=hospital_class, payer=None, start=self._ago(late), by=self.by
        )  # fmt: skip
        assert isinstance(enrolled, Enrolled), enrolled
        return multiple(*(person.id for person in enrolled.people))

    @rule(
        person=people,
        late=LATE,
        what=st.sampled_from(("activate", "suspend", "reactivate", "cancel", *ENDINGS)),
    )
    def the_desk_changes_a_status(self, person: int, late: int, what: str | Status) -> None:
        with REFUSED:
            if isinstance(what, Status):
                membership.end(people=[person], status=what, since=self._ago(late), by=self.by)
            else:
                getattr(membership, what)(people=[person], since=self._ago(late), by=self.by)

    @rule(person=people, number=st.integers(0, 5), late=LATE)
    def a_number_is_given(self, person: int, number: int, late: int) -> None:
        with REFUSED:
            give_identifier(
                person=person, kind=IdentifierKind.NIK, value=nik_of(900 + number, dt.date(1990, 1, 1), "L"),
                since=self._ago(late), by=self.by,
            )  # fmt: skip

    @rule(person=people, kind=st.sampled_from((IdentifierKind.NIK, IdentifierKind.CARD)), late=LATE)
    def a_number_is_withdrawn(self, person: int, kind: IdentifierKind, late: int) -> None:
        with REFUSED:
            withdraw_identifier(person=person, kind=kind, on=self._ago(late), by=self.by)

    @rule(target=merges, kept=people, merged=people, prefer=st.sampled_from(("kept", "merged")))
    def two_records_are_merged(self, kept: int, merged: int, prefer: merging.Record) -> object:
        if kept == merged:
            return multiple()
        found = merging.merge(
            kept=kept,
            merged=merged,
            by=self.by,
            on=self.day,
            prefer=merging.Prefer(membership=prefer, nik=prefer),
        )
        return multiple() if isinstance(found, Refused) else found.merge

    @rule(merge=merges)
    def a_merge_is_undone(self, merge: int) -> None:
        merging.undo_merge(merge=merge, by=self.by)

    @rule(
        target=payments,
        person=people,
        rupiah=st.sampled_from((1, 35_000, 70_000, 105_000, 300_000)),
        late=LATE,
        account=st.sampled_from(("own", "own", "own", "nobody")),
    )
    def someone_pays(self, person: int, rupiah: int, late: int, account: str) -> object:
        number = self._account_of(person) if account == "own" else "0000 tidak ada"
        return self._paid(
            BankPayment(BANK, f"r{self.by.reason}{last_change()}", number, rupiah, self._ago(late))
        )

    @rule(target=payments, person=people, late=LATE)
    def someone_pays_what_is_owed(self, person: int, late: int) -> object:
        family = self._one("SELECT family_id FROM person WHERE id = %s", person)
        owed = self._owed(family)
        if owed <= 0:
            return multiple()
        return self._paid(
            BankPayment(BANK, f"f{last_change()}", self._account_of(person), owed, self._ago(late))
        )

    @rule(payment=payments)
    def a_payment_is_told_again(self, payment: BankPayment) -> None:
        before = last_change()
        [told] = post_payments([payment], by=self.by).payments
        assert told.outcome is Outcome.ALREADY_POSTED
        assert last_change() == before, "a payment told twice changed something"

    @rule(payment=payments)
    def a_reference_comes_with_another_amount(self, payment: BankPayment) -> None:
        other = BankPayment(
            payment.bank, payment.reference, payment.account, payment.amount_rupiah + 1, payment.paid_on
        )
        [told] = post_payments([other], by=self.by).payments
        assert told.outcome is Outcome.REFUSED

    @rule()
    def the_present_is_rebuilt(self) -> None:
        assert rebuild().differed == 0

    @rule()
    def the_past_is_remembered(self) -> None:
        self.past.setdefault(last_change(), as_known(last_change()))

    # --- what must hold ---------------------------------------------------------------------------

    @invariant()
    def laws_hold(self) -> None:
        broken = [law.say("en") for law in (*register_laws.check(), *ledger_laws.check()) if not law.holds]
        assert not broken, broken
        assert differences() == ()

    @invariant()
    def nobody_is_covered_twice(self) -> None:
        """Independent of the law: counted day by day, on every day on which anything changes."""
        twice = self._one(
            "SELECT count(*) FROM (SELECT d.day, m.person_id FROM (SELECT DISTINCT valid_from AS day FROM membership) d "
            "JOIN membership m ON m.superseded_by_id IS NULL AND m.valid_from <= d.day AND "
            "(m.valid_to IS NULL OR m.valid_to > d.day) GROUP BY d.day, m.person_id HAVING count(*) > 1) AS twice"
        )
        assert twice == 0

    @invariant()
    def people_are_the_sum_of_families(self) -> None:
        registered = self._one("SELECT count(*) FROM person WHERE merged_into_id IS NULL")
        in_families = self._one(
            "SELECT coalesce(sum(n), 0) FROM (SELECT family_id, count(*) AS n FROM membership "
            "WHERE superseded_by_id IS NULL AND valid_to IS NULL GROUP BY family_id) AS f"
        )
        assert registered == in_families

    @invariant()
    def the_past_stays(self) -> None:
        self._the_past_is_as_it_was(tuple(self.past)[-1:])
        books = closed_books()
        assert {month: books[month] for month in self.closed} == self.closed, "a closed month changed"
        self.closed = books

    # --- how it is done ---------------------------------------------------------------------------

    @property
    def by(self) -> Decision:
        return decided(self.day)

    def _ago(self, days: int) -> dt.date:
        return self.day - dt.timedelta(days=days)

    def _one(self, sql: str, *values: object) -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchone()[0]

    def _account_of(self, person: int) -> str:
        card = self._one("SELECT card FROM person WHERE id = %s", person)
        return "tanpa kartu" if card is None else f"88888{int(str(card)):011d}"

    def _owed(self, family: object) -> int:
        return int(
            str(
                self._one(
                    "SELECT coalesce(sum(amount_rupiah), 0) FROM posting WHERE account = 1 AND party_kind = %s AND party_id = %s",
                    int(Party.FAMILY), family,
                )
            )
        )  # fmt: skip

    def _heads(self) -> Sequence[object]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT family_id, segment, count(*) FROM person GROUP BY family_id, segment ORDER BY 1, 2"
            )
            return cursor.fetchall()

    def _paid(self, payment: BankPayment) -> BankPayment:
        heads = self._heads()
        [told] = post_payments([payment], by=self.by).payments
        assert told.outcome in (Outcome.POSTED, Outcome.PARKED)
        assert self._heads() == heads, "a payment changed a head-count"
        return payment

    def _the_past_is_as_it_was(self, changes: Sequence[int]) -> None:
        for change in changes:
            assert as_known(change) == self.past[change], (
                f"what was known after change {change} is another now"
            )


def search(kind: str, *, examples: int, steps: int, derandomize: bool) -> None:
    """Try so many histories of at most so many steps. AssertionError with the shortest one that breaks a law."""
    machine = type("Histories", (Histories,), {"kind": kind})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=derandomize,
            suppress_health_check=list(HealthCheck),
        ),
    )


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--examples", type=int, default=100)
    asked.add_argument("--steps", type=int, default=50)
    given = asked.parse_args()
    search(given.database, examples=given.examples, steps=given.steps, derandomize=False)
