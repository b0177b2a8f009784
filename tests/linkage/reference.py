"""Linkage in plain Python over lists, slowly: the same decisions as `semesta.linkage.link`, for the tests.

The model, its priors and the settings are taken as given; everything that is decided with them is decided
here again, without SQL and pair by pair.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from semesta.linkage.assignment import ROUNDS
from semesta.linkage.blocking import ALL_PAIRS, MOST_SUCCESSORS, MUCH_ALIKE, WORTH_A_LOOK
from semesta.linkage.estimation import Priors
from semesta.linkage.levels import BIRTH, HOME, NAME, SIMILAR_RAW_NAME, evidence_of, levels_of, pattern_of
from semesta.linkage.link import Settings
from semesta.linkage.model import APART, HOUSEHOLD, Model
from semesta.linkage.scoring import ONE_BEARER
from tests.linkage.reference_levels import (
    Person,
    alike,
    birth_level,
    home_level,
    name_level,
    nik_level,
    nik_near,
    same_district,
    sex_level,
)

Pair = tuple[int, int]  # resident, member


@dataclass(frozen=True, slots=True)
class Linked:
    """A row of `links`, by position in the lists."""

    resident: int
    member: int
    outcome: str
    method: str
    probability: float
    evidence: str


@dataclass(frozen=True, slots=True)
class NikPair:
    """A member and a resident with its NIK."""

    resident: int
    member: int
    doubt: str  # '', name (alike but not the same) or yes
    home: int


@dataclass(slots=True)
class Reference:
    """The two lists with what was found out about them so far."""

    residents: Sequence[Person]
    members: Sequence[Person]
    model: Model
    priors: Priors
    settings: Settings
    all_pairs: int = ALL_PAIRS
    nik_pairs: list[NikPair] = field(default_factory=list)
    sure: dict[int, NikPair] = field(default_factory=dict)  # by member
    successors: dict[int, set[int]] = field(default_factory=dict)  # member's family card -> residents'
    former: dict[int, set[int]] = field(default_factory=dict)  # resident's family card -> villages on cards
    scored: dict[int, dict[int, tuple[int, float]]] = field(
        default_factory=dict
    )  # member, resident: pattern, shift
    accepted: dict[int, Linked] = field(default_factory=dict)  # by member
    judged: dict[int, Linked] = field(default_factory=dict)  # best pair of each member still open

    def links(self) -> list[Linked]:
        """Everything from first look to the table, by member."""
        self._pair_by_nik()
        self._take_sure()
        self._learn_successors()
        self._learn_former_villages()
        self._score(self._first_round())
        self._assign()
        self._score(self._second_round())
        self._assign()
        rows = [*self._sure_links(), *self.accepted.values()]
        rows += [row for row in self.judged.values() if row.probability >= self.settings.review_at]
        return sorted(rows, key=lambda row: row.member)

    # --- the same NIK -----------------------------------------------------------------------------

    def _pair_by_nik(self) -> None:
        by_nik: dict[int, list[int]] = defaultdict(list)
        for resident, r in enumerate(self.residents):
            if r.nik is not None:
                by_nik[r.nik].append(resident)
        for member, m in enumerate(self.members):
            for resident in by_nik.get(m.nik or 0, []):
                r = self.residents[resident]
                home = home_level(r, m, household=r.kk is not None and r.kk == m.kk, streets=False)
                self.nik_pairs.append(NikPair(resident, member, _doubt(r, m), home))

    def _take_sure(self) -> None:
        twins = self._twins()
        for pair in self.nik_pairs:
            if pair.doubt == "" or (pair.doubt == "name" and pair.resident not in twins):
                other = self.sure.get(pair.member)
                if other is None or _rank(pair) < _rank(other):
                    self.sure[pair.member] = pair

    def _twins(self) -> set[int]:
        born: dict[tuple[int, dt.date], list[int]] = defaultdict(list)
        for resident, r in enumerate(self.residents):
            if r.kk and r.birth_date:
                born[r.kk, r.birth_date].append(resident)
        return {resident for twins in born.values() if len(twins) > 1 for resident in twins}

    # --- candidates -------------------------------------------------------------------------------

    @property
    def loose(self) -> list[int]:
        return [member for member in range(len(self.members)) if member not in self.sure]

    def _learn_successors(self) -> None:
        for pair in self.nik_pairs:
            r, m = self.residents[pair.resident], self.members[pair.member]
            if pair.doubt == "" and r.kk and m.kk and r.kk != m.kk:
                self.successors.setdefault(m.kk, set()).add(r.kk)
        self.successors = {
            kk: others for kk, others in self.successors.items() if len(others) <= MOST_SUCCESSORS
        }

    def _learn_former_villages(self) -> None:
        for pair in self.nik_pairs:
            r, m = self.residents[pair.resident], self.members[pair.member]
            if pair.doubt != "yes" and r.kk and r.village and m.village and r.village != m.village:
                self.former.setdefault(r.kk, set()).add(m.village)
        self.former = {
            kk: villages for kk, villages in self.former.items() if len(villages) <= MOST_SUCCESSORS
        }

    def _lived_there(self, r: Person, m: Person) -> bool:
        return r.kk is not None and m.village in self.former.get(r.kk, set())

    def _one_household(self, r: Person, m: Person) -> bool:
        if r.kk is None or m.kk is None:
            return False
        return r.kk == m.kk or r.kk in self.successors.get(m.kk, set())

    def _first_round(self) -> set[Pair]:
        with_nik = {(pair.resident, pair.member) for pair in self.nik_pairs}
        return {
            (resident, member)
            for resident, member in self._every(range(len(self.residents)), self.loose)
            if (resident, member) in with_nik
            or self._first_look(self.residents[resident], self.members[member])
        }

    def _first_look(self, r: Person, m: Person) -> bool:
        worth = nik_near(r, m) or _worth_a_look(r.name, m.known_name)
        born = r.birth_date is not None and r.birth_date == m.birth_date
        if born and r.name is not None and r.name == m.known_name:
            return True
        if self._one_household(r, m) and (born or worth):
            return True
        return born and same_district(r, m) and worth

    def _second_round(self) -> set[Pair]:
        taken = self._linked_residents()
        left = [member for member in self.loose if member not in self.accepted]
        free = len(self.residents) - len(taken)
        few = free * len(left) <= self.all_pairs
        pairs = set()
        for resident, member in self._every(range(len(self.residents)), left):
            if resident in self.scored.get(member, {}):
                continue
            r, m = self.residents[resident], self.members[member]
            wide = resident not in taken and (few or _wide_look(r, m))
            if wide or _narrow_look(r, m):
                pairs.add((resident, member))
        return pairs

    @staticmethod
    def _every(residents: Iterable[int], members: Iterable[int]) -> Iterator[Pair]:
        members = list(members)
        return ((resident, member) for resident in residents for member in members)

    # --- likelihood -------------------------------------------------------------------------------

    def _score(self, pairs: Iterable[Pair]) -> None:
        sought = {self.members[member].known_name for member in self.loose}
        names = Counter((_peers(r), r.name) for r in self.residents if r.name in sought - {None})
        peers = Counter(_peers(r) for r in self.residents)
        births = Counter(r.birth_date for r in self.residents if r.birth_date is not None)
        for resident, member in sorted(pairs):
            r, m = self.residents[resident], self.members[member]
            pattern = self._pattern(r, m)
            shift = 0.0
            _, name, birth, sex, home = levels_of(pattern)
            among = [_peers(r)] if birth <= BIRTH.number("year") and sex == 0 else list(peers)
            bearers = sum(names[group, r.known_name or ""] for group in among)
            if name <= NAME.number("normal") and home != 0 and bearers:
                frequency = (bearers - 1 + ONE_BEARER) / sum(peers[group] for group in among)
                shift += math.log(self.model.u_name[APART][0]) - math.log(frequency)
            if birth == 0 and home != 0 and r.birth_date is not None:
                frequency = births[r.birth_date] / births.total()
                shift += math.log(self.model.u_birth[APART][0]) - math.log(frequency)
            self.scored.setdefault(member, {})[resident] = (pattern, shift)

    def _pattern(self, r: Person, m: Person) -> int:
        home = home_level(r, m, household=self._one_household(r, m), former=self._lived_there(r, m))
        return pattern_of((nik_level(r, m), name_level(r, m), birth_level(r, m), sex_level(r, m), home))

    # --- decisions --------------------------------------------------------------------------------

    def _linked_residents(self) -> set[int]:
        return {pair.resident for pair in self.sure.values()} | {
            row.resident for row in self.accepted.values()
        }

    def _assign(self) -> None:
        for _ in range(ROUNDS):
            claims = self._judge()
            taken = self._linked_residents()
            strongest: dict[int, tuple[float, int]] = {}
            for weight, row in claims:
                claim = (-weight, row.member)
                strongest[row.resident] = min(claim, strongest.get(row.resident, claim))
            new = [
                row for _, row in claims if row.resident in taken or strongest[row.resident][1] == row.member
            ]
            self.accepted.update({row.member: row for row in new})
            if not new:
                break
        self._judge()

    def _judge(self) -> list[tuple[float, Linked]]:
        """Judge every open member; give those whose best pair may be linked, with their weight."""
        taken = self._linked_residents()
        self.judged, claims = {}, []
        for member, pairs in self.scored.items():
            if member in self.accepted:
                continue
            weights = {
                resident: self._weight(pattern, shift, taken=resident in taken)
                for resident, (pattern, shift) in pairs.items()
            }
            best = min(weights, key=lambda resident: (-weights[resident], resident))
            everything = self.priors.nobody_share + sum(math.exp(min(w, 600)) for w in weights.values())
            probability = math.exp(min(weights[best], 600)) / everything
            outcome = "duplicate" if best in taken else "link"
            evidence = evidence_of(pairs[best][0])
            row = Linked(best, member, outcome, "scored", probability, evidence)
            if probability >= self.settings.link_at:
                claims.append((weights[best], row))
            self.judged[member] = Linked(best, member, "review", "scored", probability, evidence)
        return claims

    def _weight(self, pattern: int, shift: float, *, taken: bool) -> float:
        ratio = self.model.log_ratio(pattern, taken=taken) + shift
        return ratio + self.priors.log_odds(free=not taken)

    # --- what stands in the table -----------------------------------------------------------------

    def _sure_links(self) -> Iterator[Linked]:
        risk = self._borrowed_risk()
        by_resident: dict[int, list[NikPair]] = defaultdict(list)
        for pair in self.sure.values():
            by_resident[pair.resident].append(pair)
        for pairs in by_resident.values():
            pairs.sort(key=lambda pair: (pair.doubt != "", pair.home, pair.member))
            for place, pair in enumerate(pairs):
                same = pair.doubt == ""
                name = NAME.number("same" if same else "close")
                yield Linked(
                    pair.resident,
                    pair.member,
                    "link" if place == 0 else "duplicate",
                    "nik_exact" if same else "nik_similar_name",
                    1.0 - risk[pair.home],
                    evidence_of(pattern_of((0, name, 0, 0, pair.home))),
                )

    def _borrowed_risk(self) -> list[float]:
        caught = Counter(
            pair.home
            for pair in self.nik_pairs
            if pair.member in self.accepted and self.accepted[pair.member].resident != pair.resident
        )
        held = Counter(pair.home for pair in self.sure.values())
        risks = []
        for home in range(len(HOME.levels)):
            stratum = HOUSEHOLD if home == 0 else APART
            q = self.model.u_birth[stratum][0] * self.model.u_sex[stratum][0]
            q *= sum(self.model.u_name[stratum][:4])
            risks.append(min((caught[home] + 0.5) * q / (1 - q) / max(held[home], 1), 0.5))
        return risks


def _peers(r: Person) -> tuple[int, bool]:
    """Decade of birth and sex: names go with both."""
    return (r.birth_date.year // 10 if r.birth_date else 0), r.sex == "P"


def _doubt(r: Person, m: Person) -> str:
    born = r.birth_date is not None and r.birth_date == m.birth_date
    if not born or (r.sex and m.sex and r.sex != m.sex) or r.name is None or m.name is None:
        return "yes"
    if r.name == m.name:
        return ""
    return "name" if alike(r.name, m.name, SIMILAR_RAW_NAME) else "yes"


def _wide_look(r: Person, m: Person) -> bool:
    """Whether somebody without a card may be the member."""
    unknown = r.known_name is None or m.known_name is None
    similar = unknown or alike(r.known_name, m.known_name, MUCH_ALIKE)
    if r.village and r.village == m.village and similar and _same_year(r, m):
        return True
    if r.known_name is not None and r.known_name == m.known_name and same_district(r, m):
        return True
    if not (similar or nik_near(r, m)):
        return False
    if r.birth_date is not None and r.birth_date == m.birth_date:
        return True
    if r.nik is None or m.nik is None:
        return False
    return r.nik % 10**10 == m.nik % 10**10 or r.nik // 10**4 == m.nik // 10**4


def _narrow_look(r: Person, m: Person) -> bool:
    """Whether anybody, with a card or without, may be the member."""
    ours, theirs = r.name, m.known_name
    if ours is None or theirs is None:
        return False
    if r.village is not None and r.village == m.village:
        if ours == theirs or (
            _same_year(r, m) and ours[:1] == theirs[:1] and alike(ours, theirs, MUCH_ALIKE)
        ):
            return True
        if _spells_one_birth(r, m) and _worth_a_look(ours, theirs):
            return True
    born = r.birth_date is not None and r.birth_date == m.birth_date
    agree = born and r.sex is not None and r.sex == m.sex and ours[:1] == theirs[:1]
    return agree and alike(ours, theirs, MUCH_ALIKE)


def _spells_one_birth(r: Person, m: Person) -> bool:
    """Whether both NIKs spell one birth date and sex."""
    return bool(r.nik and m.nik) and str(r.nik)[6:12] == str(m.nik)[6:12]


def _same_year(r: Person, m: Person) -> bool:
    return bool(r.birth_date and m.birth_date and r.birth_date.year == m.birth_date.year)


def _worth_a_look(a: str | None, b: str | None) -> bool:
    """Whether the resident's and the member's name, as written, are alike enough, or the member's first
    word stands in the resident's name; a name that is not known speaks against nobody."""
    if a is None or b is None:
        return True
    first = b.split(" ")[0]
    return alike(a, b, WORTH_A_LOOK) or (len(first) >= 4 and first in a)


def _rank(pair: NikPair) -> tuple[bool, int, int]:
    return pair.doubt != "", pair.home, pair.resident
