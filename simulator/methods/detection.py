"""When a change would be seen: months until an organisation's own records show what a plan does."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import LEADING, OUTCOMES, RESULTS
from simulator.measures.tally import Tally
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Floats

__all__ = ["MONTHS", "Detection", "begun_later", "detection"]

MONTH = 260.0 / 12.0
MONTHS = (1, 2, 3, 4, 6, 9, 12, 18, 24, 36)
CHANCE, POWER = 0.05, 0.8


@dataclass(frozen=True, kw_only=True)
class Detection:
    """How soon one outcome shows that a plan was begun.

    `shares` [of histories], one for each of `MONTHS`: how many histories under the plan lie, so
    many months after it was begun, where only 1 in 20 histories without it lies. `months` is the
    first from which on that share is 0.8 or more, None where none is. `before` and `after` are the
    means over the longest time, without and with the plan.
    """

    outcome: str
    months: int | None
    shares: tuple[float, ...]
    before: float
    after: float
    n: int

    def as_json(self) -> dict[str, Any]:
        """Return the detection by its keys in JSON; `shares` by month."""
        shares = {f"{month}": share for month, share in zip(MONTHS, self.shares, strict=True)}
        return {**vars(self), "shares": shares}


def detection(
    scenario: Scenario,
    plan: str,
    run: Runner,
    *,
    replications: int = 200,
    outcomes: Sequence[str] = (*RESULTS, *LEADING),
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Detection, ...]:
    """Return how soon each outcome shows that `plan` was begun at the end of the warm-up.

    One organisation has one history, so histories with and without the plan are independent, not
    paired. What is bought is learnt from its begin on; a change of structure is there from day 0.
    Refuses an outcome or a plan that does not exist, and fewer than 20 replications (ValueError).
    """
    unknown = [name for name in outcomes if name not in OUTCOMES]
    if unknown:
        raise ValueError(f"there is no outcome {unknown[0]!r}; allowed: {', '.join(OUTCOMES)}")
    if replications < 20:
        raise ValueError(f"found {replications} replications; allowed: 20 or more")
    today, other = (begun_later(planned_program(scenario, name, run)) for name in ("today", plan))
    found: list[tuple[Program, Tally, Program, Tally]] = []
    for month in MONTHS:
        programs = _until(today, month), _until(other, month)
        without, under = run.all(
            [
                (programs[0], range(replications)),
                (programs[1], range(replications, 2 * replications)),
            ]
        )
        found.append((programs[0], without, programs[1], under))
        progress(1)
    return tuple(_detected(name, found, replications) for name in outcomes)


def begun_later(program: Program) -> Program:
    """Return a plan whose practices begin at the end of the warm-up, not on day 0."""
    starts = {
        name: np.maximum(getattr(program, name), program.warm_up)
        for name in ("team_starts", "edge_starts")
    }
    for table in starts.values():
        table.setflags(write=False)
    return replace(program, **starts)


def _until(program: Program, months: int) -> Program:
    return replace(program, horizon=program.warm_up + months * MONTH)


def _detected(
    name: str, found: Sequence[tuple[Program, Tally, Program, Tally]], replications: int
) -> Detection:
    pairs = [
        (_values(name, today, without), _values(name, other, under))
        for today, without, other, under in found
    ]
    before, after = (_mean(values) for values in pairs[-1])
    shares = tuple(_seen(*pair, more=after > before) for pair in pairs)
    months = None
    for month, share in zip(reversed(MONTHS), reversed(shares), strict=True):
        if share < POWER:
            break
        months = month
    return Detection(
        outcome=name, months=months, shares=shares, before=before, after=after, n=replications
    )


def _values(name: str, program: Program, tally: Tally) -> Floats:
    above, below = OUTCOMES[name].as_struck(program, tally)
    with np.errstate(invalid="ignore", divide="ignore"):
        values: Floats = above / below
    return values[np.isfinite(values)]


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else math.nan


def _seen(without: Floats, under: Floats, *, more: bool) -> float:
    """Return the share of `under` beyond what only 1 in 20 of `without` exceeds."""
    if not len(without) or not len(under):
        return 0.0
    if more:
        return float((under > np.quantile(without, 1.0 - CHANCE, method="higher")).mean())
    return float((under < np.quantile(without, CHANCE, method="lower")).mean())
