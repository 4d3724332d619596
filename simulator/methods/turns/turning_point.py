"""Where an answer turns around: the root of a paired difference, with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.stats.estimate import Estimate, Floats, mean_estimate

__all__ = ["NEVER", "OPEN", "TURNS", "Curve", "Turn", "turning"]

TURNS = "turns"
NEVER = "never within the range searched"
OPEN = "cannot be told within the range searched"

_CLOSE = 0.15
"""A root is found when the difference is less than this share of its interval's half width; the
rest of the way is gone along the curve's slope, without looking again."""
_NEAR = 1e-4
"""... or when it is bracketed to this share of the range searched."""
_FAR = 0.01
_STEPS, _NEWTON = 24, 4

Curve = Callable[[float], Floats]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Where a difference changes its sign as one quantity is varied.

    `factor` with `low` and `high`: where both plans come out the same, and the values at which the
    95 % interval of the difference, simulation noise over the same luck, just touches nought; an
    end is NaN, and open, where there is none in `searched`. `below` and `above` are the signs of
    the difference on either side of the turn, or 0 where it does not turn. `crossings` counts the
    sign changes that were seen.
    """

    factor: float
    low: float
    high: float
    verdict: str
    below: int
    above: int
    crossings: int
    searched: tuple[float, float]

    def may_be(self, value: float) -> bool:
        """Return whether it may turn at `value`: an end that was not found excludes nothing."""
        if math.isnan(self.factor):
            return False
        return not (value < self.low or value > self.high)


def turning(curve: Curve, today: float, searched: tuple[float, float], *, log: bool = True) -> Turn:
    """Return where the mean of `curve` changes its sign, nearest to `today`.

    `curve` gives one paired difference a replication, always of the same replications, so that its
    mean is as smooth as the luck is the same. It is looked at today and on both ends of the range,
    and half-way where that shows no change of sign; the change nearest to today is closed in on by
    bisection with a secant's guess, as far as the noise lets one tell. `log` searches in the
    logarithm of the quantity.
    """
    there, back = (math.log, math.exp) if log else (float, float)
    low, high = there(searched[0]), there(searched[1])
    seen = _Seen(curve, back, (low, high))
    start = min(max(there(today), low), high)
    means, changes = seen.changes((low, start, high))
    if not changes:
        means, changes = seen.changes((low, 0.5 * (low + start), start, 0.5 * (start + high), high))
    if not changes:
        return _none(seen, list(means), searched)
    first = min(changes, key=lambda pair: _distance(pair, means, start))
    near = _closed(seen.mean, *first, lambda u: abs(seen.mean(u)) <= _CLOSE * seen.half(u), seen)
    root = min(max(near - seen.mean(near) / seen.slope(near), first[0]), first[1])
    ends = [_end(seen, near, toward) for toward in (low, high)]
    ends = [min(ends[0], root), max(ends[1], root)]
    return Turn(
        factor=back(root),
        low=back(ends[0]) if math.isfinite(ends[0]) else math.nan,
        high=back(ends[1]) if math.isfinite(ends[1]) else math.nan,
        verdict=TURNS,
        below=int(np.sign(means[first[0]])),
        above=int(np.sign(means[first[1]])),
        crossings=len(changes),
        searched=searched,
    )


class _Seen:
    """The curve as far as it was looked at, in the coordinate that is searched."""

    def __init__(
        self, curve: Curve, back: Callable[[float], float], ends: tuple[float, float]
    ) -> None:
        self._curve, self._back = curve, back
        self.ends = ends
        self.known: dict[float, Estimate] = {}

    def at(self, u: float) -> Estimate:
        if u not in self.known:
            self.known[u] = mean_estimate(self._curve(self._back(u)))
        return self.known[u]

    def mean(self, u: float) -> float:
        return self.at(u).best

    def changes(
        self, points: Sequence[float]
    ) -> tuple[dict[float, float], list[tuple[float, float]]]:
        """Return the means at these points, and the neighbours between which the sign changes."""
        means = {u: self.mean(u) for u in sorted(set(points))}
        clear = [u for u in means if means[u] != 0.0]
        return means, [(a, b) for a, b in pairwise(clear) if means[a] * means[b] < 0.0]

    def slope(self, u: float) -> float:
        """Return the slope between a place and the nearest other one that is not too near.

        The same luck gives a curve of many small steps: over a very short way it has no slope.
        """
        far = _FAR * (self.ends[1] - self.ends[0])
        others = [each for each in self.known if self.mean(each) != self.mean(u)]
        near = min(others, key=lambda each: (abs(each - u) < far, abs(each - u)))
        return (self.mean(near) - self.mean(u)) / (near - u)

    def half(self, u: float) -> float:
        """Return the half width of the interval; nought for a single replication."""
        found = self.at(u)
        return found.high - found.best if math.isfinite(found.high) else 0.0


def _distance(pair: tuple[float, float], means: dict[float, float], start: float) -> float:
    a, b = pair
    guess = a - means[a] * (b - a) / (means[b] - means[a])
    return abs(guess - start)


def _none(seen: _Seen, points: list[float], searched: tuple[float, float]) -> Turn:
    clear = all(abs(seen.mean(u)) > seen.half(u) for u in points)
    return Turn(
        factor=math.nan,
        low=math.nan,
        high=math.nan,
        verdict=NEVER if clear else OPEN,
        below=0,
        above=0,
        crossings=0,
        searched=searched,
    )


def _closed(
    function: Callable[[float], float],
    left: float,
    right: float,
    enough: Callable[[float], bool],
    seen: _Seen,
) -> float:
    """Return the root of a function whose signs at `left` and `right` differ.

    The secant's guess, the end that stays being halved in weight (Illinois), and the middle where
    three guesses in a row have not halved the bracket.
    """
    f_left, f_right = function(left), function(right)
    tolerance = _NEAR * (seen.ends[1] - seen.ends[0])
    side, since, width = 0, 0, abs(right - left)
    guess = left
    for _ in range(_STEPS):
        guess = right - f_right * (right - left) / (f_right - f_left)
        if since >= 3:
            guess = 0.5 * (left + right)
            since, width = 0, 0.5 * abs(right - left)
        value = function(guess)
        if value == 0.0 or enough(guess) or abs(right - left) <= tolerance:
            return guess
        if (value < 0.0) == (f_left < 0.0):
            left, f_left = guess, value
            f_right *= 0.5 if side == -1 else 1.0
            side = -1
        else:
            right, f_right = guess, value
            f_left *= 0.5 if side == 1 else 1.0
            side = 1
        since = since + 1 if abs(right - left) > 0.5 * width else 0
        width = min(width, abs(right - left))
    return guess


def _end(seen: _Seen, root: float, toward: float) -> float:
    """Return where, from the root towards one end, the interval lets go of nought; else NaN."""
    if not seen.half(root) > 0.0:
        return math.nan if not math.isfinite(seen.at(root).high) else root

    def beyond(u: float) -> float:
        return abs(seen.mean(u)) - seen.half(u)

    outside = [u for u in seen.known if (u - root) * (toward - root) > 0.0 and beyond(u) > 0.0]
    if not outside:
        return math.nan
    far = min(outside, key=lambda u: abs(u - root))
    return _stepped(seen, beyond, root, far)


def _stepped(seen: _Seen, beyond: Callable[[float], float], root: float, far: float) -> float:
    """Return the root of `beyond` between `root`, where it is below nought, and `far`.

    The interval is about as wide as at the root, so that the curve's own slope there tells how far
    to go; what a few such steps leave open is bisected.
    """
    slope = abs(seen.slope(root))
    toward = math.copysign(1.0, far - root)
    inside, guess = root, root + toward * seen.half(root) / slope
    for _ in range(_NEWTON):
        if not 0.0 < (guess - inside) * toward < (far - inside) * toward:
            break
        value = beyond(guess)
        if abs(value) <= _CLOSE * seen.half(guess):
            return guess - toward * value / slope
        if value > 0.0:
            far = guess
        else:
            inside = guess
        guess -= toward * value / slope
    return _closed(beyond, inside, far, lambda u: abs(beyond(u)) <= _CLOSE * seen.half(u), seen)
