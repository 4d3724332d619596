"""Not knowing the inputs: the plans judged in many plausible organisations."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engines.program.compilation import program_for
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES, aim, outcomes_of
from simulator.measures.side_by_side import fractions_of
from simulator.methods.records.population import (
    BLOCKS,
    REPLICATIONS,
    Population,
    population,
    programs_of,
)
from simulator.methods.verdict import Judged
from simulator.scenario.scenario import TODAY, Scenario
from simulator.scenario.spending import Purchase
from simulator.stats.empirical_bayes import cleaned
from simulator.stats.estimate import Floats

Flags = np.ndarray[Any, np.dtype[np.bool_]]

__all__ = ["Sample", "Worlds", "nearest", "sample", "summary"]

_FEWEST_NEAR = 5
_TOGETHER = 50
"""Organisations that are run, and kept, together."""


@dataclass(frozen=True, kw_only=True)
class Worlds:
    """How the plans fare over the file's ranges.

    `share_won` is the share of worlds in which each plan has the lowest outcome, ties shared;
    `low` and `high` are the 5 and 95 % points over the worlds of the difference `plan` less
    `against` (the file's first two plans), with the spread that simulation noise adds taken out;
    `share_better` is the share of worlds in which `plan` is better of the two. Worlds in which a
    plan has no value of the outcome are not among the `n`: they are `left_out`.
    """

    n: int
    unknowns: int
    outcome: str
    plan: str
    against: str
    share_won: Mapping[str, float]
    share_better: float
    best: float
    low: float
    high: float
    left_out: int = 0

    def as_json(self) -> dict[str, object]:
        """Return the summary as plain JSON values."""
        return {"arm" if key == "plan" else key: value for key, value in vars(self).items()}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What every plan does in organisations that a file may be speaking of.

    `chosen` are their numbers in the `population`, each as often as its weight asks. `values` has
    by outcome one layer an organisation, one row a replication and one column a plan, `today`
    first, whose means are the outcome; a plan without a value is nan.
    """

    plans: tuple[str, ...]
    population: Population
    chosen: tuple[int, ...]
    values: Mapping[str, Floats]

    @property
    def unknowns(self) -> int:
        """How many numbers are not known."""
        return len(self.population.unknowns)

    @property
    def effective(self) -> float:
        """How many equally weighted organisations say as much as the whole population."""
        return self.population.effective if self.population.weighted else float(len(self.chosen))

    def told(self, outcome: str) -> Floats:
        """Return the values of an outcome in the organisations in which every plan has one."""
        found = self.values[outcome]
        return found[~np.isnan(found).any(axis=(1, 2))]

    def left_out(self, outcome: str) -> int:
        """Return in how many organisations a plan has no value of an outcome."""
        return len(self.chosen) - len(self.told(outcome))

    def most_like(self, outcome: str) -> Scenario:
        """Return the organisation that is nearest to what all of them come to on average.

        Near must be its today above all, then where its serious failures start and by how much the
        plans better the outcome. Of an outcome that has one with less noise it is the same
        organisation as by that one.
        """
        means = self.values[aim(outcome)].mean(axis=1)
        causes = self.population.figures.causes[list(self.chosen)]
        return self.organisation(nearest(means[:, :1], causes, means[:, 1:] - means[:, :1]))

    def organisation(self, place: int) -> Scenario:
        """Return one of the organisations chosen."""
        return self.population.drawn[self.chosen[place]].of(self.population.scenario)

    def judged(self, outcome: str, spends: Mapping[str, float]) -> Judged | None:
        """Return plans to be judged by an outcome; None with fewer than two organisations."""
        told = self.told(outcome)
        if len(told) < 2:
            return None
        return Judged(
            plans=self.plans,
            outcome=outcome,
            values=told,
            weights=np.ones(len(told)),
            sampled=True,
            sign=-1.0 if OUTCOMES[outcome].better == "more" else 1.0,
            spends=spends,
            effective=self.effective,
        )


def sample(
    scenario: Scenario,
    run: Runner,
    *,
    n: int,
    progress: Callable[[int], None] = lambda _: None,
) -> Sample | None:
    """Return what every plan does in `n` organisations; None where the file knows everything.

    None also without plans. What a plan buys is settled on the file's own values. The organisations
    take stretches of luck in turn, other than those they were weighed on, and each is held against
    the file's own organisation on the same luck: what an organisation adds is told apart from what
    its few replications happen to be. One that is chosen several times is run once: that it is
    heavy makes it no better known. `progress` is told of each organisation, for weights or plans.
    """
    plans = (TODAY, *scenario.arms)
    if len(plans) < 2 or n < 2:
        return None
    found = population(scenario, run, n=n, progress=progress)
    if found is None:
        return None
    bought = {plan: planned_program(scenario, plan, run).bought for plan in plans}
    chosen = found.choose(n)
    times = Counter(chosen)
    once = tuple(times)
    own = _own(scenario, bought, run)
    rows: dict[str, list[Floats]] = {}
    for first in range(0, len(once), _TOGETHER):
        numbers = once[first : first + _TOGETHER]
        luck = [w % BLOCKS for w in range(first, first + len(numbers))]
        for name, values in _run(found, numbers, luck, bought, run).items():
            whole, blocks = own[name]
            rows.setdefault(name, []).append(whole + values - blocks[luck])
        progress(sum(times[number] for number in numbers))
    places = [once.index(number) for number in chosen]
    table = {name: np.concatenate(parts)[places] for name, parts in rows.items()}
    return Sample(plans=plans, population=found, chosen=chosen, values=table)


def _own(
    scenario: Scenario, bought: Mapping[str, tuple[Purchase, ...]], run: Runner
) -> dict[str, tuple[Floats, Floats]]:
    """Return every outcome of every plan in the file's own organisation: over all luck, by stretch.

    The second has one layer a stretch, one row a replication and one column a plan.
    """
    requests = [
        (program_for(scenario, plan, spent), range(BLOCKS * REPLICATIONS))
        for plan, spent in bought.items()
    ]
    tallies = run.all(requests)
    found = {}
    for outcome in outcomes_of(requests[0][0]):
        whole, blocks = [], []
        for (program, _), tally in zip(requests, tallies, strict=True):
            above, below = outcome.fraction(program, tally)
            whole.append(_contributions(above, below).mean())
            stretches = (each.reshape(BLOCKS, REPLICATIONS) for each in (above, below))
            blocks.append(_contributions(*stretches))
        found[outcome.name] = np.array(whole), np.array(blocks).transpose(1, 2, 0)
    return found


def _run(
    found: Population,
    numbers: Sequence[int],
    luck: Sequence[int],
    bought: Mapping[str, tuple[Purchase, ...]],
    run: Runner,
) -> dict[str, Floats]:
    """Return every outcome of every plan in organisations, each on its stretch of luck.

    One layer an organisation, one row a replication, one column a plan.
    """
    drawn = [found.drawn[number] for number in numbers]
    programs = programs_of(drawn, found.scenario, list(bought.items()))
    requests = [
        (program, range(block * REPLICATIONS, (block + 1) * REPLICATIONS))
        for block, organisation in zip(luck, zip(*programs, strict=True), strict=True)
        for program in organisation
    ]
    tallies = run.all(requests)
    outcomes, columns = outcomes_of(requests[0][0]), []
    for column in range(len(bought)):
        own = [program for program, _ in requests[column :: len(bought)]]
        columns.append(fractions_of(outcomes, own, tallies[column :: len(bought)]))
    return {
        outcome.name: np.stack([_contributions(*each[outcome.name]) for each in columns], axis=2)
        for outcome in outcomes
    }


def _contributions(above: Floats, below: Floats) -> Floats:
    """Return one number a replication, whose mean over the last axis is the ratio; nan without."""
    total = below.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = above.sum(axis=-1, keepdims=True) / total
        found = ratio + (above - ratio * below) * (below.shape[-1] / total)
    return np.where(total == 0.0, math.nan, found)


def nearest(today: Floats, *others: Floats) -> int:
    """Return which row lies nearest to the mean of all rows that are whole; 0 where none is.

    Each feature has one row an organisation. Of the tenth, five at least, that lie nearest in
    `today`, whose level is printed beside whatever the one is shown for, it is the nearest in all
    features. Distances are counted in standard deviations over the organisations, their squares
    averaged over the columns of a feature and added over features; what is the same in all
    organisations tells none apart. Of several equally near the first.
    """
    whole = np.asarray(np.isfinite(np.column_stack([today, *others])).all(axis=1))
    if not whole.any():
        return 0
    first = _distance(today, whole)
    near = np.sort(first)[: max(_FEWEST_NEAR, len(first) // 10)][-1]
    all_of_it = sum((_distance(other, whole) for other in others), first)
    return int(np.where(first <= near, all_of_it, math.inf).argmin())


def _distance(feature: Floats, whole: Flags) -> Floats:
    """Return how far each organisation lies from the mean of all; infinite where one is not whole.

    Squared, in standard deviations, averaged over the columns.
    """
    spread = feature[whole].std(axis=0)
    varies = spread > 0.0
    if not varies.any():
        return np.where(whole, 0.0, math.inf)
    off = (feature - feature[whole].mean(axis=0))[:, varies] / spread[varies]
    return np.where(whole, (off**2).mean(axis=1), math.inf)


def summary(found: Sample, outcome: str) -> Worlds | None:
    """Return how the plans fare in a sample; None with fewer than two plans besides today."""
    values = found.told(outcome)
    if len(found.plans) < 3 or len(values) < 2:
        return None
    less = OUTCOMES[outcome].better != "more"
    means = values.mean(axis=1)
    score = means if less else -means
    best = np.isclose(score, score.min(axis=1, keepdims=True), rtol=0.0, atol=1e-12)
    shares = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    rows = values[:, :, 2] - values[:, :, 1]
    differences = rows.mean(axis=1)
    low, high = cleaned(rows).interval(0.9)
    better = differences < 0 if less else differences > 0
    return Worlds(
        n=len(means),
        unknowns=found.unknowns,
        outcome=outcome,
        plan=found.plans[2],
        against=found.plans[1],
        share_won=dict(zip(found.plans, shares.tolist(), strict=True)),
        share_better=float((better + 0.5 * (differences == 0.0)).mean()),
        best=float(differences.mean()),
        low=low,
        high=high,
        left_out=found.left_out(outcome),
    )
