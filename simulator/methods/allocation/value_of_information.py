"""What to measure first: which unknown, once known, would change the first investment."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from simulator.experiments.racing import race
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

REPLICATIONS = 2
"""Replications of each purchase in each world: the spread between worlds is what counts."""
_RESAMPLES = 200
_SHUFFLES = 1000
_SEED = 20_140_601
_RANK = 1e-10
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

    In `worlds` organisations that the file may be speaking of the portion [person-days] is tried at
    the places that may be first, on top of the judge's plan: in one organisation under the same
    luck, in the next under other. Nothing where the file has no ranges or fewer than two places are
    to choose from. Organisations are chosen from as many as `among` drawn, where those are more.
    """
    drawn = population(judge.scenario, judge.run, n=max(worlds, among), progress=progress)
    if drawn is None or len(places) < 2:
        return ()
    times = Counter(drawn.choose(worlds))
    numbers = tuple(times)
    # a quarter and a half of them are spread over all, since those drawn later lie elsewhere
    spread = (*numbers[::4], *numbers[2::4], *numbers[1::2])
    chosen = [drawn.drawn[number] for number in spread]
    weights = np.array([float(times[number]) for number in spread])
    table = _averted(judge, chosen, places, portion, progress)
    unknowns, found = unknowns_of(judge.scenario), []
    for unknown in unknowns:
        column = np.array([each.values[unknown.origin] for each in chosen])
        told = worth(column, table, weights)
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
    """Return what the portion averts: a row an organisation, a column a place that may be first.

    Places race over the organisations, so that what is far behind in a quarter or a half of them is
    not tried in the others.
    """
    spent = [judge.program(spend) for spend in ({}, *({address: portion} for address in places))]
    nothing, *programs = programs_of(
        drawn, judge.scenario, [(each.plan, each.bought) for each in spent]
    )
    left, done = np.zeros((len(drawn), len(places))), 0

    def weigh(which: Sequence[int], share: float) -> Floats:
        nonlocal done
        stop = math.ceil(share * len(drawn))
        if stop > done:
            worlds = list(zip(nothing, *(programs[each] for each in which), strict=True))
            few = replace(judge, n=REPLICATIONS, first=judge.first + done * REPLICATIONS)
            levels = few.over(worlds[done:stop], progress).mean(axis=1)
            left[done:stop, which] = levels[:, 1:] - levels[:, :1]
            done = stop
        return left[:stop, which]

    _, shares = race(len(places), weigh)
    return -left[:, np.array(shares) == 1.0]


def worth(column: Floats, table: Floats, weights: Floats) -> Worth:
    """Return what knowing an unknown is worth to a choice.

    What a choice averts is fitted as a curve of the second degree in the unknown (the partial
    expected value of perfect information by regression); the same is done on shuffled
    organisations, whose mean is taken off the gain. The interval is that of resampled ones.

    Parameters
    ----------
    column
        The unknown's value in each organisation.
    table
        What each choice (columns) averts in each organisation (rows).
    weights
        How heavy each organisation is. None stands there twice: shuffled, its rows would still be
        alike, and chance would look smaller than it is.

    References
    ----------
    Strong, Oakley and Brennan (2014), Med. Decis. Making 34:311, doi 10.1177/0272989X13505910.
    """
    generator = np.random.default_rng(_SEED)
    n = len(table)
    best, changes = _gain(column, table, weights)
    orders = np.array([generator.permutation(n) for _ in range(_SHUFFLES)])
    shuffled, _ = _gain(column, table[orders], weights[orders])
    floor = float(shuffled.mean())
    rows = np.array([generator.integers(0, n, n) for _ in range(_RESAMPLES)])
    drawn, _ = _gain(column[rows], table[rows], weights[rows])
    gain = max(0.0, float(best) - floor)
    low, high = (float(max(0.0, end)) for end in np.quantile(drawn - floor, (0.025, 0.975)))
    estimate = Estimate(best=gain, low=min(low, gain), high=max(high, gain), n=n)
    chance = (1 + int((shuffled >= best).sum())) / (1 + _SHUFFLES)
    return Worth(gain=estimate, changes=float(changes), chance=chance, level=floor)


def _gain(column: Floats, table: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return what choosing by fitted curves gains, and how often the choice is another.

    The last axis of `column` and `weights` is organisations, those of `table` are organisations and
    choices; what stands before them are cases of their own.
    """
    shares = weights / weights.sum(axis=-1, keepdims=True)
    fitted = _curves(column, table, shares)
    means = (shares[..., None] * fitted).sum(axis=-2)
    gain: Floats = (shares * fitted.max(axis=-1)).sum(axis=-1) - means.max(axis=-1)
    other = fitted.argmax(axis=-1) != means.argmax(axis=-1)[..., None]
    return gain, (shares * other).sum(axis=-1)


def _curves(column: Floats, table: Floats, shares: Floats) -> Floats:
    """Return what choices avert as curves of the second degree in the unknown, least squares."""
    spread = column.std(axis=-1, keepdims=True)
    x = (column - column.mean(axis=-1, keepdims=True)) / np.where(spread > 0.0, spread, 1.0)
    basis = np.stack([np.ones_like(x), x, x * x], axis=-1)
    heavy = np.swapaxes(basis * shares[..., None], -1, -2)
    # an unknown that takes two values only has no curve, but the nearest to one
    inverse = np.linalg.pinv(heavy @ basis, rcond=_RANK, hermitian=True)
    found: Floats = basis @ (inverse @ (heavy @ table))
    return found
