"""The checks that need resolved numbers: factors on a base, people taken by funding."""

import math
from collections.abc import Iterator

from simulator.model.quantity import Quantity
from simulator.model.register import MOVES
from simulator.model.resolved import Resolved
from simulator.scenario.spending import Purchase, capacity_taken, purchases, units
from simulator.scenario.tree import Fault, Tree, lookup, quoted

__all__ = ["feasible"]


def feasible(scenario: Resolved, plan: str, tree: Tree) -> Iterator[Fault]:
    """The faults of one plan's scenario, its change applied, that show only in numbers."""
    yield from _factors(scenario, tree)
    spending = scenario.arms.get(plan)
    if spending is None or spending.funded != "capacity" or spending.rule == "best":
        return
    bought = purchases(scenario, spending)
    for team, taken in capacity_taken(scenario, bought).items():
        people = scenario.teams[team].people.value
        left = people - taken + _hired(scenario, team, bought)
        if left <= 0:
            found = f"a spend that leaves {quoted(team)} {left:.4g} people"
            yield Fault(("arms", plan, "funded"), found, "a spend that leaves every team people")


def _factors(scenario: Resolved, tree: Tree) -> Iterator[Fault]:
    for name, lever in scenario.levers.items():
        for moved, ceiling in lever.ceiling.items():
            parameter = MOVES[name][moved]
            largest = max(_bases(scenario, parameter.key, moved), default=0.0)
            if ceiling.of_base and not parameter.admits(largest * ceiling.value):
                path = ("levers", name, "ceiling", moved)
                written = lookup(tree, path)
                found = quoted(written["value"] if isinstance(written, dict) else written)
                most = parameter.instead_of(largest * ceiling.value)
                allowed = f"a factor that gives {most}; the base is up to {largest:g}"
                yield Fault(path, found, allowed)


def _bases(scenario: Resolved, key: str, moved: str) -> Iterator[float]:
    section = key.split(".", maxsplit=1)[0]
    sections = {"team": scenario.teams.values(), "boundary": scenario.boundaries.values()}
    for place in sections.get(section, [scenario.incidents]):
        quantity = getattr(place, moved)
        if isinstance(quantity, Quantity):
            yield quantity.value if quantity.high is None else quantity.high


def _hired(scenario: Resolved, team: str, bought: tuple[Purchase, ...]) -> float:
    """The people that the lever people adds at a team from day 0 on."""
    lever = scenario.levers.get("people")
    spend = sum(buy.person_days for buy in bought if (buy.lever, buy.place) == ("people", team))
    if lever is None or spend <= 0 or lever.ramp.value > 0 or "people" not in lever.ceiling:
        return 0.0
    base = scenario.teams[team].people.value
    scale = lever.scale.person_days * units(scenario, "people", team)
    gap = max(0.0, lever.ceiling["people"].at(base) - base)
    return gap * (1.0 - math.exp(-spend / scale)) if scale > 0 else gap
