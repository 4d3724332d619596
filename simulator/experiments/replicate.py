"""Many replications of one plan, as one stacked tally."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.engines.plan.compile import Plan
from simulator.engines.reference.engine import simulate
from simulator.measures.count import tally
from simulator.measures.tally import Tally, stack

Progress = Callable[[int], None]


def replicate(
    plan: Plan, seed: int, replications: Sequence[int], progress: Progress | None = None
) -> Tally:
    """Return the tallies of the given replication numbers, stacked in their order.

    `progress` is told how many replications have just been finished.
    """
    tallies = []
    for replication in replications:
        tallies.append(tally(plan, simulate(plan, seed, replication)))
        if progress is not None:
            progress(1)
    return stack(tallies)
