"""How well an organisation agrees with the records of a file.

Every record is off by a model error too: normal on its logarithm or log odds. What is not counted
over so many changes, incidents or years has no weight.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from simulator.methods.records.figures import Figures, Spread
from simulator.model.incident import Observed
from simulator.stats.estimate import Floats

__all__ = ["BINDING", "Record", "records_of"]

BINDING = frozenset({"failed_changes", "serious_per_year", "causes"})
"""The records that nothing is recommended against."""
SHARED_ERROR = 0.5
"""The model error of serious failures where failed changes are counted as well: both are counts of
the same incidents, and would else be heard twice."""
_LEAST = 1e-6
_MEDIAN = 1.25
"""The standard error of a median in that of a mean (a normal distribution)."""
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
_ACROSS = np.array([[1.0, -1.0, 0.0], [1.0, 1.0, -2.0]]) / np.sqrt([[2.0], [6.0]])
"""Two axes of the logarithms of three shares; what is added to all three moves no share."""


class Record(ABC):
    """One record: what it says, how likely it is, and what else it could have said.

    `seen` has one number, or one a cause.
    """

    name: str
    seen: tuple[float, ...]

    @abstractmethod
    def log_likelihood(self, of: Figures) -> Floats:
        """Return how likely the record is in each organisation, as a logarithm."""

    @abstractmethod
    def replicate(self, of: Figures, luck: np.random.Generator) -> Floats:
        """Return what a record book of the same size could say of each organisation.

        One row an organisation and one column a number of `seen`.
        """


def records_of(observed: Observed | None, spread: Spread) -> tuple[Record, ...]:
    """Return the records of a file that carry weight."""
    return () if observed is None else tuple(_records(observed, spread))


def _records(seen: Observed, spread: Spread) -> Iterator[Record]:
    error = seen.model_error.value
    failed, serious, restore = seen.failed_changes, seen.serious_per_year, seen.restore_p50
    counted = failed is not None and failed.n is not None
    if failed is not None and failed.n is not None:
        k, n = round(failed.value * failed.n), round(failed.n)
        yield _Failed((float(k),), n, spread.failed, error)
    if serious is not None and serious.n is not None:
        own = max(error, SHARED_ERROR) if counted and error > 0.0 else error
        k = round(serious.value * serious.n)
        yield _Serious((float(k),), serious.n, spread.serious, own)
    if restore is not None and restore.n is not None and restore.value > 0.0:
        yield _Restore((restore.value,), restore.n, spread.restore + error**2)
    lead = seen.lead_time_p50
    if lead is not None and lead.n is not None and lead.value > 0.0:
        yield _Lead((lead.value,), lead.n, error**2)
    if seen.bounces is not None and seen.bounces.n is not None and seen.bounces.value > 0.0:
        yield _Bounces((seen.bounces.value,), seen.bounces.n, error**2)
    if seen.causes is not None:
        sides = (seen.causes.inside, seen.causes.between, seen.causes.neither)
        counts = [0 if side is None else round(side.value) for side in sides]
        if sum(counts):
            yield _Causes(tuple(map(float, counts)), error)


def _mixed(
    log_likelihood: Callable[[Floats], Floats],
    middle: Floats,
    error: float,
    best: Floats,
    information: Floats,
) -> Floats:
    """Return the logarithm of the likelihood in each organisation, averaged over the model error.

    The nodes of Gauss and Hermite lie where likelihood and error are large together (Liu and Pierce
    1994, doi 10.1093/biomet/81.3.624), so that a record is heard as well when it counts thousands.

    Parameters
    ----------
    log_likelihood
        Takes one layer an organisation with one row a place and one column an axis, and returns
        one row an organisation and one column a place.
    middle
        Where each organisation lies: one row each, one column an axis.
    error
        The standard deviation of the model error along every axis.
    best, information
        Where the likelihood is largest, and its curvature there: a number, and a row, an axis.
    """
    from scipy.special import logsumexp

    if error == 0.0:
        return np.asarray(log_likelihood(middle[:, None, :])[:, 0])
    axes = len(best)
    nodes = np.array(list(product(_NODES, repeat=axes)))
    weights = np.array([math.prod(each) for each in product(_WEIGHTS, repeat=axes)])
    spread = np.linalg.inv(information + np.eye(axes) / error**2)
    root = np.linalg.cholesky(spread)
    centre = (best @ information + middle / error**2) @ spread
    at = centre[:, None, :] + nodes @ root.T
    ratio = 0.5 * (nodes**2).sum(axis=1) - 0.5 * ((at - middle[:, None, :]) ** 2).sum(axis=2) / (
        error**2
    )
    mixed: Floats = logsumexp(log_likelihood(at) + ratio, axis=1, b=weights)
    return mixed + float(np.log(np.diag(root)).sum()) - axes * math.log(error)


def _known(values: Floats) -> Floats:
    """Return log-likelihoods with -inf where an organisation has no value."""
    return np.where(np.isnan(values), -math.inf, values)


def _logit(share: Floats) -> Floats:
    inside = np.clip(share, _LEAST, 1.0 - _LEAST)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def _share(logit: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


@dataclass(frozen=True)
class _Failed(Record):
    """A beta-binomial number of failed changes, whose variance is `times` a binomial's."""

    seen: tuple[float, ...]
    n: int
    times: float
    error: float
    name = "failed_changes"

    @property
    def _concentration(self) -> float:
        # n changes spread at most n times as much as by chance, and one change no more than that
        correlation = min(0.99, max(1e-9, (self.times - 1.0) / max(1, self.n - 1)))
        return 1.0 / correlation - 1.0

    def log_likelihood(self, of: Figures) -> Floats:
        from scipy.special import betaln, gammaln

        (k,), n = self.seen, self.n
        ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)

        def at(logit: Floats) -> Floats:
            share = _share(logit[..., 0])
            a, b = share * self._concentration, (1.0 - share) * self._concentration
            return np.asarray(ways + betaln(k + a, n - k + b) - betaln(a, b))

        likeliest = (k + 0.5) / (n + 1.0)
        best = _logit(np.array([likeliest]))
        information = np.array([[n * likeliest * (1.0 - likeliest) / max(1.0, self.times)]])
        return _known(_mixed(at, _logit(of.failed)[:, None], self.error, best, information))

    def replicate(self, of: Figures, luck: np.random.Generator) -> Floats:
        share = _share(_logit(of.failed) + self.error * luck.standard_normal(len(of.failed)))
        share = luck.beta(share * self._concentration, (1.0 - share) * self._concentration)
        return np.asarray(luck.binomial(self.n, share), np.float64)[:, None]


@dataclass(frozen=True)
class _Serious(Record):
    """A negative binomial number of serious failures, its variance `times` its mean."""

    seen: tuple[float, ...]
    years: float
    times: float
    error: float
    name = "serious_per_year"

    @property
    def _size(self) -> float:
        return 1.0 / max(1e-9, self.times - 1.0)

    def log_likelihood(self, of: Figures) -> Floats:
        from scipy.special import gammaln

        (k,), size = self.seen, self._size

        def at(log_mean: Floats) -> Floats:
            r = np.exp(log_mean[..., 0]) * size
            found = gammaln(k + r) - gammaln(k + 1) - gammaln(r)
            return np.asarray(found + r * np.log(size / (1.0 + size)) - k * np.log1p(size))

        middle = np.log(np.maximum(of.serious, _LEAST) * self.years)
        best, information = np.log([k + 0.5]), np.array([[(k + 0.5) / max(1.0, self.times)]])
        return _known(_mixed(at, middle[:, None], self.error, best, information))

    def replicate(self, of: Figures, luck: np.random.Generator) -> Floats:
        mean = np.maximum(of.serious, _LEAST) * self.years
        mean = mean * np.exp(self.error * luck.standard_normal(len(mean)))
        struck = luck.poisson(luck.gamma(mean * self._size, 1.0 / self._size))
        return np.asarray(struck, np.float64)[:, None]


@dataclass(frozen=True)
class _Positive(Record):
    """A record whose logarithm is normal; `more` is variance that no organisation differs in."""

    seen: tuple[float, ...]
    n: float
    more: float

    @abstractmethod
    def _centre(self, of: Figures) -> Floats:
        """Return the middle of the logarithm in each organisation."""

    @abstractmethod
    def _by_chance(self, of: Figures) -> Floats:
        """Return the variance of the logarithm by the number of records."""

    def log_likelihood(self, of: Figures) -> Floats:
        spread = np.maximum(self._by_chance(of) + self.more, 1e-9)
        off = (math.log(self.seen[0]) - self._centre(of)) ** 2
        return _known(-0.5 * (off / spread + np.log(spread)))

    def replicate(self, of: Figures, luck: np.random.Generator) -> Floats:
        middle, spread = self._centre(of), np.sqrt(self._by_chance(of) + self.more)
        return np.asarray(np.exp(middle + spread * luck.standard_normal(len(middle))))[:, None]


class _Restore(_Positive):
    """The median time to restore."""

    name = "restore_p50"

    def _centre(self, of: Figures) -> Floats:
        return np.asarray(np.log(np.maximum(of.restore, _LEAST)))

    def _by_chance(self, of: Figures) -> Floats:
        return np.asarray((_MEDIAN * of.restore_sd) ** 2 / self.n)


class _Lead(_Positive):
    """The median time from arrival to release."""

    name = "lead_time_p50"

    def _centre(self, of: Figures) -> Floats:
        return np.asarray(np.log(np.maximum(of.lead, _LEAST)))

    def _by_chance(self, of: Figures) -> Floats:
        return np.asarray((_MEDIAN * of.lead_sd) ** 2 / self.n)


class _Bounces(_Positive):
    """The mean number of times that a failure is passed on."""

    name = "bounces"

    def _centre(self, of: Figures) -> Floats:
        return np.asarray(np.log(np.maximum(of.bounces, _LEAST)))

    def _by_chance(self, of: Figures) -> Floats:
        return np.asarray(1.0 / (self.n * np.maximum(of.bounces, _LEAST)))


@dataclass(frozen=True)
class _Causes(Record):
    """Multinomial numbers of serious failures by where they started."""

    seen: tuple[float, ...]
    error: float
    name = "causes"

    @property
    def _total(self) -> int:
        return round(sum(self.seen))

    def log_likelihood(self, of: Figures) -> Floats:
        from scipy.special import gammaln, logsumexp

        counts = np.array(self.seen)
        ways = gammaln(self._total + 1) - gammaln(counts + 1).sum()

        def at(places: Floats) -> Floats:
            logs = places @ _ACROSS
            return np.asarray(ways + logs @ counts - self._total * logsumexp(logs, axis=-1))

        likeliest = (counts + 0.5) / (counts + 0.5).sum()
        apart = np.diag(likeliest) - np.outer(likeliest, likeliest)
        best, information = _ACROSS @ np.log(likeliest), self._total * _ACROSS @ apart @ _ACROSS.T
        middle = np.log(np.maximum(of.causes, _LEAST)) @ _ACROSS.T
        return _known(_mixed(at, middle, self.error, best, information))

    def replicate(self, of: Figures, luck: np.random.Generator) -> Floats:
        errors = self.error * luck.standard_normal(of.causes.shape)
        raised = np.maximum(of.causes, _LEAST) * np.exp(errors)
        shares = raised / raised.sum(axis=1, keepdims=True)
        return np.asarray(luck.multinomial(self._total, shares), np.float64)
