"""How many people would be enough where the work of a file fills a team's time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Plan
from simulator.measures import splits
from simulator.methods.run import Answer
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import weekly_items

__all__ = ["FULL", "Staffing", "loads", "staffing"]

FULL = 0.99
"""At this share of its time a team is taken for one whose queue never ends."""
ENOUGH = 0.9
_WEEK = 5.0
_TRIES = 12


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """A team without enough time: its `people` now, how many are `enough`, how busy they are then.

    With as many people as now it comes to the same to bring the effort of an item down by
    `effort` (a factor).
    """

    team: str
    people: float
    enough: float
    busy: float

    @property
    def effort(self) -> float:
        """The factor on the team's effort that comes to the same."""
        return self.people / self.enough

    def as_json(self) -> dict[str, Any]:
        """Return the staffing as plain JSON values."""
        return {**asdict(self), "effort": self.effort}


def loads(scenario: Scenario, times: float = 1.0) -> Mapping[str, float]:
    """Return the new work that arrives at each team as a share of its time, at `times` as much."""
    items = weekly_items(scenario)
    return {
        name: times * items[name] * team.effort.mean.value / (_WEEK * team.people.value)
        for name, team in scenario.teams.items()
        if name in items
    }


def staffing(
    scenario: Scenario, plan: Plan, ask: Callable[[Plan], Answer], times: float = 1.0
) -> tuple[Staffing, ...]:
    """Return for every team that is full how many people are enough, by simulated steps.

    A team is full where new work alone fills its time, or everything it does does. `times` is how
    much more work than in the file the plan already holds.
    """
    load, busy = loads(scenario, times), _busy(ask(plan))
    now = {name: scenario.teams[name].people.value for name in load}
    full = [name for name in load if load[name] >= 1.0 or busy[name] >= FULL]
    people = {name: math.ceil(max(1.0, load[name]) * now[name] / ENOUGH) for name in full}
    for _ in range(_TRIES if full else 0):
        busy = _busy(ask(_staffed(plan, people)))
        tight = [name for name in load if busy[name] > (ENOUGH if name in people else FULL)]
        if not tight:
            break
        for name in tight:
            before = people.get(name, now[name])
            people[name] = max(math.ceil(before * busy[name] / ENOUGH), math.floor(before) + 1)
    return tuple(
        Staffing(team=name, people=now[name], enough=float(people[name]), busy=busy[name])
        for name in load
        if name in people
    )


def _busy(answer: Answer) -> dict[str, float]:
    rows = splits.teams(answer.plan, answer.tally)
    return {name: float(row["utilisation"]) for name, row in rows.items()}


def _staffed(plan: Plan, people: Mapping[str, float]) -> Plan:
    teams: Any = np.array(plan.teams)
    for index, name in enumerate(plan.scenario.teams):
        if name in people:
            teams["people"][:, index] = teams["people_top"][:, index] = people[name]
    teams.setflags(write=False)
    return replace(plan, teams=teams)
