"""One replication in SimPy: the readable statement of the model."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy

from simulator.engines.log import EVENT, EventLog, Happening, Rank
from simulator.engines.program.compilation import Program
from simulator.engines.reference.crossing import Boundaries
from simulator.engines.reference.item import Item
from simulator.engines.reference.journey import Journeys
from simulator.engines.reference.response import Response
from simulator.engines.reference.station import Station
from simulator.engines.reference.world import World
from simulator.mechanisms.draws import exponential, next_arrival
from simulator.mechanisms.luck import Purpose, combine, uniform
from simulator.mechanisms.work import item_size


def simulate(program: Program, seed: int, replication: int) -> EventLog:
    """Return the event log of one replication of `plan`, from time 0 to the horizon."""
    world = World(program, seed, replication)
    stations = [Station(world, team) for team in range(len(world.team_words))]
    response = Response(world, stations)
    journeys = Journeys(world, stations, Boundaries(world, stations), response.release)
    response.journeys = journeys
    there = _before(world, journeys)
    world.env.run(until=0.0)
    for item in there:
        journeys.wait(item)
    for processes in (
        _shocks(world, stations),
        *(_arrivals(world, journeys, kind) for kind in range(len(world.kinds))),
        response.externals(),
    ):
        world.env.process(processes)
    world.env.run(until=program.horizon)
    events = np.frombuffer(bytes(world.rows), EVENT)
    return EventLog(seed=seed, replication=replication, events=events)


def _before(world: World, journeys: Journeys) -> list[Item]:
    """Set down the items that are on their way before day 0, those that have come farthest first.

    They are known by negative arrival numbers.
    """
    there: list[Item] = []
    for kind, row in enumerate(world.kinds):
        key, n = combine(world.key, world.kind_words[kind]), 0
        for position in reversed(range(row.steps)):
            for _ in range(world.starting[row.first_step + position]):
                n -= 1
                there.append(_item(world, kind, key, n))
                journeys.set_down(there[-1], position)
    return there


def _shocks(world: World, stations: list[Station]) -> Generator[simpy.Event, Any, None]:
    """Bring each later epoch into force at its time."""
    for epoch in range(1, len(world.epochs)):
        delay = world.epochs[epoch].common.at - world.env.now
        yield world.after(delay, Rank.SHOCK, epoch)
        world.epoch = world.epochs[epoch]
        world.log(Happening.SHOCK, a=epoch)
        for station in stations:
            station.change_people()


def _arrivals(world: World, journeys: Journeys, kind: int) -> Generator[simpy.Event, Any, None]:
    """Let the items of one kind arrive, by their rate or their schedule."""
    row, program = world.kinds[kind], world.program
    starts, rates = program.epochs["at"], program.rates
    key = combine(world.key, world.kind_words[kind])
    n = 0
    while True:
        if row.scheduled:
            if n == row.arrivals:
                return
            when = program.routes.arrival[row.first_arrival + n]
        else:
            gap = exponential(uniform(key, Purpose.ARRIVAL, n), 1.0)
            when = next_arrival(world.env.now, gap, starts, rates, kind)
        delay = float(when) - world.env.now
        if world.env.now + delay >= program.horizon:
            return
        yield world.after(delay, Rank.ARRIVAL, kind)
        journeys.start(_item(world, kind, key, n))
        n += 1


def _item(world: World, kind: int, kind_key: int, n: int) -> Item:
    row = world.kinds[kind]
    key = combine(kind_key, n)
    size = item_size(key, row.size_variance)
    facts, route = (1 << row.facts) - 1, world.routes[kind]
    item = Item(
        number=next(world.item_numbers),
        kind=kind,
        key=key,
        size=size,
        route=route,
        here=route[0],
        all_facts=facts,
        intact=facts,
    )
    world.log(Happening.ARRIVED, item=item.number, place=kind, value=size, a=n)
    return item
