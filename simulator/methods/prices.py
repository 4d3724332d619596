"""What the money buys at other prices: overhead, halving costs, reach, equal halving costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.best_rule import Replicate
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import EdgeSum, Sum, Tally, TeamSum
from simulator.mechanisms.practice import gain
from simulator.model.lever import EDGE_LEVERS, LEVERS, TEAM_LEVERS
from simulator.model.register import REGISTER
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase, halving_cost, used_places
from simulator.stats.estimate import Estimate

__all__ = ["Money", "example_costs", "example_prices", "money", "overhead"]

_YEAR = 260.0
_GRID = 400
_PAYERS = {"both": 2.0, "nobody": 0.0}
"""How many work the overhead of one use, by who pays it; else one does."""


@dataclass(frozen=True, kw_only=True)
class Money:
    """Prices laid open: nothing here decides who wins, all of it says what would.

    `overhead` [person-days a year] by plan; `halving_costs` [person-days a year] of each lever and
    side: the spend that closes half the gap everywhere; `reach` by side: the difference to today
    with that side's practices at their ceilings (empty for an outcome that counts the spend);
    `at_file_prices` and `at_equal_halving_costs`: the first two plans' difference as in the file,
    and with all edge scales multiplied by one factor so that both sides cost the same to halve
    (None where a side has no price).
    """

    overhead: Mapping[str, float]
    halving_costs: Mapping[str, float]
    reach: Mapping[str, Estimate]
    at_file_prices: Estimate | None
    at_equal_halving_costs: Estimate | None


def money(
    scenario: Scenario,
    runs: Mapping[str, tuple[Program, Tally]],
    replicate: Replicate,
    replications: Sequence[int],
    outcome: str,
) -> Money:
    """Return the prices behind a comparison; `runs` holds each plan and its tally, today first."""
    today = runs["today"]
    sides = [side for side in ("core", "edge") if _levers(scenario, side)]
    reach = {}
    # a spend without end has no price, so an outcome that counts the spend has no reach
    for side in () if OUTCOMES[outcome].priced else sides:
        bought = [
            Purchase(lever, place, math.inf)
            for lever in _levers(scenario, side)
            for place in used_places(scenario, lever)
        ]
        program = program_for(scenario, "today", bought)
        reach[side] = _difference((program, replicate(program, replications)), today, outcome)
    pair = [runs[plan] for plan in list(scenario.arms)[:2]]
    named = (*scenario.levers, *sides)
    return Money(
        overhead={plan: overhead(program, tally) for plan, (program, tally) in runs.items()},
        halving_costs={name: halving_cost(scenario, name) for name in named},
        reach=reach,
        at_file_prices=_difference(pair[1], pair[0], outcome) if len(pair) == 2 else None,
        at_equal_halving_costs=_equal(scenario, pair, replicate, replications, outcome),
    )


def _levers(scenario: Scenario, side: str) -> list[str]:
    return [name for name, lever in scenario.levers.items() if lever.side == side]


def _difference(
    run: tuple[Program, Tally], against: tuple[Program, Tally], outcome: str
) -> Estimate:
    return OUTCOMES[outcome].difference(run, against)


def _equal(
    scenario: Scenario,
    pair: Sequence[tuple[Program, Tally]],
    replicate: Replicate,
    replications: Sequence[int],
    outcome: str,
) -> Estimate | None:
    """Return the pair's difference with all edge scales multiplied until both sides halve alike.

    A scale that is `factor` times as high buys as much for `factor` times the money, so the edge
    spends are divided by it; what a plan takes from its own people stays as in the file.
    """
    core, edge = halving_cost(scenario, "core"), halving_cost(scenario, "edge")
    if len(pair) < 2 or core <= 0.0 or edge <= 0.0:
        return None
    factor = core / edge
    runs = []
    for program, _ in pair:
        bought = [
            replace(purchase, person_days=purchase.person_days / factor)
            if scenario.levers[purchase.lever].side == "edge"
            else purchase
            for purchase in program.bought
        ]
        again = replace(program_for(scenario, program.plan, bought), funded=program.funded)
        runs.append((again, replicate(again, replications)))
    return _difference(runs[1], runs[0], outcome)


def overhead(program: Program, tally: Tally) -> float:
    """Return what followed practices cost a year in expectation [person-days].

    Uses counted in the window, times adherence, the practice's mean gain over the window, and its
    overhead, by whom each lever says that it is paid.
    """
    years = len(tally.sums) * (program.horizon - program.warm_up) / _YEAR
    visits = tally.teams[:, :, TeamSum.WAITS].sum(axis=0) / years
    handoffs = tally.edges[:, :, EdgeSum.HANDOFFS].sum(axis=0) / years
    pages = (tally.sums[:, Sum.INCIDENTS] + tally.sums[:, Sum.PASSED_ON]).sum() / years
    times = np.linspace(program.warm_up, program.horizon, _GRID)
    total = 0.0
    for rows, names, starts, uses in (
        (program.team_practices, TEAM_LEVERS, program.team_starts, visits),
        (program.edge_practices, EDGE_LEVERS, program.edge_starts, handoffs),
    ):
        epochs = np.searchsorted(program.epochs["at"], times, side="right") - 1
        for place, index in zip(*np.nonzero(rows["overhead"] * rows["strength"]), strict=True):
            row = rows[place, index]
            begun = starts[epochs, index]
            gains = [
                gain(t, row["strength"], s, row["ramp"], row["stops"], row["fade"])
                for t, s in zip(times, begun, strict=True)
            ]
            pays = LEVERS[names[index]].pays
            count = pages / len(rows) if pays == "paged team" else uses[place]
            each = row["adherence"] * row["overhead"] * float(np.mean(gains))
            total += float(count * each * _PAYERS.get(pays, 1.0))
    return total


def example_costs(scenario: Scenario) -> bool:
    """Return whether failures still cost what they do in the shipped example."""
    costs = scenario.costs
    return costs is not None and all(
        costs.incident[name].value == REGISTER[f"costs.incident.{name}"].default
        for name in ("P1", "P2", "P3", "P4")
    )


def example_prices(scenario: Scenario) -> bool:
    """Return whether a lever or a failure still has the price of the shipped example."""
    levers = any(
        f"{lever.scale.person_days:g} person-days per {lever.scale.per}"
        == REGISTER[f"lever.{name}.scale"].default
        for name, lever in scenario.levers.items()
    )
    return levers or example_costs(scenario)
