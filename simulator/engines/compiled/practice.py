"""What money has bought by now, and how fast a team works."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.memory import (
    common,
    edge_now,
    edge_place,
    practice_in,
    queue,
    team_now,
)
from simulator.engines.program import layout
from simulator.mechanisms.luck import Purpose, uniform
from simulator.mechanisms.practice import gain, gain_if_followed, load, servers, toward
from simulator.model.lever import EDGE_LEVERS


@kernel
def gain_at(s: Any, place: int, lever: int, t: float, epoch: int) -> float:
    """Return g at `t`, in `epoch`, of a practice bought for a place (0 when none was)."""
    row = practice_in(s, epoch, place, lever)
    if row.strength == 0.0:
        return 0.0
    return gain(t, row.strength, row.start, row.ramp, row.stops, row.fade)


@kernel
def followed(s: Any, place: int, lever: int, luck: float) -> float:
    """Return g now of a practice, 0 where it is not followed."""
    row = practice_in(s, s.epoch, place, lever)
    return gain_if_followed(row, row.start, s.now, luck)


def _gains(levers: tuple[int, ...]) -> Any:
    """Return a function that gives g now of each of these practices of a place."""
    first, rest = levers[0], levers[1:]

    @kernel_inline
    def one(s: Any, place: int, luck: float) -> tuple[float, ...]:
        return (followed(s, place, first, luck),)

    if not rest:
        return one
    others = _gains(rest)

    @kernel_inline
    def each(s: Any, place: int, luck: float) -> tuple[float, ...]:
        return one(s, place, luck) + others(s, place, luck)

    return each


_visit_gains, _crossing_gains = _gains(layout.VISITED), _gains(tuple(range(len(EDGE_LEVERS))))
_NO_VISIT_GAINS, _NO_CROSSING_GAINS = (0.0,) * len(layout.VISITED), (0.0,) * len(EDGE_LEVERS)


@kernel_inline
def team_gains(s: Any, team: int, key: int) -> tuple[float, ...]:
    """Return g now of what a team follows in a visit, in the order of `VISITED`."""
    if not team_now(s, team).practised:
        return _NO_VISIT_GAINS
    luck = uniform(key, Purpose.VISIT_ADHERENCE, 0)
    return _visit_gains(s, team, luck)


@kernel_inline
def edge_gains(s: Any, edge: int, key: int) -> tuple[float, ...]:
    """Return g now of what is followed at a crossing, in the order of `EDGE_LEVERS`."""
    if not edge_now(s, edge).practised:
        return _NO_CROSSING_GAINS
    luck, place = uniform(key, Purpose.CROSSING_ADHERENCE, 0), edge_place(s, edge)
    return _crossing_gains(s, place, luck)


@kernel_inline
def overhead(s: Any, place: int, lever: int) -> float:
    """Return what a followed practice costs each use [days] at g = 1."""
    return float(practice_in(s, s.epoch, place, lever).overhead)


@kernel_inline
def pace(s: Any, team: int) -> float:
    """Return what every service time of the team is multiplied by: servers / people left."""
    return 1.0 if team_now(s, team).steady else _pace(s, team)


@kernel
def _pace(s: Any, team: int) -> float:
    row = team_now(s, team)
    hands = toward(row.people, row.people_top, gain_at(s, team, layout.PEOPLE, s.now, s.epoch))
    if s.now <= s.stops:
        hands = hands - row.funded
    at_work = servers(row.people)
    return 1.0 if hands == at_work else at_work / hands


@kernel
def load_of(s: Any, team: int) -> float:
    """Return the load of a team now; 0 where there is no pressure and nobody asks."""
    if common(s).pressure == 0.0:
        return 0.0
    return load(queue(s, team).waiting, team_now(s, team).people)
