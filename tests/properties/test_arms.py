"""The arm is not in the address of luck: plans differ only where they change something."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulator.engines.log import Flag, Happening, Task
from simulator.engines.program.compilation import program_for
from simulator.engines.reference.engine import simulate
from simulator.scenario.scenario import Scenario
from tests.properties.runs import (
    SEED,
    Row,
    Tree,
    changed,
    examples,
    only,
    own_replication,
    plan_of,
    rows_of,
    run,
)
from tests.properties.samples import diamond
from tests.strategies.organisations import AT_TEAMS, organisations

POINTLESS: Tree = {
    "engineering": {"defects_per_item": "1 of base"},
    "verification": {"defect_removal": 0},
    "contracts": {"fidelity": 0, "contract_tests": 0},
    "ownership": {"owned": 0, "limbo": "100 days"},
    "acceptance": {"readback": 0},
    "accountability": {"sync_every": "never", "shared_context": 0},
    "integration": {"catches_defects": 0, "catches_misunderstandings": 0},
    "recovery": {"rollback": 0, "triage_effort": "100 days", "traceable": 0},
    "people": {"people": 0.01},
}
"""Ceilings no better than any base: money that can move nothing and takes no time."""


def log_bytes(tree: Tree, plan: str) -> bytes:
    return simulate(plan_of(tree, plan), SEED, own_replication(tree)).events.tobytes()


@examples(16)
@given(organisations(), st.floats(1.0, 500.0))
def test_an_arm_that_changes_nothing_is_today(tree: Tree, spend: float) -> None:
    crossing = any(len(kind["route"]) > 1 for kind in tree["work"])
    names = [name for name in POINTLESS if crossing or name in AT_TEAMS]
    levers = {}
    for name in names:
        levers[name] = {"ceiling": POINTLESS[name], "scale": "3 person-days per place"}
        if name != "people":
            levers[name]["overhead"] = "0 days"
    plans: list[Tree] = [
        {"name": "nothing"},
        {"name": "nothing changed", "change": {}, "cost": "100 person-days"},
        {"name": "no money", "spend": dict.fromkeys(names, "0 person-days")},
        {"name": "no use", "spend": dict.fromkeys(names, f"{spend} person-days")},
        {"name": "as it was", "change": {"pressure": tree["pressure"]}},
    ]
    tree = changed(tree, levers=levers, arms=plans)
    today = log_bytes(tree, "today")
    for plan in plans:
        assert log_bytes(tree, plan["name"]) == today, plan["name"]


@examples(16)
@given(organisations())
def test_today_and_every_arm_are_the_same_whatever_else_is_compared(tree: Tree) -> None:
    today = log_bytes(tree, "today")
    assert log_bytes(changed(tree, arms=[]), "today") == today
    assert log_bytes(changed(tree, arms=[], levers={}), "today") == today
    for plan in tree["arms"]:
        alone = changed(tree, arms=[plan])
        assert log_bytes(alone, plan["name"]) == log_bytes(tree, plan["name"])
        renamed = changed(tree, arms=[{**plan, "name": "another name"}])
        assert log_bytes(renamed, "another name") == log_bytes(tree, plan["name"])


@examples(16)
@given(organisations())
def test_arrivals_sizes_and_externals_are_nobodys_plan(tree: Tree) -> None:
    today = _given(run(tree))
    for plan in tree["arms"]:
        assert _given(run(tree, plan["name"])) == today


def _given(rows: list[Row]) -> list[Any]:
    arrivals = [(row.time, row.place, row.a, row.value) for row in only(rows, Happening.ARRIVED)]
    births = [row for row in only(rows, Happening.BORN) if row.a == 4]
    return [*arrivals, *((row.time, row.b) for row in births)]


def test_a_dropped_step_leaves_the_luck_of_the_others() -> None:
    tree = diamond() | {"pressure": 0, "horizon": "60 days"}
    some_time = {"handoff_effort": "0 days", "readback_effort": "0 days", "question_effort": "0 h"}
    tree["defaults"]["boundary"] |= some_time
    tree["boundaries"] = []
    short = {"work": {"change": {"route": ["Plan", "Release"]}}}
    tree["arms"] = [{"name": "short", "change": short}]
    scenario = Scenario.from_tree(tree)
    long_way, short_way = (_visits(scenario, plan) for plan in ("today", "short"))
    both = set(long_way) & set(short_way)
    assert {team for _, team in both} == {"Plan", "Release"}
    assert len(both) > 100
    assert all(long_way[visit] == short_way[visit] for visit in both)


def test_an_earlier_start_leaves_the_luck_of_the_crossings() -> None:
    tree = diamond() | {"pressure": 0, "horizon": "60 days"}
    tree["defaults"]["boundary"] |= {"lapse": 0.3, "changes_per_week": 0}
    start = {"work": {"change": {"route": [["Build", "Configure"], "Release"]}}}
    tree["arms"] = [{"name": "later", "change": start}]
    whole, later = (_crossings(run(tree, plan)) for plan in ("today", "later"))
    both = set(whole) & set(later)
    assert len(both) > 100
    assert len({whole[crossing] for crossing in both}) >= 4
    assert all(whole[crossing] == later[crossing] for crossing in both)


def _crossings(rows: list[Row]) -> dict[tuple[int, int], int]:
    """Return what luck settled of each crossing but facts, by (arrival number, boundary)."""
    numbers = {row.item: row.a for row in only(rows, Happening.ARRIVED)}
    settled = Flag.OWNED | Flag.WORK_NEEDED | Flag.LAPSED
    return {
        (numbers[row.item], row.place): row.d & settled for row in only(rows, Happening.CROSSED)
    }


def _visits(scenario: Scenario, plan: str) -> dict[tuple[int, str], float]:
    """Return how long each visit of an item took, by (arrival number, team)."""
    program = program_for(scenario, plan)
    teams = list(program.scenario.teams)
    rows = rows_of(simulate(program, SEED, 0))
    numbers = {row.item: row.a for row in only(rows, Happening.ARRIVED)}
    visits = {row.job for row in only(rows, Happening.QUEUED) if row.a == Task.VISIT}
    return {
        (numbers[row.item], teams[row.place]): row.value
        for row in only(rows, Happening.STARTED)
        if row.job in visits
    }


def test_replications_and_seeds_are_other_luck() -> None:
    program = program_for(Scenario.from_tree(deepcopy(diamond())))
    logs = [simulate(program, seed, n).events.tobytes() for seed in (0, 1) for n in (0, 1)]
    assert len(set(logs)) == 4
    assert simulate(program, 0, 0).events.tobytes() == logs[0]
