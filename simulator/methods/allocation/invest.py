"""Where the next person-day averts most: the answer behind `edgewise invest`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from simulator.experiments.best_rule import FIRST_PLANNING, PORTIONS
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import aim_of
from simulator.methods.allocation.frontier import Challenge, Reached, challenge, frontier
from simulator.methods.allocation.greedy import (
    Address,
    Judge,
    Ranked,
    Step,
    addresses,
    greedy,
    planner,
    ranking,
    spent,
)
from simulator.methods.allocation.uses import drawn, judgement
from simulator.methods.allocation.value_of_information import Unknown, measure_first
from simulator.methods.progress import part
from simulator.methods.remarks.remarks import Remarks, remarks
from simulator.methods.verdict import Judgement
from simulator.scenario.scenario import TODAY, Scenario

__all__ = ["MONTH", "PATH", "Investment", "checked", "invest"]

MONTH = 260.0 / 12.0
PATH = "portion by portion"
"""The budget spent where it averts most."""
_BEYOND = 5
_POINTS = 10
_CHOICES = 8
_WORLDS_FROM = FIRST_PLANNING + 500_000


@dataclass(frozen=True, kw_only=True)
class Investment:
    """Levers and places by what they avert at the margin, and the path that a budget takes.

    `judgement` is the verdict on that use of the budget against `today`, by which the plan is meant
    that the money comes on top of; None where nothing is bought or one replication was run.
    `portion` [person-days] is what each place was tried with; `path` goes to `budget`, `beyond`
    on to twice of it; both were found on planning luck, `frontier` and `challenge` are judged on
    other luck.
    """

    scenario: Scenario
    seed: int
    replications: int
    plan: str
    outcome: str
    budget: float
    portion: float
    ranking: tuple[Ranked, ...]
    path: tuple[Step, ...]
    beyond: tuple[Step, ...]
    frontier: tuple[Reached, ...]
    challenge: Challenge | None
    unknowns: tuple[Unknown, ...]
    worlds: int
    judgement: Judgement | None = None
    remarks: Remarks | None = None

    @property
    def leaders(self) -> tuple[Ranked, ...]:
        """The places that share the first rank."""
        return tuple(row for row in self.ranking if row.rank == 1)

    def as_json(self) -> dict[str, object]:
        """Return the answer by its keys in JSON (NaN stays NaN)."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replications,
            "arm": self.plan,
            "outcome": self.outcome,
            "budget": self.budget,
            "portion": self.portion,
            "ranking": self.ranking,
            "path": [
                {
                    "lever": step.lever,
                    "place": step.place,
                    "person_days": step.person_days,
                    "together": step.together,
                    "planned": step.score,
                }
                for step in self.path
            ],
            "frontier": self.frontier,
            "optimiser": self.challenge,
            "measure_first": self.unknowns,
            "worlds": self.worlds,
            "judgement": self.judgement,
            "remarks": self.remarks,
        }


def checked(budget: float) -> float:
    """Return a budget [person-days]; refuses one that is negative or no number (ValueError)."""
    if not (budget >= 0 and math.isfinite(budget)):
        raise ValueError(f"--budget: found {budget:g}; allowed: person-days, 0 or more")
    return budget


def invest(
    scenario: Scenario,
    run: Runner,
    *,
    budget: float,
    plan: str = "today",
    outcome: str | None,
    replications: int,
    worlds: int,
    among: int = 0,
    progress: Callable[[int], None] = lambda _: None,
) -> Investment:
    """Return what the next person-days avert, place by place, from `plan` on.

    The ranking, the frontier and the challenge are judged on replications 0 to `replications` - 1,
    spends are found on planning replications, and unknowns on others again. Where `among` is more
    than `worlds`, so many organisations are drawn to choose from. `progress` is told per cent.
    Refuses a negative budget, an unknown outcome, and a file that nothing can be bought in
    (ValueError).
    """
    checked(budget)
    outcome = aim_of(scenario, outcome).name
    planning = planner(scenario, plan, run, outcome)
    places = addresses(planning.base.scenario)
    if not places:
        raise ValueError("no lever of the file has a place to go, so there is nothing to invest in")
    judge = replace(planning, first=0, n=replications, own=planning.base.bought)
    portion = budget / PORTIONS or MONTH
    ranked = ranking(judge, places, portion, part(progress, 25, len(places)))
    path, beyond = _path(planning, places, budget, part(progress, 25, PORTIONS + _BEYOND))
    order = [(row.lever, row.place) for row in ranked]
    return Investment(
        scenario=scenario,
        seed=run.seed,
        replications=replications,
        plan=plan,
        outcome=outcome,
        budget=budget,
        portion=portion,
        ranking=ranked,
        path=path,
        beyond=beyond,
        frontier=frontier(judge, (*path, *beyond), _POINTS, part(progress, 10, 1)),
        challenge=challenge(planning, judge, path, order, part(progress, 20, 2)),
        unknowns=measure_first(
            replace(judge, first=_WORLDS_FROM),
            _choices(order),
            portion,
            worlds,
            part(progress, 15, worlds),
            among=among,
        ),
        worlds=worlds,
        judgement=_judgement(judge, path, (worlds, among), part(progress, 5, max(1, worlds))),
        remarks=remarks(scenario, run, {plan: planning.base}, replications=replications),
    )


def _judgement(
    judge: Judge,
    path: Sequence[Step],
    worlds: tuple[int, int],
    progress: Callable[[int], None],
) -> Judgement | None:
    """Return the verdict on the path's use of its budget, over the file's ranges if it has any."""
    if not path:
        return None
    uses = {TODAY: judge.base, PATH: judge.program(spent(path))}
    rows = drawn(judge, uses, worlds[0], progress, among=worlds[1])
    values = judge.of(list(uses.values()))[None] if rows is None else rows
    return judgement(judge, uses, values, sampled=rows is not None)


def _path(
    planning: Judge, places: Sequence[Address], budget: float, progress: Callable[[int], None]
) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Return where the budget's portions go, and as much money again in larger ones."""
    if budget == 0:
        return (), ()
    portions = [budget / PORTIONS] * PORTIONS + [budget / _BEYOND] * _BEYOND
    whole = greedy(places, portions, planning.columns, progress)
    return whole[:PORTIONS], whole[PORTIONS:]


def _choices(order: Sequence[Address]) -> tuple[Address, ...]:
    """Return the places whose order the unknowns may change: the first, and each lever's best."""
    best: dict[str, Address] = {}
    for address in order:
        best.setdefault(address[0], address)
    return tuple(dict.fromkeys([*order[:_CHOICES], *best.values()]))
