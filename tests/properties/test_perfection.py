"""Where nothing can go wrong nothing does, at any pressure."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.engines.log import Happening
from simulator.mechanisms.incidents import DEFECT
from tests.properties.runs import Row, Tree, examples, only, run
from tests.strategies.organisations import organisations

CORE = {"defects_per_item": 0}
EDGE = {"fidelity": 1, "lapse": 0, "owned": 1}
FRESH = st.sampled_from(
    (
        {"changes_per_week": 0},
        {"contract_tests": 1},
        {"exposure": 0},
        {"sync_every": "0 days"},
    )
)
"""Four ways for an interface never to be stale unnoticed; each of them is enough."""


def without(node: Any, keys: Iterable[str]) -> Any:
    """Return a tree in which no place, plan or shock speaks of `keys`."""
    if isinstance(node, dict):
        return {key: without(value, keys) for key, value in node.items() if key not in keys}
    if isinstance(node, list):
        return [without(entry, keys) for entry in node]
    return node


def perfect(tree: Tree, pressure: float, core: bool, edge: Tree | None) -> Tree:
    """Return a tree with perfect cores, perfect edges or both, and nothing from outside."""
    wanted = (CORE if core else {}) | (edge or {})
    levers = deepcopy(tree.get("levers"))
    tree = without({**tree, "levers": None}, {*wanted, "external", "may_harm", "pressure"})
    tree["external"] = "none"
    # a ceiling worse than a perfect base leaves the base
    tree["levers"] = without(levers, {"may_harm"})
    tree["pressure"] = pressure
    if core:
        tree["defaults"]["team"] |= CORE
    tree["defaults"]["boundary"] |= edge or {}
    return tree


def runs(tree: Tree) -> list[list[Row]]:
    return [run(tree, plan) for plan in ("today", *(plan["name"] for plan in tree["arms"]))]


def no_bad_fixes(tree: Tree) -> Tree:
    tree = without(tree, {"bad_fix"})
    tree["incidents"]["bad_fix"] = 0
    return tree


PRESSURES = st.sampled_from((0, 1, 5, 1000))


@examples(24)
@given(organisations(), PRESSURES, FRESH)
def test_perfect_cores_and_edges_never_fail(tree: Tree, pressure: float, fresh: Tree) -> None:
    for rows in runs(perfect(tree, pressure, core=True, edge=EDGE | fresh)):
        assert not only(rows, Happening.BORN)
        assert not only(rows, Happening.FAILED, Happening.AFTER_HORIZON, Happening.PAGED)


@examples(20)
@given(organisations(), PRESSURES)
def test_perfect_cores_bear_no_defect(tree: Tree, pressure: float) -> None:
    for rows in runs(no_bad_fixes(perfect(tree, pressure, core=True, edge=None))):
        assert not [row for row in only(rows, Happening.BORN) if row.a == DEFECT]


@examples(20)
@given(organisations(), PRESSURES, FRESH)
def test_perfect_edges_lose_nothing(tree: Tree, pressure: float, fresh: Tree) -> None:
    for rows in runs(perfect(tree, pressure, core=False, edge=EDGE | fresh)):
        assert not [row for row in only(rows, Happening.BORN) if row.a != DEFECT]


@examples(15)
@given(organisations())
def test_what_never_manifests_never_fails(tree: Tree) -> None:
    tree = without({**tree, "external": "none"}, {"manifest"})
    tree["incidents"]["manifest"] = 0
    for rows in runs(tree):
        assert not only(rows, Happening.FAILED, Happening.AFTER_HORIZON)
