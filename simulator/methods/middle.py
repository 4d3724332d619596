"""The organisations that fit, and the one of them that stands for all where one must stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.experiments.runner import Runner
from simulator.measures.outcomes import outcome_of
from simulator.methods.input_uncertainty import sample
from simulator.methods.records.population import BLOCKS
from simulator.scenario.scenario import Scenario

__all__ = ["Fitting", "fitting", "most_like"]


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


def fitting(scenario: Scenario, run: Runner, *, drawn: int, most: int, outcome: str) -> Fitting:
    """Return at most `most` of the `drawn` organisations of a comparison, evenly taken.

    They and their luck are those that its plans are judged in, so that a store that a comparison
    has filled is asked for nothing new. One in which a plan has no value of the outcome is left
    out.
    """
    found = sample(scenario, run, n=drawn)
    if found is None:
        return Fitting(middle=scenario)
    known = np.flatnonzero(~np.isnan(found.values[outcome]).any(axis=(1, 2)))
    if len(known) < 2:
        return Fitting(middle=scenario)
    evenly = np.linspace(0, len(known) - 1, min(most, len(known))).round().astype(int)
    taken = known[np.unique(evenly)].tolist()
    return Fitting(
        middle=found.most_like(outcome),
        scenarios=tuple(found.organisation(place) for place in taken),
        weights=(1.0,) * len(taken),
        stretches=tuple(place % BLOCKS for place in taken),
    )


def most_like(
    scenario: Scenario,
    run: Runner,
    *,
    worlds: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Scenario | None:
    """Return the organisation most like the user's, the same that a decision stands on.

    None where none is drawn: with fewer than two `worlds`, no plan, or nothing that is not known.
    `progress` is told of each organisation that is run.
    """
    found = sample(scenario, run, n=worlds, progress=progress)
    return found.most_like(outcome_of(scenario).name) if found else None
