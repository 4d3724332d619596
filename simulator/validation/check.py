"""One row of the validation: a target, what a run gives, and a verdict from both intervals."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Literal

from simulator.stats.estimate import Estimate
from simulator.stats.prediction import interval_score

__all__ = [
    "GROUPS",
    "MARGIN",
    "RULE",
    "STANDINGS",
    "Check",
    "Forecast",
    "Reached",
    "Standing",
    "Target",
    "Verdict",
    "span",
    "verdict",
]

Reached = Literal["agrees", "disagrees", "inconclusive"]
Verdict = Literal["agrees", "disagrees", "inconclusive", "plausible", "implausible", "not tested"]
Standing = Literal["must", "tested", "plausible", "fitted", "untested"]

GROUPS = {
    "exact": "Closed forms and identities",
    "level": "Leaning to no side",
    "published": "Published figures",
    "structural": "Where failures gather",
    "counter-evidence": "Settings in which nothing happens",
    "power": "What a study of that size sees",
}
"""The groups in the order in which they are told, each in words."""

STANDINGS: dict[Standing, str] = {
    "must": "What must hold",
    "tested": "Tested: predicted from at least two other studies",
    "plausible": "Plausible or not: ranges, directions and survey answers",
    "fitted": "Fitted: not tested",
    "untested": "Not tested: no two other studies",
}
"""What a row can show, in the order in which it is told, in words."""

SKILL = 0.9
"""A prediction says something where its score is below this share of the naive predictor's."""

MARGIN = 0.2
"""How far from a published figure still counts as agreement, as a share of the figure."""

RULE = (
    "What must hold agrees if the interval of the difference, from both intervals, lies within the "
    "stated margin (1 to 5 % of an exact value, queues are the noisiest; 3 to 5 % where two "
    "simulations must be alike), disagrees if it lies wholly beyond it, and is inconclusive "
    "otherwise. A study is tested by a prediction interval of 95 %: from what is not known of the "
    "inputs and the spread between places, both estimated without that study and from at least two "
    "others, never from simulation noise. It disagrees where the study lies outside. Inside it "
    "agrees only where the interval score (width, and 40 times the distance of a miss; Gneiting "
    "and Raftery 2007, doi 10.1198/016214506000001437) is a tenth or more below that of a naive "
    "predictor, the mean of the other studies; else it is inconclusive: a wide range is no "
    "success. Rows that were fitted, and those without two other studies, are not tested. Ranges, "
    "directions and survey answers are plausible or implausible."
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


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """
    What a study was expected to find, without it.

    Parameters
    ----------
    low, high
        Of the model, with the spread between places, 95 %, in the row's unit.
    naive_low, naive_high
        Of a predictor that knows no model: the mean and spread of the `others`' own figures.
    others
        The studies that both were estimated from, by slug.
    """

    low: float
    high: float
    naive_low: float
    naive_high: float
    others: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse fewer than two other studies."""
        if len(self.others) < 2:
            raise ValueError(f"a study is tested by two others or more, not {len(self.others)}")

    def score(self, seen: float) -> float:
        """The interval score of the model; less is better."""
        return interval_score(self.low, self.high, seen)

    def naive(self, seen: float) -> float:
        """The interval score of the naive predictor."""
        return interval_score(self.naive_low, self.naive_high, seen)

    def verdict(self, seen: float) -> Reached:
        """Whether what was seen lies inside, and whether the interval was worth anything."""
        if not self.low <= seen <= self.high:
            return "disagrees"
        return "agrees" if self.score(seen) < SKILL * self.naive(seen) else "inconclusive"


def verdict(target: Target, found: Estimate) -> Reached:
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
    forecast
        What the study was expected to find without it, where two others or more tell.
    plausible
        Whether the target is a range, a direction or a survey's answer, which few could miss.
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
    forecast: Forecast | None = None
    plausible: bool = False
    note: str = ""

    @property
    def reached(self) -> Reached:
        """What the intervals alone say, fitted or not."""
        return verdict(self.target, self.found)

    @property
    def standing(self) -> Standing:
        """What the row can show."""
        if self.must:
            return "must"
        if self.fitted:
            return "fitted"
        if self.forecast is not None:
            return "tested"
        return "plausible" if self.plausible else "untested"

    @property
    def reached_by_forecast(self) -> bool:
        """Whether the study lies in the interval that was predicted without it."""
        return self.forecast is not None and self.forecast.verdict(self.target.value) != "disagrees"

    @property
    def verdict(self) -> Verdict:
        """What may be said, by what the row can show."""
        match self.standing:
            case "must":
                return self.reached
            case "tested":
                assert self.forecast is not None  # noqa: S101 - by its standing
                return self.forecast.verdict(self.target.value)
            case "plausible":
                return "implausible" if self.reached == "disagrees" else "plausible"
            case _:
                return "not tested"

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
            "standing": self.standing,
            "verdict": self.verdict,
            "reached": self.reached,
            "forecast": None
            if self.forecast is None
            else {
                **asdict(self.forecast),
                "score": self.forecast.score(self.target.value),
                "naive_score": self.forecast.naive(self.target.value),
            },
            "must": self.must,
            "fitted": self.fitted,
            "predicted": self.predicted,
            "scenario": self.scenario,
            "note": self.note,
        }
