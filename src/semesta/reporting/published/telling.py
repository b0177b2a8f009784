"""Verdicts on published figures as sentences, as a table, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from semesta.faults import Language
from semesta.reporting import formats, grid
from semesta.reporting.catalogue import Speaker
from semesta.reporting.grid import Grid, Row
from semesta.reporting.published.checking import Checked
from semesta.reporting.published.checks import VERDICTS, Amount, Check, Correction
from semesta.reporting.published.ranges import half_up
from semesta.reporting.published.statements import When

#: Values of a check that are codes, which the catalogue has words for.
_CODES = {
    "part": "published.part",
    "basis": "published.basis",
    "other_basis": "published.basis",
    "way_in": "published.way",
    "way_out": "published.way",
}
_MARKS = {"agrees": "✓", "possible_only_if": "?", "cannot_be": "✕", "cannot_be_checked": "·"}


def sentences(found: Checked, say: Speaker) -> tuple[str, ...]:
    """What was found on one statement, the weightiest first; last, what is missing where nothing could be checked."""
    order = {"cannot_be": 0, "possible_only_if": 1, "agrees": 2}
    told = sorted(found.checks, key=lambda check: order.get(check.verdict or "", 3))
    lines = [sentence(check, say) for check in told]
    if found.missing:
        named = _listed([say(f"published.part.{name}") for name in found.missing], say)
        lines.append(say("published.missing", parts=named))
    return tuple(lines)


def sentence(check: Check, say: Speaker) -> str:
    """One check in words, with what each part would have to be."""
    words = {name: _said(name, value, say) for name, value in check.values.items()}
    text = say(f"published.{check.kind}", **words) if words else say(f"published.{check.kind}")
    if check.corrections and check.verdict == "cannot_be":
        wanted = [_correction(correction, say) for correction in check.corrections]
        text += " " + say("published.would_have_to_be", parts=say("published.or").join(wanted))
    elif check.corrections:
        (only,) = check.corrections
        text += " " + say("published.lies_between", **_ends(only, say))
    if check.others:
        key = "published.by_edition" if check.ground == "edition" else "published.by_statements"
        text += " " + say(key, names=", ".join(check.others))
    return " ".join(text.split())


def amount_text(value: Amount, language: Language) -> str:
    """8.911.770; 98,46%; 0,75 poin; Rp40.500.129.600; with both ends where it is only known to lie between."""
    if value.to is not None:
        ends = [
            amount_text(Amount(end, value.unit, value.digits), language) for end in (value.value, value.to)
        ]
        return "–".join(ends)
    if value.unit == "percent":
        return formats.percent(_decimal(half_up(value.value, value.digits)), language, digits=value.digits)
    if value.unit == "points":
        number = formats.percent(_decimal(half_up(value.value, value.digits)), language, digits=value.digits)
        return number.removesuffix("%") + (" poin" if language == "id" else " points")
    whole = formats.number(int(half_up(value.value)), language)
    return f"Rp{whole}" if value.unit == "rupiah" else whole


def verdict_grid(all_checked: Sequence[Checked], language: Language) -> Grid:
    """A row for each statement: what stands in print, the verdict, and why."""
    say = Speaker(language)
    return Grid(
        caption=summary(all_checked, say),
        columns=grid.words(*(say(f"published.col.{head}") for head in ("id", "printed", "verdict", "why"))),
        rows=tuple(_verdict_row(found, say) for found in all_checked),
    )


def _verdict_row(found: Checked, say: Speaker) -> Row:
    statement = found.statement
    what = say(f"published.figure.{statement.figure}")
    about = f"{what}, {statement.region}, {when_text(statement.when, say.language)}"
    verdict = f"{_MARKS[found.verdict]} {say(f'published.verdict.{found.verdict}')}"
    return Row(
        (
            grid.word(statement.key, small=about),
            grid.word(statement.printed.text),
            grid.word(verdict, css=found.verdict),
            grid.word("\n".join(sentences(found, say))),
        )
    )


def summary(all_checked: Sequence[Checked], say: Speaker) -> str:
    """How many statements have which verdict."""
    counts = Counter(found.verdict for found in all_checked)
    parts = [
        f"{formats.number(counts[verdict], say.language)} {say(f'published.verdict.{verdict}')}"
        for verdict in VERDICTS
        if counts[verdict]
    ]
    return say("published.summary", n=formats.number(len(all_checked), say.language), parts=", ".join(parts))


def to_json(all_checked: Sequence[Checked]) -> str:
    """Everything that was found, for machines: exact values as text, whole numbers as numbers."""
    document = [
        {
            "id": found.statement.key,
            "figure": found.statement.figure,
            "region": found.statement.region,
            "date": str(found.statement.when),
            "printed": found.statement.printed.text,
            "source": found.statement.source,
            "verdict": found.verdict,
            "missing": list(found.missing),
            "checks": [_check_json(check) for check in found.checks],
        }
        for found in all_checked
    ]
    return json.dumps({"statements": document}, indent=2, ensure_ascii=False) + "\n"


def when_text(when: When, language: Language) -> str:
    """1 Juli 2024; Oktober 2025; 2026."""
    if when.is_day:
        return formats.date(when.first, language)
    if str(when) == str(when.first.year):
        return str(when)
    return f"{formats.MONTHS[language][when.first.month - 1]} {when.first.year}"


def _check_json(check: Check) -> Mapping[str, object]:
    return {
        "kind": check.kind,
        "verdict": check.verdict,
        "ground": check.ground,
        "values": {name: _value_json(value) for name, value in check.values.items()},
        "should_be": [
            {"part": c.part, "low": _value_json(c.low), "high": _value_json(c.high)}
            for c in check.corrections
        ],
        "against": list(check.others),
    }


def _value_json(value: Amount | str | None) -> object:
    if value is None or isinstance(value, str):
        return value
    if value.to is not None:
        return [_number_json(value.value), _number_json(value.to)]
    return _number_json(value.value)


def _number_json(value: Fraction) -> int | str:
    return int(value) if value.denominator == 1 else str(_decimal(half_up(value, 6)))


def _said(name: str, value: Amount | str, say: Speaker) -> str:
    if isinstance(value, Amount):
        return amount_text(value, say.language)
    if name == "factors":
        return " × ".join(
            formats.number(int(part), say.language) if part.isdigit() else part for part in value.split(" × ")
        )
    return say(f"{_CODES[name]}.{value}") if name in _CODES and value else value


def _correction(correction: Correction, say: Speaker) -> str:
    part = say(f"published.part.{correction.part}")
    single = correction.single
    if single is not None:
        return say("published.should_be", part=part, value=amount_text(single, say.language))
    if correction.low is None or correction.high is None:
        return say("published.should_be_none", part=part)
    if correction.low.value > correction.high.value:
        return say("published.should_be_none", part=part)
    return say("published.should_be_between", part=part, **_ends(correction, say))


def _ends(correction: Correction, say: Speaker) -> dict[str, str]:
    ends = {"low": correction.low, "high": correction.high}
    return {name: "…" if end is None else amount_text(end, say.language) for name, end in ends.items()}


def _listed(names: Sequence[str], say: Speaker) -> str:
    return say("published.and").join(names)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
