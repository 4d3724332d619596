"""Expected numbers have the mean of what they stand for: failures as they strike."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest

from simulator.experiments.engine import tallies
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Floats
from simulator.scenario.tree import merge
from simulator.stats.estimate import ratio_contributions
from tests.properties.runs import plan_of
from tests.properties.samples import company, diamond
from tests.tiers import sampled
from tests.verification.support import ENGINE, LIMIT, SEED, Tree

SEEN = 0.01
"""A bias of this share of the mean would be noticed."""

TOGETHER, MOST = 2000, 60_000
ASKED = ("change_failure_rate", "failures", "serious_failures")
OFTEN = {"manifest": 0.8, "latency": "1 day", "triage_effort": "15 min", "repair_effort": "30 min"}
BUSY = {"people": 1, "effort": {"mean": "4 h"}}
GROUPS = [{**diamond()["work"][0], "route": ["Plan", ["Build", "Configure"], ["Plan", "Release"]]}]

CHANGES: Mapping[str, Tree] = {
    "bad fixes of bad fixes": {"incidents": {**OFTEN, "bad_fix": 0.7}},
    "more work than time": {"defaults": {"team": {**BUSY, "effort": {"mean": "1 day"}}}},
    "found late and fixed badly": {
        "defaults": {"team": {"catches_defects": 0.8, "catches_misunderstandings": 0.8}},
        "incidents": {"bad_fix": 0.6},
    },
    "groups one after another": {"work": GROUPS, "incidents": {"bad_fix": 0.4}},
    "a warm-up": {"warm_up": "20 days", "incidents": {**OFTEN, "latency": "8 days"}},
    "months until it shows": {
        "incidents": {"latency": "60 days", "manifest": 0.9},
        "failure": {"within": "40 days"},
    },
    "bad and worse": {
        "failure": {"counts": ["P1", "P4"]},
        "incidents": {**OFTEN, "escalation": 3, "bad_fix": 0.3},
    },
    "nobody looks up": {"pressure": 8, "defaults": {"team": BUSY}, "incidents": OFTEN},
}


def organisations() -> Mapping[str, tuple[Tree, str]]:
    """The organisations and the plan each is seen under."""
    changed = {name: (merge(diamond(), change), "today") for name, change in CHANGES.items()}
    return {
        "a shock and every lever": (company(), "all"),
        "diamond": (diamond(), "today"),
    } | changed


def error(columns: Floats) -> float:
    return float(columns.std(ddof=1)) / math.sqrt(len(columns))


@pytest.mark.parametrize("name", sampled(organisations()))
def test_expected_numbers_have_the_mean_of_what_strikes(name: str) -> None:
    tree, plan = organisations()[name]
    program, asked = plan_of(tree, plan), [OUTCOMES[outcome] for outcome in ASKED]
    found: list[list[Floats]] = [[] for _ in asked]
    for first in range(0, MOST, TOGETHER):
        rows = tallies(program, SEED, range(first, first + TOGETHER), ENGINE)
        for columns, outcome in zip(found, asked, strict=True):
            pair = outcome.fraction(program, rows), outcome.as_struck(program, rows)
            columns.append(np.stack([pair[0][0], pair[1][0], pair[0][1]]))
        sums = [np.concatenate(columns, axis=1) for columns in found]
        pairs = [[ratio_contributions(row, each[2]) for row in each[:2]] for each in sums]
        if all(LIMIT * error(a - b) < SEEN * b.mean() for a, b in pairs):
            break
    for outcome, (expected, struck) in zip(asked, pairs, strict=True):
        noise = error(expected - struck)
        assert LIMIT * noise < SEEN * struck.mean(), outcome.name
        assert abs(expected.mean() - struck.mean()) < LIMIT * noise, outcome.name
