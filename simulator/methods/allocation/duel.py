"""The best use of a budget inside teams against the best between them: `edgewise duel`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from simulator.experiments.best_rule import FIRST_PLANNING
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, decisive
from simulator.methods.allocation.contenders import (
    BETWEEN,
    INSIDE,
    MONTH,
    NOTHING,
    Contender,
    Field,
    bought_again,
    field,
    from_capacity,
)
from simulator.methods.allocation.diminishing_returns import Turning, turning_point
from simulator.methods.allocation.greedy import Judge, planner, spent
from simulator.methods.allocation.invest import BUDGET, checked
from simulator.methods.allocation.years import YEARS, Year, years
from simulator.methods.comparison import HEADLINE, NO_CLEAR_DIFFERENCE
from simulator.methods.input_uncertainty import REPLICATIONS, draw, without_noise
from simulator.methods.progress import part
from simulator.methods.run import as_quantity
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate, Floats, mean_estimate
from simulator.stats.paired import verdict

__all__ = ["WORLDS", "Curve", "Duel", "Plausible", "duel"]

WORLDS = 100
_POINTS = 12
_COUNTED = ("change_failure_rate", "failures", "serious_failures")
"""Outcomes that are planned by expected failures, which say the same with less noise."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What one side's path averts at each budget along it, and where it stops paying.

    `turning` is None where the file has no costs.
    """

    side: str
    budgets: tuple[float, ...]
    averted: tuple[Estimate, ...]
    turning: Turning | None

    def as_json(self) -> dict[str, object]:
        """Return the curve as plain JSON values."""
        return {
            "curve": [
                {"person_days": days, "averted": as_quantity(found)}
                for days, found in zip(self.budgets, self.averted, strict=True)
            ],
            "best_budget": self.turning.as_json() if self.turning else None,
        }


@dataclass(frozen=True, kw_only=True)
class Plausible:
    """Between less inside over the file's ranges, both buying what they buy today.

    `low` and `high` are the 5 and 95 % points over the worlds without the simulation's noise.
    """

    n: int
    unknowns: int
    share_between: float
    best: float
    low: float
    high: float

    def as_json(self) -> dict[str, object]:
        """Return the worlds as plain JSON values."""
        return {**vars(self)}


@dataclass(frozen=True, kw_only=True)
class Duel:
    """The best use inside teams against the best between, beside the other uses of the money.

    `difference` is between less inside, under the same luck; `verdict` names the better of the two
    if the whole interval lies beyond what matters.
    """

    scenario: Scenario
    seed: int
    replications: int
    outcome: str
    budget: float
    contenders: tuple[Contender, ...]
    difference: Estimate
    verdict: str
    worlds: Plausible | None
    curves: Mapping[str, Curve]
    years: tuple[Year, ...]

    def contender(self, name: str) -> Contender:
        """Return the plan of this name; refuses one that did not meet the others (KeyError)."""
        for found in self.contenders:
            if found.name == name:
                return found
        raise KeyError(f"no plan {name!r} in this duel")

    def as_json(self) -> dict[str, object]:
        """Return the answer as plain JSON values (NaN stays NaN)."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "outcome": self.outcome,
            "budget": self.budget,
            "matters": self.scenario.matters.value,
            "edges_minus_cores": as_quantity(self.difference),
            "verdict": self.verdict,
            "worlds": self.worlds.as_json() if self.worlds else None,
            "plans": [each.as_json() for each in self.contenders],
            "budgets": {side: curve.as_json() for side, curve in self.curves.items()},
            "a_further_month": MONTH,
            "years": [each.as_json() for each in self.years],
        }


def duel(
    scenario: Scenario,
    run: Runner,
    *,
    budget: float = BUDGET,
    outcome: str = HEADLINE,
    replications: int = 100,
    worlds: int = WORLDS,
    progress: Callable[[int], None] = lambda _: None,
) -> Duel:
    """Return the best use of a budget [person-days a year] inside teams against that between.

    Both are found on planning replications, in the same way, and judged with all the others on
    replications 0 to `replications` - 1. `progress` is told per cent. Refuses a negative budget, an
    unknown outcome, and a file without a lever on either side (ValueError).
    """
    checked(budget)
    decisive(outcome, scenario)
    if not any(lever.side in ("core", "edge") for lever in scenario.levers.values()):
        raise ValueError("the file has no lever inside teams or between them, so no duel")
    aim = "expected_failures" if outcome in _COUNTED else outcome
    planning = planner(scenario, NOTHING, run, aim)
    met = field(planning, budget, part(progress, 35, 70))
    judge = replace(planning, outcome=outcome, first=0, n=replications)
    contenders, columns = _judged(judge, met, budget)
    progress(15)
    difference = mean_estimate(_signed(outcome, columns[BETWEEN] - columns[INSIDE]))
    return Duel(
        scenario=scenario,
        seed=run.seed,
        replications=replications,
        outcome=outcome,
        budget=budget,
        contenders=contenders,
        difference=difference,
        verdict=_verdict(outcome, difference, scenario.matters.value),
        worlds=_plausible(judge, met, worlds, part(progress, 15, worlds)),
        curves=_curves(judge, met, part(progress, 20, 2)),
        years=years(
            judge,
            met.plans[NOTHING],
            {name: met.plans[name] for name in (INSIDE, BETWEEN)},
            part(progress, 15, YEARS),
        ),
    )


def _signed(outcome: str, columns: Floats) -> Floats:
    """Return columns as the outcome is counted: the judge counts so that less is better."""
    return -columns if OUTCOMES[outcome].better == "more" else columns


def _verdict(outcome: str, difference: Estimate, matters: float) -> str:
    if not difference.low <= difference.high:
        return NO_CLEAR_DIFFERENCE
    sign = verdict(difference.low, difference.high, matters if outcome == HEADLINE else 0.0)
    less = OUTCOMES[outcome].better == "less"
    if sign == 0:
        return NO_CLEAR_DIFFERENCE
    return BETWEEN if (sign < 0) == less else INSIDE


def _judged(
    judge: Judge, met: Field, budget: float
) -> tuple[tuple[Contender, ...], Mapping[str, Floats]]:
    """Return the plans judged, funded extra and from capacity, and their columns by name."""
    found = {name: from_capacity(plan, budget) for name, plan in met.plans.items()}
    leaner = {name: plan for name, (plan, _) in found.items() if plan is not None}
    table = judge.of([*met.plans.values(), *leaner.values()])
    columns = dict(zip(met.plans, table.T, strict=False))
    lean = dict(zip(leaner, table[:, len(met.plans) :].T, strict=True))
    today = columns[NOTHING]
    contenders = []
    for name, plan in met.plans.items():
        arm = plan.scenario.arms.get(plan.arm)
        capacity = lean.get(name)
        contenders.append(
            Contender(
                name=name,
                kind=met.kinds[name],
                person_days=sum(each.person_days for each in plan.bought)
                + (arm.cost.value if arm else 0.0),
                bought=plan.bought,
                value=mean_estimate(_signed(judge.outcome, columns[name])),
                less_today=mean_estimate(_signed(judge.outcome, columns[name] - today)),
                from_capacity=None
                if capacity is None
                else mean_estimate(_signed(judge.outcome, capacity - today)),
                refused=found[name][1],
            )
        )
    return tuple(contenders), columns


def _plausible(
    judge: Judge, met: Field, worlds: int, progress: Callable[[int], None]
) -> Plausible | None:
    """Return how the two uses fare over the file's ranges; None where there is none."""
    unknowns = judge.scenario.unknowns()
    if not unknowns or worlds < 2:
        return None
    few = replace(judge, n=REPLICATIONS, first=FIRST_PLANNING + 600_000)
    means, noise = np.empty(worlds), np.empty(worlds)
    for index, values in enumerate(draw(unknowns, worlds, judge.run.seed)):
        world = judge.scenario.in_world(values)
        plans = [bought_again(met.plans[name], world) for name in (INSIDE, BETWEEN)]
        columns = _signed(judge.outcome, few.of(plans))
        gap = columns[:, 1] - columns[:, 0]
        means[index], noise[index] = gap.mean(), np.var(gap, ddof=1) / len(gap)
        progress(1)
    less = OUTCOMES[judge.outcome].better == "less"
    ahead = means < 0 if less else means > 0
    low, high = np.quantile(without_noise(means, noise), (0.05, 0.95))
    return Plausible(
        n=worlds,
        unknowns=len(unknowns),
        share_between=float((ahead + 0.5 * (means == 0.0)).mean()),
        best=float(means.mean()),
        low=float(low),
        high=float(high),
    )


def _curves(judge: Judge, met: Field, progress: Callable[[int], None]) -> Mapping[str, Curve]:
    """Return what each side's path averts and costs at budgets along it."""
    curves = {}
    for side, path in met.paths.items():
        ends = sorted({met.at, *(round(each) for each in np.linspace(1, len(path), _POINTS))})
        spends = [{}, *(spent(path[:end]) for end in ends if 0 < end <= len(path))]
        columns = judge.columns(spends)
        budgets = tuple(sum(spend.values()) for spend in spends)
        turning = None
        if judge.scenario.costs is not None and len(budgets) > 1 and judge.n > 1:
            turning = turning_point(budgets, replace(judge, outcome="cost").columns(spends))
        curves[side] = Curve(
            side=side,
            budgets=budgets,
            averted=tuple(mean_estimate(columns[:, 0] - column) for column in columns.T),
            turning=turning,
        )
        progress(1)
    return curves
