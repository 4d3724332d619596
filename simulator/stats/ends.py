"""Where the interval of a mean ends, of skewed samples and of rare events."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "Possible", "is_scarce", "scarce_ends", "skewed_ends"]

FEWEST = 10
"""Below so many replications that have a value, a mean of what is no count has no interval."""
_EVENTS = 5.0
"""How many events have to be seen, in effect, for a sample to tell its own spread."""
_EVEN = 1e-9
"""The skewness below which a sample counts as symmetric, and values as the same."""

Sample = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Possible:
    """What is known of a ratio before anything is seen.

    `event` is what one event adds to a numerator, None where the ratio counts nothing. `most` is
    the largest value that the ratio can have; the smallest is 0.
    """

    event: float | None = None
    most: float = math.inf


def skewed_ends(sample: Sample, quantile: float) -> tuple[float, float]:
    """Return the ends of the interval of a mean that takes the skewness of its sample into account.

    Student's t is corrected by the third moment so that both ends miss equally often; of a
    symmetric sample it is the t interval.

    Parameters
    ----------
    sample
        One value a replication, at least two.
    quantile
        Of Student's t, or of the largest of several [standard errors].

    References
    ----------
    Hall (1992), J. R. Stat. Soc. B 54:221, doi 10.1111/j.2517-6161.1992.tb01876.x.
    """
    n, mean, spread = len(sample), float(sample.mean()), float(sample.std(ddof=1))
    if spread == 0.0:
        return mean, mean
    error = spread / math.sqrt(n)
    skew = float((((sample - mean) / spread) ** 3).mean()) / math.sqrt(n)

    def corrected(t: float) -> float:
        if abs(skew) < _EVEN:
            return t
        return 3.0 / skew * (math.cbrt(1.0 + skew * (t - skew / 6.0)) - 1.0)

    return mean - error * corrected(quantile), mean - error * corrected(-quantile)


def is_scarce(sample: Sample) -> bool:
    """Return whether hardly anything happened in a sample: almost all of its values are the same.

    Seen from the median, the deviations of a sample in which an event happens in a few replications
    and nothing in the others weigh as much as so many events.
    """
    middle = float(np.median(sample))
    away = np.abs(sample - middle)
    away[away < _EVEN * abs(middle)] = 0.0  # rounding
    error = float(away.std(ddof=1)) / math.sqrt(len(away))
    return float(away.mean()) ** 2 < _EVENTS * error**2 or not away.any()


def scarce_ends(
    sample: Sample, event: float, level: float, possible: tuple[float, float]
) -> tuple[float, float]:
    """Return the ends of the interval of a mean of which only a few events are known.

    What lies above the median and what lies below it are sums of Poisson events, each with its own
    weight, and have Fay and Feuer's interval, which for events of one weight is Garwood's; both
    together have the interval of a difference of two independent estimates (Zou and Donner). Where
    nothing was seen the weight is that of one event, so that nothing seen is not nothing.

    Parameters
    ----------
    sample
        One value a replication.
    event
        What one event adds to a value of the sample, above 0.
    level
        Coverage of the interval [probability].
    possible
        The smallest and the largest value that the mean can have.

    References
    ----------
    Garwood (1936), Biometrika 28:437, doi 10.1093/biomet/28.3-4.437; Fay and Feuer (1997), Stat.
    Med. 16:791, doi 10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#; Zou and
    Donner (2008), Stat. Med. 27:1693, doi 10.1002/sim.3095.
    """
    n, middle, mean = len(sample), float(np.median(sample)), float(sample.mean())
    up, down = np.maximum(sample - middle, 0.0), np.maximum(middle - sample, 0.0)
    seen = float(max(up.max(), down.max()))
    weight = min(seen, event) if seen > 0.0 else event
    least, most = possible
    fewer, more = _event_reach(up, weight, level)
    gone_fewer, gone_more = _event_reach(down, weight, level)
    if middle <= least:
        gone_more = 0.0
    if middle >= most:
        more = 0.0
    return mean - math.hypot(fewer, gone_more) / n, mean + math.hypot(more, gone_fewer) / n


def _event_reach(parts: Sample, weight: float, level: float) -> tuple[float, float]:
    """Return how far the interval of a sum of weighted Poisson events reaches down and up."""
    from scipy.special import gammaincinv

    total, variance = float(parts.sum()), float(parts @ parts)
    tail = 0.5 * (1.0 - level)
    low = 0.0
    if variance > 0.0:
        low = variance / total * float(gammaincinv(total**2 / variance, tail))
    above, wide = total + weight, variance + weight**2
    high = wide / above * float(gammaincinv(above**2 / wide, 1.0 - tail))
    return total - low, high - total
