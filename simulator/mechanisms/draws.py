"""Uniform numbers turned into quantities, by inverse transform only: luck stays monotone."""

from __future__ import annotations

import math
from typing import Any

from simulator.mechanisms.elementary import exp, log, log1p
from simulator.mechanisms.jit import shared_jit

LOGNORMAL, EXPONENTIAL, CONSTANT = 0, 1, 2
_LARGE_MEAN = 500.0
_A_LITTLE = 1e-15  # exp(-mean) is at least 1 - mean, and right to its last digits


@shared_jit
def exponential(u: float, mean: float) -> float:
    """Return the exponential quantile at `u` for the given mean; 0 when the mean is 0."""
    return -mean * log(1.0 - u)  # 1 - u is exact for uniform numbers of luck, and log is quick


@shared_jit
def _central(q: float) -> float:
    r = 0.180625 - q * q
    above = 2509.0809287301226727 * r + 33430.575583588128105
    above = above * r + 67265.770927008700853
    above = above * r + 45921.953931549871457
    above = above * r + 13731.693765509461125
    above = above * r + 1971.5909503065514427
    above = above * r + 133.14166789178437745
    above = above * r + 3.387132872796366608
    below = 5226.495278852545925 * r + 28729.085735721942674
    below = below * r + 39307.89580009271061
    below = below * r + 21213.794301586595867
    below = below * r + 5394.1960214247511077
    below = below * r + 687.1870074920579083
    below = below * r + 42.313330701600911252
    below = below * r + 1.0
    return q * above / below


@shared_jit
def _shoulder(r: float) -> float:
    r = r - 1.6
    above = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
    above = above * r + 0.24178072517745061177
    above = above * r + 1.27045825245236838258
    above = above * r + 3.64784832476320460504
    above = above * r + 5.7694972214606914055
    above = above * r + 4.6303378461565452959
    above = above * r + 1.42343711074968357734
    below = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
    below = below * r + 0.0151986665636164571966
    below = below * r + 0.14810397642748007459
    below = below * r + 0.68976733498510000455
    below = below * r + 1.6763848301838038494
    below = below * r + 2.05319162663775882187
    below = below * r + 1.0
    return above / below


@shared_jit
def _tail(r: float) -> float:
    r = r - 5.0
    above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    above = above * r + 0.0012426609473880784386
    above = above * r + 0.026532189526576123093
    above = above * r + 0.29656057182850489123
    above = above * r + 1.7848265399172913358
    above = above * r + 5.4637849111641143699
    above = above * r + 6.6579046435011037772
    below = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
    below = below * r + 1.8463183175100546818e-5
    below = below * r + 7.868691311456132591e-4
    below = below * r + 0.0148753612908506148525
    below = below * r + 0.13692988092273580531
    below = below * r + 0.59983220655588793769
    below = below * r + 1.0
    return above / below


@shared_jit
def normal(u: float) -> float:
    """Return the standard normal quantile at `u` in (0, 1).

    Algorithm AS 241 (PPND16), relative accuracy about 1e-16: Wichura 1988, doi 10.2307/2347330.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return _central(q)
    edge = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-log(edge))
    z = _shoulder(r) if r <= 5.0 else _tail(r)
    return -z if q < 0.0 else z


@shared_jit
def log_variance(cv: float) -> float:
    """Return the variance of the logarithm where the coefficient of variation is `cv`."""
    return log1p(cv * cv)


@shared_jit
def lognormal(u: float, mean: float, variance: float) -> float:
    """Return the lognormal quantile at `u` for a mean and the variance of the logarithm."""
    if variance == 0.0:
        return mean
    return mean * exp(math.sqrt(variance) * normal(u) - 0.5 * variance)


@shared_jit
def effort(u: float, mean: float, variance: float, shape: int) -> float:
    """Return the effort [working days] at `u`; the `variance` is that of the lognormal shape."""
    if shape == LOGNORMAL:
        return lognormal(u, mean, variance)
    if shape == EXPONENTIAL:
        return exponential(u, mean)
    return mean


@shared_jit
def poisson(u: float, mean: float) -> int:
    """Return the Poisson count at `u` by inversion, so that it never falls when the mean rises.

    Above a mean of 500 the first terms of the Cornish-Fisher expansion stand in for the sum.
    """
    if mean > _LARGE_MEAN:
        z = normal(u)
        return max(0, int(mean + math.sqrt(mean) * z + (z * z - 1.0) / 6.0 + 0.5))
    if u < 1.0 - mean - _A_LITTLE:
        return 0
    count = 0
    term = exp(-mean)
    total = term
    while u > total and term > 0.0:
        count += 1
        term = term * mean / count
        total = total + term
    return count


@shared_jit
def next_arrival(t: float, units: float, starts: Any, rates: Any, column: int) -> float:
    """Return when a unit-exponential gap begun at `t` is used up by piecewise constant rates.

    `starts` [days] are the ascending beginnings of the epochs, `rates` [per day] has one row an
    epoch; infinite when the last rate is 0 and something is left.
    """
    epochs = len(starts)
    for epoch in range(epochs):
        end: float = starts[epoch + 1] if epoch + 1 < epochs else math.inf
        if t >= end:
            continue
        rate: float = rates[epoch, column]
        if rate > 0.0:
            if t + units / rate < end:
                return t + units / rate
            units = units - (end - t) * rate
        t = end
    return math.inf
