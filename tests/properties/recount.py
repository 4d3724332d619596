"""Every measure a second time: plain loops over the events of a log.

Written from the definitions of the model (section 8) and the columns of the log; nothing here is
shared with `simulator.measures`, and every loop is the slow, obvious one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate

from simulator.engines.log import Flag, Happening, Task
from simulator.model.incident import Incidents
from simulator.scenario.scenario import Scenario
from tests.properties.runs import Row

DEFECT, LOST, DRIFT, UNOWNED, EXTERNAL = range(5)
NAMES = ("defect", "lost", "drift", "unowned", "external")
OUTSIDE = "external"


def per(above: float, below: float, scale: float = 1.0) -> float:
    """Return a ratio; NaN when there is nothing to divide by."""
    return scale * above / below if below else math.nan


def median(values: Sequence[float]) -> float:
    """Return the middle value, or the mean of the middle two; NaN of nothing."""
    if not values:
        return math.nan
    ordered, number = sorted(values), len(values)
    return (ordered[(number - 1) // 2] + ordered[number // 2]) / 2


def percentile(values: Sequence[float], hundredths: int) -> float:
    """Return the nearest-rank percentile; NaN of nothing."""
    if not values:
        return math.nan
    return sorted(values)[math.ceil(hundredths * len(values) / 100) - 1]


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
        self.latent = self.latent_at_release()
        self.foreseen = {row.error for row, _ in self.latent}
        self.late = [row for row in self.counted() if self.is_late(row)]

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

    def latent_at_release(self) -> list[tuple[Row, Incidents]]:
        """Return what was latent in an item when it was released, with what held for it then."""
        epochs = self.scenario.epochs()
        number, left, found = 0, dict[int, int](), []
        for row in self.rows:
            if row.event == Happening.SHOCK:
                number = row.a
            if row.event == Happening.RELEASED:
                left[row.item] = row.a
            if row.event == Happening.LATENT and left.get(row.item, 0) > 0:
                left[row.item] -= 1
                found.append((row, epochs[number].scenario.incidents))
        return found

    def is_late(self, row: Row) -> bool:
        """Return whether a failure is of an error born after the release of its item."""
        return row.c > 0 and row.error not in self.foreseen

    @staticmethod
    def grades(row: Row, response: Incidents) -> dict[str, float]:
        """Return the chances of each severity of an error that shows: odds grow with its depth."""
        found, below, shares = {}, 0.0, response.severity_shares()
        for number, total in enumerate(accumulate(shares), start=1):
            odds = total / (1.0 - total) if total < 1.0 - 1e-12 else math.inf
            grown = odds * response.escalation.value**row.b
            at_least = grown / (1.0 + grown) if grown < math.inf else 1.0
            found[f"P{number}"], below = at_least - below, at_least
        return found

    @staticmethod
    def shown(response: Incidents, since: float, until: float) -> float:
        """Return the chance that what shows does so between two times after release [days]."""
        mean = response.latency.value
        if mean == 0.0:
            return float(since <= 0.0 <= until)
        return math.exp(-max(0.0, since) / mean) - math.exp(-until / mean)

    def externals(self) -> dict[str, float]:
        """Return how many external incidents of each severity their rate lets expect."""
        found = dict.fromkeys(("P1", "P2", "P3", "P4"), 0.0)
        epochs = [epoch for epoch in self.scenario.epochs() if epoch.at < self.end]
        for epoch, until in zip(epochs, [e.at for e in epochs[1:]] + [self.end], strict=True):
            outside, days = epoch.scenario.external, max(0.0, until - max(epoch.at, self.begin))
            if outside is not None:
                for name, share in zip(found, outside.severity_shares(), strict=True):
                    found[name] += outside.rate.value * days * share
        return found

    def change_failure_rate(self) -> float:
        rule, spared = self.scenario.failure, dict.fromkeys(self.cohort, 1.0)
        for row, response in self.latent:
            if row.item in self.cohort:
                grades = self.grades(row, response)
                bad = row.value * sum(grades[name] for name in rule.counts)
                spared[row.item] *= 1.0 - bad * self.shown(response, 0.0, rule.within.value)
        struck = [
            row
            for row in self.counted()
            if row.item >= 0 and f"P{row.a}" in rule.counts and row.value <= rule.within.value
        ]
        late = {row.item for row in struck if self.is_late(row)}
        early = {row.item for row in struck if not self.is_late(row)}
        failed = sum(1.0 - share for share in spared.values()) + len(late - early)
        return per(failed, len(self.cohort), 100.0)

    def failed_changes(self) -> int:
        """Return how many changes failed as things struck."""
        rule, failed = self.scenario.failure, set()
        for row in self.counted():
            if row.item >= 0 and f"P{row.a}" in rule.counts and row.value <= rule.within.value:
                failed.add(row.item)
        return len(failed)

    def failures(self) -> float:
        total = sum(row.value for row, _ in self.latent if row.item in self.cohort)
        total += len(self.late) + sum(self.externals().values())
        return per(total, len(self.cohort), 100.0)

    expected_failures = failures

    def incidents_by(self) -> dict[tuple[str, str], float]:
        """Return the incidents of the window by side and severity, latent errors by chance."""
        sides = ("inside", "between", "neither")
        found = {(side, f"P{n}"): 0.0 for side in sides for n in (1, 2, 3, 4)}
        for name, number in self.externals().items():
            found["neither", name] += number
        for row, response in self.latent:
            shown = self.shown(response, self.begin - row.time, self.end - row.time)
            for name, share in self.grades(row, response).items():
                found[self.side(row), name] += row.value * share * shown
        for row in self.of(Happening.FAILED):
            if self.inside(row.time) and self.is_late(row):
                found[self.side(row), f"P{row.a}"] += 1.0
        return found

    def side(self, row: Row) -> str:
        """Return the side on which the root of an error was made."""
        mechanism = self.births[self.root(row.error)].a
        return {DEFECT: "inside", EXTERNAL: "neither"}.get(mechanism, "between")

    def serious_failures(self) -> float:
        found = sum(n for (_, name), n in self.incidents_by().items() if name in {"P1", "P2"})
        return per(found, self.end - self.begin, 260.0)

    def failures_by(self) -> Mapping[str, Mapping[str, float]]:
        """Return the splits of `failures`, only what occurred."""
        one = per(1.0, len(self.cohort), 100.0)
        splits: dict[str, defaultdict[str, float]] = {
            name: defaultdict(float)
            for name in ("mechanism", "category", "origin", "severity", "kind")
        }
        for name, number in self.externals().items():
            splits["severity"][name] += number * one
            for split in ("mechanism", "category", "origin", "kind"):
                splits[split][OUTSIDE] += number * one
        for row in self.late:
            self.split(row, one, splits)
            splits["severity"][f"P{row.a}"] += one
        for row, response in self.latent:
            if row.item in self.cohort:
                self.split(row, row.value * one, splits)
                for name, share in self.grades(row, response).items():
                    splits["severity"][name] += row.value * share * one
        return splits

    def split(self, row: Row, number: float, splits: Mapping[str, defaultdict[str, float]]) -> None:
        """Add a number of failures of one error where its root and its item belong."""
        root = self.births[self.root(row.error)]
        splits["mechanism"][self.mechanism(row, root)] += number
        splits["category"][self.category(root)] += number
        splits["origin"][self.origin(root)] += number
        splits["kind"][self.kind[row.item] if row.item >= 0 else OUTSIDE] += number

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

    def lead_times(self) -> list[float]:
        return [self.released[item] - self.arrived[item] for item in self.cohort]

    def unseen(self) -> tuple[float, float, float]:
        """Return the mistakes behind failures, their days from birth to failure, their teams."""
        own = [row for row in self.counted() if row.c == 0 and self.births[row.error].a != EXTERNAL]
        days = sum(self.released[row.item] + row.value - self.births[row.error].time for row in own)
        return len(own), days, sum(row.b for row in own)

    def item_days(self) -> float:
        """Return how long items lay between arrival and release, within the window."""
        return sum(
            max(0.0, self.released.get(item, self.end) - max(arrived, self.begin))
            for item, arrived in self.arrived.items()
        )

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
            math.ceil(epoch.scenario.teams[name].people.value)
            * max(0.0, until - max(epoch.at, self.begin))
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

    def surviving(self) -> float:
        """Return the facts intact at the last step of every route, per 100 that set out."""
        last = {kind: len(work.route) - 1 for kind, work in self.scenario.work.items()}
        joined = [
            row
            for row in self.of(Happening.JOINED)
            if row.item in self.cohort and row.step == last[self.kind[row.item]]
        ]
        facts = sum(self.scenario.work[self.kind[row.item]].facts.value for row in joined)
        return per(sum(row.a for row in joined), facts, 100.0)

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
