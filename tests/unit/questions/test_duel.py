"""How far a budget pays is said in the words of its case: priced or not, turned or not, at once."""

from dataclasses import replace

import pytest

from simulator.experiments.runner import Runner
from simulator.methods.allocation.diminishing_returns import Turning
from simulator.methods.allocation.duel import Duel, Plausible, duel
from simulator.questions.duel.words import shown
from simulator.scenario.scenario import Scenario
from simulator.stats.estimate import Estimate
from tests.unit.methods.test_compare import company

COSTS = {
    "person_day": 800,
    "currency": "CHF",
    "incident": {"P1": 9000, "P2": 900, "P3": 90, "P4": 9},
}

MOST = "the most that was looked at"


def asked(**changes: object) -> Duel:
    scenario = Scenario.from_tree(company(**changes))
    rate = "change_failure_rate"
    return duel(scenario, Runner(seed=1), budget=20, outcome=rate, replications=3, worlds=0)


@pytest.fixture(scope="module")
def priced() -> Duel:
    return asked(costs=COSTS)


def said(found: Duel, side: str) -> str:
    """The line on how far a side's budget pays."""
    (line,) = (line for line in shown(found).lines if line.startswith(f"{side}:"))
    return line


def turned(found: Duel, budget: float, *, within: bool) -> Duel:
    """A duel whose budget inside teams turns there."""
    turning = Turning(
        budget=Estimate(best=budget, low=budget - 10.0, high=budget + 10.0, n=9),
        saves=Estimate(best=5000.0, low=4000.0, high=6000.0, n=9),
        searched=800.0,
        found=within,
    )
    return replace(found, curves={**found.curves, "core": replace(found.curves["core"],
                                                                  turning=turning)})  # fmt: skip


def test_without_costs_how_far_it_pays_cannot_be_said() -> None:
    assert said(asked(), "Inside teams") == (
        "Inside teams: how far it pays cannot be said, the file has no costs."
    )


def test_where_it_turns_the_budget_and_what_it_saves_are_told_in_money(priced: Duel) -> None:
    assert said(turned(priced, 120.0, within=True), "Inside teams") == (
        "Inside teams: the best budget is 120 person-days a year (110 to 130); after it a further "
        "month of work costs more than it saves. It saves 5,000 CHF (4,000 to 6,000) a year."
    )


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (0.0, "at these prices not even the first month pays for itself."),
        (
            800.0,
            f"at these prices a further month still pays at 800 person-days a year, {MOST}.",
        ),
    ],
)
def test_where_it_does_not_turn_it_is_said_on_which_side(
    priced: Duel, budget: float, words: str
) -> None:
    assert said(turned(priced, budget, within=False), "Inside teams") == f"Inside teams: {words}"


def test_what_is_of_the_file_as_written_says_so_beside_a_headline_of_many_companies(
    priced: Duel,
) -> None:
    worlds = Plausible(n=9, unknowns=2, share_between=0.4, best=0.3, low=-0.1, high=0.8)
    for found, many in ((priced, False), (replace(priced, worlds=worlds), True)):
        document = shown(found)
        assert many == any(line.startswith("If every number in the") for line in document.lines)
        assert many == document.views[0].title.startswith("If every number in the file is right")
        titles = [table.title for table in document.tables]
        own = [title for title in titles if title != "What the two buy"]
        assert own
        assert all(title.endswith("every number in the file is right") == many for title in own)
