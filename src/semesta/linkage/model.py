"""The Fellegi-Sunter model: how often each level of agreement is seen among one person's two records,
and among two persons' records.

The likelihood ratio of a pair is the product over the fields of m/u, where

* m is the share of the level among pairs that are one person,
* u is its share among pairs that are two persons. Fields lean on each other among two persons too:
  people of one household share their NIK's region, twins their birth date, siblings half their name.
  So u is kept apart for pairs of one household and others, and for the NIK also by birth date
  (a NIK spells the birth date) and by nearness (and the district of issue);
* for equal birth dates and names, u is the frequency of that very value.

A missing value says nothing: its ratio is 1, and shares are over the levels that are not missing.

Reference: Fellegi and Sunter 1969; frequency-based weights as in Winkler 1989.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from semesta.linkage.levels import BIRTH, FIELDS, HOME, NAME, NIK, SEX, levels_of

Shares = tuple[float, ...]

#: How many imagined pairs the shipped shares weigh against the pairs seen. Small files lean on them,
#: a province does not feel them.
PRIOR_PAIRS = 200.0

HOUSEHOLD, APART = 0, 1  # first index of u for birth, sex, name
NEAR, REGENCY, FAR = (
    1,
    2,
    3,
)  # with HOUSEHOLD the first index of u for the NIK, whose first digits are a region
HOME_CLASS = (HOUSEHOLD, NEAR, NEAR, NEAR, NEAR, REGENCY, FAR, FAR)  # by level of HOME
SAME_BIRTH, NEAR_BIRTH, OTHER_BIRTH = 0, 1, 2  # last index of m and u of the NIK, which spells the birth date
BIRTH_CLASS = (SAME_BIRTH, NEAR_BIRTH, NEAR_BIRTH, NEAR_BIRTH, OTHER_BIRTH, OTHER_BIRTH)  # by level of BIRTH
FREE, TAKEN = 0, 1  # first index of m for NIK and home: the resident's first card, or a further one


@dataclass(frozen=True, slots=True)
class Model:
    """Shares by level. `m_nik` by resident (FREE, TAKEN) and birth agreement, `m_home` by resident;
    `u_*` by household, `u_nik` by home class and birth agreement.

    A further card of a person comes from another registration: it has another, old or no NIK, and an
    old address, more often than a first card does. Hence FREE and TAKEN.
    """

    m_nik: tuple[tuple[Shares, ...], tuple[Shares, ...]]
    m_name: Shares
    m_birth: Shares
    m_sex: Shares
    m_home: tuple[Shares, Shares]
    u_nik: tuple[tuple[Shares, ...], ...]  # of the four home classes
    u_name: tuple[Shares, Shares]
    u_birth: tuple[Shares, Shares]
    u_sex: tuple[Shares, Shares]
    u_home: Shares

    def log_ratio(
        self,
        pattern: int,
        *,
        taken: bool,
        name_frequency: float | None = None,
        birth_frequency: float | None = None,
    ) -> float:
        """Natural log of the likelihood ratio of a pattern; frequencies of the equal values if known.

        `taken`: the resident has a card already, so that this would be a further one.
        """
        resident = TAKEN if taken else FREE
        nik, name, birth, sex, home = levels_of(pattern)
        born = BIRTH_CLASS[birth]
        household = HOUSEHOLD if home == 0 else APART
        u_birth = self.u_birth[household][birth]
        if birth == 0 and household == APART and birth_frequency is not None:
            u_birth = birth_frequency
        u_name = self.u_name[household][name]
        if name <= 1 and household == APART and name_frequency is not None:
            u_name *= name_frequency / self.u_name[APART][0]
        total = 0.0
        if (nik, born) != (NIK.number("born"), SAME_BIRTH):  # which cannot be
            total += _log(
                self.m_nik[resident][born][nik], self.u_nik[HOME_CLASS[home]][born][nik], NIK.levels[nik]
            )
        total += _log(self.m_name[name], u_name, NAME.levels[name])
        total += _log(self.m_birth[birth], u_birth, BIRTH.levels[birth])
        total += _log(self.m_sex[sex], self.u_sex[household][sex], SEX.levels[sex])
        return total + self.home_log_ratio(pattern, taken=taken)

    def home_log_ratio(self, pattern: int, *, taken: bool) -> float:
        """The part that HOME has in the ratio."""
        home = levels_of(pattern)[-1]
        return _log(self.m_home[TAKEN if taken else FREE][home], self.u_home[home], HOME.levels[home])

    def to_dict(self) -> dict[str, object]:
        """For the manifest: plain lists of shares."""
        return dataclasses.asdict(self)


def _log(m: float, u: float, level: str) -> float:
    return 0.0 if level == "missing" else math.log(m) - math.log(u)


#: Shipped shares, ours: a first guess that gives way to the pairs at hand. The order of the levels is
#: that of `levels.FIELDS`; 'missing' carries 0.
SHIPPED = Model(
    m_nik=(
        (
            (0.25, 0.65, 0.07, 0.0, 0.03, 0.0),
            (0.80, 0.10, 0.03, 0.02, 0.05, 0.0),
            (0.80, 0.10, 0.03, 0.02, 0.05, 0.0),
        ),
        (
            (0.30, 0.25, 0.05, 0.0, 0.40, 0.0),
            (0.50, 0.10, 0.03, 0.20, 0.17, 0.0),
            (0.50, 0.10, 0.03, 0.20, 0.17, 0.0),
        ),
    ),
    m_name=(0.82, 0.06, 0.04, 0.05, 0.015, 0.015, 0.0),
    m_birth=(0.985, 0.004, 0.007, 0.001, 0.003, 0.0),
    m_sex=(0.998, 0.002, 0.0),
    m_home=((0.90, 0.03, 0.02, 0.01, 0.01, 0.02, 0.01, 0.0), (0.60, 0.10, 0.10, 0.05, 0.05, 0.06, 0.04, 0.0)),
    u_nik=(
        (
            (1e-4, 0.05, 0.05, 0.0, 0.8999, 0.0),
            (1e-5, 5e-3, 5e-2, 1e-3, 0.94399, 0.0),
            (1e-5, 1e-4, 1e-3, 1e-3, 0.99789, 0.0),
        ),
        (
            (1e-6, 0.02, 0.08, 0.0, 0.899999, 0.0),
            (1e-7, 2e-3, 2e-2, 1e-3, 0.9769999, 0.0),
            (1e-7, 1e-6, 1e-5, 1e-3, 0.9989889, 0.0),
        ),
        (
            (1e-6, 1e-2, 5e-2, 0.0, 0.939999, 0.0),
            (1e-7, 1e-4, 1e-3, 1e-4, 0.9987999, 0.0),
            (1e-7, 1e-7, 1e-6, 1e-4, 0.9998988, 0.0),
        ),
        (
            (1e-6, 1e-3, 1e-2, 0.0, 0.988999, 0.0),
            (1e-7, 1e-5, 1e-4, 1e-4, 0.9997899, 0.0),
            (1e-7, 1e-7, 1e-6, 1e-4, 0.9998988, 0.0),
        ),
    ),
    u_name=((2e-3, 5e-4, 2e-3, 5e-3, 0.03, 0.9605, 0.0), (2e-5, 1e-5, 2e-4, 1e-3, 5e-3, 0.99377, 0.0)),
    u_birth=((4e-3, 2e-4, 2e-3, 5e-3, 0.9888, 0.0), (4e-5, 1e-5, 2e-3, 2e-4, 0.99775, 0.0)),
    u_sex=((0.5, 0.5, 0.0), (0.5, 0.5, 0.0)),
    u_home=(1e-6, 4e-5, 3.6e-4, 2e-5, 5e-3, 0.08, 0.914579, 0.0),
)


def blended(seen: Mapping[int, float], shipped: Shares, *, prior_pairs: float = PRIOR_PAIRS) -> Shares:
    """Shares of the levels seen, with `prior_pairs` imagined pairs at the shipped shares; missing left out."""
    known = range(len(shipped) - 1) if shipped[-1] == 0.0 else range(len(shipped))
    total = sum(seen.get(level, 0.0) for level in known) + prior_pairs
    return tuple(
        (seen.get(level, 0.0) + prior_pairs * shipped[level]) / total if level in known else 0.0
        for level in range(len(shipped))
    )


def level_counts(
    patterns: Mapping[int, float], field: int, keep: Sequence[tuple[int, int]] = ()
) -> dict[int, float]:
    """How often each level of FIELDS[field] stands in counted patterns whose (field, level) all match `keep`."""
    counts: dict[int, float] = {}
    for pattern, number in patterns.items():
        levels = levels_of(pattern)
        if all(levels[other] == level for other, level in keep):
            counts[levels[field]] = counts.get(levels[field], 0.0) + number
    return counts


assert tuple(f.name for f in FIELDS) == ("nik", "name", "birth", "sex", "home")
