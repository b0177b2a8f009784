"""Earlier editions beside one: its point on the trend, and the flows between two."""

from __future__ import annotations

from semesta.edition import Edition
from semesta.reporting.facts import Change, FlowLine, Point, root_figures


def point_of(edition: Edition, *, region: str = "") -> Point:
    """The region's figures in an edition."""
    with edition.engine() as engine:
        return Point(edition.manifest.name, root_figures(engine, edition.manifest, region=region))


def change_between(before: Edition, after: Edition, *, region: str = "") -> Change:
    """The flows of a region (empty: all) between two editions."""
    from semesta.edition import compare as compare_editions

    code = region or after.manifest.region
    comparison = compare_editions(before, after)
    flows = tuple(
        FlowLine(flow.kind, flow.before, flow.after, flow.persons) for flow in comparison.flows_of(region)
    )
    return Change(point_of(before, region=code).figures, before.manifest.name, flows)
