"""The words of a plan's change are what somebody would write by hand."""

from typing import Any

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.measures.tally import Tally
from simulator.scenario.renaming import renamed
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError, merge
from tests.unit.scenario.company import company

CHAIN: dict[str, Any] = {
    "version": 1,
    "name": "A chain",
    "horizon": "60 days",
    "work": {
        "feature": {"arrivals": "6 per week", "facts": 4, "route": ["Dev", "DBA", "Platform"]}
    },
    "defaults": {"boundary": {"fidelity": 0.9}},
    "teams": {
        "Dev": {"people": 6},
        "DBA": {"people": 2, "effort": {"mean": "1 day", "cv": 0}, "defects_per_item": 0.25},
        "Platform": {"people": 5, "effort": {"mean": "1.5 days", "cv": 0}, "defects_per_item": 0.5},
    },
    "boundaries": {"Dev -> DBA": {"owned": 0.7}, "DBA -> Platform": {"owner": "DBA"}},
}


def chain(**changes: Any) -> Scenario:
    return Scenario.from_tree(merge(CHAIN, changes))


def rows(scenario: Scenario, plan: str = "today") -> Tally:
    """What four runs of a plan count."""
    return Runner(seed=3, engine="auto", jobs=1)(
        program_for(scenario.for_plan(plan), "today", ()), range(4)
    )


def same(one: Tally, other: Tally) -> bool:
    return all(
        np.array_equal(value, getattr(other, name), equal_nan=True)
        for name, value in vars(one).items()
        if isinstance(value, np.ndarray)
    )


def plan(**change: Any) -> Scenario:
    return chain(arms={"p": {"change": change}})


def test_two_merged_teams_of_a_chain_are_the_file_written_by_hand() -> None:
    merged = plan(merge={"teams": ["DBA", "Platform"], "as": "Base"})
    teams = {"people": 7, "effort": {"mean": "2.5 days", "cv": 0}, "defects_per_item": 0.75}
    by_hand = chain(
        work={"feature": {"route": ["Dev", "Base"]}},
        teams={"DBA": None, "Platform": None, "Base": teams},
        boundaries={"Dev -> DBA": None, "DBA -> Platform": None, "Dev -> Base": {"owned": 0.7}},
    )
    assert same(rows(merged, "p"), rows(by_hand))
    assert not same(rows(merged), rows(by_hand))
    (move,) = merged.for_plan("p").moves
    assert (move.people, move.effort, move.gone) == (7.0, 2.5, ("DBA -> Platform",))


def test_doubled_arrivals_are_the_file_with_doubled_arrivals() -> None:
    doubled = plan(work={"feature": {"arrivals": "2x"}})
    assert same(rows(doubled, "p"), rows(chain(work={"feature": {"arrivals": "12 per week"}})))
    assert not same(rows(doubled), rows(doubled, "p"))


def test_a_merged_team_does_all_the_work_that_its_teams_did() -> None:
    """Where not all work passes both, a change brings what it brought on average."""
    merged = company(arms={"p": {"change": {"merge": {"teams": ["Data", "Run"], "as": "Run"}}}})
    run = merged.for_plan("p").teams["Run"]
    base = merged.teams["Run"].effort.mean.value
    # 10 pass Data and Run, which follow each other, and 4 pass Run alone
    assert run.effort.mean.value == pytest.approx(base * (10 + 14) / 14)
    assert run.defects_per_item.value == pytest.approx(0.5 * (10 + 14) / 14)
    assert run.people.value == 10.0


def test_who_hands_to_a_dropped_team_hands_to_its_successor() -> None:
    dropped = plan(drop=["DBA"])
    by_hand = chain(
        work={"feature": {"route": ["Dev", "Platform"]}},
        teams={"DBA": None},
        boundaries={"Dev -> DBA": None, "DBA -> Platform": None, "Dev -> Platform": {}},
    )
    assert same(rows(dropped, "p"), rows(by_hand))
    (move,) = dropped.for_plan("p").moves
    assert move.made == (("Dev -> Platform", "DBA -> Platform"),)


def test_a_new_team_stands_where_it_is_told_to() -> None:
    added = plan(add={"Gate": {"people": 3, "before": "DBA"}}).for_plan("p")
    assert added.work["feature"].route == (("Dev",), ("Gate",), ("DBA",), ("Platform",))
    assert added.teams["Gate"].people.value == 3.0
    assert added.boundaries["Gate -> DBA"].owned.value == 0.7
    assert "Dev -> DBA" not in added.boundaries
    last = plan(add={"Gate": {"people": 3, "after": "Platform"}}).for_plan("p")
    assert last.work["feature"].route[-1] == ("Gate",)


def test_handovers_like_another_have_luck_of_their_own() -> None:
    old = {"Dev -> DBA": {"luck": "Old -> Older"}}
    added = chain(boundaries=old, arms={"p": {"change": {"add": {"Gate": {"before": "DBA"}}}}})
    assert added.for_plan("p").boundaries["Dev -> Gate"].luck == "Dev -> Gate"


def test_the_rest_of_a_change_is_laid_over_what_its_words_made() -> None:
    both = plan(
        merge={"teams": ["DBA", "Platform"], "as": "Base"}, teams={"Base": {"people": "2x"}}
    )
    assert both.for_plan("p").teams["Base"].people.value == 14.0


def test_a_multiple_of_an_unknown_moves_with_it_and_is_no_unknown_of_its_own() -> None:
    """A plan with 2x as many people has 2x as many in every organisation that fits."""
    scenario = company(arms={"p": {"change": {"teams": {"Run": {"people": "2x"}}}}})
    assert len(scenario.unknowns()) == len(company().unknowns())
    world = scenario.in_world({"defaults.team.people": 4.0})
    assert world.for_plan("p").teams["Run"].people.value == 8.0
    assert world.for_plan("p").teams["Data"].people.value == 4.0


def test_a_multiple_is_the_number_that_would_be_written() -> None:
    """Three tenths, and not the sum of floating point that 3 times 0.1 is."""
    tripled = plan(boundaries={"Dev -> DBA": {"lapse": "3x", "owned": "0.5x"}})
    with_lapse = Scenario.from_tree(merge(tripled.tree, {"defaults": {"boundary": {"lapse": 0.1}}}))
    assert with_lapse.for_plan("p").boundaries["Dev -> DBA"].lapse.value == 0.3
    assert tripled.for_plan("p").boundaries["Dev -> DBA"].owned.value == 0.35


def test_names_of_a_redrawn_plan_go_with_all_others() -> None:
    scenario = plan(
        merge={"teams": ["DBA", "Platform"], "as": "Base"},
        add={"Gate": {"people": 3, "before": "Base"}},
        drop=["Dev"],
    )
    names = {"Dev": "A", "DBA": "B", "Platform": "C", "Base": "D", "Gate": "E", "p": "q"}
    assert renamed(scenario, "X", names).for_plan("q").work["feature"].route == (("E",), ("D",))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"drop": ["Dba"]}, "change.drop[0]: found 'Dba'; allowed one of the teams Dev, DBA"),
        ({"drop": ["Dev", "DBA", "Platform"]}, "has no other on its route"),
        ({"merge": {"teams": ["DBA"], "as": "Base"}}, "a list of two teams or more"),
        ({"merge": {"teams": ["DBA", "Platform"], "as": "Dev"}}, "the name of no other team"),
        ({"add": {"DBA": {"before": "Dev"}}}, "the name of no other team"),
        ({"teams": {"Dev": {"makes": "2x"}}}, "found '2x' of 'code'; allowed a multiple"),
        ({"work": {"feature": {"facts": "1.1x"}}}, "found '1.1x' of 4, which is 4.4"),
    ],
)
def test_what_cannot_be_carried_out_is_told(change: dict[str, Any], said: str) -> None:
    with pytest.raises(TreeError) as refused:
        plan(**change)
    assert said in str(refused.value)
    assert len(refused.value.faults) == 1
