"""What cases in which something happens have in common: at most three conditions, then tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simulator.stats.estimate import Floats

__all__ = ["Condition", "Conditions", "conditions"]

Flags = np.ndarray[Any, np.dtype[np.bool_]]

MOST: Final = 3
_CUTS: Final = tuple(round(0.1 * tenth, 1) for tenth in range(1, 10))
_SURE: Final = 0.05
_MORE: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class Condition:
    """An input, by its column, above or below a bound."""

    column: int
    above: bool
    bound: float

    def holds(self, points: Floats) -> Flags:
        """Return at which points it holds."""
        values = points[:, self.column]
        return np.asarray(values > self.bound if self.above else values < self.bound)


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Conditions that hold together where something happens, and how far they can be believed.

    Of `n` cases that were not used to find them, `right` were told right by them and `usual` by
    always naming what is so more often in those that were: that it happens (`often`), or not.
    `better` says that this is no chance (one-sided exact sign test over the cases in which only one
    of the two is right, 5 %).
    """

    conditions: tuple[Condition, ...]
    right: int
    usual: int
    often: bool
    n: int
    better: bool


def conditions(found_in: tuple[Floats, Flags], tried_on: tuple[Floats, Flags]) -> Conditions:
    """Return what tells apart the cases in which something happens.

    A case is a row of points and whether it happens there. One condition is added at a time, that
    which raises the share of cases in which it happens the most, weighed by how many are left (the
    weighted relative accuracy of subgroup discovery), and kept where it tells two cases more right,
    and at least one in fifty.

    References
    ----------
    Lavrac, Flach and Zupan (1999), LNCS 1634:174, doi 10.1007/3-540-48751-4_17.
    """
    from scipy.stats import binom

    points, happens = found_in
    usual = bool(2 * happens.sum() > len(happens))
    best: tuple[Condition, ...] = ()
    most = int((happens == usual).sum())
    taken: tuple[Condition, ...] = ()
    for _ in range(MOST):
        more = _next(points, happens, taken)
        if more is None:
            break
        taken = (*taken, more)
        right = int((_all(taken, points) == happens).sum())
        if right >= most + max(2.0, _MORE * len(happens)):
            best, most = taken, right
    there, true = tried_on
    named = _all(best, there) if best else np.full(len(true), usual)
    won, lost = ((named == true) & (true != usual)).sum(), ((named != true) & (true == usual)).sum()
    chance = float(binom.sf(won - 1, won + lost, 0.5)) if won + lost else 1.0
    return Conditions(
        conditions=best,
        right=int((named == true).sum()),
        usual=int((true == usual).sum()),
        often=usual,
        n=len(true),
        better=bool(best) and chance <= _SURE,
    )


def _all(taken: tuple[Condition, ...], points: Floats) -> Flags:
    held = np.ones(len(points), bool)
    for each in taken:
        held &= each.holds(points)
    return held


def _next(points: Floats, happens: Flags, taken: tuple[Condition, ...]) -> Condition | None:
    """Return the condition that makes what happens most frequent among many; None where none does.

    An input has one condition at most.
    """
    inside = _all(taken, points)
    usual = float(happens[inside].mean()) if inside.any() else 0.0
    best, most = None, 0.0
    known = {each.column for each in taken}
    for column in range(points.shape[1]):
        for cut in _CUTS if column not in known else ():
            for above in (True, False):
                condition = Condition(column=column, above=above, bound=cut)
                held = inside & condition.holds(points)
                gain = float((happens[held] - usual).sum())
                if gain > most + 1e-9:
                    best, most = condition, gain
    return best
