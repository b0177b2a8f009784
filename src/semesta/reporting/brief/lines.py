"""The tables of a brief: thresholds on every basis, and the parts of the region."""

from __future__ import annotations

from semesta.coverage.figures import Figures
from semesta.planning.standing import Distance, RegionStanding, Standing
from semesta.reporting import formats
from semesta.reporting.brief.content import RegionLine, StandingLine
from semesta.reporting.facts import left_out
from semesta.reporting.views.context import Context, short_name

#: More parts than these do not fit on the page: those with fewest people left out are added up in one line.
REGIONS_SHOWN = 16
#: What a brief shows of each measure; verified activity on members is in the report.
_SHOWN = {("population", "administrative"), ("members", "administrative"), ("population", "verified")}


def shown_standings(standing: RegionStanding) -> list[list[Standing]]:
    """Thresholds of definition, plan and priority; those that ask for the same share stand together.

    The classes of an award would fill the page; `semesta standing` has them.
    """
    found: dict[tuple[str, int], list[Standing]] = {}
    for one in standing.standings:
        if "AWARD" not in one.standard:
            found.setdefault((one.measure, one.share_basis_points), []).append(one)
    return list(found.values())


def activity_standing(standing: RegionStanding | None) -> Standing | None:
    """The highest share of activity that is asked for; None where none is in force."""
    if standing is None:
        return None
    asked = [same[0] for same in shown_standings(standing) if same[0].measure == "activity_on_population"]
    return max(asked, key=lambda one: one.share_basis_points, default=None)


def activity_threshold(standing: RegionStanding | None) -> float | None:
    """That share in per cent."""
    found = activity_standing(standing)
    return found.share_basis_points / 100 if found else None


def standing_lines(context: Context, standing: RegionStanding) -> tuple[StandingLine, ...]:
    """A line for each threshold and each basis on which it may be read."""
    return tuple(
        _line(context, same[0], ", ".join(_named(context, one) for one in same), distance)
        for same in shown_standings(standing)
        for distance in same[0].distances
        if (distance.basis, distance.count) in _SHOWN
    )


def _named(context: Context, one: Standing) -> str:
    """The standard that asks for it, and whether that was verified."""
    doubt = "" if one.tag.startswith("found") else f" ({context.say('standing.to_verify')})"
    return one.title.say(context.language) + doubt


def _line(context: Context, one: Standing, names: str, distance: Distance) -> StandingLine:
    say, number = context.say, context.number
    share = formats.percent(one.share_basis_points / 100, context.language, digits=0)
    verified = "verified" if distance.count == "verified" else "published"
    over = distance.numerator - distance.needed
    return StandingLine(
        threshold=f"{share} {say(f'standing.{one.measure}')}",
        standard=names,
        basis=say(f"brief.basis.{one.measure}.{distance.basis}.{verified}"),
        share=context.share(distance.numerator, distance.denominator),
        parts=f"{number(distance.numerator)} / {number(distance.denominator)}",
        people=say("brief.met", n=number(over)) if not distance.people else number(distance.people),
        rupiah=""
        if not distance.people or distance.rupiah_year is None
        else f"Rp{number(distance.rupiah_year)}",
        met=distance.people == 0,
    )


def region_lines(context: Context) -> tuple[RegionLine, ...]:
    """The parts by code, what does not fit as one line, and last the whole region."""
    facts = context.facts
    parts = list(facts.parts[facts.levels[0]]) if facts.levels else []
    known = [part for part in parts if part.region_code]
    most = sorted(known, key=lambda part: (-left_out(part), part.region_code))[:REGIONS_SHOWN]
    shown = {part.region_code for part in most}
    rest = [p for p in parts if p.region_code not in shown and p.residents + p.cards]
    lines = [
        _region(context, short_name(part.region_name), [part]) for part in known if part.region_code in shown
    ]
    if rest:
        name = context.say("brief.rest", n=str(len(rest))) if any(p.region_code for p in rest) else context.say("brief.unknown")  # fmt: skip
        lines.append(_region(context, name, rest))
    return (*lines, _region(context, context.region, [facts.root]))


def _region(context: Context, name: str, parts: list[Figures]) -> RegionLine:
    residents, cards = sum(p.residents for p in parts), sum(p.cards for p in parts)
    active = sum(p.cards_active for p in parts)
    return RegionLine(
        name=name,
        residents=context.number(residents),
        coverage=context.share(cards, residents),
        activity=context.share(active, residents),
        activity_members=context.share(active, cards),
        verified=context.share(sum(p.active for p in parts), residents),
        left_out=context.number(sum(left_out(p) for p in parts)),
    )


def chart_name(name: str) -> str:
    """Lampung Selatan, Kota Metro: as short as the side of a chart needs."""
    return short_name(name).removeprefix("Kab. ")
