"""Many replications of one plan, as one stacked tally."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.engines.program.compilation import Program
from simulator.experiments.engine import tallies
from simulator.measures.tally import Tally

Progress = Callable[[int], None]


def replicate(
    program: Program,
    seed: int,
    replications: Sequence[int],
    progress: Progress | None = None,
    *,
    engine: str = "auto",
) -> Tally:
    """Return the tallies of the given replication numbers, stacked in their order.

    `progress` is told how many replications have just been finished.
    """
    rows = tallies(program, seed, replications, engine)
    if progress is not None:
        progress(len(replications))
    return rows
