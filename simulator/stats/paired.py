"""Two plans under the same luck: differences, how often one is better, and who may be named."""

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from simulator.stats.ends import Possible, is_scarce, scarce_ends, skewed_ends
from simulator.stats.estimate import (
    Estimate,
    column,
    columns,
    held,
    mean_estimate,
    ratio_contributions,
    t_quantile,
)

Sign = Literal[-1, 0, 1]


def paired_difference(a: ArrayLike, b: ArrayLike, *, level: float = 0.95) -> Estimate:
    """
    The mean of a - b over replications that share their luck, with its t interval.

    Parameters
    ----------
    a, b
        One finite value per replication, in the same order of replications.
    level
        Coverage of the interval [probability].
    """
    first, second = columns(a, b, "a", "b")
    return mean_estimate(first - second, level=level)


def paired_ratio_difference(
    num_a: ArrayLike,
    den_a: ArrayLike,
    num_b: ArrayLike,
    den_b: ArrayLike,
    *,
    level: float = 0.95,
    possible: Possible | None = None,
) -> Estimate:
    """
    The difference of two ratios of sums over replications that share their luck.

    The interval is that of the delta method on the covariance of the four sums. Where either
    denominator sums to 0 there is no difference and all three numbers are nan; with one
    replication it has no interval.

    Of the linearised differences it is Student's t interval. Where it is said what is `possible` it
    reaches at either end as far as the one corrected for skewness too, and where only a few events
    make the difference it is that of their number; a difference of what counts nothing then has no
    interval.

    Parameters
    ----------
    num_a, den_a, num_b, den_b
        One finite number per replication, in the same order; denominators at least 0.
    level
        Coverage of the interval [probability].
    possible
        What is known of either ratio before anything is seen.
    """
    above_a, below_a = columns(num_a, den_a, "num_a", "den_a")
    above_b, below_b = columns(num_b, den_b, "num_b", "den_b")
    columns(above_a, above_b, "num_a", "num_b")
    if not below_a.any() or not below_b.any():
        return Estimate(best=math.nan, low=math.nan, high=math.nan, n=len(above_a))
    sample = ratio_contributions(above_a, below_a) - ratio_contributions(above_b, below_b)
    plain = mean_estimate(sample, level=level)
    if possible is None or plain.n == 1:
        return plain
    most = possible.most
    if not is_scarce(sample):
        low, high = skewed_ends(sample, t_quantile(level, plain.n - 1))
        low, high = min(low, plain.low), max(high, plain.high)
    elif (event := each_event(possible.event, below_a, below_b)) is None:
        low = high = math.nan
    else:
        low, high = scarce_ends(sample, event, level, (-most, most))
    return held(plain.best, low, high, plain.n, -most, most)


def each_event(event: float | None, *denominators: ArrayLike) -> float | None:
    """
    What one event adds to a linearised ratio: the most over several ratios; None for no event.

    Parameters
    ----------
    event
        What it adds to a numerator.
    denominators
        One list a ratio, one number per replication; a ratio whose numbers are all 0 is left out.
    """
    sizes = [float(column(each, "denominators").mean()) for each in denominators]
    some = [size for size in sizes if size > 0.0]
    return event / min(some) if event is not None and some else None


def share_better(a: ArrayLike, b: ArrayLike, *, less_is_better: bool = True) -> float:
    """
    The share of paired replications in which a is better than b; a tie counts half.

    It says how often, under the same luck, one plan does better. It is no confidence: with enough
    replications of a tiny difference the interval closes and this share stays near a half.

    Parameters
    ----------
    a, b
        One finite value per replication, in the same order of replications.
    less_is_better
        Whether the smaller value is the better one.
    """
    first, second = columns(a, b, "a", "b")
    gain = np.sign(second - first if less_is_better else first - second)
    return float(((gain + 1) / 2).mean())


def verdict(low: float, high: float, matters: float = 0.0) -> Sign:
    """
    The sign of a difference that may be named: 1, -1, or 0 for no clear difference.

    A sign is named only if the whole interval lies beyond what matters, on one side; an interval
    that touches it, or has no ends (nan), names nobody.

    Parameters
    ----------
    low, high
        Ends of the interval of the difference.
    matters
        The smallest difference anyone cares about, at least 0, in the same unit.
    """
    if not matters >= 0:
        raise ValueError(f"what matters is at least 0, not {matters}")
    if low > high:
        raise ValueError(f"an interval runs upwards, not from {low} to {high}")
    if low > matters:
        return 1
    if high < -matters:
        return -1
    return 0
