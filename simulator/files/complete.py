"""A scenario's tree with every default written out, in an order that files do not choose."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from simulator.model.frozen import Measured
from simulator.model.lever import LEVERS
from simulator.model.outcome import OUTCOME_ROWS
from simulator.model.quantity import Quantity
from simulator.model.register import REGISTER, lever_row
from simulator.model.units import UNITS
from simulator.scenario.layout import layout
from simulator.scenario.mappings import Record, Table
from simulator.scenario.scenario import Scenario
from simulator.scenario.shape import Shape
from simulator.scenario.tree import Drawn, Tree, is_quantity, merge
from simulator.scenario.world import AS_WRITTEN

__all__ = ["complete"]


def complete(scenario: Scenario) -> Tree:
    """The tree that needs no default of the register, shares what was shared, and is sorted."""
    tree = scenario.tree
    nought = {"matters": OUTCOME_ROWS[scenario.outcome].nought}
    base: Tree = {
        **{k: of for k, of in {**_section("scenario"), **nought}.items() if k not in tree},
        "failure": _section("failure"),
        "work": {kind: _section("work") for kind in scenario.work},
        "defaults": {"team": _section("team"), "boundary": _section("boundary")},
        "incidents": _section("incidents"),
        "arms": {
            name: {"rule": plan.rule, "funded": plan.funded} for name, plan in scenario.arms.items()
        },
    }
    if scenario.external is not None:
        base["external"] = {**_section("external"), "resolver": scenario.external.resolver}
        if not isinstance(tree.get("external"), dict):
            base["external"]["rate"] = f"{5.0 * scenario.external.rate.value!r} per week"
    if scenario.costs is not None:
        base["costs"] = _section("costs")
    full = merge(base, {key: of for key, of in tree.items() if key != "levers"})
    full["levers"] = _levers(scenario)
    if scenario.world != AS_WRITTEN:
        full = _settled(full, scenario)
    ordered: Tree = _ordered(full, layout())
    return ordered


def _settled(tree: Tree, scenario: Scenario) -> Tree:
    """The tree with what a world has beyond it written out, in plans and shocks too."""
    base = _beyond(scenario, scenario)
    full = merge(tree, base)
    for name, plan in full["arms"].items():
        if plan.get("change"):
            own = _differing(_beyond(scenario.for_plan(name), scenario), base)
            full["arms"][name] = {**plan, "change": merge(plan["change"], own)}
    events = list(full.get("events") or [])
    order = sorted(range(len(events)), key=lambda index: _at(events[index]["at"]))
    for (before, after), index in zip(pairwise(scenario.epochs()), order, strict=True):
        if events[index].get("change"):
            was, now = (_beyond(epoch.scenario, scenario) for epoch in (before, after))
            own = _differing(now, was)
            events[index] = {**events[index], "change": merge(events[index]["change"], own)}
    return {**full, "events": events} if events else full


def _beyond(now: Scenario, scenario: Scenario) -> Tree:
    """The values that the world of a scenario moves, as a file would write them now."""
    found: Tree = {}
    if scenario.world.factors:
        response = now.incidents
        found["incidents"] = {
            "manifest": {name: of.value for name, of in response.manifest.items()},
            "severity": {name: of.value for name, of in response.severity.items()},
            "repair_effort": f"{response.repair_effort.value!r} days",
        }
        if now.external is not None:
            weights = {name: of.value for name, of in now.external.severity.items()}
            found["external"] = {"severity": weights}
    if scenario.world.places is not None:
        for section, of, places, usual in (
            ("teams", "team", now.teams, scenario.teams),
            ("boundaries", "boundary", now.boundaries, scenario.boundaries),
        ):
            found[section] = {
                name: _varying(place, usual.get(name, place), of) for name, place in places.items()
            }
    return found


def _varying(place: Measured, usual: Measured, section: str) -> Tree:
    """The values of a place that differ from place to place, or do so in the usual one."""
    found: Tree = {}
    for key in type(place).model_fields:
        value, as_usual = getattr(place, key), getattr(usual, key)
        if isinstance(value, Measured):
            inner = _varying(value, as_usual, f"{section}.{key}")
            found |= {key: inner} if inner else {}
        elif isinstance(value, Quantity) and (value.varies or as_usual.varies):
            found[key] = _in_file(REGISTER[f"{section}.{key}"].unit, value.value)
    return found


def _in_file(unit: str, value: float) -> Any:
    if not unit.startswith("duration"):
        return value
    return "never" if math.isinf(value) else f"{value!r} days"


def _at(written: Any) -> float:
    """When a shock comes [working days]."""
    if isinstance(written, Drawn):
        return written.value
    at = written["value"] if isinstance(written, dict) else written
    return UNITS["duration"].parse(at)


def _differing(now: Tree, was: Tree) -> Tree:
    """The entries of a tree that are not those of another, at every depth."""
    found: Tree = {}
    for key, value in now.items():
        before = was.get(key)
        if isinstance(value, dict) and isinstance(before, dict):
            inner = _differing(value, before)
            found |= {key: inner} if inner else {}
        elif value != before:
            found[key] = value
    return found


def _section(section: str) -> Tree:
    """The defaults of one section as a file would write them."""
    values: Tree = {}
    for key, parameter in REGISTER.items():
        if not key.startswith(f"{section}.") or parameter.default is None:
            continue
        *parents, name = key.removeprefix(f"{section}.").split(".")
        inner = values
        for parent in parents:
            inner = inner.setdefault(parent, {})
        default = parameter.default
        inner[name] = list(default) if isinstance(default, tuple) else default
    return values


def _levers(scenario: Scenario) -> Tree:
    written = scenario.tree.get("levers")
    if not isinstance(written, dict):
        return {name: lever_row(name, shipped=True) for name, row in LEVERS.items() if row.shipped}
    return {
        name: _kept(name, merge(lever_row(name, shipped=False), _given(written[name])))
        for name in scenario.levers
    }


def _given(lever: Tree) -> Tree:
    return {key: of for key, of in lever.items() if of is not None}


def _kept(name: str, lever: Tree) -> Tree:
    """The row with a null for every ceiling that was taken away, else it would come back."""
    shipped = lever_row(name, shipped=False)["ceiling"]
    return {**lever, "ceiling": {**dict.fromkeys(shipped), **(lever.get("ceiling") or {})}}


def _ordered(node: Any, shape: Shape | None) -> Any:
    """The node with known keys in the layout's order and names in their own."""
    if not isinstance(node, dict) or is_quantity(node):
        return node
    if isinstance(shape, Table):
        names = list(node) if shape.listed == ("name",) else sorted(node)
        return {name: _ordered(node[name], shape.entry) for name in names}
    fields: Mapping[str, Shape] = shape.fields if isinstance(shape, Record) else {}
    known = [key for key in fields if key in node]
    rest = [key for key in node if key not in fields]
    return {key: _ordered(node[key], fields.get(key)) for key in (*known, *rest)}
