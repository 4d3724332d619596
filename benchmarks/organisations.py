"""The organisations that are measured: the flagship at several sizes, and families of one size."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.files.read import load
from simulator.scenario.scenario import Scenario

FLAGSHIP = Path(__file__).parents[1] / "scenarios" / "typical-company.yaml"
Tree = dict[str, Any]


def flagship() -> Scenario:
    """The shipped company that most examples use."""
    return load(FLAGSHIP)


def flagship_times(factor: int, days: float | None = None) -> Program:
    """Today in the flagship with `factor` times its arrivals, and as many more people.

    People grow with the arrivals, so that the load, and with it the work an item takes, stays.
    """
    own = flagship()
    values = {
        "work.feature.arrivals": 10 / 5 * factor,
        "work.fix.arrivals": 4 / 5 * factor,
        **{f"teams.{name}.people": team.people.value * factor for name, team in own.teams.items()},
    }
    if days is not None:
        values["horizon"], values["warm_up"] = days, days / 4
    return program_for(own.in_world(values))


def chain(teams: int, *, facts: int = 8, per_week: float = 10.0, days: float = 320.0) -> Program:
    """One kind of work through `teams` teams, one after another."""
    names = [f"T{number:02}" for number in range(teams)]
    return _program(names, [names], facts=facts, per_week=per_week, days=days)


def web(boundaries: int) -> Program:
    """Twelve teams and as much work on as long routes, over so many different boundaries.

    Kinds cross the teams in steps of 1, 2, ...; each kind has its share of the arrivals.
    """
    names = [f"T{number:02}" for number in range(13)]
    strides = range(1, boundaries // 12 + 1)
    routes = [[names[stride * at % 13] for at in range(13)] for stride in strides]
    return _program(names, routes, facts=8, per_week=10.0, days=320.0)


def large() -> Program:
    """Two hundred teams, a thousand boundaries, 64 facts, ten years.

    Two hundred kinds of work, each through six teams in steps of 1, 3, 7, 9 or 11; a team sees
    three items a week.
    """
    names = [f"T{number:03}" for number in range(200)]
    routes = [
        [names[stride * at % 200] for at in range(first, first + 6)]
        for stride in (1, 3, 7, 9, 11)
        for first in range(0, 200, 5)
    ]
    return _program(names, routes, facts=64, per_week=100.0, days=2600.0, people=4)


def drawn(number: int) -> Scenario:
    """One of many organisations at random, with a group, rework, bad fixes and pressure."""
    generator = np.random.default_rng(number)
    names = [f"T{index}" for index in range(generator.integers(4, 8))]

    def between(low: float, high: float) -> float:
        return float(generator.uniform(low, high))

    boundary = {
        "fidelity": between(0.8, 0.97),
        "owned": between(0.5, 0.9),
        "boundary_work": between(0.1, 0.4),
        "changes_per_week": between(0.0, 0.3),
    }
    team = {
        "defects_per_item": between(0.2, 1.0),
        "defect_removal": between(0.5, 0.9),
        "catches_defects": between(0.1, 0.5),
        "catches_misunderstandings": between(0.1, 0.5),
        "effort": {"mean": "1 day"},
    }
    tree: Tree = {
        "version": 1,
        "external": "none",
        "name": f"Organisation {number}",
        "horizon": "320 days",
        "warm_up": "60 days",
        "pressure": between(0.0, 3.0),
        "work": {
            "change": {
                "arrivals": "10 per week",
                "facts": int(generator.integers(2, 20)),
                "route": [names[0], names[1:3], *names[3:]],
            },
            "fix": {"arrivals": "3 per week", "facts": 3, "route": names[:1:-1]},
        },
        "defaults": {"team": team, "boundary": boundary},
        "teams": {name: {"people": int(generator.integers(3, 7))} for name in names},
        "incidents": {
            "manifest": between(0.05, 0.2),
            "bad_fix": between(0.05, 0.3),
            "escalation": between(1.0, 1.5),
        },
    }
    return Scenario.from_tree(tree)


def _program(
    names: list[str],
    routes: list[list[str]],
    *,
    facts: int,
    per_week: float,
    days: float,
    people: int | None = None,
) -> Program:
    people = people or max(4, round(per_week * 0.7))
    pairs: Tree = {f"{a} -> {b}": {} for route in routes for a, b in pairwise(route)}
    tree: Tree = {
        "version": 1,
        "external": "none",
        "name": "A family of organisations",
        "horizon": f"{days} days",
        "warm_up": "60 days",
        "work": {
            f"kind {number}": {
                "arrivals": f"{per_week / len(routes)!r} per week",
                "facts": facts,
                "route": route,
            }
            for number, route in enumerate(routes)
        },
        "teams": {name: {"people": people} for name in names},
        "boundaries": pairs,
    }
    return program_for(Scenario.from_tree(tree))
