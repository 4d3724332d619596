"""The organisations that fit, and the one of them that stands for all where one must stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.input_uncertainty import REPLICATIONS, draw
from simulator.scenario.scenario import TODAY, Scenario
from simulator.stats.estimate import Floats

__all__ = ["Fitting", "fitting", "nearest"]

_STRETCHES = 50
"""Stretches of luck that organisations take in turn, as in the comparison of plans."""


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """Organisations drawn over a file's ranges, their `weights`, and the `middle` one.

    Without ranges, or with fewer than two drawn, `scenarios` is empty and the middle one is the
    file's own. `stretches` says on which stretch of luck, of two replications, each was run.
    """

    middle: Scenario
    scenarios: tuple[Scenario, ...] = ()
    weights: tuple[float, ...] = ()
    stretches: tuple[int, ...] = ()


def fitting(
    scenario: Scenario, run: Runner, *, drawn: int, most: int, seed: int, outcome: str
) -> Fitting:
    """Return at most `most` of the `drawn` organisations of a comparison, evenly taken.

    They and their luck are those of `input_uncertainty.sample`, so that a store that a comparison
    has filled is asked for nothing new. One in which a plan has no value of the outcome is left
    out.
    """
    unknowns = scenario.unknowns()
    if not unknowns or drawn < 2:
        return Fitting(middle=scenario)
    taken = np.unique(np.linspace(0, drawn - 1, min(most, drawn)).round().astype(int)).tolist()
    values = draw(unknowns, drawn, seed)
    worlds = [scenario.in_world(values[n]) for n in taken]
    stretches = [n % _STRETCHES for n in taken]
    levels = _levels(scenario, worlds, stretches, run, outcome)
    told = [n for n in range(len(worlds)) if np.isfinite(levels[n]).all()]
    if len(told) < 2:
        return Fitting(middle=scenario)
    weights = np.ones(len(told))
    return Fitting(
        middle=worlds[told[nearest(levels[told], weights)]],
        scenarios=tuple(worlds[n] for n in told),
        weights=tuple(weights.tolist()),
        stretches=tuple(stretches[n] for n in told),
    )


def nearest(levels: Floats, weights: Floats) -> int:
    """Return the row whose today and falls by plan lie nearest their weighted means.

    `levels` has one row an organisation and one column a plan, `today` first. Distances are
    counted in standard deviations over the organisations; of several equally near the first.
    """
    features = levels.copy()
    features[:, 1:] = levels[:, :1] - levels[:, 1:]
    share = weights / weights.sum()
    mean = share @ features
    spread = np.sqrt(share @ (features - mean) ** 2)
    spread[spread == 0.0] = math.inf
    return int(np.argmin((((features - mean) / spread) ** 2).sum(axis=1)))


def _levels(
    scenario: Scenario,
    worlds: Sequence[Scenario],
    stretches: Sequence[int],
    run: Runner,
    outcome: str,
) -> Floats:
    """Return the outcome of every plan, a column each, in every organisation, a row each.

    What two replications happen to be is taken out by the file's own organisation under the same
    luck.
    """
    plans = (TODAY, *scenario.arms)
    own = _ratios([(scenario, stretch) for stretch in range(_STRETCHES)], plans, run, outcome)
    usual = np.nanmean(own, axis=0)
    found = _ratios(list(zip(worlds, stretches, strict=True)), plans, run, outcome)
    drift = np.where(np.isfinite(own), own, usual)[list(stretches)] - usual
    return np.asarray(found - drift)


def _ratios(
    asked: Sequence[tuple[Scenario, int]], plans: Sequence[str], run: Runner, outcome: str
) -> Floats:
    requests = [
        (
            planned_program(world, plan, run),
            range(stretch * REPLICATIONS, (stretch + 1) * REPLICATIONS),
        )
        for world, stretch in asked
        for plan in plans
    ]
    found = np.empty(len(requests))
    for n, ((program, _), tally) in enumerate(zip(requests, run.all(requests), strict=True)):
        above, below = (each.sum() for each in OUTCOMES[outcome].fraction(program, tally))
        found[n] = above / below if below > 0.0 else math.nan
    return found.reshape(len(asked), len(plans))
