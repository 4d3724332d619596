"""Which of several is best: the chance of it, and a selection that may be relied on."""

import math

import numpy as np
from numpy.typing import ArrayLike

from simulator.stats.estimate import Floats

# Resamples are drawn with a generator of its own, so that the same table gives the same answer.
_RESAMPLES = 4000
_SEED = 20_010_601
_FIRST_STAGE = 10


def chance_of_being_best(values: ArrayLike) -> Floats:
    """
    The share of resamples of the replications in which each column has the lowest mean.

    It says how far simulation noise leaves the order open, nothing about the inputs. Ties are
    shared. The shares sum to 1.

    Parameters
    ----------
    values
        One row per replication (at least one), one column per candidate, less is better.

    References
    ----------
    Efron (1979), Ann. Stat. 7:1, doi 10.1214/aos/1176344552.
    """
    table = _table(values)
    n, k = table.shape
    generator = np.random.default_rng(_SEED)
    weights = generator.multinomial(n, np.full(n, 1.0 / n), size=_RESAMPLES) / n
    means = weights @ table
    best = np.isclose(means, means.min(axis=1, keepdims=True), rtol=0, atol=1e-12)
    shares: Floats = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares if k > 1 else np.ones(1)


def survivors(values: ArrayLike, matters: float, *, level: float = 0.95) -> tuple[int, ...]:
    """
    The columns that may still be the one with the lowest mean; one alone is selected.

    The procedure of Kim and Nelson: replication by replication, a column leaves when its sum lies
    above that of another by more than a boundary that narrows. With probability `level` the column
    left alone has the lowest mean or one within `matters` of it. Columns share their luck, so the
    variances are those of differences. Fewer than 10 replications, or nothing that matters, leave
    everybody in.

    Parameters
    ----------
    values
        One row per replication, in order; one column per candidate; less is better.
    matters
        The smallest difference anyone cares about (the indifference zone).
    level
        Probability of a correct selection.

    References
    ----------
    Kim and Nelson (2001), ACM TOMACS 11:251, doi 10.1145/502109.502111.
    """
    table = _table(values)
    n, k = table.shape
    if k == 1 or n < _FIRST_STAGE or not matters > 0:
        return tuple(range(k))
    first = table[:_FIRST_STAGE]
    freedom = _FIRST_STAGE - 1
    eta = 0.5 * (math.pow(2 * (1 - level) / (k - 1), -2 / freedom) - 1)
    spread = np.var(first[:, :, None] - first[:, None, :], axis=0, ddof=1)
    sums = np.cumsum(table, axis=0)
    left = list(range(k))
    for r in range(_FIRST_STAGE, n + 1):
        boundary = np.maximum(0, matters / 2 * (2 * eta * freedom * spread / matters**2 - r))
        gone = {
            i
            for i in left
            for j in left
            if i != j and sums[r - 1, i] > sums[r - 1, j] + boundary[i, j]
        }
        left = [i for i in left if i not in gone] or left
        if len(left) == 1:
            break
    return tuple(left)


def _table(values: ArrayLike) -> Floats:
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 1:
        raise ValueError(f"values need a row and a column at least, not {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError("values must be finite")
    return table
