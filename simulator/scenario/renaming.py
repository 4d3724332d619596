"""A scenario under other names: the same organisation, with the same luck."""

from collections.abc import Callable, Mapping
from typing import Any

from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import Tree

__all__ = ["renamed"]

ARROW = " -> "
_OWN = ("name", "question", "costs")
Names = Mapping[str, str]


def renamed(scenario: Scenario, title: str, names: Names) -> Scenario:
    """The scenario with this title, and another name wherever `names` has one.

    Question, prices and reasons are left out. Luck stays that of the old names, so that no number
    changes.
    """
    tree = _told({key: of for key, of in scenario.tree.items() if key not in _OWN}, names)
    _give_luck(tree, scenario, names)
    for plan, written in tree.get("arms", {}).items():
        if written.get("change"):
            old = next(name for name in scenario.arms if names.get(name, name) == plan)
            _give_luck(written["change"], scenario.for_plan(old), names, beside=scenario)
    return Scenario.from_tree({**tree, "name": title})


def _told(node: Tree, names: Names) -> Tree:
    """A part of the tree as it is with the other names, its reasons left out."""
    return {
        key: _renamed(key, of, names)
        for key, of in node.items()
        if not (key == "because" and isinstance(of, str))
    }


def _renamed(key: str, node: Any, names: Names) -> Any:
    if key in _HOW:
        return _HOW[key](node, names)
    if isinstance(node, dict):
        return _told(node, names)
    if isinstance(node, list):
        return [_told(each, names) if isinstance(each, dict) else each for each in node]
    return node


def _table(node: Any, names: Names) -> Any:
    """Entries by a name, or a number that stands for all of them."""
    if not isinstance(node, dict) or "value" in node:
        return _told(node, names) if isinstance(node, dict) else node
    return {
        _place(name, names): _told(of, names) if isinstance(of, dict) else of
        for name, of in node.items()
    }


def _place(name: str, names: Names) -> str:
    return names.get(name) or ARROW.join(names.get(side, side) for side in name.split(ARROW))


def _each(node: Any, names: Names) -> Any:
    return [_each(of, names) for of in node] if isinstance(node, list) else names.get(node, node)


def _spend(node: Any, names: Names) -> Any:
    return {lever: _table(of, names) for lever, of in node.items()}


_HOW: Mapping[str, Callable[[Any, Names], Any]] = {
    **dict.fromkeys(("work", "teams", "boundaries", "arms"), _table),
    **dict.fromkeys(("owner", "resolver", "makes", "carries", "route", "fact_names"), _each),
    "spend": _spend,
}
"""How what stands under a key is renamed, where names stand in it."""


def _give_luck(
    tree: Tree, scenario: Scenario, names: Names, beside: Scenario | None = None
) -> None:
    """Write into a tree the luck of all that `beside` does not have."""
    steps = [set(step) for kind in scenario.work.values() for step in kind.route]
    for table in ("work", "teams", "boundaries"):
        there = getattr(beside, table) if beside else {}
        for name, of in getattr(scenario, table).items():
            # to list a boundary of two members of a group would make them talk to each other
            silent = table == "boundaries" and not of.listed
            inside = silent and any({of.source, of.target} <= step for step in steps)
            if name not in there and not inside:
                tree.setdefault(table, {}).setdefault(_place(name, names), {})["luck"] = of.luck
