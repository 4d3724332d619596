"""The stopping rule as data: how precise, how few at least, how many at most, how often looked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from simulator.engines.program.compilation import Program
from simulator.experiments.batch import square_of
from simulator.experiments.campaign import Campaign, Progress
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Tally
from simulator.stats.estimate import Estimate

__all__ = ["BUDGET", "Precision", "Stopped", "precision_of", "until_precise"]

FLOOR = 50
BUDGET = 10_000
_WRITTEN = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(%|\D.*)?", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Precision:
    """When to stop: every interval of `outcome` reaches at most `half_width` to either side.

    With `relative`, `half_width` is a share of the first plan's own estimate. The widest counts: of
    one plan its estimate, of several the difference of any two. Looks come at `floor` replications
    and at twice as many each time, the last at `budget`. Looking is paid for: each of the K looks
    asks for an interval of level 1 - (1 - level) / K (Bonferroni over a schedule fixed beforehand),
    so that the interval at which a run stops covers at `level` whenever that is.

    References
    ----------
    Dunn (1961), J. Am. Stat. Assoc. 56:52, doi 10.1080/01621459.1961.10482090; for simulation, Law
    and Kelton (1982), Oper. Res. 30:1100, show how stopping at the first narrow interval without
    paying for the looks falls short of its level.
    """

    half_width: float
    relative: bool
    outcome: str
    floor: int = FLOOR
    budget: int = BUDGET
    level: float = 0.95

    def __post_init__(self) -> None:
        """Refuse a width that is not above 0, an unknown outcome, and fewer than two to look at."""
        if not (self.half_width > 0 and math.isfinite(self.half_width)):
            raise ValueError(f"a precision is a number above 0, not {self.half_width}")
        if self.outcome not in OUTCOMES:
            allowed = ", ".join(OUTCOMES)
            raise ValueError(f"there is no outcome {self.outcome!r}; allowed: {allowed}")
        if self.floor < 2 or self.budget < 2:
            raise ValueError("a precision needs two replications at least")

    def looks(self) -> tuple[int, ...]:
        """Return after how many replications the intervals are looked at."""
        found = [min(self.floor, self.budget)]
        while found[-1] < self.budget:
            found.append(min(square_of(2 * found[-1] - 1)[1], self.budget))
        return tuple(found)

    def look_level(self) -> float:
        """Return the level of the interval at each look."""
        return 1.0 - (1.0 - self.level) / len(self.looks())


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """How a run with a stopping rule ended: where, how wide the widest interval was, what for."""

    rule: Precision
    replications: int
    look: int
    half_width: float
    target: float

    @property
    def reached(self) -> bool:
        """Whether the precision was reached; else the budget ended first."""
        return self.half_width <= self.target

    def as_json(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {
            "outcome": self.rule.outcome,
            "asked": self.target,
            "relative": self.rule.half_width if self.rule.relative else None,
            "half_width": self.half_width,
            "reached": self.reached,
            "replications": self.replications,
            "floor": self.rule.floor,
            "budget": self.rule.budget,
            "look": self.look,
            "looks": list(self.rule.looks()),
            "level": self.rule.level,
            "level_of_a_look": self.rule.look_level(),
            "method": "Bonferroni over a fixed schedule of looks (Dunn 1961)",
        }

    def words(self) -> str:
        """Return the end in one sentence, with the price of looking."""
        looks, unit = self.rule.looks(), OUTCOMES[self.rule.outcome].unit
        end = (
            f"precision reached after {self.replications} replications"
            if self.reached
            else f"the budget of {self.rule.budget} replications ended first"
        )
        return (
            f"Asked for plus or minus {self.target:.3g} {unit}: {end}, at plus or minus "
            f"{self.half_width:.3g} (look {self.look} of {len(looks)}, each at "
            f"{100 * self.rule.look_level():.2f} % so that all together hold at "
            f"{100 * self.rule.level:.0f} %)."
        )


def precision_of(text: str, outcome: str, budget: int | None = None) -> Precision:
    """Return the rule that `text` asks for: `0.5 failed changes per 100`, `0.5` or `5%`.

    A unit, where there is one, is the outcome's or its beginning; all else is refused (ValueError).
    """
    parts = _WRITTEN.fullmatch(text)
    unit = (parts[2] or "").strip() if parts else ""
    known = OUTCOMES[outcome].unit if outcome in OUTCOMES else ""
    if parts is None or not (unit == "%" or known.startswith(" ".join(unit.split()))):
        raise ValueError(
            f"--precision: found {text[:40]!r}; allowed: a share such as 5%, or a number of "
            f"{known or 'an outcome'}"
        )
    number = float(parts[1])
    return Precision(
        half_width=number / 100.0 if unit == "%" else number,
        relative=unit == "%",
        outcome=outcome,
        budget=budget or BUDGET,
    )


def until_precise(
    campaign: Campaign, rule: Precision, progress: Progress = lambda _: None
) -> tuple[Mapping[str, Tally], Stopped]:
    """Return the rows at the look that was precise enough, or at the budget, and how it ended."""
    looks, programs = rule.looks(), campaign.design.programs
    for look, replications in enumerate(looks, start=1):
        campaign.extend(replications)
        rows = campaign.run(progress)
        width, target = _reach(rule, programs, rows)
        stopped = Stopped(
            rule=rule, replications=replications, look=look, half_width=width, target=target
        )
        if stopped.reached or replications == looks[-1]:
            return rows, stopped
    raise AssertionError("a rule has a look at least")


def _reach(
    rule: Precision, programs: Mapping[str, Program], rows: Mapping[str, Tally]
) -> tuple[float, float]:
    """Return the widest half-width there is, and the one that was asked for."""
    outcome, level = OUTCOMES[rule.outcome], rule.look_level()
    runs = [(program, rows[name]) for name, program in programs.items()]
    first = outcome.estimate(*runs[0], level)
    if len(runs) == 1:
        widest = _half(first)
    else:
        widest = max(_half(outcome.difference(a, b, level)) for a, b in combinations(runs, 2))
    target = rule.half_width * abs(first.best) if rule.relative else rule.half_width
    return widest, target


def _half(estimate: Estimate) -> float:
    """Return the half-width of an interval; without an interval it is endless."""
    half = (estimate.high - estimate.low) / 2.0
    return math.inf if math.isnan(half) else half
