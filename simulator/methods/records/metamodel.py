"""A metamodel of today: its figures as polynomials of what a file does not know.

It stands in for the simulation where thousands of organisations are looked at, to say where the
next ones are to be drawn. No number that is shown comes from it: what it gets wrong costs weight.

References
----------
Kleijnen (2015), Design and Analysis of Simulation Experiments, doi 10.1007/978-3-319-18087-8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.methods.records.figures import Figures
from simulator.stats.estimate import Floats

__all__ = ["Metamodel", "fitted"]

_LEAST = 1e-4
_FEWEST = 20
"""Of fewer organisations with all figures there is no metamodel."""
_PENALTIES = np.logspace(-4.0, 3.0, 15)
"""Ridge penalties that are tried, for each organisation."""


@dataclass(frozen=True, kw_only=True)
class Metamodel:
    """A constant, a slope and a square of each unknown, for each figure on a scale without ends.

    `middle` has one number a figure, `slopes` one row a term and one column a figure. `residuals`
    has one row an organisation that was simulated: by how much its figures differ from what those
    of the others say.
    """

    middle: Floats
    slopes: Floats
    residuals: Floats

    def figures(self, scores: Floats, luck: np.random.Generator) -> Figures:
        """Return what the figures of organisations may be, one row of `scores` each.

        What the polynomials miss, and the noise of simulation, is drawn from the residuals.
        """
        drawn = luck.integers(len(self.residuals), size=len(scores))
        return _figures(self.middle + _terms(scores) @ self.slopes + self.residuals[drawn])


def fitted(scores: Floats, figures: Figures) -> Metamodel | None:
    """Return the metamodel of simulated organisations; None where too few have all figures.

    `scores` has one row an organisation and one column an unknown, standard normal over the ranges.
    A ridge regression, its penalty the one whose predictions of each organisation from the others
    are best (Allen 1974, doi 10.1080/00401706.1974.10489157).
    """
    table = _open(figures)
    known = np.isfinite(table).all(axis=1)
    n = int(known.sum())
    if n < _FEWEST:
        return None
    table, terms = table[known], _terms(scores[known])
    centre, middle = terms.mean(axis=0), table.mean(axis=0)
    left, sizes, right = np.linalg.svd(terms - centre, full_matrices=False)
    along, off = left.T @ (table - middle), table - middle
    scale = np.maximum(off.std(axis=0), 1e-12)
    best, found = np.inf, (np.zeros(len(sizes)), off)
    for penalty in n * _PENALTIES:
        kept = sizes**2 / (sizes**2 + penalty)
        own = 1.0 / n + left**2 @ kept
        missed = (off - left @ (kept[:, None] * along)) / (1.0 - own)[:, None]
        error = float(((missed / scale) ** 2).sum())
        if error < best:
            best, found = error, (sizes / (sizes**2 + penalty), missed)
    shrunk, residuals = found
    slopes = right.T @ (shrunk[:, None] * along)
    return Metamodel(middle=middle - centre @ slopes, slopes=slopes, residuals=residuals)


def _terms(scores: Floats) -> Floats:
    return np.concatenate([scores, scores**2], axis=1)


def _open(of: Figures) -> Floats:
    """Return figures on scales without ends, one row an organisation: log odds and logarithms."""
    failed = np.clip(of.failed, _LEAST, 1.0 - _LEAST)
    causes = np.log(np.maximum(of.causes, _LEAST))
    positive = (of.serious, of.restore, of.lead, of.bounces)
    return np.column_stack(
        [
            np.log(failed) - np.log1p(-failed),
            causes[:, :2] - causes[:, 2:],
            *(np.log(np.maximum(each, _LEAST)) for each in positive),
            of.restore_sd,
            of.lead_sd,
        ]
    )


def _figures(table: Floats) -> Figures:
    """Return the figures that lie there on the scales without ends."""
    causes = np.exp(np.column_stack([table[:, 1:3], np.zeros(len(table))]))
    serious, restore, lead, bounces = np.exp(table[:, 3:7]).T
    return Figures(
        failed=1.0 / (1.0 + np.exp(-table[:, 0])),
        serious=serious,
        causes=causes / causes.sum(axis=1, keepdims=True),
        restore=restore,
        restore_sd=np.maximum(0.0, table[:, 7]),
        lead=lead,
        lead_sd=np.maximum(0.0, table[:, 8]),
        bounces=bounces,
    )
