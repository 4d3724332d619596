"""One run remembered: its failures by an identity that is the same in every run of that luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.measures.blame import resolver
from simulator.measures.reading import Reading, Rows, read
from simulator.mechanisms.incidents import DEFECT, EXTERNAL, LOST, MECHANISMS

__all__ = ["Failure", "Fate", "Identity", "Record"]

Fate = Literal["failed", "gone", "open"]
"""`open`: not known at the end of the run (not released yet, or a repair still to come)."""

SIDES = {"defect": "core", "lost": "edge", "drift": "edge", "unowned": "edge", "external": "other"}


class Identity(NamedTuple):
    """What an error is in every plan: its item, how its first ancestor was born, its generation.

    `item` is (kind, arrival number), or None for an external incident.
    """

    item: tuple[str, int] | None
    born: tuple[str | int, ...]
    generation: int


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One failure of a run; `number` counts them from 1 in the order in which they showed.

    `mechanism` and `origin` are the first ancestor's; `fact` is the name that the file gives to
    what got lost, None where it gives none; `blamed` is None for external incidents;
    times in working days, `outage` from failure to restoration (None: not before the end).
    """

    number: int
    error: int
    kind: str | None
    arrival: int | None
    time: float
    severity: int
    mechanism: str
    origin: str
    fact: str | None
    generation: int
    depth: int
    blamed: str | None
    misattributed: bool
    passed_on: int
    repaired: bool
    outage: float | None
    counted: bool

    @property
    def side(self) -> str:
        """Where it was born: core, edge or other."""
        return SIDES[self.mechanism]

    @property
    def serious(self) -> bool:
        """Whether it is P1 or P2."""
        return self.severity <= 2


class Record:
    """One run: a plan, its log, and what became of every error."""

    def __init__(self, program: Program, log: EventLog) -> None:
        self.program = program
        self.log = log
        self.reading: Reading = read(program, log)
        events = log.events
        born = events[events["event"] == Happening.BORN]
        self.born: Rows = born[np.argsort(born["error"], kind="stable")]
        self.arrivals: Rows = events[events["event"] == Happening.ARRIVED]
        rows = self.reading.of(Happening.FAILED, Happening.AFTER_HORIZON)
        # what an item met before day 0 was not simulated in time, so there is no story of it
        there = (rows["item"] >= 0) & (self.arrivals["a"][rows["item"]] < 0)
        self.failures: Rows = rows[~there]

    @cached_property
    def items(self) -> Mapping[tuple[str, int], int]:
        """The numbers of the items by (kind, arrival number)."""
        kinds = tuple(self.program.scenario.work)
        return {
            (kinds[kind], int(n)): item
            for item, (kind, n) in enumerate(
                zip(self.arrivals["place"], self.arrivals["a"], strict=True)
            )
        }

    @cached_property
    def failed(self) -> Mapping[Identity, int]:
        """The errors that failed, within the run or after its end, and their numbers."""
        return {self.identity(int(error)): int(error) for error in self.failures["error"]}

    @cached_property
    def _repaired(self) -> frozenset[Identity]:
        rows = self.reading.of(Happening.REPAIRED)
        return frozenset(self.identity(int(error)) for error in rows["error"])

    def identity(self, error: int) -> Identity:
        """Return what the error of that number is in every run of the same luck."""
        root = self.born[self.reading.root[error]]
        generation, mechanism = int(self.born["c"][error]), int(root["a"])
        if mechanism == EXTERNAL:
            return Identity(None, (int(root["b"]),), generation)
        arrival = self.arrivals[root["item"]]
        item = (tuple(self.program.scenario.work)[arrival["place"]], int(arrival["a"]))
        if mechanism == LOST:
            return Identity(item, (MECHANISMS[LOST], int(root["b"])), generation)
        where = self.place(mechanism, int(root["place"]))
        born = (MECHANISMS[mechanism], where, int(root["step"]), int(root["b"]))
        return Identity(item, born, generation)

    def place(self, mechanism: int, origin: int) -> str:
        """Return the name of where an error of that mechanism was born."""
        scenario = self.program.scenario
        if mechanism == EXTERNAL:
            return "external"
        return tuple(scenario.teams if mechanism == DEFECT else scenario.boundaries)[origin]

    def fact(self, root: int) -> str | None:
        """Return the name that the file gives to the lost fact of a first ancestor, if any."""
        row = self.born[root]
        if row["a"] != LOST:
            return None
        kinds = tuple(self.program.scenario.work.values())
        names = kinds[self.arrivals["place"][row["item"]]].fact_names
        return names[row["b"]] if row["b"] < len(names) else None

    def released(self, item: tuple[str, int]) -> bool:
        """Return whether the item was released before the end of the run."""
        number = self.items.get(item)
        return number is not None and not np.isnan(self.reading.released[number])

    def fate(self, identity: Identity) -> Fate:
        """Return what became of that error in this run."""
        if identity in self.failed:
            return "failed"
        if identity.item is not None and not self.released(identity.item):
            return "open"
        for generation in range(identity.generation):
            ancestor = identity._replace(generation=generation)
            if ancestor in self.failed and ancestor not in self._repaired:
                return "open"
        return "gone"

    def of_item(self, item: tuple[str, int]) -> tuple[int, ...]:
        """Return the numbers of the errors of an item that failed."""
        return tuple(error for identity, error in self.failed.items() if identity.item == item)

    @cached_property
    def failed_changes(self) -> Mapping[tuple[str, int], tuple[Identity, ...]]:
        """The failed changes of the cohort, with the errors whose failures make them so."""
        rule, rows = self.program.scenario.failure, self.failures
        severities = [int(name[1]) for name in rule.counts]
        counts = np.isin(rows["a"], severities) & (rows["value"] <= rule.within.value)
        changes: dict[tuple[str, int], tuple[Identity, ...]] = {}
        for error in rows["error"][counts & self.reading.in_cohort(rows)].tolist():
            identity = self.identity(error)
            if identity.item is not None:
                changes[identity.item] = (*changes.get(identity.item, ()), identity)
        return changes

    def blamed(self, error: int) -> tuple[int | None, bool]:
        """Return the team that is blamed for a failure, and whether it is the wrong one."""
        reading, root = self.reading, int(self.reading.root[error])
        mechanism, origin = int(reading.mechanism[root]), int(reading.origin[root])
        if mechanism == EXTERNAL:
            return None, False
        kind = self.program.routes.kind[reading.kind[self.born["item"][root]]]
        last = self.program.scenario.incidents.blames == "last"
        team = (
            int(self.program.routes.bounce[kind["first_bounce"]])
            if last
            else resolver(reading, error)
        )
        edge = self.program.edges[0, origin] if mechanism != DEFECT else None
        concerned = (
            {origin}
            if edge is None
            else {int(edge["source"]), int(edge["target"]), int(edge["owner"])}
        )
        return team, team not in concerned

    @cached_property
    def told(self) -> tuple[Failure, ...]:
        """All failures of the run, in the order in which they showed."""
        rows = self.failures
        times = np.where(
            rows["event"] == Happening.FAILED,
            rows["time"],
            self.reading.released[rows["item"]] + rows["value"],
        )
        outside = rows["item"] < 0
        times[outside] = rows["time"][outside]
        order = np.argsort(times, kind="stable")
        paged = self.reading.of(Happening.PAGED)
        passed = np.bincount(paged["error"][paged["a"] > 0], minlength=len(self.born))
        restored = self.reading.of(Happening.RESTORED)
        outages = dict(zip(restored["error"].tolist(), restored["value"].tolist(), strict=True))
        repaired = set(self.reading.of(Happening.REPAIRED)["error"].tolist())
        counted = self.counted
        return tuple(
            self._failure(
                number,
                index,
                float(times[index]),
                int(passed[rows["error"][index]]),
                outages,
                repaired,
                bool(counted[index]),
            )
            for number, index in enumerate(order.tolist(), start=1)
        )

    @cached_property
    def counted(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of `failures` the outcome of that name counts: cohort, or external in window."""
        rows = self.failures
        showed = (rows["event"] == Happening.FAILED) & (rows["time"] >= self.program.warm_up)
        return np.asarray(self.reading.in_cohort(rows) | (rows["item"] < 0) & showed)

    def _failure(
        self,
        number: int,
        index: int,
        time: float,
        passed_on: int,
        outages: Mapping[int, float],
        repaired: set[int],
        counted: bool,
    ) -> Failure:
        row = self.failures[index]
        error, root = int(row["error"]), int(self.reading.root[row["error"]])
        mechanism = int(self.reading.mechanism[root])
        team, wrong = self.blamed(error)
        item = self.identity(error).item
        teams = tuple(self.program.scenario.teams)
        return Failure(
            number=number,
            error=error,
            kind=item[0] if item else None,
            arrival=item[1] if item else None,
            time=time,
            severity=int(row["a"]),
            mechanism=MECHANISMS[mechanism],
            origin=self.place(mechanism, int(self.reading.origin[root])),
            fact=self.fact(root),
            generation=int(row["c"]),
            depth=int(row["b"]),
            blamed=None if team is None else teams[team],
            misattributed=wrong,
            passed_on=passed_on,
            repaired=error in repaired,
            outage=outages.get(error),
            counted=counted,
        )
