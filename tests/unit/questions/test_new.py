"""Which answer is doubted where a record contradicts it, and what is said first."""

import re
from dataclasses import replace

import numpy as np
import pytest

from simulator.experiments.runner import Runner
from simulator.files.read import load_text
from simulator.interview.draft import draft
from simulator.interview.interview import completed
from simulator.methods.records.contradiction import Contradiction
from simulator.methods.records.population import Population, population
from simulator.questions.new.words import first_words, trust
from simulator.scenario.scenario import Scenario

ANSWERS = {
    "name": "N",
    "teams": {"Build": 5, "Run": 4},
    "changes": 500,
    "failed": 30,
    "causes": "9 7 3 6",
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_text(draft(completed(ANSWERS)))


def contradiction(record: str, part: int, *, more: bool) -> Contradiction:
    seen = 0.9 if more else 0.1
    return Contradiction(
        record=record, part=part, seen=seen, low=0.3, high=0.5, probability=0.001, with_=None
    )


@pytest.mark.parametrize(
    ("record", "part", "more", "handovers", "teams"),
    [
        ("failed_changes", 0, True, "good", "few"),
        ("failed_changes", 0, False, "bad", "many"),
        ("serious_per_year", 0, False, "bad", "many"),
        ("causes", 0, True, "bad", "few"),
        ("causes", 0, False, "good", "many"),
        ("causes", 1, True, "good", "many"),
        ("causes", 1, False, "bad", "few"),
        ("causes", 2, True, "bad", "many"),
    ],
)
def test_what_is_doubted_is_what_would_have_to_be_otherwise(
    scenario: Scenario, record: str, part: int, more: bool, handovers: str, teams: str
) -> None:
    asked = trust(contradiction(record, part, more=more), scenario).ask.splitlines()
    assert asked[1] == f"1 that handovers are as {handovers} as you said"
    assert asked[2] == f"2 that teams make as {teams} mistakes as assumed"
    assert asked[3] == "3 your count"


@pytest.fixture(scope="module")
def found(scenario: Scenario) -> Population:
    drawn = population(scenario, Runner(seed=1), n=8)
    assert drawn is not None
    return drawn


def test_first_words_are_of_the_companies_that_fit(found: Population) -> None:
    told = first_words(found)
    assert told.startswith("2 teams, 1 way, 1 handover. In companies like the one you told of,")
    assert told.endswith("of the 500 that arrive in a year. You counted 6.0 of 100.")
    counted = load_text(draft(completed({**ANSWERS, "serious": 30})))
    more = first_words(replace(found, scenario=counted))[len(told) :]
    said = re.fullmatch(r" Serious failures: about ([\d.]+) a year; you counted 30\.", more)
    assert said is not None
    drawn = found.figures.serious
    assert drawn.min() * 0.99 <= float(said[1]) <= drawn.max() * 1.01


def test_first_words_leave_companies_out_that_get_nothing_done(found: Population) -> None:
    class Overloaded:
        scenario = found.scenario

        def __init__(self, failed: list[float]) -> None:
            self.figures = type("Figures", (), {"failed": np.array(failed)})

        def choose(self, n: int) -> tuple[int, ...]:
            return tuple(index % 2 for index in range(n))

    half, none = Overloaded([0.04, np.nan]), Overloaded([np.nan, np.nan])
    assert "about 4.0 of 100 changes fail today (4.0 to 4.0)" in first_words(half)  # type: ignore[arg-type]  # has what is read
    assert "No company like" in first_words(none)  # type: ignore[arg-type]  # has what is read


def test_the_same_organisations_are_not_drawn_twice(found: Population, scenario: Scenario) -> None:
    again = load_text(draft(completed(ANSWERS)))
    assert again is not scenario
    assert population(again, Runner(seed=1), n=8) is found
    assert population(again, Runner(seed=2), n=8) is not found
