"""A brief says what its parts say: the plan, what it buys, when it would be seen."""

from dataclasses import replace
from typing import Any

import pytest

from simulator.experiments.runner import Runner
from simulator.methods.brief import Brief, brief, chosen
from simulator.methods.progress import WHOLE
from simulator.model.plain import plain
from simulator.present.words import headline
from simulator.questions.brief.words import shown, when
from simulator.scenario.scenario import Scenario
from tests.unit.methods.test_compare import company

FEW = 20
INSIDE = {"team": {"people": 6, "defects_per_item": 3}, "boundary": {"fidelity": 1, "exposure": 0}}
BETWEEN = {"team": {"people": 6, "defects_per_item": 0}, "boundary": {"fidelity": 0.6}}


def made(**override: Any) -> Brief:
    """A brief of the small company with some of its file written otherwise."""
    scenario = Scenario.from_tree(company(**override))
    return brief(scenario, Runner(seed=1, jobs=2), replications=FEW, worlds=0)


@pytest.fixture(scope="module")
def inside() -> Brief:
    return made(defaults=INSIDE)


@pytest.fixture(scope="module")
def between() -> Brief:
    return made(defaults=BETWEEN)


def test_the_better_side_is_recommended_in_the_same_voice(inside: Brief, between: Brief) -> None:
    assert (inside.plan, between.plan) == ("cores", "edges")
    for found in (inside, between):
        assert headline(found.comparison) == f'Choose "{found.plan}".'
        assert shown(found).headline == headline(found.comparison)


SLOW = {"effort": {"mean": "900 days"}}
STOPS = [
    {"name": "stops", "cost": "1 person-day",
     "change": {"teams": {"B": SLOW}}},
    {"name": "edges", "spend": {"edge": "300 person-days"}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "under", "part"),
    [
        ({"teams": {"A": SLOW, "B": SLOW}}, "today", "come from?"),
        ({"arms": STOPS}, 'the plan "stops"', "answer turn?"),
    ],
)
def test_where_nothing_is_released_the_sheet_says_what_cannot_be_told(
    file: dict[str, Any], under: str, part: str
) -> None:
    found = made(**file)
    assert (found.account is None) == (under == "today")
    assert found.breakeven is None
    (said,) = [each.lines for each in shown(found).sections if each.title.endswith(part)]
    assert said[0].lower().startswith(f"under {under} nothing is released from day 30 (warm_up)")


def test_what_the_plan_buys_stands_line_by_line_with_the_rest_of_its_budget(
    inside: Brief, between: Brief
) -> None:
    assert {each.lever for each in inside.buys} <= {"engineering", "verification"}
    for found in (inside, between):
        sizes = [each.person_days for each in found.buys]
        assert sizes == sorted(sizes, reverse=True)
        table = shown(found).sections[-1].tables[0]
        assert len(table.rows) <= 5
        whole = found.comparison.answers[found.plan].person_days
        assert sum(float(row[1]) for row in table.rows) == pytest.approx(whole, rel=0.01)


def test_a_change_of_structure_is_bought_too() -> None:
    arms = [{"name": "reorganise", "cost": "1 person-day",
             "change": {"defaults": {"boundary": {"fidelity": 0.99}}}}]  # fmt: skip
    found = made(defaults=BETWEEN, arms=arms)
    assert found.plan == "reorganise"
    assert shown(found).sections[-1].tables[0].rows == (
        ("the change of who does what", "1.00", "leader"),
    )


def test_when_it_is_seen_speaks_first_of_what_decides() -> None:
    found = made(defaults=BETWEEN, outcome="retention", matters=None, worth="0.1 facts per 100")
    assert found.detections[0].outcome == "retention"
    assert when(found)[0].startswith("Facts of 100 intact at the last step: ")
    assert when(found)[1].startswith("Failed changes per 100: ")


def test_a_brief_of_nothing_to_win_recommends_nothing() -> None:
    spend = {"verification": "1 person-day"}
    found = made(defaults=BETWEEN, arms=[{"name": name, "spend": spend} for name in ("a", "b")])
    assert found.plan == "today"
    assert found.detections == ()
    assert headline(found.comparison) == "Leave things as they are."
    assert when(found) == ()


def test_what_is_told_in_json_is_what_the_parts_tell(inside: Brief) -> None:
    told = plain(inside)
    assert told["compare"]["winner"] == inside.comparison.winner
    assert told["account"] == plain(inside.account)
    assert [row["outcome"] for row in told["when_seen"]][:2] == [
        "change_failure_rate", "serious_failures",
    ]  # fmt: skip
    assert told["plan"] == chosen(inside.comparison)


def test_the_sheet_has_every_part_that_a_leader_asks_for(between: Brief) -> None:
    answer = shown(between)
    assert [part.title for part in answer.sections] == [
        "How sure is this?", "Where do failures come from?", "When would I see it?",
        "What does this rest on?", "Where does the answer turn?", "What would change our mind?",
        "What does the plan buy?",
    ]  # fmt: skip
    assert {view.drawing.name for view in answer.views} == {"account", "dial"}


def test_a_sign_that_comes_sooner_is_named_and_one_that_does_not_is_not(between: Brief) -> None:
    found = {each.outcome: each for each in between.detections}
    late, soon = found["change_failure_rate"], found["clean_handoffs"]
    rows = (
        replace(late, months=24),
        replace(found["serious_failures"], months=None),
        replace(soon, months=3, before=60.0, after=80.0),
        replace(found["near_misses"], months=24),
    )
    lines = when(replace(between, detections=rows))
    assert lines[0] == "Failed changes per 100: seen after 24 months."
    assert lines[1] == "Serious failures a year: not seen within 36 months."
    assert lines[2] == (
        "Signs that come sooner: handovers that need no question and bring no new mistake, "
        "60.0 to 80.0 per 100 handoffs, seen after 3 months."
    )
    rows = (rows[0], rows[1], replace(soon, months=None), rows[3])
    assert when(replace(between, detections=rows))[2] == "No sign that was looked at comes sooner."


def test_progress_comes_to_a_hundred() -> None:
    told: list[int] = []
    scenario, run = Scenario.from_tree(company()), Runner(seed=1, jobs=2)
    brief(scenario, run, replications=FEW, worlds=0, progress=told.append)
    assert sum(told) <= WHOLE
    assert sum(told) >= 60


def test_progress_counts_a_comparison_that_is_there_already(between: Brief) -> None:
    told: list[int] = []
    brief(between.scenario, Runner(seed=1, jobs=2), replications=FEW, worlds=0,
          compared=between.comparison, progress=told.append)  # fmt: skip
    assert sum(told) == WHOLE


def test_too_few_replications_are_refused() -> None:
    with pytest.raises(ValueError, match="found 19 replications; allowed: 20 or more"):
        brief(Scenario.from_tree(company()), Runner(seed=1), replications=19, worlds=0)
