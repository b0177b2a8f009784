"""Random people of every segment: what is billed is what the formula says, and the books agree with the lines."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from semesta.database import use

use("sqlite:///unused.sqlite3")

from semesta.ledger.billing import run_bills
from semesta.register.buckets import BUCKET_OF
from semesta.register.vocabulary import SEGMENT_NAMES, PayerKind, Status
from semesta.rules import FORMULAS, Law
from tests.databases import BOTH, fresh
from tests.ledger.ledger_world import (
    BY,
    Member,
    asked,
    books,
    families,
    lines_by_party,
    parts_of,
    payer,
    people,
    wage,
)  # fmt: skip

JULY = dt.date(2024, 7, 1)

_members = st.builds(
    Member,
    segment=st.sampled_from([-6, -3, 0, *range(1, 29)]),
    hospital_class=st.sampled_from([None, 1, 2, 3]),
    status=st.sampled_from(list(Status)),
    relation=st.sampled_from([None, 1, 2, 3, 4]),
    family=st.integers(1, 3),
    village=st.sampled_from([None, 1871011004, 1801012001]),
)


@pytest.mark.parametrize("kind", BOTH)
@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.lists(
        st.tuples(_members, st.sampled_from([None, 0, 1]), st.integers(1, 20_000_000)),
        min_size=20,
        max_size=60,
    )
)
def test_every_bill_is_what_the_formula_says(kind: str, cases: list[tuple[Member, int | None, int]]) -> None:
    with fresh(kind):
        families(3)
        _bill_and_compare(cases)


def _bill_and_compare(cases: list[tuple[Member, int | None, int]]) -> None:
    payers = [
        payer(PayerKind.EMPLOYER, "E1"),
        payer(PayerKind.CENTRE, "PUSAT"),
        payer(PayerKind.REGION, "18.71"),
    ]
    given_payers = [_paid(member, payers) for member, _, _ in cases]
    ids = people(*given_payers)
    for person, member, (_, has_wage, rupiah) in zip(ids, given_payers, cases, strict=True):
        if has_wage and member.payer:
            wage(person, member.payer, rupiah)
    done = run_bills(month=JULY, by=BY)
    assert sum(done.outcomes.values()) == len(cases)
    for person, member, (_, has_wage, rupiah) in zip(ids, given_payers, cases, strict=True):
        known = rupiah if has_wage and member.payer else None
        assert parts_of(person, JULY) == _by_formula(member, known), member
    assert lines_by_party() == books()
    assert asked(
        "SELECT count(*) FROM entry WHERE (SELECT sum(amount_rupiah) FROM posting WHERE entry_id = entry.id) <> 0"
    ) == [(0,)]


def _paid(member: Member, payers: list[int]) -> Member:
    """Wage earners by their employer, state wage earners and pensioners by the centre, local members by the region."""
    bucket = BUCKET_OF[member.segment]
    number = {"PPU_BU": 0, "PPU_PN": 1, "BP": 1, "PBPU_BP_PEMDA": 2}.get(bucket)
    return Member(**{**vars(member), "payer": None if number is None else payers[number]})


def _by_formula(member: Member, base: int | None) -> tuple[int, int, int, int]:
    """What the formula gives; nothing where it does not know, and no region's part where the village is not known."""
    bucket = BUCKET_OF[member.segment]
    if bucket == "UNKNOWN":
        return 0, 0, 0, 0
    found = FORMULAS["contribution"].calculate(
        Law.current(),
        JULY,
        {
            "bucket": bucket,
            "segment": SEGMENT_NAMES.get(member.segment),
            "hospital_class": member.hospital_class,
            "status": member.status.name,
            "relation": member.relation,
            "wage": base,
            "pension": base,
            "base_salary": base,
        },
    )
    parts = [found[part] for part in ("member", "employer", "centre", "local_government")]
    if any(part is None for part in parts):
        return 0, 0, 0, 0
    member_part, employer, centre, local = (int(str(part)) for part in parts)
    return member_part, employer, centre, local if member.village or bucket == "PBPU_BP_PEMDA" else 0
