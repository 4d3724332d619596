"""Routes as arrays: steps, their members, the crossings into them and the laterals within."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from simulator.engines.program.layout import CROSSING, KIND, MEMBER, STEP
from simulator.engines.program.table import table
from simulator.mechanisms.draws import log_variance
from simulator.mechanisms.handoff import sender_mask
from simulator.model.organisation import WorkKind
from simulator.model.resolved import Resolved
from simulator.stats.elementwise import Number, each

_ALL_FACTS = sender_mask(0, 1)
_STRUCTURES = 64
"""How many structures are remembered: a scenario's plans and its neighbours on a map."""
Rows = np.ndarray[tuple[int], np.dtype[np.void]]
Whole = np.ndarray[tuple[int], np.dtype[np.int64]]
Table = np.ndarray[Any, np.dtype[Any]]
Route = tuple[tuple[str, ...], ...]


class Ends(NamedTuple):
    """Every crossing's row, its boundary and the rows of the members that send and receive.

    In the order of the routes, a step's laterals, whose rows follow those of all crossings, after
    the crossings into it.
    """

    crossing: Whole
    edge: Whole
    sender: Whole
    receiver: Whole


@dataclass(frozen=True, kw_only=True)
class Routes:
    """The routes of all kinds, kinds in name order; see `layout` for the columns."""

    kind: Rows
    step: Rows
    member: Rows
    crossing: Rows
    lateral: Rows
    bounce: Whole
    arrival: np.ndarray[tuple[int], np.dtype[np.float64]]
    rank: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    ends: Ends

    @property
    def last(self) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """The last step of each kind's route, among all steps."""
        return np.asarray(self.kind["first_step"] + self.kind["steps"] - 1)


class _Walk:
    """Gathers rows while the routes are walked, counting visits and crossings of each kind."""

    def __init__(
        self, teams: Sequence[str], boundaries: Sequence[str], listed: Collection[str]
    ) -> None:
        self.team = {name: index for index, name in enumerate(teams)}
        self.edge = {name: index for index, name in enumerate(boundaries)}
        self.listed = listed
        self.steps: list[tuple[int, ...]] = []
        self.members: list[tuple[int, int]] = []
        self.crossings: list[tuple[int, ...]] = []
        self.laterals: list[tuple[int, ...]] = []

    def route(self, route: Route) -> None:
        visits: Counter[str] = Counter()
        passes: Counter[str] = Counter()
        before: tuple[str, ...] = ()
        for step in route:
            first = (len(self.members), len(step), len(self.crossings), len(self.laterals))
            self._crossings(before, step, passes)
            self.steps.append((*first, self._laterals(step, passes)))
            for team in step:
                self.members.append((self.team[team], visits[team]))
                visits[team] += 1
            before = step

    def _crossings(
        self, before: tuple[str, ...], step: tuple[str, ...], passes: Counter[str]
    ) -> None:
        for receiver, target in enumerate(step):
            for sender, source in enumerate(before):
                name = f"{source} -> {target}"
                facts = sender_mask(sender, len(before))
                self.crossings.append((self.edge[name], passes[name], sender, receiver, facts))
                passes[name] += 1

    def _laterals(self, step: tuple[str, ...], passes: Counter[str]) -> int:
        pairs = ((a, b) for a in step for b in step if f"{a} -> {b}" in self.listed)
        found = sorted(pairs, key=" -> ".join)
        for source, target in found:
            name = f"{source} -> {target}"
            sender, receiver = step.index(source), step.index(target)
            self.laterals.append((self.edge[name], passes[name], sender, receiver, _ALL_FACTS))
            passes[name] += 1
        return len(found)


def bounce_list(kind: WorkKind) -> tuple[str, ...]:
    """Return the teams an incident passes, last first: steps reversed, groups in name order."""
    return _bounces(kind.route)


def _bounces(route: Route) -> tuple[str, ...]:
    return tuple(team for step in reversed(route) for team in step)


def _ranks(route: Route, teams: Mapping[str, int]) -> list[int]:
    flat = [team for step in route for team in step]
    first = {team: position for position, team in reversed(list(enumerate(flat)))}
    return [first.get(team, len(flat) + index) for team, index in teams.items()]


@lru_cache(_STRUCTURES)
def _structure(
    ways: tuple[Route, ...],
    teams: tuple[str, ...],
    boundaries: tuple[str, ...],
    listed: frozenset[str],
) -> dict[str, Any]:
    """Return what of `Routes` no number of a scenario moves; kept, as plans and worlds share it."""
    walk = _Walk(teams, boundaries, listed)
    for way in ways:
        walk.route(way)
    found = {
        "step": np.array(walk.steps, STEP),
        "member": np.array(walk.members, MEMBER),
        "crossing": np.array(walk.crossings, CROSSING),
        "lateral": np.array(walk.laterals, CROSSING),
        "bounce": np.array([walk.team[team] for way in ways for team in _bounces(way)], np.int64),
        "rank": np.array([_ranks(way, walk.team) for way in ways], np.int64),
    }
    starts = np.cumsum([0, *map(len, ways[:-1])])
    ends = _ends(starts, found["step"], np.concatenate([found["crossing"], found["lateral"]]))
    for array in (*found.values(), *ends):
        array.setflags(write=False)
    return {**found, "ends": ends}


def _ends(starts: Whole, own: Table, rows: Table) -> Ends:
    """Return the ends of all crossings; `starts` are the first steps of the routes."""
    steps = np.arange(len(own))
    before = own[steps - 1]
    entering = before["members"] * own["members"]
    entering[starts] = 0
    into, within = np.repeat(steps, entering), np.repeat(steps, own["laterals"])
    receiving = np.concatenate([into, within])
    sending = np.concatenate([before["first_member"][into], own["first_member"][within]])
    order = np.argsort(receiving, kind="stable")
    return Ends(
        order,
        rows["edge"][order],
        (sending + rows["sender"])[order],
        (own["first_member"][receiving] + rows["receiver"])[order],
    )


def routes(scenario: Resolved) -> tuple[Routes, ...]:
    """Return the routes of all kinds of `scenario` as arrays, one for each world that differs.

    `rank` has one row a kind and one column a team: its first position on the route, off-route
    teams last by name, which is the order of rework.
    """
    structure = _structure(
        tuple(kind.route for kind in scenario.work.values()),
        tuple(scenario.teams),
        tuple(scenario.boundaries),
        frozenset(name for name, edge in scenario.boundaries.items() if edge.listed),
    )
    kinds: dict[tuple[int, ...], tuple[Number, ...]] = {}
    arrivals: list[float] = []
    first_step = first_bounce = 0
    for kind in scenario.work.values():
        first_arrival, bounces = len(arrivals), sum(map(len, kind.route))
        arrivals += kind.schedule or ()
        kinds[(len(kinds),)] = (
            each(log_variance, kind.size_cv.value),
            kind.facts.value,
            first_step,
            len(kind.route),
            kind.schedule is not None,
            first_arrival,
            len(arrivals) - first_arrival,
            first_bounce,
            bounces,
        )
        first_step, first_bounce = first_step + len(kind.route), first_bounce + bounces
    arrival = np.array(arrivals, np.float64)
    layers = table(KIND, (len(kinds),), kinds)
    return tuple(Routes(kind=rows, arrival=arrival, **structure) for rows in layers)
