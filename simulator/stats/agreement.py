"""How far two raters agree beyond chance."""

import math
from collections.abc import Sequence

import numpy as np

from simulator.stats.estimate import Estimate
from simulator.stats.intervals import normal_quantile, wilson

__all__ = ["kappa", "raw_agreement"]


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

    The interval is that of Fleiss, Cohen and Everitt, held within -1 and 1. Where all cases agree
    their standard error is 0 whatever n; the interval is then Wilson's for the raw agreement,
    carried over at the chance agreement found.

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
    if np.trace(counts) == n:
        low = (wilson(n, n, level=level).low - chance) / (1.0 - chance)
        return Estimate(best=1.0, low=max(-1.0, low), high=1.0, n=n)
    half = normal_quantile(level) * _error(shares, best, chance, n)
    return Estimate(best=best, low=max(-1.0, best - half), high=min(1.0, best + half), n=n)


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
