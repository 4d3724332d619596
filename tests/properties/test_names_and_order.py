"""The order of a file means nothing, and names mean nothing but luck and ties."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.engines.log import Happening
from simulator.engines.program.compilation import program_for
from simulator.engines.reference.engine import simulate
from simulator.scenario.scenario import Scenario
from tests.properties.runs import SEED, Tree, examples, only, own_replication, plan_of, rows_of, run
from tests.properties.samples import diamond, two_sample_z
from tests.strategies.organisations import crossed, organisations

FREE = "boundaries", "work", "arms"


def shuffled(node: Any, luck: random.Random) -> Any:
    """Return a tree with every mapping and every list whose order means nothing in new order."""
    if isinstance(node, dict):
        keys = list(node)
        luck.shuffle(keys)
        return {key: _reordered(key, node[key], luck) for key in keys}
    if isinstance(node, list):
        return [shuffled(entry, luck) for entry in node]
    return node


def _reordered(key: str, node: Any, luck: random.Random) -> Any:
    if key == "route":
        return [luck.sample(step, len(step)) if isinstance(step, list) else step for step in node]
    if key in FREE and isinstance(node, list):
        return shuffled(luck.sample(node, len(node)), luck)
    if key == "schedule":
        return node
    return shuffled(node, luck)


def renamed(node: Any, names: Mapping[str, str]) -> Any:
    """Return a tree in which teams and kinds have other names, wherever they are named."""
    if isinstance(node, dict):
        return {_name(key, names): renamed(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [renamed(entry, names) for entry in node]
    return _name(node, names)


def _name(word: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(word, str):
        return word
    sides = word.split(" -> ")
    if len(sides) == 2:
        return " -> ".join(names.get(side, side) for side in sides)
    return names.get(word, word)


def with_luck(tree: Tree, names: Mapping[str, str]) -> Tree:
    """Return a renamed tree that keeps the luck of the old names.

    Every crossed boundary gets an entry first, so that its luck can be written.
    """
    tree = deepcopy(tree)
    for kind in tree["work"]:
        kind["luck"] = kind["kind"]
    for name, team in tree["teams"].items():
        team["luck"] = name
    for entry in tree["boundaries"]:
        entry["luck"] = f"{entry['from']} -> {entry['to']}"
    lucks = [(entry, entry.pop("luck")) for entry in _lucky(tree)]
    tree = renamed(tree, names)
    for entry, (_, luck) in zip(_lucky(tree), lucks, strict=True):
        entry["luck"] = luck
    return tree


def _lucky(tree: Tree) -> list[Tree]:
    return [*tree["work"], *tree["teams"].values(), *tree["boundaries"]]


def listed(tree: Tree) -> Tree:
    """Return a tree with an entry for every boundary that routes cross."""
    tree = deepcopy(tree)
    known = {f"{entry['from']} -> {entry['to']}" for entry in tree["boundaries"]}
    for name in crossed(tree):
        if name not in known:
            source, target = name.split(" -> ")
            tree["boundaries"].append({"from": source, "to": target})
    return tree


@examples(24)
@given(organisations(), st.integers(0, 1000))
def test_the_order_of_a_file_changes_nothing(tree: Tree, shuffle: int) -> None:
    other = shuffled(tree, random.Random(shuffle))  # noqa: S311 an order, not a secret
    for plan in ("today", *(plan["name"] for plan in tree["arms"])):
        logs = [
            simulate(plan_of(one, plan), SEED, own_replication(tree)).events
            for one in (tree, other)
        ]
        assert logs[0].tobytes() == logs[1].tobytes()


@examples(24)
@given(organisations())
def test_new_names_with_the_old_luck_in_the_old_order_are_the_same_run(tree: Tree) -> None:
    tree = listed(tree)
    words = [*tree["teams"], *(kind["kind"] for kind in tree["work"])]
    other = with_luck(tree, {word: f"the {word}" for word in words})
    for plan in ("today", *(plan["name"] for plan in tree["arms"])):
        programs = [plan_of(one, plan) for one in (tree, other)]
        assert list(programs[0].scenario.teams) != list(programs[1].scenario.teams)
        logs = [simulate(program, SEED, own_replication(tree)).events for program in programs]
        assert logs[0].tobytes() == logs[1].tobytes()


@examples(24)
@given(organisations(groups=False), st.integers(0, 1000))
def test_where_nothing_ties_the_old_luck_is_the_same_run_in_any_order(
    tree: Tree, shuffle: int
) -> None:
    tree = untied(listed(tree))
    words = [*tree["teams"], *(kind["kind"] for kind in tree["work"])]
    new = [f"{number:03}" for number in range(len(words))]
    random.Random(shuffle).shuffle(new)  # noqa: S311 an order, not a secret
    names = dict(zip(words, new, strict=True))
    one, two = plan_of(tree), plan_of(with_luck(tree, names))
    places = {
        "teams": [list(two.scenario.teams).index(names[name]) for name in one.scenario.teams],
        "kinds": [list(two.scenario.work).index(names[name]) for name in one.scenario.work],
        "edges": [
            list(two.scenario.boundaries).index(_name(name, names))
            for name in one.scenario.boundaries
        ],
    }
    ours = [_moved(row, places) for row in rows_of(simulate(one, SEED, own_replication(tree)))]
    assert ours == rows_of(simulate(two, SEED, own_replication(tree)))


def _moved(row: Any, places: Mapping[str, list[int]]) -> Any:
    if row.place < 0:
        return row
    of = "teams"
    if row.event == Happening.ARRIVED:
        of = "kinds"
    elif row.event in (Happening.CROSSED, Happening.CAUGHT):
        of = "edges"
    elif row.event == Happening.BORN:
        of = "teams" if row.a == 0 else "edges"
    return row._replace(place=places[of][row.place])


def untied(tree: Tree) -> Tree:
    """Return a tree in which no two things happen at once and no order is by name.

    Efforts vary and are never nought, openings gather nobody, arrivals follow no timetable, and
    owners stand on the boundary (off-route owners rework in the order of names).
    """
    tree = deepcopy(tree)
    for kind in tree["work"]:
        if not isinstance(kind["arrivals"], str):
            kind["arrivals"] = "6 per week"
    tree["events"], tree["arms"] = [], []
    effort = {"mean": "0.3 days", "cv": 0.7, "shape": "lognormal"}
    for team in (tree["defaults"]["team"], *tree["teams"].values()):
        team["effort"] = effort
    some_time = dict.fromkeys(("boundary_effort", "question_effort", "limbo"), "0.05 days")
    for edge in (tree["defaults"]["boundary"], *tree["boundaries"]):
        edge |= {**some_time, "opens_every": "0 days", "owner": "from"}
    some_time = {"latency": "3 days", "triage_effort": "0.1 days", "repair_effort": "0.2 days"}
    tree["incidents"] |= {**some_time, "rework_share": 0.3, "rollback_duration": "0.1 days"}
    return tree


def test_other_names_are_other_luck_with_the_same_distribution() -> None:
    tree = diamond()
    names = {"Plan": "Zoo", "Build": "Alpha", "Configure": "beta", "Release": "Ä", "change": "x"}
    ours, theirs = (
        [figures(one, replication) for replication in range(25)]
        for one in (tree, renamed(tree, names))
    )
    assert ours != theirs
    for name in ours[0]:
        z = two_sample_z([one[name] for one in ours], [one[name] for one in theirs])
        assert abs(z) < 4.0, (name, z)


def figures(tree: Tree, replication: int) -> Mapping[str, float]:
    """Return numbers that sum up one replication."""
    rows = run(tree, replication=replication)
    births = Counter(row.a for row in only(rows, Happening.BORN))
    arrived = {row.item: row.time for row in only(rows, Happening.ARRIVED)}
    lead = [row.time - arrived[row.item] for row in only(rows, Happening.RELEASED)]
    failed = only(rows, Happening.FAILED)
    return {
        "items": len(arrived),
        "released": len(lead),
        "lead time": float(np.mean(lead)),
        **{f"born {mechanism}": births[mechanism] / len(arrived) for mechanism in range(4)},
        "external": births[4],
        "failures": len(failed),
        "serious": sum(row.a <= 2 for row in failed),
        "found": len(only(rows, Happening.FOUND)),
        "pages": len(only(rows, Happening.PAGED)),
    }


def test_luck_follows_the_written_name_and_nothing_else() -> None:
    tree = listed(diamond())
    other = deepcopy(tree)
    other["teams"]["Build"]["luck"] = "Somebody else"
    one, two = run(tree), run(other)
    assert one != two
    again = program_for(Scenario.from_tree(with_luck(tree, {})))
    assert rows_of(simulate(again, SEED, own_replication(tree))) == one
