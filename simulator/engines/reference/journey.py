"""The way of an item: one process that reads like its route.

Where work forks (a parallel group, several crossings) further processes start, in name order; at
a join the last to arrive carries on. Nothing waits for anything but time.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import simpy

from simulator.engines.log import Happening, Rank, Task
from simulator.engines.reference.crossing import Boundaries, Crossing
from simulator.engines.reference.item import Error, Item, Leg, copies, united
from simulator.engines.reference.station import Job, Station
from simulator.engines.reference.work import Work
from simulator.engines.reference.world import World
from simulator.mechanisms.handoff import sender_mask
from simulator.mechanisms.incidents import DEFECT, fixed_badly
from simulator.mechanisms.luck import Purpose, bad_fix_key, combine, error_key, uniform

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
        self._launch(self._legs(item, item.errors))

    def _launch(self, departures: list[Departure]) -> None:
        for leg, crossing in departures:
            self.world.env.process(self._journey(leg, crossing))

    def _journey(self, leg: Leg, crossing: Crossing | None) -> Process:
        while True:
            if crossing is not None:
                yield from self._cross(leg.item, crossing)
            leg.pending -= 1
            if leg.pending > 0:
                return  # another crossing to this team is still under way and will carry on
            yield self._visit(leg)
            self._examine(leg)
            item = leg.item
            item.open_legs -= 1
            if item.open_legs > 0:
                return  # another team of the group is still at work and will carry on
            yield from self._join(item)
            departures = self._depart(item)
            if not departures:
                return
            (leg, crossing), *others = departures
            self._launch(others)

    def _cross(self, item: Item, crossing: Crossing) -> Process:
        """Run the waits of a crossing, one after another."""
        world, edge, step = self.world, crossing.edge, item.position
        row = world.edges[world.epoch][edge]
        if crossing.wait > 0.0:
            yield world.after(crossing.wait, Rank.CROSSING, crossing.number)
        if crossing.owned and crossing.work_needed:
            yield self._submit(
                row.owner, Task.BOUNDARY_WORK, lambda: self.work.boundary_work(edge), item, step
            )
        if crossing.asked:
            yield self._submit(
                row.source, Task.QUESTION, lambda: self.work.question(edge), item, step
            )

    def _submit(
        self, team: int, task: Task, service: Callable[[], float], item: Item, step: int
    ) -> simpy.Event:
        job = Job(self.world, task, service, item=item.number, step=step)
        return self.stations[team].submit(job)

    def _visit(self, leg: Leg) -> simpy.Event:
        team = self._member(leg.item, leg.member).team
        return self._submit(
            team, Task.VISIT, lambda: self.work.visit(leg), leg.item, leg.item.position
        )

    def _examine(self, leg: Leg) -> None:
        """Age the inherited errors, look for them, and add the defects made in this visit."""
        item, member, world = leg.item, self._member(leg.item, leg.member), self.world
        word = world.team_words[member.team]
        key = combine(combine(item.key, word), member.occurrence)
        for error in leg.errors:
            error.depth += 1
            chance = leg.catches_defects if error.is_defect else leg.catches_misunderstandings
            if uniform(combine(key, error.key), Purpose.CATCH, 0) < chance:
                leg.found.append(error)
                world.log(
                    Happening.FOUND,
                    item=item.number,
                    step=item.position,
                    place=member.team,
                    error=error.number,
                    a=error.depth,
                )
        for k in leg.defects:
            identity = error_key(item.key, DEFECT, word, member.occurrence, k)
            leg.errors.append(
                self.boundaries.error(item, item.position, identity, DEFECT, member.team, False, k)
            )
        item.visits[member.team] = member.occurrence + 1

    def _join(self, item: Item) -> Process:
        """Merge the copies, rework what was found, then cross the laterals one after another."""
        world, step = self.world, self._step(item)
        for leg in item.legs:
            item.intact &= leg.intact
        item.intact &= item.all_facts
        item.errors = united(item.legs)
        world.log(Happening.JOINED, item=item.number, step=item.position, a=item.intact.bit_count())
        yield from self._rework(item)
        for row in world.laterals[step.first_lateral : step.first_lateral + step.laterals]:
            crossing = self.boundaries.settle(
                item, row, item.position, item.intact, item.errors, item.all_facts
            )
            item.intact = crossing.intact
            item.errors = self._after(item, item.errors, [crossing])
            yield from self._cross(item, crossing)

    def _rework(self, item: Item) -> Process:
        """Let each resolver rework what the step found, in route order, then each finder look."""
        keys = {error.key for leg in item.legs for error in leg.found}
        found = [error for error in item.errors if error.key in keys]
        item.errors = [error for error in item.errors if error.key not in keys]
        by_resolver: dict[int, list[Error]] = {}
        for error in found:
            by_resolver.setdefault(self.resolver(error), []).append(error)
        for team in sorted(by_resolver, key=self.world.route_rank[item.kind].__getitem__):
            yield self._rework_visit(item, team, by_resolver[team])
            for error in by_resolver[team]:
                self._reworked(item, team, error)
        for leg in item.legs:
            if leg.found:
                yield self._recheck_visit(item, self._member(item, leg.member).team)

    def _rework_visit(self, item: Item, team: int, errors: list[Error]) -> simpy.Event:
        weight = sum(1 + error.depth for error in errors)
        return self._submit(
            team, Task.REWORK, lambda: self.work.rework(item, team, weight), item, item.position
        )

    def _recheck_visit(self, item: Item, team: int) -> simpy.Event:
        return self._submit(
            team, Task.RECHECK, lambda: self.work.recheck(item, team), item, item.position
        )

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
        if fixed_badly(error.key, error.generation, world.epochs[world.epoch].bad_fix):
            item.errors.append(self.bad_fix(item, team, error))

    def bad_fix(self, item: Item | None, team: int, parent: Error) -> Error:
        """Return the defect that fixing `parent` left behind in `team`."""
        return self.boundaries.error(
            item,
            item.position if item else -1,
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
        row = self.world.edges[self.world.epoch][error.origin]
        return int(row.owner if error.owned else row.source)

    def _depart(self, item: Item) -> list[Departure]:
        """Return the legs and crossings to the next step, settled now; none after a release."""
        world, kind = self.world, self.world.kinds[item.kind]
        senders = self._step(item).members
        if item.position + 1 == kind.steps:
            self.release(item)
            return []
        item.position += 1
        step = self._step(item)
        settled = []
        for offset in range(step.members * senders):
            row = world.crossings[step.first_crossing + offset]
            travelling = item.all_facts & sender_mask(row.sender, senders)
            settled.append(
                self.boundaries.settle(
                    item, row, item.position, item.intact, item.errors, travelling
                )
            )
        item.last_owned = all(crossing.owned for crossing in settled)
        return self._legs(item, item.errors, settled)

    def _legs(
        self, item: Item, errors: list[Error], settled: list[Crossing] | None = None
    ) -> list[Departure]:
        """Return a copy of the item for each team of its step, with the crossings leading there."""
        members = self._step(item).members
        departures: list[Departure] = []
        item.legs = []
        for member in range(members):
            share = len(settled) // members if settled else 0
            mine = settled[member * share : (member + 1) * share] if settled else []
            intact = item.intact
            for crossing in mine:
                intact = (intact & ~crossing.lost) | crossing.caught
            leg = Leg(
                item=item,
                member=member,
                intact=intact,
                errors=self._after(item, copies(errors), mine),
                pending=max(1, len(mine)),
                asked=[crossing.edge for crossing in mine if crossing.asked],
            )
            item.legs.append(leg)
            departures += [(leg, crossing) for crossing in mine] or [(leg, None)]
        item.open_legs = members
        item.intact = item.all_facts
        return departures

    def _step(self, item: Item) -> Any:
        return self.world.steps[self.world.kinds[item.kind].first_step + item.position]

    def _member(self, item: Item, member: int) -> Any:
        return self.world.members[self._step(item).first_member + member]

    def _after(self, item: Item, errors: list[Error], crossings: list[Crossing]) -> list[Error]:
        """Return `errors` less the facts that were caught, and with what crossings left latent."""
        left = []
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
                left.append(error)
        for crossing in crossings:
            left += copies(crossing.born)
        return left
