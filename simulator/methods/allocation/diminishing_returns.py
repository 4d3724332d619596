"""Up to where a further month of work saves more than it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.stats.estimate import Estimate, Floats

__all__ = ["Turning", "falling", "turning_point"]

_RESAMPLES = 400
_SEED = 20_161_101


@dataclass(frozen=True, kw_only=True)
class Turning:
    """The budget of least cost: before it a further month saves more than it costs, after it less.

    `budget` [person-days] has a 95 % interval of simulation noise; `searched` is the largest
    budget looked at, and `found` is False where even there a further month still pays, or where
    not even the first does (`budget` is then that end). `saves` [currency a year] is what the
    budget saves in all, its own cost taken off.
    """

    budget: Estimate
    saves: Estimate
    searched: float
    found: bool

    def as_json(self) -> dict[str, object]:
        """Return the turning point by its keys in JSON."""
        return {
            "person_days": self.budget,
            "saves_a_year": self.saves,
            "searched": self.searched,
            "found": self.found,
        }


def turning_point(budgets: Sequence[float], costs: Floats) -> Turning:
    """Return where the cost of a path, the spend included, is least.

    `budgets` [person-days] rise from 0, `costs` [currency a year] has one row a replication and
    one column a budget, under the same luck. What a person-day saves net is taken between
    neighbouring budgets, made to fall (each further person-day saves at most as much as the one
    before: isotonic least squares), and read where it crosses nought on a monotone cubic through
    the midpoints. The interval is that of resampled replications.
    """
    at, table = np.asarray(budgets, dtype=np.float64), np.asarray(costs, dtype=np.float64)
    if len(at) < 2 or table.shape[1] != len(at) or at[0] != 0.0 or (np.diff(at) <= 0).any():
        raise ValueError("a turning point needs budgets that rise from 0, and a cost for each")
    n = len(table)
    best = _least(at, table.mean(axis=0))
    generator = np.random.default_rng(_SEED)
    weights = generator.multinomial(n, np.full(n, 1.0 / n), size=_RESAMPLES) / n
    drawn = [_least(at, mean) for mean in weights @ table]
    low, high = (float(end) for end in np.quantile(drawn, (0.025, 0.975)))
    saved = table[:, [0]] - table
    savings = [float(np.interp(best, at, row)) for row in (saved.mean(axis=0), *(weights @ saved))]
    least, most = (float(end) for end in np.quantile(savings[1:], (0.025, 0.975)))
    return Turning(
        budget=Estimate(best=best, low=min(low, best), high=max(high, best), n=n),
        saves=Estimate(
            best=savings[0], low=min(least, savings[0]), high=max(most, savings[0]), n=n
        ),
        searched=float(at[-1]),
        found=0.0 < best < float(at[-1]),
    )


def _least(at: Floats, cost: Floats) -> float:
    """Return the budget at which what a person-day saves net, made to fall, crosses nought."""
    from scipy.interpolate import PchipInterpolator
    from scipy.optimize import brentq

    lengths = np.diff(at)
    slopes = falling(-np.diff(cost) / lengths, lengths)
    middles = 0.5 * (at[1:] + at[:-1])
    if slopes[0] <= 0.0:
        return 0.0
    if slopes[-1] > 0.0:
        return float(at[-1])
    after = int(np.argmax(slopes <= 0.0))
    # a straight line between midpoints would lie above every curve that yields less and less
    curve = PchipInterpolator(middles, slopes)
    return float(brentq(lambda days: float(curve(days)), middles[after - 1], middles[after]))


def falling(values: Floats, weights: Floats) -> Floats:
    """Return the falling sequence nearest to the values, by weighted least squares.

    References
    ----------
    Pool adjacent violators: Ayer et al. (1955), doi 10.1214/aoms/1177728423.
    """
    blocks: list[list[float]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        blocks.append([value, weight, 1.0])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            last, one = blocks.pop(), blocks[-1]
            whole = one[1] + last[1]
            one[0] = (one[0] * one[1] + last[0] * last[1]) / whole
            one[1], one[2] = whole, one[2] + last[2]
    return np.concatenate([np.full(int(size), value) for value, _, size in blocks])
