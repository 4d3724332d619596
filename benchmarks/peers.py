"""The network in other people's simulators, each written as its own manual would."""

from __future__ import annotations

import random
from collections.abc import Generator
from typing import Any

from benchmarks.network import MEANS, NAMES, RATES, ROUTES, SERVERS, Contender, Result
from benchmarks.ratio import seconds


def simpy_(horizon: float) -> Contender:
    """Idiomatic SimPy: a process an item, a resource a station."""
    import simpy

    def run(turn: int) -> Result:
        draw = random.Random(turn)  # noqa: S311 - luck, no secret
        env = simpy.Environment()
        stations = [simpy.Resource(env, servers) for servers in SERVERS]
        leads: list[float] = []
        visits = 0

        def item(route: tuple[int, ...]) -> Generator[Any, Any, None]:
            nonlocal visits
            arrived = env.now
            for at in route:
                with stations[at].request() as turn_at:
                    yield turn_at
                    yield env.timeout(draw.expovariate(1 / MEANS[at]))
                visits += 1
            leads.append(env.now - arrived)

        def source(kind: int) -> Generator[Any, Any, None]:
            while True:
                yield env.timeout(draw.expovariate(RATES[kind]))
                env.process(item(ROUTES[kind]))

        for kind in range(len(RATES)):
            env.process(source(kind))
        took = seconds(lambda: env.run(until=horizon))
        contender.events.append(next(env._eid) / took)
        return float(visits), sum(leads) / len(leads), took

    contender = Contender("SimPy", run)
    return contender


def ciw_(horizon: float) -> Contender:
    """Ciw: a network of nodes, process-based routing."""
    import ciw

    def arrivals(kind: int) -> list[Any]:
        entry = ROUTES[kind][0]
        return [
            ciw.dists.Exponential(rate=RATES[kind]) if node == entry else None
            for node in range(len(SERVERS))
        ]

    def rest(kind: int) -> Any:
        later = [station + 1 for station in ROUTES[kind][1:]]
        return ciw.routing.ProcessBased(lambda _individual, _simulation: list(later))

    services = [ciw.dists.Exponential(rate=1 / mean) for mean in MEANS]
    network = ciw.create_network(
        arrival_distributions={f"kind {k}": arrivals(k) for k in range(len(RATES))},
        service_distributions={f"kind {k}": services for k in range(len(RATES))},
        number_of_servers=list(SERVERS),
        routing={f"kind {k}": rest(k) for k in range(len(RATES))},
    )

    def run(turn: int) -> Result:
        ciw.seed(turn)
        simulation = ciw.Simulation(network)
        took = seconds(lambda: simulation.simulate_until_max_time(horizon))
        records = simulation.get_all_records()
        first: dict[int, float] = {}
        last: dict[int, tuple[float, int]] = {}
        for record in records:
            number = record.id_number
            first[number] = min(first.get(number, record.arrival_date), record.arrival_date)
            last[number] = max(
                last.get(number, (0.0, 0)), (record.exit_date, int(record.destination))
            )
        leads = [end - first[number] for number, (end, where) in last.items() if where == -1]
        return float(len(records)), sum(leads) / len(leads), took

    return Contender("Ciw", run)


def salabim_(horizon: float) -> Contender:
    """salabim: a component an item, a resource a station."""
    import salabim as sim

    sim.yieldless(False)

    def run(turn: int) -> Result:
        env = sim.Environment(trace=False, random_seed=turn)
        stations = [sim.Resource(name, capacity=n) for name, n in zip(NAMES, SERVERS, strict=True)]
        leads: list[float] = []
        visits = 0

        class Item(sim.Component):  # type: ignore[misc]
            def process(self, kind: int) -> Generator[Any, Any, None]:
                nonlocal visits
                arrived = env.now()
                for at in ROUTES[kind]:
                    yield self.request(stations[at])
                    yield self.hold(env.Exponential(MEANS[at]).sample())
                    self.release(stations[at])
                    visits += 1
                leads.append(env.now() - arrived)

        class Source(sim.Component):  # type: ignore[misc]
            def process(self, kind: int) -> Generator[Any, Any, None]:
                while True:
                    yield self.hold(env.Exponential(1 / RATES[kind]).sample())
                    Item(kind=kind)

        for kind in range(len(RATES)):
            Source(kind=kind)
        took = seconds(lambda: env.run(till=horizon))
        return float(visits), sum(leads) / len(leads), took

    return Contender("salabim", run)


PEERS = {"SimPy": simpy_, "Ciw": ciw_, "salabim": salabim_}
"""By name; each returns a contender for a horizon [days], or raises ImportError."""
