"""Organisations with known parameters, simulated, and their runs written as a log of tickets."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from simulator.engines.log import Happening, Task
from simulator.engines.program.compilation import program_for
from simulator.experiments.engine import log_of as simulated
from simulator.scenario.scenario import Scenario

HOURS_PER_DAY = 33.6
"""How long a working day is by the clock of the log: five of them are a week."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """What is known of a planted organisation: arrivals a week by route, efforts, people."""

    scenario: Scenario
    arrivals: dict[tuple[str, ...], float]
    efforts: dict[str, float]
    people: dict[str, int]


def planted(seed: int) -> Planted:
    """Return a random organisation of four teams and two ways, busy but not overloaded."""
    generator = np.random.default_rng(seed)
    routes = (("Desk", "Ops", "Release"), ("Desk", "Apps"))
    arrivals: dict[tuple[str, ...], float] = {
        route: float(generator.uniform(4, 12)) for route in routes
    }
    visits = {team: sum(rate for route, rate in arrivals.items() if team in route)
              for team in ("Desk", "Ops", "Apps", "Release")}  # fmt: skip
    people = {team: int(generator.integers(2, 5)) for team in visits}
    efforts = {team: people[team] * 5.0 * float(generator.uniform(0.4, 0.7)) / visits[team]
               for team in visits}  # fmt: skip
    tree = {
        "version": 1,
        "name": "Planted",
        "horizon": "200 days",
        "work": [{"kind": f"way {index}", "arrivals": f"{rate!r} per week", "facts": 1,
                  "route": list(route)} for index, (route, rate) in enumerate(arrivals.items())],
        "defaults": {"team": {"defects_per_item": 0},
                     "boundary": {"fidelity": 1, "boundary_work": 0, "changes_per_week": 0,
                                  "handoff_effort": "0 h", "readback_effort": "0 h", "owned": 1}},
        "external": {"rate": "0 per week", "resolver": "Desk"},
        "teams": {team: {"people": people[team], "effort": {"mean": f"{efforts[team]!r} days"}}
                  for team in visits},
        "boundaries": [],
    }  # fmt: skip
    return Planted(scenario=Scenario.from_tree(tree), arrivals=arrivals, efforts=efforts,
                   people=people)  # fmt: skip


def written(found: Planted, seed: int, path: Path) -> Path:
    """Write a run of a planted organisation as a log with assignments, starts and completions."""
    program = program_for(found.scenario, "today")
    events = simulated(program, seed, 0, "compiled").events
    teams = list(program.scenario.teams)
    states = {Happening.QUEUED: "assign", Happening.STARTED: "start",
              Happening.RESUMED: "resume", Happening.PREEMPTED: "suspend",
              Happening.FINISHED: "complete"}  # fmt: skip
    visits = {(int(row["item"]), int(row["job"])) for row in events
              if row["event"] == Happening.QUEUED and row["a"] == Task.VISIT}  # fmt: skip
    with path.open("w", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(("case", "timestamp", "team", "activity", "lifecycle"))
        for row in events:
            if int(row["event"]) in states and (int(row["item"]), int(row["job"])) in visits:
                at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
                    hours=HOURS_PER_DAY * float(row["time"])
                )
                writer.writerow(
                    (
                        f"item {row['item']}",
                        f"{at:%Y-%m-%d %H:%M:%S.%f}",
                        teams[row["place"]],
                        "visit",
                        states[Happening(row["event"])],
                    )
                )
    return path  # fmt: skip
