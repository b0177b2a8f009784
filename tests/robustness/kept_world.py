"""Half a year of a few invented families, by the services: something of everything that the tables can hold.

It is kept for each release (`scripts/keep_release.py`), so that later ones have something to migrate.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from semesta.ledger import instalments, refunds
from semesta.ledger.adjusting import adjust
from semesta.ledger.arrears import run_arrears
from semesta.ledger.billing import run_bills
from semesta.ledger.charges import charge
from semesta.ledger.closing import close_month
from semesta.ledger.joining import Joined, enrol_and_bill
from semesta.ledger.months import months_later
from semesta.ledger.parking import parked_payments, resolve
from semesta.ledger.parties import party_of, virtual_account
from semesta.ledger.payments import post_payments
from semesta.ledger.vocabulary import Party
from semesta.ledger.wage_files import WageList, WageRow
from semesta.ledger.wages import take_wages
from semesta.register import membership, merging, payer_records
from semesta.register.identifiers import give_identifier, withdraw_identifier
from semesta.register.looking import look
from semesta.register.people import add_to_family, enrol_family
from semesta.register.person_changes import correct_person, move_address, report_death
from semesta.register.vocabulary import IdentifierKind, Relation
from tests.robustness.neighbourhood import BANK, MANDIRI, Household, bank, decided, household, someone
from tests.robustness.works import EXTRACT_DAY, PBI, PEMDA, SWASTA, apply_extract

JANUARY = dt.date(2024, 1, 1)
START = dt.date(2024, 1, 2)
PAID_ON = dt.date(2024, 1, 20)


def live() -> None:
    """From an empty database to 12 July 2024."""
    bank()
    faithful, forgetful, returning, careless = (_joined(number) for number in (30, 31, 32, 33))
    workers, village, poor = _others()
    _pays([(faithful, 600_000), (forgetful, 105_000), (returning, 105_000), (careless, 1_000_000)], PAID_ON)
    _mistakes_at_the_bank(faithful, careless)
    for number in range(6):
        month = months_later(JANUARY, number)
        run_bills(month=month, by=decided(month.replace(day=2)))
        if number == 1:
            _late(workers, village, poor)
        if number:
            run_arrears(months_later(month, -1), by=decided(month.replace(day=3)))
        if number == 4:
            _comes_back(returning, month.replace(day=9))
    for number in range(3):
        close_month(month=months_later(JANUARY, number), by=decided(dt.date(2024, 7, 1)))
    instalments.sign(forgetful.family, on=dt.date(2024, 7, 5), by=decided(dt.date(2024, 7, 5)))
    look(person=faithful.people[0], by=decided(dt.date(2024, 7, 12), "loket, permintaan sendiri"))


def _joined(number: int) -> Household:
    people = [
        someone(number * 10, Relation.MEMBER, born=dt.date(1980, 1, 1)),
        someone(number * 10 + 1, Relation.WIFE, born=dt.date(1984, 2, 1)),
        someone(number * 10 + 2, Relation.CHILD, born=dt.date(2012, 3, 1)),
    ]
    found = enrol_and_bill(
        people=people, segment=MANDIRI, hospital_class=3, payer=None, start=START, by=decided(START)
    )
    assert isinstance(found, Joined), found
    return Household(
        found.enrolled.family, tuple(it.id for it in found.enrolled.people), found.enrolled.people[0].card
    )


def _others() -> tuple[Household, Household, Household]:
    employer = payer_records.employer(code="PT REKAAN", name="PT Rekaan", by=decided(START))
    region = payer_records.region(code="18.71", by=decided(START))
    centre = payer_records.centre(by=decided(START))
    workers = household(40, hospital_class=2, segment=SWASTA, payer=employer)
    wage = WageRow(2, None, workers.card, "ORANG 400", 5_250_000, JANUARY)
    take_wages(listed=WageList("upah.csv", (wage,), ()), payer=employer, by=decided(START))
    raised = replace(wage, wage_rupiah=5_500_000)
    take_wages(listed=WageList("upah-2.csv", (raised,), ()), payer=employer, by=decided(PAID_ON))
    return workers, household(41, segment=PEMDA, payer=region), household(42, segment=PBI, payer=centre)


def _pays(payments: list[tuple[Household, int]], day: dt.date) -> None:
    told = [home.pays(rupiah, day, f"{home.family}/{day}") for home, rupiah in payments]
    post_payments(told, by=decided(day))


def _mistakes_at_the_bank(faithful: Household, careless: Household) -> None:
    """One account that nobody has, one twice, and too much paid by one who wants some back."""
    lost = [
        replace(faithful.pays(50_000, PAID_ON, f"x{n}"), account=f"8888800000000{n:03d}") for n in range(2)
    ]
    post_payments([*lost, lost[0]], by=decided(PAID_ON))
    found, given_back = parked_payments()
    resolve(found, party_of(virtual_account(faithful.card)), by=decided(PAID_ON))
    second = replace(decided(PAID_ON), actor="orang kedua")
    asked = [
        refunds.ask_for_parked(given_back, by=decided(PAID_ON)),
        refunds.ask((Party.FAMILY, careless.family), 100_000, by=decided(PAID_ON)),
        refunds.ask((Party.FAMILY, careless.family), 50_000, by=decided(PAID_ON)),
    ]
    for refund in asked[:2]:
        refunds.agree(refund.id, on=PAID_ON, by=second)
    refunds.refuse(asked[2].id, by=second)
    refunds.paid_out(asked[0].id, bank=BANK, on=PAID_ON, by=second)


def _late(workers: Household, village: Household, poor: Household) -> None:
    """In February: a death of January, a birth, a job, a name, a house, numbers, two records of one person."""
    day = dt.date(2024, 2, 20)
    by = decided(day)
    report_death(person=village.people[1], died_on=dt.date(2024, 1, 15), by=by)
    add_to_family(
        family=poor.family, people=[someone(990, Relation.CHILD, born=dt.date(2024, 2, 10))], start=day, by=by
    )
    correct_person(person=poor.people[0], name="ORANG EMPAT DUA", by=by)
    move_address(people=list(poor.people), since=day, rt="003", rw="002", by=by)
    give_identifier(
        person=workers.people[0], kind=IdentifierKind.PASSPORT, value="X1234567", since=day, by=by
    )
    withdraw_identifier(person=workers.people[0], kind=IdentifierKind.PASSPORT, on=dt.date(2024, 3, 1), by=by)
    twice = [someone(number, Relation.MEMBER, born=dt.date(1970, 5, 5)) for number in (980, 981)]
    records = [
        enrol_family(people=[one], segment=MANDIRI, hospital_class=3, payer=None, start=day, by=by)
        for one in twice
    ]
    kept, merged = (record.people[0].id for record in records)  # type: ignore[union-attr]
    first = merging.merge(kept=kept, merged=merged, by=by, on=day)
    merging.undo_merge(merge=first.merge, by=by)  # type: ignore[union-attr]
    merging.merge(kept=kept, merged=merged, by=by, on=day)
    membership.cancel(people=[kept], since=day, by=by)
    adjust(on=day, by=by)
    apply_extract(decided(EXTRACT_DAY))


def _comes_back(home: Household, day: dt.date) -> None:
    """Everything is paid in May, and soon after it a stay in hospital."""
    _pays([(home, 1_000_000)], day)
    later = day + dt.timedelta(days=10)
    charge(
        home.people[0], reference="RS/77", admitted_on=later, diagnosis_rupiah=4_000_000, by=decided(later)
    )
