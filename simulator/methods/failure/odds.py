"""What a check could have seen in one run: its chance, and the luck that was drawn against it.

Nothing here is in the log; plan, log and the addresses of luck give it back exactly, so that a
story can say of each check how likely it was to notice and how near it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from simulator.engines.log import EventLog, Happening
from simulator.engines.program import layout
from simulator.engines.program.compilation import Plan
from simulator.measures.reading import Rows
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
from simulator.mechanisms.practice import gain, load, pressed, toward

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


class Chances:
    """The chances of one run; item and error numbers are those of its log."""

    def __init__(self, plan: Plan, log: EventLog) -> None:
        self.plan = plan
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
        return combine(combine(self.key, int(self.plan.kind_words[row["place"]])), int(row["a"]))

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
        words = self.plan.team_words if mechanism == DEFECT else self.plan.edge_words
        passes = self._visits if mechanism == DEFECT else self._passes
        occurrence = passes(item, step, place)
        return error_key(self.item_key(item), mechanism, int(words[place]), occurrence, index)

    def own_check(self, item: int, step: int, team: int, started: int, k: int) -> Chance:
        """Return the chance of a team's own checks to remove its defect `k`.

        `started` is the row of the log at which the service began.
        """
        t, row = self._now(started)
        teams = self.plan.teams[row, team]
        g = self._team_gain(item, step, team, layout.VERIFICATION, t, row)
        removal = toward(float(teams["defect_removal"]), float(teams["defect_removal_top"]), g)
        pressure = float(self.plan.epochs["pressure"][row])
        # the job itself still counts as queued at the row of its start
        busy = self._load(started, team, row, itself=1)
        draw = uniform(self._visit_key(item, step, team), Purpose.REMOVED, k)
        return Chance(chance=pressed(removal, pressure, busy), draw=draw)

    def team_check(self, item: int, step: int, team: int, started: int, error: int) -> Chance:
        """Return the chance of a team to find an error that it inherited."""
        t, row = self._now(started)
        g = self._team_gain(item, step, team, layout.INTEGRATION, t, row)
        defect = int(self._born["a"][error]) == DEFECT
        name = "catches_defects" if defect else "catches_misunderstandings"
        teams = self.plan.teams[row, team]
        key = combine(self._visit_key(item, step, team), self.identity(error))
        return Chance(
            chance=toward(float(teams[name]), float(teams[f"{name}_top"]), g),
            draw=uniform(key, Purpose.CATCH, 0),
        )

    def handover(
        self, item: int, step: int, edge: int, crossed: int, *, lapsed: bool
    ) -> tuple[float, float, float, float]:
        """Return what a handover does for a fact: told, known anyway, noticed, rightly assumed.

        Each is the probability when those before it have failed; practice and pressure are in it.
        """
        t, row = self._now(crossed)
        now = self.plan.edges[row, edge]
        pressure = float(self.plan.epochs["pressure"][row])
        sender, receiver = (self._load(crossed, int(now[n]), row) for n in ("source", "target"))
        told = float(now["lapse_fidelity"])
        if not lapsed:
            told = self._toward(now, "fidelity", item, step, edge, layout.CONTRACTS, t)
        checks = self._toward(now, "readback", item, step, edge, layout.ACCEPTANCE, t)
        return (
            pressed(told, pressure, sender),
            self._toward(now, "shared_context", item, step, edge, layout.ACCOUNTABILITY, t),
            pressed(checks, pressure, receiver),
            float(now["assumption_accuracy"]),
        )

    def arrives(self, item: int, step: int, edge: int, crossed: int, *, lapsed: bool) -> Chance:
        """Return the chance of a fact to be right after a handover, noticed gaps included."""
        lost = 1.0
        for holds in self.handover(item, step, edge, crossed, lapsed=lapsed):
            lost *= 1.0 - holds
        return Chance(chance=1.0 - lost)

    def handover_check(self, item: int, step: int, edge: int, crossed: int) -> Chance:
        """Return the chance of a handover to catch a wrong fact: it knows better and it checks."""
        _, knows, checks, _ = self.handover(item, step, edge, crossed, lapsed=False)
        return Chance(chance=knows * checks)

    def contract_test(self, item: int, step: int, edge: int, crossed: int, j: int) -> Chance:
        """Return the chance of the contract tests to catch interface change `j`."""
        t, row = self._now(crossed)
        now = self.plan.edges[row, edge]
        tests = self._toward(now, "contract_tests", item, step, edge, layout.CONTRACTS, t)
        busy = self._load(crossed, int(now["target"]), row)
        draw = uniform(self.crossing_key(item, step, edge), Purpose.CONTRACT_TEST, j)
        return Chance(
            chance=pressed(tests, float(self.plan.epochs["pressure"][row]), busy), draw=draw
        )

    def rollback(self, error: int, team: int, triaged: int) -> Chance:
        """Return the chance that the last team could undo its release."""
        t, row = self._now(triaged)
        key, practice = self.identity(error), self.plan.team_practices[team, layout.RECOVERY]
        follows = uniform(key, Purpose.RESPONSE_ADHERENCE, 0) < practice["adherence"]
        start = self.plan.team_starts[row, layout.RECOVERY]
        g = _gain(practice, float(start), t) if follows else 0.0
        teams = self.plan.teams[row, team]
        return Chance(
            chance=toward(float(teams["rollback"]), float(teams["rollback_top"]), g),
            draw=uniform(key, Purpose.ROLLBACK, 0),
        )

    def traceable(self, error: int, team: int, failed: int) -> bool:
        """Return whether a defect of `team` could be traced when it showed at row `failed`."""
        t, row = self._now(failed)
        key, practice = self.identity(error), self.plan.team_practices[team, layout.RECOVERY]
        follows = uniform(key, Purpose.RESPONSE_ADHERENCE, 0) < practice["adherence"]
        start = self.plan.team_starts[row, layout.RECOVERY]
        g = _gain(practice, float(start), t) if follows else 0.0
        teams = self.plan.teams[row, team]
        chance = toward(float(teams["traceable"]), float(teams["traceable_top"]), g)
        return uniform(key, Purpose.TRACEABLE, 0) < chance

    def changed_at(self, edge: int, j: int) -> float:
        """Return when interface change `j` of a boundary was made [days, before day 0 too]."""
        key = combine(self.key, int(self.plan.edge_words[edge]))
        t = 0.0
        if j < 0:
            rate = float(self.plan.edges["change_rate"][0, edge])
            for k in range(-1, j - 1, -1):
                t = t - change_gap(key, k) / rate
            return t
        for k in range(j + 1):
            t = next_arrival(
                t,
                change_gap(key, k),
                self.plan.epochs["at"],
                self.plan.edges["change_rate"],
                edge,
            )
        return float(t)

    def _toward(
        self, now: Any, name: str, item: int, step: int, edge: int, lever: int, t: float
    ) -> float:
        practice, row = self.plan.edge_practices[edge, lever], self._epoch(t)
        key = self.crossing_key(item, step, edge)
        follows = uniform(key, Purpose.CROSSING_ADHERENCE, 0) < practice["adherence"]
        g = _gain(practice, float(self.plan.edge_starts[row, lever]), t) if follows else 0.0
        return toward(float(now[name]), float(now[f"{name}_top"]), g)

    def _team_gain(
        self, item: int, step: int, team: int, lever: int, t: float, epoch: int
    ) -> float:
        practice = self.plan.team_practices[team, lever]
        key = self._visit_key(item, step, team)
        if uniform(key, Purpose.VISIT_ADHERENCE, 0) >= practice["adherence"]:
            return 0.0
        return _gain(practice, float(self.plan.team_starts[epoch, lever]), t)

    def _now(self, index: int) -> tuple[float, int]:
        t = float(self.events["time"][index])
        return t, self._epoch(t)

    def _epoch(self, t: float) -> int:
        return int(np.searchsorted(self.plan.epochs["at"], t, side="right")) - 1

    def _load(self, index: int, team: int, epoch: int, *, itself: int = 0) -> float:
        place, change = self._waiting
        waiting = int(change[:index][place[:index] == team].sum()) - itself
        return load(waiting, int(self.plan.teams["people"][epoch, team]))

    def _visit_key(self, item: int, step: int, team: int) -> int:
        key = combine(self.item_key(item), int(self.plan.team_words[team]))
        return combine(key, self._visits(item, step, team))

    def crossing_key(self, item: int, step: int, edge: int) -> int:
        """Return the address of a crossing: (item, boundary, step)."""
        key = combine(self.item_key(item), int(self.plan.edge_words[edge]))
        return combine(key, self._passes(item, step, edge))

    def _visits(self, item: int, step: int, team: int) -> int:
        """Return how many times the route visited the team before this step."""
        routes, kind = self.plan.routes, self.plan.routes.kind[self.arrivals["place"][item]]
        at = routes.step[kind["first_step"] + step]
        members = routes.member[at["first_member"] :][: at["members"]]
        return int(members["occurrence"][members["team"] == team][0])

    def _passes(self, item: int, step: int, edge: int) -> int:
        """Return how many times the route crossed the boundary before this step."""
        routes, kind = self.plan.routes, self.plan.routes.kind[self.arrivals["place"][item]]
        at = routes.step[kind["first_step"] + step]
        before = routes.step[kind["first_step"] + step - 1]["members"] if step else 0
        rows = np.concatenate(
            (
                routes.crossing[at["first_crossing"] :][: at["members"] * before],
                routes.lateral[at["first_lateral"] :][: at["laterals"]],
            )
        )
        return int(rows["occurrence"][rows["edge"] == edge][0])


def _gain(practice: Any, start: float, t: float) -> float:
    return gain(
        t,
        float(practice["strength"]),
        start,
        float(practice["ramp"]),
        float(practice["stops"]),
        float(practice["fade"]),
    )
