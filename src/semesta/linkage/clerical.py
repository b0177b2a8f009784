"""Clerical review: pairs drawn for people to look at, and what their answers say about the stated error.

Pairs are drawn at random within strata, so that a small sheet holds enough of the pairs in which errors
are likely. What the edition stated of a stratum weighs as much as one imagined pair of the rarer kind: if
it expects one false link in 200,000, that is 200,000 imagined pairs, one of them false; if it expects one
in two, two. The answers are added to these, which gives the stratum's share a beta distribution. Where
the answers contradict the statement, only the answers count. The sums over the strata get their interval
by MOVER (Zou and Donner 2008, Statistics in Medicine 27:1693-1702). docs/linkage.md has the formulas.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from semesta.engine import Engine, literal
from semesta.faults import InputRefused, Text
from semesta.linkage.binomial import beta_quantile, counted_interval
from semesta.manifest import Interval, LinkError

Verdict = Literal["yes", "no", "unsure"]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Pairs of one kind, and the part of a sheet that they get."""

    name: str
    share: float
    meaning: Text


REVIEW = "review"
STRATA: tuple[Stratum, ...] = (
    Stratum("same_name", 0.15, Text("NIK, tanggal lahir dan nama sama", "NIK, birth date and name agree")),
    Stratum(
        "similar_name",
        0.15,
        Text("NIK dan tanggal lahir sama, nama mirip", "NIK and birth date agree, the name nearly"),
    ),
    Stratum(
        "scored_sure", 0.20, Text("dinilai, peluang paling sedikit 0,99", "scored, probability at least 0.99")
    ),
    Stratum("scored_less_sure", 0.20, Text("dinilai, peluang kurang dari 0,99", "scored, less than 0.99")),
    Stratum("further_card", 0.15, Text("kartu kedua dan seterusnya", "second and further cards")),
    Stratum(REVIEW, 0.15, Text("belum diputuskan program", "left undecided by the program")),
)

STRATUM_SQL = """CASE WHEN outcome = 'review' THEN 'review'
    WHEN outcome = 'duplicate' THEN 'further_card'
    WHEN method = 'nik_exact' THEN 'same_name'
    WHEN starts_with(method, 'nik_') THEN 'similar_name'
    WHEN probability >= 0.99 THEN 'scored_sure'
    ELSE 'scored_less_sure' END"""


@dataclass(frozen=True, slots=True)
class StratumSize:
    """How many pairs an edition has in a stratum, and how many of them it expects to be two persons."""

    stratum: Stratum
    pairs: int
    expected_false: float


def stratum_sizes(engine: Engine) -> tuple[StratumSize, ...]:
    """The strata of the view `links`, in the order of STRATA; a stratum may be empty."""
    found = {
        name: (int(pairs), float(false))
        for name, pairs, false in engine.rows(
            f"SELECT {STRATUM_SQL} AS stratum, count(*), sum(1 - probability::DOUBLE) FROM links GROUP BY 1"
        )
    }
    return tuple(StratumSize(stratum, *found.get(stratum.name, (0, 0.0))) for stratum in STRATA)


# --- drawing ----------------------------------------------------------------------------------------


def draw(engine: Engine, *, size: int, seed: int) -> pa.Table:
    """Draw pairs of the edition behind the views `links`, `residents`, `members`, `regions`; in mixed order.

    Columns: resident_id, member_id, nik_digits_apart (NULL where a NIK is missing or of odd length), and
    for r_ and m_ each nik, kk, name, sex, birth_date, village, address. Fewer pairs than `size` only where
    the edition has fewer. The same seed draws the same pairs. InputRefused if there is nothing to draw.
    """
    pairs = {size.stratum.name: size.pairs for size in stratum_sizes(engine)}
    if not any(pairs.values()):
        raise _nothing_to_draw()
    # The order by a digest is random, and the same on every machine and with any number of threads.
    order = f"md5(concat_ws('-', {literal(seed)}, resident_id, member_id))"
    drawn = " UNION ALL ".join(
        f"(SELECT resident_id, member_id, {order} AS place FROM links"
        f" WHERE ({STRATUM_SQL}) = {literal(name)} ORDER BY place LIMIT {number})"
        for name, number in allocation(pairs, size).items()
    )
    engine.run(f"CREATE OR REPLACE TEMP TABLE _drawn_pairs AS {drawn}")
    table = engine.arrow(f"""
        SELECT p.resident_id, p.member_id,
               CASE WHEN length(r.nik) = length(m.nik) THEN hamming(r.nik, m.nik) END AS nik_digits_apart,
               {_side("r")}, {_side("m")}
        FROM _drawn_pairs p
        JOIN {_people("residents", "resident_id")} r ON r.resident_id = p.resident_id
        JOIN {_people("members", "member_id")} m ON m.member_id = p.member_id
        LEFT JOIN regions r_village ON r_village.code = r.village_code
        LEFT JOIN regions m_village ON m_village.code = m.village_code
        ORDER BY p.place, p.member_id
    """)
    engine.drop("_drawn_pairs")
    return table


def _people(table: str, key: str) -> str:
    return f"(SELECT * FROM {table} WHERE {key} IN (SELECT {key} FROM _drawn_pairs))"


def _side(side: str) -> str:
    columns = ", ".join(f"{side}.{name} AS {side}_{name}" for name in ("kk", "name", "sex", "birth_date"))
    return f"""coalesce({side}.nik, {side}.nik_written) AS {side}_nik, {columns},
        concat_ws(' ', nullif({side}.village_code, ''), {side}_village.name) AS {side}_village,
        {side}.address AS {side}_address"""


def allocation(pairs: Mapping[str, int], size: int) -> dict[str, int]:
    """How many to draw of each stratum: by the strata's shares, what one lacks going to the others."""
    drawn = dict.fromkeys(pairs, 0)
    while (left := min(size, sum(pairs.values())) - sum(drawn.values())) > 0:
        open_ = [stratum for stratum in STRATA if drawn[stratum.name] < pairs[stratum.name]]
        shares = sum(stratum.share for stratum in open_)
        for stratum in open_:
            fair = min(max(1, math.floor(left * stratum.share / shares)), left, size - sum(drawn.values()))
            drawn[stratum.name] += min(fair, pairs[stratum.name] - drawn[stratum.name])
    return drawn


# --- refining ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of one pair: one person (yes), two persons (no), or unsure."""

    resident_id: int
    member_id: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class StratumFound:
    """A stratum with its answers: how many of its pairs are two persons, as far as known now."""

    size: StratumSize
    yes: int
    no: int
    unsure: int
    false: Interval
    contradicted: bool  # the answers speak against what the edition stated


@dataclass(frozen=True, slots=True)
class Refinement:
    """The refined error, and the strata that it comes from."""

    error: LinkError
    strata: tuple[StratumFound, ...]


def refine(engine: Engine, answers: Sequence[Answer], stated: LinkError) -> Refinement:
    """The edition's error in the light of the answers; views as for `draw`.

    InputRefused where a pair is answered twice or is no pair of the edition, or nothing is answered.
    """
    counts = _counts(engine, answers)
    found = tuple(_found(size, counts.get(size.stratum.name, {})) for size in stratum_sizes(engine))
    links = [stratum.false for stratum in found if stratum.size.stratum.name != REVIEW]
    (held,) = [stratum for stratum in found if stratum.size.stratum.name == REVIEW]
    # Missed are the true ones among the pairs held for review, and those that are in no row at all, of
    # which only the statement knows.
    true_reviews = _complement(held.false, held.size.pairs)
    expected = held.size.pairs - held.size.expected_false
    beyond = Interval(
        value=max(0.0, stated.missed_links.value - expected),
        low=max(0.0, stated.missed_links.low - expected),
        high=max(0.0, stated.missed_links.high - expected),
    )
    error = LinkError(
        links=stated.links,
        reviews=stated.reviews,
        false_links=summed(links),
        missed_links=summed([true_reviews, beyond]),
        basis="model+clerical",
    )
    return Refinement(error, found)


def summed(parts: Iterable[Interval]) -> Interval:
    """The interval of a sum of independent numbers (MOVER): distances to the bounds add like the sides of a box."""
    parts = tuple(parts)
    value = sum(part.value for part in parts)
    down = math.sqrt(sum((part.value - part.low) ** 2 for part in parts))
    up = math.sqrt(sum((part.high - part.value) ** 2 for part in parts))
    lowest = sum(part.low for part in parts)
    return Interval(value, max(value - down, lowest), value + up)


def false_pairs(size: StratumSize, *, yes: int, no: int, unsure: int) -> tuple[Interval, bool]:
    """Pairs of a stratum that are two persons, with 95%; and whether the answers contradict the statement.

    A pair of which people are unsure counts as one person for the lower bound, as two for the upper.
    """
    if size.pairs == 0:
        return Interval(0.0, 0.0, 0.0), False
    a, b = _imagined(size)
    low, high = counted_interval(no, yes + no, confidence=0.999)
    contradicted = high < beta_quantile(0.025, a, b) or low > beta_quantile(0.975, a, b)
    if contradicted:
        a, b = 0.5, 0.5  # Jeffreys: no statement
    rest = size.pairs - yes - no
    value = no + rest * (a + no) / (a + b + yes + no)
    low_share = beta_quantile(0.025, a + no, b + yes + unsure)
    high_share = beta_quantile(0.975, a + no + unsure, b + yes)
    # Which of the pairs not looked at are false is chance too, though their share were known.
    down = math.hypot(value - no - rest * low_share, 1.96 * math.sqrt(rest * low_share * (1 - low_share)))
    up = math.hypot(no + rest * high_share - value, 1.96 * math.sqrt(rest * high_share * (1 - high_share)))
    return Interval(value, max(value - down, float(no)), min(value + up, float(no + rest))), contradicted


def _imagined(size: StratumSize) -> tuple[float, float]:
    """What the edition stated, as imagined pairs: two persons, one person; the rarer kind is one pair."""
    share = min(max(size.expected_false / size.pairs, 1e-7), 1.0 - 1e-7)
    return share / min(share, 1.0 - share), (1.0 - share) / min(share, 1.0 - share)


def _found(size: StratumSize, counts: Mapping[str, int]) -> StratumFound:
    yes, no, unsure = (counts.get(verdict, 0) for verdict in ("yes", "no", "unsure"))
    false, contradicted = false_pairs(size, yes=yes, no=no, unsure=unsure)
    return StratumFound(size, yes, no, unsure, false, contradicted)


def _complement(false: Interval, pairs: int) -> Interval:
    return Interval(pairs - false.value, pairs - false.high, pairs - false.low)


def _counts(engine: Engine, answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    """Stratum -> verdict -> number of answers."""
    keys = [(answer.resident_id, answer.member_id) for answer in answers]
    if not keys:
        raise _nothing_answered()
    engine.take(
        "_answers",
        pa.table(
            {
                "resident_id": pa.array([resident for resident, _ in keys], pa.int64()),
                "member_id": pa.array([member for _, member in keys], pa.int64()),
                "verdict": pa.array([answer.verdict for answer in answers]),
            }
        ),
    )
    rows = engine.rows(f"""
        SELECT {STRATUM_SQL} AS stratum, verdict, count(*)
        FROM _answers JOIN links USING (resident_id, member_id) GROUP BY ALL
    """)
    engine.drop("_answers")
    if len(set(keys)) < len(keys) or sum(number for *_, number in rows) < len(keys):
        raise _other_pairs()
    counts: dict[str, dict[str, int]] = {}
    for stratum, verdict, number in rows:
        counts.setdefault(stratum, {})[verdict] = int(number)
    return counts


# --- faults -----------------------------------------------------------------------------------------


def _nothing_to_draw() -> InputRefused:
    return InputRefused(
        place="links",
        reason=Text("Edisi ini tidak punya pasangan.", "This edition has no pairs."),
        remedy=Text(
            "Periksa dengan `semesta show` apakah berkas penduduk dan peserta terisi.",
            "See with `semesta show` whether the population and member files were filled.",
        ),
    )


def _nothing_answered() -> InputRefused:
    return InputRefused(
        place="",
        reason=Text("Belum ada satu pun jawaban.", "Nothing has been answered yet."),
        remedy=Text(
            "Isi kolom jawaban dengan ya, tidak, atau ragu.", "Fill the answer column with ya, tidak or ragu."
        ),
    )


def _other_pairs() -> InputRefused:
    return InputRefused(
        place="",
        reason=Text(
            "Ada pasangan yang dijawab dua kali atau bukan pasangan edisi ini.",
            "A pair is answered twice or is no pair of this edition.",
        ),
        remedy=Text(
            "Jangan ubah kolom kunci; ambil lembar baru dengan `semesta linkage sample` bila perlu.",
            "Leave the key column alone; draw a new sheet with `semesta linkage sample` if need be.",
        ),
    )
