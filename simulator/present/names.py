"""The names of a file, by what each of them names."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.model.register import REGISTER
from simulator.scenario.scenario import Scenario

__all__ = ["LETTERED", "names_of"]

LETTERED: Mapping[str, str] = {
    "organisation": "Organisation",
    "question": "Question",
    "team": "Team",
    "kind": "Kind",
    "plan": "Plan",
    "fact": "Fact",
    "category": "Category",
    "currency": "Currency",
}
"""What a name can name, and the word that stands before its letter."""


def names_of(scenario: Scenario) -> dict[str, str]:
    """Return every name that a file made up and what it names, in the order of the file."""
    costs = scenario.costs
    made = [team.makes for team in scenario.teams.values()]
    carried = [boundary.carries for boundary in scenario.boundaries.values()]
    usual = {REGISTER[key].default for key in ("team.makes", "boundary.carries")}
    redrawn = [team for name in scenario.arms for team in scenario.for_plan(name).teams]
    found: dict[str, list[str]] = {
        "organisation": [scenario.name],
        "question": [scenario.question or ""],
        "team": [*scenario.teams, *redrawn],
        "kind": list(scenario.work),
        "plan": list(scenario.arms),
        "fact": [fact for kind in scenario.work.values() for fact in kind.fact_names],
        "category": [name for name in (*made, *carried) if name not in usual],
        "currency": [] if costs is None else [costs.currency],
    }
    names: dict[str, str] = {}
    for what, some in found.items():
        for name in some:
            if name:
                names.setdefault(name, what)
    return names
