"""What the invented province must add up to: published totals, and where none is published, our assumption.

Tags: [found S#] is a source of the fact sheet that the project works from (press and Kemendagri
figures for Lampung); [assumed] is ours, chosen to look plausible, and proves nothing about Lampung.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from semesta.synthetic.noise import STANDARD, Noise

#: Buckets in the order in which cards are dealt, best-off first (semesta.tables.BUCKETS names them).
DEAL_ORDER: tuple[str, ...] = ("PPU_PN", "BP", "PPU_BU", "PBPU", "PBPU_BP_PEMDA", "PBI_JK")

#: Cards by bucket, Lampung, 1 August 2025 [found S1]. Used as shares for every moment [assumed].
SEGMENT_CARDS: dict[str, int] = {
    "PPU_PN": 531_740,
    "BP": 142_637,
    "PPU_BU": 896_863,
    "PBPU": 1_166_278,
    "PBPU_BP_PEMDA": 1_552_819,
    "PBI_JK": 4_599_909,
}

#: Odds of an active card before they are fitted to the totals [assumed]; PBPU's follow 35% [found].
ACTIVE_ODDS: dict[str, float] = {
    "PPU_PN": 30.0,
    "BP": 15.0,
    "PPU_BU": 7.0,
    "PBPU": 0.54,
    "PBPU_BP_PEMDA": 1.3,
    "PBI_JK": 3.0,
}


@dataclass(frozen=True, slots=True)
class Regency:
    """One regency: residents of the 2025 DKB by sex [found S73] and how its life differs [assumed]."""

    code: str
    male: int
    female: int
    urban: float  # 0 to 1: more employees and self-payers, fewer PBI [assumed]


LAMPUNG_REGENCIES: tuple[Regency, ...] = (
    Regency("18.01", 571_874, 552_809, 0.30),
    Regency("18.02", 711_099, 683_296, 0.20),
    Regency("18.03", 343_702, 331_924, 0.15),
    Regency("18.04", 162_740, 151_016, 0.10),
    Regency("18.05", 227_534, 212_506, 0.15),
    Regency("18.06", 331_215, 309_821, 0.10),
    Regency("18.07", 570_974, 551_631, 0.15),
    Regency("18.08", 253_309, 241_749, 0.10),
    Regency("18.09", 257_325, 243_722, 0.15),
    Regency("18.10", 227_681, 217_153, 0.30),
    Regency("18.11", 124_285, 116_995, 0.10),
    Regency("18.12", 159_586, 152_930, 0.15),
    Regency("18.13", 91_926, 85_504, 0.10),
    Regency("18.71", 543_865, 533_799, 1.00),
    Regency("18.72", 91_701, 90_592, 0.90),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """The totals of one date, at scale 1. `active` counts cards; shares are of the regency's residents."""

    as_of: dt.date
    residents: int
    members: int
    active: int
    pbpu_active_share: float | None = None  # of the cards in PBPU
    coverage: Mapping[str, float] = field(default_factory=dict)  # cards / residents of a regency
    activity: Mapping[str, float] = field(default_factory=dict)  # active cards / residents of a regency


#: 1 August 2023. Residents, members, PBPU active 35% [found S69, S70, ANTARA]. Tulang Bawang, Lampung
#: Barat, Way Kanan and Tulang Bawang Barat below 95% [found S70], by how much [assumed].
#: Active cards in all: 64% of the residents, and the three regencies' lead [assumed].
LAMPUNG_2023_08 = Moment(
    as_of=dt.date(2023, 8, 1),
    residents=8_947_498,
    members=8_527_908,
    active=5_726_399,
    pbpu_active_share=0.35,
    coverage={"18.04": 0.930, "18.05": 0.925, "18.08": 0.930, "18.12": 0.790},
    activity={"18.03": 0.765, "18.13": 0.760, "18.72": 0.810},
)

#: 1 July 2024. Residents, members, active [found S71, S72, ANTARA]; Tulang Bawang Barat 86.25% and the
#: activity of Metro, Pesisir Barat, Lampung Utara [found S71]; the other regencies' coverage [assumed].
LAMPUNG_2024_07 = Moment(
    as_of=dt.date(2024, 7, 1),
    residents=9_051_459,
    members=8_911_770,
    active=6_141_415,
    coverage={"18.04": 0.967, "18.05": 0.965, "18.08": 0.966, "18.12": 0.8625},
    activity={"18.03": 0.8019, "18.13": 0.8010, "18.72": 0.8427},
)

LAMPUNG_MOMENTS: tuple[Moment, ...] = (LAMPUNG_2023_08, LAMPUNG_2024_07)


def moment_on(as_of: dt.date, *, residents: int, members: int, active: int) -> Moment:
    """A moment with totals of one's own; on a published date it keeps what is known of the regencies."""
    known = next((moment for moment in LAMPUNG_MOMENTS if moment.as_of == as_of), None)
    if known is None:
        return Moment(as_of, residents, members, active)
    return dataclasses.replace(known, residents=residents, members=members, active=active)


@dataclass(frozen=True, slots=True)
class ProvinceSpec:
    """One province to be made: its moments in order of time, at a scale, with faults, from a seed.

    Scaling rule: a provincial total is scale x total, halves rounded up; everything below it is
    apportioned to that total by largest remainder.
    """

    moments: tuple[Moment, ...]
    seed: int = 1
    scale: float = 1.0
    noise: Noise = STANDARD
    region: str = "18"
    regencies: tuple[Regency, ...] = LAMPUNG_REGENCIES

    def __post_init__(self) -> None:
        dates = [moment.as_of for moment in self.moments]
        assert dates, "at least one moment"
        assert dates == sorted(set(dates)), "moments in order of time"
        assert self.scale > 0
