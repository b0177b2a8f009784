"""From a solution to what people read: steps with the people behind them, cash, and counts before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from semesta.planning.fields import WHOLE
from semesta.planning.levers import LEVERS, TAKE_OVER
from semesta.planning.months import months_from
from semesta.planning.options import Option, cash_of, cost_of
from semesta.planning.program import Ground, Program
from semesta.planning.result import CashLine, PlanStep, TargetResult
from semesta.planning.standing import Totals
from semesta.planning.targets import Target

#: People who come in (or payments that end): option and month from 0 -> people.
Work = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Draw:
    """Which people of a pool a step approaches: ranks from `first` to `last` in the pool's order, from 1."""

    step: int
    option: Option
    first: int
    last: int


def work_of(program: Program, values: list[int]) -> dict[tuple[int, int], int]:
    """The work of a solution that is not nothing."""
    return {key: values[column] for key, column in program.work.items() if values[column]}


def approached_by_month(program: Program, work: Work) -> dict[tuple[int, int], int]:
    """People approached for each piece of work; over the months of an option never more than its successes need."""
    found: dict[tuple[int, int], int] = {}
    so_far: dict[int, tuple[int, int]] = {}
    for at, month in sorted(work):
        people, asked = so_far.get(at, (0, 0))
        people += work[at, month]
        needed = -(-people * WHOLE // program.options[at].success)
        found[at, month] = needed - asked
        so_far[at] = people, needed
    return found


def steps_of(program: Program, work: Work) -> tuple[tuple[PlanStep, ...], tuple[Draw, ...]]:
    """The steps by month, regency and lever, and whom each approaches."""
    approached = approached_by_month(program, work)
    order = list(LEVERS)
    groups: dict[tuple[int, str, int, str], list[int]] = {}
    for at, month in work:
        option = program.options[at]
        key = (month, option.pool.region, order.index(option.lever), option.pool.coverage)
        groups.setdefault(key, []).append(at)
    months = months_from(program.ground.plan.first_month, program.ground.plan.cash_until)
    names = {t.region_code: t.region_name for t in program.ground.totals}
    steps, drawn = [], []
    for number, (key, ats) in enumerate(sorted(groups.items()), 1):
        month, region, lever, coverage = key
        delay = program.options[ats[0]].delay
        steps.append(
            PlanStep(
                id=number,
                region_code=region,
                region_name=names.get(region, ""),
                lever=order[lever],
                coverage=coverage,
                month=months[month],
                effective=months[month + delay],
                approached=sum(approached[at, month] for at in ats),
                people=sum(work[at, month] for at in ats),
                rupiah=sum(
                    cost_of(program.options[at], month, program.ground.units) * work[at, month] for at in ats
                ),
            )
        )
        drawn += [(number, at, approached[at, month]) for at in sorted(ats)]
    return tuple(steps), _draws(program, drawn)


def _draws(program: Program, drawn: list[tuple[int, int, int]]) -> tuple[Draw, ...]:
    """Ranks in each pool: levers of the way itself from the front, take-over from the back, so that lists meet late.

    A person stands in the lists of two levers only where both together approach more people than there are.
    """
    total: dict[int, int] = {}
    for _, at, people in drawn:
        total[at] = total.get(at, 0) + people
    begin: dict[int, int] = {}
    front: dict[object, int] = {}
    for at in sorted(total):
        option = program.options[at]
        if option.lever == TAKE_OVER:
            begin[at] = option.pool.size - total[at]
            continue
        begin[at] = min(front.get(option.pool, 0), option.pool.size - total[at])
        front[option.pool] = begin[at] + total[at]
    found = []
    for step, at, people in drawn:
        found.append(Draw(step, program.options[at], begin[at] + 1, begin[at] + people))
        begin[at] += people
    return tuple(found)


def cash_table(program: Program, work: Work) -> tuple[CashLine, ...]:
    """Rupiah by month, regency and line; lines that are nothing stay away. Their sum is the cost of the plan."""
    months = months_from(program.ground.plan.first_month, program.ground.plan.cash_until)
    found: dict[tuple[int, str, str], int] = {}
    for (at, month), people in work.items():
        option = program.options[at]
        for when, line, rupiah in cash_of(option, month, program.ground.units):
            key = (when, option.pool.region, line)
            found[key] = found.get(key, 0) + rupiah * people
    return tuple(
        CashLine(months[when], region, line, rupiah)
        for (when, region, line), rupiah in sorted(found.items())
        if rupiah
    )


def totals_after(program: Program, work: Work) -> tuple[Totals, ...]:
    """The counts of the whole and of each regency when the plan is done."""
    return tuple(
        _after(program, work, totals, whole=at == 0) for at, totals in enumerate(program.ground.totals)
    )


def _after(program: Program, work: Work, totals: Totals, *, whole: bool) -> Totals:
    mine = [
        (program.options[at].effect, people)
        for (at, _), people in work.items()
        if whole or program.options[at].pool.region == totals.region_code
    ]
    cards = sum(e.cards * n for e, n in mine)
    return replace(
        totals,
        cards=totals.cards + cards,
        cards_active=totals.cards_active + sum(e.cards_active * n for e, n in mine),
        cards_local=None,  # cards that die are not counted apart from those that end
        enrolled=None if totals.enrolled is None else totals.enrolled + sum(e.enrolled * n for e, n in mine),
        active=None if totals.active is None else totals.active + sum(e.active * n for e, n in mine),
    )


def places(program: Program, work: Work) -> int:
    """People whom the local government pays for more than today; negative: fewer."""
    return sum(program.options[at].effect.place * people for (at, _), people in work.items())


def target_results(ground: Ground, after: Iterable[Totals]) -> tuple[TargetResult, ...]:
    """Every target before and after, and each share of activity on the other basis too, where it is not demanded."""
    later = {(t.region_code, t.level): t for t in after}
    found: dict[tuple[Target, str], TargetResult] = {}
    for demanded in (True, False):
        for target in ground.plan.targets:
            wanted = target if demanded else _other_basis(target)
            if wanted is None:
                continue
            for totals in ground.regions_of(target):
                plain = replace(wanted, level="province", regions=())
                key = (plain, totals.region_code)
                found.setdefault(
                    key, _result(wanted, totals, later[totals.region_code, totals.level], demanded)
                )
    return tuple(found.values())


def _other_basis(target: Target) -> Target | None:
    if target.measure == "coverage":
        return None
    return replace(target, basis="population" if target.basis == "members" else "members")


def _result(target: Target, before: Totals, after: Totals, demanded: bool) -> TargetResult:
    numerator, denominator = target.counts(before)
    numerator_after, denominator_after = target.counts(after)
    return TargetResult(
        measure=target.measure,
        basis=target.basis,
        count=target.count,
        share_basis_points=target.share_basis_points,
        region_code=before.region_code,
        region_name=before.region_name,
        numerator_before=numerator,
        denominator_before=denominator,
        missing_before=target.missing(numerator, denominator),
        numerator_after=numerator_after,
        denominator_after=denominator_after,
        missing_after=target.missing(numerator_after, denominator_after),
        demanded=demanded,
    )
