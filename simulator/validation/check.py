"""One row of the validation: a target, what a run gives, and a verdict from both intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from simulator.stats.estimate import Estimate

__all__ = ["GROUPS", "MARGIN", "RULE", "Check", "Target", "Verdict", "span", "verdict"]

Verdict = Literal["agrees", "disagrees", "inconclusive"]

GROUPS = {
    "exact": "Closed forms and identities",
    "level": "Leaning to no side",
    "published": "Published figures",
    "structural": "Where failures gather",
    "counter-evidence": "Settings in which nothing happens",
    "power": "What a study of that size sees",
}
"""The groups in the order in which they are told, each in words."""

MARGIN = 0.2
"""How far from a published figure still counts as agreement, as a share of the figure."""

RULE = (
    "The interval of the difference is taken from both intervals. A row agrees if that interval "
    "lies within the stated margin, disagrees if it lies wholly beyond it, and is inconclusive "
    "otherwise. Where the target is a range to lie in, the row agrees if the simulated interval "
    "lies inside it and disagrees if it lies wholly outside. A row that one fitted parameter can "
    "make agree is never counted as agreement. Margins: 1 to 5 % of an exact value (queues are the "
    "noisiest), 3 to 5 % where two simulations must be alike, a fifth of a published figure, a "
    "tenth where nothing should change, and what a file says matters for failed changes."
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """
    What a check is held against: a number with its interval, or a range to lie in.

    Without a published interval `low` and `high` are the value itself. `margin` is how far off
    still counts as agreement, in the same unit; a range (`is_range`) has none.
    """

    value: float
    low: float
    high: float
    margin: float = 0.0
    is_range: bool = False

    def __post_init__(self) -> None:
        """Refuse an interval that does not hold its own value, and a margin below nought."""
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} lies outside {self.low} to {self.high}")
        if not self.margin >= 0.0:
            raise ValueError(f"a margin is at least 0, not {self.margin}")


def span(low: float, high: float) -> Target:
    """The target of lying between two numbers."""
    return Target(value=0.5 * (low + high), low=low, high=high, is_range=True)


def verdict(target: Target, found: Estimate) -> Verdict:
    """
    What both intervals allow to say; `RULE` in numbers.

    The interval of the difference is that of Newcombe's squared distances, which needs no
    symmetric intervals. An estimate without an interval is inconclusive.

    References
    ----------
    Newcombe (1998), Stat. Med. 17:873.
    """
    if not all(map(math.isfinite, (found.best, found.low, found.high))):
        return "inconclusive"
    if target.is_range:
        if target.low <= found.low and found.high <= target.high:
            return "agrees"
        outside = found.high < target.low or found.low > target.high
        return "disagrees" if outside else "inconclusive"
    gap = found.best - target.value
    low = gap - math.hypot(found.best - found.low, target.high - target.value)
    high = gap + math.hypot(found.high - found.best, target.value - target.low)
    if -target.margin <= low and high <= target.margin:
        return "agrees"
    beyond = low > target.margin or high < -target.margin
    return "disagrees" if beyond else "inconclusive"


@dataclass(frozen=True, kw_only=True)
class Check:
    """
    One thing the simulator is held against.

    Parameters
    ----------
    name, group, unit
        What is compared, one of `GROUPS`, and in what unit.
    source
        Where the target comes from: a study, cited as ``[slug]``, or a theorem.
    target, found
        What it is held against, and what the run gave (`found.n` replications, `seed`).
    scenario
        The shipped scenario that ran, and what was changed in it.
    must
        Whether the product is broken where this does not agree.
    fitted
        What was chosen so that this row agrees; then agreement shows nothing. Empty: nothing was.
    predicted
        What the row predicts, and from what.
    note
        What else a reader should know.
    """

    name: str
    group: str
    unit: str
    source: str
    target: Target
    found: Estimate
    seed: int
    scenario: str
    must: bool = False
    fitted: str = ""
    predicted: str = ""
    note: str = ""

    @property
    def reached(self) -> Verdict:
        """What the intervals alone say, fitted or not."""
        return verdict(self.target, self.found)

    @property
    def verdict(self) -> Verdict:
        """What may be said: a fitted row that agrees shows nothing, so it is inconclusive."""
        reached = self.reached
        return "inconclusive" if self.fitted and reached == "agrees" else reached

    def as_json(self) -> dict[str, object]:
        """Return the check by its keys in JSON."""
        return {
            "name": self.name,
            "group": self.group,
            "source": self.source,
            "unit": self.unit,
            "target": self.target.value,
            "low": self.target.low,
            "high": self.target.high,
            "range": self.target.is_range,
            "margin": self.target.margin,
            "value": self.found.best,
            "value_low": self.found.low,
            "value_high": self.found.high,
            "n": self.found.n,
            "seed": self.seed,
            "verdict": self.verdict,
            "reached": self.reached,
            "must": self.must,
            "fitted": self.fitted,
            "predicted": self.predicted,
            "scenario": self.scenario,
            "note": self.note,
        }
