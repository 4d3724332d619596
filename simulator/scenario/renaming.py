"""A scenario under other names: the same organisation, with the luck of its new names."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.model.units import money
from simulator.scenario.resolution import price_of
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import Tree

__all__ = ["renamed"]

ARROW = " -> "
_OWN = ("name", "question", "teaches", "costs", "workshop")
Names = Mapping[str, str]


def renamed(scenario: Scenario, title: str, names: Names) -> Scenario:
    """The scenario with this title, and another name wherever `names` has one.

    Question, lesson, prices, reasons, titles of items and what is for a room are left out. Its luck
    is that of the new names, so that numbers move within the noise: whoever knows it could try
    names until the numbers agree. What shared its luck still does.
    """
    kept = {key: of for key, of in scenario.tree.items() if key not in _OWN}
    price = price_of(scenario.tree)
    if price is not None and "arms" in kept:
        kept["arms"] = _in_days(kept["arms"], price[0])
    others = dict.fromkeys(word for word in _lucks(kept) if _place(word, names) == word)
    shared = {word: f"Luck {number}" for number, word in enumerate(others, 1)}
    return Scenario.from_tree({**_told(kept, {**names, **shared}), "name": title})


def _in_days(node: Any, price: float) -> Any:
    """Plans with person-days in place of money, whose price is left out."""
    if isinstance(node, dict):
        return {key: _in_days(of, price) for key, of in node.items()}
    found = money(node)
    return node if found is None else f"{found[0] / price!r} person-days"


def _lucks(node: Any) -> Iterator[str]:
    """Every luck that a part of the tree gives by a word of its own."""
    if isinstance(node, dict):
        for key, of in node.items():
            if key == "luck" and isinstance(of, str):
                yield of
            else:
                yield from _lucks(of)
    elif isinstance(node, list):
        for of in node:
            yield from _lucks(of)


def _told(node: Tree, names: Names) -> Tree:
    """A part of the tree as it is with the other names, its reasons left out."""
    return {
        key: _renamed(key, of, names)
        for key, of in node.items()
        if not (key == "because" and isinstance(of, str)) and key != "titles"
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


def _merged(node: Any, names: Names) -> Any:
    return {key: _each(of, names) for key, of in node.items()}


_HOW: Mapping[str, Callable[[Any, Names], Any]] = {
    **dict.fromkeys(("work", "teams", "boundaries", "arms", "add"), _table),
    **dict.fromkeys(
        ("owner", "resolver", "makes", "carries", "route", "fact_names", "drop", "before", "after"),
        _each,
    ),
    "merge": _merged,
    "spend": _spend,
    "luck": _place,
}
"""How what stands under a key is renamed, where names stand in it."""
