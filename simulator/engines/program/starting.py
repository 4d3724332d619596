"""How many items stand at each step of their routes before day 0, as a long run would leave them.

By Little's law a step holds items in proportion to the time that an item is held there: the waits
of its crossings, the queue of its team, the service. Items that are on a crossing are set down in
the queue that they come to. What makes or catches mistakes moves nobody: the same items stand at
the same steps in a better organisation, so that luck stays comparable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.engines.program.handling import efforts
from simulator.engines.program.routes import Routes, Whole
from simulator.engines.program.table import Table, layer
from simulator.mechanisms.practice import servers
from simulator.model.resolved import Resolved
from simulator.stats.elementwise import of_case
from simulator.stats.queues import mmc

if TYPE_CHECKING:
    from simulator.engines.program.compilation import Program

__all__ = ["filled", "starting"]

_BUSIEST = 0.95
"""A team that is busier has no long run of its own; its queue is taken as at this share."""

_OF_TEAMS = ("people", "effort_mean")
_OF_EDGES = ("delay", "opens_every", "handoff_effort", "readback_effort")
"""What decides how long an item is held at a step."""

Floats = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.void]]


def filled(program: Program, items: float) -> Program:
    """Return a plan that begins with about so many items in all, as a long run would leave them.

    Each kind has its share: what arrives of it times how long its route holds an item.
    """
    routes, rates = program.routes, _rates(program.scenario)
    held = _held(rates, routes, program.teams[0], program.edges[0])
    rows = [slice(kind["first_step"], kind["first_step"] + kind["steps"]) for kind in routes.kind]
    shares = np.array(rates) * [held[own].sum() for own in rows]
    numbers = np.floor(items * shares / shares.sum() + 0.5) if shares.sum() > 0.0 else shares
    found = _spread(routes, held, numbers.tolist())
    found.setflags(write=False)
    return replace(program, starting=found)


def starting(scenario: Resolved, routes: Sequence[Routes], teams: Table, edges: Table) -> Table:
    """Return how many items are set down at each step before day 0, one number a step, in layers.

    Of the n items of a kind the k-th stands where the share (k + 1/2) / n of the time on the route
    has gone by: `teams` and `edges` are what is in force on day 0, and nothing is bought. They, the
    routes and the result have one layer a world, or one for all.
    """
    numbers: list[Any] = [kind.starts_with.value for kind in scenario.work.values()]
    rates: list[Any] = _rates(scenario)
    if not any(np.any(number) for number in numbers):
        return np.zeros((1, len(routes[0].step)), np.int64)
    cases = [len(each) for each in (*numbers, *rates) if isinstance(each, np.ndarray)]
    known: dict[Any, Whole] = {}
    found = []
    for case in range(max(len(teams), len(edges), *cases)):
        own, between = layer(teams, case), layer(edges, case)
        items, arriving = ([of_case(each, case) for each in of] for of in (numbers, rates))
        columns = (*(own[name] for name in _OF_TEAMS), *(between[name] for name in _OF_EDGES))
        key = (*items, *arriving, *(column.tobytes() for column in columns))
        if key not in known:
            known[key] = _spread(routes[0], _held(arriving, routes[0], own, between), items)
        found.append(known[key])
    return np.array(found if len(known) > 1 else found[:1])


def _spread(routes: Routes, held: Floats, numbers: Sequence[float]) -> Whole:
    found = np.zeros(len(routes.step), np.int64)
    for kind, number in zip(routes.kind, numbers, strict=True):
        own = slice(kind["first_step"], kind["first_step"] + kind["steps"])
        until = np.cumsum(held[own])
        found[own] = np.diff(np.floor(number * until / until[-1] + 0.5), prepend=0.0)
    return found


def _held(rates: Sequence[float], routes: Routes, teams: Rows, edges: Rows) -> Floats:
    """Return how long an item is held at each step [days], the slowest of a group's members."""
    services = teams[routes.member["team"]]["effort_mean"] + efforts(routes, edges[None])[0]
    queues = np.array(_queues(rates, routes, teams["people"], services))
    each = services + queues[routes.member["team"]] + _crossings(routes, edges)
    return np.array(
        [each[row["first_member"] :][: row["members"]].max() for row in routes.step], np.float64
    )


def _crossings(routes: Routes, edges: Rows) -> Floats:
    """Return the mean wait on the longest of the crossings to a member of a step [days]."""
    waits = edges["delay"] + edges["opens_every"] / 2.0
    found = np.zeros(len(routes.member))
    into = routes.ends.crossing < len(routes.crossing)
    np.maximum.at(found, routes.ends.receiver[into], waits[routes.ends.edge[into]])
    return found


def _queues(
    arriving: Sequence[float], routes: Routes, people: Floats, services: Floats
) -> list[float]:
    """Return the mean wait in each team's queue [days] if new work were all it does (M/M/c)."""
    rates = np.repeat(arriving, routes.kind["bounces"])
    team, size = routes.member["team"], len(people)
    visits = np.bincount(team, rates, size)
    offered = np.bincount(team, rates * services, size)
    waits = []
    for rate, load, hands in zip(visits.tolist(), offered.tolist(), people.tolist(), strict=True):
        if not rate * load > 0.0:
            waits.append(0.0)
            continue
        many = servers(hands)
        busy = load * many / hands
        waits.append(mmc(rate * min(1.0, _BUSIEST * many / busy), rate / busy, int(many)).wait)
    return waits


def _rates(scenario: Resolved) -> list[float]:
    """Return the arrivals of each kind [per day]; of a schedule its mean over the horizon."""
    horizon = scenario.horizon.value
    return [
        len(kind.schedule) / horizon if kind.rate is None and kind.schedule else
        (kind.rate.value if kind.rate else 0.0)
        for kind in scenario.work.values()
    ]  # fmt: skip
