"""Earlier editions beside one: its point on the trend, and the flows between two."""

from __future__ import annotations

from collections.abc import Callable

from semesta.edition import Edition
from semesta.edition import compare as compare_editions
from semesta.reporting.facts import Change, FlowLine, Point, root_figures


def point_of(edition: Edition, *, region: str = "") -> Point:
    """The region's figures in an edition."""
    with edition.engine() as engine:
        return Point(edition.manifest.name, root_figures(engine, edition.manifest, region=region))


def change_between(
    before: Edition, after: Edition, *, region: str = "", on_step: Callable[[str], None] | None = None
) -> Change:
    """The flows of a region (empty, or the edition's own: all) between two editions."""
    whole = region in ("", after.manifest.region)
    comparison = compare_editions(before, after, on_step=on_step)
    flows = tuple(
        FlowLine(flow.kind, flow.before, flow.after, flow.persons)
        for flow in comparison.flows_of("" if whole else region)
    )
    return Change(point_of(before, region="" if whole else region).figures, before.manifest.name, flows)
