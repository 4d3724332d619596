"""An organisation and every answer about it can be pickled and copied."""

import json
import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

import pytest

from simulator import api
from simulator.questions.organisation import Organisation
from simulator.scenario.spending import weekly_items
from tests.unit.methods.spenders import chain

ARMS = {
    "inside": {"spend": {"verification": "20 person-days"}},
    "between": {"spend": {"contracts": {"A -> B": "20 person-days"}}},
    "short": {"change": {"work": {"change": {"route": ["A", "B"]}}}},
}
EVENTS = [{"at": "50 days", "change": {"defaults": {"boundary": {"fidelity": 0.9}}}}]
COMPANY = Organisation(
    file="chain.yaml",
    scenario=chain(
        arms=ARMS,
        events=EVENTS,
        observed={"failed_changes": {"value": 0.1, "n": 40}},
        defaults={"team": {"people": {"value": 6, "low": 5, "high": 8}}},
        costs={},
    ),
)
ASKED: dict[str, Callable[[], Any]] = {
    "simulate": lambda: api.simulate(COMPANY, replications=3),
    "compare": lambda: api.compare(COMPANY, replications=3, worlds=2),
    "explain": lambda: api.explain(COMPANY, worlds=0),
    "account": lambda: api.account(COMPANY, replications=3, worlds=0),
    "breakeven": lambda: api.breakeven(COMPANY, replications=3),
    "duel": lambda: api.duel(COMPANY, replications=3, worlds=2, budget=10),
    "map": lambda: api.atlas(COMPANY, replications=3, cells=2),
    "plausible": lambda: api.plausible(COMPANY, replications=3),
    "predict": lambda: api.predict("mueller-2016", organisations=10),
    "risk": lambda: api.risk(COMPANY),
    "sensitivity": lambda: api.sensitivity(COMPANY, points=4, replications=3, worlds=3),
    "what-if": lambda: api.what_if(COMPANY, arrivals=["2x"], replications=3, worlds=2),
}


def again(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 of our own bytes


@pytest.mark.parametrize("duplicate", [again, deepcopy, copy])
def test_an_organisation_that_was_asked_already_is_the_same_when_pickled_or_copied(
    duplicate: Callable[[Any], Any],
) -> None:
    scenario = COMPANY.scenario
    weekly_items(scenario)
    assert len(scenario.for_plan("short").epochs()) == 2
    other = duplicate(scenario)
    assert other == scenario
    assert other.tree == scenario.tree
    assert other.arms["between"].spend == scenario.arms["between"].spend
    assert weekly_items(other) == weekly_items(scenario)
    assert other.for_plan("short") == scenario.for_plan("short")
    assert other.unknowns() == scenario.unknowns()
    with pytest.raises(TypeError):
        other.teams["A"] = other.teams["B"]


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_says_the_same_when_pickled_or_copied(question: str) -> None:
    answer = ASKED[question]()
    said = json.dumps(answer.as_json(), default=str)
    for duplicate in (again, deepcopy):
        assert json.dumps(duplicate(answer).as_json(), default=str) == said
