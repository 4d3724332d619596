"""The plans of a duel: each the best use of the same money in one kind of place, or none."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from simulator.engines.program.compilation import Plan, plan_for
from simulator.experiments.best_rule import arm_plan, in_order
from simulator.methods.allocation.greedy import Judge, Step, addresses, greedy, spent
from simulator.methods.run import as_quantity
from simulator.model.plan import Arm
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase, capacity_taken, purchases
from simulator.stats.estimate import Estimate

__all__ = [
    "BETWEEN",
    "EVEN",
    "INSIDE",
    "MONTH",
    "NOTHING",
    "RECOVERY",
    "Contender",
    "Field",
    "bought_again",
    "even_spread",
    "field",
    "from_capacity",
]

MONTH = 260.0 / 12.0
INSIDE, BETWEEN, EVEN, NOTHING = "inside teams", "between teams", "even spread", "today"
RECOVERY = "recovery"
_WITHIN, _BEYOND, _RECOVERING = 24, 8, 6


@dataclass(frozen=True, kw_only=True)
class Contender:
    """One plan of a duel, judged on luck that it was not made with.

    `value` is the outcome, `less_today` the difference to spending nothing; `from_capacity` the
    same when the money is taken from the people of the places, None where nothing is taken or a
    team would be left without people (`refused` then says so).
    """

    name: str
    kind: str
    person_days: float
    bought: tuple[Purchase, ...]
    value: Estimate
    less_today: Estimate
    from_capacity: Estimate | None = None
    refused: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the plan as plain JSON values."""
        return {
            "name": self.name,
            "kind": self.kind,
            "person_days": self.person_days,
            "value": as_quantity(self.value),
            "less_today": as_quantity(self.less_today),
            "from_capacity": as_quantity(self.from_capacity) if self.from_capacity else None,
            "refused": self.refused,
            "bought": [
                {"lever": each.lever, "place": each.place, "person_days": each.person_days}
                for each in self.bought
            ],
        }


@dataclass(frozen=True, kw_only=True)
class Field:
    """The plans that meet, by name and ready to run, and the two paths they were found on.

    A path goes on past the budget to twice of it; `at` is how many of its steps the budget pays.
    """

    plans: dict[str, Plan]
    kinds: dict[str, str]
    paths: dict[str, tuple[Step, ...]]
    at: int


def field(
    planning: Judge, budget: float, progress: Callable[[int], None] = lambda _: None
) -> Field:
    """Return the plans of a duel over a budget [person-days a year].

    Inside and between are found in the same way, by the greedy path over the levers of that side;
    so is recovery, where the file has it, in six portions. Plans that change the structure stand as
    the file has them. A side without a lever spends nothing. `progress` is told of each of some 70
    portions.
    """
    scenario = planning.scenario
    inside, beyond = _portions(budget)
    plans: dict[str, Plan] = {NOTHING: planning.plan({})}
    kinds = {NOTHING: "nothing"}
    paths = {}
    for name, side in ((INSIDE, "core"), (BETWEEN, "edge")):
        path = greedy(addresses(scenario, (side,)), [*inside, *beyond], planning.scores, progress)
        paths[side] = path
        plans[name], kinds[name] = planning.plan(spent(path[: len(inside)])), side
    plans[EVEN], kinds[EVEN] = even_spread(scenario, budget), "even"
    places = [each for each in addresses(scenario) if each[0] == "recovery"]
    if places:
        portions = [budget / _RECOVERING] * _RECOVERING if budget > 0 else []
        path = greedy(places, portions, planning.scores, progress)
        plans[RECOVERY], kinds[RECOVERY] = planning.plan(spent(path)), "recovery"
    for name, arm in scenario.arms.items():
        if arm.change:
            called = name if name not in plans else f"plan {name}"
            plans[called] = arm_plan(scenario, name, planning.run)
            kinds[called] = "structure"
    return Field(plans=plans, kinds=kinds, paths=paths, at=len(inside))


def _portions(budget: float) -> tuple[list[float], list[float]]:
    """Return portions up to the budget, of a month each if that is no more than 24, and beyond."""
    if budget == 0:
        return [], []
    count = min(_WITHIN, max(1, math.ceil(budget / MONTH)))
    return [budget / count] * count, [budget / _BEYOND] * _BEYOND


def even_spread(scenario: Scenario, budget: float) -> Plan:
    """Return the plan that gives both sides the same and every place of a lever the same.

    A side without a place to spend at leaves all to the other.
    """
    sides = [side for side in ("core", "edge") if addresses(scenario, (side,))]
    if budget == 0 or not sides:
        return plan_for(scenario, NOTHING)
    spend = {side: Quantity(value=budget / len(sides)) for side in sides}
    arm = Arm(name=EVEN, spend=spend, rule="even")
    return plan_for(scenario, NOTHING, purchases(scenario, arm))


def from_capacity(plan: Plan, days: float) -> tuple[Plan | None, str | None]:
    """Return the plan with its money taken from the people of its places, or why that cannot be.

    Of what is spent at a boundary half is taken from each side; `days` [person-days] are spent.
    """
    if days <= 0 or not plan.bought:
        return None, None
    own = plan.scenario
    taken = capacity_taken(own, plan.bought)
    funded = np.array([taken.get(team, 0.0) for team in own.teams])
    left = np.minimum(plan.teams["people"], plan.teams["people_top"]).min(axis=0) - funded
    short = [team for team, people in zip(own.teams, left.tolist(), strict=True) if people <= 0]
    if short:
        return None, f"it would leave {' and '.join(short)} without people"
    return replace(plan, funded=funded), None


def bought_again(plan: Plan, world: Scenario) -> Plan:
    """Return the plan that buys the same in another world of the same organisation."""
    spend: dict[tuple[str, str], float] = {}
    for each in plan.bought:
        spend[each.lever, each.place] = spend.get((each.lever, each.place), 0.0) + each.person_days
    return plan_for(world, plan.arm, in_order(world.for_arm(plan.arm), spend))
