"""What must be known before an answer is believed: overload, idle dates, the beginning."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.methods.remarks.beginning import beginning
from simulator.methods.remarks.dates import dates
from simulator.methods.remarks.overload import Overload, overloads
from simulator.methods.remarks.remarks import Remarks, remarks
from simulator.present.remarks import early, forgotten, sentences
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge
from tests.tiers import sampled
from tests.verification.support import days, organisation, weekly


def company(rate: float, people: float = 1, **more: Any) -> Scenario:
    """Two exponential teams in a row, A busy for the share `rate` / `people` of its time."""
    effort = {"mean": days(1.0), "shape": "exponential"}
    teams = {"A": {"people": people, "effort": effort}, "B": {"people": 40, "effort": effort}}
    tree = {"horizon": "320 days", "warm_up": "60 days", "teams": teams}
    return Scenario.from_tree(merge(organisation(tree, ["A", "B"], items=weekly(rate)), more))


def told(scenario: Scenario, *plans: str) -> Remarks:
    return remarks(
        scenario,
        Runner(seed=1),
        {plan: program_for(scenario, plan) for plan in plans},
        replications=50,
    )


@pytest.mark.parametrize("people", [1, 3, 1.5])
@pytest.mark.parametrize("share", [0.9, 1.06, 3.0])
def test_a_team_is_told_where_more_work_arrives_than_it_has_time_and_only_there(
    share: float, people: float
) -> None:
    scenario = company(share * people, people)
    program = program_for(scenario)
    found = overloads(program, Runner(seed=1)(program, range(20)))
    assert [each.team for each in found] == (["A"] if share > 1.0 else [])
    for each in found:
        assert each.load == pytest.approx(share, rel=0.02)
        assert each.people == people
        assert (each.enough - 1) * 0.9 < each.load * people <= each.enough * 0.9
        assert each.load * (1.0 - each.fewer) == pytest.approx(0.9)


def test_a_team_behind_a_full_one_is_told_too_though_little_reaches_it() -> None:
    scenario = company(1.5, 1, teams={"B": {"people": 1}})
    assert {each.team for each in told(scenario).overloads["today"]} == {"A", "B"}


def test_overload_is_said_first_with_what_would_do_and_under_a_plan_only_as_that_plans() -> None:
    overload = Overload(team="Security", load=1.06, people=3.0, enough=4, fewer=1 - 0.9 / 1.06)
    only = Overload(team="A", load=2.0, people=1.0, enough=3, fewer=0.55)
    found = Remarks(
        overloads={"today": (overload,), "x": (overload, only)}, dates=(), beginning=None
    )
    first, second = sentences(found)
    assert first == (
        "Security has more work than time: for 5 days it has, 5.3 days of work arrive. Days to go "
        "live and money depend on how long we simulate. Four people instead of three would do, or "
        "one change in six fewer."
    )
    assert second == (
        'Under "x" A (for 5 days it has, 10 days of work arrive) has more work than time, and its '
        "queue no end."
    )
    assert sentences(None) == ()


def test_a_plan_that_takes_the_people_away_is_told_and_the_beginning_judged() -> None:
    plan = {"name": "fewer", "change": {"teams": {"A": {"people": 1}}}}
    found = told(company(1.6, 2, arms=[plan]), "fewer")
    assert list(found.overloads) == ["fewer"]
    assert [each.team for each in found.only_under("fewer")] == ["A"]
    assert found.beginning is not None
    assert told(company(1.6, 1)).beginning is None


@pytest.mark.parametrize("name", sampled(sorted(shipped()), 16))
def test_no_shipped_company_is_looked_at_before_it_is_where_it_would_be(name: str) -> None:
    program = program_for(load(shipped()[name]))
    found = beginning(program, Runner(seed=1), range(50))
    assert abs(found.more) < 0.01 * found.present


def test_dates_after_the_end_or_in_the_warm_up_are_told_and_no_others() -> None:
    events = [{"at": f"{at} days"} for at in (0, 30, 60, 319, 320, 400)]
    plans = [
        {"name": "p", "spend": {"recovery": "5 person-days"}, "stops": "340 days"},
        {"name": "q", "change": {"events": [{"at": "321 days"}]}},
    ]
    work = {"k1": {"arrivals": {"schedule": ["5 days", "330 days"]}, "facts": 1, "route": ["A"]}}
    scenario = company(0.5, 1, events=events, arms=plans, work=work)
    found = dates(scenario)
    assert [(each.what, each.name, each.at, each.late) for each in found] == [
        ("event", "", 30.0, False),
        ("event", "", 320.0, True),
        ("event", "", 400.0, True),
        ("arrivals", "k1", 330.0, True),
        ("stop", "p", 340.0, True),
        ("event", "q", 321.0, True),
    ]
    lines = sentences(Remarks(overloads={}, dates=found, beginning=None))
    assert lines[0].startswith("The event lies at day 30, within the first days")
    assert lines[1].startswith("The event lies at day 320, when the run has ended: nothing comes")
    assert lines[3].startswith("1 arrival of k1 lies at day 330 or later, when the run has ended")
    assert lines[4].startswith('"p" stops paying at day 340, when the run has ended')
    assert lines[5].startswith('The event of "q" lies at day 321')
    assert dates(company(0.5)) == ()


def test_a_window_that_remembers_its_empty_start_is_told_and_a_later_one_is_not() -> None:
    run = Runner(seed=1)

    def found(**more: Any) -> Any:
        return beginning(program_for(company(0.85, 1, **more)), run, range(50))

    empty = found(warm_up="0 days", horizon="60 days")
    assert empty.early
    assert empty.more > 0.0
    assert "too few" in early(empty)
    late = found(warm_up="2000 days", horizon="2060 days")
    assert not late.early
    assert "no longer remember" in forgotten(late)
