"""Several comparisons at once: what may still be said of all of them together."""

import math

import numpy as np
from numpy.typing import ArrayLike

from simulator.stats.estimate import Estimate, Floats, column, t_quantile

# The quantile of the maximum is drawn with a generator of its own, so that the same columns
# always give the same intervals.
_DRAWS = 20_000
_SEED = 20_080_612


def two_sided_p(values: ArrayLike) -> float:
    """
    The two-sided p-value of a t test that the mean of the values is 0.

    Values that never vary give 1 if they are 0 and 0 otherwise; fewer than two are refused.
    """
    from scipy.special import stdtr

    sample = column(values, "values")
    n = len(sample)
    if n < 2:
        raise ValueError("a p-value needs at least two replications")
    error = float(sample.std(ddof=1)) / math.sqrt(n)
    mean = float(sample.mean())
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * stdtr(n - 1, -abs(mean / error)))


def holm(p_values: ArrayLike) -> Floats:
    """
    Holm's adjusted p-values, in the order given: for a few comparisons, whatever their dependence.

    Rejecting those at most alpha keeps the chance of even one false rejection at most alpha.

    Parameters
    ----------
    p_values
        One probability per comparison.

    References
    ----------
    Holm (1979), Scand. J. Stat. 6:65, jstor 4615733.
    """
    values = column(p_values, "p_values")
    if (values < 0).any() or (values > 1).any():
        raise ValueError("p_values must lie between 0 and 1")
    order = np.argsort(values, kind="stable")
    steps = values[order] * np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def max_t_intervals(contributions: ArrayLike, *, level: float = 0.95) -> tuple[Estimate, ...]:
    """
    The mean of every column, with intervals that hold all at once: for many comparisons.

    The half width is the quantile of the largest |t| of all columns under their own correlation
    (a multivariate t with n - 1 degrees of freedom, drawn at a fixed seed), so comparisons that
    share their luck cost less than Bonferroni asks. Columns that never vary have no width and
    count for nothing in the maximum.

    Parameters
    ----------
    contributions
        One row per replication (at least two), one column per comparison: differences, or
        differences of `ratio_contributions`.
    level
        Probability that all intervals hold together.

    References
    ----------
    Westfall and Young (1993), Resampling-Based Multiple Testing; Hothorn, Bretz and Westfall
    (2008), Biom. J. 50:346, doi 10.1002/bimj.200810425.
    """
    table = _comparisons(contributions)
    n = table.shape[0]
    spread = table.std(axis=0, ddof=1)
    half = _critical(_varying(table), level) * spread / math.sqrt(n)
    return tuple(
        Estimate(best=float(mean), low=float(mean - width), high=float(mean + width), n=n)
        for mean, width in zip(table.mean(axis=0), half, strict=True)
    )


def max_t_level(contributions: ArrayLike, *, level: float = 0.95) -> float:
    """
    The level of each interval [probability] with which all of them hold at once with `level`.

    It is that of the intervals of `max_t_intervals`, for intervals that are none of Student's t.

    Parameters
    ----------
    contributions
        One row per replication (at least two), one column per comparison.
    level
        Probability that all intervals hold together.
    """
    from scipy.special import stdtr

    table = _comparisons(contributions)
    return float(1 - 2 * stdtr(len(table) - 1, -_critical(_varying(table), level)))


def _comparisons(contributions: ArrayLike) -> Floats:
    table = np.asarray(contributions, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] < 1:
        raise ValueError(f"contributions need two rows and a column at least, not {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError("contributions must be finite")
    return table


def _varying(table: Floats) -> Floats:
    return table[:, table.std(axis=0, ddof=1) > 0]


def _critical(table: Floats, level: float) -> float:
    """The quantile of the largest |t| of the columns, between one column's and Bonferroni's."""
    n, k = table.shape
    alone = t_quantile(level, n - 1)
    if k < 2:
        return alone
    weights, axes = np.linalg.eigh(np.corrcoef(table, rowvar=False))
    root = axes * np.sqrt(np.clip(weights, 0, None))
    generator = np.random.default_rng(_SEED)
    normal = generator.standard_normal((_DRAWS, k)) @ root.T
    scale = np.sqrt(generator.chisquare(n - 1, _DRAWS) / (n - 1))
    drawn = float(np.quantile(np.abs(normal).max(axis=1) / scale, level))
    return min(max(drawn, alone), t_quantile(1 - (1 - level) / k, n - 1))
