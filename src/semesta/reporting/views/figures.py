"""The head of the report: who is left out, the five measures, and the distance to the thresholds."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.coverage.figures import Rate
from semesta.faults import Language
from semesta.reporting import formats
from semesta.reporting.facts import left_out
from semesta.reporting.views.context import MEASURES, Context
from semesta.rules.thresholds import Threshold, people_missing, thresholds_on
from semesta.tables import RESIDENT_COVERAGES


@dataclass(frozen=True, slots=True)
class State:
    """One part of the residents, for the bar at the top."""

    state: str
    persons: int
    share: str


@dataclass(frozen=True, slots=True)
class Lead:
    """The report in one sentence and one bar."""

    sentence: str
    explained: str
    bar: str  # what a screen reader says for the bar
    parts: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One measure with everything that belongs to it."""

    kind: str
    label: str
    share: str
    parts: str
    interval: str
    about: str
    date_basis: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One threshold against one measure."""

    met: bool
    text: str
    parts: str
    width: float  # per cent of the bar
    target: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One threshold against the published and the verified measure."""

    name: str
    conditions: tuple[str, ...]  # of the standard, which no figure shows
    tag: str  # says that the value was not verified, where it was not
    cells: tuple[Verdict, ...]  # published, then verified where there is such a measure


def lead(context: Context) -> Lead:
    root, say = context.facts.root, context.say
    counts = {state: int(getattr(root, state)) for state in RESIDENT_COVERAGES}
    residents = context.number(root.residents)
    parts = tuple(
        State(
            state,
            persons,
            say("lead.of_residents", share=context.share(persons, root.residents), residents=residents),
        )
        for state, persons in counts.items()
    )
    spoken = ", ".join(f"{say(f'coverage.{part.state}')} {context.number(part.persons)}" for part in parts)
    return Lead(
        sentence=say(
            "lead.sentence",
            left_out=context.number(left_out(root)),
            residents=residents,
            region=context.region,
        ),
        explained=say(
            "lead.explained",
            inactive=context.number(root.inactive),
            not_enrolled=context.number(root.not_enrolled),
        ),
        bar=say("lead.bar", residents=residents, parts=spoken),
        parts=parts,
    )


def figure_cards(context: Context) -> tuple[FigureCard, ...]:
    return tuple(_card(context, context.facts.root.rate(measure)) for measure in MEASURES)


def gap(context: Context) -> str:
    """Why the administrative coverage exceeds the verified one; empty where it does not."""
    root = context.facts.root
    extra = root.cards_outside + root.cards_duplicate
    if not extra:
        return ""
    return context.say(
        "figures.gap",
        cards=context.number(extra),
        outside=context.number(root.cards_outside),
        duplicate=context.number(root.cards_duplicate),
    )


def standings(context: Context) -> tuple[Standing, ...]:
    """Each threshold in force on the as-of date that can be measured from the edition."""
    level = "regency" if "." in (context.facts.root.region_code or ".") else "province"
    found = thresholds_on(context.facts.manifest.as_of)
    return tuple(_standing(context, threshold) for threshold in found if level in threshold.levels)


def _card(context: Context, rate: Rate) -> FigureCard:
    say = context.say
    interval = ""
    if rate.low is not None and rate.high is not None:
        low, high = bounds(rate.low, rate.high, context.language)
        interval = say("figures.interval", low=low, high=high)
    return FigureCard(
        kind="verified" if rate.measure.endswith("verified") else "administrative",
        label=say(f"measure.{rate.measure}"),
        share=context.share(rate.numerator, rate.denominator),
        parts=context.rate_parts(rate),
        interval=interval,
        about=say(f"measure.{rate.measure}.about"),
        date_basis=say("figures.date_basis", date=context.date, basis=context.basis),
    )


def bounds(low: float, high: float, language: Language) -> tuple[str, str]:
    """Both bounds with as many digits as it takes to tell them apart, up to four."""
    for digits in (2, 3, 4):
        texts = tuple(formats.percent(bound * 100, language, digits=digits) for bound in (low, high))
        if texts[0] != texts[1]:
            break
    return texts[0], texts[1]


#: The measure by person that answers the same question as the published one.
_VERIFIED = {
    "coverage_administrative": "coverage_verified",
    "activity_on_population": "activity_verified",
}


def _standing(context: Context, threshold: Threshold) -> Standing:
    root = context.facts.root
    counted: list[tuple[str, int, int]] = []
    if threshold.measure == "local_payer_share":
        paid = sum(line.cards for line in context.facts.buckets if line.bucket == "PBPU_BP_PEMDA")
        counted.append(("coverage_administrative", paid, root.residents))
    else:
        for measure in (threshold.measure, _VERIFIED[threshold.measure]):
            rate = root.rate(measure)
            counted.append((measure, rate.numerator, rate.denominator))
    needed = formats.percent(threshold.share * 100, context.language, digits=0)
    return Standing(
        name=f"{threshold.title.say(context.language)}: {needed} {context.say(f'standing.{threshold.measure}')}",
        conditions=tuple(condition.say(context.language) for condition in threshold.conditions),
        tag="" if threshold.tag.startswith("found") else context.say("standing.to_verify"),
        cells=tuple(_verdict(context, threshold, *count) for count in counted),
    )


def _verdict(
    context: Context, threshold: Threshold, measure: str, numerator: int, denominator: int
) -> Verdict:
    missing = people_missing(threshold, numerator, denominator)
    needed = people_missing(threshold, 0, denominator)
    if missing:
        text = context.say("standing.short", n=context.number(missing))
    elif numerator > needed:
        text = context.say("standing.met", n=context.number(numerator - needed))
    else:
        text = context.say("standing.met_exactly")
    parts = context.say(f"unit.{measure}", n=context.number(numerator), d=context.number(denominator))
    return Verdict(
        met=missing == 0,
        text=text,
        parts=f"{context.share(numerator, denominator)} = {parts}",
        width=round(min(100.0, 100 * numerator / denominator), 2) if denominator else 0.0,
        target=round(threshold.share * 100, 2),
    )
