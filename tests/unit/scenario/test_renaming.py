"""A scenario under other names is the same organisation with the same luck."""

from typing import Any

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.replicate import replicate
from simulator.files.read import load, load_text
from simulator.files.shipped import shipped
from simulator.files.write import text_of
from simulator.measures.tally import Tally
from simulator.methods.run import Answer
from simulator.present.anonymise import legend
from simulator.present.names import names_of
from simulator.scenario.renaming import renamed
from simulator.scenario.scenario import Scenario
from tests.unit.questions.asked import company


def lettered(scenario: Scenario) -> tuple[Scenario, dict[str, str]]:
    letters = legend(names_of(scenario))
    return renamed(scenario, "An organisation", letters), letters


def sums(scenario: Scenario, plan: str) -> Tally:
    return replicate(program_for(scenario, plan), 1, range(2))


@pytest.mark.parametrize("name", ["reorganisation", "change-board", "typical-company"])
def test_every_plan_gives_the_same_numbers_under_other_names(name: str) -> None:
    scenario = load(shipped()[name])
    other, letters = lettered(scenario)
    for plan in ("today", *scenario.arms):
        before, after = sums(scenario, plan), sums(other, letters.get(plan, plan))
        for part, rows in vars(before).items():
            assert np.array_equal(rows, getattr(after, part)), (plan, part)


def test_no_name_title_price_or_reason_is_left() -> None:
    scenario = Scenario.from_tree(company())
    other, letters = lettered(scenario)
    text = "\n".join(line for line in text_of(other).splitlines() if "luck" not in line)
    told: dict[str, Any] = {**letters, "gezaehlt": "", "739184": ""}
    assert not [name for name in told if name in text.replace("luck", "")]
    assert Answer(program=program_for(other), seed=1, tally=sums(other, "today")).outcomes
    assert load_text(text_of(other), "again.yaml") == other
