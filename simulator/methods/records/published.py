"""Published shares of failures that start between teams, as the prior of that share."""

from __future__ import annotations

import numpy as np

from simulator.stats.estimate import Floats

__all__ = ["CENTRE", "FREEDOM", "SAMPLES", "SCALE", "density_ratio", "interval"]

SAMPLES = (0.08, 0.164, 0.20, 0.12, 0.25)
CENTRE, SCALE, FREEDOM = -1.72, 0.57, 4.0
"""Student's t of the log odds of the share between teams, of all serious failures.

Over the five `SAMPLES`: 8 % (Gunawi et al. 2016, doi 10.1145/2987550.2987583), 16.4 % (Ghosh et al.
2022, doi 10.1145/3542929.3563482), 20 % (Tang et al. 2023, doi 10.1145/3552326.3587448), and two
collections of public reports coded for this project, 12 and 25 % at the middle of their strict and
their loose reading. That is 15 %, 3.5 to 47.
"""
_MOST = 20.0
_LEAST_SHARE = 1e-4
_LEAST_SPREAD = 1e-3


def interval(level: float = 0.95) -> tuple[float, float, float]:
    """Return the middle of the published share and the ends of its interval."""
    from scipy.special import stdtrit

    half = SCALE * float(stdtrit(FREEDOM, 0.5 + 0.5 * level))
    low, middle, high = 1.0 / (1.0 + np.exp(-(CENTRE + np.array([-half, 0.0, half]))))
    return float(middle), float(low), float(high)


def density_ratio(shares: Floats, first: Floats) -> Floats:
    """Return by how much each share is likelier as published than over the ranges alone.

    The published density *replaces* what the ranges imply: it is divided by that of the shares of
    the `first` round, a kernel estimate on the scale of log odds, and at most 20. Where the ranges
    leave the share no room there is nothing to replace, and every ratio is 1; a share that is not
    known has ratio 0.

    Parameters
    ----------
    shares, first
        The share between teams, one number an organisation; nan where nothing serious fails.
    """
    known = _log_odds(first[~np.isnan(first)])
    spread = float(known.std(ddof=1)) if len(known) > 1 else 0.0
    if spread < _LEAST_SPREAD:
        return np.ones(len(shares))
    odds = _log_odds(shares)
    width = 0.9 * spread * len(known) ** -0.2
    kernel = np.exp(-0.5 * ((odds[:, None] - known) / width) ** 2)
    implied = kernel.mean(axis=1) / (width * np.sqrt(2.0 * np.pi))
    published = (1.0 + ((odds - CENTRE) / SCALE) ** 2 / FREEDOM) ** (-0.5 * (FREEDOM + 1.0))
    published *= 0.375 / SCALE  # the constant of Student's t with 4 degrees of freedom
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.minimum(_MOST, published / implied)
    return np.asarray(np.where(np.isnan(shares), 0.0, np.where(implied > 0.0, ratio, _MOST)))


def _log_odds(shares: Floats) -> Floats:
    inside = np.clip(shares, _LEAST_SHARE, 1.0 - _LEAST_SHARE)
    return np.asarray(np.log(inside) - np.log1p(-inside))
