"""A place split in two halves, each with half the items and half the people, costs what it cost.

Pressure is 0, so that queues do not reach into errors: two queues are not one, and waits differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.experiments.replicate import replicate
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.splits import places
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import halving_cost, purchases, units, weekly_items
from tests.properties.runs import SEED, Tree, examples, plan_of
from tests.properties.samples import diamond
from tests.strategies.organisations import organisations
from tests.tiers import sampled

HALVES = ("/1", "/2")
SPEND = {"core": "60 person-days", "edge": "80 person-days"}
LEVERS: Mapping[str, Tree] = {
    "engineering": {"ceiling": {"defects_per_item": "0.3 of base"}},
    "verification": {"ceiling": {"defect_removal": 0.98}, "scale": "3 person-days per person"},
    "contracts": {"ceiling": {"fidelity": 0.99, "contract_tests": 0.9}},
    "ownership": {"ceiling": {"owned": 0.98}},
    "acceptance": {"ceiling": {"readback": 0.9}},
    "accountability": {"ceiling": {"sync_every": "5 days", "shared_context": 0.7}},
}


def halves(tree: Tree, team: str) -> Tree:
    """Return a tree in which `team` is two teams and each kind that visits it is two kinds."""
    tree = deepcopy(tree)
    entry = tree["teams"].pop(team)
    people = entry.get("people", tree["defaults"]["team"].get("people", 5))
    for half in HALVES:
        tree["teams"][team + half] = {**deepcopy(entry), "people": people // 2}
    tree["work"] = [part for kind in tree["work"] for part in _kinds(kind, team)]
    tree["boundaries"] = [part for edge in tree["boundaries"] for part in _edges(edge, team)]
    return tree


def _kinds(kind: Tree, team: str) -> list[Tree]:
    steps = [[step] if isinstance(step, str) else step for step in kind["route"]]
    if not any(team in step for step in steps):
        return [kind]
    rate = float(kind["arrivals"].split(" ")[0]) / 2.0
    return [
        {
            **kind,
            "kind": kind["kind"] + half,
            "arrivals": f"{rate} per week",
            "route": [[name + half * (name == team) for name in step] for step in steps],
        }
        for half in HALVES
    ]


def _edges(edge: Tree, team: str) -> list[Tree]:
    if team not in (edge["from"], edge["to"]):
        return [edge]
    return [
        {**edge, **{side: edge[side] + half for side in ("from", "to") if edge[side] == team}}
        for half in HALVES
    ]


def plain(tree: Tree, people: int) -> Tree:
    """Return a tree whose kinds have rates, whose teams are even, and whose owners are sides."""
    tree = deepcopy(tree)
    for kind in tree["work"]:
        if not isinstance(kind["arrivals"], str):
            kind["arrivals"] = "4 per week"
    for team in tree["teams"].values():
        team["people"] = people
    for edge in (tree["defaults"].setdefault("boundary", {}), *tree["boundaries"]):
        edge["owner"] = "to"
    tree |= {"levers": deepcopy(dict(LEVERS)), "external": "none", "events": []}
    sides = SPEND if any(len(kind["route"]) > 1 for kind in tree["work"]) else ["core"]
    spend = {side: SPEND[side] for side in sides}
    tree["arms"] = [{"name": "x", "spend": spend, "rule": "traffic"}]
    return tree


def merged(values: Mapping[str, float], team: str) -> Mapping[str, float]:
    """Return numbers by place with the halves of `team` added up under the old name."""
    total: dict[str, float] = {}
    for name, value in values.items():
        for half in HALVES:
            name = name.replace(team + half, team)  # noqa: PLW2901 both halves may stand in it
        total[name] = total.get(name, 0.0) + value
    return total


@examples(30)
@given(organisations(moving=False, pressed=False), st.sampled_from((2, 4, 8)), st.data())
def test_prices_are_the_same(tree: Tree, people: int, data: st.DataObject) -> None:
    tree = plain(tree, people)
    team = data.draw(st.sampled_from(sorted(weekly_teams(tree))))
    whole, split = (Scenario.from_tree(one) for one in (tree, halves(tree, team)))
    assert merged(weekly_items(split), team) == pytest.approx(weekly_items(whole))
    assert people == units(split, "verification", team + "/1") * 2
    for name in (*whole.levers, "core", "edge"):
        assert halving_cost(split, name) == pytest.approx(halving_cost(whole, name)), name
    for lever in whole.levers:
        paid = [
            {
                buy.place: buy.person_days
                for buy in purchases(scenario, scenario.arms["x"])
                if buy.lever == lever
            }
            for scenario in (whole, split)
        ]
        assert merged(paid[1], team) == pytest.approx(paid[0]), lever


def weekly_teams(tree: Tree) -> list[str]:
    """Return the teams that items pass through."""
    items = weekly_items(Scenario.from_tree(tree))
    return [name for name in tree["teams"] if items.get(name, 0.0) > 0.0]


@examples(20)
@given(organisations(moving=False, pressed=False), st.data())
def test_the_same_money_buys_the_same_parameters(tree: Tree, data: st.DataObject) -> None:
    tree = plain(tree, 4)
    team = data.draw(st.sampled_from(sorted(weekly_teams(tree))))
    whole, split = (plan_of(one, "x") for one in (tree, halves(tree, team)))
    for table, where in (("team_practices", "teams"), ("edge_practices", "boundaries")):
        strength = dict(
            zip(getattr(whole.scenario, where), getattr(whole, table)["strength"], strict=True)
        )
        for name, mine in zip(
            getattr(split.scenario, where), getattr(split, table)["strength"], strict=True
        ):
            old = name.replace(team + "/1", team).replace(team + "/2", team)
            assert mine == pytest.approx(strength[old]), name


@pytest.mark.parametrize("team", ["Build", "Release"])
@pytest.mark.parametrize("plan", sampled(["today", "x"]))
def test_failures_per_100_have_the_same_mean(team: str, plan: str) -> None:
    tree = plain(diamond() | {"pressure": 0, "horizon": "120 days", "warm_up": "20 days"}, 8)
    programs = [plan_of(one, plan) for one in (tree, halves(tree, team))]
    names = ("failures", "expected_failures", "change_failure_rate", "clean_handoffs")
    samples: list[dict[str, Any]] = []
    for program in programs:
        tallies = replicate(program, SEED, range(2000))
        one: dict[str, Any] = {}
        for name in names:
            above, below = OUTCOMES[name].fraction(program, tallies)
            one[name] = above / below
        released = tallies.kind_sums[:, :, 0].sum(axis=1)
        for mechanism in range(4):
            one[f"mechanism {mechanism}"] = (
                tallies.failures[:, :, mechanism].sum(axis=(1, 2)) / released
            )
        here = [place.replace(team, "*") != place for place in places(program)]
        one["made or lost here"] = tallies.failures[:, here].sum(axis=(1, 2, 3)) / released
        own = [place in {team, *(team + half for half in HALVES)} for place in places(program)]
        one["made here"] = tallies.failures[:, own].sum(axis=(1, 2, 3)) / released
        one["retention"] = last_retention(tallies, program)
        samples.append(one)
    for name, ours in samples[0].items():
        theirs = samples[1][name]
        error = np.hypot(ours.std(ddof=1), theirs.std(ddof=1)) / np.sqrt(len(ours))
        assert abs(ours.mean() - theirs.mean()) < 4.0 * error, name
        assert error < 0.015 * ours.mean(), name


def last_retention(tallies: Any, program: Any) -> Any:
    """Return per replication the share of facts intact at the last step of any route."""
    kinds = program.routes.kind
    last = kinds["first_step"] + kinds["steps"] - 1
    sums = tallies.retention[:, last].sum(axis=1)
    return sums[:, 0] / sums[:, 1]
