"""What happens to the people between two moments: they are born, die, move within, away and in."""

from __future__ import annotations

from collections.abc import Sequence

from semesta.engine import Engine
from semesta.synthetic.places import Places
from semesta.synthetic.spec import ProvinceSpec


def evolve(
    engine: Engine, places: Places, spec: ProvinceSpec, index: int, quotas: Sequence[tuple[int, int]]
) -> None:
    """Bring the people from the moment before to the index-th, meeting its quotas."""
    raise NotImplementedError
