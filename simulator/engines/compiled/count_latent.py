"""Counts what is latent in an item at its release, by how likely it is to show."""

from __future__ import annotations

from typing import Any

from simulator.engines.columns import EXPECTED, Sum
from simulator.engines.compiled.count import GRADES, SIDED, add, cell
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.memory import common, error, item
from simulator.mechanisms.incidents import (
    DEFECT,
    DRIFT,
    LOST,
    at_least_as_bad,
    share_counted,
    shows_between,
    side,
)


@kernel_inline
def chance_to_show(s: Any, mechanism: int) -> float:
    """Return the chance now that an error which goes live becomes a failure."""
    now = common(s)
    if mechanism == DEFECT:
        return float(now.manifest_defect)
    if mechanism == LOST:
        return float(now.manifest_lost)
    if mechanism == DRIFT:
        return float(now.manifest_drift)
    return float(now.manifest_unowned)


@kernel
def count_latent(s: Any, slot: int) -> None:
    """Count the errors of an item that is released now by their chances to show.

    Everything else of the item's fate but later bad fixes is drawn independently of the past.
    """
    it, now = item(s, slot), common(s)
    each, cohort = it.errors, it.arrived >= s.warm_up
    if each == 0:
        return
    spared = 1.0
    worst = bad = middling = all_shown = 0.0
    seen = shows_between(s.warm_up - s.now, s.horizon - s.now, now.latency)
    while each != 0:
        wrong = error(s, each)
        chance = chance_to_show(s, wrong.mechanism)
        p1, p2, p3 = at_least_as_bad(now.p1, now.p2, now.p3, now.escalation, wrong.depth)
        counted = share_counted(p1, p2, p3, s.counted_severities)
        spared *= 1.0 - chance * counted * now.soon
        first = s.in_incidents + EXPECTED * SIDED + side(wrong.root_mechanism) * GRADES
        _add_grades(s, first, (p1, p2 - p1, p3 - p2, 1.0 - p3), chance * seen)
        if cohort:
            worst, bad, middling = worst + chance * p1, bad + chance * p2, middling + chance * p3
            all_shown += chance
            add(s, s.in_failures + cell(s, wrong), chance)
        each = wrong.next
    if cohort:
        shares = worst, bad - worst, middling - bad, all_shown - middling
        add(s, Sum.EXPECTED_FAILED, 1.0 - spared)
        add(s, s.in_kinds + it.kind, all_shown)
        _add_grades(s, s.in_severities, shares, 1.0)


@kernel_inline
def _add_grades(s: Any, first: int, shares: tuple[float, ...], times: float) -> None:
    add(s, first, shares[0] * times)
    add(s, first + 1, shares[1] * times)
    add(s, first + 2, shares[2] * times)
    add(s, first + 3, shares[3] * times)
