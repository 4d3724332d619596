"""How many reviewed failures would tell two plans apart that cannot be told apart yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.methods.records.population import luck_of

if TYPE_CHECKING:
    from simulator.methods.input_uncertainty import Sample
    from simulator.stats.empirical_bayes import Belief

__all__ = ["ASKED", "reviews_needed"]

ASKED: Final = (10, 20, 30, 50, 100, 200)
"""Numbers of reviews that are tried; more than the last nobody makes (judgement)."""
_SURE, _OFTEN = 0.95, 0.8
_LEAST = 1e-6


def reviews_needed(drawn: Sample, lead: Belief, outcome: str) -> int | None:
    """Return how many failures have to be reviewed until one of two plans is surely ahead.

    Each organisation in turn is taken for the true one and its failures are reviewed: what is then
    believed of all others, by where their failures start, must make one plan ahead with 95 %, in
    four of five organisations. None where no such number does. `lead` is what is known of the
    difference in this `outcome`.
    """
    from scipy.special import ndtr

    told = ~np.isnan(drawn.values[outcome]).any(axis=(1, 2))
    causes = drawn.population.figures.causes[np.array(drawn.chosen)[told]]
    known = ~np.isnan(causes).any(axis=1)
    if not known.any() or len(causes) != len(lead.centres):
        return None
    causes, centres = np.maximum(causes[known], _LEAST), lead.centres[known]
    causes = causes / causes.sum(axis=1, keepdims=True)
    ahead = ndtr(centres / lead.sd) if lead.sd > 0.0 else 0.5 * (np.sign(centres) + 1.0)
    luck = luck_of(drawn.population.seed, "reviews")
    for n in ASKED:
        found = luck.multinomial(n, causes) @ np.log(causes).T
        believed = np.exp(found - found.max(axis=1, keepdims=True))
        chance = believed @ ahead / believed.sum(axis=1)
        if float((np.maximum(chance, 1.0 - chance) >= _SURE).mean()) >= _OFTEN:
            return n
    return None
