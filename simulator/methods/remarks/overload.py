"""Teams with more work than time: how much of it arrives, and what would do."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.engines.program.window import days_of
from simulator.measures.tally import Floats, Tally, TeamSum

__all__ = ["ENOUGH", "Overload", "overloads"]

ENOUGH = 0.9
"""A team that is busy for so much of its time has a queue that ends; judgement."""


@dataclass(frozen=True, kw_only=True)
class Overload:
    """A team at which more work arrives than it has time for, in the days that are counted.

    `load` is the work over the time. `people` are those of the file (a mean where an event changes
    them), `enough` how many whole ones would be busy for nine tenths of their time; `fewer` is the
    share of the items that would have to stay away for the same.
    """

    team: str
    load: float
    people: float
    enough: int
    fewer: float


def overloads(program: Program, tally: Tally) -> tuple[Overload, ...]:
    """Return the teams of a plan with more work than time, the most loaded first.

    New work counts as it arrives by the file, whether it got there or lies in an earlier queue,
    with the mean service of the visits that began; all other work as it was done.
    """
    sums = tally.teams.sum(axis=0) / len(tally.teams)
    started, time = sums[:, TeamSum.VISITS], sums[:, TeamSum.PEOPLE]
    service = sums[:, TeamSum.VISIT] / np.maximum(started, 1e-12)
    other = sums[:, TeamSum.BUSY] - sums[:, TeamSum.VISIT]
    work = np.where(started > 0.0, _visits(program) * service, 0.0) + other
    people = days_of(program) @ program.teams["people"] / (program.horizon - program.warm_up)
    found = [
        _overload(name, float(days / have), float(hands))
        for name, days, have, hands in zip(program.scenario.teams, work, time, people, strict=True)
        if have > 0.0 and days > have
    ]
    return tuple(sorted(found, key=lambda each: (-each.load, each.team)))


def _overload(team: str, load: float, people: float) -> Overload:
    enough = math.ceil(load * people / ENOUGH)
    return Overload(team=team, load=load, people=people, enough=enough, fewer=1.0 - ENOUGH / load)


def _visits(program: Program) -> Floats:
    """Return how many visits of new work the file sends to each team in the window."""
    routes, window = program.routes, (program.warm_up, program.horizon)
    items = days_of(program) @ program.rates
    for kind, row in enumerate(routes.kind):
        if row["scheduled"]:
            times = routes.arrival[row["first_arrival"] :][: row["arrivals"]]
            items[kind] = np.count_nonzero((times >= window[0]) & (times < window[1]))
    members = [sum(map(len, kind.route)) for kind in program.scenario.work.values()]
    size = len(program.scenario.teams)
    return np.asarray(np.bincount(routes.member["team"], np.repeat(items, members), size))
