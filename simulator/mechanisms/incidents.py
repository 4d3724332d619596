"""From latent error to failure: does it show, when, how badly, and what the response takes."""

from __future__ import annotations

import math

from simulator.mechanisms.draws import exponential
from simulator.mechanisms.elementary import exp, power
from simulator.mechanisms.jit import shared_jit
from simulator.mechanisms.luck import Purpose, happens, uniform

DEFECT, LOST, DRIFT, UNOWNED, EXTERNAL = 0, 1, 2, 3, 4
MECHANISMS = ("defect", "lost", "drift", "unowned", "external")
INSIDE, BETWEEN, NEITHER = 0, 1, 2
SIDES = ("inside", "between", "neither")
LAST, RESOLVER, DRAWN = 0, 1, 2
PAGES = ("last", "resolver", "drawn")


@shared_jit
def side(mechanism: int) -> int:
    """Return where an error of this mechanism is made: inside a team, between teams, neither."""
    if mechanism == DEFECT:
        return INSIDE
    if mechanism == EXTERNAL:
        return NEITHER
    return BETWEEN


@shared_jit
def manifests(key: int, probability: float) -> bool:
    """Return whether the latent error ever becomes a failure."""
    return happens(key, Purpose.MANIFEST, 0, probability)


@shared_jit
def latency(key: int, mean: float) -> float:
    """Return the days from release until the error shows."""
    return exponential(uniform(key, Purpose.LATENCY, 0), mean)


@shared_jit
def shows_between(begin: float, end: float, mean: float) -> float:
    """Return the chance that an error that shows does so from `begin` to `end` days after release.

    `mean` [days] is that of its latency; a `begin` below 0 is 0.
    """
    if mean == 0.0:
        return 1.0 if begin <= 0.0 else 0.0
    hidden = 1.0 if begin <= 0.0 else exp(-begin / mean)
    return hidden - exp(-end / mean)


@shared_jit
def _worse(share: float, factor: float) -> float:
    if share >= 1.0:
        return 1.0
    odds = share / (1.0 - share) * factor
    return odds / (1.0 + odds) if odds < math.inf else 1.0


@shared_jit
def at_least_as_bad(
    p1: float, p2: float, p3: float, escalation: float, depth: int
) -> tuple[float, float, float]:
    """Return the chances of being at least as bad as P1, P2, P3, whose odds grow with depth.

    `p1`, `p2`, `p3` are those at depth 0; their odds are multiplied by escalation^depth.
    """
    factor = power(escalation, depth)
    return _worse(p1, factor), _worse(p2, factor), _worse(p3, factor)


@shared_jit
def severity(key: int, p1: float, p2: float, p3: float, escalation: float, depth: int) -> int:
    """Return 1 to 4 (P1 worst): one uniform number is compared with all of `at_least_as_bad`."""
    u = uniform(key, Purpose.SEVERITY, 0)
    worst, bad, middling = at_least_as_bad(p1, p2, p3, escalation, depth)
    if u < worst:
        return 1
    if u < bad:
        return 2
    if u < middling:
        return 3
    return 4


@shared_jit
def share_counted(worst: float, bad: float, middling: float, counts: int) -> float:
    """Return the chance of a counted severity, from `at_least_as_bad`; bit n of `counts`: Pn."""
    share = 0.0
    if counts & 2:
        share += worst
    if counts & 4:
        share += bad - worst
    if counts & 8:
        share += middling - bad
    if counts & 16:
        share += 1.0 - middling
    return share


@shared_jit
def triage_time(key: int, attempt: int, mean: float) -> float:
    """Return the days of triage attempt `attempt` (0 is the first team paged)."""
    return exponential(uniform(key, Purpose.TRIAGE, attempt), mean)


@shared_jit
def repair_time(key: int, mean: float, growth: float, depth: int) -> float:
    """Return the days of repair; each team that built on the error adds the share `growth`."""
    return exponential(uniform(key, Purpose.REPAIR, 0), mean) * (1.0 + depth * growth)


@shared_jit
def fixed_badly(key: int, generation: int, bad_fix: float) -> bool:
    """Return whether fixing the error leaves a new defect behind."""
    return happens(key, Purpose.BAD_FIX, generation, bad_fix)
