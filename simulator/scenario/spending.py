"""Where the money of a plan goes: places, shares, units of work, halving costs."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.model.frozen import ReadOnly
from simulator.model.plan import Lever, Plan
from simulator.model.quantity import Quantity
from simulator.model.resolved import Resolved
from simulator.model.units import DAYS_PER_WEEK, DAYS_PER_YEAR
from simulator.scenario.routes import places

__all__ = [
    "Purchase",
    "capacity_taken",
    "halving_cost",
    "purchases",
    "units",
    "used_places",
    "weekly_items",
]

_LN_2 = 0.6931471805599453  # a plan asks no C library


@dataclass(frozen=True, slots=True)
class Purchase:
    """A spend on one lever at one place [person-days a year]."""

    lever: str
    place: str
    person_days: float


def weekly_items(scenario: Resolved) -> Mapping[str, float]:
    """The items a week through every team and boundary that routes use, once for every pass."""
    items = scenario._weekly  # noqa: SLF001 - the place kept for this function
    if items is None:
        items = scenario._weekly = ReadOnly(_weekly_items(scenario))  # noqa: SLF001
    return items


def _weekly_items(scenario: Resolved) -> dict[str, float]:
    listed = {name for name, boundary in scenario.boundaries.items() if boundary.listed}
    weeks = scenario.horizon.value / DAYS_PER_WEEK
    items: dict[str, float] = {}
    for kind in scenario.work.values():
        if kind.schedule is not None:
            weekly = sum(time <= scenario.horizon.value for time in kind.schedule) / weeks
        else:
            weekly = kind.rate.value * DAYS_PER_WEEK if kind.rate is not None else 0.0
        for group in places([kind.route], listed):
            for place in group:
                items[place] = items.get(place, 0.0) + weekly
    return dict(sorted(items.items()))


def used_places(scenario: Resolved, lever: str) -> tuple[str, ...]:
    """The places in this scenario where a lever can be bought, in name order."""
    where = scenario.teams if scenario.levers[lever].at == "teams" else scenario.boundaries
    return tuple(place for place in weekly_items(scenario) if place in where)


def units(scenario: Resolved, lever: str, place: str) -> float:
    """The units of work that the lever's scale counts at a place."""
    per = scenario.levers[lever].scale.per
    if per == "weekly item":
        return weekly_items(scenario).get(place, 0.0)
    return scenario.teams[place].people.value if per == "person" else 1.0


def halving_cost(scenario: Resolved, lever_or_side: str) -> float:
    """The spend that closes half the gap everywhere [person-days a year].

    Of a lever: ln 2 times scale times units over its places; of a side: the sum of its levers.
    """
    levers = _levers(scenario, lever_or_side)
    return _LN_2 * math.fsum(
        lever.scale.person_days * units(scenario, lever.name, place)
        for lever in levers
        for place in used_places(scenario, lever.name)
    )


def _levers(scenario: Resolved, lever_or_side: str) -> list[Lever]:
    if lever_or_side in scenario.levers:
        return [scenario.levers[lever_or_side]]
    if lever_or_side in {"core", "edge", "other"}:
        return [lever for lever in scenario.levers.values() if lever.side == lever_or_side]
    raise ValueError(f"{lever_or_side!r} is neither a side nor a lever of this scenario")


def purchases(scenario: Resolved, plan: Plan) -> tuple[Purchase, ...]:
    """What a plan buys, by lever in the order of the table and place in name order.

    ``scenario`` is the plan's own, its change applied. A side's spend is shared equally among
    its levers, a lever's among its places by traffic or evenly. ValueError for the rule best,
    which needs planning replications, and for a spend with no place to go.
    """
    if plan.rule == "best" and plan.spend:
        raise ValueError("the rule best is decided by planning replications, not by the file")
    bought: dict[tuple[str, str], float] = {}
    for key, amount in plan.spend.items():
        if isinstance(amount, Quantity):
            shares = _shares(scenario, key, amount.value, plan.rule)
        else:
            shares = {(key, place): spend.value for place, spend in amount.items()}
        for address, spend in shares.items():
            bought[address] = bought.get(address, 0.0) + spend
    order = {name: index for index, name in enumerate(scenario.levers)}
    return tuple(
        Purchase(lever, place, bought[lever, place])
        for lever, place in sorted(bought, key=lambda address: (order[address[0]], address[1]))
    )


def _shares(scenario: Resolved, key: str, spend: float, rule: str) -> dict[tuple[str, str], float]:
    levers = _levers(scenario, key)
    items = weekly_items(scenario)
    shares: dict[tuple[str, str], float] = {}
    for lever in levers:
        where = used_places(scenario, lever.name)
        if not where:
            raise ValueError(f"the spend on {key} finds no place for {lever.name}")
        weights = [items[place] if rule == "traffic" else 1.0 for place in where]
        if not math.fsum(weights) > 0:
            weights = [1.0] * len(where)
        total = math.fsum(weights)
        for place, weight in zip(where, weights, strict=True):
            shares[lever.name, place] = spend / len(levers) * (weight / total)
    return shares


def capacity_taken(scenario: Resolved, bought: tuple[Purchase, ...]) -> Mapping[str, float]:
    """The people a plan funded from capacity takes from each team, of a boundary half a side."""
    taken: dict[str, float] = {}
    for purchase in bought:
        people = purchase.person_days / DAYS_PER_YEAR
        boundary = scenario.boundaries.get(purchase.place)
        sides = (purchase.place,) if boundary is None else (boundary.source, boundary.target)
        for team in sides:
            taken[team] = taken.get(team, 0.0) + people / len(sides)
    return dict(sorted(taken.items()))
