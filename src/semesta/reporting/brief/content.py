"""Everything that a brief says, in words and numbers as they are printed; a template only lays it out.

The fields and their meaning stand in docs/brief.md; a template may use each of them by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Kop surat. What the settings leave out stands as a placeholder in square brackets."""

    government: str  # PEMERINTAH PROVINSI LAMPUNG
    office: str
    address: str
    contact: str
    logo: str  # name of a picture beside the template or the settings; '' for none


@dataclass(frozen=True, slots=True)
class Memo:
    """Head of the letter: to whom, from whom, which number."""

    title: str  # NOTA DINAS
    to: str
    sender: str
    copies: str
    date: str
    number: str
    nature: str
    attachment: str
    subject: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs."""

    position: str
    name: str
    rank: str
    nip: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One key figure with what it was made of."""

    label: str
    share: str
    numerator: str
    denominator: str
    parts: str  # 8.911.770 kartu / 9.051.459 penduduk
    interval: str  # 95% bounds, '' where there are none
    date: str
    basis: str


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One threshold on one basis."""

    threshold: str  # 98% terdaftar
    standard: str  # which plan or award asks for it
    basis: str  # kartu / penduduk
    share: str
    parts: str
    people: str  # missing people, or that it is met
    rupiah: str  # a year, '' once met
    met: bool


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One part of the region. The last line of a table may add up all that do not stand on their own."""

    name: str
    residents: str
    coverage: str
    activity: str  # active cards / residents
    activity_members: str  # active cards / cards
    verified: str  # residents with an active card / residents
    left_out: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture, as SVG; `text` says the same in a sentence."""

    title: str
    caption: str
    text: str
    svg: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole page."""

    language: str
    kop: Letterhead
    memo: Memo
    region: str
    date: str
    basis: str
    edition: str
    invented: str  # the notice that the people are invented, '' for real ones
    summary: str
    change: str  # since the earlier edition, '' without one
    figures: tuple[FigureLine, ...]
    standings: tuple[StandingLine, ...]
    unit_cost: str  # what the rupiah rest on
    regions_title: str
    regions: tuple[RegionLine, ...]
    total: RegionLine
    chart: Chart
    asked: tuple[str, ...]
    notes: tuple[str, ...]
    signature: Signature
    words: Mapping[str, str]  # headings of the page in its language, by name


#: Without these a brief is none: whatever else a template leaves out, these it must show.
NEEDED: tuple[str, ...] = ("region", "date", "basis", "edition", "figures", "invented")
#: And of every figure these.
NEEDED_OF_FIGURE: tuple[str, ...] = ("share", "parts")
