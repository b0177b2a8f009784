"""What every part of the report needs: the facts, the language, and the words for date and basis."""

from __future__ import annotations

from dataclasses import dataclass

from semesta.coverage.figures import Figures, Rate
from semesta.faults import Language
from semesta.reporting import formats
from semesta.reporting.catalogue import Speaker
from semesta.reporting.facts import RegionFacts

MEASURES: tuple[str, ...] = (
    "coverage_administrative",
    "activity_on_population",
    "activity_on_members",
    "coverage_verified",
    "activity_verified",
)


@dataclass(frozen=True, slots=True)
class Context:
    """One region's facts and how to say them."""

    facts: RegionFacts
    say: Speaker

    @property
    def language(self) -> Language:
        return self.say.language

    @property
    def date(self) -> str:
        return formats.date(self.facts.manifest.as_of, self.language)

    @property
    def basis(self) -> str:
        return self.facts.manifest.population_basis or self.say("report.no_basis")

    @property
    def region(self) -> str:
        return title_case(self.facts.root.region_name)

    def name(self, code: str) -> str:
        return short_name(self.facts.name(code))

    def number(self, value: int) -> str:
        return formats.number(value, self.language)

    def share(self, numerator: int, denominator: int) -> str:
        return formats.share(numerator, denominator, self.language)

    def rate_parts(self, rate: Rate) -> str:
        """Numerator and denominator of a rate in words."""
        numerator, denominator = self.number(rate.numerator), self.number(rate.denominator)
        return self.say(f"unit.{rate.measure}", n=numerator, d=denominator)

    def place(self, found: Figures) -> str:
        return short_name(found.region_name) if found.region_code else self.say("regions.unknown")


def title_case(name: str) -> str:
    """LAMPUNG SELATAN as Lampung Selatan; names that are already mixed stay as they are."""
    return name.title() if name.isupper() else name


def short_name(name: str) -> str:
    """KABUPATEN LAMPUNG SELATAN as Kab. Lampung Selatan, the way tables of the offices write it."""
    written = title_case(name)
    return f"Kab. {written[10:]}" if written.startswith("Kabupaten ") else written
