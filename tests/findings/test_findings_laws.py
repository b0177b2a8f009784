"""Laws that hold in every audit, whatever the files say: tried on random small worlds."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.faults import LawBroken
from semesta.findings import AuditSummary
from semesta.findings.laws import LAWS, require_laws
from semesta.tables import CERTAINTIES, FINDING_KINDS, FINDINGS, WAYS, WAYS_IN
from tests.findings.desk import Desk, audited

VILLAGES = ("18.71.01.1001", "18.02.01.2001", "-")
RATES = {"PBPU_BP_PEMDA": (37_800, 4_200, 0), "PBI_JK": (0, 42_000, 0), "PBPU": (2_800, 4_200, 35_000)}


def table(rows: list[dict[str, Any]], heads: tuple[str, ...]) -> str:
    lines = [" | ".join(heads), *(" | ".join(str(row.get(head, "-")) for head in heads) for row in rows)]
    return "\n".join(lines) if rows else ""


serials = st.sampled_from([str(n) for n in range(9001, 9006)] + ["-"])
births = st.sampled_from(["1990-01-01", "1971-03-02", "2024-05-01", "2001-01-01"])
person = st.fixed_dictionaries({
    "nik": serials, "name": st.sampled_from(["BUDI", "SITI", "WATIYEM"]), "born": births, "village": st.sampled_from(VILLAGES[:2]),
    "vital": st.sampled_from(["ALIVE", "ALIVE", "ALIVE", "DEAD", "MOVED"]), "decile": st.sampled_from(["-", "1", "5", "9"]),
    "kk": st.sampled_from(["-", "77"]), "relation": st.sampled_from(["1", "3", "4"]),
    "work": st.sampled_from(["-", "PEDAGANG", "PELAJAR/MAHASISWA", "KARYAWAN SWASTA"]),
})  # fmt: skip
card = st.fixed_dictionaries({
    "nik": serials, "name": st.sampled_from(["BUDI", "SITI", "WATIYEM"]), "born": births, "village": st.sampled_from(VILLAGES[:2]),
    "segment": st.sampled_from(["PEMDA", "PEMDA", "PBI", "PBPU", "PPU_BU", "BP"]), "class": st.sampled_from(["3", "3", "2", "-"]),
    "status": st.sampled_from(["AKTIF", "AKTIF", "AKTIF", "NONAKTIF_DATA", "MENINGGAL", "TIDAK_DIKETAHUI"]),
    "start": st.sampled_from(["2020-01-01", "2024-05-10", "2024-09-01", "-"]), "end": st.sampled_from(["-", "-", "2024-05-31"]),
    "payer": st.sampled_from(["-", "18.71", "18", "KOTA"]), "pisa": st.sampled_from(["1", "4"]),
    "owner": st.integers(0, 4), "scored": st.booleans(), "gone": st.sampled_from(["not_in_register", "member_elsewhere", "outside_review"]),
})  # fmt: skip
bill_row = st.fixed_dictionaries({
    "card": st.sampled_from(["1", "2", "3", "99", "-"]), "nik": serials, "payer": st.sampled_from(["18.71", "18.02", "-"]),
    "amount": st.sampled_from(["-", "37800", "42000", "2800", "0"]), "born": births,
})  # fmt: skip
death = st.fixed_dictionaries(
    {
        "nik": serials,
        "name": st.sampled_from(["BUDI", "SITI"]),
        "born": births,
        "died": st.sampled_from(["-", "2024-03-20", "2021-02-03"]),
    }
)


def linked(people: list[dict[str, Any]], cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cards with their links as text: the first card of a person is the linked one, others are duplicates."""
    seen: Counter[int] = Counter()
    found = []
    for each in cards:
        owner = each["owner"] if 0 < each["owner"] <= len(people) else 0
        text = f"{'~' if each['scored'] else ''}{owner}{' dup' if seen[owner] else ''}" if owner else "-"
        seen[owner] += 1
        found.append({**each, "link": text})
    return found


PERSON = ("nik", "name", "born", "village", "vital", "decile", "kk", "relation", "work")
CARD = (
    "nik",
    "name",
    "born",
    "village",
    "segment",
    "class",
    "status",
    "start",
    "end",
    "payer",
    "pisa",
    "link",
    "gone",
)


@settings(max_examples=25)
@given(
    st.lists(person, max_size=4), st.lists(card, min_size=1, max_size=6), st.none() | st.lists(bill_row, min_size=1, max_size=6),
    st.none() | st.lists(death, min_size=1, max_size=3), st.booleans(), st.none() | st.integers(0, 9), st.none() | st.integers(0, 400_000),
)  # fmt: skip
def test_money_is_counted_once_and_never_beyond_the_bill(
    people: list[dict[str, Any]], cards: list[dict[str, Any]], bill: list[dict[str, Any]] | None,
    deaths: list[dict[str, Any]] | None, earlier: bool, persons: int | None, amount: int | None,
) -> None:  # fmt: skip
    world = (table(people, PERSON), table(linked(people, cards), CARD))
    desk = audited(
        *world,
        bill=table(bill, ("card", "nik", "payer", "amount", "born")) if bill else None,
        deaths=table(deaths, ("nik", "name", "born", "died")) if deaths else None,
        earlier=world if earlier else None,
        bill_persons=persons,
        bill_amount=amount if persons is not None or bill else None,
    )
    counted_once(desk)
    nothing_beyond_the_bill(desk, named=bill is not None)
    sums_add_up(desk)


def counted_once(desk: Desk) -> None:
    counted = desk.engine.rows(
        "SELECT member_id, bill_row FROM findings WHERE counted AND (member_id IS NOT NULL OR bill_row IS NOT NULL)"
    )
    assert max(Counter(counted).values(), default=1) == 1


def nothing_beyond_the_bill(desk: Desk, *, named: bool) -> None:
    """Removing every counted finding leaves a bill that is not negative, month by month: by our own arithmetic."""
    rows = desk.engine.rows(
        "SELECT payer_region, bucket, months, rupiah_local, rupiah_centre, rupiah_member FROM findings WHERE counted AND member_id IS NOT NULL"
    )
    if named:
        return  # a list may charge any amount: the laws inside compare it with the list's own rows
    for _, bucket, months, *money in rows:
        assert all(part <= months * rate for part, rate in zip(money, RATES[bucket], strict=True))
    for payer in {row[0] for row in rows}:
        billed = [b for b in desk.summary.billed if b.payer_region == payer]
        for part, name in enumerate(("rupiah_local", "rupiah_centre", "rupiah_member"), 3):
            month = sum(row[part] // row[2] for row in rows if row[0] == payer)
            assert month <= sum(getattr(b, name) for b in billed)


def sums_add_up(desk: Desk) -> None:
    totals = desk.summary.totals
    for column, name in (("count(*)", "findings"), ("count(*) FILTER (counted)", "counted"), ("coalesce(sum(rupiah_local) FILTER (counted), 0)", "rupiah_local"),
                         ("coalesce(sum(rupiah_centre) FILTER (counted), 0)", "rupiah_centre")):  # fmt: skip
        assert desk.engine.value(f"SELECT {column} FROM findings") == sum(getattr(t, name) for t in totals)
    assert desk.engine.value("SELECT count(*) FROM ways_in") == sum(w.persons for w in desk.summary.ways)
    assert desk.engine.value(
        "SELECT count(*) FROM residents WHERE coverage IN ('inactive', 'not_enrolled')"
    ) == sum(w.persons for w in desk.summary.ways)
    assert AuditSummary.from_json(desk.summary.to_json()) == desk.summary


def test_the_tables_are_as_their_contract_says() -> None:
    desk = audited("nik  | decile\n9001 | 3\n9002 | -", "nik  | link\n9001 | 1\n9009 | -")
    for contract in (FINDINGS, WAYS_IN):
        described = {name: kind for name, kind, *_ in desk.engine.rows(f"DESCRIBE {contract.name}")}
        assert described == {column.name: column.type for column in contract.columns}
        for column in contract.columns:
            assert column.nullable or desk.engine.count(contract.name, f"{column.name} IS NULL") == 0
    assert {row[0] for row in desk.findings("kind")} <= set(FINDING_KINDS)
    assert {row[0] for row in desk.ways("way")} <= set(WAYS) and {
        row[0] for row in desk.ways("certainty")
    } <= set(CERTAINTIES)


@pytest.mark.parametrize(
    ("law", "damage"),
    [
        (
            "counted_once",
            "INSERT INTO findings BY NAME SELECT * REPLACE (finding_id + 100 AS finding_id) FROM findings WHERE counted",
        ),
        ("within_row", "UPDATE quick.counted SET local = local + 1"),
        ("cards_exist", "UPDATE findings SET member_id = 99"),
        ("money_is_whole", "UPDATE findings SET months = 0"),
        ("ways_in", "DELETE FROM ways_in"),
    ],
)
def test_a_law_that_does_not_hold_stops_the_audit(law: str, damage: str) -> None:
    desk = audited("nik\n9001", "nik\n9009")
    assert law in {each.name for each in LAWS}
    desk.engine.run(damage)
    with pytest.raises(LawBroken):
        require_laws(desk.engine, place="desk")
