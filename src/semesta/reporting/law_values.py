"""Values of the law as people write them: Rp35.000 per orang per bulan, 4%, 24 bulan, and how sure each is."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from semesta.faults import Language
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.rules.law import DatedValue, LawValue, Period, Unit

_BASIS_POINTS_OF_ONE_PERCENT = 100
#: How the documents mark an article whose number comes from memory.
_UNSURE = "(tbv)"
#: Where the name of a regulation ends and what it is about begins.
_SUBJECT = re.compile(r", | tentang | on ")

_ARTICLES = {"Ps.": "art.", "ayat": "para.", "huruf": "letter", "angka": "number", "dan": "and"}
_IN_ENGLISH = re.compile(r"\bPs\.|\b(?:ayat|huruf|angka|dan)\b")


def value_text(value: LawValue | None, unit: Unit, language: Language) -> str:
    """A value with its unit in words; a dash where no law is known."""
    say = Speaker(language)
    if value is None:
        return formats.NO_FIGURE
    if isinstance(value, tuple):
        return ", ".join(say.code("bucket", word) for word in value)
    if unit == "basis_points":
        return percent_text(value, language)
    number = formats.number(value, language)
    return say(f"law.unit.{unit}", n=number)


def percent_text(basis_points: int, language: Language) -> str:
    """400 is 4%, 3750 is 37,5%: no digits that say nothing."""
    exact = Decimal(basis_points) / _BASIS_POINTS_OF_ONE_PERCENT
    digits = 0 if basis_points % 100 == 0 else 1 if basis_points % 10 == 0 else 2
    return formats.percent(exact, language, digits=digits)


def period_text(period: Period, language: Language) -> str:
    """'sejak 1 Januari 2021', '1 Juli 2020 – 31 Desember 2020': the last day is one of the period."""
    say = Speaker(language)
    since = formats.date(period.since, language) if period.since else ""
    if period.until is None:
        return say("law.period.open", since=since) if since else say("law.period.always")
    last = formats.date(period.until - dt.timedelta(days=1), language)
    return f"{since} – {last}" if since else say("law.period.to", last=last)


def cited(value: DatedValue, language: Language) -> str:
    """The regulation by its number alone and, where it is known, the article."""
    title = _SUBJECT.split(value.regulation.title.say(language), maxsplit=1)[0]
    article = value.article.replace(_UNSURE, Speaker(language)("law.article.unsure"))
    if language == "en":
        article = _IN_ENGLISH.sub(lambda found: _ARTICLES[found[0]], article)
    return f"{title}, {article}" if article else title


def sureness(value: DatedValue, language: Language) -> str:
    """How the value came to us; a value nobody has verified says so in capitals."""
    return Speaker(language)(f"law.verified.{value.verified}")
