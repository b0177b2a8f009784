"""What linkage says of itself beside the truth: the stated error covers it, and the evaluation counts right."""

from __future__ import annotations

import pyarrow as pa
import pytest

from semesta.engine import Engine
from semesta.linkage import assignment, evaluate, link
from semesta.linkage.error import never_compared
from semesta.linkage.levels import BIRTH, HOME, NAME, pattern_of
from tests.linkage.province import FAULTS, province, stage

#: Who is right about a resident whom the register holds twice, the truth does not say.
WITH_A_TRUTH = [fault for fault in FAULTS if fault != "twice_in_register"]


@pytest.mark.parametrize(("seed", "fault_share"), [(101, 0.1), (102, 0.3), (103, 0.5)])
def test_the_stated_error_covers_the_true_one(seed: int, fault_share: float) -> None:
    people = province(seed, 120, fault_share=fault_share, faults=WITH_A_TRUTH)
    with Engine(threads=1) as engine:
        stage(engine, people.residents, people.members)
        stated = link(engine).error
        rows = engine.rows("SELECT member, resident FROM links WHERE outcome <> 'review'")
    found = {int(member): int(resident) for member, resident in rows}
    false = sum(people.truth[member] != resident for member, resident in found.items())
    missed = sum(true is not None and found.get(m) != true for m, true in enumerate(people.truth))
    assert stated.false_links.low <= false <= stated.false_links.high
    assert stated.missed_links.low <= missed <= stated.missed_links.high
    assert false <= 0.01 * len(found)


def test_pairs_never_compared_by_capture_and_recapture() -> None:
    """Of 400 links, 300 agree in both ways, 60 in the birth date alone, 40 in name and place alone: 60 x 40 / 301."""
    by_both = (1, 0, 0, 0, HOME.number("village"))
    by_birth = (1, NAME.number("different"), 0, 0, HOME.number("village"))
    by_place = (1, 0, BIRTH.number("year"), 0, HOME.number("household"))
    same_nik = (0, 0, BIRTH.number("year"), 0, HOME.number("elsewhere"))  # compared in any case
    counts = {by_both: 300, by_birth: 60, by_place: 40, same_nik: 1000}
    with Engine(threads=1) as engine:
        assignment.start(engine)
        for levels, pairs in counts.items():
            engine.run(f"""
                INSERT INTO {assignment.ACCEPTED}
                SELECT range, range, {pattern_of(levels)}, 1.0, 'link' FROM range({pairs})""")
        assert never_compared(engine) == pytest.approx(60 * 40 / 301)


def test_evaluation_counts_by_hand() -> None:
    """Seven cards; the headers are row 1 of the residents and row 3 of the members."""
    members = [1, 2, 3, 4, 5, 6, 7]
    truth = {
        "member_row": members,
        "resident_row": [1, 2, 3, 3, None, None, 4],
        "fault": ["none", "nik_typo", "none", "duplicate", "dead", "dead", "none"],
        "nik_broken": [False, True, False, True, False, False, False],
    }
    links = {  # member, resident, outcome, method, probability
        1: (1, "link", "nik_exact", 1.0),  # right
        2: (4, "link", "scored", 0.93),  # wrong: it is resident 2
        3: (3, "link", "nik_exact", 1.0),  # right
        4: (3, "duplicate", "scored", 0.97),  # right, a further card
        5: (2, "link", "scored", 0.96),  # wrong: no resident
        7: (4, "review", "scored", 0.60),  # true, but only held for review
    }
    with Engine(threads=1) as engine:
        engine.take("truth", pa.table({**truth, "resident_row": pa.array(truth["resident_row"], pa.int64())}))
        engine.take("members", pa.table({"member_id": members, "source_row": [m + 3 for m in members]}))
        engine.take("residents", pa.table({"resident_id": [1, 2, 3, 4], "source_row": [2, 3, 4, 5]}))
        engine.take(
            "links",
            pa.table(
                {
                    "member_id": list(links),
                    "resident_id": [row[0] for row in links.values()],
                    "outcome": [row[1] for row in links.values()],
                    "method": [row[2] for row in links.values()],
                    "probability": pa.array([row[3] for row in links.values()], pa.float32()),
                }
            ),
        )
        found = evaluate(engine, "truth", residents_header=1, members_header=3)
    assert (found.all.true, found.all.linked, found.all.right) == (5, 5, 3)
    assert (found.all.precision, found.all.recall, found.all.f1) == (0.6, 0.6, 0.6)
    assert (found.broken.true, found.broken.linked, found.broken.right) == (2, 2, 1)
    assert (found.partnerless, found.partnerless_linked) == (2, 1)
    assert (found.false_links, found.missed_links) == (2, 2)
    by_method = {name: (score.linked, score.right) for name, score in found.by_method.items()}
    assert by_method == {"nik_exact": (2, 2), "scored": (3, 1)}
    assert {name: score.recall for name, score in found.by_fault.items()} == {
        "none": pytest.approx(2 / 3),
        "nik_typo": 0.0,
        "duplicate": 1.0,
    }
    bins = [(part.low, part.pairs, part.right) for part in found.calibration]
    assert bins == [(0.5, 1, 1), (0.9, 1, 0), (0.95, 2, 1), (0.9999, 2, 2)]
