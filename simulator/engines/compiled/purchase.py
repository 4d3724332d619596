"""What a plan buys, put into a workspace where no Python is: in a browser."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.jit import kernel_inline
from simulator.engines.compiled.layout import LEVERS, PURCHASE
from simulator.engines.compiled.memory import (
    edge_row,
    practice_row,
    purchase_at,
    state_at,
    team_row,
)
from simulator.mechanisms.practice import strengthened
from simulator.model.units import DAYS_PER_YEAR

PRACTISE = "int64(int64, int64, int64, int64, float64)"
"""The types that `practise` takes and returns."""

_PURCHASE = PURCHASE.itemsize


def practise(address: int, bought: int, count: int, capacity: int, stops: float) -> int:
    """Put what a plan buys into a workspace: strengths, the people it takes and when money stops.

    `bought` is the address of `count` purchases, `capacity`: whether they are paid for with the
    teams' own people. What was bought before is forgotten. Returns the count.
    """
    s = state_at(address)
    rows, s.stops = (s.team_count + s.edge_count) * LEVERS, stops
    for row in range(s.epoch_count * rows):
        practice_row(s, row).strength, practice_row(s, row).stops = 0.0, stops
    for row in range(s.epoch_count * s.team_count):
        team_row(s, row).funded = 0.0
    for n in range(count):
        purchase = purchase_at(bought + n * _PURCHASE)
        for epoch in range(s.epoch_count):
            mine = practice_row(s, epoch * rows + purchase.row)
            mine.strength = strengthened(mine.strength, purchase.days, purchase.scale)
            if capacity:
                _fund(s, epoch, purchase.row // LEVERS, purchase.days / DAYS_PER_YEAR)
    return count


@kernel_inline
def _fund(s: Any, epoch: int, place: int, people: float) -> None:
    first = epoch * s.team_count
    if place < s.team_count:
        team_row(s, first + place).funded += people
        return
    edge = edge_row(s, epoch * s.edge_count + place - s.team_count)
    team_row(s, first + edge.source).funded += people / 2
    team_row(s, first + edge.target).funded += people / 2
