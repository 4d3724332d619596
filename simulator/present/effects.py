"""What a plan does to outcomes, in words: where each goes, and how surely that is better."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulator.measures.outcomes import OUTCOMES, SHOWN
from simulator.methods.effects import Effect
from simulator.methods.verdict import SAME
from simulator.present.digits import rounded

__all__ = ["SURE", "moved", "noticed"]

SURE = {
    "better": "surely",
    "ahead": "surely",
    "likely": "probably",
    "leaning": "perhaps",
}
"""How surely one of two is better, by the verdict on them."""
_NOTICED = 0.1


def noticed(effects: Sequence[Effect], outcome: str) -> tuple[str, ...]:
    """Return the other outcomes that move by more than a tenth and can be told, a clause each."""
    return tuple(
        moved(each)
        for each in effects
        if each.outcome in SHOWN
        and each.outcome != outcome
        and abs(each.share) > _NOTICED
        and each.verdict in SURE
    )


def moved(effect: Effect) -> str:
    """Return where an outcome goes, and how surely it is better or worse."""
    outcome = OUTCOMES[effect.outcome]
    if not math.isfinite(effect.then) or not math.isfinite(effect.today):
        return f"{outcome.many}: {outcome.empty}, so there is nothing to compare"
    level = f"{outcome.many} {rounded(effect.today)} → {rounded(effect.then)}"
    if effect.verdict in SURE and effect.better is not None:
        return f"{level} ({SURE[effect.verdict]} {'better' if effect.better else 'worse'})"
    small = effect.verdict in SAME or effect.better is None
    return f"{level} ({'hardly a difference' if small else 'cannot be told apart'})"
