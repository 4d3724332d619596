"""An estimate with its interval and the number of replications behind it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """
    A best value, the interval it travels with, and the replications behind both.

    One replication gives a best value and no interval: `low` and `high` are then nan. A ratio
    over an empty denominator gives nan for all three.
    """

    best: float
    low: float
    high: float
    n: int

    def __post_init__(self) -> None:
        """Refuse a count below one and an interval that does not hold its own best value."""
        if self.n < 1:
            raise ValueError(f"an estimate needs at least one replication, not {self.n}")
        if self.low > self.best or self.high < self.best:
            raise ValueError(f"{self.best} lies outside its own interval {self.low} to {self.high}")


def mean_estimate(values: ArrayLike, *, level: float = 0.95) -> Estimate:
    """
    The mean of independent values with its t interval.

    Parameters
    ----------
    values
        One value per replication, all finite, at least one.
    level
        Coverage of the interval [probability].
    """
    sample = column(values, "values")
    return _around(float(sample.mean()), sample, level)


def ratio_estimate(
    numerators: ArrayLike, denominators: ArrayLike, *, level: float = 0.95
) -> Estimate:
    """
    The ratio of two sums over replications, with the interval of the delta method.

    It is never a mean of ratios: replications count by the size of their denominator. With one
    replication the ratio is exact and has no interval (nan); with a denominator that sums to 0
    there is no ratio and all three numbers are nan.

    Parameters
    ----------
    numerators, denominators
        One pair per replication, all finite; the denominators at least 0.
    level
        Coverage of the interval [probability].
    """
    above, below = columns(numerators, denominators, "numerators", "denominators")
    if float(_sizes(below).sum()) == 0:
        return Estimate(best=math.nan, low=math.nan, high=math.nan, n=len(below))
    best = float(above.sum()) / float(below.sum())
    return _around(best, ratio_contributions(above, below), level)


def ratio_of_sums(total: float, variance: float, denominators: ArrayLike) -> Estimate:
    """
    The ratio of two sums over replications, where of the numerators only these two are known.

    The denominators count as given, so the interval is a little too wide where they and the
    numerators rise together. As in `ratio_estimate`, one replication has no interval, and a
    denominator that sums to 0 no ratio.

    Parameters
    ----------
    total, variance
        Sum of the numerators, and their variance between replications.
    denominators
        One per replication, all finite and at least 0.
    """
    below = _sizes(column(denominators, "denominators"))
    n, whole = len(below), float(below.sum())
    best = total / whole if whole > 0 else math.nan
    half = math.nan
    if n > 1 and whole > 0:
        half = t_quantile(0.95, n - 1) * math.sqrt(variance * n) / whole
    return Estimate(best=best, low=best - half, high=best + half, n=n)


def ratio_contributions(numerators: ArrayLike, denominators: ArrayLike) -> Floats:
    """
    One linearised ratio per replication: their mean is the ratio of the sums.

    Their standard error is that of the delta method, and differences and covariances of several
    ratios over the same replications are those of these columns. A denominator that sums to 0 is
    refused.
    """
    above, below = columns(numerators, denominators, "numerators", "denominators")
    total = float(_sizes(below).sum())
    if total == 0:
        raise ValueError("a ratio needs a denominator that does not sum to 0")
    ratio = float(above.sum()) / total
    return ratio + (above - ratio * below) / (total / len(below))


def t_quantile(level: float, freedom: float) -> float:
    """The half width, in standard errors, of a two-sided t interval of this coverage."""
    from scipy.special import stdtrit

    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not {level}")
    return float(stdtrit(freedom, 0.5 + level / 2))


def column(values: ArrayLike, name: str) -> Floats:
    """The values as one row of finite floats; refused if empty, nested, nan or infinite."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise ValueError(f"{name} must be a list of at least one number, not {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite")
    return array


def columns(a: ArrayLike, b: ArrayLike, name_a: str, name_b: str) -> tuple[Floats, Floats]:
    """Both lists as rows of finite floats; refused if their lengths differ."""
    first, second = column(a, name_a), column(b, name_b)
    if len(first) != len(second):
        raise ValueError(
            f"{name_a} and {name_b} come from the same replications, not {len(first)} and "
            f"{len(second)}"
        )
    return first, second


def _sizes(denominators: Floats) -> Floats:
    """The denominators, refused where negative."""
    if (denominators < 0).any():
        raise ValueError("denominators must be at least 0")
    return denominators


def _around(best: float, sample: Floats, level: float) -> Estimate:
    """The t interval around a best value from one contribution per replication."""
    n = len(sample)
    if n == 1:
        return Estimate(best=best, low=math.nan, high=math.nan, n=1)
    half = t_quantile(level, n - 1) * float(sample.std(ddof=1)) / math.sqrt(n)
    return Estimate(best=best, low=best - half, high=best + half, n=n)
