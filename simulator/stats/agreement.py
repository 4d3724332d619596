"""How far two raters agree beyond chance."""

import math
from collections.abc import Sequence

import numpy as np

from simulator.stats.estimate import Estimate
from simulator.stats.intervals import normal_quantile, wilson

__all__ = ["kappa", "raw_agreement"]

_FEW = 5


def raw_agreement(table: Sequence[Sequence[int]], *, level: float = 0.95) -> Estimate:
    """
    The share of cases on which two raters agree, with its Wilson interval.

    Parameters
    ----------
    table
        Square counts: row is the first rater's word, column the second's.
    level
        Coverage of the interval [probability].
    """
    counts = _square(table)
    return wilson(int(np.trace(counts)), int(counts.sum()), level=level)


def kappa(table: Sequence[Sequence[int]], *, level: float = 0.95) -> Estimate:
    """
    Cohen's kappa with a large-sample interval; all nan where both use one word only.

    The interval is that of Fleiss, Cohen and Everitt, held within -1 and 1. Where fewer than five
    cases agree, or fewer than five do not, it reaches at least as far as Wilson's for the raw
    agreement, carried over at the chance agreement found: their standard error may be 0 then.

    Parameters
    ----------
    table
        Square counts: row is the first rater's word, column the second's.
    level
        Coverage of the interval [probability].

    References
    ----------
    Cohen (1960), Educ. Psychol. Meas. 20:37, doi 10.1177/001316446002000104;
    Fleiss, Cohen, Everitt (1969), Psychol. Bull. 72:323, doi 10.1037/h0028106.
    """
    counts = _square(table)
    n = int(counts.sum())
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    seen, chance = float(np.trace(shares)), float(rows @ columns)
    if chance >= 1.0 - 1e-12:
        return Estimate(best=math.nan, low=math.nan, high=math.nan, n=n)
    best = (seen - chance) / (1.0 - chance)
    half = normal_quantile(level) * _error(shares, best, chance, n)
    low, high = best - half, best + half
    agreed = int(np.trace(counts))
    if min(agreed, n - agreed) < _FEW:
        raw = wilson(agreed, n, level=level)
        low = min(low, (raw.low - chance) / (1.0 - chance))
        high = max(high, (raw.high - chance) / (1.0 - chance))
    # rounding alone must not leave the best value outside
    low, high = max(-1.0, min(low, best)), min(1.0, max(high, best))
    return Estimate(best=min(1.0, best), low=low, high=high, n=n)


def _error(shares: np.ndarray, best: float, chance: float, n: int) -> float:
    """The standard error of kappa, equation 13 of Fleiss, Cohen and Everitt."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    weights = columns[:, None] + rows[None, :]
    on = np.diag(shares) * (1.0 - np.diag(weights) * (1.0 - best)) ** 2
    off = shares * weights**2
    np.fill_diagonal(off, 0.0)
    spread = on.sum() + (1.0 - best) ** 2 * off.sum() - (best - chance * (1.0 - best)) ** 2
    return math.sqrt(max(0.0, float(spread)) / n) / (1.0 - chance)


def _square(table: Sequence[Sequence[int]]) -> np.ndarray:
    counts = np.asarray(table, dtype=np.int64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or (counts < 0).any():
        raise ValueError("agreement needs a square table of counts, 0 or more")
    if not counts.any():
        raise ValueError("agreement needs at least one case that both raters marked")
    return counts
