"""What a plan's words do is told beside the answer."""

from simulator.present.redrawn import sentences
from simulator.scenario.scenario import Scenario
from tests.unit.scenario.test_changing import plan


def told(scenario: Scenario) -> str:
    (line,) = sentences(scenario)
    return line


def test_merged_teams_are_told_with_people_work_and_handovers() -> None:
    assert told(plan(merge={"teams": ["DBA", "Platform"], "as": "Base"})) == (
        '"p": DBA and Platform become one team, Base, of 7 people, with 2.5 days of work for a '
        "change that comes to it. DBA → Platform falls away. In all else it is as Platform was. "
        "Not in it: what the move itself disturbs, and that a larger team must agree within."
    )


def test_a_dropped_team_is_told_with_what_it_did_and_who_follows() -> None:
    line = told(plan(drop=["DBA"]))
    assert "its 1 day of work for a change and all that it checked fall away" in line
    assert "its 2 people do something else" in line
    assert "New is Dev → Platform, like DBA → Platform today." in line


def test_a_new_team_is_told_with_where_it_stands() -> None:
    line = told(plan(add={"Gate": {"people": 1, "before": "DBA"}}))
    assert "Gate, 1 person with 2 days of work for a change, stands before DBA" in line
    assert "Gate → DBA, like Dev → DBA today" in line


def test_a_plan_that_redraws_nothing_needs_no_words() -> None:
    assert sentences(plan(teams={"DBA": {"people": "2x"}})) == ()
