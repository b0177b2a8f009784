"""What a brief asks for: sentences that follow from the data alone, each with its numbers."""

from __future__ import annotations

from semesta.coverage.reasons import action_text, reason_text
from semesta.planning.standing import RegionStanding
from semesta.reporting import formats
from semesta.reporting.brief.lines import activity_standing
from semesta.reporting.facts import left_out
from semesta.reporting.views.context import Context, short_name
from semesta.tables import INACTIVE, NOT_ENROLLED

_REGIONS_NAMED = 3
_REASONS_NAMED = 2


def asked(context: Context, standing: RegionStanding | None) -> tuple[str, ...]:
    """At most four: reach the threshold, choose the basis; the commonest reasons; where to begin; doubtful cards."""
    found = (_threshold(context, standing), _reasons(context), _regions(context), _cards(context))
    return tuple(text for text in found if text)


def _threshold(context: Context, standing: RegionStanding | None) -> str:
    """How many more active cards on either basis; the choice is the addressee's, not ours."""
    one = activity_standing(standing)
    population, members = (one.distance("population"), one.distance("members")) if one else (None, None)
    if one is None or population is None or members is None or not population.people:
        return ""
    number = context.number

    def cost(rupiah: int | None) -> str:
        return "" if rupiah is None else context.say("brief.asked.cost", rupiah=number(rupiah))

    values = {
        "share": formats.percent(one.share_basis_points / 100, context.language, digits=0),
        "on_population": number(population.people) + cost(population.rupiah_year),
    }
    if not members.people:
        return context.say("brief.asked.threshold_members_met", **values)
    return context.say(
        "brief.asked.threshold", **values, on_members=number(members.people) + cost(members.rupiah_year)
    )


def _reasons(context: Context) -> str:
    lines = [line for line in context.facts.reasons if line.coverage in (INACTIVE, NOT_ENROLLED)]
    most = sorted(lines, key=lambda line: (-line.persons, line.reason))[:_REASONS_NAMED]
    if not most:
        return ""
    listed = context.say("brief.asked.and").join(
        context.say(
            "brief.asked.reason",
            reason=_lower(reason_text(line.reason).say(context.language)),
            n=context.number(line.persons),
            action=_lower(action_text(line.reason).say(context.language)),
        )
        for line in most
    )
    return context.say("brief.asked.reasons", listed=listed)


def _regions(context: Context) -> str:
    """Where most people left out live."""
    facts = context.facts
    parts = [part for part in facts.parts[facts.levels[0]] if part.region_code] if facts.levels else []
    if len(parts) <= _REGIONS_NAMED:
        return ""
    most = sorted(parts, key=lambda part: (-left_out(part), part.region_code))[:_REGIONS_NAMED]
    total = sum(left_out(part) for part in most)
    return context.say(
        "brief.asked.regions",
        named=", ".join(
            f"{short_name(part.region_name)} ({context.number(left_out(part))})" for part in most
        ),
        n=context.number(total),
        share=formats.share(total, left_out(facts.root), context.language, digits=1),
        all=context.number(left_out(facts.root)),
    )


def _cards(context: Context) -> str:
    root = context.facts.root
    if not root.cards_outside + root.cards_duplicate:
        return ""
    return context.say(
        "brief.asked.cards",
        outside=context.number(root.cards_outside),
        duplicate=context.number(root.cards_duplicate),
    )


def _lower(text: str) -> str:
    """The sentence inside another one: its first letter small, unless it begins with an abbreviation."""
    text = text.rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
