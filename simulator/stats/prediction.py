"""What one more place is expected to show, from those that were seen, and how good that was."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.stats.estimate import Floats

__all__ = ["LEVEL", "Places", "interval_score", "places"]

LEVEL = 0.95
Scale = Literal["share", "ratio"]
_LEAST = 1e-6
_POINTS = 999


@dataclass(frozen=True, kw_only=True)
class Places:
    """A quantity over places: mean and standard deviation on the scale of log odds or of logs.

    `scale` is `share` for what lies between 0 and 1 (log odds), `ratio` for what is above 0.
    """

    centre: float
    spread: float
    n: int
    scale: Scale

    def points(self, *levels: float) -> tuple[float, ...]:
        """Return the points of one more place's value below which it lies with these chances."""
        return tuple(_back(self.centre + each, self.scale) for each in self.shifts(*levels))

    def shifts(self, *levels: float) -> tuple[float, ...]:
        """Return how far one more place lies from the mean, on the scale, at these chances."""
        from scipy.special import stdtrit

        wide = self.spread * math.sqrt(1.0 + 1.0 / self.n)
        return tuple(wide * float(stdtrit(self.n - 1, level)) for level in levels)

    def around(self, values: Floats, level: float = LEVEL) -> tuple[float, float]:
        """Return the interval of one more place around values that are equally likely its mean.

        Every value is taken as the mean in turn, and the places spread around it as they were seen
        to: ignorance of the mean and spread between places, together.
        """
        levels = (np.arange(_POINTS) + 0.5) / _POINTS
        shifts = np.array(self.shifts(*levels.tolist()))
        table = np.array([_on(value, self.scale) for value in values])[:, None] + shifts
        low, high = np.quantile(table, (0.5 - 0.5 * level, 0.5 + 0.5 * level))
        return _back(float(low), self.scale), _back(float(high), self.scale)


def places(values: Sequence[float], scale: Scale) -> Places:
    """Return the places that were seen; ValueError with fewer than two.

    Their spread holds what sampling adds to each, so that a prediction for one more study does too.
    """
    if len(values) < 2:
        raise ValueError(f"a spread between places needs two of them, not {len(values)}")
    found = np.array([_on(value, scale) for value in values])
    return Places(
        centre=float(found.mean()), spread=float(found.std(ddof=1)), n=len(found), scale=scale
    )


def interval_score(low: float, high: float, seen: float, level: float = LEVEL) -> float:
    """Return the score of an interval for what was seen: its width, and a penalty for a miss.

    Less is better. A miss costs 2 / (1 - level) times the distance, so that neither a wide interval
    nor a bold one pays.

    References
    ----------
    Gneiting and Raftery (2007), J. Am. Stat. Assoc. 102:359, doi 10.1198/016214506000001437.
    """
    missed = max(low - seen, seen - high, 0.0)
    return high - low + 2.0 / (1.0 - level) * missed


def _on(value: float, scale: Scale) -> float:
    if scale == "ratio":
        return math.log(max(value, _LEAST))
    inside = min(max(value, _LEAST), 1.0 - _LEAST)
    return math.log(inside) - math.log1p(-inside)


def _back(value: float, scale: Scale) -> float:
    return math.exp(value) if scale == "ratio" else 1.0 / (1.0 + math.exp(-value))
