"""A scenario under other names is the same organisation, with the luck of its new names."""

from collections.abc import Mapping
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


def with_the_luck_of(scenario: Scenario, letters: Mapping[str, str]) -> Scenario:
    """The scenario under its own names, with the luck of others."""
    tree: Any = dict(scenario.tree)
    steps = [set(step) for kind in scenario.work.values() for step in kind.route]
    for table in ("work", "teams", "boundaries"):
        tree[table] = dict(tree.get(table, {}))
        for name, of in getattr(scenario, table).items():
            # to list a boundary of two members of a group would make them talk to each other
            silent = table == "boundaries" and not of.listed
            if silent and any({of.source, of.target} <= step for step in steps):
                continue
            luck = " -> ".join(letters[side] for side in name.split(" -> "))
            tree[table][name] = {**(tree[table].get(name) or {}), "luck": luck}
    return Scenario.from_tree(tree)


@pytest.mark.parametrize("name", ["change-board", "typical-company"])
def test_it_is_the_same_organisation_with_the_luck_of_its_new_names(name: str) -> None:
    scenario = load(shipped()[name])
    other, letters = lettered(scenario)
    assert "luck" not in text_of(other)
    same = with_the_luck_of(scenario, letters)
    for plan in ("today", "half and half" if "half and half" in scenario.arms else "today"):
        before, after = sums(same, plan), sums(other, letters.get(plan, plan))
        assert np.array_equal(before.sums, after.sums), plan
        assert not np.array_equal(sums(scenario, plan).sums, after.sums), plan


def test_what_shared_its_luck_still_does_under_a_word_that_says_nothing() -> None:
    tree = company()
    teams = dict(tree["teams"])
    some = sorted(teams)[:2]
    apart = [{**kind, "route": [team]} for kind, team in zip(tree["work"], some, strict=True)]
    teams |= {team: {**teams[team], "luck": "Zimtstern"} for team in some}
    scenario = Scenario.from_tree(
        {**tree, "work": apart, "teams": teams, "boundaries": [], "arms": {}}
    )
    other, letters = lettered(scenario)
    assert {other.teams[letters[team]].luck for team in some} == {"Luck 1"}


def test_no_name_title_price_or_reason_is_left() -> None:
    scenario = Scenario.from_tree(company())
    other, letters = lettered(scenario)
    text = text_of(other)
    told: dict[str, Any] = {**letters, "gezaehlt": "", "739184": ""}
    assert not [name for name in told if name in text]
    assert Answer(program=program_for(other), seed=1, tally=sums(other, "today")).outcomes
    assert load_text(text_of(other), "again.yaml") == other
