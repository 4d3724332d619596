"""Every outcome has a noun, and every comparison ends in an answer or in a sentence."""

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator import api
from simulator.cli.main import main
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.measures.outcomes import OUTCOMES, decisive
from simulator.methods.comparison import compare
from simulator.present import words
from simulator.present.folder import as_text
from simulator.present.tables import as_csv, comparison_tables
from simulator.scenario.scenario import Scenario
from tests.unit.methods.test_compare import company

NO_SIDE = [name for name, each in OUTCOMES.items() if each.better == "neither"]
DECIDES = [name for name, each in OUTCOMES.items() if each.better != "neither"]
COSTS = {"person_day": 800, "incident": {"P1": 50000, "P2": 9000, "P3": 900, "P4": 90},
         "delay_per_item_day": 100}  # fmt: skip
NAMING = {
    "compare": (),
    "duel": ("--budget", "40"),
    "map": ("--budget", "40", "--cells", "2"),
    "invest": ("--budget", "40"),
    "breakeven": (),
}


@pytest.mark.parametrize("scenario", ["small", "neutral"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_comparison_in_any_outcome_ends_in_an_answer_or_in_a_sentence(
    outcome: str, scenario: str
) -> None:
    small = Scenario.from_tree(company(costs=COSTS))
    file, run = small if scenario == "small" else load(shipped()[scenario]), Runner(seed=1)
    if outcome in NO_SIDE or (OUTCOMES[outcome].priced and file.costs is None):
        with pytest.raises(ValueError, match=f"'{outcome}'"):
            compare(file, run, seed=1, replications=range(2), outcome=outcome)
        return
    found = compare(file, run, seed=1, replications=range(2), outcome=outcome, worlds=2)
    said = (words.headline(found), *words.answers(found), *words.uncertainties(found))
    told = " ".join(said)
    asked = OUTCOMES[outcome]
    nouns = (
        asked.yearly or asked.many,
        "EUR a year",
        "failed changes a year",
        "nothing to compare",
    )
    assert any(noun in told for noun in nouns)
    assert "nan" not in told
    assert "Infinity" not in as_text(found.as_json())
    assert as_csv(comparison_tables(found))


def test_cost_has_no_reach_since_a_spend_without_end_has_no_price() -> None:
    scenario = Scenario.from_tree(company(costs=COSTS))
    asked = {"seed": 1, "replications": range(3)}
    cost = compare(scenario, Runner(seed=1), outcome="cost", **asked).money  # type: ignore[arg-type]
    failures = compare(scenario, Runner(seed=1), outcome="failures", **asked).money  # type: ignore[arg-type]
    assert not cost.reach
    assert set(failures.reach) == {"core", "edge"}
    assert cost.at_file_prices is not None
    assert math.isfinite(cost.at_file_prices.best)


def test_the_command_tells_costs(tmp_path: Path) -> None:
    file = tmp_path / "company.json"
    file.write_text(json.dumps(company(costs=COSTS)))
    asked = ("compare", f"{file}", "--outcome", "cost", "-n", "2", "--worlds", "0")
    result = CliRunner().invoke(main, (*asked, "--out", f"{tmp_path / 'kept'}"))
    assert result.exit_code == 0, result.output
    assert "cost a year" in result.stdout


def test_every_outcome_has_a_noun_of_its_own_in_one_and_in_many() -> None:
    for spelt in ("one", "many"):
        nouns = [getattr(each, spelt) for each in OUTCOMES.values()]
        assert all(nouns)
        assert len(set(nouns)) == len(nouns)
    assert not [
        each.many for each in OUTCOMES.values() if each.many.startswith(("per ", "share ("))
    ]
    assert {each.better for each in OUTCOMES.values()} == {"less", "more", "neither"}
    assert {each.fewer for each in OUTCOMES.values()} == {"less", "fewer"}


@pytest.mark.parametrize("command", NAMING)
@pytest.mark.parametrize("outcome", NO_SIDE)
def test_whatever_names_a_winner_refuses_an_outcome_without_a_better_side_in_one_line(
    command: str, outcome: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = (command, "neutral", "-n", "2", "--outcome", outcome, *NAMING[command])
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.strip().splitlines()) == 1
    assert repr(outcome) in result.stderr
    listed = result.stderr.partition("allowed: ")[2].strip().split(", ")
    assert set(listed) <= set(DECIDES)
    assert {"change_failure_rate", "cost"} <= set(listed)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("outcome", NO_SIDE)
def test_from_python_it_is_a_value_error(outcome: str) -> None:
    file = api.load("neutral")
    for ask in (api.compare, api.duel, api.atlas, api.invest, api.breakeven):
        with pytest.raises(ValueError, match=f"'{outcome}'.*allowed: change_failure_rate"):
            ask(file, outcome=outcome)


@pytest.mark.parametrize("command", NAMING)
def test_cost_without_prices_is_refused_in_one_line(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = (command, "ipass", "-n", "2", "--outcome", "cost", *NAMING[command])
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 2, result.output
    assert "needs prices, and the file has no costs" in result.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_decides_is_given_back_and_what_does_not_exist_refused() -> None:
    scenario = Scenario.from_tree(company(costs=COSTS))
    assert [decisive(name, scenario).name for name in DECIDES] == DECIDES
    with pytest.raises(
        ValueError, match="there is no outcome 'joy' to go by; allowed: change_fail"
    ):
        decisive("joy", scenario)
