"""From release to repair: failures, paging, triage up the route, rollback, bad fixes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import simpy

from simulator.engines.log import NO_ITEM, Happening, Rank, Task
from simulator.engines.program import layout
from simulator.engines.reference.item import Error, Item
from simulator.engines.reference.journey import Journeys
from simulator.engines.reference.station import Station
from simulator.engines.reference.world import World
from simulator.mechanisms import incidents
from simulator.mechanisms.draws import exponential, next_arrival
from simulator.mechanisms.incidents import (
    EXTERNAL,
    fixed_badly,
    latency,
    manifests,
    repair_time,
    severity,
    triage_time,
)
from simulator.mechanisms.luck import Purpose, combine, happens, uniform
from simulator.mechanisms.practice import gain_if_followed
from simulator.mechanisms.team import mean_triage, rolls_back, traces

Process = Generator[simpy.Event, Any, None]


class Failure:
    """A latent error that has manifested, or an external incident (`item` is None)."""

    def __init__(self, error: Error, item: Item | None, severity: int, place: int) -> None:
        self.error = error
        self.item = item
        self.severity = severity
        self.place = place
        self.failed = 0.0
        self.restored = False


class Response:
    """Turns what is latent at release into failures, and answers them."""

    def __init__(self, world: World, stations: list[Station]) -> None:
        self.world = world
        self.stations = stations
        self.journeys: Journeys

    def release(self, item: Item) -> None:
        """Release an item: what is latent in it may manifest from now on."""
        item.released = self.world.env.now
        self.world.log(Happening.RELEASED, item=item.number, a=len(item.errors))
        for error in item.errors:
            self._live(error, item, NO_ITEM)

    def externals(self) -> Process:
        """Let external incidents happen, straight to their resolver."""
        world, program = self.world, self.world.program
        key = combine(world.key, Purpose.EXTERNAL)
        starts, rates = program.epochs["at"], program.epochs["external_rate"].reshape(-1, 1)
        n = 0
        while True:
            gap = exponential(uniform(key, Purpose.EXTERNAL, n), 1.0)
            delay = float(next_arrival(world.env.now, gap, starts, rates, 0)) - world.env.now
            if world.env.now + delay >= program.horizon:
                return
            yield world.after(delay, Rank.EXTERNAL, n)
            error = self.journeys.boundaries.error(None, combine(key, n), EXTERNAL, -1, True, n)
            row = world.epoch.common
            grade = severity(error.key, row.external_p1, row.external_p2, row.external_p3, 1.0, 0)
            world.env.process(self._handle(Failure(error, None, grade, NO_ITEM + n)))
            n += 1

    def _live(self, error: Error, item: Item | None, place: int) -> None:
        """Decide whether, when and how badly a live error manifests; `place` names an external."""
        world = self.world
        now = world.epoch.common
        chances = (now.manifest_defect, now.manifest_lost, now.manifest_drift, now.manifest_unowned)
        shows = manifests(error.key, chances[error.mechanism])
        world.log(
            Happening.LATENT,
            item=item.number if item else -1,
            error=error.number,
            value=chances[error.mechanism],
            a=error.mechanism,
            b=error.depth,
            c=error.generation,
            d=int(shows),
        )
        if not shows:
            return
        grade = severity(error.key, now.p1, now.p2, now.p3, now.escalation, error.depth)
        failure = Failure(error, item, grade, place)
        delay = latency(error.key, now.latency)
        if world.env.now + delay >= world.program.horizon:
            self._log_failure(Happening.AFTER_HORIZON, failure, world.env.now + delay)
            return
        world.env.process(self._show(failure, delay))

    def _show(self, failure: Failure, delay: float) -> Process:
        yield self.world.after(delay, Rank.FAILURE, failure.error.number)
        yield from self._handle(failure)

    def _handle(self, failure: Failure) -> Process:
        """Page, triage team by team up the route, repair; the whole life of an incident."""
        world, error = self.world, failure.error
        failure.failed = world.env.now
        self._log_failure(Happening.FAILED, failure, world.env.now)
        path, resolver, straight = self._path(failure)
        team, attempt = path[0], 0
        yield self._triage(failure, team, attempt)
        if failure.item is not None:
            self._roll_back(failure, self._route(failure.item)[0])
        while team != resolver:
            attempt += 1
            team = resolver if straight or attempt >= len(path) else path[attempt]
            yield self._triage(failure, team, attempt)
        yield self._repair(failure, team)
        world.log(Happening.REPAIRED, item=self._number(failure), place=team, error=error.number)
        self._restore(failure, by_rollback=False)
        if fixed_badly(error.key, error.generation, world.epoch.common.bad_fix):
            defect = self.journeys.bad_fix(failure.item, team, error)
            self._live(defect, failure.item, failure.place)

    def _path(self, failure: Failure) -> tuple[list[int], int, bool]:
        """Return the teams an incident passes, its resolver, and whether it goes straight there.

        Whoever is paged first is the first of the teams.
        """
        world, error, item = self.world, failure.error, failure.item
        if item is None:
            resolver = error.origin if error.is_defect else world.epoch.common.external_resolver
            return [resolver], resolver, True
        resolver = self.journeys.resolver(error)
        path = self._paged(error, self._route(item), resolver)
        if not error.is_defect:
            return path, resolver, error.owned
        row = world.epoch.teams[error.origin]
        g = self._recovery(error, error.origin)
        return path, resolver, happens(error.key, Purpose.TRACEABLE, 0, traces(row, g))

    def _route(self, item: Item) -> list[int]:
        """Return the teams of an item's route, the last first."""
        kind = self.world.kinds[item.kind]
        return self.world.bounces[kind.first_bounce : kind.first_bounce + kind.bounces]

    def _paged(self, error: Error, route: list[int], resolver: int) -> list[int]:
        """Return the teams of a route in the order in which they are paged."""
        world = self.world
        match world.epoch.common.pages:
            case incidents.RESOLVER:
                return [resolver]
            case incidents.DRAWN:
                words = world.team_words
                lots = {
                    team: uniform(combine(error.key, words[team]), Purpose.PAGED, 0)
                    for team in route
                }
                first = min(lots, key=lots.__getitem__)
                return [first, *(team for team in route if team != first)]
        return route

    def _recovery(self, error: Error, team: int) -> float:
        """Return g now of the recovery practice if `team` follows it in this incident."""
        world, luck = self.world, uniform(error.key, Purpose.RESPONSE_ADHERENCE, 0)
        practice = world.team_practices[team][layout.RECOVERY]
        return gain_if_followed(
            practice, world.epoch.team_starts[layout.RECOVERY], world.env.now, luck
        )

    def _triage(self, failure: Failure, team: int, attempt: int) -> simpy.Event:
        world, error = self.world, failure.error
        world.log(
            Happening.PAGED,
            item=self._number(failure),
            place=team,
            error=error.number,
            a=attempt,
        )

        def service() -> float:
            row, g = world.epoch.teams[team], self._recovery(error, team)
            days = triage_time(error.key, attempt, mean_triage(row, g))
            days += world.team_practices[team][layout.RECOVERY].overhead * g
            return float(days * world.pace(team))

        return self._submit(failure, team, Task.TRIAGE, service)

    def _repair(self, failure: Failure, team: int) -> simpy.Event:
        def service() -> float:
            now, error = self.world.epoch.common, failure.error
            days = repair_time(error.key, now.repair_effort, now.repair_growth, error.depth)
            return float(days * self.world.pace(team))

        return self._submit(failure, team, Task.REPAIR, service)

    def _submit(
        self, failure: Failure, team: int, task: Task, service: Callable[[], float]
    ) -> simpy.Event:
        item = failure.item.number if failure.item else failure.place
        station, error = self.stations[team], failure.error.number
        return station.submit(task, service, item, 0, failure.severity, error)

    def _roll_back(self, failure: Failure, team: int) -> None:
        """After the first triage: undo the release, if it can be undone and ran everywhere."""
        world, error, item = self.world, failure.error, failure.item
        chance = rolls_back(world.epoch.teams[team], self._recovery(error, team))
        if item is None or not happens(error.key, Purpose.ROLLBACK, 0, chance):
            return
        event = Happening.ROLLED_BACK if item.last_owned else Happening.ROLLBACK_PARTIAL
        world.log(event, item=item.number, place=team, error=error.number)
        if item.last_owned:
            delay = world.epoch.common.rollback_duration
            undone = world.after(delay, Rank.RESTORE, error.number)
            undone.callbacks.append(lambda _: self._restore(failure, by_rollback=True))

    def _restore(self, failure: Failure, *, by_rollback: bool) -> None:
        if failure.restored:
            return
        failure.restored = True
        self.world.log(
            Happening.RESTORED,
            item=self._number(failure),
            error=failure.error.number,
            value=self.world.env.now - failure.failed,
            a=int(by_rollback),
        )

    def _log_failure(self, event: Happening, failure: Failure, when: float) -> None:
        error, item = failure.error, failure.item
        self.world.log(
            event,
            item=self._number(failure),
            error=error.number,
            value=when - item.released if item else 0.0,
            a=failure.severity,
            b=error.depth,
            c=error.generation,
        )

    @staticmethod
    def _number(failure: Failure) -> int:
        return failure.item.number if failure.item else -1
