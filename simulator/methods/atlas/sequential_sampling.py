"""How long a cell of a map is looked at: a little, then more where it is close."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from simulator.engines.program.compilation import Plan
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Tally
from simulator.methods.allocation.contenders import BETWEEN, INSIDE
from simulator.methods.progress import part
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate
from simulator.stats.paired import paired_ratio_difference, verdict

__all__ = ["UNTOLD", "Where", "looked", "named"]

UNTOLD = "cannot tell"
_LOOKS = (0.125, 0.34, 1.0)
_SHARES = (30, 25, 40)

Where = tuple[int, int]
"""A cell: its column and its row."""


def looked(
    plans: Mapping[Where, tuple[Plan, Plan]],
    run: Runner,
    outcome: str,
    scenario: Scenario,
    replications: int,
    progress: Callable[[int], None],
) -> dict[Where, tuple[Estimate, str]]:
    """Return of every cell its difference and verdict, after as many looks as it needs."""
    looks = sorted({max(min(2, replications), round(replications * each)) for each in _LOOKS})
    level = 1.0 - 0.05 / len(looks)
    found: dict[Where, tuple[Estimate, str]] = {}
    left = list(plans)
    for share, look in zip(_SHARES, looks, strict=False):
        named = {
            f"{column} {row} {side}": plans[column, row][side]
            for column, row in left
            for side in (0, 1)
        }
        step = part(progress, share, look * len(named))
        rows = run.campaign(named, look).run(step) if named else {}
        for where in left:
            column, row = where
            pair = [rows[f"{column} {row} {side}"] for side in (0, 1)]
            found[where] = _told(plans[where], pair, outcome, scenario, level)
        left = [where for where in left if found[where][1] == UNTOLD]
    return found


def _told(
    plans: tuple[Plan, Plan], rows: Sequence[Tally], outcome: str, scenario: Scenario, level: float
) -> tuple[Estimate, str]:
    fraction = OUTCOMES[outcome].fraction
    core, edge = (fraction(plan, tally) for plan, tally in zip(plans, rows, strict=True))
    difference = paired_ratio_difference(*edge, *core, level=level)
    return difference, named(difference, outcome, scenario)


def named(difference: Estimate, outcome: str, scenario: Scenario) -> str:
    """Return who is better where between less inside is this, or that it cannot be told."""
    if not difference.low <= difference.high:
        return UNTOLD
    matters = scenario.matters.value if outcome == "change_failure_rate" else 0.0
    sign = verdict(difference.low, difference.high, matters)
    if sign == 0:
        return UNTOLD
    return BETWEEN if (sign < 0) == (OUTCOMES[outcome].better == "less") else INSIDE
