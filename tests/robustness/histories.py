"""Long random histories over register and ledger, in and out of order on both clocks; the laws after each step.

`python -m tests.robustness.histories --database sqlite --examples 200 --steps 60` searches longer than a test does.

The machine has no opinion about what a service should do: it asks for anything at any time, takes a refusal for an
answer, and holds everything to what must be true whatever happened (`lawful`). A fault of the program is anything
else that is raised, and any law that does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
from dataclasses import replace

from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, multiple, rule, run_state_machine_as_test

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.ledger import instalments, refunds
from semesta.ledger.adjusting import adjust
from semesta.ledger.arrears import run_arrears
from semesta.ledger.billing import last_billed, run_bills
from semesta.ledger.booking import AlreadyBooked
from semesta.ledger.charges import charge
from semesta.ledger.closing import close_month
from semesta.ledger.joining import Joined, enrol_and_bill
from semesta.ledger.months import as_date, last_closed, month_of, months_later
from semesta.ledger.parking import parked_payments, resolve
from semesta.ledger.parties import party_of
from semesta.ledger.payments import BankPayment, Outcome, post_payments
from semesta.ledger.reversing import reverse_payment
from semesta.ledger.vocabulary import Account, Party
from semesta.ledger.wage_files import WageList, WageRow
from semesta.ledger.wages import take_wages
from semesta.register import correcting, membership, merging, moving, payer_records
from semesta.register.ageing import end_children_over_age
from semesta.register.identifiers import give_identifier, withdraw_identifier
from semesta.register.people import Enrolled, NewPerson, add_to_family
from semesta.register.person_changes import correct_person, move_address, report_death
from semesta.register.rebuilding import rebuild
from semesta.register.refusing import Refused
from semesta.register.vocabulary import SEGMENT_NUMBERS, IdentifierKind, Relation, Status
from tests.robustness.lawful import REFUSED, Lawful
from tests.robustness.memory import as_known, last_change
from tests.robustness.neighbourhood import BANK, bank, nik_of, someone

#: How many days late something may be told; now and then before it happens.
LATE = st.sampled_from((0, 0, 0, 1, 4, 9, 15, 22, 31, 48, 75, -1, -20))
SEGMENTS = {
    "mandiri": SEGMENT_NUMBERS["PEKERJA MANDIRI"],
    "swasta": SEGMENT_NUMBERS["PEGAWAI SWASTA"],
    "pemda": SEGMENT_NUMBERS["PBPU DAN BP PEMERINTAH DAERAH"],
    "pbi": SEGMENT_NUMBERS["PBI JAMINAN KESEHATAN"],
}
SEGMENT = st.sampled_from(("mandiri", "mandiri", "swasta", "pemda", "pbi"))
ENDINGS = (Status.NONAKTIF_PBI_KELUAR, Status.NONAKTIF_PEMDA_KELUAR, Status.NONAKTIF_PPU_KELUAR, Status.NONAKTIF_USIA)  # fmt: skip


class Histories(Lawful):
    """People come, pay, miss, move, die and are born; months are billed; mistakes are made and put right."""

    people = Bundle("people")
    payments = Bundle("payments")
    merges = Bundle("merges")

    @initialize(target=people)
    def begins(self) -> object:
        bank()
        self.numbers = 0
        self.payers = {
            "mandiri": None,
            "swasta": payer_records.employer(code="PT REKAAN", name="PT Rekaan", by=self.by),
            "pemda": payer_records.region(code="18.71", by=self.by),
            "pbi": payer_records.centre(by=self.by),
        }
        self.employer = self.payers["swasta"] or 0
        return multiple(*(p for segment in SEGMENTS for p in self.enrolled(segment, 1, 3, 20)))

    @rule(days=st.sampled_from((1, 3, 9, 15, 31)))
    def days_pass(self, days: int) -> None:
        self.day += dt.timedelta(days=days)

    # --- people -----------------------------------------------------------------------------------

    def newcomer(self, relation: Relation, born: dt.date) -> NewPerson:
        self.numbers += 1
        return someone(self.numbers, relation, born=born)

    def enrolled(self, segment: str, children: int, hospital_class: int, late: int) -> list[int]:
        """A family with its first bill where it pays for itself."""
        couple = [
            self.newcomer(Relation.MEMBER, dt.date(1980, 1, 1 + self.numbers % 28)),
            self.newcomer(Relation.WIFE, dt.date(1984, 2, 1 + self.numbers % 28)),
        ]
        found = enrol_and_bill(
            people=[
                *couple,
                *(self.newcomer(Relation.CHILD, dt.date(2003 + 5 * n, 3, 9)) for n in range(children)),
            ],
            segment=SEGMENTS[segment],
            hospital_class=3 if segment in ("pemda", "pbi") else hospital_class,
            payer=self.payers[segment],
            start=self.ago(late),
            by=self.by,
        )
        # Who is born in 2003 comes of age in the course of a long history, and a worker's family is refused.
        return [person.id for person in found.enrolled.people] if isinstance(found, Joined) else []

    @rule(
        target=people,
        children=st.integers(0, 2),
        hospital_class=st.integers(1, 3),
        segment=SEGMENT,
        late=LATE,
    )
    def a_family_enrols(self, children: int, hospital_class: int, segment: str, late: int) -> object:
        return multiple(*self.enrolled(segment, children, hospital_class, late))

    @rule(target=people, parent=people, age_days=st.integers(0, 60))
    def a_child_is_born(self, parent: int, age_days: int) -> object:
        family = self.one("SELECT family_id FROM person WHERE id = %s", parent)
        if family is None:
            return multiple()
        born = self.ago(age_days)
        with REFUSED:
            found = add_to_family(
                family=int(str(family)),
                people=[self.newcomer(Relation.CHILD, born)],
                start=self.day,
                by=self.by,
            )
            if isinstance(found, Enrolled):
                return multiple(*(person.id for person in found.people))
        return multiple()

    @rule(person=people, late=LATE)
    def someone_dies(self, person: int, late: int) -> None:
        with REFUSED:
            report_death(person=person, died_on=self.ago(late), by=self.by)

    @rule(person=people, late=LATE, name=st.sampled_from(("SITI", "BUDI")))
    def a_name_is_corrected(self, person: int, late: int, name: str) -> None:
        with REFUSED:
            correct_person(person=person, since=self.ago(late), name=name, by=self.by)

    @rule(
        people=st.lists(people, min_size=1, max_size=2, unique=True),
        late=LATE,
        rt=st.sampled_from(("001", "002")),
    )
    def people_move_house(self, people: list[int], late: int, rt: str) -> None:
        with REFUSED:
            move_address(people=people, since=self.ago(late), rt=rt, by=self.by)

    @rule(person=people, number=st.integers(0, 5), late=LATE)
    def a_number_is_given(self, person: int, number: int, late: int) -> None:
        nik = nik_of(900 + number, dt.date(1990, 1, 1), "L")
        with REFUSED:
            give_identifier(
                person=person, kind=IdentifierKind.NIK, value=nik, since=self.ago(late), by=self.by
            )

    @rule(person=people, kind=st.sampled_from((IdentifierKind.NIK, IdentifierKind.CARD)), late=LATE)
    def a_number_is_withdrawn(self, person: int, kind: IdentifierKind, late: int) -> None:
        with REFUSED:
            withdraw_identifier(person=person, kind=kind, on=self.ago(late), by=self.by)

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

    # --- membership -------------------------------------------------------------------------------

    @rule(
        person=people,
        late=LATE,
        what=st.sampled_from(("activate", "reactivate", "cancel", *ENDINGS)),
    )
    def the_desk_changes_a_status(self, person: int, late: int, what: str | Status) -> None:
        """Arrears are not the desk's to say: who is suspended for them, and again active, the ledger says."""
        owes = self.one("SELECT status FROM person WHERE id = %s", person) == Status.NONAKTIF_TUNGGAKAN
        if what == "reactivate" and owes:
            return
        with REFUSED:
            if isinstance(what, Status):
                membership.end(people=[person], status=what, since=self.ago(late), by=self.by)
            else:
                getattr(membership, what)(people=[person], since=self.ago(late), by=self.by)

    @rule(
        person=people,
        late=LATE,
        segment=SEGMENT,
        whole=st.booleans(),
        claims=st.booleans(),
        hospital_class=st.integers(1, 3),
    )
    def people_move_to_another_segment(
        self, person: int, late: int, segment: str, whole: bool, claims: bool, hospital_class: int
    ) -> None:
        with REFUSED:
            (moving.claim if claims else moving.move)(
                people=self.family_of(person) if whole else [person],
                since=self.ago(late),
                segment=SEGMENTS[segment],
                hospital_class=3 if segment in ("pemda", "pbi") else hospital_class,
                payer=self.payers[segment],
                by=self.by,
            )

    @rule(person=people, late=st.none() | LATE)
    def a_spell_never_held(self, person: int, late: int | None) -> None:
        with REFUSED:
            correcting.void(people=[person], of=None if late is None else self.ago(late), by=self.by)

    @rule(person=people, late=LATE, hospital_class=st.integers(1, 3))
    def a_class_was_written_wrong(self, person: int, late: int, hospital_class: int) -> None:
        with REFUSED:
            correcting.correct(people=[person], of=self.ago(late), hospital_class=hospital_class, by=self.by)

    @rule(person=people, late=LATE, status=st.sampled_from((Status.AKTIF, Status.NONAKTIF_DATA)))
    def a_status_was_written_wrong(self, person: int, late: int, status: Status) -> None:
        with REFUSED:
            correcting.correct(people=[person], since=self.ago(late), status=status, by=self.by)

    @rule()
    def children_come_of_age(self) -> None:
        end_children_over_age(on=self.day, by=self.by)

    def family_of(self, person: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM person WHERE family_id = (SELECT family_id FROM person WHERE id = %s)",
                [person],
            )
            return [int(row[0]) for row in cursor.fetchall()] or [person]

    # --- money ------------------------------------------------------------------------------------

    @rule(
        target=payments,
        person=people,
        rupiah=st.sampled_from((1, 35_000, 70_000, 105_000, 300_000)),
        late=LATE,
        own=st.sampled_from((True, True, True, False)),
    )
    def someone_pays(self, person: int, rupiah: int, late: int, own: bool) -> object:
        return self.paid(self.account_of(person) if own else "0000 tidak ada", rupiah, late)

    @rule(target=payments, person=people, late=st.integers(0, 40))
    def someone_pays_what_is_owed(self, person: int, late: int) -> object:
        owed = self.owed(self.number("SELECT coalesce(family_id, 0) FROM person WHERE id = %s", person))
        return self.paid(self.account_of(person), owed, late) if owed > 0 else multiple()

    @rule(target=payments, but=people, late=st.integers(0, 20))
    def everybody_pays_but_one(self, but: int, late: int) -> object:
        spared = self.one("SELECT family_id FROM person WHERE id = %s", but)
        owing = self.owing()
        return multiple(
            *(
                self.paid(account, owed, late)
                for family, account, owed in owing
                if family != spared and account
            )
        )

    @rule(target=payments, late=st.integers(0, 40), payer=st.sampled_from(("PT REKAAN", "18.71", "PUSAT")))
    def a_payer_pays(self, late: int, payer: str) -> object:
        return self.paid(payer, 1_000_000, late)

    @rule(payment=payments)
    def a_payment_is_told_again(self, payment: BankPayment) -> None:
        before = last_change()
        [told] = post_payments([payment], by=self.by).payments
        assert told.outcome is Outcome.ALREADY_POSTED
        assert last_change() == before, "a payment told twice changed something"

    @rule(payment=payments, late=st.integers(0, 9))
    def a_payment_is_reversed(self, payment: BankPayment, late: int) -> None:
        heads = self.heads()
        with REFUSED, contextlib.suppress(AlreadyBooked):
            reverse_payment(bank=BANK, reference=payment.reference, on=self.ago(late), by=self.by)
        assert self.heads() == heads, "a reversal changed a head-count"

    @rule(payment=payments)
    def a_reference_comes_with_another_amount(self, payment: BankPayment) -> None:
        other = BankPayment(
            payment.bank, payment.reference, payment.account, payment.amount_rupiah + 1, payment.paid_on
        )
        [told] = post_payments([other], by=self.by).payments
        assert told.outcome is Outcome.REFUSED

    @rule()
    def a_month_is_closed(self) -> None:
        closed, billed = last_closed(), self.one("SELECT min(month) FROM bill_run")
        month = months_later(closed, 1) if closed else as_date(billed)
        if month is not None and month < month_of(self.day):
            with REFUSED:
                close_month(month=month, by=self.by)

    @rule(person=people, rupiah=st.sampled_from((1_000_000, 5_000_000, 20_000_000)), months=st.integers(0, 3))
    def an_employer_lists_a_wage(self, person: int, rupiah: int, months: int) -> None:
        card = self.one("SELECT card FROM person WHERE id = %s", person)
        name = str(self.one("SELECT name FROM person_fact WHERE person_id = %s ORDER BY id DESC", person))
        row = WageRow(
            2,
            None,
            None if card is None else int(str(card)),
            name,
            rupiah,
            months_later(month_of(self.day), -months),
        )
        take_wages(listed=WageList("upah.csv", (row,), ()), payer=self.employer, by=self.by)

    @rule(person=people, stages=st.none() | st.integers(1, 12), ends=st.booleans())
    def arrears_are_paid_in_stages(self, person: int, stages: int | None, ends: bool) -> None:
        family = self.number("SELECT coalesce(family_id, 0) FROM person WHERE id = %s", person)
        with REFUSED:
            if ends:
                instalments.end(family, instalments.WITHDRAWN, by=self.by)
            else:
                instalments.sign(family, on=self.day, by=self.by, stages=stages)

    @rule(person=people, late=LATE)
    def a_stay_is_charged(self, person: int, late: int) -> None:
        with REFUSED:
            charge(
                person,
                reference=f"s{last_change()}",
                admitted_on=self.ago(late),
                diagnosis_rupiah=4_000_000,
                by=self.by,
            )

    @rule(late=st.integers(0, 9))
    def late_facts_are_adjusted(self, late: int) -> None:
        adjust(on=self.ago(late), by=self.by)
        assert adjust(on=self.day, by=self.by).lines == 0, "the same facts were adjusted twice"

    @rule(person=people)
    def a_parked_payment_finds_its_party(self, person: int) -> None:
        with REFUSED:
            for parked in parked_payments()[:1]:
                resolve(parked, party_of(self.account_of(person)), by=self.by)

    @rule(person=people, share=st.sampled_from((1, 2)), whose=st.sampled_from(("family", "parked", "more")))
    def a_refund_is_asked(self, person: int, share: int, whose: str) -> None:
        family = self.number("SELECT coalesce(family_id, 0) FROM person WHERE id = %s", person)
        credit = -self.owed(family) // share + (1_000_000 if whose == "more" else 0)
        with REFUSED:
            if whose == "parked":
                for parked in parked_payments()[:1]:
                    refunds.ask_for_parked(parked, by=self.by)
            elif credit > 0:
                refunds.ask((Party.FAMILY, family), credit, by=self.by)

    @rule(agreed=st.booleans(), other=st.booleans(), paid=st.booleans())
    def a_refund_is_decided(self, agreed: bool, other: bool, paid: bool) -> None:
        refund = self.one("SELECT max(id) FROM refund WHERE paid_id IS NULL")
        by = replace(self.by, actor="orang kedua" if other else self.by.actor)
        if refund is None:
            return
        with REFUSED:
            if agreed:
                refunds.agree(int(str(refund)), on=self.day, by=by)
            else:
                refunds.refuse(int(str(refund)), by=by)
            assert other, "one person alone decided on a refund"
        with REFUSED:
            if paid:
                refunds.paid_out(int(str(refund)), bank=BANK, on=self.day, by=self.by)

    @rule()
    def a_month_is_billed(self) -> None:
        last = last_billed()
        month = month_of(self.day) if last is None else months_later(last, 1)
        if month <= month_of(self.day):
            done = run_bills(month=month, by=self.by)
            registered = self.number("SELECT count(*) FROM person WHERE merged_into_id IS NULL")
            assert not done.already and sum(done.outcomes.values()) == registered

    @rule()
    def the_same_month_is_billed_again(self) -> None:
        last, before = last_billed(), last_change()
        if last is not None:
            assert run_bills(month=last, by=self.by).already and last_change() == before

    @rule(months=st.integers(1, 3))
    def months_go_by(self, months: int) -> None:
        for _ in range(months):
            self.day = months_later(month_of(self.day), 1)
            self.a_month_is_billed()
            self.arrears_are_run()

    @rule()
    def arrears_are_run(self) -> None:
        run = self.one("SELECT max(month) FROM arrears_run")
        billed = self.one("SELECT min(month) FROM bill_run")
        if run is None and billed is None:
            return
        month = dt.date.fromisoformat(str(run or billed)[:10])
        with REFUSED:
            run_arrears(months_later(month, 1) if run else month, by=self.by)

    def paid(self, account: str, rupiah: int, late: int) -> BankPayment:
        payment = BankPayment(BANK, f"r{last_change()}", account, rupiah, self.ago(late))
        heads = self.heads()
        [told] = post_payments([payment], by=self.by).payments
        assert told.outcome in (Outcome.POSTED, Outcome.PARKED)
        assert self.heads() == heads, "a payment changed a head-count"
        return payment

    def owing(self) -> list[tuple[int, str | None, int]]:
        """Families that owe, the number under which they pay, and how much."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT p.party_id, (SELECT min(x.card) FROM person x WHERE x.family_id = p.party_id), sum(p.amount_rupiah) "
                f"FROM posting p WHERE p.account = {Account.RECEIVABLE:d} AND p.party_kind = {Party.FAMILY:d} "
                "GROUP BY p.party_id HAVING sum(p.amount_rupiah) > 0"
            )
            return [
                (int(f), None if c is None else f"88888{int(c):011d}", int(a))
                for f, c, a in cursor.fetchall()
            ]

    def account_of(self, person: int) -> str:
        card = self.one("SELECT card FROM person WHERE id = %s", person)
        return "tanpa kartu" if card is None else f"88888{int(str(card)):011d}"

    # --- the two clocks ---------------------------------------------------------------------------

    @rule()
    def the_present_is_rebuilt(self) -> None:
        assert rebuild().differed == 0

    @rule()
    def the_past_is_remembered(self) -> None:
        self.past.setdefault(last_change(), as_known(last_change()))


def search(kind: str, *, examples: int, steps: int, chance: int | None) -> None:
    """Try so many histories of at most so many steps. AssertionError with a short one that breaks a law.

    The same `chance` gives the same histories as long as the machine stays the same; None: others each time.
    """
    machine = type("Histories", (Histories,), {"kind": kind})
    found = machine if chance is None else seed(chance)(machine)
    run_state_machine_as_test(
        found,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked.add_argument("--examples", type=int, default=100)
    asked.add_argument("--steps", type=int, default=50)
    asked.add_argument("--seed", type=int)
    given = asked.parse_args()
    search(given.database, examples=given.examples, steps=given.steps, chance=given.seed)
