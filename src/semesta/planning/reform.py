"""What a reform of the law changes on an edition: who pays more or less, and by how much a month, for each payer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from semesta.engine import Engine, literal
from semesta.faults import InputRefused, Text
from semesta.planning.reform_result import PAYERS, Changed, Effect, Payment, ReformEffect
from semesta.rules.documents import TEXTS_UNTIL
from semesta.rules.expressions import Trace, Value
from semesta.rules.formula import Formula
from semesta.rules.formulas import FORMULAS
from semesta.rules.law import Law

#: How the documents on contributions are named: what no other document holds cannot change a bill.
_CONTRIBUTIONS = "contributions_"


def reform_effect(
    engine: Engine, law: Law, reformed: Law, *, on: dt.date | None = None, region: str = ""
) -> ReformEffect:
    """Compare two laws on the cards of an edition (view `members`), on a day; without one, the reform's first.

    Cards of one kind fall due alike, so they are counted once by kind and regency, in one pass over the
    table; the formulas then run on the few kinds. A regency is the one that pays for the card (its payer
    region, if that is a code), else that of its village. `region` narrows by the card's village.
    """
    day = on or first_day_of(law, reformed)
    changed = tuple(changes(law, reformed, day))
    groups = tuple(_groups(engine, law, reformed, day, region))
    names = frozenset(
        change.parameter.name for change in changed if change.parameter.topic.startswith(_CONTRIBUTIONS)
    )
    touched = {group.kind: _touched(law, day, group, names) for group in groups if group.parts is None}
    inactive = engine.count("members", f"status <> 'AKTIF' AND {_within(region)}")
    kinds = sorted({(g.bucket, g.hospital_class) for g in groups}, key=lambda k: (k[0], k[1] or 0))
    return ReformEffect(
        title=reformed.reform or Text("", ""),
        on=day,
        region=region,
        changed=changed,
        total=_effect(groups, touched),
        by_kind={
            k: _effect([g for g in groups if (g.bucket, g.hospital_class) == k], touched) for k in kinds
        },
        by_regency={
            code: _effect([g for g in groups if g.regency == code], touched)
            for code in sorted({g.regency for g in groups})
        },
        not_active=inactive,
    )


def first_day_of(law: Law, reformed: Law) -> dt.date:
    """The first day on which a reform changes anything; the newest known one where it has no first day.

    InputRefused where it changes nothing.
    """
    days = {dt.date.fromisoformat(f"{TEXTS_UNTIL}-01")} | {
        value.period.since
        for name, parameter in reformed.parameters.items()
        if parameter != law.parameters[name]
        for value in parameter.values
        if value.period.since
    }
    for day in sorted(days):
        if any(True for _ in changes(law, reformed, day)):
            return day
    raise InputRefused(
        place=reformed.reform.id if reformed.reform else "",
        reason=Text("Reformasi ini tidak mengubah nilai apa pun.", "This reform changes no value."),
        remedy=Text("Periksa nilai dan tanggalnya.", "Check its values and dates."),
    )


def changes(law: Law, reformed: Law, day: dt.date) -> Iterator[Changed]:
    """The parameters whose value on a day is another one under the reform."""
    for name, parameter in law.parameters.items():
        before, after = parameter.on(day), reformed.parameters[name].on(day)
        if (before and before.value) != (after and after.value):
            yield Changed(parameter, before, after)


# --- kinds of cards -----------------------------------------------------------------------------

_KIND = ("bucket", "segment", "hospital_class", "relation")
_Kind = tuple[str, str | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Group:
    """Cards of one kind in one regency; `parts` are each payer's (before, after), None where unknown."""

    regency: str
    bucket: str
    segment: str | None
    hospital_class: int | None
    relation: int | None
    cards: int
    parts: tuple[tuple[int, int], ...] | None

    @property
    def kind(self) -> _Kind:
        return self.bucket, self.segment, self.hospital_class, self.relation


def _groups(engine: Engine, law: Law, reformed: Law, day: dt.date, region: str) -> Iterator[_Group]:
    given = {q.name: None for q in _contribution().inputs if q.name not in (*_KIND, "status")}
    before = _contribution().build(law, day, given)
    after = _contribution().build(reformed, day, given)
    parts = ", ".join(f"{before[p].sql()}, {after[p].sql()}" for p in PAYERS)
    rows = engine.rows(
        f"""
        WITH kinds AS (
            SELECT if(regexp_matches(payer_region, '^[0-9]{{2}}([.][0-9]{{2}})?$'), payer_region, left(village_code, 5))
                   AS regency, {", ".join(_KIND)}, status, count(*) AS cards
            FROM members WHERE status = 'AKTIF' AND {_within(region)} GROUP BY ALL
        )
        SELECT regency, {", ".join(_KIND)}, cards, {parts} FROM kinds ORDER BY ALL
        """
    )
    for row in rows:
        amounts = row[6:]
        pairs = tuple(zip(amounts[::2], amounts[1::2], strict=True))
        known = all(amount is not None for amount in amounts)
        yield _Group(row[0], row[1], row[2], row[3], row[4], row[5], pairs if known else None)


def _touched(law: Law, day: dt.date, group: _Group, changed: frozenset[str]) -> bool:
    """Whether a kind of card whose amount cannot be known rests on a parameter that the reform changes.

    The formula is walked once with facts the data lack, to see which parameters it meets; the amounts do
    not matter. A bucket or class that is unknown itself may rest on any of them.
    """
    facts: dict[str, Value] = dict.fromkeys((q.name for q in _contribution().inputs), None)
    facts.update(zip(_KIND, group.kind, strict=True))
    facts.update(_PROBE, status="AKTIF", relation=group.relation or 1)
    trace = Trace()
    for expression in _contribution().build(law, day).values():
        expression.value(facts, trace)
    met = {parameter.name for parameter, _ in trace.used.values()}
    return bool(met & changed) if met else bool(changed)


#: Facts about a worker, pensioner or veteran that no extract holds; any amounts do.
_PROBE = {"wage": 1, "wage_floor": 1, "extra_members": 1, "pension": 1, "base_salary": 1}


def _effect(groups: Iterable[_Group], touched: Mapping[_Kind, bool]) -> Effect:
    known = untouched = unknown = 0
    sums = {payer: [0, 0, 0, 0] for payer in PAYERS}
    for group in groups:
        if group.parts is None:
            unknown += group.cards if touched[group.kind] else 0
            untouched += 0 if touched[group.kind] else group.cards
            continue
        known += group.cards
        for payer, (before, after) in zip(PAYERS, group.parts, strict=True):
            found = sums[payer]
            found[0] += before * group.cards
            found[1] += after * group.cards
            found[2] += group.cards if after > before else 0
            found[3] += group.cards if after < before else 0
    return Effect(known, untouched, unknown, {payer: Payment(*found) for payer, found in sums.items()})


def _contribution() -> Formula:
    return FORMULAS["contribution"]


def _within(region: str) -> str:
    if not region:
        return "true"
    return f"(village_code = {literal(region)} OR starts_with(village_code, {literal(region + '.')}))"
