"""The bill run: each person by the law of the month, each rupiah in the books once, everybody accounted for."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.faults import InputRefused
from semesta.ledger.billing import run_bills
from semesta.register.vocabulary import PayerKind, Relation, Status
from tests.ledger.ledger_world import (
    BY,
    PBI,
    PBPU,
    PEMDA,
    SWASTA,
    Member,
    asked,
    families,
    parts_of,
    payer,
    people,
    wage,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("database")
JULY, AUGUST = dt.date(2024, 7, 1), dt.date(2024, 8, 1)


def test_a_family_of_four_in_class_three_pays_its_part_and_the_rest_is_shared() -> None:
    [family] = families(1)
    ids = people(*(Member(family=family, relation=relation) for relation in (1, 3, 4, 4)))
    done = run_bills(month=JULY, by=BY)
    assert done.outcomes == {"BILLED": 4} and done.lines == 4
    assert parts_of(ids[0], JULY) == (35_000, 0, 4_200, 2_800)
    assert done.rupiah == {"FAMILY": 140_000, "CENTRE": 16_800, "REGION": 11_200}
    [(region,)] = asked("SELECT DISTINCT p.code FROM bill_line l JOIN payer p ON p.id = l.region_id")
    assert region == "18.71"


def test_billing_a_month_again_changes_nothing_and_says_so() -> None:
    families(1)
    people(Member())
    first = run_bills(month=JULY, by=BY)
    before = asked("SELECT count(*), max(id) FROM change"), asked("SELECT count(*) FROM posting")
    again = run_bills(month=JULY, by=BY)
    assert not first.already and again.already and again.outcomes == first.outcomes
    assert before == (asked("SELECT count(*), max(id) FROM change"), asked("SELECT count(*) FROM posting"))


def test_months_are_billed_in_order() -> None:
    run_bills(month=JULY, by=BY)
    with pytest.raises(InputRefused, match="2024-08"):
        run_bills(month=dt.date(2024, 9, 1), by=BY)
    with pytest.raises(InputRefused, match="in order"):
        run_bills(month=dt.date(2024, 6, 1), by=BY)


def test_an_employer_owes_its_part_and_what_it_withholds() -> None:
    families(1)
    employer = payer(PayerKind.EMPLOYER, "E1")
    worker, wife, mother_in_law = people(
        Member(SWASTA, 2, payer=employer),
        Member(SWASTA, 2, relation=Relation.WIFE, payer=employer),
        Member(SWASTA, 2, relation=Relation.ADDITIONAL, payer=employer),
    )
    wage(worker, employer, 4_200_479)
    done = run_bills(month=JULY, by=BY)
    assert parts_of(worker, JULY) == (42_004, 168_019, 0, 0)  # fractions of a rupiah dropped
    assert parts_of(mother_in_law, JULY) == (42_004, 0, 0, 0)
    assert parts_of(wife, JULY) == (0, 0, 0, 0)
    assert done.outcomes == {"BILLED": 2, "COVERED_BY_WORKER": 1}
    assert done.rupiah == {"EMPLOYER": 42_004 * 2 + 168_019}


def test_every_line_leads_to_its_articles() -> None:
    families(1)
    people(Member(PBI), Member(PEMDA, payer=payer(PayerKind.REGION, "18.71")), Member())
    run_bills(month=JULY, by=BY)
    for (parameters,) in asked("SELECT r.parameters FROM bill_line l JOIN rate r ON r.id = l.rate_id"):
        grounds = json.loads(parameters) if isinstance(parameters, str) else parameters
        assert isinstance(grounds, list) and grounds
        assert all(ground["source"] and ground["regulation"] for ground in grounds)


def test_people_who_cannot_be_billed_are_counted_by_reason() -> None:
    families(1)
    employer = payer(PayerKind.EMPLOYER, "E1")
    done_by_reason = {
        "WAGE_UNKNOWN": Member(SWASTA, 2, payer=employer),
        "PAYER_UNKNOWN": Member(SWASTA, 2),
        "SEGMENT_UNKNOWN": Member(0),
        "CLASS_UNKNOWN": Member(PBPU, None),
        "RELATION_UNKNOWN": Member(SWASTA, 2, relation=None),
        "NONAKTIF_DATA": Member(status=Status.NONAKTIF_DATA),
        "MENINGGAL": Member(status=Status.MENINGGAL),
        "NOT_IN_THE_MONTH": Member(since=AUGUST),
        "COVERED_BY_WORKER": Member(SWASTA, 2, relation=Relation.CHILD),
        "BILLED_WITHOUT_REGION": Member(village=None),
        "BELUM_AKTIF": Member(status=Status.BELUM_AKTIF),
    }
    people(*done_by_reason.values())
    done = run_bills(month=JULY, by=BY)
    assert done.outcomes == dict.fromkeys(done_by_reason, 1)
    assert done.rupiah == {"FAMILY": 35_000, "CENTRE": 4_200}
