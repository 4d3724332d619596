"""Both engines write the same log: same events, same order, same times, same payloads."""

import os
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from simulator.engines.compiled.engine import bulk
from simulator.engines.compiled.engine import simulate as compiled
from simulator.engines.program.compilation import Program, program_for
from simulator.engines.reference.engine import simulate as reference
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.count import tally
from simulator.measures.tally import Tally
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError
from tests.differential.divergence import first_divergence
from tests.strategies.organisations import organisations
from tests.tiers import sampled

PARTS = 4
EXAMPLES = int(os.environ.get("EDGEWISE_DIFFERENTIAL", "500"))
"""How many random organisations in all parts; `make proof` asks for more."""


def agree(program: Program, luck: int, replication: int) -> None:
    ours = reference(program, luck, replication)
    theirs = compiled(program, luck, replication)
    parted = first_divergence(ours.events, theirs.events)
    assert parted is None, (
        f"plan {program.plan!r}, seed {luck}, replication {replication}: {parted}"
    )
    counted = tally(program, ours)
    rows = bulk(program, luck, replication, 1)
    for field in fields(Tally):
        told = np.asarray(rows[field.name][0], np.float64)
        known = getattr(counted, field.name)
        np.testing.assert_allclose(told, known, rtol=1e-12, atol=1e-12, err_msg=field.name)


def plan_of(tree: dict[str, Any], plan: int) -> Program | None:
    """Return a plan of a random organisation; None where the plan cannot be (nobody left, best)."""
    try:
        scenario = Scenario.from_tree(tree)
        names = ("today", *scenario.arms)
        return program_for(scenario, names[plan % len(names)])
    except (TreeError, ValueError):
        return None


@pytest.mark.parametrize("part", sampled(range(PARTS)))
def test_random_organisations_give_equal_logs_and_equal_rows(part: int) -> None:
    agreed = 0

    @seed(part)
    @settings(
        max_examples=EXAMPLES // PARTS,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(organisations(many=True, lucky=True), st.integers(0, 5), st.integers(0, 2**63 - 1))
    def check(tree: dict[str, Any], plan: int, luck: int) -> None:
        nonlocal agreed
        program = plan_of(tree, plan)
        if program is not None:
            agree(program, luck, luck % 7)
            agreed += 1

    check()
    assert agreed > EXAMPLES // PARTS // 2, "most random organisations should be able to run"


@pytest.mark.parametrize("name", sampled(sorted(shipped())))
def test_shipped_scenarios_give_equal_logs_and_equal_rows(name: str) -> None:
    scenario = load(shipped()[name])
    agree(program_for(scenario), 0, 0)
    agree(program_for(scenario, list(scenario.arms)[-1]), 1, 3)


def test_twenty_four_teams_in_groups_with_64_facts_and_constant_efforts_give_equal_logs() -> None:
    names = [f"Team {chr(65 + n)}" for n in range(24)]
    steps = [names[n : n + 3] for n in range(0, 24, 3)]
    tree = {
        "version": 1,
        "external": "none",
        "name": "wide",
        "horizon": "60 days",
        "pressure": 2,
        "work": [
            {"kind": "a", "arrivals": "6 per week", "facts": 64, "route": steps},
            {"kind": "b", "arrivals": {"schedule": ["1 day"] * 5}, "facts": 1, "route": steps[:2]},
        ],
        "defaults": {
            "team": {
                "people": 2,
                "effort": {"mean": "1 day", "shape": "constant"},
                "catches_defects": 0.4,
                "catches_misunderstandings": 0.3,
            },
            "boundary": {"fidelity": 0.9, "lapse": 0.1},
        },
        "teams": {name: {} for name in names},
        "boundaries": [{"from": steps[1][0], "to": steps[1][2]}],
    }
    program = plan_of(tree, 0)
    assert program is not None
    agree(program, 5, 0)


def test_a_divergence_is_told_by_event_and_column() -> None:
    scenario = load(shipped()["telephone-game"])
    events = reference(program_for(scenario), 1, 0).events
    other = events.copy()
    other["a"][40] += 1
    told = first_divergence(events, other)
    assert told is not None
    assert told.startswith("event 40: reference ")
    assert first_divergence(events, events[:-1]) is not None
    assert first_divergence(events, events) is None
