"""What to measure first: which unknown, once known, would change the first investment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from simulator.methods.allocation.greedy import Address, Judge
from simulator.methods.records.population import (
    Drawn,
    ends,
    population,
    programs_of,
    unknowns_of,
)
from simulator.stats.estimate import Estimate, Floats

__all__ = ["REPLICATIONS", "Unknown", "Worth", "measure_first", "worth"]

REPLICATIONS = 3
"""Replications of each purchase in each world: the spread between worlds is what counts."""
_RESAMPLES = 200
_SHUFFLES = 1000
_SEED = 20_140_601
_ALPHA = 0.05


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """One unknown of the file, and what knowing it would be worth to the first investment.

    `gain` is what the first portion would avert more, in expectation over the file's ranges, were
    this unknown alone known before it is spent; what chance alone would seem to give is taken off.
    `changes` is the share of plausible organisations in which another place would come first.
    `clear` says that chance alone gives as much in less than 5 of 100 shuffles, shared among all
    unknowns of the file (Bonferroni).
    """

    origin: str
    low: float
    value: float
    high: float
    gain: Estimate
    changes: float
    clear: bool

    def as_json(self) -> dict[str, object]:
        """Return the unknown by its keys in JSON, its range in internal units."""
        return {
            "unknown": self.origin,
            "range": {"low": self.low, "value": self.value, "high": self.high},
            "gain": self.gain,
            "changes": self.changes,
            "clear": self.clear,
        }


class Worth(NamedTuple):
    """What knowing one unknown is worth to a choice.

    `gain` is what it adds in expectation beyond `level`, which chance alone seems to give;
    `changes` is how often another choice would be made, `chance` how often chance gives as much.
    """

    gain: Estimate
    changes: float
    chance: float
    level: float


def measure_first(
    judge: Judge,
    places: Sequence[Address],
    portion: float,
    worlds: int,
    progress: Callable[[int], None] = lambda _: None,
    *,
    among: int = 0,
) -> tuple[Unknown, ...]:
    """Return the unknowns of the file by what knowing each would be worth, most first.

    In each of `worlds` organisations that the file may be speaking of the portion [person-days] is
    tried at each place, on top of the judge's plan and under the same luck. Nothing where the file
    has no ranges or fewer than two places are to choose from. They are chosen from as many as
    `among` drawn, where those are more.
    """
    drawn = population(judge.scenario, judge.run, n=max(worlds, among), progress=progress)
    if drawn is None or len(places) < 2:
        return ()
    chosen = [drawn.drawn[number] for number in drawn.choose(worlds)]
    table = _averted(judge, chosen, places, portion, progress)
    unknowns, found = unknowns_of(judge.scenario), []
    for unknown in unknowns:
        column = np.array([each.values[unknown.origin] for each in chosen])
        told = worth(column, table)
        low, value, high = ends(unknown)
        found.append(
            Unknown(
                origin=unknown.origin,
                low=low,
                value=value,
                high=high,
                gain=told.gain,
                changes=told.changes,
                clear=told.chance * len(unknowns) <= _ALPHA,
            )
        )
    return tuple(sorted(found, key=lambda each: (not each.clear, -each.gain.best, each.origin)))


def _averted(
    judge: Judge,
    drawn: Sequence[Drawn],
    places: Sequence[Address],
    portion: float,
    progress: Callable[[int], None],
) -> Floats:
    """Return what the portion averts: a row an organisation, a column a place."""
    spent = [judge.program(spend) for spend in ({}, *({address: portion} for address in places))]
    programs = programs_of(drawn, judge.scenario, [(each.plan, each.bought) for each in spent])
    few = replace(judge, n=REPLICATIONS)
    averted = []
    for world in zip(*programs, strict=True):
        means = few.of(world).mean(axis=0)
        averted.append(means[0] - means[1:])
        progress(1)
    return np.array(averted)


def worth(column: Floats, table: Floats) -> Worth:
    """Return what knowing an unknown is worth to a choice.

    `column` holds the unknown's value in each world, `table` what each choice (columns) averts
    there. What a choice averts is fitted as a curve of the second degree in the unknown (the
    partial expected value of perfect information by regression); the same is done on shuffled
    worlds, whose mean is taken off the gain. The interval is that of resampled worlds.

    References
    ----------
    Strong, Oakley and Brennan (2014), Med. Decis. Making 34:311, doi 10.1177/0272989X13505910.
    """
    generator = np.random.default_rng(_SEED)
    n = len(table)
    smooth = _smooth(column)
    best, changes = _gain(smooth @ table)
    shuffled = [_gain(smooth @ table[generator.permutation(n)])[0] for _ in range(_SHUFFLES)]
    floor = float(np.mean(shuffled))
    drawn = []
    for _ in range(_RESAMPLES):
        rows = generator.integers(0, n, n)
        drawn.append(_gain(_smooth(column[rows]) @ table[rows])[0] - floor)
    gain = max(0.0, best - floor)
    low, high = (float(max(0.0, end)) for end in np.quantile(drawn, (0.025, 0.975)))
    estimate = Estimate(best=gain, low=min(low, gain), high=max(high, gain), n=n)
    more = sum(each >= best for each in shuffled)
    chance = (1 + more) / (1 + _SHUFFLES)
    return Worth(gain=estimate, changes=changes, chance=chance, level=floor)


def _gain(fitted: Floats) -> tuple[float, float]:
    """Return what choosing by the fitted curves gains, and how often the choice is another."""
    usual = int(fitted.mean(axis=0).argmax())
    choice = fitted.argmax(axis=1)
    gain = float(fitted.max(axis=1).mean() - fitted[:, usual].mean())
    return gain, float((choice != usual).mean())


def _smooth(column: Floats) -> Floats:
    """Return the matrix that turns what a choice averts into its curve in the unknown."""
    spread = float(column.std())
    x = (column - column.mean()) / spread if spread > 0.0 else np.zeros_like(column)
    basis = np.stack([np.ones_like(x), x, x * x], axis=1)
    found: Floats = basis @ np.linalg.pinv(basis)
    return found
