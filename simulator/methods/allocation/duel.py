"""The best use of a budget inside teams against the best between them: `edgewise duel`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, outcome_of
from simulator.methods.allocation.diminishing_returns import Turning, turning_point
from simulator.methods.allocation.greedy import (
    Judge,
    Step,
    addresses,
    greedy,
    planner,
    spent,
)
from simulator.methods.allocation.invest import checked
from simulator.methods.allocation.uses import drawn, judgement
from simulator.methods.allocation.years import YEARS, Year, years
from simulator.methods.comparison import NO_CLEAR_DIFFERENCE
from simulator.methods.progress import part
from simulator.methods.remarks.remarks import Remarks, remarks
from simulator.methods.verdict import Judgement, Verdict
from simulator.model.plan import Plan
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase, capacity_taken, purchases
from simulator.stats.empirical_bayes import cleaned
from simulator.stats.estimate import Estimate, Floats, mean_estimate

__all__ = [
    "BETWEEN",
    "EVEN",
    "INSIDE",
    "MONTH",
    "NOTHING",
    "RECOVERY",
    "Contender",
    "Curve",
    "Duel",
    "Field",
    "Plausible",
    "duel",
    "even_spread",
    "field",
    "from_capacity",
]

_POINTS = 12
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
        """Return the curve by its keys in JSON."""
        return {
            "curve": [
                {"person_days": days, "averted": found}
                for days, found in zip(self.budgets, self.averted, strict=True)
            ],
            "best_budget": self.turning,
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


@dataclass(frozen=True, kw_only=True)
class Duel:
    """The best use inside teams against the best between, beside the other uses of the money.

    `difference` is between less inside, under the same luck; `judgement` is the verdict on the two
    and on leaving things as they are, over the file's ranges where there are any.
    """

    scenario: Scenario
    seed: int
    replications: int
    outcome: str
    budget: float
    contenders: tuple[Contender, ...]
    difference: Estimate
    judgement: Judgement | None
    worlds: Plausible | None
    curves: Mapping[str, Curve]
    years: tuple[Year, ...]
    remarks: Remarks | None = None

    @property
    def pair(self) -> Verdict | None:
        """The verdict on the two uses of the money; None where there is none."""
        return self.judgement.of(INSIDE, BETWEEN) if self.judgement else None

    @property
    def verdict(self) -> str:
        """The use that is clearly better, or that there is no clear difference."""
        return self.pair.plan if self.pair and self.pair.clear else NO_CLEAR_DIFFERENCE

    def contender(self, name: str) -> Contender:
        """Return the plan of this name; refuses one that did not meet the others (KeyError)."""
        for found in self.contenders:
            if found.name == name:
                return found
        raise KeyError(f"no plan {name!r} in this duel")

    def as_json(self) -> dict[str, object]:
        """Return the answer by its keys in JSON (NaN stays NaN)."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "outcome": self.outcome,
            "budget": self.budget,
            "matters": self.scenario.matters.value,
            "edges_minus_cores": self.difference,
            "verdict": self.verdict,
            "judgement": self.judgement,
            "worlds": self.worlds,
            "plans": self.contenders,
            "budgets": self.curves,
            "a_further_month": MONTH,
            "years": self.years,
            "remarks": self.remarks,
        }


def duel(
    scenario: Scenario,
    run: Runner,
    *,
    budget: float,
    outcome: str | None,
    replications: int,
    worlds: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Duel:
    """Return the best use of a budget [person-days a year] inside teams against that between.

    Both are found on planning replications, in the same way, and judged with all the others on
    replications 0 to `replications` - 1. `progress` is told per cent. Refuses a negative budget, an
    unknown outcome, and a file without a lever on either side (ValueError).
    """
    checked(budget)
    outcome = outcome_of(scenario, outcome).name
    if not any(lever.side in ("core", "edge") for lever in scenario.levers.values()):
        raise ValueError("the file has no lever inside teams or between them, so no duel")
    aim = OUTCOMES[outcome].aim or outcome
    planning = planner(scenario, NOTHING, run, aim)
    met = field(planning, budget, part(progress, 35, 70))
    judge = replace(planning, outcome=outcome, first=0, n=replications)
    contenders, columns = _judged(judge, met, budget)
    progress(15)
    difference = mean_estimate(_signed(outcome, columns[BETWEEN] - columns[INSIDE]))
    uses = {name: met.programs[name] for name in _THREE}
    rows = drawn(judge, uses, worlds, part(progress, 15, worlds))
    known = np.stack([columns[name] for name in uses], axis=1)[None] if rows is None else rows
    return Duel(
        scenario=scenario,
        seed=run.seed,
        replications=replications,
        outcome=outcome,
        budget=budget,
        contenders=contenders,
        difference=difference,
        judgement=judgement(
            judge, uses, known, sampled=rows is not None, pairs=((INSIDE, BETWEEN),)
        ),
        worlds=None if rows is None else _plausible(judge, rows),
        curves=_curves(judge, met, part(progress, 20, 2)),
        years=years(
            judge,
            met.programs[NOTHING],
            {name: met.programs[name] for name in (INSIDE, BETWEEN)},
            part(progress, 15, YEARS),
        ),
        remarks=remarks(scenario, run, uses, replications=replications),
    )


def _signed(outcome: str, columns: Floats) -> Floats:
    """Return columns as the outcome is counted: the judge counts so that less is better."""
    return -columns if OUTCOMES[outcome].better == "more" else columns


def _judged(
    judge: Judge, met: Field, budget: float
) -> tuple[tuple[Contender, ...], Mapping[str, Floats]]:
    """Return the plans judged, funded extra and from capacity, and their columns by name."""
    found = {name: from_capacity(program, budget) for name, program in met.programs.items()}
    leaner = {name: program for name, (program, _) in found.items() if program is not None}
    table = judge.of([*met.programs.values(), *leaner.values()])
    columns = dict(zip(met.programs, table.T, strict=False))
    lean = dict(zip(leaner, table[:, len(met.programs) :].T, strict=True))
    today = columns[NOTHING]
    contenders = []
    for name, program in met.programs.items():
        plan = program.scenario.arms.get(program.plan)
        capacity = lean.get(name)
        contenders.append(
            Contender(
                name=name,
                kind=met.kinds[name],
                person_days=sum(each.person_days for each in program.bought)
                + (plan.cost.value if plan else 0.0),
                bought=program.bought,
                value=mean_estimate(_signed(judge.outcome, columns[name])),
                less_today=mean_estimate(_signed(judge.outcome, columns[name] - today)),
                from_capacity=None
                if capacity is None
                else mean_estimate(_signed(judge.outcome, capacity - today)),
                refused=found[name][1],
            )
        )
    return tuple(contenders), columns


def _plausible(judge: Judge, rows: Floats) -> Plausible:
    """Return how the two uses fare over the file's ranges."""
    gaps = _signed(judge.outcome, rows[:, :, 2] - rows[:, :, 1])
    means = gaps.mean(axis=1)
    less = OUTCOMES[judge.outcome].better == "less"
    ahead = means < 0 if less else means > 0
    low, high = cleaned(gaps).interval(0.9)
    return Plausible(
        n=len(rows),
        unknowns=len(judge.scenario.unknowns()),
        share_between=float((ahead + 0.5 * (means == 0.0)).mean()),
        best=float(means.mean()),
        low=low,
        high=high,
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


MONTH = 260.0 / 12.0
INSIDE, BETWEEN, EVEN, NOTHING = "inside teams", "between teams", "even spread", "today"
_THREE = (NOTHING, INSIDE, BETWEEN)
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
        """Return the plan by its keys in JSON."""
        return {
            "name": self.name,
            "kind": self.kind,
            "person_days": self.person_days,
            "value": self.value,
            "less_today": self.less_today,
            "from_capacity": self.from_capacity,
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

    programs: dict[str, Program]
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
    programs: dict[str, Program] = {NOTHING: planning.program({})}
    kinds = {NOTHING: "nothing"}
    paths = {}
    for name, side in ((INSIDE, "core"), (BETWEEN, "edge")):
        path = greedy(addresses(scenario, (side,)), [*inside, *beyond], planning.columns, progress)
        paths[side] = path
        programs[name], kinds[name] = planning.program(spent(path[: len(inside)])), side
    programs[EVEN], kinds[EVEN] = even_spread(scenario, budget), "even"
    places = [each for each in addresses(scenario) if each[0] == "recovery"]
    if places:
        portions = [budget / _RECOVERING] * _RECOVERING if budget > 0 else []
        path = greedy(places, portions, planning.columns, progress)
        programs[RECOVERY], kinds[RECOVERY] = planning.program(spent(path)), "recovery"
    for name, plan in scenario.arms.items():
        if plan.change:
            called = name if name not in programs else f"plan {name}"
            programs[called] = planned_program(scenario, name, planning.run)
            kinds[called] = "structure"
    return Field(programs=programs, kinds=kinds, paths=paths, at=len(inside))


def _portions(budget: float) -> tuple[list[float], list[float]]:
    """Return portions up to the budget, of a month each if that is no more than 24, and beyond."""
    if budget == 0:
        return [], []
    count = min(_WITHIN, max(1, math.ceil(budget / MONTH)))
    return [budget / count] * count, [budget / _BEYOND] * _BEYOND


def even_spread(scenario: Scenario, budget: float) -> Program:
    """Return the plan that gives both sides the same and every place of a lever the same.

    A side without a place to spend at leaves all to the other.
    """
    sides = [side for side in ("core", "edge") if addresses(scenario, (side,))]
    if budget == 0 or not sides:
        return program_for(scenario, NOTHING)
    spend = {side: Quantity(value=budget / len(sides)) for side in sides}
    plan = Plan.buying(EVEN, spend, "even")
    return program_for(scenario, NOTHING, purchases(scenario, plan))


def from_capacity(program: Program, days: float) -> tuple[Program | None, str | None]:
    """Return the plan with its money taken from the people of its places, or why that cannot be.

    Of what is spent at a boundary half is taken from each side; `days` [person-days] are spent.
    """
    if days <= 0 or not program.bought:
        return None, None
    own = program.scenario
    taken = capacity_taken(own, program.bought)
    funded = np.array([taken.get(team, 0.0) for team in own.teams])
    people = program.teams["people"]
    least = np.where(people > 0.0, np.minimum(people, program.teams["people_top"]), np.inf)
    left = least.min(axis=0) - funded
    short = [team for team, people in zip(own.teams, left.tolist(), strict=True) if people <= 0]
    if short:
        return None, f"it would leave {' and '.join(short)} without people"
    return replace(program, funded=funded), None
