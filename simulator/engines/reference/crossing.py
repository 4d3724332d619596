"""One crossing of a boundary: all its luck is settled at one instant, then the waits run."""

from __future__ import annotations

from typing import Any

from simulator.engines.log import Happening
from simulator.engines.reference.item import Crossing, Error, Item, wrong_facts
from simulator.engines.reference.route import Way
from simulator.engines.reference.staleness import Staleness
from simulator.engines.reference.station import Station
from simulator.engines.reference.world import World
from simulator.mechanisms.crossing import Odds, mean_limbo, odds, owned_by_somebody
from simulator.mechanisms.draws import exponential
from simulator.mechanisms.drift import concerns, tested
from simulator.mechanisms.handoff import convey, wait_for_opening
from simulator.mechanisms.incidents import DRIFT, LOST, UNOWNED
from simulator.mechanisms.luck import Purpose, combine, error_key, happens, lost_fact_key, uniform
from simulator.mechanisms.practice import gain_if_followed
from simulator.model.lever import EDGE_LEVERS

# Bound once: looking up a member of an enum costs more than a call.
CROSSED, OWNED = Happening.CROSSED, Purpose.OWNED
LAPSE, BOUNDARY_WORK = Purpose.LAPSE, Purpose.BOUNDARY_WORK

Gains = tuple[float, ...]
NOTHING: Gains = (0.0,) * len(EDGE_LEVERS)


class Boundaries:
    """Settles crossings; reads the stations' loads, writes births and crossings to the log."""

    def __init__(self, world: World, stations: list[Station]) -> None:
        self.world = world
        self.stations = stations
        self.staleness = Staleness(world)

    def key(self, item: Item, way: Way) -> int:
        """Return the address of an item's crossing: (item, boundary, step)."""
        return combine(combine(item.key, self.world.edge_words[way.edge]), way.occurrence)

    def gains(self, edge: int, key: int) -> Gains:
        """Return g now of each practice followed at this crossing, 0 where it is not followed."""
        world = self.world
        if not world.edge_practised[edge]:
            return NOTHING
        luck, now = uniform(key, Purpose.CROSSING_ADHERENCE, 0), world.env.now
        practices, starts = world.edge_practices[edge], world.epoch.edge_starts
        return tuple(
            gain_if_followed(practice, start, now, luck)
            for practice, start in zip(practices, starts, strict=True)
        )

    def settle(self, item: Item, way: Way) -> Crossing:
        """Settle the crossing `way` of `item` now; what the item carries is not touched."""
        world, key = self.world, self.key(item, way)
        now, gains = world.epoch.edges[way.edge], self.gains(way.edge, key)
        owned = happens(key, OWNED, 0, owned_by_somebody(now, gains))
        lapsed = happens(key, LAPSE, 0, now.lapse)
        chances = self._odds(now, gains, lapsed)
        noticed, lost, caught = convey(
            key,
            item.intact & way.facts,
            wrong_facts(item.errors) & way.facts,
            chances.conveyed,
            chances.known,
            chances.noticed,
            chances.assumed,
        )
        drifted, tests = self._drift(way.edge, key, now.exposure, chances.tested)
        work_needed = happens(key, BOUNDARY_WORK, 0, now.boundary_work)
        born = self._born(item, way, owned, lost, drifted, work_needed and not owned)
        asked = noticed | caught != 0 or tests > 0
        wait = self._wait(key, now, gains, owned)
        world.log(
            CROSSED,
            item=item.number,
            step=item.position,
            place=way.edge,
            value=wait,
            a=noticed.bit_count(),
            b=len(born),
            c=caught.bit_count() + tests,
            d=owned | work_needed << 1 | lapsed << 2 | asked << 3,  # as in `Flag`
        )
        number = next(world.job_numbers)
        return Crossing(way.edge, number, owned, work_needed, asked, wait, lost, caught, born)

    def _odds(self, now: Any, gains: Gains, lapsed: bool) -> Odds:
        """Return the chances of a crossing as practices and the load of both teams leave them."""
        pressure = self.world.epoch.common.pressure
        if not pressure:
            return odds(now, gains, lapsed, (0.0, 0.0), 0.0)
        loads = self.stations[now.source].load(), self.stations[now.target].load()
        return odds(now, gains, lapsed, loads, pressure)

    def _drift(self, edge: int, key: int, exposure: float, tests: float) -> tuple[list[int], int]:
        """Return the unknown changes that concern the item unnoticed, and how many tests caught."""
        drifted: list[int] = []
        unknown = self.staleness.unknown(edge)
        if not unknown:
            return drifted, 0
        caught = 0
        for j in unknown:
            if concerns(key, j, exposure):
                if tested(key, j, tests):
                    caught += 1
                else:
                    drifted.append(j)
        return drifted, caught

    def _born(
        self,
        item: Item,
        way: Way,
        owned: bool,
        lost: int,
        drifted: list[int],
        unowned: bool,
    ) -> list[Error]:
        edge, word = way.edge, self.world.edge_words[way.edge]
        born = []
        for fact in range(lost.bit_length()):
            if lost >> fact & 1:
                key = lost_fact_key(item.key, fact)
                born.append(self.error(item, key, LOST, edge, owned, fact))
        for j in drifted:
            key = error_key(item.key, DRIFT, word, way.occurrence, j)
            born.append(self.error(item, key, DRIFT, edge, owned, j))
        if unowned:
            key = error_key(item.key, UNOWNED, word, way.occurrence, 0)
            born.append(self.error(item, key, UNOWNED, edge, owned, 0))
        return born

    def error(
        self,
        item: Item | None,
        key: int,
        mechanism: int,
        origin: int,
        owned: bool,
        index: int,
        generation: int = 0,
    ) -> Error:
        """Return a new latent error and log its birth."""
        world = self.world
        number = next(world.error_numbers)
        world.log(
            Happening.BORN,
            item=item.number if item else -1,
            step=item.position if item else -1,
            place=origin,
            error=number,
            a=mechanism,
            b=index,
            c=generation,
            d=int(owned),
        )
        return Error(
            number=number,
            key=key,
            mechanism=mechanism,
            origin=origin,
            fact=index if mechanism == LOST else -1,
            owned=owned,
            generation=generation,
        )

    def _wait(self, key: int, now: Any, gains: Gains, owned: bool) -> float:
        wait: float = now.delay
        wait = wait + wait_for_opening(self.world.env.now + wait, now.opens_every)
        if not owned:
            wait = wait + exponential(uniform(key, Purpose.LIMBO, 0), mean_limbo(now, gains))
        return wait
