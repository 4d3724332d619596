"""Whether today looks like the organisation: its own records beside what the model gives."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from simulator.measures import splits
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats, Sum, Tally
from simulator.mechanisms.incidents import DEFECT
from simulator.methods.run import Answer
from simulator.model.incident import Causes, Observed
from simulator.stats.intervals import normal_quantile, wilson

__all__ = ["Likeness", "likeness"]

_WEEK, _HOURS = 5.0, 8.0
SLACK = 1.02
"""Two figures that differ by no more than this factor are the same figure."""
SIDES = {
    "inside": ("defect", "bad fix of core"),
    "between": ("lost", "drift", "unowned", "bad fix of edge"),
    "neither": ("external", "bad fix of external"),
}


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """One observed figure beside the model's.

    `low` and `high`: 95 % of what the records could have been by chance (the figure itself where
    their number is not told); `model_low` and `model_high`: 9 simulated years in 10. `like` says
    whether the two overlap.
    """

    what: str
    unit: str
    observed: float
    low: float
    high: float
    model: float
    model_low: float
    model_high: float

    @property
    def like(self) -> bool:
        """Whether records and model agree as far as chance can tell."""
        return self.low <= SLACK * self.model_high and self.model_low <= SLACK * self.high

    def as_row(self) -> dict[str, object]:
        """Return the figures and whether they agree, as one row of a table."""
        return {**asdict(self), "like": self.like}


def likeness(answer: Answer) -> tuple[Likeness, ...]:
    """Return every observed figure of the file beside the model's; none without records."""
    seen = answer.program.scenario.observed
    return () if seen is None else (*_figures(answer, seen), *_causes(answer, seen.causes))


def _figures(answer: Answer, seen: Observed) -> Iterator[Likeness]:
    if seen.changes is not None:
        weekly = seen.changes.value * _WEEK
        yield _beside(answer, "throughput", weekly, weekly, weekly)
    if seen.failed_changes is not None:
        share, n = seen.failed_changes.value, seen.failed_changes.n
        low, high = (share, share) if n is None else _bounds(round(share * n), round(n))
        yield _beside(answer, "change_failure_rate", *(100.0 * x for x in (share, low, high)))
    if seen.serious_per_year is not None:
        count = seen.serious_per_year.value
        half = normal_quantile(0.95) * math.sqrt(count)
        yield _beside(answer, "serious_failures", count, max(0.0, count - half), count + half)
    if seen.restore_p50 is not None:
        hours = seen.restore_p50.value * _HOURS
        yield _beside(answer, "restore_p50", hours, hours, hours)


def _bounds(count: int, n: int) -> tuple[float, float]:
    found = wilson(count, n)
    return found.low, found.high


def _beside(answer: Answer, name: str, value: float, low: float, high: float) -> Likeness:
    outcome = OUTCOMES[name]
    ends = _ends(answer.struck(outcome))
    return Likeness(
        what=name,
        unit=outcome.unit,
        observed=value,
        low=low,
        high=high,
        model=answer.outcomes[name].best,
        model_low=ends[0],
        model_high=ends[1],
    )


def _ends(years: Floats) -> tuple[float, float]:
    """Return between which values 9 years in 10 lie, of those that have one; NaN without any."""
    known = years[~np.isnan(years)]
    low, high = np.quantile(known, (0.05, 0.95)) if len(known) else (math.nan, math.nan)
    return float(low), float(high)


def _causes(answer: Answer, causes: Causes | None) -> Iterator[Likeness]:
    """Return the share of reviewed failures by side; those nobody could tell are left out."""
    if causes is None:
        return
    counts = {side: getattr(causes, side) for side in SIDES}
    known = {side: round(count.value) for side, count in counts.items() if count is not None}
    total = sum(known.values())
    struck, whole = [_struck(year.tally) for year in answer.years], _shares(answer)
    for side, count in known.items() if total else ():
        low, high = _bounds(count, total)
        ends = _ends(np.concatenate([year[side] for year in struck]))
        yield Likeness(
            what=f"causes.{side}",
            unit="share of failures",
            observed=count / total,
            low=low,
            high=high,
            model=whole[side],
            model_low=ends[0],
            model_high=ends[1],
        )


def _struck(tally: Tally) -> dict[str, Floats]:
    """Return each side's share of the failures that struck in each replication; NaN without any."""
    roots = tally.blame[:, :, 0]
    counts = roots[:, DEFECT], roots[:, DEFECT + 1 :].sum(axis=1), tally.sums[:, Sum.EXTERNAL]
    with np.errstate(invalid="ignore"):
        return {side: count / sum(counts) for side, count in zip(SIDES, counts, strict=True)}


def _shares(answer: Answer) -> dict[str, float]:
    """Return each side's share of the failures; NaN without any."""
    split = splits.failures_by(answer.program, answer.tally)["mechanism"]
    whole = sum(split.values())
    return {
        side: sum(split[name] for name in names) / whole if whole > 0.0 else math.nan
        for side, names in SIDES.items()
    }
