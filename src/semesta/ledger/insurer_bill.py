"""The insurer's bill to a region beside our own bill lines of that region and month, by name or by its totals.

Both sides are parted in full. Of every row that is none of ours the register says why, as far as it knows.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import connection

from semesta.database import reading
from semesta.engine import Engine
from semesta.faults import InputRefused, NotFound, Text
from semesta.ledger.insurer_bill_matching import make_pairs, match_known, match_ours, strangers
from semesta.ledger.insurer_bill_register import take_facts, take_known, take_ours
from semesta.ledger.region_lines import region_parts_sql
from semesta.ledger.vocabulary import REGION_LINES
from semesta.manifest import SourceFile
from semesta.register.vocabulary import PayerKind
from semesta.reporting.personal import card_end, masked_nik
from semesta.rules.law import Law
from semesta.sources.bills import OnUnderstood, read_bill

#: What an insurer bills a region for its members: 35,000 and 2,800 a person (jkn.md 2.2).
MEMBER_LINES = ("contribution", "assistance_members")
OUTCOMES = ("matched", "different_amount", "different_person", "billed_twice", "not_ours", "not_on_bill")


@dataclass(frozen=True, slots=True)
class BilledRegion:
    """A region that is billed: its number among the payers, its code, its name."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BillTally:
    """One outcome and reason: rows and rupiah of the bill, people and rupiah of ours."""

    outcome: str
    reason: str
    rows: int
    bill_rupiah: int
    people: int
    our_rupiah: int


@dataclass(frozen=True, slots=True)
class BillItem:
    """A row of the bill, a line of ours, or both, that somebody has to look at. NIK and card '' where there is none."""

    outcome: str
    reason: str
    detail: str
    row: str  # file and row; '' for a line of ours alone
    card: str
    nik: str
    name: str
    bill_rupiah: int | None
    person: int | None
    our_rupiah: int | None


@dataclass(frozen=True, slots=True)
class BillReconciled:
    """A bill by name. The tallies add up to both sides; `items` holds all that is not matched."""

    region: BilledRegion
    month: dt.date
    files: tuple[str, ...]
    rows_rejected: int
    tallies: tuple[BillTally, ...]
    items: tuple[BillItem, ...]

    @property
    def total(self) -> BillTally:
        return _sum("", self.tallies)

    def of(self, outcome: str) -> BillTally:
        return _sum(outcome, [tally for tally in self.tallies if tally.outcome == outcome])

    def masked(self) -> BillReconciled:
        """The same without anybody's whole number."""
        items = (replace(one, nik=masked_nik(one.nik), card=card_end(one.card)) for one in self.items)
        return replace(self, items=tuple(items))

    @property
    def difference_rupiah(self) -> int:
        """What the insurer bills more than our books."""
        return self.total.bill_rupiah - self.total.our_rupiah


@dataclass(frozen=True, slots=True)
class TotalsCompared:
    """A bill without names: heads and rupiah on either side, and what the month's rate makes of the heads."""

    region: BilledRegion
    month: dt.date
    lines: tuple[str, ...]
    bill_people: int
    bill_rupiah: int
    our_people: int
    our_rupiah: int
    unit_rupiah: int | None  # of the month, a person; None where the lines go by wages

    @property
    def people_difference(self) -> int:
        return self.bill_people - self.our_people

    @property
    def rupiah_difference(self) -> int:
        return self.bill_rupiah - self.our_rupiah

    @property
    def heads_at_rate_rupiah(self) -> int | None:
        """What the heads more or fewer are worth at the month's rate."""
        return None if self.unit_rupiah is None else self.people_difference * self.unit_rupiah

    @property
    def unexplained_rupiah(self) -> int:
        """What is left of the difference when the heads are taken out: another rate, or other months."""
        return self.rupiah_difference - (self.heads_at_rate_rupiah or 0)


def reconcile_bill(
    paths: Sequence[Path],
    *,
    region: str,
    month: dt.date,
    as_of: dt.date,
    maps: Path | None = None,
    on_understood: OnUnderstood | None = None,
) -> BillReconciled:
    """A bill by name for a region's members in a month; files as `sources.read_bill` reads them.

    `region`: code as 18.09; `as_of`: date by which days in the file are judged. NotFound for a region that is no payer.
    """
    assert month.day == 1
    payer = billed_region(region)
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder)) as engine:
        files = read_bill(engine, paths, month=month, as_of=as_of, scratch=Path(folder), maps=maps, on_understood=on_understood).files  # fmt: skip
        return reconcile_rows(engine, payer, month=month, files=files)


def reconcile_rows(
    engine: Engine, payer: BilledRegion, *, month: dt.date, files: Sequence[SourceFile] = ()
) -> BillReconciled:
    """The same for a bill that stands in the engine as table `bill` (tables.STAGED_BILL)."""
    with reading():
        take_ours(engine, region=payer.id, month=month, parts=MEMBER_LINES)
        match_ours(engine)
        cards, niks = strangers(engine)
        take_known(engine, cards=cards, niks=niks)
        take_facts(engine, people=match_known(engine), month=month)
    unit = unit_rupiah(MEMBER_LINES, month)
    assert unit is not None
    make_pairs(engine, region=payer.id, code=payer.code, month=month, unit_rupiah=unit)
    found = BillReconciled(
        region=payer,
        month=month,
        files=tuple(file.name for file in files),
        rows_rejected=sum(file.rows_rejected for file in files),
        tallies=_tallies(engine),
        items=_items(engine, {file.number: file.name for file in files}),
    )
    _assert_parted(engine, found)
    return found


def compare_totals(
    *, region: str, month: dt.date, people: int, rupiah: int, lines: Sequence[str] = MEMBER_LINES
) -> TotalsCompared:
    """A bill that says only heads and rupiah, for one or several of the region's five lines.

    InputRefused for a line that is none of the five.
    """
    wrong = [line for line in lines if line not in REGION_LINES]
    if wrong or not lines:
        raise InputRefused(
            place=", ".join(wrong),
            reason=Text("Baris tagihan itu tidak ada.", "There is no such line of a bill."),
            remedy=Text(f"Yang ada: {', '.join(REGION_LINES)}.", f"There are: {', '.join(REGION_LINES)}."),
        )
    payer = billed_region(region)
    amount = " + ".join(lines)
    rows = region_parts_sql(f"y.id = {payer.id} AND l.for_month = '{month.isoformat()}'")
    with reading(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), coalesce(sum(rupiah), 0) FROM (SELECT person, sum({amount}) AS rupiah "
            f"FROM ({rows}) AS line GROUP BY person HAVING sum({amount}) <> 0) AS s"
        )
        ours = cursor.fetchone()
    return TotalsCompared(
        region=payer,
        month=month,
        lines=tuple(lines),
        bill_people=people,
        bill_rupiah=rupiah,
        our_people=int(ours[0]),
        our_rupiah=int(ours[1]),
        unit_rupiah=unit_rupiah(lines, month),
    )


#: The dated rate behind a line, by the formula `local_liability`; lines that go by wages have none.
_RATE_OF = {
    "contribution": "pemda.contribution",
    "assistance_members": "pemda.assistance_local",
    "assistance_self_payers": "pbpu.class_3.local",
}


def unit_rupiah(lines: Sequence[str], month: dt.date) -> int | None:
    """What one person costs in these lines in that month; None where wages decide, or heads differ by line."""
    of_members = set(lines) <= set(MEMBER_LINES)
    if not of_members and tuple(lines) != ("assistance_self_payers",):
        return None
    law = Law.current()
    return sum(law.number(_RATE_OF[line], month) for line in lines)


def billed_region(code: str) -> BilledRegion:
    """The region of that code among the payers; NotFound with those that there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, code, name FROM payer WHERE kind = %s ORDER BY code", [int(PayerKind.REGION)]
        )
        known = [BilledRegion(int(number), its, name) for number, its, name in cursor.fetchall()]
    found = next((region for region in known if region.code == code), None)
    if found is None:
        listed = ", ".join(region.code for region in known) or "–"
        raise NotFound(
            place=code,
            reason=Text("Daerah itu bukan pembayar dalam register.", "That region is no payer in the register."),
            remedy=Text(f"Yang ada: {listed}.", f"There are: {listed}."),
        )  # fmt: skip
    return found


def _tallies(engine: Engine) -> tuple[BillTally, ...]:
    rows = engine.rows(
        "SELECT outcome, reason, count(row), coalesce(sum(bill_rupiah) FILTER (row IS NOT NULL), 0)::BIGINT, "
        "count(our_rupiah), coalesce(sum(our_rupiah), 0)::BIGINT FROM pair GROUP BY ALL ORDER BY 4 DESC, 6 DESC, 2"
    )
    found = [BillTally(*row) for row in rows]
    return tuple(sorted(found, key=lambda tally: OUTCOMES.index(tally.outcome)))


def _items(engine: Engine, names: dict[int, str]) -> tuple[BillItem, ...]:
    order = ", ".join(f"WHEN '{outcome}' THEN {at}" for at, outcome in enumerate(OUTCOMES)).replace(",", "")
    rows: list[tuple[Any, ...]] = engine.rows(
        "SELECT outcome, reason, detail, source, source_row, card, nik, coalesce(name, ''), bill_rupiah, person, our_rupiah, row "
        f"FROM pair WHERE outcome <> 'matched' ORDER BY CASE outcome {order} END, reason, row, person"
    )
    return tuple(
        BillItem(
            outcome=outcome,
            reason=reason,
            detail=detail or "",
            row="" if row is None else f"{names.get(source, '')}:{source_row}".lstrip(":"),
            card="" if card is None else f"{card:013}",
            nik="" if nik is None else f"{nik:016}",
            name=name,
            bill_rupiah=None if row is None else int(billed),
            person=person,
            our_rupiah=our,
        )
        for outcome, reason, detail, source, source_row, card, nik, name, billed, person, our, row in rows
    )


def _assert_parted(engine: Engine, found: BillReconciled) -> None:
    """Both sides whole: every row and every line of ours once."""
    rows = engine.count("bill")
    people, rupiah = engine.row("SELECT count(*), coalesce(sum(rupiah), 0)::BIGINT FROM ours")
    total = found.total
    assert (total.rows, total.people, total.our_rupiah) == (rows, people, rupiah), (total, rows, people, rupiah)  # fmt: skip


def _sum(outcome: str, tallies: Sequence[BillTally]) -> BillTally:
    return BillTally(
        outcome,
        "",
        sum(t.rows for t in tallies),
        sum(t.bill_rupiah for t in tallies),
        sum(t.people for t in tallies),
        sum(t.our_rupiah for t in tallies),
    )
