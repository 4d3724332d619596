"""Records beside the model: each figure with what chance does to it, on both sides."""

from typing import Any

import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.replicate import replicate
from simulator.methods.likeness import Likeness, likeness
from simulator.methods.run import Answer
from simulator.scenario.scenario import Scenario
from simulator.stats.intervals import wilson
from tests.unit.experiments.company import TREE

RECORDS: dict[str, Any] = {
    "changes": "5 per week",
    "failed_changes": {"value": 0.25, "n": 40},
    "causes": {"inside": 6, "between": 12, "neither": 0},
}


@pytest.fixture(scope="module")
def found() -> dict[str, Likeness]:
    scenario = Scenario.from_tree({**TREE, "observed": RECORDS})
    program = program_for(scenario)
    answer = Answer(program=program, seed=1, tally=replicate(program, 1, range(40)))
    return {row.what: row for row in likeness(answer)}


def test_every_record_stands_beside_the_model(found: dict[str, Likeness]) -> None:
    assert list(found) == [
        "throughput", "change_failure_rate", "causes.inside", "causes.between", "causes.neither",
    ]  # fmt: skip
    rate = found["change_failure_rate"]
    bounds = wilson(10, 40)
    assert (rate.observed, rate.low, rate.high) == (25.0, 100 * bounds.low, 100 * bounds.high)


def test_the_share_of_a_side_varies_from_year_to_year(found: dict[str, Likeness]) -> None:
    inside, between = found["causes.inside"], found["causes.between"]
    assert inside.observed == pytest.approx(1 / 3)
    assert inside.model_low < inside.model < inside.model_high
    assert inside.model + between.model == pytest.approx(1.0)
    assert between.model_low == pytest.approx(1.0 - inside.model_high)
    nothing = found["causes.neither"]
    assert (nothing.model_low, nothing.model, nothing.model_high) == (0.0, 0.0, 0.0)


def test_a_record_far_from_the_model_is_not_like_it(found: dict[str, Likeness]) -> None:
    rate = found["change_failure_rate"]
    low, high = rate.model_low, rate.model_high
    for shift in (1.05 * high + 1.0, 0.9 * low - 1.0):
        apart = Likeness(**{**vars(rate), "observed": shift, "low": shift, "high": shift})
        assert not apart.like
    middle = 0.5 * (low + high)
    assert Likeness(**{**vars(rate), "observed": middle, "low": middle, "high": middle}).like
