"""The rule `best`: money spent portion by portion where planning replications say it helps most."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.racing import race
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Tally
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase, used_places
from simulator.stats.estimate import Floats, ratio_contributions

__all__ = [
    "FIRST_PLANNING",
    "PLANNING",
    "PORTIONS",
    "Spend",
    "best_purchases",
    "in_order",
    "planned_program",
]

PORTIONS = 20
FIRST_PLANNING = 1_000_000
"""Planning replications are numbered from here, so that no plan is judged on its own luck."""
PLANNING = 10
"""How many planning replications weigh a portion, whoever asks; all candidates share their luck."""

Replicate = Callable[[Program, Sequence[int]], Tally]
Spend = dict[tuple[str, str], float]
"""Person-days a year by lever and place."""


@dataclass(frozen=True, kw_only=True)
class _Pot:
    """One spend of a plan: its size and the (lever, place) pairs it may go to."""

    person_days: float
    places: tuple[tuple[str, str], ...]


def planned_program(
    scenario: Scenario, plan: str, run: Runner, like: Scenario | None = None
) -> Program:
    """Return the program of a plan, whatever its rule; `run` runs planning replications.

    `like`, one of the organisations that `scenario` may be speaking of, takes its place; what the
    plan buys is settled on the values of `scenario` all the same.
    """
    spending = scenario.arms.get(plan)
    if spending is None or spending.rule != "best" or not spending.spend:
        own = program_for(scenario, plan)
        return own if like is None else program_for(like, plan, own.bought)
    return program_for(like or scenario, plan, best_purchases(scenario, plan, run))


def best_purchases(scenario: Scenario, plan: str, run: Runner) -> tuple[Purchase, ...]:
    """Return what a plan of rule `best` buys.

    Each of its spends is cut into 20 equal portions; each goes to the (lever, place) whose
    purchase lets expected failures fall most on the planning replications (first by lever and
    place in a tie), by a race: what is behind on a few of them is not weighed on all. A lever's
    spend may go to that lever only; spends named by place stay there.
    """
    own = scenario.for_plan(plan)
    bought: Spend = {}
    for pot in _pots(own, plan, bought):
        portion = pot.person_days / PORTIONS
        for _ in range(PORTIONS):
            trials = [_with(bought, candidate, portion) for candidate in pot.places]
            bought = trials[_first(scenario, plan, trials, run)]
    return in_order(own, bought)


def _first(scenario: Scenario, plan: str, trials: Sequence[Spend], run: Runner) -> int:
    """Return which trial leaves the fewest expected failures, the first in a tie."""

    def weigh(which: Sequence[int], share: float) -> Floats:
        return _expected(scenario, plan, [trials[each] for each in which], run, share)

    left, shares = race(len(trials), weigh)
    return min(range(len(trials)), key=lambda each: (-shares[each], left[each], each))


def _pots(own: Scenario, plan: str, fixed: Spend) -> list[_Pot]:
    """Return the spends that are free to move; those named by place are put into `fixed`."""
    pots = []
    for key, amount in own.arms[plan].spend.items():
        if not isinstance(amount, Quantity):
            for place, spend in amount.items():
                fixed[key, place] = fixed.get((key, place), 0.0) + spend.value
            continue
        levers = [name for name, lever in own.levers.items() if key in (name, lever.side)]
        places = tuple((lever, place) for lever in levers for place in used_places(own, lever))
        if not places:
            raise ValueError(f"the spend on {key} finds no place to go")
        pots.append(_Pot(person_days=amount.value, places=places))
    return pots


def _with(bought: Spend, candidate: tuple[str, str], portion: float) -> Spend:
    return {**bought, candidate: bought.get(candidate, 0.0) + portion}


def in_order(own: Scenario, bought: Mapping[tuple[str, str], float]) -> tuple[Purchase, ...]:
    """Return spends as purchases: levers in the order of the table, places by name."""
    order = {name: index for index, name in enumerate(own.levers)}
    return tuple(
        Purchase(lever, place, bought[lever, place])
        for lever, place in sorted(bought, key=lambda address: (order[address[0]], address[1]))
    )


def _expected(
    scenario: Scenario, plan: str, trials: Sequence[Spend], run: Runner, share: float
) -> Floats:
    """Return one row a replication and one column a trial: expected failures, per 100 released."""
    own = scenario.for_plan(plan)
    programs = [program_for(scenario, plan, in_order(own, bought)) for bought in trials]
    numbers = range(FIRST_PLANNING, FIRST_PLANNING + math.ceil(share * PLANNING))
    columns = []
    for program, tally in zip(
        programs, run.all([(each, numbers) for each in programs]), strict=True
    ):
        above, below = OUTCOMES["expected_failures"].fraction(program, tally)
        # where nothing is released no failure is averted: such a purchase is the last to be made
        none = np.full(len(numbers), math.inf)
        columns.append(ratio_contributions(above, below) if below.sum() > 0 else none)
    return np.stack(columns, axis=1)
