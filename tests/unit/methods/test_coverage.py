"""Intervals hold the truth as often as they say, on an organisation whose truth is known."""

import math
from typing import Any

import numpy as np
import pytest

from simulator.engines.program.compilation import Program, program_for
from simulator.experiments.replicate import replicate
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import ratio_estimate
from simulator.stats.paired import paired_ratio_difference

EXPERIMENTS, EACH = 400, 12
DEFECTS, REMOVAL, CEILING, MANIFEST = 1.5, 0.6, 0.9, 0.3
SPEND, SCALE, WEEKLY = 100.0, 8.0, 10.0

TREE: dict[str, Any] = {
    "version": 1,
    "external": "none",
    "name": "one team",
    "horizon": "60 days",
    "work": [{"kind": "change", "arrivals": f"{WEEKLY} per week", "facts": 1, "route": ["A"]}],
    "teams": {
        "A": {
            "people": 9,
            "effort": {"mean": "0.5 days"},
            "defects_per_item": DEFECTS,
            "defect_removal": REMOVAL,
            "fix_effort": "0 h",
        }
    },
    "boundaries": [],
    "incidents": {"manifest": MANIFEST, "bad_fix": 0},
    "levers": {
        "verification": {
            "ceiling": {"defect_removal": CEILING},
            "scale": f"{SCALE} person-days per weekly item",
        }
    },
    "arms": [{"name": "cores", "spend": {"core": f"{SPEND} person-days"}}],
}


def fraction(program: Program) -> tuple[Floats, Floats]:
    rows = replicate(program, 1, range(EXPERIMENTS * EACH))
    return OUTCOMES["failures"].fraction(program, rows)


@pytest.fixture(scope="module")
def runs() -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    scenario = Scenario.from_tree(TREE)
    return fraction(program_for(scenario)), fraction(program_for(scenario, "cores"))


def removal() -> float:
    gain = 1 - math.exp(-SPEND / (SCALE * WEEKLY))
    return REMOVAL + (CEILING - REMOVAL) * gain


def covered(hits: list[bool]) -> None:
    share = float(np.mean(hits))
    error = math.sqrt(0.95 * 0.05 / len(hits))
    assert abs(share - 0.95) < 4 * error, f"{share:.3f}, expected 0.950 +- {error:.3f}"


def test_the_interval_of_an_outcome_covers_the_truth(
    runs: tuple[tuple[Floats, Floats], tuple[Floats, Floats]],
) -> None:
    truth = 100 * DEFECTS * (1 - REMOVAL) * MANIFEST
    above, below = runs[0]
    found = [
        ratio_estimate(above[k : k + EACH], below[k : k + EACH])
        for k in range(0, EXPERIMENTS * EACH, EACH)
    ]
    covered([each.low <= truth <= each.high for each in found])


def test_the_interval_of_a_paired_difference_covers_the_truth(
    runs: tuple[tuple[Floats, Floats], tuple[Floats, Floats]],
) -> None:
    truth = 100 * DEFECTS * MANIFEST * (REMOVAL - removal())
    (above, below), (better, released) = runs
    found = [
        paired_ratio_difference(
            better[k : k + EACH], released[k : k + EACH], above[k : k + EACH], below[k : k + EACH]
        )
        for k in range(0, EXPERIMENTS * EACH, EACH)
    ]
    covered([each.low <= truth <= each.high for each in found])
    widths = [each.high - each.low for each in found]
    apart = ratio_estimate(above[:EACH], below[:EACH])
    assert np.median(widths) < apart.high - apart.low, "the same luck should narrow the difference"
