"""What `semesta audit` shows when it is done: findings by kind, money, and ways in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from semesta.faults import Language
from semesta.findings.actions import KIND_TEXTS, WAY_TEXTS
from semesta.findings.summary import AuditSummary, FindingTotal
from semesta.reporting import grid
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Cell, Grid, Row
from semesta.tables import CERTAINTIES, FINDING_KINDS, WAYS

_Sums = tuple[int, int, int, int, int]  # findings, counted, local, centre, member


def findings_grid(summary: AuditSummary, say: Speaker) -> Grid:
    """One row per kind and certainty that was found, in the order of FINDING_KINDS, with the money that counts."""
    groups = _sum(summary.totals, lambda t: (t.kind, t.certainty))
    rows = tuple(
        Row(
            (
                grid.word(KIND_TEXTS[kind].text.say(say.language)),
                grid.word(say(f"audit.certainty.{sure}")),
                *_cells(groups[kind, sure], say.language),
            )
        )
        for kind in FINDING_KINDS
        for sure in CERTAINTIES
        if (kind, sure) in groups
    )
    everything = _sum(summary.totals, lambda _: ("", "")).get(("", ""), (0, 0, 0, 0, 0))
    return Grid(
        caption=say("audit.findings.caption", month=f"{summary.month:%Y-%m}"),
        columns=(*grid.words(say("audit.kind"), say("audit.certainty")), *_numbers(say)),
        rows=rows,
        total=Row((grid.word(say("audit.total")), grid.word(""), *_cells(everything, say.language))),
    )


def payers_grid(summary: AuditSummary, say: Speaker) -> Grid:
    """One row per payer: cards billed, what is billed, and the counted findings by certainty (rupiah of all payers)."""
    billed: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in summary.billed:
        billed[each.payer_region][0] += each.cards
        billed[each.payer_region][1] += each.rupiah_local
    found = _sum(summary.totals, lambda t: (t.payer_region, t.certainty))
    payers = sorted(set(billed) | {payer for payer, _ in found})
    rows = tuple(
        Row((
            grid.word(payer or say("audit.payer.unknown")),
            *(grid.count(n, say.language) for n in billed[payer]),
            *(grid.count(found.get((payer, sure), (0,) * 5)[2], say.language) for sure in CERTAINTIES),
        ))
        for payer in payers
    )  # fmt: skip
    heads = (
        say("audit.cards"),
        say("audit.billed_local"),
        *(say("audit.local_of", certainty=say(f"audit.certainty.{sure}")) for sure in CERTAINTIES),
    )
    return Grid(say("audit.payers.caption"), (*grid.words(say("audit.payer")), *grid.numbers(*heads)), rows)


def ways_grid(summary: AuditSummary, say: Speaker) -> Grid:
    """One row per way in: residents inactive, not enrolled, and whom the local policy would let in instead."""
    people: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in summary.ways:
        people[each.way][0 if each.coverage == "inactive" else 1] += each.persons
        people[each.way][2] += each.local_allowed
    rows = tuple(
        Row(
            (
                grid.word(WAY_TEXTS[way].text.say(say.language)),
                *(grid.count(n, say.language) for n in people[way]),
            )
        )
        for way in WAYS
        if way in people
    )
    totals = [sum(column) for column in zip(*people.values(), strict=True)] or [0, 0, 0]
    return Grid(
        caption=say("audit.ways.caption"),
        columns=(
            *grid.words(say("audit.way")),
            *grid.numbers(
                say("audit.inactive"),
                say("audit.not_enrolled"),
                say("audit.local_allowed", decile=summary.local_decile),
            ),
        ),
        rows=rows,
        total=Row((grid.word(say("audit.total")), *(grid.count(n, say.language) for n in totals))),
    )


def _sum(
    totals: Iterable[FindingTotal], key: Callable[[FindingTotal], tuple[str, str]]
) -> dict[tuple[str, str], _Sums]:
    sums: dict[tuple[str, str], _Sums] = {}
    for t in totals:
        old = sums.get(key(t), (0, 0, 0, 0, 0))
        new = (t.findings, t.counted, t.rupiah_local, t.rupiah_centre, t.rupiah_member)
        sums[key(t)] = (old[0] + new[0], old[1] + new[1], old[2] + new[2], old[3] + new[3], old[4] + new[4])
    return sums


def _numbers(say: Speaker) -> tuple[grid.Column, ...]:
    return grid.numbers(
        *(say(f"audit.{name}") for name in ("findings", "counted", "local", "centre", "member"))
    )


def _cells(sums: _Sums, language: Language) -> tuple[Cell, ...]:
    return tuple(grid.count(value, language) for value in sums)
