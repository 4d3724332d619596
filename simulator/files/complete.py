"""A scenario's tree with every default written out, in an order that files do not choose."""

from collections.abc import Mapping
from typing import Any

from simulator.model.lever import LEVERS
from simulator.model.outcome import OUTCOME_ROWS
from simulator.model.register import REGISTER, lever_row
from simulator.scenario.layout import layout
from simulator.scenario.mappings import Record, Table
from simulator.scenario.scenario import Scenario
from simulator.scenario.shape import Shape
from simulator.scenario.tree import Tree, is_quantity, merge

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
    if scenario.costs is not None:
        base["costs"] = _section("costs")
    full = merge(base, {key: of for key, of in tree.items() if key != "levers"})
    full["levers"] = _levers(scenario)
    ordered: Tree = _ordered(full, layout())
    return ordered


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
