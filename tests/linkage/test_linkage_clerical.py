"""Clerical review: what is drawn, what the answers say, and whether the refined interval is honest."""

from __future__ import annotations

import math
import random
from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.faults import InputRefused
from semesta.linkage.binomial import beta_below, beta_quantile, counted_interval
from semesta.linkage.clerical import (
    STRATA,
    Answer,
    StratumSize,
    Verdict,
    allocation,
    draw,
    false_pairs,
    refine,
    stratum_sizes,
    summed,
)
from semesta.manifest import Interval, LinkError

# --- shares and their intervals -----------------------------------------------------------------------


@settings(max_examples=30)
@given(st.integers(1, 40), st.integers(0, 40), st.floats(0.001, 0.999))
def test_beta_is_the_tail_of_a_binomial(hits: int, misses: int, share: float) -> None:
    trials = hits + misses
    tail = sum(math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(hits, trials + 1))
    assert beta_below(share, hits, misses + 1) == pytest.approx(tail, abs=1e-10)


@settings(max_examples=30)
@given(st.floats(0.05, 1e7), st.floats(0.05, 1e7), st.floats(0.001, 0.999))
def test_a_quantile_is_where_the_distribution_has_its_level(a: float, b: float, level: float) -> None:
    # Near 0 and 1 a step of the last digit moves the level, so the neighbours may enclose it.
    x = beta_quantile(level, a, b)
    below, above = beta_below(x * (1 - 1e-9) - 1e-12, a, b), beta_below(x * (1 + 1e-9) + 1e-12, a, b)
    assert below - 1e-6 <= level <= above + 1e-6


def test_counted_intervals_as_printed_in_tables() -> None:
    """Clopper-Pearson at 95%: 0 of 10, 1 of 10, 5 of 10, 10 of 10."""
    found = [counted_interval(hits, 10, confidence=0.95) for hits in (0, 1, 5, 10)]
    for interval, printed in zip(
        found, ((0, 0.3085), (0.0025, 0.4450), (0.1871, 0.8129), (0.6915, 1)), strict=True
    ):
        assert interval == pytest.approx(printed, abs=5e-5)
    assert counted_interval(0, 0, confidence=0.95) == (0.0, 1.0)


# --- one stratum ----------------------------------------------------------------------------------------


def size_of(pairs: int, expected_false: float) -> StratumSize:
    return StratumSize(STRATA[0], pairs, expected_false)


@settings(max_examples=40)
@given(
    pairs=st.integers(1, 10_000_000),
    share=st.floats(0, 1),
    yes=st.integers(0, 60),
    no=st.integers(0, 60),
    unsure=st.integers(0, 20),
)
def test_a_stratum_stays_within_what_is_possible(
    pairs: int, share: float, yes: int, no: int, unsure: int
) -> None:
    pairs = max(pairs, yes + no + unsure)
    false, _ = false_pairs(size_of(pairs, pairs * share), yes=yes, no=no, unsure=unsure)
    assert no - 1e-6 <= false.low <= false.value + 1e-6
    assert false.value <= false.high + 1e-6
    assert false.high <= pairs - yes + 1e-6


def test_without_answers_a_stratum_is_as_stated() -> None:
    false, contradicted = false_pairs(size_of(8_000_000, 40.0), yes=0, no=0, unsure=0)
    assert false.value == pytest.approx(40.0, rel=1e-6)
    assert false.low < 5
    assert 100 < false.high < 200
    assert not contradicted


def test_a_clean_sample_of_millions_leaves_a_small_stated_error_alone() -> None:
    before, _ = false_pairs(size_of(8_000_000, 40.0), yes=0, no=0, unsure=0)
    after, contradicted = false_pairs(size_of(8_000_000, 40.0), yes=30, no=0, unsure=0)
    assert after.value == pytest.approx(before.value, rel=1e-3)
    assert not contradicted


def test_false_links_where_none_were_stated_count_alone() -> None:
    false, contradicted = false_pairs(size_of(100_000, 0.1), yes=27, no=3, unsure=0)
    assert contradicted
    assert 5_000 < false.value < 15_000
    low, high = counted_interval(3, 30, confidence=0.95)
    assert false.low == pytest.approx(100_000 * low, rel=0.5)
    assert false.high == pytest.approx(100_000 * high, rel=0.25)


def test_a_stratum_reviewed_whole_is_known() -> None:
    false, _ = false_pairs(size_of(22, 9.0), yes=16, no=6, unsure=0)
    assert (false.value, false.low, false.high) == (6, 6, 6)


def test_the_unsure_widen_and_do_not_move() -> None:
    sure, _ = false_pairs(size_of(1_000, 300.0), yes=20, no=10, unsure=0)
    unsure, _ = false_pairs(size_of(1_000, 300.0), yes=20, no=10, unsure=6)
    assert unsure.value == pytest.approx(sure.value)
    assert unsure.low < sure.low < sure.high < unsure.high


def test_sums_are_tighter_than_the_sums_of_bounds() -> None:
    part = Interval(10.0, 4.0, 22.0)
    total = summed([part, part, part, part])
    assert total.value == 40
    assert total.low == pytest.approx(40 - 2 * 6)
    assert total.high == pytest.approx(40 + 2 * 12)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Strata with a true share that the statement misses by up to a factor of three; 30 answers each."""
    dice = random.Random(5)  # noqa: S311
    covered, rounds = 0, 80
    for _ in range(rounds):
        parts, true = [], 0
        for pairs, share in ((4_000, 0.002), (300, 0.05), (120, 0.4)):
            false = sum(dice.random() < share for _ in range(pairs))
            stated = pairs * share * 3 ** dice.uniform(-1, 1)
            no = sum(place < false for place in dice.sample(range(pairs), 30))
            parts.append(false_pairs(size_of(pairs, stated), yes=30 - no, no=no, unsure=0)[0])
            true += false
        interval = summed(parts)
        covered += interval.low <= true <= interval.high
    assert covered / rounds >= 0.9  # 95% of many rounds; 80 leave some play


# --- drawing and refining on tables ---------------------------------------------------------------------

KINDS = (  # outcome, method, probability, pairs
    ("link", "nik_exact", 0.999999, 3_000),
    ("link", "nik_similar_name", 0.9999, 400),
    ("link", "scored", 0.999, 300),
    ("link", "scored", 0.93, 40),
    ("duplicate", "scored", 0.98, 60),
    ("review", "scored", 0.5, 50),
)
STATED = LinkError(3_800, 50, Interval(4.0, 0.5, 15.0), Interval(30.0, 8.0, 90.0), "model")


def give_edition(engine: Engine) -> None:
    """Views of an edition, as far as a review needs them; every resident i holds card i."""
    rows = [(outcome, method, p) for outcome, method, p, pairs in KINDS for _ in range(pairs)]
    ids = pa.array(range(1, len(rows) + 1), pa.int64())
    engine.take(
        "links",
        pa.table(
            {
                "resident_id": ids,
                "member_id": ids,
                "outcome": [row[0] for row in rows],
                "method": [row[1] for row in rows],
                "probability": pa.array([row[2] for row in rows], pa.float32()),
            }
        ),
    )
    person = {
        "nik": [f"18710101018{i:05}" for i in range(len(rows))],
        "nik_written": pa.nulls(len(rows), pa.string()),
        "kk": pa.nulls(len(rows), pa.string()),
        "name": [f"=NAMA {i}" for i in range(len(rows))],
        "sex": ["L"] * len(rows),
        "birth_date": pa.nulls(len(rows), pa.date32()),
        "village_code": ["18.71.01.1001"] * len(rows),
        "address": ["JL MELATI"] * len(rows),
    }
    engine.take("residents", pa.table({"resident_id": ids, "member_id": ids, **person}))
    engine.take("members", pa.table({"member_id": ids, "resident_id": ids, **person}))
    engine.take("regions", pa.table({"code": ["18.71.01.1001"], "name": ["Kota Karang"]}))


def test_strata_hold_every_pair_once() -> None:
    with Engine(threads=1) as engine:
        give_edition(engine)
        sizes = stratum_sizes(engine)
    assert [size.pairs for size in sizes] == [pairs for *_, pairs in KINDS]
    assert [size.expected_false for size in sizes] == pytest.approx(
        [pairs * (1 - p) for _, _, p, pairs in KINDS], rel=0.05
    )


def test_a_draw_is_spread_over_the_strata_and_the_same_again() -> None:
    with Engine(threads=1) as one, Engine(threads=2) as two:
        give_edition(one)
        give_edition(two)
        first, again = draw(one, size=100, seed=7), draw(two, size=100, seed=7)
        other = draw(one, size=100, seed=8)
        whole = draw(one, size=100_000, seed=1)
    assert first.equals(again)
    assert set(first["member_id"].to_pylist()) != set(other["member_id"].to_pylist())
    assert len(first) == 100
    assert len(set(first["member_id"].to_pylist())) == 100
    assert first["member_id"].to_pylist() != sorted(first["member_id"].to_pylist())
    assert whole.num_rows == sum(pairs for *_, pairs in KINDS)
    pair = first.to_pylist()[0]
    assert pair["nik_digits_apart"] == 0
    assert pair["r_village"] == "18.71.01.1001 Kota Karang"


@given(st.lists(st.integers(0, 500), min_size=6, max_size=6), st.integers(1, 600))
def test_an_allocation_takes_what_there_is(pairs: list[int], size: int) -> None:
    counts = dict(zip((stratum.name for stratum in STRATA), pairs, strict=True))
    drawn = allocation(counts, size)
    assert sum(drawn.values()) == min(size, sum(pairs))
    assert all(0 <= drawn[name] <= counts[name] for name in counts)
    if size >= 100 and min(pairs) >= 50:
        assert min(drawn.values()) >= size * 0.1


def answers_of(engine: Engine, false: set[int], size: int = 200) -> list[Answer]:
    drawn = draw(engine, size=size, seed=1)["member_id"].to_pylist()
    verdict: dict[bool, Verdict] = {True: "no", False: "yes"}
    return [Answer(member, member, verdict[member in false]) for member in drawn]


def test_answers_move_the_stated_error_towards_the_truth() -> None:
    first_review = sum(pairs for *_, pairs in KINDS[:-1]) + 1
    review = range(first_review, first_review + 50)
    false = {member for member in review if member % 5 != 0}  # stated: one in two; true: four in five
    with Engine(threads=1) as engine:
        give_edition(engine)
        refined = refine(engine, answers_of(engine, false), STATED)
    error = refined.error
    assert error.basis == "model+clerical"
    assert (error.links, error.reviews) == (STATED.links, STATED.reviews)
    held = refined.strata[-1]
    assert held.false.low <= 40 <= held.false.high
    assert held.false.value > 32
    # 10 true pairs are held back, not 25; what is in no row stays as it was stated: 30 - 25.
    assert 10 <= error.missed_links.value <= 22
    assert error.missed_links.low <= 15 <= error.missed_links.high
    counts = Counter({part.size.stratum.name: part.yes + part.no for part in refined.strata})
    assert counts.total() == 200


def test_answers_for_other_pairs_are_refused() -> None:
    with Engine(threads=1) as engine:
        give_edition(engine)
        with pytest.raises(InputRefused, match="answered twice"):
            refine(engine, [Answer(1, 1, "yes"), Answer(1, 1, "no")], STATED)
        with pytest.raises(InputRefused, match="no pair of this edition"):
            refine(engine, [Answer(1, 2, "yes")], STATED)
        with pytest.raises(InputRefused, match="Nothing has been answered"):
            refine(engine, [], STATED)
        engine.run("DELETE FROM links")
        with pytest.raises(InputRefused, match="no pairs"):
            draw(engine, size=10, seed=1)
