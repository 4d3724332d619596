"""Reviewed failures beside a scenario's break-even: which plan they speak for, if any."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from simulator.methods.reviews import Tally
from simulator.methods.turns.breakeven import Turning
from simulator.methods.turns.turning_point import TURNS

__all__ = ["NOT_SETTLED", "Beside", "beside"]

NOT_SETTLED = "not settled"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Where the answer of a scenario turns, and what the reviewed failures say about it.

    `verdict` is the plan that is better over the whole range that chance and the open failures
    leave, or `not settled`.
    """

    scenario: str
    turning: Turning
    verdict: str

    def as_json(self) -> dict[str, Any]:
        """Return both as plain JSON values (NaN stays NaN)."""
        return {
            "scenario": self.scenario,
            "breakeven": self.turning.as_json(),
            "verdict": self.verdict,
        }


def beside(found: Tally, scenario: str, turning: Turning) -> Beside:
    """Return what a tally says beside the boundary share at which a scenario's answer turns."""
    return Beside(scenario=scenario, turning=turning, verdict=_verdict(found, turning))


def _verdict(found: Tally, turning: Turning) -> str:
    turn, share = turning.turn, found.between
    if turn.verdict != TURNS:
        return turning.better or NOT_SETTLED
    if share.told is None:
        return NOT_SETTLED
    low = turn.low if math.isfinite(turn.low) else turn.factor
    high = turn.high if math.isfinite(turn.high) else turn.factor
    if share.low > high:
        return turning.above
    return turning.below if share.high < low else NOT_SETTLED
