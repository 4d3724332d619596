"""What money buys: the gain of a practice at a time, and how pressure wears good habits down."""

from __future__ import annotations

import math
from typing import Any

from simulator.mechanisms.elementary import exp2, expm1, log1p
from simulator.mechanisms.jit import shared_jit


@shared_jit
def ramp_up(t: float, start: float, ramp: float) -> float:
    """Return how far a practice begun at `start` has been learnt at `t`, 0 to 1."""
    if t < start or t < 0.0:
        return 0.0
    if ramp <= 0.0:
        return 1.0
    return min(1.0, (t - start) / ramp)


@shared_jit
def strengthened(strength: float, days: float, scale: float) -> float:
    """Return the strength of a practice after `days` more [person-days]: 1 - exp(-spend / scale).

    A scale of 0 [person-days]: nothing there can be practised, and money changes nothing.
    """
    before = -log1p(-strength) if strength < 1.0 else math.inf
    spent = days / scale if scale > 0.0 else 0.0
    return -expm1(-(before + spent))


@shared_jit
def gain(t: float, strength: float, start: float, ramp: float, stops: float, fade: float) -> float:
    """Return g(t), the share of the way from base to ceiling that the money has bought.

    `strength` is 1 - exp(-spend / scale); money stops at `stops` (infinite: never), after which
    the gain halves every `fade` days (infinite: it stays).
    """
    if strength == 0.0:
        return 0.0
    g = strength * ramp_up(t, start, ramp)
    if t > stops and fade < math.inf:
        g = 0.0 if fade == 0.0 else g * exp2(-(t - stops) / fade)
    return g


@shared_jit
def gain_if_followed(row: Any, start: float, t: float, luck: float) -> float:
    """Return g(t) of a practice begun at `start`, 0 where it is not followed.

    `row` says what was bought and how often it is followed: where `luck`, a uniform number, lies
    below its adherence.
    """
    if luck < row.adherence:
        return gain(t, row.strength, start, row.ramp, row.stops, row.fade)
    return 0.0


@shared_jit
def toward(base: float, ceiling: float, g: float) -> float:
    """Return a parameter moved from `base` by the share `g` of the way to `ceiling`, linearly."""
    if g == 0.0:
        return base
    return base + (ceiling - base) * g


@shared_jit
def toward_cadence(base: float, ceiling: float, g: float) -> float:
    """Return `sync_every` [days] moved by the share `g`, linear in 1/T (never is 1/T = 0)."""
    if g == 0.0 or base in (0.0, ceiling):
        return base
    if ceiling == 0.0:
        return 0.0
    slow = 1.0 / base
    rate = slow + (1.0 / ceiling - slow) * g
    return 1.0 / rate if rate > 0.0 else math.inf


@shared_jit
def load(waiting: int, people: float) -> float:
    """Return a team's load, waiting / (waiting + people), from 0 to 1; 0 where nothing waits."""
    return waiting / (waiting + people) if waiting > 0 else 0.0


@shared_jit
def servers(people: float) -> float:
    """Return how many share the work of so many people: 1.5 are two, each at 3/4 of the speed."""
    whole = float(int(people))
    return whole if whole == people else whole + 1.0


@shared_jit
def pressed(q: float, pressure: float, team_load: float) -> float:
    """Return the good probability `q` when the odds of failing are multiplied by 1 + pressure*load.

    0 stays 0 and 1 stays 1. Form and size follow the stress multipliers of SPAR-H (2 high,
    5 extreme); the mapping to load is judgement.
    """
    if pressure == 0.0 or team_load == 0.0:
        return q
    return q / (q + (1.0 - q) * (1.0 + pressure * team_load))
