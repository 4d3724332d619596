"""Not knowing the inputs: the plans judged in many plausible organisations."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Floats, ratio_contributions

__all__ = ["REPLICATIONS", "Sample", "Worlds", "draw", "sample", "summary"]

REPLICATIONS = 2
"""Replications of each plan in each world: few, since the spread between worlds is what counts."""
_TOGETHER = 20
"""Worlds that are run, and kept, together."""
_BLOCKS = 50
"""Stretches of luck that the worlds take in turn: together the 100 replications of a comparison."""


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


def draw(unknowns: Sequence[Quantity], n: int, seed: int) -> list[dict[str, float]]:
    """Return `n` worlds: a value for every unknown, by its origin, as a Latin hypercube.

    Half the probability lies between low and value, half between value and high, uniform in each.
    Every unknown is stratified by a permutation addressed by its origin, so that reordering a file
    changes nothing. Source: McKay, Beckman, Conover 1979, doi 10.1080/00401706.1979.10489755.
    """
    columns = {}
    for unknown in unknowns:
        word = hashlib.blake2b(f"{seed} {unknown.origin}".encode(), digest_size=8).digest()
        generator = np.random.default_rng(int.from_bytes(word, "little"))
        u = (generator.permutation(n) + generator.random(n)) / n
        columns[unknown.origin] = [_quantile(unknown, float(each)) for each in u]
    return [{origin: column[w] for origin, column in columns.items()} for w in range(n)]


def _quantile(unknown: Quantity, u: float) -> float:
    low = unknown.value if unknown.low is None else unknown.low
    high = unknown.value if unknown.high is None else unknown.high
    if u < 0.5:
        return low + (unknown.value - low) * 2.0 * u
    return unknown.value + (high - unknown.value) * (2.0 * u - 1.0)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Organisations drawn over the file's ranges, and what every plan does in them.

    `values` has one layer an organisation, one row a replication and one column a plan, `today`
    first, whose means are the outcome. `left_out` counts organisations in which a plan has none.
    """

    plans: tuple[str, ...]
    outcome: str
    unknowns: int
    values: Floats
    left_out: int


def sample(
    scenario: Scenario,
    run: Runner,
    *,
    n: int,
    seed: int,
    outcome: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Sample | None:
    """Return what every plan does in `n` worlds; None without ranges, or without plans.

    A world in which a plan has no value of the outcome, because nothing is released in it, is left
    out and counted; None also where fewer than two are left.

    The worlds take stretches of luck in turn, and each is held against the file's own organisation
    on the same luck: what a world adds is told apart from what its few replications happen to be.
    `progress` is told of each world that is done.
    """
    unknowns = scenario.unknowns()
    plans = ("today", *scenario.arms)
    if not unknowns or len(plans) < 2 or n < 2:
        return None
    blocks = [(scenario, block) for block in range(_BLOCKS)]
    found = _fractions(blocks, plans, run, outcome)
    whole = np.array(
        [_ratio(np.concatenate(column, axis=1)) for column in zip(*found, strict=True)]
    )
    own = [_contributions(fractions) for fractions in found]
    values = np.empty((n, REPLICATIONS, len(plans)))
    drawn = draw(unknowns, n, seed)
    for first in range(0, n, _TOGETHER):
        worlds = [
            (scenario.in_world(at), w % len(blocks))
            for w, at in enumerate(drawn[first : first + _TOGETHER], first)
        ]
        for w, fractions in enumerate(_fractions(worlds, plans, run, outcome), first):
            values[w] = whole + _contributions(fractions) - own[w % len(blocks)]
        progress(len(worlds))
    told = ~np.isnan(values).any(axis=(1, 2))
    if told.sum() < 2:
        return None
    return Sample(
        plans=plans,
        outcome=outcome,
        unknowns=len(unknowns),
        values=values[told],
        left_out=int((~told).sum()),
    )


def _fractions(
    worlds: Sequence[tuple[Scenario, int]], plans: Sequence[str], run: Runner, outcome: str
) -> list[list[Floats]]:
    """Return per world, on its stretch of luck, and plan the numerators above the denominators."""
    requests = [
        (planned_program(world, plan, run), range(block * REPLICATIONS, (block + 1) * REPLICATIONS))
        for world, block in worlds
        for plan in plans
    ]
    found = [
        np.stack(OUTCOMES[outcome].fraction(program, tally))
        for (program, _), tally in zip(requests, run.all(requests), strict=True)
    ]
    return [found[first : first + len(plans)] for first in range(0, len(found), len(plans))]


def _contributions(fractions: Sequence[Floats]) -> Floats:
    """Return one row a replication and one column a plan, whose means are the outcome.

    The column of a plan without a value is nan.
    """
    return np.stack(
        [
            ratio_contributions(above, below) if below.sum() > 0 else np.full(len(above), math.nan)
            for above, below in fractions
        ],
        axis=1,
    )


def _ratio(fraction: Floats) -> float:
    above, below = fraction.sum(axis=1)
    return float(above / below) if below > 0 else math.nan


def summary(found: Sample) -> Worlds | None:
    """Return how the plans fare in a sample; None with fewer than two plans besides today."""
    if len(found.plans) < 3:
        return None
    less = OUTCOMES[found.outcome].better != "more"
    means = found.values.mean(axis=1)
    score = means if less else -means
    best = np.isclose(score, score.min(axis=1, keepdims=True), rtol=0.0, atol=1e-12)
    shares = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    rows = found.values[:, :, 2] - found.values[:, :, 1]
    differences, noise = rows.mean(axis=1), rows.var(axis=1, ddof=1) / rows.shape[1]
    low, high = np.quantile(without_noise(differences, noise), (0.05, 0.95))
    better = differences < 0 if less else differences > 0
    return Worlds(
        n=len(means),
        unknowns=found.unknowns,
        outcome=found.outcome,
        plan=found.plans[2],
        against=found.plans[1],
        share_won=dict(zip(found.plans, shares.tolist(), strict=True)),
        share_better=float((better + 0.5 * (differences == 0.0)).mean()),
        best=float(differences.mean()),
        low=float(low),
        high=float(high),
        left_out=found.left_out,
    )


def without_noise(differences: Floats, noise: Floats) -> Floats:
    """Return differences drawn in to their mean until only the spread between worlds is left.

    `noise` is each difference's variance by simulation; a spread no wider than the noise leaves
    nothing but the mean.
    """
    total = float(np.var(differences, ddof=1))
    between = max(0.0, total - float(noise.mean()))
    shrink = math.sqrt(between / total) if total > 0.0 else 0.0
    drawn: Floats = differences.mean() + shrink * (differences - differences.mean())
    return drawn
