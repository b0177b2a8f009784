"""The content of a brief from an edition's figures: nothing in it that the data does not say."""

from __future__ import annotations

from semesta.faults import Language
from semesta.planning.standing import RegionStanding, Totals, standing_of
from semesta.reporting import formats
from semesta.reporting.brief.asked import asked
from semesta.reporting.brief.chart import ActivityBar, activity_chart
from semesta.reporting.brief.content import Brief, Chart, FigureLine, Letterhead, Memo, Signature
from semesta.reporting.brief.letterhead import KEYS, Settings
from semesta.reporting.brief.lines import (
    REGIONS_SHOWN,
    activity_threshold,
    chart_name,
    region_lines,
    standing_lines,
)
from semesta.reporting.catalogue import Speaker, catalogue
from semesta.reporting.facts import Point, RegionFacts, left_out, level_of
from semesta.reporting.published.changes import split_change
from semesta.reporting.views.context import Context
from semesta.reporting.views.figures import bounds
from semesta.rules.law import Law
from semesta.rules.thresholds import Level
from semesta.tables import UNKNOWN_VILLAGE

_WORD = "brief.word."


def compose(
    facts: RegionFacts,
    *,
    language: Language = "id",
    settings: Settings | None = None,
    earlier: Point | None = None,
    law: Law | None = None,
) -> Brief:
    """Everything on the page. `earlier` is the region in an earlier edition; `law` gives the unit cost."""
    context = Context(facts, Speaker(language))
    law = law or Law.current()
    standing = _standing(facts, law)
    return Brief(
        language=language,
        kop=_kop(context, settings or Settings()),
        memo=_memo(context, settings or Settings()),
        region=context.region,
        date=context.date,
        basis=context.basis,
        edition=facts.manifest.name,
        invented=context.say("brief.invented") if facts.invented else "",
        summary=_summary(context),
        change=_change(context, earlier) if earlier else "",
        figures=_figures(context),
        standings=standing_lines(context, standing) if standing else (),
        unit_cost=_unit_cost(context, standing, law),
        regions_title=_regions_title(context),
        regions=region_lines(context)[:-1],
        total=region_lines(context)[-1],
        chart=_chart(context, standing),
        asked=asked(context, standing),
        notes=_notes(context),
        signature=_signature(context, settings or Settings()),
        words={key.removeprefix(_WORD): context.say(key) for key in catalogue() if key.startswith(_WORD)},
    )


def _standing(facts: RegionFacts, law: Law) -> RegionStanding | None:
    """Thresholds are for provinces and regencies; other places have none."""
    level = level_of(facts.root.region_code)
    levels: dict[str, Level] = {"province": "province", "regency": "regency"}
    if level not in levels:
        return None
    root = facts.root
    totals = Totals(
        region_code=root.region_code,
        region_name=root.region_name,
        level=levels[level],
        as_of=facts.manifest.as_of,
        population_basis=facts.manifest.population_basis,
        residents=root.residents,
        cards=root.cards,
        cards_active=root.cards_active,
        cards_local=sum(line.cards for line in facts.buckets if line.bucket == "PBPU_BP_PEMDA"),
        enrolled=root.active + root.inactive,
        active=root.active,
    )
    return standing_of(totals, law=law)


# --- the letter -----------------------------------------------------------------------------------


def _kop(context: Context, settings: Settings) -> Letterhead:
    written = {
        key: settings.get("kop", key) or _placeholder(context, "kop", key)
        for key in KEYS["kop"]
        if key != "logo"
    }
    logo = settings.logo
    return Letterhead(**written, logo=logo.name if logo else "")


def _memo(context: Context, settings: Settings) -> Memo:
    say = context.say
    written = {key: settings.get("memo", key) for key in KEYS["memo"]}
    written["title"] = written["title"] or say("brief.title")
    written["subject"] = written["subject"] or say("brief.subject", region=context.region, date=context.date)
    return Memo(**{key: value or _placeholder(context, "memo", key) for key, value in written.items()})


def _signature(context: Context, settings: Settings) -> Signature:
    return Signature(
        **{
            key: settings.get("signature", key) or _placeholder(context, "signature", key)
            for key in KEYS["signature"]
        }
    )


def _placeholder(context: Context, group: str, key: str) -> str:
    """[nomor surat]: to be filled in by the office; the name of the government is known from the region."""
    root = context.facts.root
    if (group, key) == ("kop", "government") and level_of(root.region_code) in ("province", "regency"):
        province = level_of(root.region_code) == "province"
        return f"PEMERINTAH {'PROVINSI ' if province else ''}{root.region_name}".upper()
    return f"[{context.say(f'brief.blank.{group}.{key}')}]"


# --- what it says ---------------------------------------------------------------------------------


def _summary(context: Context) -> str:
    root, number = context.facts.root, context.number
    text = context.say(
        "brief.summary",
        date=context.date,
        residents=number(root.residents),
        region=context.region,
        basis=context.basis,
        active=number(root.active),
        share=context.share(root.active, root.residents),
        left_out=number(left_out(root)),
        inactive=number(root.inactive),
        not_enrolled=number(root.not_enrolled),
        cards=number(root.cards),
        coverage=context.share(root.cards, root.residents),
    )
    extra = root.cards_outside + root.cards_duplicate
    if not extra:
        return text
    return f"{text} " + context.say(
        "brief.summary.extra",
        extra=number(extra),
        outside=number(root.cards_outside),
        duplicate=number(root.cards_duplicate),
    )


def _change(context: Context, earlier: Point) -> str:
    """How coverage moved, split into cards and population, and how many fewer are left out."""
    then, now, language = earlier.figures, context.facts.root, context.language
    if not then.residents or not now.residents:
        return ""
    moved = split_change((then.cards, then.residents), (now.cards, now.residents))
    fewer = left_out(then) - left_out(now)
    return context.say(
        "brief.change.fewer" if fewer >= 0 else "brief.change.more",
        date=formats.date(then.rates[0].as_of, language),
        edition=earlier.edition,
        before=context.share(then.cards, then.residents),
        after=context.share(now.cards, now.residents),
        cards=formats.points(moved.by_numerator, language),
        population=formats.points(moved.by_denominator, language),
        active_before=context.share(then.active, then.residents),
        active_after=context.share(now.active, now.residents),
        people=context.number(abs(fewer)),
    )


def _figures(context: Context) -> tuple[FigureLine, ...]:
    lines = []
    for rate in context.facts.root.rates:
        interval = ""
        if rate.low is not None and rate.high is not None:
            interval = "–".join(bounds(rate.low, rate.high, context.language))
        lines.append(
            FigureLine(
                label=context.say(f"measure.{rate.measure}"),
                share=context.share(rate.numerator, rate.denominator),
                numerator=context.number(rate.numerator),
                denominator=context.number(rate.denominator),
                parts=context.rate_parts(rate),
                interval=interval,
                date=context.date,
                basis=context.basis,
            )
        )
    return tuple(lines)


def _unit_cost(context: Context, standing: RegionStanding | None, law: Law) -> str:
    """What the rupiah rest on, and whether the text of the law was read."""
    if standing is None or standing.unit_rupiah_month is None:
        return ""
    text = context.say("brief.unit_cost", unit=context.number(standing.unit_rupiah_month))
    verified = {
        found.verified
        for name in ("pemda.contribution", "pemda.assistance_local")
        if (found := law[name].on(context.facts.manifest.as_of)) is not None
    }
    for doubt in ("to_be_verified", "reported"):
        if doubt in verified:
            return f"{text} {context.say(f'brief.unit_cost.{doubt}')}"
    return text


def _regions_title(context: Context) -> str:
    if not context.facts.levels:
        return context.region
    level = context.say(f"level.{context.facts.levels[0]}").lower()
    return context.say("brief.regions", level=level)


def _chart(context: Context, standing: RegionStanding | None) -> Chart:
    say, facts = context.say, context.facts
    parts = facts.parts[facts.levels[0]] if facts.levels else (facts.root,)
    shown = [f for f in parts if f.region_code not in ("", UNKNOWN_VILLAGE) and f.residents] or [facts.root]
    shown = sorted(shown, key=lambda f: (-f.cards_active / max(f.residents, 1), f.region_code))[
        :REGIONS_SHOWN
    ]
    bars = [
        ActivityBar(
            chart_name(f.region_name),
            100 * f.cards_active / f.residents if f.residents else 0.0,
            100 * f.active / f.residents if f.residents else 0.0,
            formats.share(f.cards_active, f.residents, context.language, digits=1).removesuffix("%"),
        )
        for f in shown
    ]
    threshold = activity_threshold(standing)
    line = formats.percent(threshold, context.language, digits=0) if threshold is not None else ""
    met = sum(bar.published >= threshold for bar in bars) if threshold is not None else 0
    title = say("brief.chart.title", date=context.date)
    text = say("brief.chart.text", best=bars[0].name, best_share=bars[0].text, worst=bars[-1].name,
               worst_share=bars[-1].text, n=str(len(bars)))  # fmt: skip
    if threshold is not None:
        text += " " + say("brief.chart.met", met=str(met), n=str(len(bars)), line=line)
    svg = activity_chart(
        bars, threshold, line_text=say("brief.chart.line", line=line), title=title, description=text
    )
    return Chart(title, say("brief.chart.caption", basis=context.basis), text, str(svg))


def _notes(context: Context) -> tuple[str, ...]:
    manifest = context.facts.manifest
    error = manifest.link_error
    sources = ", ".join(file.name for file in manifest.sources)
    links = formats.number(round(error.false_links.value), context.language)
    missed = formats.number(round(error.missed_links.value), context.language)
    return (
        context.say("brief.note.sources", sources=sources),
        context.say("brief.note.links", false=links, missed=missed),
        context.say("brief.note.program", program=manifest.program_version, rules=manifest.rules_version),
    )
