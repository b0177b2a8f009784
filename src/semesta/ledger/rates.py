"""What the law of a month says for each combination of segment, class, status and relation, as rows of `rate`.

Every amount comes from the formula `contribution` on the month's first day. A rate is written once, with the dated
values that it rests on, so that each line of a bill leads to its articles.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from semesta.database import insert_rows
from semesta.ledger.months import month_of
from semesta.register.buckets import BUCKET_OF, WORKERS, self_paying
from semesta.register.vocabulary import SEGMENT_NAMES, STATUS_NAMES, Relation, Status
from semesta.rules import FORMULAS, Law, explain
from semesta.tables import UNKNOWN_BUCKET

#: Statuses that owe by the formula, and that of self-payers whose first payment is awaited.
OWING = (Status.AKTIF, Status.NONAKTIF_TUNGGAKAN)
RATED = (*OWING, Status.BELUM_AKTIF)

_WHOLE = 10_000
#: A base for looking up grounds: with it every parameter of the formula is met. Amounts do not use it.
_SOME_BASE = 5_000_000
_PARTS = ("member", "employer", "centre", "local_government")


@dataclass(frozen=True, slots=True, order=True)
class Combination:
    """What decides a rate, as in `membership`; class and relation 0 where not known."""

    segment: int
    hospital_class: int
    status: int
    relation: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """A rate's amounts in rupiah a person and month, or its shares of a base in basis points. None: not known."""

    member: int | None = None
    employer: int | None = None
    centre: int | None = None
    local_contribution: int | None = None
    local_assistance: int | None = None
    employer_bp: int | None = None
    worker_bp: int | None = None
    centre_bp: int | None = None
    wage_cap: int | None = None

    @property
    def known(self) -> bool:
        """Whether the law says what is due: an amount, or shares of a base."""
        return self.member is not None or self.by_base

    @property
    def by_base(self) -> bool:
        """Whether a wage, a pension or a base salary decides."""
        return self.worker_bp is not None or self.centre_bp is not None

    @property
    def nothing(self) -> bool:
        """Whether the law says that nothing is due."""
        return self.known and not self.by_base and not any(self.flat)

    @property
    def flat(self) -> tuple[int, ...]:
        """The five amounts, in the order of the columns of `bill_line`."""
        parts = (self.member, self.employer, self.centre, self.local_contribution, self.local_assistance)
        return tuple(part or 0 for part in parts)


@functools.lru_cache(maxsize=16_384)
def amounts(month: dt.date, combination: Combination) -> Amounts:
    """What the law of the month says for a combination."""
    it = combination
    if it.status == Status.BELUM_AKTIF:
        return _first_bill(month, it)
    if it.status not in OWING:
        return Amounts()
    bucket = BUCKET_OF[it.segment]
    if bucket in WORKERS and it.relation in (Relation.MEMBER, Relation.ADDITIONAL):
        return _of_wage(month, bucket, Relation(it.relation))
    if bucket == "BP" and it.relation == Relation.MEMBER and not self_paying(it.segment, month):
        return _of_pension(month, it.segment)
    return _flat(month, it)


def rate_rows(month: dt.date, combinations: Iterable[Combination]) -> list[tuple[object, ...]]:
    """The rows of `rate` in the order of `COLUMNS`."""
    return [
        (
            month,
            *(it.segment, it.hospital_class, it.status, it.relation),
            *(found.member, found.employer, found.centre, found.local_contribution, found.local_assistance),
            *(found.employer_bp, found.worker_bp, found.centre_bp, found.wage_cap),
            grounds(month, it),
        )
        for it in combinations
        for found in (amounts(month, it),)
    ]


COLUMNS = (
    "month", "segment", "hospital_class", "status", "relation", "member", "employer", "centre", "local_contribution",
    "local_assistance", "employer_bp", "worker_bp", "centre_bp", "wage_cap", "parameters",
)  # fmt: skip


def ensure_rates(months: Sequence[dt.date], combinations: Iterable[Combination]) -> None:
    """See to it that each combination of an owing status has its rate in each of the months."""
    wanted = {it for it in combinations if it.status in RATED}
    for month in months:
        assert month == month_of(month)
        missing = sorted(wanted - _present(month))
        if missing:
            insert_rows("rate", COLUMNS, rate_rows(month, missing))


@functools.lru_cache(maxsize=4096)
def grounds(month: dt.date, combination: Combination) -> str:
    """JSON: every dated value that the rate rests on, with article, verification and source."""
    it = combination
    status = Status.AKTIF if it.status == Status.BELUM_AKTIF else it.status
    row = _inputs(it, status)
    if it.relation == Relation.ADDITIONAL and BUCKET_OF[it.segment] in WORKERS:
        row |= {"relation": int(Relation.MEMBER), "extra_members": 1}
    explained = explain(Law.current(), FORMULAS["contribution"], month, row) if row["bucket"] else None
    found = explained.to_json()["grounds"] if explained else []
    assert isinstance(found, list)
    if it.status == Status.BELUM_AKTIF:
        first = explain(Law.current(), FORMULAS["first_payment"], month, {"registered_on": month})
        more = first.to_json()["grounds"]
        assert isinstance(more, list)
        found = [*found, *more]
    return json.dumps(found, ensure_ascii=False)


# --- what the formula says ------------------------------------------------------------------------


def _flat(month: dt.date, it: Combination) -> Amounts:
    """Fixed amounts a person; all unknown where the formula knows none, which is not 0."""
    row = _inputs(it, it.status)
    if row["bucket"] is None:
        return Amounts()
    law = Law.current()
    # the base of no wage earner or pensioner gets here, so it is not to stand in for an unknown one
    row |= dict.fromkeys(("wage", "pension", "base_salary"))
    parts = FORMULAS["contribution"].calculate(law, month, row)
    if any(parts[part] is None for part in _PARTS):
        return Amounts()
    member, employer, centre, local = (int(parts[part] or 0) for part in _PARTS)  # type: ignore[arg-type]
    own = law.number("pemda.contribution", month) if row["bucket"] == "PBPU_BP_PEMDA" and local else 0
    return Amounts(member, employer, centre, own, local - own)


def _first_bill(month: dt.date, it: Combination) -> Amounts:
    """Before the first payment a self-payer is billed the own part; assistance is for active members only."""
    if not self_paying(it.segment, month):
        return Amounts(0, 0, 0, 0, 0)
    member = _flat(month, Combination(it.segment, it.hospital_class, Status.AKTIF, it.relation)).member
    return Amounts() if member is None else Amounts(member, 0, 0, 0, 0)


def _of_wage(month: dt.date, bucket: str, relation: Relation) -> Amounts:
    """Shares of the wage; an additional member's stands on the own row and is paid by the worker."""
    cap, of = _number("ppu.wage_cap", month), bucket.lower()
    extra = relation == Relation.ADDITIONAL
    worker = _number("ppu.extra_member" if extra else f"{of}.worker", month)
    employer = 0 if extra else _number(f"{of}.employer", month)
    if None in (worker, employer, cap):
        return Amounts()
    return Amounts(employer_bp=employer, worker_bp=worker, centre_bp=0, wage_cap=cap)


def _of_pension(month: dt.date, segment: int) -> Amounts:
    name, law = SEGMENT_NAMES.get(segment), Law.current()
    if name in law["pension.segments"].words(month):
        member, centre = _number("pension.member", month), _number("pension.government", month)
        return Amounts(employer_bp=0, worker_bp=member, centre_bp=centre) if member and centre else Amounts()
    if name in law["veteran.segments"].words(month):
        rate, share = _number("veteran.rate", month), _number("veteran.base_share", month)
        if rate is None or share is None:
            return Amounts()
        assert rate * share % _WHOLE == 0, "a share that is no whole basis point needs a column of its own"
        return Amounts(employer_bp=0, worker_bp=0, centre_bp=rate * share // _WHOLE)
    return Amounts()


def _number(parameter: str, month: dt.date) -> int | None:
    found = Law.current()[parameter].on(month)
    if found is None:
        return None
    assert isinstance(found.value, int)
    return found.value


def _inputs(it: Combination, status: int) -> dict[str, int | str | None]:
    bucket = BUCKET_OF[it.segment]
    return {
        "bucket": None if bucket == UNKNOWN_BUCKET else bucket,
        "segment": SEGMENT_NAMES.get(it.segment),
        "hospital_class": it.hospital_class or None,
        "status": STATUS_NAMES[status],
        "relation": it.relation or None,
        "wage": _SOME_BASE,
        "pension": _SOME_BASE,
        "base_salary": _SOME_BASE,
    }


def _present(month: dt.date) -> set[Combination]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT segment, hospital_class, status, relation FROM rate WHERE month = %s", [month])
        return {Combination(*row) for row in cursor.fetchall()}
