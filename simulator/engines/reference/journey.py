"""The way of an item: one process that reads like its route.

Where work forks (a parallel group, several crossings) further processes start, in name order; at
a join the last to arrive carries on. Nothing waits for anything but time.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from copy import copy
from functools import partial
from typing import Any

import simpy

from simulator.engines.log import Happening, Rank, Task
from simulator.engines.program.layout import INTEGRATION
from simulator.engines.reference.crossing import Boundaries
from simulator.engines.reference.item import Crossing, Error, Item, Leg, united
from simulator.engines.reference.route import Member, Way
from simulator.engines.reference.station import Station
from simulator.engines.reference.work import Work
from simulator.engines.reference.world import World
from simulator.mechanisms.incidents import DEFECT, fixed_badly
from simulator.mechanisms.luck import Purpose, bad_fix_key, combine, error_key, happens
from simulator.mechanisms.team import finds

# Bound once: looking up a member of an enum costs more than a call.
JOINED, VISIT = Happening.JOINED, Task.VISIT

Process = Generator[simpy.Event, Any, None]
Departure = tuple[Leg, Crossing | None]


class Journeys:
    """Sends items along their routes; hands the released ones to `release`."""

    def __init__(
        self,
        world: World,
        stations: list[Station],
        boundaries: Boundaries,
        release: Callable[[Item], None],
    ) -> None:
        self.world = world
        self.stations = stations
        self.boundaries = boundaries
        self.work = Work(world, stations, boundaries)
        self.release = release

    def start(self, item: Item) -> None:
        """Send a new item to the team or teams of its first step."""
        self._launch(self._depart(item))

    def set_down(self, item: Item, position: int) -> None:
        """Take a new item to a step before day 0: all that lies before it happens, in no time."""
        self._depart(item)
        while item.position < position:
            for leg in item.legs:
                self.work.visit(leg)
                self._examine(leg)
            if self._join(item):
                for team, errors in self._found(item):
                    for error in errors:
                        self._reworked(item, team, error)
            for way in item.here.laterals:
                self._cross_lateral(item, way)
            self._depart(item)
        for leg in item.legs:
            leg.pending = 1

    def wait(self, item: Item) -> None:
        """Let an item that was set down before day 0 ask the teams of its step to work."""
        self._launch([(leg, None) for leg in item.legs])

    def _launch(self, departures: list[Departure]) -> None:
        for leg, crossing in departures:
            self.world.env.process(self._journey(leg, crossing))

    def _journey(self, leg: Leg, crossing: Crossing | None) -> Process:
        item = leg.item
        while True:
            if crossing is not None and crossing.takes_time:
                yield from self._cross(item, crossing)
            leg.pending -= 1
            if leg.pending > 0:
                return  # another crossing to this team is still under way and will carry on
            service = partial(self.work.visit, leg)
            yield self._submit(leg.member.team, VISIT, service, item)
            self._examine(leg)
            item.open_legs -= 1
            if item.open_legs > 0:
                return  # another team of the group is still at work and will carry on
            if self._join(item):
                yield from self._rework(item)
            if item.here.laterals:
                yield from self._cross_laterals(item)
            if item.position + 1 == len(item.route):
                item.legs = []
                self.release(item)
                return
            (leg, crossing), *others = self._depart(item)
            self._launch(others)

    def _cross(self, item: Item, crossing: Crossing) -> Process:
        """Run the waits of a crossing, one after another."""
        world, edge = self.world, crossing.edge
        row = world.epoch.edges[edge]
        if crossing.wait > 0.0:
            yield world.after(crossing.wait, Rank.CROSSING, crossing.number)
        if crossing.owned and crossing.work_needed:
            service = partial(self.work.boundary_work, edge)
            yield self._submit(row.owner, Task.BOUNDARY_WORK, service, item)
        if crossing.asked:
            service = partial(self.work.question, edge)
            yield self._submit(row.source, Task.QUESTION, service, item)

    def _submit(
        self, team: int, task: Task, service: Callable[[], float], item: Item
    ) -> simpy.Event:
        return self.stations[team].submit(task, service, item.number, item.position)

    def _examine(self, leg: Leg) -> None:
        """Age the inherited errors, look for them, and add the defects made in this visit."""
        item, member, world = leg.item, leg.member, self.world
        item.visits[member.team] = member.occurrence + 1
        if not leg.errors and not leg.defects:
            return
        found = []
        for error in leg.errors:
            error.depth += 1
            chance = finds(leg.now, leg.gains[INTEGRATION], error.is_defect)
            if happens(combine(leg.key, error.key), Purpose.CATCH, 0, chance):
                found.append(error)
                world.log(
                    Happening.FOUND,
                    item=item.number,
                    step=item.position,
                    place=member.team,
                    error=error.number,
                    a=error.depth,
                )
        leg.found = found
        word = world.team_words[member.team]
        for k in leg.defects:
            identity = error_key(item.key, DEFECT, word, member.occurrence, k)
            leg.errors.append(self.boundaries.error(item, identity, DEFECT, member.team, False, k))

    def _join(self, item: Item) -> bool:
        """Merge the copies that the teams worked on; return whether any of them found an error."""
        found = False
        for leg in item.legs:
            item.intact &= leg.intact
            found = found or bool(leg.found)
        item.errors = united(item.legs)
        intact = item.intact.bit_count()
        self.world.log(JOINED, item=item.number, step=item.position, a=intact)
        return found

    def _cross_laterals(self, item: Item) -> Process:
        """Cross the laterals of the step one after another."""
        for way in item.here.laterals:
            yield from self._cross(item, self._cross_lateral(item, way))

    def _cross_lateral(self, item: Item, way: Way) -> Crossing:
        """Settle the crossing of a lateral; the item is what it is after it."""
        crossing = self.boundaries.settle(item, way)
        item.intact = crossing.facts_after(item.intact)
        item.errors = self._after(item, item.errors, [crossing])
        return crossing

    def _rework(self, item: Item) -> Process:
        """Let each resolver rework what the step found, in route order, then each finder look."""
        for team, errors in self._found(item):
            weight = sum(1 + error.depth for error in errors)
            service = partial(self.work.rework, item, team, weight)
            yield self._submit(team, Task.REWORK, service, item)
            for error in errors:
                self._reworked(item, team, error)
        for leg in item.legs:
            if leg.found:
                team = leg.member.team
                service = partial(self.work.recheck, item, team)
                yield self._submit(team, Task.RECHECK, service, item)

    def _found(self, item: Item) -> list[tuple[int, list[Error]]]:
        """Take what a step found out of an item: who reworks what, in route order."""
        keys = {error.key for leg in item.legs for error in leg.found}
        found = [error for error in item.errors if error.key in keys]
        item.errors = [error for error in item.errors if error.key not in keys]
        by_resolver: dict[int, list[Error]] = {}
        for error in found:
            by_resolver.setdefault(self.resolver(error), []).append(error)
        ranked = sorted(by_resolver, key=self.world.route_rank[item.kind].__getitem__)
        return [(team, by_resolver[team]) for team in ranked]

    def _reworked(self, item: Item, team: int, error: Error) -> None:
        world = self.world
        world.log(
            Happening.REWORKED,
            item=item.number,
            step=item.position,
            place=team,
            error=error.number,
        )
        if error.fact >= 0:
            item.intact |= 1 << error.fact
        if fixed_badly(error.key, error.generation, world.epoch.common.bad_fix):
            item.errors.append(self.bad_fix(item, team, error))

    def bad_fix(self, item: Item | None, team: int, parent: Error) -> Error:
        """Return the defect that fixing `parent` left behind in `team`."""
        return self.boundaries.error(
            item,
            bad_fix_key(parent.key, parent.generation),
            DEFECT,
            team,
            False,
            parent.number,
            parent.generation + 1,
        )

    def resolver(self, error: Error) -> int:
        """Return who can repair: a defect's team, an owned crossing's owner, or the sender."""
        if error.is_defect:
            return error.origin
        row = self.world.epoch.edges[error.origin]
        return int(row.owner if error.owned else row.source)

    def _depart(self, item: Item) -> list[Departure]:
        """Take the item to its next step; return a leg for each team, with each crossing to it."""
        item.position += 1
        item.here = item.route[item.position]
        item.legs = [self._leg(item, member) for member in item.here.members]
        item.open_legs = len(item.legs)
        item.last_owned = True
        departures: list[Departure] = []
        for leg in item.legs:
            leg.errors = self._after(item, item.errors, leg.crossings)
            for crossing in leg.crossings:
                leg.intact = crossing.facts_after(leg.intact)
                item.last_owned = item.last_owned and crossing.owned
                departures.append((leg, crossing))
        item.intact = item.all_facts
        return departures or [(leg, None) for leg in item.legs]

    def _leg(self, item: Item, member: Member) -> Leg:
        crossings = [self.boundaries.settle(item, way) for way in member.arrivals]
        return Leg(item, member, crossings, len(crossings), item.intact, item.errors)

    def _after(self, item: Item, errors: list[Error], crossings: list[Crossing]) -> list[Error]:
        """Return copies of errors less the facts that were caught, and with what is now latent.

        They are copies so that depth may grow in one leg and not in another.
        """
        left: list[Error] = []
        for error in errors:
            by = [c for c in crossings if error.fact >= 0 and c.caught >> error.fact & 1]
            if by:
                self.world.log(
                    Happening.CAUGHT,
                    item=item.number,
                    step=item.position,
                    place=by[0].edge,
                    error=error.number,
                )
            else:
                left.append(copy(error))
        for crossing in crossings:
            left += crossing.born
        return left
