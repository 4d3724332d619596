"""Where one company has to stand for all that fit, every command takes the same, and says so."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import api
from simulator.engines.program.compilation import Program
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.present.given import MOST_LIKE, given
from simulator.questions.organisation import Organisation
from simulator.scenario.scenario import Scenario
from tests.unit.questions.asked import company

SAME: dict[str, Any] = {"seed": 2, "worlds": 8}
PLAN = "Plan Holunder"


@pytest.fixture(scope="module")
def of() -> Organisation:
    return Organisation(file="company.yaml", scenario=Scenario.from_tree(company()))


def same(one: Program, other: Program) -> bool:
    return one.bought == other.bought and bool((one.edges == other.edges).all())


def test_every_command_stands_on_the_company_that_a_comparison_stands_on(of: Organisation) -> None:
    compared = api.compare(of, replications=6, turns=True, **SAME).compared
    account = api.account(of, replications=6, **SAME).found
    turned = api.breakeven(of, replications=6, **SAME)
    assert compared.like != of.scenario
    assert compared.turns is not None
    assert account.most_like
    assert turned.found.most_like
    assert turned.found.boundary_share == account.sides.share
    assert turned.decision.like == compared.like
    assert compared.turns.most_like
    told = api.explain(of, PLAN, years=0, **SAME).explained
    assert same(told.program, compared.answers[PLAN].program)
    chart = api.atlas(of, x="boundary.fidelity=0.5..0.99", y="team.people=1..9", cells=2,
                      replications=8, budget=60, **SAME).found  # fmt: skip
    people = [team.people.value for team in compared.like.teams.values()]
    assert people != [team.people.value for team in of.scenario.teams.values()]
    assert set(chart.y.origins.values()) == set(people)


def test_what_a_plan_buys_is_settled_on_the_file_whatever_company_stands_for_it() -> None:
    plan = {"spend": {"ownership": "60 person-days"}, "rule": "best"}
    scenario = Scenario.from_tree({**company(), "horizon": "60 days", "arms": {"best": plan}})
    run = Runner(seed=2)
    like = scenario.in_world({"defaults.boundary.fidelity": 0.95})
    written, there = (planned_program(scenario, "best", run, each) for each in (None, like))
    assert there.bought == written.bought
    assert planned_program(like, "best", run).bought != written.bought
    assert not same(there, written)


def test_each_says_in_which_company_its_numbers_hold(of: Organisation) -> None:
    for worlds, where in ((8, MOST_LIKE), (0, "if every number in the file is right")):
        how: dict[str, Any] = {"seed": 2, "worlds": worlds}
        assert api.account(of, replications=2, **how).headline.lower().startswith(where)
        turned = api.breakeven(of, replications=2, **how).document()
        assert any(line.lower().startswith(where) for line in turned.lines)
        assert where in api.explain(of, years=0, **how).document().footer
    assert given(True, "half of them.") == "In the company most like yours, half of them."
