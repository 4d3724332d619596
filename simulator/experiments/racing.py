"""Racing: of many candidates only those that may be the best are weighed on all replications."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from simulator.stats.estimate import Floats

__all__ = ["Raced", "race"]

_SHARES = (0.25, 0.5, 1.0)
"""The share of the replications that each round weighs on; each round keeps the better half."""
_WORTH_RACING = 4
_CLEARLY = 2.0
"""Standard errors behind the leader from which on a candidate of the worse half is left out."""

Weigh = Callable[[Sequence[int], float], Floats]
"""Gives one row a replication and one column a candidate, on a share of the replications."""
Raced = tuple[list[float], list[float]]
"""Each candidate's score, less is better, and the share of the replications it stands on."""


def race(candidates: int, weigh: Weigh) -> Raced:
    """Return each candidate's score, less is better, and the share of replications it stands on.

    All are weighed on a quarter of the replications, the better half and whoever is not clearly
    behind on half of them, and the same of these on all. Replications are the same for all
    candidates, the first ones of a share, so that what is behind is so under the same luck. Where
    there are fewer than four, all are weighed on all. Of equals the first stays.

    References
    ----------
    Sequential halving: Karnin, Koren and Somekh (2013), Almost optimal exploration in multi-armed
    bandits, ICML, PMLR 28(3):1238; here with common random numbers and three rounds. Whoever is not
    clearly behind stays, as in Maron and Moore (1994), Hoeffding races, NIPS 6:59.
    """
    left = list(range(candidates))
    scores, shares = [0.0] * candidates, [0.0] * candidates
    for share in _SHARES if candidates >= _WORTH_RACING else _SHARES[-1:]:
        columns = weigh(left, share)
        for each, score in zip(left, columns.mean(axis=0), strict=True):
            scores[each], shares[each] = float(score), share
        if share < 1.0:
            left = _staying(left, columns)
    return scores, shares


def _staying(left: Sequence[int], columns: Floats) -> list[int]:
    """Return the better half, and who is within two standard errors of the leader.

    The standard error is that of a difference from the leader, pooled over all candidates: a few
    replications alone would not tell it.
    """
    means = columns.mean(axis=0)
    order = np.argsort(means, kind="stable")
    known = np.isfinite(means)
    behind = columns[:, known] - columns[:, [order[0]]]
    runs = len(columns)
    spread = float(behind.var(axis=0, ddof=1).mean()) if runs > 1 and known.any() else 0.0
    near = means <= means[order[0]] + _CLEARLY * math.sqrt(spread / runs)
    near[order[: (len(left) + 1) // 2]] = True
    return [each for each, stays in zip(left, near, strict=True) if stays]
