"""A small organisation whose failures are linear in its yields, so that all is known by hand.

Two teams and a handover, nobody ever waits, nothing is found later, no pressure, nothing from
outside. Per item 2 * 0.1 defects are made, half removed; 5 interface changes are unknown at the
handover, each concerns the item with 0.05, half caught: 0.1 and 0.125 latent errors, of which half
show. Failures per 100: 5 made inside, 6.25 between. Money buys g = 1 - exp(-1) of the way to the
ceiling on either side.
"""

from __future__ import annotations

import math
from typing import Any

from simulator.scenario.scenario import Scenario

INSIDE, BETWEEN = 5.0, 6.25
GAIN = 1.0 - math.exp(-1.0)
CORE_CUT, EDGE_CUT = 0.8 * GAIN, 0.9 * GAIN
"""The shares of either side's failures that its plan prevents."""

Tree = dict[str, Any]


def tree(**changes: Any) -> Tree:
    """Return the organisation's file as a tree; top-level keys may be replaced."""
    lever = {"scale": "5 person-days per weekly item", "adherence": 1, "overhead": "0 h",
             "ramp": "0 days"}  # fmt: skip
    boundary = {
        "from": "A", "to": "B", "carries": "integration", "fidelity": 1, "owned": 1,
        "boundary_work": 0, "changes_per_week": 5, "sync_every": "10 days", "exposure": 0.05,
        "contract_tests": 0.5, "handoff_effort": "0 h", "readback_effort": "0 h",
        "question_effort": "0 h",
    }  # fmt: skip
    return {
        "version": 1,
        "external": "none",
        "name": "Linear",
        "horizon": "160 days",
        "warm_up": "20 days",
        "matters": "1 failed change per 100",
        "work": [{"kind": "change", "arrivals": "20 per week", "facts": 2, "route": ["A", "B"]}],
        "defaults": {
            "team": {
                "people": 60,
                "effort": {"mean": "1 day", "shape": "constant"},
                "defects_per_item": 0.1,
                "defect_removal": 0.5,
                "fix_effort": "0 h",
                "catches_defects": 0,
                "catches_misunderstandings": 0,
            }
        },
        "teams": {"A": {}, "B": {}},
        "boundaries": [boundary],
        "incidents": {"manifest": 0.5, "latency": "5 days", "bad_fix": 0, "escalation": 1},
        "levers": {
            "verification": {"ceiling": {"defect_removal": 0.9}, **lever},
            "contracts": {"ceiling": {"contract_tests": 0.95, "fidelity": 1}, **lever},
        },
        "arms": [
            {"name": "inside", "spend": {"core": "200 person-days"}},
            {"name": "between", "spend": {"edge": "100 person-days"}},
        ],
        **changes,
    }


def linear(**changes: Any) -> Scenario:
    """Return the organisation."""
    return Scenario.from_tree(tree(**changes))


def part(of: Tree, *keys: str, **changes: Any) -> Tree:
    """Return a copy of a tree with some keys of one mapping in it replaced."""
    if not keys:
        return {**of, **changes}
    return {**of, keys[0]: part(of[keys[0]], *keys[1:], **changes)}
