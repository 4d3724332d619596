"""Routes as arrays: steps, their members, the crossings into them and the laterals within."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.engines.program.layout import CROSSING, KIND, MEMBER, STEP
from simulator.mechanisms.draws import log_variance
from simulator.mechanisms.handoff import sender_mask
from simulator.model.organisation import WorkKind
from simulator.scenario.scenario import Scenario

_ALL_FACTS = sender_mask(0, 1)
Rows = np.ndarray[tuple[int], np.dtype[np.void]]


@dataclass(frozen=True, kw_only=True)
class Routes:
    """The routes of all kinds, kinds in name order; see `layout` for the columns."""

    kind: Rows
    step: Rows
    member: Rows
    crossing: Rows
    lateral: Rows
    bounce: np.ndarray[tuple[int], np.dtype[np.int64]]
    arrival: np.ndarray[tuple[int], np.dtype[np.float64]]
    rank: np.ndarray[tuple[int, int], np.dtype[np.int64]]


class _Walk:
    """Gathers rows while the routes are walked, counting visits and crossings of each kind."""

    def __init__(self, scenario: Scenario) -> None:
        self.team = {name: index for index, name in enumerate(scenario.teams)}
        self.edge = {name: index for index, name in enumerate(scenario.boundaries)}
        self.listed = {name for name, edge in scenario.boundaries.items() if edge.listed}
        self.steps: list[tuple[int, ...]] = []
        self.members: list[tuple[int, int]] = []
        self.crossings: list[tuple[int, ...]] = []
        self.laterals: list[tuple[int, ...]] = []

    def route(self, kind: WorkKind) -> None:
        visits: Counter[str] = Counter()
        passes: Counter[str] = Counter()
        before: tuple[str, ...] = ()
        for step in kind.route:
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
    return tuple(team for step in reversed(kind.route) for team in step)


def _ranks(kind: WorkKind, teams: Mapping[str, int]) -> list[int]:
    flat = [team for step in kind.route for team in step]
    first = {team: position for position, team in reversed(list(enumerate(flat)))}
    return [first.get(team, len(flat) + index) for team, index in teams.items()]


def routes(scenario: Scenario) -> Routes:
    """Return the routes of all kinds of `scenario` as arrays.

    `rank` has one row a kind and one column a team: its first position on the route, off-route
    teams last by name, which is the order of rework.
    """
    walk = _Walk(scenario)
    kinds: list[tuple[float | int, ...]] = []
    bounces: list[int] = []
    arrivals: list[float] = []
    for kind in scenario.work.values():
        first_step, first_bounce, first_arrival = len(walk.steps), len(bounces), len(arrivals)
        walk.route(kind)
        bounces += [walk.team[team] for team in bounce_list(kind)]
        arrivals += kind.schedule or ()
        kinds.append(
            (
                log_variance(kind.size_cv.value),
                int(kind.facts.value),
                first_step,
                len(kind.route),
                kind.schedule is not None,
                first_arrival,
                len(arrivals) - first_arrival,
                first_bounce,
                len(bounces) - first_bounce,
            )
        )
    return Routes(
        kind=np.array(kinds, KIND),
        step=np.array(walk.steps, STEP),
        member=np.array(walk.members, MEMBER),
        crossing=np.array(walk.crossings, CROSSING),
        lateral=np.array(walk.laterals, CROSSING),
        bounce=np.array(bounces, np.int64),
        arrival=np.array(arrivals, np.float64),
        rank=np.array([_ranks(kind, walk.team) for kind in scenario.work.values()], np.int64),
    )
