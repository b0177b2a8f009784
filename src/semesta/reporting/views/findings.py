"""What an audit found, without anybody's name: by kind and certainty, by payer, and the ways in for those left out."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from semesta.findings.actions import KIND_TEXTS
from semesta.findings.summary import AuditSummary
from semesta.reporting import formats
from semesta.reporting.audit_tables import findings_grid, payers_grid, ways_grid
from semesta.reporting.bar_charts import StackedBar, stacked_bars
from semesta.reporting.grid import Cell, Grid, Row
from semesta.reporting.views.context import Context
from semesta.tables import CERTAINTIES, FINDING_KINDS

#: Bars for each certainty: the dearest kinds; all are in the table.
_KINDS_DRAWN = 5


@dataclass(frozen=True, slots=True)
class Certainty:
    """All findings of one certainty; never added to those of another."""

    key: str
    label: str
    about: str
    findings: str
    rupiah: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The section, in words."""

    intro: str
    certainties: tuple[Certainty, ...]
    drawing: Markup | None
    drawn_total: str
    by_kind: Grid
    by_payer: Grid
    ways: Grid
    rates: tuple[str, ...]


def findings(context: Context, summary: AuditSummary | None) -> Findings | None:
    """None without an audit, and for places below a regency, whose money no payer counts apart."""
    if summary is None:
        return None
    region = context.facts.root.region_code
    whole = region in (summary.region, "")
    if not whole and region.count(".") != 1:
        return None
    seen = summary if whole else _of_payer(summary, region)
    say = context.say
    return Findings(
        intro=say(
            f"more.findings.intro.{seen.bill}",
            month=_month(context, seen),
            date=formats.date(seen.as_of, context.language),
        ),
        certainties=tuple(_certainty(context, seen, sure) for sure in CERTAINTIES),
        drawing=_drawing(context, seen),
        drawn_total=say("more.findings.once"),
        by_kind=dataclasses.replace(
            findings_grid(seen, say), total=None
        ),  # it would add what only a hint says
        by_payer=_named(context, payers_grid(seen, say)),
        ways=ways_grid(seen, say),
        rates=seen.rates,
    )


def _of_payer(summary: AuditSummary, region: str) -> AuditSummary:
    """What concerns one regency: its payments and the people who live there."""
    return dataclasses.replace(
        summary,
        billed=tuple(b for b in summary.billed if b.payer_region == region),
        totals=tuple(t for t in summary.totals if t.payer_region == region),
        ways=tuple(w for w in summary.ways if w.regency == region),
    )


def _certainty(context: Context, summary: AuditSummary, sure: str) -> Certainty:
    lines = [t for t in summary.totals if t.certainty == sure]
    local, centre, member = (
        sum(getattr(t, f"rupiah_{who}") for t in lines) for who in ("local", "centre", "member")
    )
    return Certainty(
        key=sure,
        label=context.say(f"audit.certainty.{sure}"),
        about=context.say(f"more.findings.about.{sure}"),
        findings=context.say("more.findings.count", n=context.number(sum(t.findings for t in lines)),
                             counted=context.number(sum(t.counted for t in lines))),
        rupiah=tuple(
            context.say(f"more.findings.rupiah.{who}", rupiah=context.number(rupiah))
            for who, rupiah in (("local", local), ("centre", centre), ("member", member))
        ),
    )  # fmt: skip


def _drawing(context: Context, summary: AuditSummary) -> Markup | None:
    """Counted rupiah of all payers by certainty and kind, the dearest first. A bar is of one certainty only."""
    bars = []
    for sure in CERTAINTIES:
        sums: dict[str, int] = defaultdict(int)
        for t in summary.totals:
            if t.certainty == sure:
                sums[t.kind] += t.rupiah_local + t.rupiah_centre + t.rupiah_member
        dear = sorted((k for k in sums if sums[k]), key=lambda kind: (-sums[kind], FINDING_KINDS.index(kind)))
        for kind in dear[:_KINDS_DRAWN]:
            label = KIND_TEXTS[kind].text.say(context.language).rstrip(".")
            text = f"Rp{context.number(sums[kind])}"
            bars.append(
                StackedBar(
                    f"{label} · {context.say(f'audit.certainty.{sure}')}",
                    ((f"sure-{sure}", sums[kind]),),
                    text,
                )
            )
    if not bars:
        return None
    say = context.say
    title = say("more.findings.chart", month=_month(context, summary), region=context.region)
    return stacked_bars(
        bars, key="findings-svg", title=title, description=say("more.findings.chart.description")
    )


def _named(context: Context, payers: Grid) -> Grid:
    """The payers by name beside their code."""
    rows = []
    for row in payers.rows:
        code = row.cells[0].text
        name = context.name(code)
        first = Cell(name, small=code) if name != code else row.cells[0]
        rows.append(Row((first, *row.cells[1:]), css=row.css))
    return dataclasses.replace(payers, rows=tuple(rows))


def _month(context: Context, summary: AuditSummary) -> str:
    return f"{formats.MONTHS[context.language][summary.month.month - 1]} {summary.month.year}"
