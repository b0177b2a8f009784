"""How good the links are, for the terminal: evaluation against a truth, and a clerical review."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from semesta.faults import Language
from semesta.linkage import Evaluation
from semesta.linkage.clerical import Refinement
from semesta.linkage.evaluation import Score
from semesta.manifest import Interval, LinkError
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker


def evaluation_tables(found: Evaluation, stated: LinkError, language: Language = "id") -> RenderableType:
    """Precision, recall and F1 by group, calibration, and the stated error beside the true one."""
    say = Speaker(language)
    partnerless = say(
        "linkage.partnerless",
        n=formats.number(found.partnerless, language),
        linked=formats.number(found.partnerless_linked, language),
        share=_percent(found.partnerless_share, language),
    )
    true = {"false_links": found.false_links, "missed_links": found.missed_links}
    return Group(
        _scores(found, say), partnerless, "", _calibration(found, say), "", _stated(stated, true, say)
    )


def refinement_tables(
    found: Refinement, stated: LinkError, unanswered: int, language: Language = "id"
) -> RenderableType:
    """The answers by stratum, and the error as stated and as refined."""
    say = Speaker(language)
    table = _table(say, ("stratum", "pairs", "yes", "no", "unsure", "stated_false", "refined_false"))
    table.title = say("linkage.refined.title")
    for part in found.strata:
        table.add_row(
            part.size.stratum.meaning.say(language),
            formats.number(part.size.pairs, language),
            *(formats.number(count, language) for count in (part.yes, part.no, part.unsure)),
            _amount(part.size.expected_false, language),
            _interval(part.false, say),
        )
    error = _table(say, ("error", "stated", "refined"))
    for name in ("false_links", "missed_links"):
        before, after = getattr(stated, name), getattr(found.error, name)
        error.add_row(say(f"linkage.{name}"), _interval(before, say), _interval(after, say))
    parts: list[RenderableType] = [table, error]
    against = [part.size.stratum.meaning.say(language) for part in found.strata if part.contradicted]
    if against:
        parts.append(RichText(say("linkage.contradicted", strata="; ".join(against)), style="yellow"))
    if unanswered:
        parts.append(
            RichText(say("linkage.unanswered", n=formats.number(unanswered, language)), style="yellow")
        )
    return Group(*parts)


def _scores(found: Evaluation, say: Speaker) -> Table:
    table = _table(say, ("group", "true_pairs", "linked", "right", "precision", "recall", "f1"))
    table.title = say("linkage.score.title")
    for label, score, with_recall in _groups(found, say):
        table.add_row(
            label,
            *(formats.number(count, say.language) for count in (score.true, score.linked, score.right)),
            _percent(score.precision, say.language),
            _percent(score.recall, say.language) if with_recall else "–",
            _percent(score.f1, say.language) if with_recall else "–",
        )
    return table


def _groups(found: Evaluation, say: Speaker) -> Iterator[tuple[str, Score, bool]]:
    yield say("linkage.group.all"), found.all, True
    yield say("linkage.group.broken"), found.broken, True
    for name, score in found.by_method.items():
        yield say("linkage.group.method", name=name), score, False
    for name, score in found.by_fault.items():
        yield say("linkage.group.fault", name=name), score, True


def _calibration(found: Evaluation, say: Speaker) -> Table:
    table = _table(say, ("probability", "pairs", "expected", "share_right"))
    table.title = say("linkage.calibration.title")
    for part in found.calibration:
        table.add_row(
            f"{part.low:g} – {min(part.high, 1.0):g}",
            formats.number(part.pairs, say.language),
            _percent(part.expected, say.language),
            _percent(part.right / part.pairs, say.language),
        )
    return table


def _stated(stated: LinkError, true: dict[str, int], say: Speaker) -> Table:
    table = _table(say, ("error", "stated", "true"))
    table.add_column("")
    for name, count in true.items():
        interval = getattr(stated, name)
        inside = "inside" if interval.low <= count <= interval.high else "outside"
        table.add_row(
            say(f"linkage.{name}"),
            _interval(interval, say),
            formats.number(count, say.language),
            say(f"linkage.{inside}"),
        )
    return table


def _table(say: Speaker, headings: tuple[str, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, title_justify="left")
    for at, heading in enumerate(headings):
        table.add_column(say(f"linkage.{heading}"), justify="right" if at else "left")
    return table


def _interval(interval: Interval, say: Speaker) -> str:
    value, low, high = (_amount(part, say.language) for part in (interval.value, interval.low, interval.high))
    return say("linkage.interval", value=value, low=low, high=high)


def _amount(value: float, language: Language) -> str:
    """A count that is expected, not counted: one decimal where it is small."""
    if value >= 10:
        return formats.number(round(value), language)
    text = f"{value:.1f}"
    return text.replace(".", ",") if language == "id" else text


def _percent(share: float, language: Language) -> str:
    return formats.percent(100 * share, language, digits=3)
