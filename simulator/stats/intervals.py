"""Intervals of counts."""

import math

from simulator.stats.estimate import Estimate


def wilson(successes: int, n: int, *, level: float = 0.95) -> Estimate:
    """
    The share of n trials that succeeded, with its Wilson score interval.

    Parameters
    ----------
    successes
        How many of the trials succeeded, 0 to n.
    n
        Number of trials, at least 1.
    level
        Coverage of the interval [probability].

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22:209, doi 10.1080/01621459.1927.10502953.
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"a share needs 0 <= successes <= n and n >= 1, not {successes} of {n}")
    z = normal_quantile(level)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # at 0 and n the interval ends there exactly; rounding alone would miss it
    low = 0.0 if successes == 0 else min(centre - half, share)
    high = 1.0 if successes == n else max(centre + half, share)
    return Estimate(best=share, low=low, high=high, n=n)


def normal_quantile(level: float) -> float:
    """The half width, in standard errors, of a two-sided normal interval of this coverage."""
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not {level}")
    return float(ndtri(0.5 + level / 2))
