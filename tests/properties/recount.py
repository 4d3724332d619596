"""Every measure a second time: plain loops over the events of a log.

Written from the definitions of the model (section 8) and the columns of the log; nothing here is
shared with `simulator.measures`, and every loop is the slow, obvious one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from simulator.engines.log import Flag, Happening, Task
from simulator.scenario.scenario import Scenario
from tests.properties.runs import Row

DEFECT, LOST, DRIFT, UNOWNED, EXTERNAL = range(5)
NAMES = ("defect", "lost", "drift", "unowned", "external")
OUTSIDE = "external"


def per(above: float, below: float, scale: float = 1.0) -> float:
    """Return a ratio; NaN when there is nothing to divide by."""
    return scale * above / below if below else math.nan


def percentile(values: Sequence[float], tenths: int) -> float:
    """Return the nearest-rank percentile; NaN of nothing."""
    if not values:
        return math.nan
    return sorted(values)[math.ceil(tenths * len(values) / 10) - 1]


class Recount:
    """The measures of one replication of `scenario` (the plan's own) from its rows alone."""

    def __init__(self, scenario: Scenario, rows: list[Row]) -> None:
        self.scenario = scenario
        self.begin, self.end = scenario.warm_up.value, scenario.horizon.value
        self.rows = rows
        self.by: defaultdict[int, list[Row]] = defaultdict(list)
        for row in rows:
            self.by[row.event].append(row)
        self.busy = self.spells(Happening.STARTED, Happening.RESUMED)
        self.stood = self.spells(Happening.QUEUED, Happening.PREEMPTED)
        self.teams = list(scenario.teams)
        self.edges = list(scenario.boundaries)
        self.kinds = list(scenario.work)
        self.kind = {row.item: self.kinds[row.place] for row in self.of(Happening.ARRIVED)}
        self.arrived = {row.item: row.time for row in self.of(Happening.ARRIVED)}
        self.released = {row.item: row.time for row in self.of(Happening.RELEASED)}
        self.cohort = {item for item in self.released if self.arrived[item] >= self.begin}
        self.births = {row.error: row for row in self.of(Happening.BORN)}

    def of(self, *happenings: Happening) -> list[Row]:
        """Return the rows of some happenings, one happening after another."""
        return [row for happening in happenings for row in self.by[happening]]

    def inside(self, time: float) -> bool:
        """Return whether a time lies in the window."""
        return self.begin <= time <= self.end

    # --- failures -----------------------------------------------------------------------------

    def root(self, error: int) -> int:
        """Return the error of generation 0 whose fixing led to this one."""
        while self.births[error].c > 0:
            error = self.births[error].b
        return error

    def counted(self) -> list[Row]:
        """Return the failures of cohort items, and external incidents in the window."""
        kept = []
        for row in self.of(Happening.FAILED, Happening.AFTER_HORIZON):
            external = row.item < 0
            if external and row.event == Happening.FAILED and self.inside(row.time):
                kept.append(row)
            if not external and row.item in self.cohort:
                kept.append(row)
        return kept

    def change_failure_rate(self) -> float:
        rule, failed = self.scenario.failure, set()
        for row in self.counted():
            if row.item >= 0 and f"P{row.a}" in rule.counts and row.value <= rule.within.value:
                failed.add(row.item)
        return per(len(failed), len(self.cohort), 100.0)

    def failures(self) -> float:
        return per(len(self.counted()), len(self.cohort), 100.0)

    def expected_failures(self) -> float:
        total = 0.0
        for row in self.of(Happening.LATENT):
            if row.item in self.cohort and row.c == 0:
                total += row.value
        for row in self.counted():
            if row.c > 0 or self.births[row.error].a == EXTERNAL:
                total += 1.0
        return per(total, len(self.cohort), 100.0)

    def serious_failures(self) -> float:
        serious = [row for row in self.of(Happening.FAILED) if row.a <= 2 and self.inside(row.time)]
        return per(len(serious), self.end - self.begin, 260.0)

    def failures_by(self) -> Mapping[str, Mapping[str, float]]:
        """Return the splits of `failures`, only what occurred."""
        one = per(1.0, len(self.cohort), 100.0)
        splits: dict[str, defaultdict[str, float]] = {
            name: defaultdict(float)
            for name in ("mechanism", "category", "origin", "severity", "kind")
        }
        for row in self.counted():
            root = self.births[self.root(row.error)]
            splits["mechanism"][self.mechanism(row, root)] += one
            splits["category"][self.category(root)] += one
            splits["origin"][self.origin(root)] += one
            splits["severity"][f"P{row.a}"] += one
            splits["kind"][self.kind[row.item] if row.item >= 0 else OUTSIDE] += one
        return splits

    @staticmethod
    def mechanism(row: Row, root: Row) -> str:
        """Return the mechanism; of a bad fix the side of its root."""
        if row.c == 0:
            return NAMES[root.a]
        return "bad fix of " + {DEFECT: "core", EXTERNAL: "external"}.get(root.a, "edge")

    def origin(self, root: Row) -> str:
        if root.a == EXTERNAL:
            return OUTSIDE
        return (self.teams if root.a == DEFECT else self.edges)[root.place]

    def category(self, root: Row) -> str:
        if root.a == EXTERNAL:
            return OUTSIDE
        if root.a == UNOWNED:
            return "ownership"
        if root.a == DEFECT:
            return self.scenario.teams[self.origin(root)].makes
        return self.scenario.boundaries[self.origin(root)].carries

    # --- blame --------------------------------------------------------------------------------

    def misattribution(self) -> tuple[float, float, float]:
        """Return per 100 failures: blamed wrongly, not the resolver, a random team."""
        blamed_wrongly = not_resolver = random = 0.0
        own = [row for row in self.counted() if self.births[self.root(row.error)].a != EXTERNAL]
        for row in own:
            root = self.births[self.root(row.error)]
            route = self.scenario.work[self.kind[row.item]].route
            if self.scenario.incidents.blames == "last":
                blamed = min(route[-1])
            else:
                blamed = self.resolver(self.births[row.error])
            near = self.near(root)
            on_route = {team for step in route for team in step}
            blamed_wrongly += blamed not in near
            not_resolver += blamed != self.resolver(root)
            random += sum(team not in near for team in on_route) / len(on_route)
        return (
            per(blamed_wrongly, len(own), 100.0),
            per(not_resolver, len(own), 100.0),
            per(random, len(own), 100.0),
        )

    def near(self, root: Row) -> set[str]:
        """Return the origin team, or the sides and the owner of the origin boundary."""
        if root.a == DEFECT:
            return {self.origin(root)}
        edge = self.scenario.boundaries[self.origin(root)]
        return {edge.source, edge.target, edge.owner}

    def resolver(self, birth: Row) -> str:
        """Return who can repair: a defect's team, the owner if the crossing was owned, or A."""
        if birth.a == DEFECT:
            return self.teams[birth.place]
        edge = self.scenario.boundaries[self.edges[birth.place]]
        return edge.owner if birth.d == 1 else edge.source

    # --- incidents ----------------------------------------------------------------------------

    def incidents(self) -> set[int]:
        """Return the errors whose failure began in the window."""
        return {row.error for row in self.of(Happening.FAILED) if self.inside(row.time)}

    def restore_times(self) -> list[float]:
        """Return days from failure to restoration, of failures that began in the window."""
        began = {row.error: row.time for row in self.of(Happening.FAILED)}
        mine = self.incidents()
        return [
            row.time - began[row.error] for row in self.of(Happening.RESTORED) if row.error in mine
        ]

    def unrestored(self) -> float:
        incidents = self.incidents()
        return per(len(incidents) - len(self.restore_times()), len(incidents), 100.0)

    def bounces(self) -> float:
        incidents = self.incidents()
        pages = [row.error for row in self.of(Happening.PAGED) if row.error in incidents]
        return per(len(pages) - len(set(pages)), len(incidents))

    def partial_rollbacks(self) -> float:
        mine = self.incidents()
        partly = [row for row in self.of(Happening.ROLLBACK_PARTIAL) if row.error in mine]
        whole = [row for row in self.of(Happening.ROLLED_BACK) if row.error in mine]
        return per(len(partly), len(partly) + len(whole), 100.0)

    # --- flow ---------------------------------------------------------------------------------

    def lead_time(self) -> float:
        days = sum(self.released[item] - self.arrived[item] for item in self.cohort)
        return per(days, len(self.cohort))

    def throughput(self) -> float:
        inside = sum(self.inside(time) for time in self.released.values())
        return per(inside, self.end - self.begin, 5.0)

    def flow_efficiency(self) -> float:
        visits = {row.job for row in self.of(Happening.QUEUED) if row.a == Task.VISIT}
        service = lead = 0.0
        for row in self.of(Happening.STARTED):
            if row.job in visits and row.item in self.cohort:
                service += row.value
        for item in self.cohort:
            lead += self.released[item] - self.arrived[item]
        return per(service, lead)

    def spells(self, *start: Happening) -> list[tuple[int, int, float]]:
        """Return (team, task, days in the window) of each time a job was in a state."""
        tasks: dict[int, int] = {}
        open_spells: dict[int, Row] = {}
        found = []
        for row in self.rows:
            if row.job < 0:
                continue
            if row.event == Happening.QUEUED:
                tasks[row.job] = row.a
            if row.job in open_spells:
                was = open_spells.pop(row.job)
                found.append((was, row.time))
            if row.event in start:
                open_spells[row.job] = row
        found += [(row, self.end) for row in open_spells.values()]
        return [
            (row.place, tasks[row.job], max(0.0, until - max(row.time, self.begin)))
            for row, until in found
        ]

    def team(self, name: str) -> Mapping[str, float]:
        """Return utilisation, wait and queue of a team."""
        me = self.teams.index(name)
        busy = sum(days for team, _, days in self.busy if team == me)
        stood = sum(days for team, _, days in self.stood if team == me)
        return {
            "utilisation": per(busy, self.people_days(name)),
            "wait": self.wait(me),
            "queue": per(stood, self.end - self.begin),
        }

    def people_days(self, name: str) -> float:
        epochs = [epoch for epoch in self.scenario.epochs() if epoch.at < self.end]
        ends = [epoch.at for epoch in epochs[1:]] + [self.end]
        return sum(
            epoch.scenario.teams[name].people.value * max(0.0, until - max(epoch.at, self.begin))
            for epoch, until in zip(epochs, ends, strict=True)
        )

    def wait(self, team: int) -> float:
        entered = {
            row.job: row.time
            for row in self.of(Happening.QUEUED)
            if row.place == team and row.a == Task.VISIT and self.inside(row.time)
        }
        waits = [
            row.time - entered[row.job] for row in self.of(Happening.STARTED) if row.job in entered
        ]
        return per(sum(waits), len(waits))

    def hidden_work(self) -> float:
        hidden = (Task.REWORK, Task.RECHECK, Task.QUESTION, Task.BOUNDARY_WORK)
        days = sum(days for _, task, days in self.busy if task in hidden)
        return per(days, self.end - self.begin, 260.0)

    def waiting(self) -> float:
        return per(sum(days for *_, days in self.stood), self.end - self.begin, 260.0)

    # --- handoffs -----------------------------------------------------------------------------

    def retention(self, kind: str) -> list[float]:
        """Return the share of facts intact after the crossing into each step."""
        intact: defaultdict[int, list[int]] = defaultdict(list)
        for row in self.of(Happening.JOINED):
            if row.item in self.cohort and self.kind[row.item] == kind:
                intact[row.step].append(row.a)
        facts = self.scenario.work[kind].facts.value
        steps = len(self.scenario.work[kind].route)
        return [per(sum(intact[step]), facts * len(intact[step])) for step in range(steps)]

    def boundary(self, name: str) -> Mapping[str, float]:
        """Return handoffs a year, %C&A and the share owned of a boundary."""
        mine = [
            row
            for row in self.of(Happening.CROSSED)
            if self.edges[row.place] == name and self.inside(row.time)
        ]
        clean = [row for row in mine if row.a == row.b == row.c == 0]
        owned = [row for row in mine if row.d & Flag.OWNED]
        return {
            "handoffs": per(len(mine), self.end - self.begin, 260.0),
            "clean": per(len(clean), len(mine)),
            "owned": per(len(owned), len(mine)),
        }

    def clean_handoffs(self) -> float:
        mine = [row for row in self.of(Happening.CROSSED) if self.inside(row.time)]
        return per(sum(row.a == row.b == row.c == 0 for row in mine), len(mine), 100.0)

    def near_misses(self) -> float:
        """Return errors found at the last step, each once, whoever of a group found it too."""
        found = set()
        for row in self.of(Happening.FOUND):
            if row.item not in self.cohort:
                continue
            route = self.scenario.work[self.kind[row.item]].route
            birth = self.births[row.error]
            who = ("fact", birth.b) if birth.a == LOST else ("error", row.error)
            if row.step == len(route) - 1:
                found.add((row.item, *who))
        return per(len(found), len(self.cohort), 100.0)
