"""Budgets are person-days, people or money, on the command line and in files."""

from typing import Any

import pytest

from simulator.cli.ask import command_of
from simulator.files.read import load_text
from simulator.files.write import text_of
from simulator.questions.budget import person_days
from simulator.questions.registry import QUESTIONS
from simulator.scenario.renaming import renamed
from simulator.scenario.tree import TreeError
from tests.unit.scenario.company import company

COSTS: dict[str, Any] = {"person_day": {"value": 500, "low": 400, "high": 600}, "currency": "EUR"}
PLAN: dict[str, Any] = {
    "p": {"spend": {"core": "26000 EUR"}, "cost": "2 people"},
    "q": {"spend": {"core": {"value": "5000 EUR", "high": "0.5 people"}}},
}


@pytest.mark.parametrize(
    ("amount", "days"),
    [(600, 600.0), ("600 person-days", 600.0), ("3 people", 780.0), ("300000 EUR", 600.0)],
)
def test_a_budget_is_the_same_however_it_is_said(amount: float | str, days: float) -> None:
    assert person_days(company(costs=COSTS), amount) == days


@pytest.mark.parametrize(
    ("costs", "amount", "said"),
    [
        (COSTS, "300000 USD", "allowed: money in EUR"),
        (None, "300000 EUR", "the file has no costs"),
        (COSTS, "600 days", "allowed: a budget such as"),
        (COSTS, float("nan"), "allowed: a number"),
    ],
)
def test_money_needs_the_files_price_and_its_currency(costs: Any, amount: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        person_days(company(**({"costs": costs} if costs else {})), amount)


def test_plans_of_a_file_may_spend_people_and_money() -> None:
    """At the stated price, in every organisation: what a plan buys is settled once."""
    scenario = company(arms=PLAN, costs=COSTS)
    cheap = scenario.in_world({"costs.person_day": 400.0})
    for each in (scenario, cheap):
        assert each.arms["p"].spend["core"].value == 52.0  # type: ignore[union-attr]
        assert each.arms["p"].cost.value == 520.0
    high = scenario.arms["q"].spend["core"].high  # type: ignore[union-attr]
    assert high == 130.0


def test_money_without_a_price_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(TreeError, match="600 person-days, 0 or more, people, or money once costs"):
        company(arms=PLAN)
    with pytest.raises(TreeError, match="or money in USD"):
        company(arms=PLAN, costs={"currency": "USD"})


def test_a_file_written_of_an_organisation_drawn_says_the_same() -> None:
    drawn = company(arms=PLAN, costs=COSTS).in_world({"arms.q.spend.core": 20.0})
    assert load_text(text_of(drawn)).arms == drawn.arms


def test_no_money_is_left_where_prices_are_left_out() -> None:
    hidden = renamed(company(arms=PLAN, costs=COSTS), "X", {})
    assert "EUR" not in str(hidden.tree)
    assert hidden.arms["p"].spend["core"].value == 52.0  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["invest", "duel", "map"])
@pytest.mark.parametrize("typed", ["60", "3 people", "500000 EUR"])
def test_every_command_with_a_budget_takes_all_three(name: str, typed: str) -> None:
    asked = next(each for each in QUESTIONS if each.command == name)
    found = command_of(asked).make_context(name, ["FILE", "--budget", typed]).params["budget"]
    assert found == (60.0 if typed == "60" else typed)
