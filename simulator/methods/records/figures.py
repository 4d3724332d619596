"""What an organisation's today amounts to in the terms of a record book."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import partial

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.side_by_side import fractions_of
from simulator.measures.tally import EXPECTED, STRUCK, Sum, Tally
from simulator.model.outcome import HEADLINE
from simulator.stats.elementwise import each
from simulator.stats.estimate import Floats

__all__ = ["Figures", "Spread", "figures_of", "spread_of"]

_HOURS = 8.0
_NINETY, _NINETY_FIVE = 1.2816, 1.6449
"""By how many standard deviations these points of a normal distribution lie above its median."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Figures of today, one number an organisation; nan where one has no value.

    `failed` is the share of changes that fail, `serious` the serious failures a year, `causes` one
    row an organisation with the shares of its serious failures that start inside, between and in
    neither, `restore` the median time to restore [days] and `restore_sd` the standard deviation of
    its logarithm, `lead` and `lead_sd` likewise of the time from arrival to release, `bounces` how
    often a failure is passed on.
    """

    failed: Floats
    serious: Floats
    causes: Floats
    restore: Floats
    restore_sd: Floats
    lead: Floats
    lead_sd: Floats
    bounces: Floats

    @property
    def between(self) -> Floats:
        """The share of serious failures that start between teams, one number an organisation."""
        return self.causes[:, 1]

    @property
    def known(self) -> Floats:
        """1 for each organisation that has all figures, else 0."""
        columns = [getattr(self, part.name) for part in fields(self)]
        table = np.column_stack([each.reshape(len(each), -1) for each in columns])
        return np.asarray((~np.isnan(table)).all(axis=1), np.float64)

    def of(self, chosen: Sequence[int]) -> Figures:
        """Return the figures of some organisations, each as often as it is chosen."""
        return Figures(**{part.name: getattr(self, part.name)[chosen] for part in fields(self)})

    def and_more(self, other: Figures) -> Figures:
        """Return these organisations and then those of `other`."""
        return Figures(
            **{
                part.name: np.concatenate([getattr(self, part.name), getattr(other, part.name)])
                for part in fields(self)
            }
        )


def figures_of(programs: Sequence[Program], tallies: Sequence[Tally]) -> Figures:
    """Return the figures of organisations of one structure from the tallies of their today."""
    needed = [OUTCOMES[name] for name in _NEEDED]
    found = {
        name: _ratios(*fraction)
        for name, fraction in fractions_of(needed, programs, tallies).items()
    }
    sides = np.array([tally.incidents[:, EXPECTED, :, :2].sum(axis=(0, 2)) for tally in tallies])
    median, late = found["restore_p50"] / _HOURS, found["restore_p90"] / _HOURS
    with np.errstate(invalid="ignore", divide="ignore"):
        causes = sides / sides.sum(axis=1, keepdims=True)
    lead, late_lead = found["lead_time_p50"], found["lead_time_p95"]
    return Figures(
        failed=found[HEADLINE] / 100.0,
        serious=found["serious_failures"],
        causes=causes,
        restore=median,
        restore_sd=each(partial(_spread, _NINETY), median, late),
        lead=lead,
        lead_sd=each(partial(_spread, _NINETY_FIVE), lead, late_lead),
        bounces=found["bounces"],
    )


_NEEDED = (
    HEADLINE,
    "serious_failures",
    "restore_p50",
    "restore_p90",
    "lead_time_p50",
    "lead_time_p95",
    "bounces",
)


def _spread(scales: float, median: float, late: float) -> float:
    return math.log(late / median) / scales if late > median > 0.0 else 0.0


def _ratios(above: Floats, below: Floats) -> Floats:
    """Return the ratio of each organisation, a row each; nan without a denominator."""
    total = below.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0.0, above.sum(axis=1) / total, math.nan)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How much more a year's counts spread than chance alone lets them, from counted rows.

    `failed` and `serious`: variance over that of a binomial, or a Poisson, number of the same mean,
    at least 1. `restore` is the variance between years of the logarithm of the median time to
    restore beyond what the number of incidents in a year explains.
    """

    failed: float
    serious: float
    restore: float


def spread_of(tally: Tally) -> Spread:
    """Return the spread of the years of one organisation, as things struck."""
    released, failed = tally.sums[:, Sum.RELEASED], tally.sums[:, Sum.FAILED_CHANGES]
    serious = tally.incidents[:, STRUCK, :, :2].sum(axis=(1, 2))
    share = failed.sum() / released.sum() if released.any() else 0.0
    chance = released * share * (1.0 - share)
    return Spread(
        failed=_times(((failed - released * share) ** 2).sum(), chance.sum()),
        serious=_times(((serious - serious.mean()) ** 2).sum(), serious.sum()),
        restore=_between_years(tally),
    )


def _times(seen: float, by_chance: float) -> float:
    return max(1.0, float(seen / by_chance)) if by_chance > 0.0 else 1.0


def _between_years(tally: Tally) -> float:
    sums = tally.sums[tally.sums[:, Sum.RESTORED] > 1]
    medians, late = sums[:, Sum.RESTORE_P50], sums[:, Sum.RESTORE_P90]
    known = (medians > 0.0) & (late > medians)
    if known.sum() < 2:
        return 0.0
    own = np.log(late[known] / medians[known]) / _NINETY
    by_chance = float(((1.25 * own) ** 2 / sums[known, Sum.RESTORED]).mean())
    return max(0.0, float(np.log(medians[known]).var(ddof=1)) - by_chance)
