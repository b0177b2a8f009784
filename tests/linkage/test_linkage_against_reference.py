"""`link` and the plain reference take the same decisions, pair by pair, on provinces full of faults."""

from __future__ import annotations

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from semesta.engine import Engine
from semesta.linkage import blocking, link
from semesta.linkage.estimation import Priors
from semesta.linkage.link import Settings
from semesta.linkage.model import Model
from tests.linkage.province import Province, province, stage
from tests.linkage.reference import Linked, Reference

#: One example costs a second, and what fails is told by its seed.
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def linked_by_engine(engine: Engine, people: Province) -> tuple[list[Linked], Reference]:
    """What `link` decided, and a reference with the model that it decided by."""
    stage(engine, people.residents, people.members)
    found = link(engine).details
    rows = engine.rows(
        "SELECT resident, member, outcome, method, probability, evidence FROM links ORDER BY member"
    )
    engine.drop("links")
    reference = Reference(
        people.residents,
        people.members,
        Model(**found["model"]),
        Priors(**found["priors"]),
        Settings(**found["settings"]),
        all_pairs=blocking.ALL_PAIRS,
    )
    return [Linked(*row) for row in rows], reference


def assert_same(found: list[Linked], wanted: list[Linked]) -> None:
    def decision(row: Linked) -> tuple[int, int, str, str, str]:
        return row.member, row.resident, row.outcome, row.method, row.evidence

    assert [decision(row) for row in found] == [decision(row) for row in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert one.probability == pytest.approx(other.probability, abs=1e-5)


@settings(max_examples=4, deadline=None, phases=NO_SHRINKING)
@given(
    seed=st.integers(0, 2**32),
    households=st.integers(0, 50),
    fault_share=st.floats(0.1, 1.0),
    wide_net=st.booleans(),
)
@example(seed=11, households=60, fault_share=1.0, wide_net=True)
def test_the_engine_decides_as_the_reference_does(
    seed: int, households: int, fault_share: float, wide_net: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch, Engine(threads=1) as engine:
        if wide_net:  # blocks as in a whole province, where not everyone is compared with everyone
            patch.setattr(blocking, "ALL_PAIRS", 0)
        found, reference = linked_by_engine(engine, province(seed, households, fault_share=fault_share))
        assert_same(found, reference.links())


def test_every_kind_of_decision_is_met_in_such_provinces() -> None:
    """Else the agreement above would say little."""
    with Engine(threads=1) as engine:
        found, _ = linked_by_engine(engine, province(5, 100, fault_share=1.0))
    kinds = {(row.outcome, row.method) for row in found}
    assert kinds >= {
        ("link", "nik_exact"),
        ("link", "nik_similar_name"),
        ("link", "scored"),
        ("duplicate", "nik_exact"),
        ("duplicate", "scored"),
        ("review", "scored"),
    }
    levels = {word for row in found for word in row.evidence.split()}
    assert len(levels) >= 18, sorted(levels)
