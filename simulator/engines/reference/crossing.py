"""One crossing of a boundary: all its luck is settled at one instant, then the waits run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.engines.log import Flag, Happening
from simulator.engines.plan import layout
from simulator.engines.reference.item import Error, Item, wrong_facts
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
    """What one crossing did: the facts right after it, what it left latent, and its waits."""

    edge: int
    number: int
    owned: bool
    work_needed: bool
    lapsed: bool
    noticed: int
    tests: int
    wait: float
    intact: int
    lost: int
    caught: int
    born: list[Error]

    @property
    def asked(self) -> bool:
        """Whether the receiver noticed or caught anything, and so asks one question."""
        return bool(self.noticed | self.caught) or self.tests > 0


class Boundaries:
    """Settles crossings; reads the stations' loads, writes births and crossings to the log."""

    def __init__(self, world: World, stations: list[Station]) -> None:
        self.world = world
        self.stations = stations
        self.staleness = Staleness(world)

    def key(self, item: Item, row: Any) -> int:
        """Return the address of an item's crossing: (item, boundary, step)."""
        return combine(combine(item.key, self.world.edge_words[row.edge]), row.occurrence)

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
        row: Any,
        step: int,
        intact: int,
        errors: list[Error],
        travelling: int,
    ) -> Crossing:
        """Settle the crossing `row` (of `Plan.routes`) of `item` now; `errors` are not touched."""
        world, key = self.world, self.key(item, row)
        now = world.edges[world.epoch][row.edge]
        gains = self.gains(row.edge, key)
        taken_on = toward(now.owned, now.owned_top, gains[layout.OWNERSHIP])
        owned = happens(key, Purpose.OWNED, 0, taken_on)
        lapsed = happens(key, Purpose.LAPSE, 0, now.lapse)
        noticed, lost, caught = self._facts(key, now, gains, lapsed, intact, errors, travelling)
        drifted, tests = self._drift(row.edge, key, now, gains)
        needed = happens(key, Purpose.BOUNDARY_WORK, 0, now.boundary_work)
        born = self._born(item, row, step, owned, lost, drifted, needed and not owned)
        crossing = Crossing(
            edge=row.edge,
            number=world.next_number(),
            owned=owned,
            work_needed=needed,
            lapsed=lapsed,
            noticed=noticed,
            tests=tests,
            wait=self._wait(key, now, gains, owned),
            intact=(intact & ~lost) | caught,
            lost=lost,
            caught=caught,
            born=born,
        )
        self._log(item, step, crossing)
        return crossing

    def _log(self, item: Item, step: int, crossing: Crossing) -> None:
        self.world.log(
            Happening.CROSSED,
            item=item.number,
            step=step,
            place=crossing.edge,
            value=crossing.wait,
            a=crossing.noticed.bit_count(),
            b=len(crossing.born),
            c=crossing.caught.bit_count() + crossing.tests,
            d=crossing.owned * Flag.OWNED
            + crossing.work_needed * Flag.WORK_NEEDED
            + crossing.lapsed * Flag.LAPSED
            + crossing.asked * Flag.ASKED,
        )

    def _facts(
        self,
        key: int,
        now: Any,
        gains: tuple[float, ...],
        lapsed: bool,
        intact: int,
        errors: list[Error],
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
            intact & travelling,
            wrong_facts(errors) & travelling,
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
        pressure = self.world.epochs[self.world.epoch].pressure
        return pressed(q, pressure, self.stations[team].load()) if pressure else q

    def _born(
        self,
        item: Item,
        row: Any,
        step: int,
        owned: bool,
        lost: int,
        drifted: list[int],
        unowned: bool,
    ) -> list[Error]:
        edge, word = row.edge, self.world.edge_words[row.edge]
        born = []
        for fact in range(lost.bit_length()):
            if lost >> fact & 1:
                key = lost_fact_key(item.key, fact)
                born.append(self.error(item, step, key, LOST, edge, owned, fact))
        for j in drifted:
            key = error_key(item.key, DRIFT, word, row.occurrence, j)
            born.append(self.error(item, step, key, DRIFT, edge, owned, j))
        if unowned:
            key = error_key(item.key, UNOWNED, word, row.occurrence, 0)
            born.append(self.error(item, step, key, UNOWNED, edge, owned, 0))
        return born

    def error(
        self,
        item: Item | None,
        step: int,
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
            step=step,
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
