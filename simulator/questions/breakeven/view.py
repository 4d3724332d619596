"""What else would turn an answer around, as rows of a figure."""

from __future__ import annotations

import math
from collections.abc import Mapping

from simulator.methods.turns.breakeven import Breakeven, Turning
from simulator.methods.turns.turning_point import NEVER, TURNS
from simulator.present import words
from simulator.present.document import View
from simulator.questions.breakeven.figure import TURNING

__all__ = ["turning_view"]


def turning_view(found: Breakeven, labels: Mapping[str, str], told: str) -> View:
    """Return the figure of all factors but the boundary share; `told` is for who cannot see it."""
    import pandas as pd

    sides = _looks(found)
    key = " ".join(f"{_LINES[side]}: {arm} is better." for arm, side in sides.items())
    rows = []
    for each in found.factors:
        if each.what == "boundary_share":
            continue
        turns = each.turn.verdict == TURNS
        rows.append(
            {
                "label": labels[each.what],
                "factor": each.turn.factor,
                "low": each.turn.low,
                "high": each.turn.high,
                "from": each.turn.searched[0],
                "to": each.turn.searched[1],
                "below": sides.get(each.below if turns else each.better, ""),
                "above": sides.get(each.above if turns else each.better, ""),
                "told": _at(each),
                "then": _then(each),
                "key": f"{key} {CROSS}",
            }
        )
    return View(drawing=TURNING, frame=pd.DataFrame(rows), title=TURN_TITLE, told=told)


def _ratio(factor: float) -> str:
    """Return a factor as the scale writes it."""
    return f"× {words.number(factor)}" if factor >= 1.0 else f"÷ {words.number(1.0 / factor)}"


def _at(found: Turning) -> str:
    """Return where one factor turns the answer, short enough for a figure."""
    turn = found.turn
    if turn.verdict != TURNS:
        low, high = turn.searched
        never = "never" if turn.verdict == NEVER else "cannot be told"
        return f"{never} within {_ratio(low)} to {_ratio(high)}"
    ends = (turn.low, turn.high)
    if any(map(math.isnan, ends)):
        return f"turns at {_ratio(turn.factor)}"
    return f"turns at {_ratio(turn.factor)} ({_ratio(ends[0])} to {_ratio(ends[1])})"


def _then(found: Turning) -> str:
    """Return who is better beyond the turn, or throughout."""
    if found.turn.verdict != TURNS:
        return f"better: {found.better}" if found.better else ""
    return f"beyond it: {found.above if found.turn.factor > found.today else found.below}"


def _looks(found: Breakeven) -> dict[str, str]:
    """Return how each plan is drawn: by its side, and unlike the other one."""
    first, second = (side if side in ("core", "edge") else "other" for side in found.spends)
    return dict(zip(found.arms, (first, "baseline" if first == second else second), strict=True))


_LINES = {"core": "Solid", "edge": "Dashes", "other": "Dashes and dots", "baseline": "Dots"}
CROSS = "Cross: it turns."
TURN_TITLE = "What else would turn the answer around"
