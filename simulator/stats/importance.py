"""Adaptive multiple importance sampling: draws that go where the weight is, none thrown away.

Rounds of draws come from a standard normal prior and then from normal distributions fitted to what
was found before; all keep their place under the weights of the mixture of everything that was drawn
from (Cornuet, Marin, Mira, Robert 2012, doi 10.1111/j.1467-9469.2011.00756.x).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.stats.empirical_bayes import effective_number
from simulator.stats.estimate import Floats

__all__ = ["PRIOR_SHARE", "Proposal", "mixture_weights", "proposed", "systematic"]

PRIOR_SHARE = 0.2
"""The share of a proposal's draws that come from the prior: no weight is then above five."""
_EFFECTIVE = 10.0
_WIDER = 1.2
_LEAST_VARIANCE = 0.05
"""A proposal is never narrower than this along any axis: its draws would be worth nothing."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A normal distribution, mixed with a share of the standard normal prior.

    `mean` has one number an unknown and `root` is the lower Cholesky factor of the covariance.
    """

    mean: Floats
    root: Floats

    def draw(self, n: int, generator: np.random.Generator) -> Floats:
        """Return draws of the normal part alone, one row a draw and one column an unknown."""
        standard = generator.standard_normal((n, len(self.mean)))
        drawn: Floats = self.mean + standard @ self.root.T
        return drawn

    def over_prior(self, scores: Floats) -> Floats:
        """Return the density of the mixture over that of the prior, one number a row of scores."""
        centred = np.linalg.solve(self.root, (scores - self.mean).T)
        log_ratio = 0.5 * ((scores**2).sum(axis=1) - (centred**2).sum(axis=0))
        log_ratio -= np.log(np.diag(self.root)).sum()
        mixed: Floats = PRIOR_SHARE + (1.0 - PRIOR_SHARE) * np.exp(np.minimum(log_ratio, 700.0))
        return mixed


def mixture_weights(
    log_likelihoods: Floats, scores: Floats, rounds: Sequence[tuple[Proposal | None, int]]
) -> Floats:
    """Return the weights of all draws, which sum to 1.

    Parameters
    ----------
    log_likelihoods
        One number a draw; -inf where it is impossible. ValueError where all are.
    scores
        One row a draw and one column an unknown, standard normal under the prior.
    rounds
        What each round was drawn from (None is the prior) and how many draws it had.
    """
    best = float(log_likelihoods.max())
    if not math.isfinite(best):
        raise ValueError("no draw has any weight")
    total = sum(size for _, size in rounds)
    mixed = np.zeros(len(scores))
    for proposal, size in rounds:
        mixed += size / total * (1.0 if proposal is None else proposal.over_prior(scores))
    weights: Floats = np.exp(log_likelihoods - best) / mixed
    weights /= weights.sum()
    return weights


def proposed(scores: Floats, weights: Floats) -> Proposal:
    """Return a normal distribution like the weighted draws, a little wider.

    The weights are tempered until their effective number is ten times the number of unknowns. Along
    axes on which the draws are narrower than the prior, the variance is a fifth larger, at most the
    prior's: what is too narrow costs more weight than what is too wide.

    Parameters
    ----------
    scores
        One row a draw from the prior and one column an unknown.
    weights
        One number a draw, not all 0.
    """
    tempered = _tempered(weights, _EFFECTIVE * scores.shape[1])
    mean = tempered @ scores
    centred = scores - mean
    sizes, axes = np.linalg.eigh((tempered[:, None] * centred).T @ centred)
    sizes = np.maximum(sizes, _LEAST_VARIANCE)
    sizes = np.where(sizes < 1.0, np.minimum(1.0, _WIDER * sizes), sizes)
    return Proposal(mean=mean, root=np.linalg.cholesky((axes * sizes) @ axes.T))


def _tempered(weights: Floats, wanted: float) -> Floats:
    """Return the weights to the largest power up to 1 that leaves this effective number."""
    wanted = min(wanted, 0.99 * np.count_nonzero(weights))
    low, high = 0.0, 1.0
    if effective_number(weights) < wanted:
        for _ in range(40):
            middle = 0.5 * (low + high)
            enough = effective_number(_power(weights, middle)) >= wanted
            low, high = (middle, high) if enough else (low, middle)
        weights = _power(weights, low)
    scaled: Floats = weights / weights.sum()
    return scaled


def _power(weights: Floats, exponent: float) -> Floats:
    with np.errstate(divide="ignore"):
        powered: Floats = np.where(weights > 0.0, (weights / weights.max()) ** exponent, 0.0)
    return powered


def systematic(weights: Floats, n: int, offset: float) -> list[int]:
    """Return `n` indices, each as often as its weight asks to within one (Kitagawa 1996).

    `offset`, from 0 to 1, shifts all together. Source: doi 10.1080/10618600.1996.10474692.
    """
    points = (np.arange(n) + offset) / n
    reached = np.cumsum(weights) / weights.sum()
    found = np.searchsorted(reached, points, side="right")
    return [int(index) for index in np.minimum(found, len(weights) - 1)]
