"""Windows in which nothing is released are counted and told, and decide nothing by themselves."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.cli.main import main
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.allocation.greedy import Judge
from simulator.methods.comparison import NO_CLEAR_DIFFERENCE, Comparison, compare
from simulator.methods.input_uncertainty import sample, summary
from simulator.present import words
from simulator.scenario.scenario import Scenario
from tests.unit.methods.test_compare import company

RARE = {"kind": "change", "arrivals": "4 per year", "facts": 6, "route": ["A", "B"]}
QUARTERLY = {
    "work": [RARE],
    "external": {"rate": "0.2 per week", "resolver": "B"},
    "boundaries": [{"from": "A", "to": "B", "opens_every": "65 days"}],
}
# the last team needs longer for one item than there are days
SWAMPED = {"A": {}, "B": {"people": 1, "effort": {"mean": "400 days", "shape": "constant"}}}
STUCK = {"change": {"teams": {"B": {"effort": {"mean": "400 days", "shape": "constant"}}}}}
RANGED = {
    "team": {"people": 4, "effort": {"mean": "1 day"}, "catches_defects": 0},
    "boundary": {"fidelity": {"value": 0.9, "low": 0.7, "high": 0.98, "because": "counted"}},
}


def compared(tree: dict[str, Any], n: int = 12, **options: Any) -> Comparison:
    scenario = Scenario.from_tree(tree)
    return compare(scenario, Runner(seed=1), seed=1, replications=range(n), **options)


@pytest.mark.parametrize("outcome", ["change_failure_rate", "failures", "lead_time", "bounces"])
def test_quarterly_releases_are_compared_and_the_empty_windows_counted(outcome: str) -> None:
    found = compared(company(**QUARTERLY), outcome=outcome)
    for name, answer in found.answers.items():
        below = OUTCOMES[outcome].fraction(answer.program, answer.tally)[1]
        assert found.valueless[name] == (below == 0).sum()
    assert math.isfinite(found.difference("edges", "cores", outcome).estimate.best)
    told = words.uncertainties(found)[-1]
    assert any(found.valueless.values()) == told.startswith("Windows, of 12 ")
    if outcome != "bounces":
        assert any(found.valueless.values())
        assert "nothing was released: today " in told


def test_p_better_is_counted_over_the_windows_in_which_both_plans_have_a_value() -> None:
    found = compared(company(**QUARTERLY))
    difference = found.difference("edges", "cores", "failures")
    sides = [found.answers[name] for name in ("edges", "cores")]
    pairs = [OUTCOMES["failures"].as_struck(each.program, each.tally) for each in sides]
    both = (pairs[0][1] > 0) & (pairs[1][1] > 0)
    assert 0 < both.sum() < 12
    gap = pairs[1][0][both] / pairs[1][1][both] - pairs[0][0][both] / pairs[0][1][both]
    assert difference.p_better == pytest.approx(((np.sign(gap) + 1) / 2).mean())


def test_a_plan_that_releases_nothing_is_never_best() -> None:
    plans = [*company()["arms"], {"name": "stuck", **STUCK}]
    found = compared(company(arms=plans), 10, outcome="expected_failures")
    assert found.valueless == {"today": 0, "cores": 0, "edges": 0, "stuck": 10}
    assert found.chances["stuck"] == 0.0
    assert sum(found.chances.values()) == pytest.approx(1.0)
    assert "stuck" not in found.selected
    assert not [each for each in found.together if "stuck" in (each.plan, each.against)]
    assert found.winner == NO_CLEAR_DIFFERENCE
    assert "stuck 10" in words.uncertainties(found)[-1]


@pytest.mark.parametrize("outcome", ["expected_failures", "throughput", "clean_handoffs"])
def test_planning_takes_a_plan_without_a_value_for_no_better_than_the_worst(outcome: str) -> None:
    scenario = Scenario.from_tree(company(arms=[*company()["arms"], {"name": "stuck", **STUCK}]))
    judge = Judge(
        scenario=scenario, plan="today", run=Runner(seed=1), outcome=outcome, first=0, n=4
    )
    names = ("today", "cores", "edges", "stuck")
    found = judge.of([planned_program(scenario, name, judge.run) for name in names]).mean(axis=0)
    assert found[3] >= found[:3].max()


def test_where_one_of_two_plans_releases_nothing_it_is_named() -> None:
    plans = [company()["arms"][0], {"name": "stuck", **STUCK}]
    found = compared(company(arms=plans), 4)
    said = "Not judged: stuck, since in every window nothing was released."
    assert any(said in line for line in words.answers(found))
    assert found.judgement is not None
    assert set(found.judgement.levels) == {"today", "cores"}


def test_where_nothing_is_released_at_all_it_is_said_and_nobody_wins() -> None:
    found = compared(company(teams=SWAMPED, defaults=RANGED), 4, worlds=4)
    assert set(found.valueless.values()) == {4}
    assert found.worlds is None
    assert words.headline(found) == "Nothing was released, so there is nothing to compare."
    assert words.answers(found) == ()


def test_a_world_without_a_release_is_left_out_and_counted() -> None:
    rare = {**RARE, "arrivals": "1 per year"}
    tree = company(**{**QUARTERLY, "work": [rare], "defaults": RANGED})
    drawn = sample(Scenario.from_tree(tree), Runner(seed=1), n=30)
    assert drawn is not None
    worlds = summary(drawn, "failures")
    assert worlds is not None
    assert worlds.left_out > 0
    assert worlds.n + worlds.left_out == 30
    assert sum(worlds.share_won.values()) == pytest.approx(1.0)
    assert math.isfinite(worlds.low)
    told = " ".join(words.uncertainties(compared(tree, worlds=30)))
    assert f"{worlds.left_out} are left out, since under a plan nothing was released" in told


def test_ordinary_windows_get_no_sentence() -> None:
    found = compared(company(), 4)
    assert not any(found.valueless.values())
    assert not any("Windows" in line for line in words.uncertainties(found))


@pytest.mark.parametrize(
    "words_asked",
    [
        ("run", "-n", "6"),
        ("compare", "-n", "6", "--worlds", "4"),
        ("brief", "-n", "20", "--worlds", "4"),
    ],
)
def test_the_commands_tell_of_the_empty_windows(
    words_asked: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.json").write_text(json.dumps(company(**QUARTERLY)))
    asked = (words_asked[0], "company.json", *words_asked[1:])
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    if words_asked[0] != "brief":
        assert "in which nothing was released: today " in result.stdout
    else:
        (page,) = (tmp_path / "results").rglob("report.html")
        assert "in which nothing was released: today " in page.read_text()
