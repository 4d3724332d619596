"""What is known of a difference once the noise of simulation is taken out of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.stats.ends import is_scarce, scarce_ends
from simulator.stats.estimate import Floats, column, t_quantile

__all__ = [
    "Belief",
    "cleaned",
    "effective_number",
    "from_organisations",
    "from_replications",
    "share_of_noise",
]

_FAR = 40.0
_LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Belief:
    """A mixture of equally wide distributions of one difference.

    `centres` and `weights`, which sum to 1, have one entry a component; each is normal with
    standard deviation `sd`, or Student's t of `freedom` degrees scaled by it. With `sd` 0 the
    centres themselves are the distribution. `n` is the effective number behind it: of organisations
    how many without noise would tell their mean as well.
    """

    centres: Floats
    weights: Floats
    sd: float
    n: float
    freedom: float = math.inf

    @property
    def mean(self) -> float:
        """The weighted mean."""
        return float(self.weights @ self.centres)

    def above(self, x: float) -> float:
        """Return the probability of more than `x`; a component exactly there counts half."""
        from scipy.special import ndtr, stdtr

        gap = self.centres - x
        if self.sd == 0.0:
            return float(self.weights @ (0.5 * (np.sign(gap) + 1.0)))
        scaled = gap / self.sd
        each = ndtr(scaled) if math.isinf(self.freedom) else stdtr(self.freedom, scaled)
        return min(1.0, float(self.weights @ each))

    def within(self, x: float) -> float:
        """Return the probability of at most `x` either way; edges count whole where `sd` is 0."""
        if self.sd == 0.0:
            return float(self.weights @ (np.abs(self.centres) <= x))
        return max(0.0, self.above(-x) - self.above(x))

    def shortfall(self) -> float:
        """Return the mean of what is below nought, without its sign; nan where it is infinite."""
        from scipy.special import gammaln, ndtr, stdtr

        if self.sd == 0.0:
            return float(self.weights @ np.maximum(0.0, -self.centres))
        if self.freedom <= 1.0:
            return math.nan
        a = self.centres / self.sd
        if math.isinf(self.freedom):
            density = np.exp(-0.5 * a * a) / math.sqrt(2.0 * math.pi)
            below = density - a * ndtr(-a)
        else:
            v = self.freedom
            scale = gammaln(0.5 * (v + 1.0)) - gammaln(0.5 * v) - 0.5 * math.log(v * math.pi)
            density = np.exp(scale - 0.5 * (v + 1.0) * np.log1p(a * a / v))
            below = (v + a * a) / (v - 1.0) * density - a * stdtr(v, -a)
        return float(self.weights @ np.maximum(0.0, below)) * self.sd

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the central interval of `level` [probability]."""
        tail = 0.5 * (1.0 - level)
        return self._point(tail), self._point(1.0 - tail)

    def _point(self, share: float) -> float:
        from scipy.optimize import brentq

        if self.sd == 0.0:
            order = np.argsort(self.centres, kind="stable")
            reached = np.cumsum(self.weights[order])
            at = min(int(np.searchsorted(reached, share)), len(order) - 1)
            return float(self.centres[order[at]])
        low, high = float(self.centres.min()), float(self.centres.max())
        reach = _FAR * self.sd * (1.0 if math.isinf(self.freedom) else 1.0 + 1e3 / self.freedom)
        return float(brentq(lambda x: 1.0 - self.above(x) - share, low - reach, high + reach))


def effective_number(weights: ArrayLike) -> float:
    """Return how many equally weighted organisations say as much (Kish 1965, section 11.7)."""
    w = column(weights, "weights")
    return float(w.sum() ** 2 / (w @ w))


def cleaned(rows: Floats, weights: ArrayLike | None = None) -> Belief:
    """Return what organisations say, one row each and one column a replication.

    The noise of simulation is the mean variance within rows; with one column there is none. Without
    `weights` all are equally heavy.
    """
    runs = rows.shape[1]
    noise = float(rows.var(axis=1, ddof=1).mean()) / runs if runs > 1 else 0.0
    heavy = np.ones(len(rows)) if weights is None else weights
    return from_organisations(rows.mean(axis=1), noise, heavy)


def from_organisations(differences: ArrayLike, noise: float, weights: ArrayLike) -> Belief:
    """Return what organisations say of a difference, cleaned of the noise of simulation.

    What the weighted variance of the differences is above `noise` is what the organisations
    themselves differ by; each one's difference is drawn in to the mean by the share that is noise,
    and is uncertain by what is left of noise (the normal-normal model: Efron and Morris 1975,
    doi 10.1080/01621459.1975.10479864), and by how well the mean is known.

    Parameters
    ----------
    differences
        One mean difference an organisation.
    noise
        The variance of one organisation's difference by simulation, pooled over all.
    weights
        One weight an organisation, at least 0, not all 0.
    """
    d, w = column(differences, "differences"), column(weights, "weights")
    if len(d) != len(w) or (w < 0.0).any() or not w.any():
        raise ValueError("every organisation has one difference and one weight, and one weighs")
    if not noise >= 0.0:
        raise ValueError(f"a variance is at least 0, not {noise}")
    w = w / w.sum()
    mean, n = float(w @ d), effective_number(w)
    kept = 1.0 - share_of_noise(float(w @ (d - mean) ** 2), noise, n)
    return Belief(
        centres=mean + kept * (d - mean),
        weights=w,
        sd=math.sqrt(noise * (kept + 1.0 / n)),
        n=n * kept,
    )


def share_of_noise(variance: float, noise: float, n: float) -> float:
    """Return how much of the variance of `n` differences is noise: its mean, given what was seen.

    Before that every share of 0 to 1 is as probable as any other (Strawderman 1971,
    doi 10.1214/aoms/1177693528), so that after it the share is a gamma cut off at 1. The ratio of
    the two variances, cut off at 1, would take organisations for alike, and so be sure of a mean,
    wherever noise hides what they differ by.
    """
    from scipy.special import gammainc, hyp1f1

    if noise == 0.0:
        return 0.0
    shape, rate = 0.5 * (n + 1.0), 0.5 * n * variance / noise
    if rate > shape:
        return shape / rate * float(gammainc(shape + 1.0, rate) / gammainc(shape, rate))
    # both may be too small for a number: by Kummer's series (DLMF 8.5.1) their powers cancel,
    # and only here is it short, as scipy's does not end where the rate is huge
    low, high = hyp1f1(1.0, shape + 1.0, rate), hyp1f1(1.0, shape + 2.0, rate)
    return shape / (shape + 1.0) * float(high / low)


def from_replications(
    differences: ArrayLike, *, event: float | None = None, level: float = _LEVEL
) -> Belief:
    """Return what paired replications of one organisation say of a difference: Student's t.

    Where only a few events make the difference it is as wide as the interval of their number, so
    that no difference seen is not believed to be none.

    Parameters
    ----------
    differences
        One difference a replication; one alone is believed as it stands.
    event
        What one event adds to a difference; None where nothing is counted.
    level
        At which an interval has to stand so that it holds with 95 %, together with those of other
        differences (`max_t_level`); all is believed so much less.
    """
    d = column(differences, "differences")
    n = len(d)
    mean = float(d.mean())
    sd = float(d.std(ddof=1)) / math.sqrt(n) if n > 1 else 0.0
    if event is not None and n > 1 and is_scarce(d):
        low, high = scarce_ends(d, event, _LEVEL, (-math.inf, math.inf))
        sd = max(sd, max(mean - low, high - mean) / t_quantile(_LEVEL, n - 1))
    wider = t_quantile(level, n - 1) / t_quantile(_LEVEL, n - 1) if n > 1 else 1.0
    return Belief(
        centres=np.array([mean]),
        weights=np.ones(1),
        sd=sd * wider,
        n=float(n),
        freedom=float(max(1, n - 1)),
    )
