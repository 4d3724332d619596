"""One crossing of a boundary: all its luck is settled at one instant, then the waits run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.engines.log import Flag, Happening
from simulator.engines.plan import layout
from simulator.engines.reference.item import Error, Item, wrong_facts
from simulator.engines.reference.route import Way
from simulator.engines.reference.staleness import Staleness
from simulator.engines.reference.station import Station
from simulator.engines.reference.world import World
from simulator.mechanisms.draws import exponential
from simulator.mechanisms.drift import concerns, tested
from simulator.mechanisms.handoff import convey, wait_for_opening
from simulator.mechanisms.incidents import DRIFT, LOST, UNOWNED
from simulator.mechanisms.luck import Purpose, combine, error_key, happens, lost_fact_key, uniform
from simulator.mechanisms.practice import pressed, toward

NO_GAINS = (0.0,) * len(layout.EDGE_LEVERS)


@dataclass(slots=True, kw_only=True)
class Crossing:
    """What one crossing did: the facts right after it, what it left latent, and its waits.

    `asked`: the receiver noticed or caught something, and so asks one question.
    """

    edge: int
    number: int
    owned: bool
    work_needed: bool
    asked: bool
    wait: float
    intact: int
    lost: int
    caught: int
    born: list[Error]

    @property
    def takes_time(self) -> bool:
        """Whether the item arrives later than it left."""
        return self.wait > 0.0 or self.asked or (self.owned and self.work_needed)


class Boundaries:
    """Settles crossings; reads the stations' loads, writes births and crossings to the log."""

    def __init__(self, world: World, stations: list[Station]) -> None:
        self.world = world
        self.stations = stations
        self.staleness = Staleness(world)

    def key(self, item: Item, way: Way) -> int:
        """Return the address of an item's crossing: (item, boundary, step)."""
        return combine(combine(item.key, self.world.edge_words[way.edge]), way.occurrence)

    def gains(self, edge: int, key: int) -> tuple[float, ...]:
        """Return g now of each practice followed at this crossing, 0 where it is not followed."""
        if not self.world.edge_practised[edge]:
            return NO_GAINS
        luck = uniform(key, Purpose.CROSSING_ADHERENCE, 0)
        return tuple(
            self.world.edge_gain(edge, lever) if luck < practice.adherence else 0.0
            for lever, practice in enumerate(self.world.edge_practices[edge])
        )

    def settle(
        self,
        item: Item,
        way: Way,
    ) -> Crossing:
        """Settle the crossing `way` of `item` now; what the item carries is not touched."""
        world, key = self.world, self.key(item, way)
        now = world.epoch.edges[way.edge]
        gains = self.gains(way.edge, key)
        taken_on = toward(now.owned, now.owned_top, gains[layout.OWNERSHIP])
        owned = happens(key, Purpose.OWNED, 0, taken_on)
        lapsed = happens(key, Purpose.LAPSE, 0, now.lapse)
        noticed, lost, caught = self._facts(key, now, gains, lapsed, item, way.facts)
        drifted, tests = self._drift(way.edge, key, now, gains)
        needed = happens(key, Purpose.BOUNDARY_WORK, 0, now.boundary_work)
        born = self._born(item, way, owned, lost, drifted, needed and not owned)
        asked = noticed | caught != 0 or tests > 0
        wait = self._wait(key, now, gains, owned)
        world.log(
            Happening.CROSSED,
            item=item.number,
            step=item.position,
            place=way.edge,
            value=wait,
            a=noticed.bit_count(),
            b=len(born),
            c=caught.bit_count() + tests,
            d=owned * Flag.OWNED
            + needed * Flag.WORK_NEEDED
            + lapsed * Flag.LAPSED
            + asked * Flag.ASKED,
        )
        return Crossing(
            edge=way.edge,
            number=world.next_number(),
            owned=owned,
            work_needed=needed,
            asked=asked,
            wait=wait,
            intact=(item.intact & ~lost) | caught,
            lost=lost,
            caught=caught,
            born=born,
        )

    def _facts(
        self,
        key: int,
        now: Any,
        gains: tuple[float, ...],
        lapsed: bool,
        item: Item,
        travelling: int,
    ) -> tuple[int, int, int]:
        told = (
            now.lapse_fidelity
            if lapsed
            else toward(now.fidelity, now.fidelity_top, gains[layout.CONTRACTS])
        )
        context = toward(now.shared_context, now.shared_context_top, gains[layout.ACCOUNTABILITY])
        checks = toward(now.readback, now.readback_top, gains[layout.ACCEPTANCE])
        return convey(
            key,
            item.intact & travelling,
            wrong_facts(item.errors) & travelling,
            self._pressed(told, now.source),
            context,
            self._pressed(checks, now.target),
            now.assumption_accuracy,
        )

    def _drift(
        self, edge: int, key: int, now: Any, gains: tuple[float, ...]
    ) -> tuple[list[int], int]:
        """Return the unknown changes that concern the item unnoticed, and how many tests caught."""
        drifted: list[int] = []
        unknown = self.staleness.unknown(edge)
        if not unknown:
            return drifted, 0
        tests = toward(now.contract_tests, now.contract_tests_top, gains[layout.CONTRACTS])
        tests = self._pressed(tests, now.target)
        caught = 0
        for j in unknown:
            if concerns(key, j, now.exposure):
                if tested(key, j, tests):
                    caught += 1
                else:
                    drifted.append(j)
        return drifted, caught

    def _pressed(self, q: float, team: int) -> float:
        """Return the good probability `q` as the team's load leaves it."""
        pressure = self.world.epoch.common.pressure
        return pressed(q, pressure, self.stations[team].load()) if pressure else q

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
        number = world.errors
        world.errors += 1
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

    def _wait(self, key: int, now: Any, gains: tuple[float, ...], owned: bool) -> float:
        wait = now.delay
        wait = wait + wait_for_opening(self.world.env.now + wait, now.opens_every)
        if not owned:
            mean = toward(now.limbo, now.limbo_top, gains[layout.OWNERSHIP])
            wait = wait + exponential(uniform(key, Purpose.LIMBO, 0), mean)
        return float(wait)
