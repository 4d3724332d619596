"""Whether the days that are counted still remember how the run began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.engines.program.compilation import Program
from simulator.engines.program.starting import filled
from simulator.experiments.runner import Runner
from simulator.measures.tally import Sum
from simulator.stats.paired import paired_difference

__all__ = ["RUNS", "Beginning", "beginning"]

RUNS = 50
"""On how many replications it is looked at, at most."""
_NOTICED = 0.02


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What the counted days of a plan remember of its beginning [items].

    `present` are in progress on average. Begun with so many, the same luck would have `more` of
    them there (`low` to `high`: 95 % simulation noise): nought once the beginning is forgotten.
    """

    present: float
    more: float
    low: float
    high: float

    @property
    def early(self) -> bool:
        """Whether the window is too early: it surely remembers, and by 2 % or more."""
        sure = self.low > 0.0 or self.high < 0.0
        return sure and abs(self.more) > _NOTICED * self.present

    def as_json(self) -> dict[str, float | bool]:
        """Return what is remembered by its keys in JSON."""
        return {**vars(self), "early": self.early}


def beginning(program: Program, run: Runner, numbers: Sequence[int]) -> Beginning:
    """Return what the counted days of a plan remember, by two runs of the same luck.

    One begins as the file says, the other with as many items as the first has on average. Where
    both have met, nothing of the beginning is left (coupling from two starts; Lindvall 1992,
    Lectures on the Coupling Method).
    """
    window = program.horizon - program.warm_up
    mine = run(program, numbers).sums[:, Sum.IN_SYSTEM] / window
    other = filled(program, float(mine.mean()))
    theirs = run(other, numbers).sums[:, Sum.IN_SYSTEM] / window
    found = paired_difference(theirs, mine)
    return Beginning(present=float(mine.mean()), more=found.best, low=found.low, high=found.high)
