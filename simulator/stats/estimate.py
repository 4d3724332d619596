"""An estimate with its interval and the number of replications behind it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.stats.ends import FEWEST, Possible, is_scarce, scarce_ends, skewed_ends

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """
    A best value, the interval it travels with, and the replications behind both.

    An end that cannot be told is nan: both of one replication, or of too few. A ratio over an empty
    denominator gives nan for all three.
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
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    level: float = 0.95,
    possible: Possible | None = None,
) -> Estimate:
    """
    The ratio of two sums over replications, with the interval of the delta method.

    It is never a mean of ratios: replications count by the size of their denominator. With one
    replication the ratio is exact and has no interval (nan); with a denominator that sums to 0
    there is no ratio and all three numbers are nan.

    Of the linearised ratios it is Student's t interval, or, where it is said what is `possible`,
    the one corrected for their skewness and held to that. Where only a few events were seen it is
    that of their number, so that it has a width though nothing was seen; a ratio that counts
    nothing then has no upper end, nor a lower one where nothing varies, and no interval with fewer
    than ten denominators above 0.

    Parameters
    ----------
    numerators, denominators
        One pair per replication, all finite; the denominators at least 0.
    level
        Coverage of the interval [probability].
    possible
        What is known of the ratio before anything is seen.
    """
    above, below = columns(numerators, denominators, "numerators", "denominators")
    n, whole = len(below), float(_sizes(below).sum())
    if whole == 0:
        return Estimate(best=math.nan, low=math.nan, high=math.nan, n=n)
    best, sample = float(above.sum()) / whole, ratio_contributions(above, below)
    if possible is None or n == 1:
        return _around(best, sample, level)
    scarce = is_scarce(sample)
    if scarce and possible.event is not None:
        ends = scarce_ends(sample, possible.event * n / whole, level, (0.0, possible.most))
    elif possible.event is None and int((below > 0.0).sum()) < FEWEST:
        ends = (math.nan, math.nan)
    else:
        low, high = skewed_ends(sample, t_quantile(level, n - 1))
        ends = (low if low < high else math.nan, math.nan if scarce else high)
    return held(best, *ends, n, 0.0, possible.most)


def held(best: float, low: float, high: float, n: int, least: float, most: float) -> Estimate:
    """An estimate whose interval is held between the least and the most that is possible.

    An end that is nan stays so.
    """
    below = low if math.isnan(low) else min(best, max(low, least))
    above = high if math.isnan(high) else max(best, min(high, most))
    return Estimate(best=best, low=below, high=above, n=n)


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
