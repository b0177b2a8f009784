"""Every law of the ledger holds on sound books, and goes red when a row is broken by force."""

from __future__ import annotations

import datetime as dt

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.database import insert_rows
from semesta.database.laws import require_laws
from semesta.faults import LawBroken
from semesta.ledger.booking import Post, book
from semesta.ledger.checking import LAWS, check
from semesta.ledger.vocabulary import Account, EntryKind, LineKind, Party
from semesta.register.recording import Decision, recording
from semesta.register.vocabulary import PayerKind, Status, Transition
from tests.ledger.books import APRIL, BY, MARCH, OFFICIAL, PEMDA, SELF, SELF_SEGMENT, SERVANT, Books, forced

pytestmark = pytest.mark.usefixtures("database")


def sound() -> Books:
    """A region with a member, a self-payer, a servant and a village official; paid, refunded, reversed, closed."""
    books = Books()
    region, centre = books.payer(PayerKind.REGION, "18.09"), books.payer(PayerKind.CENTRE, "PUSAT")
    bank = books.bank()
    families = [books.family() for _ in range(4)]
    people = [books.person(family=family) for family in families]
    books.line(people[0], families[0], region=region, parts=PEMDA)
    books.line(people[1], families[1], segment=SELF_SEGMENT, region=region, parts=SELF)
    books.line(people[2], families[2], segment=SERVANT, payer=region, wage=4_000_000, parts={"employer": 160_000, "member": 40_000})  # fmt: skip
    books.line(people[3], families[3], segment=OFFICIAL, payer=region, wage=3_000_000, parts={"employer": 120_000, "member": 30_000})  # fmt: skip
    books.bill((Party.REGION, region), 37_800 + 2_800 + 200_000 + 150_000)
    books.bill((Party.CENTRE, centre), 8_400)
    family = (Party.FAMILY, families[1])
    books.bill(family, 35_000)
    books.pay(family, 70_000, bank=bank, reference="A")
    wrong = books.pay(family, 50_000, bank=bank, reference="B")
    books.reverse(wrong)
    books.pay(None, 10_000, bank=bank, reference="C")
    _refund(books, family, 35_000)
    _charge(people[1], family)
    insert_rows("month_closed", ("month", "change_id"), [(MARCH, books.recorded("close"))])
    # In April we hear that the member had died: the month is taken back.
    taken_back = {part: -amount for part, amount in PEMDA.items()}
    books.line(people[0], families[0], region=region, billed=APRIL, kind=LineKind.ADJUSTED, parts=taken_back)
    books.bill((Party.REGION, region), -37_800, APRIL, kind=EntryKind.ADJUSTMENT, for_month=MARCH)
    books.bill((Party.CENTRE, centre), -4_200, APRIL, kind=EntryKind.ADJUSTMENT, for_month=MARCH)
    return books


def _refund(books: Books, party: tuple[Party, int], amount: int) -> None:
    asked = books.recorded("refund", actor="Ani")
    with recording("refund", Decision("Budi", "setuju")) as during:
        entry = book(
            during=during,
            kind=EntryKind.REFUND_AGREED,
            month=MARCH,
            dated=dt.date(2024, 3, 20),
            party=party,
            postings=[
                Post(Account.RECEIVABLE, party, amount),
                Post(Account.REFUND_PAYABLE, party, -amount),
            ],
        )
        insert_rows(
            "refund",
            ("party_kind", "party_id", "amount_rupiah", "asked_id", "decided_id", "agreed", "entry_id"),
            [(int(party[0]), party[1], amount, asked, during.change, True, entry)],
        )


def _charge(person: int, party: tuple[Party, int]) -> None:
    with recording("charge", BY) as during:
        entry = book(
            during=during,
            kind=EntryKind.INPATIENT_CHARGE,
            month=MARCH,
            dated=dt.date(2024, 3, 25),
            party=party,
            key="charge:RS1",
            postings=[
                Post(Account.CHARGE_RECEIVABLE, party, 250_000),
                Post(Account.INPATIENT_CHARGE, (Party.NOBODY, 0), -250_000),
            ],
        )
        columns = ("person_id", "reference", "admitted_on", "reactivated_on", "months", "diagnosis_rupiah", "charge_rupiah", "entry_id", "change_id")  # fmt: skip
        row = (person, "RS1", dt.date(2024, 3, 25), dt.date(2024, 3, 5), 1, 5_000_000, 250_000, entry, during.change)  # fmt: skip
        insert_rows("inpatient_charge", columns, [row])


def in_arrears(*, status: Status, run: bool = True) -> Books:
    """A self-paying family that did not pay March; the arrears of March were run."""
    books = Books()
    family = books.family()
    person = books.person(family=family, segment=SELF_SEGMENT)
    books.line(person, family, segment=SELF_SEGMENT, parts={"member": 35_000})
    books.bill((Party.FAMILY, family), 35_000)
    if run:
        row = (MARCH, books.recorded("arrears"), "{}")
        insert_rows("arrears_run", ("month", "change_id", "outcomes"), [row])
    if status is Status.NONAKTIF_TUNGGAKAN:
        _suspend(books, person, family)
    return books


def _suspend(books: Books, person: int, family: int) -> None:
    change = books.recorded("suspend")
    forced("UPDATE membership SET superseded_by_id = %s WHERE person_id = %s", change, person)
    columns = ("valid_from", "valid_to", "change_id", "person_id", "spell", "family_id", "segment", "status", "transition")  # fmt: skip
    rows = [
        (dt.date(2023, 1, 1), APRIL, change, person, 1, family, SELF_SEGMENT, 1, int(Transition.ADOPTED)),
        (APRIL, None, change, person, 1, family, SELF_SEGMENT, 2, int(Transition.SUSPENDED)),
    ]
    insert_rows("membership", columns, rows)
    forced("UPDATE person SET status = 2, since = %s WHERE id = %s", APRIL, person)


def test_who_is_in_arrears_after_the_run_is_suspended_and_that_is_lawful() -> None:
    in_arrears(status=Status.NONAKTIF_TUNGGAKAN)
    assert broken() == set()


def test_who_stays_active_in_arrears_after_the_run_breaks_a_law() -> None:
    in_arrears(status=Status.AKTIF)
    assert broken() == {"active_have_paid"}


def test_before_the_run_nobody_is_wrong_to_be_active() -> None:
    in_arrears(status=Status.AKTIF, run=False)
    assert broken() == set()


def test_who_paid_after_the_run_may_be_active() -> None:
    books = in_arrears(status=Status.AKTIF)
    books.pay((Party.FAMILY, 1), 35_000, bank=books.bank(), reference="A", on=dt.date(2024, 4, 3))
    assert broken() == set()


def test_suspended_without_owing_breaks_a_law() -> None:
    books = in_arrears(status=Status.AKTIF)
    books.pay((Party.FAMILY, 1), 35_000, bank=books.bank(), reference="A", on=dt.date(2024, 3, 3))
    _suspend(books, 1, 1)
    assert broken() == {"suspended_owe"}


def broken() -> set[str]:
    return {law.name for law in check() if not law.holds}


def test_all_laws_hold_on_empty_books() -> None:
    assert broken() == set()


def test_all_laws_hold_on_sound_books() -> None:
    sound()
    checked = check()
    assert [law.say() for law in checked if not law.holds] == []
    assert [law.name for law in checked] == [*(law.name for law in LAWS), "suspended_owe"]
    require_laws(checked, place="uji")


#: (what is broken, in which table, how, the laws that say so).
BREAKS: list[tuple[str, str, str, set[str]]] = [
    (
        "an amount",
        "posting",
        "UPDATE posting SET amount_rupiah = amount_rupiah + 1 WHERE id = 1",
        {"entry_balances", "ledger_zero", "bills_are_lines", "region_lines", "receivable"},
    ),
    (
        "a part of a line",
        "bill_line",
        "UPDATE bill_line SET local_contribution = local_contribution + 1 WHERE id = 1",
        {"bills_are_lines", "region_lines", "receivable"},
    ),
    (
        "a line's payer",
        "bill_line",
        "UPDATE bill_line SET payer_id = NULL WHERE id = 4",
        {"parts_have_payers", "bills_are_lines", "region_lines", "receivable"},
    ),
    (
        "a reversal",
        "posting",
        "UPDATE posting SET party_id = party_id + 100 "
        "WHERE account = 1 AND entry_id = (SELECT id FROM entry WHERE kind = 9)",
        {"reversals_mirror", "receivable"},
    ),
    (
        "a payment",
        "payment",
        "UPDATE payment SET amount_rupiah = 71000 WHERE reference = 'A'",
        {"payments_are_entries", "receivable"},
    ),
    (
        "a payment that is gone",
        "payment",
        "DELETE FROM payment WHERE reference = 'C'",
        {"payments_are_entries"},
    ),
    (
        "a closed month",
        "entry",
        "UPDATE entry SET month = '2024-03-01' WHERE kind = 2",
        {"closed_months", "bills_are_lines"},
    ),
    (
        "a refund by one person",
        "change",
        "UPDATE change SET actor = ' ani ' WHERE actor = 'Budi'",
        {"refunds_by_two"},
    ),
    ("a refund", "refund", "UPDATE refund SET amount_rupiah = 34999", {"refunds_are_entries", "receivable"}),
    (
        "suspense",
        "posting",
        "UPDATE posting SET amount_rupiah = -amount_rupiah WHERE entry_id = (SELECT id FROM entry WHERE kind = 4)",
        {"parked_resolved_once", "payments_are_entries"},
    ),
    (
        "a charge",
        "inpatient_charge",
        "UPDATE inpatient_charge SET charge_rupiah = 1",
        {"charges_are_entries"},
    ),
    (
        "a second line",
        "bill_line",
        "INSERT INTO bill_line (kind, person_id, for_month, billed_month, family_id, rate_id, member, employer, "
        "centre, local_contribution, local_assistance, change_id) SELECT kind, person_id, for_month, billed_month, "
        "family_id, rate_id, 0, 0, 0, 0, 0, change_id FROM bill_line WHERE id = 2",
        {"billed_once"},
    ),
    (
        "a line of no change",
        "bill_line",
        "UPDATE bill_line SET change_id = 99999 WHERE id = 1",
        {"lines_lead_on"},
    ),
]


@pytest.mark.parametrize(("what", "table", "statement", "expected"), BREAKS, ids=[one[0] for one in BREAKS])
def test_a_law_goes_red_when_a_row_is_broken_by_force(
    what: str, table: str, statement: str, expected: set[str]
) -> None:
    sound()
    if what == "a second line":
        forced("DROP INDEX bill_line_once")
    forced(statement, table=table)
    assert broken() == expected
    with pytest.raises(LawBroken):
        require_laws(check(), place="uji")


def test_every_law_is_seen_to_go_red() -> None:
    assert set().union(*(expected for *_, expected in BREAKS)) == {law.name for law in LAWS}
