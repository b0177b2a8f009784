"""The facts of a run as Markdown tables, which also read well in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Facts = dict[str, Any]


def page(facts: Facts) -> str:
    """Everything that was measured; a part that failed says why."""
    machine = facts["machine"]
    lines = [
        f"# Benchmark of {facts['date']}, scale {facts['scale']:g}",
        "",
        f"{machine['cores']} cores ({machine['cpu']}), {machine['memory_gb']} GB, {machine['system']}, Python "
        f"{machine['python']}, DuckDB {machine['duckdb']}, commit {facts['commit']}; {facts['runs']} runs, "
        f"{facts['threads']} threads, load before the run {machine['load']:.2f}.",
        "",
    ]
    for name, part in facts["parts"].items():
        lines += [f"## {name}", ""]
        lines += ["```", part["failed"], "```", ""] if "failed" in part else [*RENDER[name](part), ""]
    return "\n".join(lines)


def build(part: Facts) -> list[str]:
    rows = [
        (what, f"{cost['wall_seconds']:.1f}", f"{cost['cpu_seconds']:.1f}", f"{cost['peak_memory_mb']:,.0f}")
        for what, cost in (
            ("DuckDB copies both CSV to Parquet", part["floor"]),
            ("semesta build", part["build"]),
        )
    ]
    ratio = ("**ratio**", f"**{part['ratio_wall']:.2f}**", f"**{part['ratio_cpu']:.2f}**", "")
    residents, members = part["rows"]
    ordered = in_order(part["steps"])
    total = sum(step["cpu_seconds"] for step, within in ordered if not within) or 1.0
    steps = [
        (
            f"- {step['name']}" if within else step["name"],
            f"{step['wall_seconds']:.2f}",
            f"{step['cpu_seconds']:.2f}",
            f"{step['cpu_seconds'] / total:.1%}",
            f"{step['peak_memory_mb']:,}",
        )
        for step, within in ordered
    ]
    return [
        f"{residents:,} residents and {members:,} members, {part['bytes'] / 1e6:,.0f} MB of CSV; the edition has "
        f"{part['edition_bytes'] / 1e6:,.0f} MB; its tables were "
        f"{'the same' if part['same_bytes'] else '**not the same**'}, byte for byte, in every run.",
        "",
        *table(("", "wall s", "CPU s", "peak MB"), [*rows, ratio]),
        "",
        *table(("step", "wall s", "CPU s", "share of CPU", "peak MB so far"), steps),
    ]


def in_order(steps: list[Facts]) -> list[tuple[Facts, bool]]:
    """Each step followed by those within it (`link`, then `link.nik` ...), and whether it lies within one.

    A manifest names the inner ones first, because they end first.
    """
    names = {step["name"] for step in steps}
    outer = [step for step in steps if step["name"].split(".")[0] not in names - {step["name"]}]
    ordered = []
    for step in outer:
        ordered.append((step, False))
        ordered += [(inner, True) for inner in steps if inner["name"].startswith(step["name"] + ".")]
    return ordered


def audit(part: Facts) -> list[str]:
    rows = [
        (what, f"{cost['wall_seconds']:.1f}", f"{cost['cpu_seconds']:.1f}", f"{cost['peak_memory_mb']:,.0f}")
        for what, cost in (("semesta build", part["build"]), ("semesta audit --tables-only", part["audit"]))
    ]
    ratio = ("**ratio**", f"**{part['ratio_wall']:.2f}**", f"**{part['ratio_cpu']:.2f}**", "")
    kinds = [
        (k["kind"], k["certainty"], f"{k['findings']:,}", f"{k['counted']:,}", f"{k['rupiah']:,}",
         f"{k['true'] / k['findings']:.2%}" if k["judged"] else "")
        for k in part["kinds"]
    ]  # fmt: skip
    planted = [
        (
            name,
            f"{r['cases']:,}",
            f"{r['found'] / max(1, r['cases']):.2%}",
            f"{r['found_surely'] / max(1, r['cases']):.2%}",
        )
        for name, r in part["recall"].items()
    ]
    return [
        *table(("", "wall s", "CPU s", "peak MB"), [*rows, ratio]),
        "",
        *table(("finding", "certainty", "findings", "counted", "rupiah counted", "true"), kinds),
        "",
        *table(("planted on billed cards", "cases", "found", "certain or probable"), planted),
    ]


def law(part: Facts) -> list[str]:
    rows = [
        (what, f"{cost['wall_seconds']:.2f}", f"{cost['cpu_seconds']:.2f}")
        for what, cost in (
            ("DuckDB reads the inputs and writes the result columns", part["floor"]),
            ("contribution, split and status", part["law"]),
        )
    ]
    ratio = ("**ratio**", f"**{part['ratio_wall']:.2f}**", f"**{part['ratio_cpu']:.2f}**")
    return [f"{part['rows']:,} cards.", "", *table(("", "wall s", "CPU s"), [*rows, ratio])]


def scaling(part: Facts) -> list[str]:
    rows = [
        (
            f"{name}x",
            f"{cost['rows']:,}",
            f"{cost['wall_us_per_row']:.2f}",
            f"{cost['cpu_us_per_row']:.2f}",
            f"{cost['peak_memory_mb']:,.0f}",
        )
        for name, cost in part.items()
        if isinstance(cost, dict)
    ]
    growth = ("**growth**", "", f"**{part['growth_wall']:.2f}**", f"**{part['growth_cpu']:.2f}**", "")
    return table(("", "rows", "wall us/row", "CPU us/row", "peak MB"), [*rows, growth])


def quality(part: Facts) -> list[str]:
    lines = table(SCORES, [(name, *score_cells(facts)) for name, facts in part.items()])
    stated = [
        (
            name,
            kind,
            *(f"{error[key]:,.0f}" for key in ("value", "low", "high", "true")),
            "yes" if error["inside"] else "NO",
        )
        for name, facts in part.items()
        for kind, error in facts["stated"].items()
    ]
    lines += ["", *table(("", "stated error", "expected", "low", "high", "true", "inside"), stated)]
    for kind in ("methods", "faults"):
        first_name, first = next(iter(part.items()))
        rows = [
            (name or "-", *(f"{count[key]:,}" for key in ("members", "pairs", "found", "right")))
            for name, count in first[kind].items()
        ]
        lines += ["", f"{first_name}, by {kind}:", ""]
        lines += table((kind, "members", "true pairs", "found", "right"), rows)
    return lines


def rivals(part: Facts) -> list[str]:
    done = {name: facts for name, facts in part.items() if "failed" not in facts}
    rows = [
        (
            name,
            f"{f['wall_seconds']:.1f}",
            f"{f['cpu_seconds']:.1f}",
            f"{f['peak_memory_mb']:,.0f}",
            *score_cells(f),
        )
        for name, f in done.items()
    ]
    lines = table(("", "wall s", "CPU s", "peak MB", *SCORES[1:]), rows)
    for name, facts in part.items():
        if "failed" in facts:
            lines += ["", f"{name} did not finish:", "```", facts["failed"], "```"]
    return lines


SCORES = (
    "",
    "precision",
    "recall",
    "F1",
    "broken: P",
    "R",
    "F1",
    "F1 strict",
    "first cards F1",
    "partnerless linked",
    "called left out",
    "truly so",
)


def score_cells(facts: Facts) -> Iterable[str]:
    every, broken, left = facts["all"], facts["broken"], facts["left_out"]
    yield from (f"{every[key]:.5f}" for key in ("precision", "recall", "f1"))
    yield from (f"{broken[key]:.4f}" for key in ("precision", "recall", "f1"))
    yield f"{facts['broken_strict']['f1']:.4f}"
    yield f"{facts['broken_first_cards']['f1']:.4f}"
    yield f"{facts['partnerless']['share']:.3%}"
    yield f"{left['called']:,}"
    yield f"{left['precision']:.2%}"


def febrl(part: Facts) -> list[str]:
    rows = [
        (name, *(f"{facts[key]:.4f}" for key in ("precision", "recall", "f1")))
        for name, facts in (
            ("street as household", part),
            ("without household", part.get("without_household")),
        )
        if facts
    ]
    return table(("", "precision", "recall", "F1"), rows)


def village(part: Facts) -> list[str]:
    keys = ("villages", "first_ms", "median_ms", "p95_ms", "slowest_ms")
    heads = ("villages", "first in a fresh process, ms", "median, ms", "95th percentile, ms", "slowest, ms")
    return table(heads, [tuple(f"{part[key]:,.1f}" for key in keys)])


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A Markdown table with aligned columns."""
    cells = [head, *rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    rule = tuple("-" * width for width in widths)
    return [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in (head, rule, *cells[1:])
    ]


RENDER: dict[str, Callable[[Facts], list[str]]] = {
    "build": build,
    "scaling": scaling,
    "quality": quality,
    "audit": audit,
    "rivals": rivals,
    "febrl": febrl,
    "village": village,
    "law": law,
}
