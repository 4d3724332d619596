"""The first, second and third year of a spend: practices are learnt, and fade when money stops."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.engines.program.compilation import Program, Table
from simulator.methods.allocation.greedy import Judge
from simulator.stats.estimate import Estimate, mean_estimate

__all__ = ["YEARS", "Year", "in_year", "years"]

YEARS = 3
_DAYS = 260.0


@dataclass(frozen=True, kw_only=True)
class Year:
    """What one plan averts in one year after the spending begins, against nothing spent.

    `paid` says whether the money goes on (`every year`) or stops after the first (`first year`);
    `averted` is counted on the changes that arrive in that year, on luck shared with today.
    """

    plan: str
    paid: str
    year: int
    averted: Estimate


def years(
    judge: Judge,
    today: Program,
    plans: Mapping[str, Program],
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Year, ...]:
    """Return what each plan averts in years 1, 2 and 3, paid every year and in the first only.

    Spending begins when the organisation has filled up (after the warm-up), and practices are
    learnt from there. Where none of the levers bought fades, what was bought stays, and only
    "every year" is told. `progress` is told of each year.
    """
    found = []
    for year in range(1, YEARS + 1):
        asked = [
            (name, paid, in_year(plan, year, paid=paid))
            for name, plan in plans.items()
            for paid in _ways(plan)
        ]
        columns = judge.of([in_year(today, year), *(plan for _, _, plan in asked)])
        found += [
            Year(
                plan=name,
                paid=paid,
                year=year,
                averted=mean_estimate(columns[:, 0] - columns[:, index]),
            )
            for index, (name, paid, _) in enumerate(asked, start=1)
        ]
        progress(1)
    return tuple(sorted(found, key=lambda each: (list(plans).index(each.plan), each.paid)))


def in_year(plan: Program, year: int, *, paid: str = "every year") -> Program:
    """Return a plan whose counted window is this year after the spending begins."""
    begin = plan.warm_up
    teams, edges, stops = plan.team_practices, plan.edge_practices, plan.stops
    if paid == "first year":
        stops = begin + _DAYS
        teams, edges = _stopped(teams, stops), _stopped(edges, stops)
    return replace(
        plan,
        warm_up=begin + _DAYS * (year - 1),
        horizon=begin + _DAYS * year,
        team_starts=np.maximum(plan.team_starts, begin),
        edge_starts=np.maximum(plan.edge_starts, begin),
        team_practices=teams,
        edge_practices=edges,
        stops=stops,
    )


def _stopped(practices: Table, at: float) -> Table:
    own = practices.copy()
    own["stops"] = at
    return own


def _ways(plan: Program) -> Sequence[str]:
    """Return the ways of paying between which there is a difference."""
    fading = any(
        bool((rows["fade"][rows["strength"] > 0.0] < math.inf).any())
        for rows in (plan.team_practices, plan.edge_practices)
    )
    return ("every year", "first year") if fading else ("every year",)
