"""Many small groups seen at once: each one's value drawn in to the mean of all."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar
from scipy.special import betaincinv, betaln

from simulator.stats.estimate import Estimate, column

__all__ = ["shrunk_means", "shrunk_shares"]

_TIGHTEST = math.log(1e6)
_GRID = 200


def shrunk_shares(counts: ArrayLike, sizes: ArrayLike, *, level: float = 0.95) -> list[Estimate]:
    """
    The share of each group, drawn in to the share of all groups.

    Shares are taken to be beta distributed about the pooled one; how widely is fitted by maximum
    likelihood of the beta-binomial. Best is the posterior mean, the interval the central one. A
    group without a trial gets what is known of all.

    Parameters
    ----------
    counts, sizes
        Successes and trials, one pair a group; at least one trial in all.
    level
        Coverage of the intervals [probability].

    References
    ----------
    Robbins (1956); Morris (1983), J. Am. Stat. Assoc. 78:47, doi 10.1080/01621459.1983.10477920.
    """
    k, n = column(counts, "counts"), column(sizes, "sizes")
    if len(k) != len(n) or (k < 0).any() or (k > n).any() or n.sum() <= 0:
        raise ValueError("every group has 0 <= count <= size, and one has a trial")
    share = (float(k.sum()) + 0.5) / (float(n.sum()) + 1.0)

    def unlikely(log_precision: float) -> float:
        a, b = share * math.exp(log_precision), (1.0 - share) * math.exp(log_precision)
        return -float((betaln(a + k, b + n - k) - betaln(a, b)).sum())

    found = minimize_scalar(unlikely, bounds=(0.0, _TIGHTEST), method="bounded")
    precision = math.exp(float(found.x))
    a, b = share * precision + k, (1.0 - share) * precision + n - k
    tail = 0.5 * (1.0 - level)
    low, high = betaincinv(a, b, tail), betaincinv(a, b, 1.0 - tail)
    return [
        Estimate(best=float(m), low=min(float(lo), float(m)), high=max(float(hi), float(m)),
                 n=max(1, int(size)))
        for m, lo, hi, size in zip(a / (a + b), low, high, n, strict=True)
    ]  # fmt: skip


def shrunk_means(
    means: ArrayLike, variances: ArrayLike, sizes: ArrayLike, *, level: float = 0.95
) -> list[Estimate]:
    """
    The mean of each group, drawn in to the mean of all groups.

    Group means are taken to be normal about a common one. How far groups differ, and where their
    mean lies, is averaged over what the groups leave possible, which widens every interval.

    Parameters
    ----------
    means, variances
        One mean a group, and the sampling variance of each, above 0.
    sizes
        How many values are behind each mean, at least 1.
    level
        Coverage of the intervals [probability].

    References
    ----------
    Gelman (2006), Bayesian Anal. 1:515, doi 10.1214/06-BA117A.
    """
    from simulator.stats.intervals import normal_quantile

    y, v, n = column(means, "means"), column(variances, "variances"), column(sizes, "sizes")
    if not len(y) == len(v) == len(n) or (v <= 0).any() or (n < 1).any():
        raise ValueError("every group has a mean, a variance above 0 and a size of at least 1")
    # uniform in the variance between groups: in the deviation, intervals of a dozen groups covered
    # 93 %, and one number for it, which it takes for known, 85 %
    reach = 4.0 * (float(y.std()) + math.sqrt(float(v.max())))
    deviations = np.linspace(0.0, reach, _GRID)[1:]
    between = deviations[:, None] ** 2
    w = 1.0 / (v + between)
    total = w.sum(axis=1, keepdims=True)
    common = (w * y).sum(axis=1, keepdims=True) / total
    likely = 0.5 * (np.log(w) - w * (y - common) ** 2).sum(axis=1) - 0.5 * np.log(total[:, 0])
    weight = (deviations * np.exp(likely - likely.max()))[:, None]
    weight /= weight.sum()
    kept = between * w
    each = common + kept * (y - common)
    spread = kept * v + (1.0 - kept) ** 2 / total
    best = (weight * each).sum(axis=0)
    deviation = np.sqrt((weight * (spread + (each - best) ** 2)).sum(axis=0))
    half = normal_quantile(level) * deviation
    return [
        Estimate(best=float(m), low=float(m - h), high=float(m + h), n=int(size))
        for m, h, size in zip(best, half, n, strict=True)
    ]
