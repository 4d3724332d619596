"""What a check could have seen in one run: its chance, and the luck that was drawn against it.

Nothing here is in the log; plan, log and the addresses of luck give it back exactly, so that a
story can say of each check how likely it was to notice and how near it came.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulator.engines.log import EventLog, Happening
from simulator.engines.program import layout
from simulator.engines.program.compilation import Program
from simulator.measures.reading import Rows
from simulator.mechanisms.crossing import Odds, odds
from simulator.mechanisms.draws import next_arrival
from simulator.mechanisms.drift import change_gap
from simulator.mechanisms.incidents import DEFECT, EXTERNAL, LOST
from simulator.mechanisms.luck import (
    Purpose,
    bad_fix_key,
    combine,
    error_key,
    lost_fact_key,
    replication_key,
    uniform,
)
from simulator.mechanisms.practice import gain_if_followed, load
from simulator.mechanisms.team import finds, removes, rolls_back, traces

__all__ = ["Chance", "Chances"]

_WAITS = {
    Happening.QUEUED: 1,
    Happening.STARTED: -1,
    Happening.PREEMPTED: 1,
    Happening.RESUMED: -1,
}


@dataclass(frozen=True, kw_only=True)
class Chance:
    """How likely a check was to notice, and the uniform number it drew: it notices below it."""

    chance: float
    draw: float | None = None

    @property
    def happens(self) -> bool:
        """Whether the draw lay below the chance; False where nothing was drawn."""
        return self.draw is not None and self.draw < self.chance


class Chances:
    """The chances of one run; item and error numbers are those of its log."""

    def __init__(self, program: Program, log: EventLog) -> None:
        self.program = program
        self.events = log.events
        self.key = replication_key(log.seed, log.replication)
        self.arrivals = log.events[log.events["event"] == Happening.ARRIVED]

    @cached_property
    def _born(self) -> Rows:
        born = self.events[self.events["event"] == Happening.BORN]
        return np.asarray(born[np.argsort(born["error"], kind="stable")])

    @cached_property
    def _waiting(self) -> tuple[Rows, Any]:
        change = np.zeros(len(Happening), np.int64)
        for happening, step in _WAITS.items():
            change[happening] = step
        return self.events["place"], change[self.events["event"]]

    def item_key(self, item: int) -> int:
        """Return the address of an item: (kind, arrival number)."""
        row = self.arrivals[item]
        return combine(combine(self.key, int(self.program.kind_words[row["place"]])), int(row["a"]))

    def identity(self, error: int) -> int:
        """Return the identity of an error, from which its fate is addressed."""
        row = self._born[error]
        item, mechanism, place = int(row["item"]), int(row["a"]), int(row["place"])
        step, index = int(row["step"]), int(row["b"])
        if row["c"] > 0:
            return bad_fix_key(self.identity(index), int(row["c"]) - 1)
        if mechanism == EXTERNAL:
            return combine(combine(self.key, Purpose.EXTERNAL), index)
        if mechanism == LOST:
            return lost_fact_key(self.item_key(item), index)
        words = self.program.team_words if mechanism == DEFECT else self.program.edge_words
        passes = self._visits if mechanism == DEFECT else self._passes
        occurrence = passes(item, step, place)
        return error_key(self.item_key(item), mechanism, int(words[place]), occurrence, index)

    def own_check(self, item: int, step: int, team: int, started: int, k: int) -> Chance:
        """Return the chance of a team's own checks to remove its defect `k`.

        `started` is the row of the log at which the service began.
        """
        row, epoch = self._team(team, started), self._epoch(started)
        key = self._visit_key(item, step, team)
        g = self._team_gain(team, layout.VERIFICATION, started, key, Purpose.VISIT_ADHERENCE)
        # the job itself still counts as queued at the row of its start
        busy = self._load(started, team, itself=1)
        return Chance(
            chance=removes(row, g, busy, float(self.program.epochs["pressure"][epoch])),
            draw=uniform(key, Purpose.REMOVED, k),
        )

    def team_check(self, item: int, step: int, team: int, started: int, error: int) -> Chance:
        """Return the chance of a team to find an error that it inherited."""
        key = self._visit_key(item, step, team)
        g = self._team_gain(team, layout.INTEGRATION, started, key, Purpose.VISIT_ADHERENCE)
        defect = int(self._born["a"][error]) == DEFECT
        return Chance(
            chance=finds(self._team(team, started), g, defect),
            draw=uniform(combine(key, self.identity(error)), Purpose.CATCH, 0),
        )

    def handover(self, item: int, step: int, edge: int, crossed: int, *, lapsed: bool) -> Odds:
        """Return what a handover does for a fact, and its tests for an interface change.

        Each is the probability when those before it have failed; practice and pressure are in it.
        """
        epoch, key = self._epoch(crossed), self.crossing_key(item, step, edge)
        row = _record(self.program.edges[epoch, edge])
        return odds(
            row,
            self._edge_gains(edge, crossed, key),
            lapsed,
            (self._load(crossed, row.source), self._load(crossed, row.target)),
            float(self.program.epochs["pressure"][epoch]),
        )

    def arrives(self, item: int, step: int, edge: int, crossed: int, *, lapsed: bool) -> Chance:
        """Return the chance of a fact to be right after a handover, noticed gaps included."""
        *holds, _ = self.handover(item, step, edge, crossed, lapsed=lapsed)
        return Chance(chance=1.0 - math.prod(1.0 - each for each in holds))

    def handover_check(self, item: int, step: int, edge: int, crossed: int) -> Chance:
        """Return the chance of a handover to catch a wrong fact: it knows better and it checks."""
        chances = self.handover(item, step, edge, crossed, lapsed=False)
        return Chance(chance=chances.known * chances.noticed)

    def contract_test(self, item: int, step: int, edge: int, crossed: int, j: int) -> Chance:
        """Return the chance of the contract tests to catch interface change `j`."""
        return Chance(
            chance=self.handover(item, step, edge, crossed, lapsed=False).tested,
            draw=uniform(self.crossing_key(item, step, edge), Purpose.CONTRACT_TEST, j),
        )

    def rollback(self, error: int, team: int, triaged: int) -> Chance:
        """Return the chance that the last team could undo its release."""
        key = self.identity(error)
        return Chance(
            chance=rolls_back(self._team(team, triaged), self._recovery(team, triaged, key)),
            draw=uniform(key, Purpose.ROLLBACK, 0),
        )

    def traceable(self, error: int, team: int, failed: int) -> Chance:
        """Return the chance that a defect of `team` could be traced when it showed at `failed`."""
        key = self.identity(error)
        return Chance(
            chance=traces(self._team(team, failed), self._recovery(team, failed, key)),
            draw=uniform(key, Purpose.TRACEABLE, 0),
        )

    def changed_at(self, edge: int, j: int) -> float:
        """Return when interface change `j` of a boundary was made [days, before day 0 too]."""
        key = combine(self.key, int(self.program.edge_words[edge]))
        t = 0.0
        if j < 0:
            rate = float(self.program.edges["change_rate"][0, edge])
            for k in range(-1, j - 1, -1):
                t = t - change_gap(key, k) / rate
            return t
        for k in range(j + 1):
            t = next_arrival(
                t,
                change_gap(key, k),
                self.program.epochs["at"],
                self.program.edges["change_rate"],
                edge,
            )
        return float(t)

    def _edge_gains(self, edge: int, at: int, key: int) -> tuple[float, ...]:
        """Return g of each practice followed at a crossing, in the order of `EDGE_LEVERS`."""
        luck = uniform(key, Purpose.CROSSING_ADHERENCE, 0)
        t, starts = self._time(at), self.program.edge_starts[self._epoch(at)]
        return tuple(
            gain_if_followed(_record(practice), float(start), t, luck)
            for practice, start in zip(self.program.edge_practices[edge], starts, strict=True)
        )

    def _team_gain(self, team: int, lever: int, at: int, key: int, adherence: Purpose) -> float:
        """Return g of a team's practice where it is followed, by the luck of a visit or error."""
        practice = _record(self.program.team_practices[team, lever])
        start = float(self.program.team_starts[self._epoch(at), lever])
        return gain_if_followed(practice, start, self._time(at), uniform(key, adherence, 0))

    def _recovery(self, team: int, at: int, key: int) -> float:
        return self._team_gain(team, layout.RECOVERY, at, key, Purpose.RESPONSE_ADHERENCE)

    def _team(self, team: int, at: int) -> Any:
        return _record(self.program.teams[self._epoch(at), team])

    def _time(self, at: int) -> float:
        return float(self.events["time"][at])

    def _epoch(self, at: int) -> int:
        """Return the epoch in force at row `at` of the log."""
        starts = self.program.epochs["at"]
        return int(np.searchsorted(starts, self._time(at), side="right")) - 1

    def _load(self, at: int, team: int, *, itself: int = 0) -> float:
        place, change = self._waiting
        waiting = int(change[:at][place[:at] == team].sum()) - itself
        return load(waiting, float(self.program.teams["people"][self._epoch(at), team]))

    def _visit_key(self, item: int, step: int, team: int) -> int:
        key = combine(self.item_key(item), int(self.program.team_words[team]))
        return combine(key, self._visits(item, step, team))

    def crossing_key(self, item: int, step: int, edge: int) -> int:
        """Return the address of a crossing: (item, boundary, step)."""
        key = combine(self.item_key(item), int(self.program.edge_words[edge]))
        return combine(key, self._passes(item, step, edge))

    def _visits(self, item: int, step: int, team: int) -> int:
        """Return how many times the route visited the team before this step."""
        routes, kind = self.program.routes, self.program.routes.kind[self.arrivals["place"][item]]
        at = routes.step[kind["first_step"] + step]
        members = routes.member[at["first_member"] :][: at["members"]]
        return int(members["occurrence"][members["team"] == team][0])

    def _passes(self, item: int, step: int, edge: int) -> int:
        """Return how many times the route crossed the boundary before this step."""
        routes, kind = self.program.routes, self.program.routes.kind[self.arrivals["place"][item]]
        at = routes.step[kind["first_step"] + step]
        before = routes.step[kind["first_step"] + step - 1]["members"] if step else 0
        rows = np.concatenate(
            (
                routes.crossing[at["first_crossing"] :][: at["members"] * before],
                routes.lateral[at["first_lateral"] :][: at["laterals"]],
            )
        )
        return int(rows["occurrence"][rows["edge"] == edge][0])


def _record(row: Any) -> Any:
    """Return a row of the plan as the laws of the model read it."""
    return SimpleNamespace(**dict(zip(row.dtype.names, row.item(), strict=True)))
