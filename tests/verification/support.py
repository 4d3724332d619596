"""Holding the simulation against exact values, and every check against a fault of 2 %."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engines.log import EventLog
from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import log_of, tallies
from simulator.measures.count import tally
from simulator.measures.tally import Floats, Sum, Tally, TeamSum
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge
from simulator.stats.estimate import ratio_contributions

Tree = dict[str, Any]
Sample = tuple[Floats, Floats]
Measure = Callable[[Program, int, Sequence[int]], Sample]

LIMIT = 4.0
FAULT = 1.02
ROUNDING = 1e-9
SEED = 1
ENGINE = "auto"

NEVER = "1000000 years"
"""A latency after which everything shows, and nothing is handled any more."""

_TEAM: Tree = {
    "people": 1000,
    "effort": {"mean": "0.01 days", "shape": "constant"},
    "defects_per_item": 0,
    "defect_removal": 0,
    "fix_effort": "0 h",
    "catches_defects": 0,
    "catches_misunderstandings": 0,
    "rollback": 0,
}
_BOUNDARY: Tree = {
    "fidelity": 1,
    "shared_context": 0,
    "readback": 0,
    "assumption_accuracy": 0,
    "owned": 1,
    "limbo": "0 days",
    "boundary_work": 0,
    "boundary_effort": "0 h",
    "changes_per_week": 0,
    "sync_every": "never",
    "exposure": 0,
    "contract_tests": 0,
    "handoff_effort": "0 h",
    "readback_effort": "0 h",
    "question_effort": "0 h",
}
_INCIDENTS: Tree = {
    "manifest": 0,
    "latency": "0 days",
    "severity": {"P1": 0, "P2": 0, "P3": 0, "P4": 1},
    "triage_effort": "0 h",
    "repair_effort": "0 h",
    "repair_growth": 0,
    "rollback_duration": "0 h",
    "rework_share": 0,
    "traceable": 1,
    "bad_fix": 0,
}


def days(number: float) -> str:
    """A duration as a file writes it."""
    return f"{number!r} days"


def weekly(per_day: float) -> str:
    """A rate as a file writes it."""
    return f"{5.0 * per_day!r} per week"


def at_once(items: int, at: float = 0.0) -> Tree:
    """Arrivals of so many items at one time [days]."""
    return {"schedule": [days(at)] * items}


def organisation(tree: Tree, *routes: Sequence[Any], items: Any = None, facts: int = 1) -> Tree:
    """The tree over an organisation in which nothing goes wrong and nothing takes time.

    Each of `routes` is the way of one kind of work, k0, k1, ...; `items` are the arrivals of all
    of them. Every team of a route exists.
    """
    names = {
        name
        for route in routes
        for step in route
        for name in ([step] if isinstance(step, str) else step)
    }
    quiet: Tree = {
        "version": 1,
        "external": "none",
        "name": "held against closed forms",
        "horizon": "10 days",
        "work": {
            f"k{index}": {"arrivals": items, "facts": facts, "route": list(route)}
            for index, route in enumerate(routes)
        },
        "defaults": {"team": _TEAM, "boundary": _BOUNDARY},
        "teams": {name: {} for name in sorted(names)},
        "incidents": _INCIDENTS,
    }
    return merge(quiet, tree)


def plan_of(tree: Tree, plan: str = "today") -> Program:
    """The plan of a tree."""
    return program_for(Scenario.from_tree(tree), plan)


def run(tree: Tree, plan: str = "today", replication: int = 0) -> tuple[Program, EventLog]:
    """The plan of a tree and the event log of one replication."""
    program = plan_of(tree, plan)
    return program, log_of(program, SEED, replication, ENGINE)


def replicated(tree: Tree, replications: int, plan: str = "today") -> Tally:
    """The stacked tallies of so many replications of a tree."""
    return tallies(plan_of(tree, plan), SEED, range(replications), ENGINE)


def tallied(tree: Tree, plan: str = "today") -> Tally:
    """The tally of one log of a tree, as the measures count it."""
    return tally(*run(tree, plan))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """An estimate beside the exact value it should have."""

    exact: float
    estimate: float
    error: float

    @property
    def z(self) -> float:
        """The distance in standard errors; without noise 0 if equal, else infinite."""
        distance = self.estimate - self.exact
        if self.error > ROUNDING * abs(self.estimate):
            return distance / self.error
        equal = math.isclose(self.estimate, self.exact, rel_tol=ROUNDING, abs_tol=ROUNDING)
        return 0.0 if equal else math.copysign(math.inf, distance)

    def __str__(self) -> str:
        """Exact value, estimate, standard error and z in one line."""
        return (
            f"exact {self.exact:.6g}, estimate {self.estimate:.6g}, "
            f"standard error {self.error:.2g}, z = {self.z:.2f}"
        )


def verdict(sample: Sample, exact: float) -> Verdict:
    """The verdict on a ratio of sums over replications."""
    columns = ratio_contributions(*sample)
    error = float(columns.std(ddof=1)) / math.sqrt(len(columns))
    return Verdict(exact=exact, estimate=float(columns.mean()), error=error)


def verify(
    tree: Callable[..., Tree],
    measure: Measure,
    exact: Callable[..., float],
    parameters: Mapping[str, float],
    *,
    replications: int,
    plan: str = "today",
    faults: Sequence[str] | None = None,
) -> None:
    """Fail unless |z| < 4, and unless |z| > 4 with any one of the parameters 2 % too large.

    `tree` and `exact` take the parameters by name: the organisation, and the closed form of what
    `measure` takes from it. `faults` are the parameters to plant a fault in: all unless told.
    """
    value = exact(**parameters)
    numbers = range(replications)
    found = verdict(measure(plan_of(tree(**parameters), plan), SEED, numbers), value)
    _state("as specified", found)
    assert abs(found.z) < LIMIT, found
    for name in parameters if faults is None else faults:
        faulty = tree(**{**parameters, name: FAULT * parameters[name]})
        noticed = verdict(measure(plan_of(faulty, plan), SEED, numbers), value)
        _state(f"{name} 2 % too large", noticed)
        assert abs(noticed.z) > LIMIT, f"a fault of 2 % in {name} is not noticed: {noticed}"


def _state(what: str, found: Verdict) -> None:
    logging.getLogger("verification").info("%s: %s", what, found)


def counted(fraction: Callable[[Program, Tally], Sample]) -> Measure:
    """The measure that reads a fraction from tallies."""
    return lambda program, seed, numbers: fraction(program, tallies(program, seed, numbers, ENGINE))


def logged(fraction: Callable[[Program, EventLog], tuple[float, float]]) -> Measure:
    """The measure that reads a fraction from each event log."""

    def measure(program: Program, seed: int, numbers: Sequence[int]) -> Sample:
        pairs = [fraction(program, log_of(program, seed, number, ENGINE)) for number in numbers]
        above, below = np.array(pairs, np.float64).T
        return above, below

    return measure


def ratio(above: Sum, below: Sum = Sum.RELEASED) -> Measure:
    """The measure of one sum over another."""
    return counted(lambda _, tally: (tally.sums[:, above], tally.sums[:, below]))


def team_ratio(team: str, above: TeamSum, below: Sum | TeamSum = Sum.RELEASED) -> Measure:
    """The measure of a team's sum over another of its sums, or over one of all."""

    def fraction(program: Program, tally: Tally) -> Sample:
        row = list(program.scenario.teams).index(team)
        under = tally.teams[:, row, below] if isinstance(below, TeamSum) else tally.sums[:, below]
        return tally.teams[:, row, above], under

    return counted(fraction)


def retained(step: int) -> Measure:
    """The measure of the share of facts intact at a step (of the first kind)."""
    return counted(lambda _, tally: (tally.retention[:, step, 0], tally.retention[:, step, 1]))


LATENT = counted(
    lambda _, tally: (tally.failures[:, :-1, :, 0].sum(axis=(1, 2)), tally.sums[:, Sum.RELEASED])
)
"""Latent errors a released item, bad fixes left out, times their `manifest`."""

LEAD_TIME = ratio(Sum.LEAD_TIME)
"""Days from arrival to release."""
