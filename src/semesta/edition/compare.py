"""Why the figures of two editions differ: each person followed, as flows that add up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from semesta.edition import flows as sums
from semesta.edition.flows import Flow
from semesta.edition.opened import Edition
from semesta.edition.same_people import load_people, pair_people
from semesta.engine import Engine
from semesta.engine.duck import DEFAULT_MEMORY_MB
from semesta.faults import InputRefused, Text


@dataclass(frozen=True, slots=True)
class Comparison:
    """The flows from one edition to a later one, for the whole ('') and for every region by code.

    In each region every person who was or is its resident stands in exactly one flow. `before` and
    `after` are active, inactive, not_enrolled, or '' for no resident of the region; so for each state
    S: residents in S then + flows into S - flows out of S = residents in S now.
    """

    before: str
    after: str
    flows: dict[str, tuple[Flow, ...]]

    def flows_of(self, region: str = "") -> tuple[Flow, ...]:
        """The flows of a region by its code with dots; '' for all residents. Empty where nobody is."""
        return self.flows.get(region, ())


def compare(
    before: Edition,
    after: Edition,
    *,
    on_step: Callable[[str], None] | None = None,
    memory_mb: int = DEFAULT_MEMORY_MB,
    threads: int | None = None,
) -> Comparison:
    """Follow each person from one edition to a later one (or one of the same date).

    Raises InputRefused when `before` is the later one, LawBroken if a flow would not add up.
    """
    if before.manifest.as_of > after.manifest.as_of:
        raise InputRefused(
            place=f"{before.manifest.name}, {after.manifest.name}",
            reason=Text("Edisi pertama lebih baru.", "The first edition is the newer one."),
            remedy=Text("Tulis edisi yang lama dulu.", "Write the older edition first."),
        )
    with Engine(memory_mb=memory_mb, threads=threads, on_step=on_step) as engine:
        with engine.step("compare.read"):
            load_people(engine, before.path, after.path)
        with engine.step("compare.pair"):
            pair_people(engine)
        with engine.step("compare.flows"):
            sums.count_flows(engine, before, after)
            sums.require_balance(engine, before, after)
            return Comparison(before.manifest.name, after.manifest.name, sums.read_flows(engine))
