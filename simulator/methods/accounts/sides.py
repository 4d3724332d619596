"""What failures remain when only insides, only boundaries, both or neither can go wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.engines.program.compilation import Plan
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Tally
from simulator.methods.accounts.perfect import cells, perfect
from simulator.stats.estimate import Estimate, Floats, mean_estimate, ratio_contributions

__all__ = ["Sides", "contributions", "share_contributions", "sides"]


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The failures [per 100 released] of four organisations, one value a replication each.

    `none`: perfect inside and between; `core`: only insides can go wrong; `edge`: only boundaries;
    `both`: the plan as it is. All met the same luck.
    """

    none: Floats
    core: Floats
    edge: Floats
    both: Floats

    @cached_property
    def core_alone(self) -> Estimate:
        """What insides add when boundaries are perfect."""
        return mean_estimate(self.core - self.none)

    @cached_property
    def edge_alone(self) -> Estimate:
        """What boundaries add when insides are perfect."""
        return mean_estimate(self.edge - self.none)

    @cached_property
    def interaction(self) -> Estimate:
        """What only both together bring about."""
        return mean_estimate(self.both - self.core - self.edge + self.none)

    @cached_property
    def external(self) -> Estimate:
        """What remains when neither can go wrong."""
        return mean_estimate(self.none)

    @cached_property
    def total(self) -> Estimate:
        """All failures of the plan."""
        return mean_estimate(self.both)

    @cached_property
    def core_shapley(self) -> Estimate:
        """What insides add, half of the interaction counted with them."""
        return mean_estimate(0.5 * (self.core - self.none + self.both - self.edge))

    @cached_property
    def edge_shapley(self) -> Estimate:
        """What boundaries add, half of the interaction counted with them."""
        return mean_estimate(0.5 * (self.edge - self.none + self.both - self.core))

    @cached_property
    def share(self) -> Estimate:
        """The boundary share: of all failures those of boundaries, half the interaction in it."""
        found = share_contributions(self)
        if found is None:
            return Estimate(best=math.nan, low=math.nan, high=math.nan, n=len(self.both))
        share = mean_estimate(found)
        # a share ends at nought and at one; the delta method does not know
        low, high = max(share.low, min(0.0, share.best)), min(share.high, max(1.0, share.best))
        return replace(share, low=low, high=high)


def share_contributions(found: Sides) -> Floats | None:
    """Return the boundary share linearised, one value a replication; None without failures."""
    above = 0.5 * (found.edge - found.none + found.both - found.core)
    whole = float(found.both.mean())
    if not whole > 0.0:
        return None
    share = float(above.mean()) / whole
    return np.asarray(share + (above - share * found.both) / whole)


def sides(plan: Plan, run: Runner, numbers: Sequence[int], outcome: str = "failures") -> Sides:
    """Return the four organisations of `plan` on these replications.

    `outcome` is `failures` or `expected_failures`, which have the same mean. Refuses a plan that
    releases nothing (ValueError).
    """
    plans = {
        "none": perfect(plan, cells(plan)),
        "core": perfect(plan, cells(plan, "edge")),
        "edge": perfect(plan, cells(plan, "core")),
        "both": plan,
    }
    rows = run.all([(each, numbers) for each in plans.values()])
    return Sides(
        **{
            name: contributions(each, tally, outcome)
            for (name, each), tally in zip(plans.items(), rows, strict=True)
        }
    )


def contributions(plan: Plan, tally: Tally, outcome: str) -> Floats:
    """Return an outcome linearised, one value a replication, with the outcome as their mean.

    Refuses a plan that releases nothing (ValueError).
    """
    above, below = OUTCOMES[outcome].fraction(plan, tally)
    if not below.sum() > 0.0:
        raise ValueError(
            f"plan {plan.arm!r} releases nothing between warm-up and horizon, so there are no "
            "failures to account for"
        )
    return ratio_contributions(above, below)
