"""Failed changes by month: known answers where every change is as likely to fail."""

import math

import pytest

from simulator.engines.log import Happening
from simulator.engines.program.compilation import program_for
from simulator.engines.reference.engine import simulate
from simulator.measures.months import MONTH, by_month
from simulator.scenario.scenario import Scenario
from tests.unit.methods.linear import linear

SURE = {"fidelity": 0, "shared_context": 0, "readback": 0, "assumption_accuracy": 0}


def made(**boundary: object) -> Scenario:
    """Return teams in a row of which a handover loses every fact, or none."""
    known = linear()
    tree = {**known.tree, "horizon": "105 days", "warm_up": "20 days", "events": []}
    tree["boundaries"] = {
        name: {**each, "exposure": 0, **boundary} for name, each in tree["boundaries"].items()
    }
    tree["defaults"] = {"team": {**tree["defaults"]["team"], "defects_per_item": 0}}
    return Scenario.from_tree(tree)


def test_each_whole_month_counts_what_was_released_in_it() -> None:
    program = program_for(made(**SURE), "today")
    log = simulate(program, 1, 0)
    found = by_month(program, log)
    assert found.shape == (4, 2), "85 days are four months and a rest that is left out"
    released = log.events["time"][log.events["event"] == Happening.RELEASED]
    for month, (count, _) in enumerate(found):
        begins = 20.0 + MONTH * month
        assert count == ((released >= begins) & (released < begins + MONTH)).sum() > 0


def test_a_change_with_the_same_mistakes_is_as_likely_to_fail_in_every_month() -> None:
    scenario = made(**SURE)
    program = program_for(scenario, "today")
    found = by_month(program, simulate(program, 1, 0))
    (kind,) = scenario.work.values()
    incidents = scenario.incidents
    counted = sum(incidents.severity[name].value for name in scenario.failure.counts)
    counted /= sum(weight.value for weight in incidents.severity.values())
    soon = -math.expm1(-scenario.failure.within.value / incidents.latency.value)
    chance = 1.0 - (1.0 - incidents.manifest["lost"].value * counted * soon) ** kind.facts.value
    for released, failed in found:
        assert failed / released == pytest.approx(chance, rel=1e-12)
