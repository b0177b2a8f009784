"""Statements of account: what a family, an employer, a treasurer and the centre are told, to the rupiah."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import python_calamine

from semesta.database import use

use("sqlite:///unused.sqlite3")

from django.db import connection

from semesta.database import insert_rows
from semesta.faults import NotFound
from semesta.ledger.family_statements import FamilyStatement, family_statement
from semesta.ledger.payer_statements import payer_statement, people_of_bill
from semesta.ledger.rates import Combination, grounds
from semesta.ledger.statement_documents import Document, family_document, payer_document
from semesta.ledger.statement_outputs import write_page, write_workbook
from semesta.ledger.vocabulary import EntryKind, LineKind, Party
from semesta.planning.plain import to_json
from semesta.register.vocabulary import PayerKind, Status
from semesta.reporting.catalogue import Speaker
from tests.ledger.books import (
    APRIL,
    MARCH,
    OFFICIAL,
    PBI,
    PEMDA,
    PEMDA_SEGMENT,
    PRIVATE,
    SELF,
    SELF_SEGMENT,
    SERVANT,
    Books,
    forced,
)

pytestmark = pytest.mark.usefixtures("database")

ID, EN = Speaker("id"), Speaker("en")
CARD, NIK = 9_001, 1809016501809001
VA = "8888800000009001"


def family_books(*, status: Status = Status.AKTIF, paid: int = 0) -> Books:
    """A couple of class III, billed for March and April."""
    books = Books()
    family = books.family()
    for number, relation in ((0, 1), (1, 3)):
        books.person(
            family=family,
            segment=SELF_SEGMENT,
            card=CARD + number,
            nik=NIK + number,
            status=status,
            relation=relation,
            name=("BUDI", "SITI")[number],
        )
    for month in (MARCH, APRIL):
        for person in books.persons:
            books.line(person, family, segment=SELF_SEGMENT, month=month, parts={"member": 35_000})
        books.bill((Party.FAMILY, family), 70_000, month)
        insert_rows("bill_run", ("month", "change_id", "known", "outcomes"), [(month, books.change, books.change, "{}")])  # fmt: skip
        _with_grounds(SELF_SEGMENT, month)
    if paid:
        books.pay((Party.FAMILY, family), paid, bank=books.bank(), reference="A1", account=VA)
    return books


def _with_grounds(segment: int, month: dt.date) -> None:
    """As the bill run writes them."""
    text = grounds(month, Combination(segment, 3, int(Status.AKTIF), 1))
    forced("UPDATE rate SET parameters = %s WHERE segment = %s AND month = %s", text, segment, month, table="rate")  # fmt: skip


def told(on: dt.date, say: Speaker = ID) -> tuple[FamilyStatement, Document]:
    found = family_statement(VA, on=on)
    return found, family_document(found, say)


# --- families -------------------------------------------------------------------------------------


def test_a_family_that_owes_is_told_how_much_by_when_and_what_happens_else() -> None:
    family_books()
    found, document = told(dt.date(2024, 3, 4))
    assert document.lead == (
        "Bayar Rp 70.000 paling lambat 10 Maret 2024 supaya tetap aktif; "
        "bila Maret 2024 tidak dibayar, kartu mati mulai 1 April 2024."
    )
    assert found.to_pay_rupiah == 70_000  # April is not owed yet on that day
    _, overdue = told(dt.date(2024, 3, 20), EN)
    assert overdue.lead.startswith("Past its due day 10 March 2024: pay Rp 70,000 before 1 April 2024")


def test_a_suspended_family_is_told_what_makes_it_active_again_the_current_month_in_it() -> None:
    family_books(status=Status.NONAKTIF_TUNGGAKAN)
    found, document = told(dt.date(2024, 4, 3))
    assert found.to_pay_rupiah == 140_000
    assert document.state == "bad"
    assert f"Bayar Rp 140.000 ke {VA}: aktif kembali pada hari pembayaran." in document.lead


def test_payments_go_to_the_oldest_month_and_the_rest_is_credit() -> None:
    family_books(paid=175_000)
    found, document = told(dt.date(2024, 4, 30))
    assert [(m.month, m.settled_rupiah, m.unpaid_rupiah) for m in found.months] == [(MARCH, 70_000, 0), (APRIL, 70_000, 0)]  # fmt: skip
    assert found.account.credit_rupiah == 35_000
    assert document.lead == "Lunas sampai April 2024."
    assert ("Kelebihan bayar", "Rp 35.000") in document.facts


def test_a_late_fact_shows_as_a_correction_of_its_month() -> None:
    books = family_books()
    books.line(books.persons[1], 1, segment=SELF_SEGMENT, month=MARCH, billed=APRIL, kind=LineKind.ADJUSTED, parts={"member": -35_000})  # fmt: skip
    books.bill((Party.FAMILY, 1), -35_000, APRIL, kind=EntryKind.ADJUSTMENT, for_month=MARCH)
    found, document = told(dt.date(2024, 4, 2))
    march = found.months[0]
    assert (march.people, march.billed_rupiah, march.corrected_rupiah, march.unpaid_rupiah) == (2, 70_000, -35_000, 35_000)  # fmt: skip
    assert ID("statement.note.corrections") in document.notes
    # On 31 March nobody knew.
    assert told(dt.date(2024, 3, 31))[0].months[0].corrected_rupiah == 0


def test_numbers_are_masked_everywhere_and_the_article_stands_with_how_sure_it_is(tmp_path: Path) -> None:
    family_books()
    found, document = told(dt.date(2024, 3, 4))
    write_page(tmp_path / "rekening.html", document, "id")
    for text in (to_json(found), (tmp_path / "rekening.html").read_text(encoding="utf-8"), repr(document)):
        assert str(NIK) not in text and f"{CARD:013}" not in text
        assert "18090165********" in text
    named = {ground.parameter: ground.cited("id") for ground in found.grounds}
    assert named["pbpu.class_3.member"].startswith("Perpres 64/2020")
    assert "arrears.ceiling_months" in named
    assert not any("pbpu.class_3.centre" in name for name in named)  # the centre's part is not the family's


def test_a_family_is_found_by_virtual_account_card_or_nik_and_nobody_else() -> None:
    family_books()
    for number in (VA, f"{CARD:013}", str(NIK), "8888-8000-0000-9001"):
        assert family_statement(number, on=MARCH).family == 1
    for number in ("8888800000001234", "123", "abc"):
        with pytest.raises(NotFound):
            family_statement(number, on=MARCH)


def test_what_was_owed_before_adoption_is_said_to_be_unknown() -> None:
    family_books()
    assert any("1 Januari 2023 tidak diketahui" in note for note in told(MARCH)[1].notes)


# --- payers ---------------------------------------------------------------------------------------

#: What Pesawaran owed on 31 December 2024 (jkn.md 4.5).
PESAWARAN = {
    "contribution": 17_226_930_501,
    "assistance_members": 664_812_400,
    "assistance_self_payers": 128_228_800,
    "employer_servants": 1_721_707_884,
    "employer_officials": 24_499_596,
}


def pesawaran() -> Books:
    books = Books()
    region = books.payer(PayerKind.REGION, "18.09", "Kabupaten Pesawaran")
    family = books.family()
    member, free, servant, official = (books.person(family=family, nik=NIK + n) for n in range(4))
    own, helped = PESAWARAN["contribution"], PESAWARAN["assistance_members"]
    books.line(member, family, region=region, parts={"local_contribution": own, "local_assistance": helped})
    books.line(free, family, segment=SELF_SEGMENT, region=region, parts={"local_assistance": PESAWARAN["assistance_self_payers"]})  # fmt: skip
    books.line(servant, family, segment=SERVANT, payer=region, wage=1, parts={"employer": PESAWARAN["employer_servants"], "member": 1_000})  # fmt: skip
    books.line(official, family, segment=OFFICIAL, payer=region, wage=1, parts={"employer": PESAWARAN["employer_officials"]})  # fmt: skip
    books.bill((Party.REGION, region), sum(PESAWARAN.values()) + 1_000)
    return books


def test_pesawaran_s_five_lines_stand_apart_and_add_up_to_the_auditors_sum() -> None:
    pesawaran()
    found = payer_statement(PayerKind.REGION, "18.09", on=dt.date(2024, 3, 31))
    [march] = found.months
    assert {line: rupiah for line, rupiah in march.lines.items() if line != "withheld"} == PESAWARAN
    assert sum(PESAWARAN.values()) == 19_766_179_181
    assert march.lines["withheld"] == 1_000  # the workers' own money
    assert march.unpaid_rupiah == found.account.unpaid_rupiah == 19_766_180_181
    document = payer_document(found, ID)
    assert document.lead == "Terutang Rp 19.766.180.181 untuk 1 bulan; yang tertua Maret 2024."
    assert "17.226.930.501" in repr(document.grids)


def test_a_region_s_bill_opens_down_to_people_and_they_add_up_to_it() -> None:
    books = pesawaran()
    people = list(people_of_bill(PayerKind.REGION, books.payers["18.09"], MARCH))
    assert sum(one.total_rupiah for one in people) == 19_766_180_181
    assert {one.nik for one in people} == {"18090165********"}
    [full, *_] = people_of_bill(PayerKind.REGION, books.payers["18.09"], MARCH, full_numbers=True)
    assert full.nik == str(NIK)


def test_an_employer_sees_workers_wages_and_both_parts_and_who_has_no_wage() -> None:
    books = Books()
    employer = books.payer(PayerKind.EMPLOYER, "CV-1", "CV Rekaan")
    family = books.family()
    worker = books.person(family=family, segment=PRIVATE, payer=employer, name="WORKER")
    books.person(family=books.family(), segment=PRIVATE, payer=employer, name="NO WAGE")
    wage = (worker, employer, MARCH, 4_200_479, books.recorded())
    insert_rows("wage", ("person_id", "payer_id", "from_month", "wage_rupiah", "change_id"), [wage])
    books.line(worker, family, segment=PRIVATE, payer=employer, wage=4_200_479, parts={"employer": 168_019, "member": 42_004})  # fmt: skip
    books.bill((Party.EMPLOYER, employer), 210_023)
    books.pay((Party.EMPLOYER, employer), 200_000, bank=books.bank(), reference="A", account="CV-1")
    found = payer_statement(PayerKind.EMPLOYER, "CV-1", on=dt.date(2024, 3, 31))
    assert found.months[0].lines == {"employer": 168_019, "withheld": 42_004}
    assert found.account.unpaid_rupiah == 10_023
    assert found.without_wage == 1
    [one] = people_of_bill(PayerKind.EMPLOYER, employer, MARCH)
    assert (one.name, one.wage, one.total_rupiah) == ("WORKER", 4_200_479, 210_023)


def test_the_centre_sees_for_whom_it_pays() -> None:
    books = Books()
    centre = books.payer(PayerKind.CENTRE, "PUSAT", "Pemerintah Pusat")
    region = books.payer(PayerKind.REGION, "18.09")
    family = books.family()
    people = [books.person(family=family) for _ in range(4)]
    books.line(people[0], family, segment=PBI, parts={"centre": 42_000})
    books.line(people[1], family, segment=PEMDA_SEGMENT, region=region, parts=PEMDA)
    books.line(people[2], family, segment=SELF_SEGMENT, region=region, parts=SELF)
    books.line(people[3], family, segment=20, payer=centre, wage=3_000_000, parts={"centre": 90_000, "member": 60_000})  # fmt: skip
    books.bill((Party.CENTRE, centre), 42_000 + 4_200 + 4_200 + 150_000)
    found = payer_statement(PayerKind.CENTRE, "PUSAT", on=dt.date(2024, 3, 31))
    assert found.months[0].lines == {
        "pbi": 42_000, "assistance_members": 4_200, "assistance_self_payers": 4_200, "pensions": 90_000, "employer": 0, "withheld": 60_000,
    }  # fmt: skip
    assert found.months[0].corrected_rupiah == 0


@pytest.mark.parametrize("say", [ID, EN], ids=["id", "en"])
def test_every_form_of_a_statement_can_be_written(tmp_path: Path, say: Speaker) -> None:
    books = pesawaran()
    found = payer_statement(PayerKind.REGION, "18.09", on=dt.date(2024, 3, 31))
    document = payer_document(found, say)
    write_page(tmp_path / "a.html", document, say.language)
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert f'<html lang="{say.language}">' in page and "<script" not in page
    people = people_of_bill(PayerKind.REGION, books.payers["18.09"], MARCH)
    about = ["Menurut nama", document.whose, "disamarkan"]
    write_workbook(tmp_path / "a.xlsx", document, say, payer=found, people=people, about_people=about)
    book = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "a.xlsx"))
    rows = book.get_sheet_by_name("Menurut nama").to_python()
    assert sum(row[-1] for row in rows if isinstance(row[-1], float)) == 19_766_180_181
    assert json.loads(to_json(found))["payer"]["code"] == "18.09"


def test_an_unknown_payer_is_refused_with_the_remedy() -> None:
    with pytest.raises(NotFound) as refused:
        payer_statement(PayerKind.EMPLOYER, "X", on=MARCH)
    assert "register status" in refused.value.remedy.en


def test_a_statement_reads_in_few_statements_however_large_the_payer() -> None:
    pesawaran()
    with connection.execute_wrapper(_counted):
        _asked.clear()
        payer_statement(PayerKind.REGION, "18.09", on=MARCH)
    assert len(_asked) <= 14


_asked: list[str] = []


def _counted(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    _asked.append(sql)
    return execute(sql, params, many, context)
