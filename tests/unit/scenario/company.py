"""A small company to change in tests."""

from typing import Any

from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge

TREE: dict[str, Any] = {
    "version": 1,
    "external": "none",
    "name": "A company of tests",
    "horizon": "100 days",
    "work": {
        "feature": {
            "arrivals": "10 per week",
            "facts": 8,
            "route": ["Design", ["Build", "Data"], "Run"],
        },
        "fix": {"arrivals": "4 per week", "facts": 3, "route": ["Build", "Run", "Build"]},
    },
    "defaults": {
        "team": {"people": {"value": 5, "low": 3, "high": 9}},
        "boundary": {"fidelity": {"value": 0.9, "low": 0.8, "high": 0.95, "because": "judgement"}},
    },
    "teams": {"Design": {}, "Build": {"people": 7}, "Data": {}, "Run": {}},
    "boundaries": {
        "Build -> Data": {},
        "Build -> Run": {"fidelity": 0.97},
        "Run -> Design": {},
    },
}


def company(**changes: Any) -> Scenario:
    """The small company with some keys overridden."""
    return Scenario.from_tree(merge(TREE, changes))
