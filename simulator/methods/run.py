"""What one plan does: the answer behind `edgewise run`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from simulator.engines.program.compilation import Program
from simulator.measures import splits
from simulator.measures.outcomes import outcomes_of
from simulator.measures.tally import Sum, Tally
from simulator.stats.estimate import Estimate, ratio_estimate

__all__ = ["Answer"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One plan's tallies over some replications, and what they amount to."""

    program: Program
    seed: int
    tally: Tally

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
            outcome.name: ratio_estimate(*outcome.fraction(self.program, self.tally))
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
