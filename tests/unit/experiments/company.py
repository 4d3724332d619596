"""A small organisation for tests of the experiments, and its rows."""

from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.engine import tallies
from simulator.measures.tally import Tally
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge

ENGINE = "reference"
"""Whichever engine runs, they do the same; this one needs no compiling."""

TREE: dict[str, Any] = {
    "version": 1,
    "external": "none",
    "name": "Two teams",
    "horizon": "60 days",
    "warm_up": "10 days",
    "matters": "1 failed change per 100",
    "work": [{"kind": "change", "arrivals": "5 per week", "facts": 6, "route": ["A", "B"]}],
    "teams": {"A": {"people": 3}, "B": {"people": 2, "effort": {"mean": "1 day"}}},
    "boundaries": [{"from": "A", "to": "B", "fidelity": 0.8}],
    "costs": {
        "person_day": 800,
        "incident": {"P1": 9, "P2": 8, "P3": 7, "P4": 6},
        "delay_per_item_day": 1,
        "currency": "EUR",
    },
    "arms": [
        {"name": "inside", "spend": {"core": "60 person-days"}},
        {"name": "between", "spend": {"edge": "60 person-days"}},
    ],
}


def scenario(**changes: Any) -> Scenario:
    """The small organisation with some of its file written otherwise."""
    return Scenario.from_tree(merge(TREE, changes))


def program(plan: str = "today", **changes: Any) -> Program:
    """The plan of an arm of it."""
    return program_for(scenario(**changes), plan)


def rows(first: int, stop: int, seed: int = 1) -> Tally:
    """The rows of some replications of today, from the engine itself."""
    return tallies(program(), seed, range(first, stop), ENGINE)


def same(a: Tally, b: Tally) -> bool:
    """Whether two tallies hold the same numbers, to the last bit."""
    return all(
        np.array_equal(rows, getattr(b, name), equal_nan=True) for name, rows in vars(a).items()
    )
