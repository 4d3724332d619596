"""What one plan does: the answer behind `edgewise run`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.runner import Runner
from simulator.measures import splits
from simulator.measures.outcomes import Outcome, outcomes_of
from simulator.measures.tally import Floats, Sum, Tally
from simulator.stats.estimate import Estimate

__all__ = ["YEAR", "Answer", "answered"]

YEAR = 260.0
"""A real year [working days]."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One plan's tallies over some replications, and what they amount to.

    `pieces` are its real years, where its window is longer than one.
    """

    program: Program
    seed: int
    tally: Tally
    pieces: tuple[Answer, ...] = ()

    @property
    def years(self) -> tuple[Answer, ...]:
        """What the luck of a year is of: the pieces, or the window where it has none."""
        return self.pieces or (self,)

    def struck(self, outcome: Outcome) -> Floats:
        """Return an outcome in every real year as it struck; NaN where it has no value."""
        fractions = [outcome.as_struck(year.program, year.tally) for year in self.years]
        above, below = np.concatenate(fractions, axis=1)
        with np.errstate(invalid="ignore"):
            return np.asarray(np.where(below > 0.0, above, math.nan) / below)

    @property
    def replications(self) -> int:
        """How many replications were run."""
        return len(self.tally.sums)

    @property
    def person_days(self) -> float:
        """What the plan spends [person-days a year], cost of structure included."""
        plan = self.program.scenario.arms.get(self.program.plan)
        spent = sum(purchase.person_days for purchase in self.program.bought)
        return spent + (plan.cost.value if plan else 0.0)

    @cached_property
    def outcomes(self) -> Mapping[str, Estimate]:
        """Each outcome's estimate with its 95 % interval of simulation noise."""
        return {
            outcome.name: outcome.estimate(self.program, self.tally)
            for outcome in outcomes_of(self.program)
        }

    @property
    def items(self) -> Mapping[str, int]:
        """Items over all replications: none is dropped, finished + in_progress = arrived."""
        sums = self.tally.sums.sum(axis=0)
        named = (
            Sum.ARRIVED,
            Sum.FINISHED,
            Sum.IN_PROGRESS,
            Sum.WAITING,
            Sum.IN_SERVICE,
            Sum.CROSSING,
        )
        return {sum_.name.lower(): int(sums[sum_]) for sum_ in named}

    def as_json(self) -> dict[str, object]:
        """Return the answer by its keys in JSON (NaN stays NaN)."""
        retention = splits.retention(self.program, self.tally)
        units = {outcome.name: outcome.unit for outcome in outcomes_of(self.program)}
        return {
            "scenario": self.program.scenario.name,
            "arm": self.program.plan,
            "seed": self.seed,
            "replications": self.replications,
            "items": self.items,
            "teams": splits.teams(self.program, self.tally),
            "boundaries": splits.boundaries(self.program, self.tally),
            "retention": next(iter(retention.values())),
            "retention_by_kind": dict(retention),
            "rolled_clean_by_kind": dict(splits.rolled_clean(self.program, self.tally)),
            "outcomes": {
                name: {**asdict(estimate), "unit": units[name]}
                for name, estimate in self.outcomes.items()
            },
            "failures_by": splits.failures_by(self.program, self.tally),
            "misattribution_by": splits.misattribution_by(self.tally),
        }


def answered(program: Program, tally: Tally, numbers: Sequence[int], run: Runner) -> Answer:
    """Return what a plan does by the tallies of these replications, its real years among it.

    A window of more than 260 days is cut into pieces of so many, one after another from the warm-up
    on, each with its share of the replications; what is left over at the end is no year.
    """
    window = program.horizon - program.warm_up
    many = int(window / YEAR) if window > YEAR else 0
    asked = []
    for piece in range(many):
        begin = program.warm_up + piece * YEAR
        year = replace(program, warm_up=begin, horizon=begin + YEAR)
        mine = numbers[len(numbers) * piece // many : len(numbers) * (piece + 1) // many]
        if len(mine):
            asked.append((year, mine))
    rows = zip(asked, run.all(asked), strict=True)
    pieces = [Answer(program=year, seed=run.seed, tally=part) for (year, _), part in rows]
    return Answer(program=program, seed=run.seed, tally=tally, pieces=tuple(pieces))
