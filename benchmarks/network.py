"""One Jackson network for all contenders, and each contender's own way to run it.

Two kinds of work on fixed routes through four stations, one of them visited by both kinds and
twice by one: Poisson arrivals, exponential services, first come first served, no routing by luck.
Every contender returns visits finished a second of processor time; its mean lead time stands beside
the exact one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.ratio import seconds
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import log_of, tallies
from simulator.measures.tally import Sum, TeamSum
from simulator.scenario.scenario import Scenario
from simulator.stats.queues import jackson, traffic_of_routes

SERVERS = (3, 4, 2, 3)
MEANS = (0.5, 0.6, 0.35, 0.45)  # mean services [days]
RATES = (2.6, 1.6)  # arrivals a day
ROUTES = ((0, 1, 2, 3), (1, 3, 1))
NAMES = ("A", "B", "C", "D")
KINDS = ("one", "two")

Result = tuple[float, float, float]
"""Visits finished, mean lead time [days], processor time [s]."""


def tree(horizon: float) -> dict[str, Any]:
    """The network as a scenario: nothing can go wrong, handing over costs nothing."""
    quiet = {"fidelity": 1, "owned": 1, "limbo": "0 days", "boundary_work": 0, "exposure": 0}
    still = {"changes_per_week": 0, "handoff_effort": "0 h", "readback_effort": "0 h"}
    return {
        "version": 1,
        "external": "none",
        "name": "Jackson network",
        "horizon": f"{horizon} days",
        "work": {
            kind: {
                "arrivals": f"{5 * rate!r} per week",
                "facts": 1,
                "route": [NAMES[station] for station in route],
            }
            for kind, rate, route in zip(KINDS, RATES, ROUTES, strict=True)
        },
        "defaults": {
            "team": {"defects_per_item": 0, "catches_defects": 0, "catches_misunderstandings": 0},
            "boundary": {**quiet, **still},
        },
        "teams": {
            name: {"people": people, "effort": {"mean": f"{mean} days", "shape": "exponential"}}
            for name, people, mean in zip(NAMES, SERVERS, MEANS, strict=True)
        },
        "incidents": {"manifest": 0},
        "levers": {},
    }


def program(horizon: float) -> Program:
    """The network compiled for both engines."""
    return program_for(Scenario.from_tree(tree(horizon)))


def exact_lead_time() -> float:
    """The mean lead time, by Jackson's theorem [days]."""
    rates = traffic_of_routes(RATES, ROUTES, len(SERVERS))
    return jackson(sum(RATES), rates, [1 / mean for mean in MEANS], SERVERS).sojourn


@dataclass
class Contender:
    """Someone who runs the network: visits a second each time it is called.

    `leads` are the mean lead times seen, `events` the events a second where somebody counts them.
    """

    name: str
    run: Callable[[int], Result]
    leads: list[float] = field(default_factory=list)
    events: list[float] = field(default_factory=list)
    turn: int = 0

    def rate(self) -> float:
        """Run once more, with other luck; return visits a second."""
        self.turn += 1
        visits, lead, took = self.run(self.turn)
        self.leads.append(lead)
        return visits / took


def edgewise(engine: str, horizon: float, replications: int) -> Contender:
    """Edgewise through its public way in: a scenario, its plan, rows."""
    ours = program(horizon)
    tallies(ours, 0, range(1), engine)
    found: list[Any] = []

    def run(turn: int) -> Result:
        took = seconds(lambda: found.append(tallies(ours, turn, range(replications), engine)))
        rows = found.pop()
        sums = rows.sums.sum(axis=0)
        started = rows.teams[:, :, TeamSum.WAITS].sum()
        if engine == "reference":
            alone = seconds(lambda: found.append(log_of(ours, turn, 0, engine)))
            contender.events.append(len(found.pop().events) / alone)
        return float(started), float(sums[Sum.LEAD_TIME] / sums[Sum.RELEASED]), took

    contender = Contender(f"edgewise, {engine} engine", run)
    return contender


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for what is built on the way."""
    return tempfile.TemporaryDirectory(prefix="edgewise-bench-")
