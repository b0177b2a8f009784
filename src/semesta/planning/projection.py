"""Month by month from rates and levels to stocks: what comes in, what goes out, and nothing else.

In every draw, month and part: residents then + born + entered + moved in - died - left - moved out =
residents now; and so for each state, changes of state included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from semesta.planning.cohorts import (
    AGED_OUT,
    BORN,
    CHANGES,
    DIED,
    ENTERED,
    GROUPS,
    IS_ACTIVE,
    IS_ENROLLED,
    KINDS,
    LEFT,
    MOVED,
    NO_CARD,
    STATES,
    Floats,
)
from semesta.planning.rates import EDGE_FROM, EDGE_KIND, EDGE_TO, WORKER_ACTIVE, Rates
from semesta.planning.variation import PERIOD_MONTHS

#: What a flow or stock counts: residents, of them enrolled, of them active.
COUNTED = ("residents", "enrolled", "active")
_MASKS = np.stack([np.ones(len(STATES)), IS_ENROLLED, IS_ACTIVE]).astype(np.float64)  # [counted, state]
#: Flows as they are told: a move is an exit of one part and an entry of another.
MOVED_IN, MOVED_OUT = "moved_in", "moved_out"
FLOW_KINDS: tuple[str, ...] = (BORN, MOVED_IN, ENTERED, DIED, MOVED_OUT, LEFT, *CHANGES, AGED_OUT)
_FLOW = {kind: n for n, kind in enumerate(FLOW_KINDS)}
_KIND = {kind: n for n, kind in enumerate(KINDS)}
_INTO = np.zeros((EDGE_FROM.size, len(STATES)))
_INTO[np.arange(EDGE_TO.size), EDGE_TO] = 1.0
_OUT_OF = np.zeros((EDGE_FROM.size, len(STATES)))
_OUT_OF[np.arange(EDGE_FROM.size), EDGE_FROM] = 1.0
_EDGE_FLOW = np.zeros((EDGE_FROM.size, len(CHANGES)))
_EDGE_FLOW[np.arange(EDGE_KIND.size), EDGE_KIND] = 1.0
#: Where a worker's card that dies with a birthday goes: the same group, not active.
_AGED = np.zeros((len(STATES), len(STATES)))
for _n in np.flatnonzero(WORKER_ACTIVE):
    _AGED[_n, _n + len(GROUPS)] = 1.0


@dataclass(frozen=True, slots=True)
class Paths:
    """Draws of the months to come. Month 0 is the newest edition."""

    stocks: Floats  # [month, draw, part, counted]
    states: Floats  # [draw, part, state] at the end
    flows: Floats  # [month, part, flow, counted], mean over the draws; month 0 has none


def project(stock: Floats, rates: Rates, levels: Floats, months: int) -> Paths:
    """Draw paths from `stock` [part, age, state] under levels [period, draw, kind, part]."""
    draws, parts = levels.shape[1], stock.shape[0]
    stocks = np.empty((months + 1, draws, parts, len(COUNTED)))
    flows = np.zeros((months + 1, parts, len(FLOW_KINDS), len(COUNTED)))
    states = np.empty((draws, parts, len(STATES)))
    size = 50  # draws at a time: what is worked on stays near the processor
    for first in range(0, draws, size):
        chosen = slice(first, min(first + size, draws))
        count = chosen.stop - chosen.start
        people = np.broadcast_to(stock, (count, *stock.shape)).copy()
        stocks[0, chosen] = _counted(people)
        for month in range(1, months + 1):
            level = levels[(month - 1) // PERIOD_MONTHS, chosen]
            people, moved = step(people, rates, level)
            stocks[month, chosen] = _counted(people)
            flows[month] += moved.sum(axis=0)
        states[chosen] = people.sum(axis=2)
    return Paths(stocks, states, flows / draws)


def step(people: Floats, rates: Rates, level: Floats) -> tuple[Floats, Floats]:
    """One month: [draw, part, age, state] people and the flows [draw, part, flow, counted] that changed them."""
    flows = np.zeros((*people.shape[:2], len(FLOW_KINDS), len(COUNTED)))
    residents = people.sum(axis=(2, 3))

    def of(kind: str) -> Floats:
        return level[:, _KIND[kind], :]

    died = rates.died * of(DIED)[:, :, None, None]
    left = rates.left * of(LEFT)[:, :, None, None]
    away = rates.moved.sum(axis=1) * of(MOVED)  # [draw, part]
    by_edge = level[:, [_KIND[kind] for kind in CHANGES], :][:, EDGE_KIND, :].transpose(0, 2, 1)
    changing = rates.changes * by_edge[:, :, None, :]
    out = died + left + away[:, :, None, None] + changing @ _OUT_OF
    # of several ways out each takes its share of those who go
    going = people * -np.expm1(-out) / np.maximum(out, 1e-12)
    dead, gone, leaving = going * died, going * left, going * away[:, :, None, None]
    changed = going[..., EDGE_FROM] * changing
    arriving = _arriving(leaving, rates.moved)
    born = (rates.born * (of(BORN) * residents)[:, :, None])[:, :, None, :]
    entered = rates.entered * (of(ENTERED) * residents)[:, :, None, None]
    now = people - dead - gone - leaving - changed @ _OUT_OF + changed @ _INTO + arriving + entered
    now[:, :, :1] += born
    now, aged = _birthdays(now, rates, of(AGED_OUT))
    for kind, flow in (
        (BORN, born), (ENTERED, entered), (MOVED_IN, arriving), (DIED, -dead), (LEFT, -gone), (MOVED_OUT, -leaving),
    ):  # fmt: skip
        flows[:, :, _FLOW[kind]] = _counted(flow)
    for which, mask in enumerate(_MASKS):
        effect = mask[EDGE_TO] - mask[EDGE_FROM]
        flows[:, :, _FLOW[CHANGES[0]] : _FLOW[CHANGES[-1]] + 1, which] = (changed * effect).sum(
            axis=2
        ) @ _EDGE_FLOW
    flows[:, :, _FLOW[AGED_OUT]] = aged
    return now, flows


def _arriving(leaving: Floats, moved: Floats) -> Floats:
    """Those who leave one part for another, where they arrive; age and card go with them."""
    total = moved.sum(axis=1, keepdims=True)
    shares = np.divide(moved, total, out=np.zeros_like(moved), where=total > 0)
    return np.asarray(np.einsum("dras,rq->dqas", leaving, shares))


def _birthdays(people: Floats, rates: Rates, level: Floats) -> tuple[Floats, Floats]:
    """Pass people into the next age group; some workers' cards die with it."""
    passing = people * np.minimum(rates.ageing, 1.0)
    dying = passing * np.minimum(rates.aged_out * level[:, :, None, None], 1.0)
    arriving = passing - dying
    arriving = arriving + dying @ _AGED
    now = people - passing
    now[:, :, 1:] += arriving[:, :, :-1]
    now[:, :, -1] += arriving[:, :, -1]
    fallen = dying[..., WORKER_ACTIVE].sum(axis=(2, 3))
    return now, np.stack([np.zeros_like(fallen), np.zeros_like(fallen), -fallen], axis=-1)


def _counted(people: Floats) -> Floats:
    """[draw, part, counted] of [draw, part, age, state]."""
    return np.asarray(people.sum(axis=2) @ _MASKS.T)


assert STATES[NO_CARD] == ("", False)
