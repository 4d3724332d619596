"""Waits of a crossing, hidden work, and who does it."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engines.log import Flag, Happening, Task
from simulator.experiments.engine import tallies
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Sum, TeamSum
from tests.verification.support import (
    ENGINE,
    LEAD_TIME,
    SEED,
    Tree,
    at_once,
    days,
    organisation,
    plan_of,
    run,
    tallied,
    team_ratio,
    verify,
    weekly,
)


def crossing(items: int, **boundary: object) -> Tree:
    """Two teams of many people and the boundary between them."""
    defaults = {"boundary": boundary, "team": {"effort": {"mean": "1 day"}}}
    return organisation(
        {"horizon": "500 days", "defaults": defaults}, ["A", "B"], items=at_once(items)
    )


def test_an_item_that_nobody_takes_waits_in_limbo() -> None:
    def tree(owned: float, limbo: float) -> Tree:
        return crossing(600, owned=owned, limbo=days(limbo))

    verify(
        tree,
        LEAD_TIME,
        lambda owned, limbo: 2 + (1 - owned) * limbo,
        {"owned": 0.5, "limbo": 10.0},
        replications=600,
    )


def test_limbo_needs_no_boundary_work() -> None:
    _, log = run(crossing(200, owned=0, limbo="5 days"))
    rows = log.events[log.events["event"] == Happening.CROSSED]
    assert (rows["value"] > 0).all()
    assert not (rows["d"] & (Flag.OWNED | Flag.WORK_NEEDED)).any()


def test_the_wait_for_an_opening_is_half_its_period_on_average() -> None:
    def tree(opens_every: float) -> Tree:
        made = crossing(1, opens_every=days(opens_every))
        made["horizon"] = "1002 days"
        made["work"]["k0"]["arrivals"] = weekly(0.5)
        return made

    # arrivals of the last days may not be released: their waits are neither longer nor shorter
    verify(
        tree,
        LEAD_TIME,
        lambda opens_every: 2 + opens_every / 2,
        {"opens_every": 10.0},
        replications=100,
    )


@pytest.mark.parametrize(
    ("arrives", "delay", "opens_every", "joins"),
    [
        (0.5, 0.0, 2.0, 2.0),
        (1.0, 0.0, 2.0, 2.0),
        (1.25, 0.0, 2.0, 4.0),
        (1.0, 0.5, 2.0, 4.0),
        (1.0, 0.5, 0.0, 2.5),
        (0.5, 0.5, 2.0, 2.0),
        (0.75, 0.5, 0.25, 2.25),
    ],
)
def test_first_the_delay_runs_then_the_next_opening_is_caught(
    arrives: float, delay: float, opens_every: float, joins: float
) -> None:
    # served one day by A, the item joins B when the crossing is over
    made = crossing(1, delay=days(delay), opens_every=days(opens_every))
    made["work"]["k0"]["arrivals"] = at_once(1, arrives)
    _, log = run(made)
    queued = log.events[log.events["event"] == Happening.QUEUED]
    assert queued["time"][1] == pytest.approx(joins, abs=1e-12)


def test_limbo_begins_after_the_opening() -> None:
    made = crossing(300, owned=0, limbo="5 days", delay="0.5 days", opens_every="4 days")
    _, log = run(made)
    rows = log.events[log.events["event"] == Happening.CROSSED]
    limbo = rows["value"] - 3.0  # ready after 1 day, delayed to 1.5, opens at 4
    assert limbo.min() > 0
    assert limbo.mean() == pytest.approx(5.0, abs=4 * 5 / np.sqrt(300))


@pytest.mark.parametrize(("owner", "team"), [("from", "A"), ("to", "B"), ("C", "C")])
def test_boundary_work_is_done_by_the_owner(owner: str, team: str) -> None:
    def tree(owned: float, boundary_work: float, boundary_effort: float) -> Tree:
        made = crossing(
            600,
            owned=owned,
            boundary_work=boundary_work,
            boundary_effort=days(boundary_effort),
            owner=owner,
        )
        made["teams"]["C"] = {}
        return made

    verify(
        tree,
        team_ratio(team, TeamSum.BOUNDARY_WORK),
        lambda owned, boundary_work, boundary_effort: owned * boundary_work * boundary_effort,
        {"owned": 0.8, "boundary_work": 0.8, "boundary_effort": 0.5},
        replications=200 if owner == "C" else 120,
        faults=None if owner == "C" else [],
    )


def test_boundary_work_holds_the_item_up_and_comes_before_new_work() -> None:
    # C owns; it has one person, busy with new work that arrived earlier and later
    boundary = {"boundary_work": 1, "boundary_effort": "2 days", "owner": "C"}
    made = organisation(
        {
            "horizon": "50 days",
            "defaults": {"team": {"effort": {"mean": "1 day"}}, "boundary": boundary},
            "teams": {"C": {"people": 1, "effort": {"mean": "3 days"}}},
        },
        ["A", "B"],
        ["C"],
    )
    made["work"]["k0"]["arrivals"] = at_once(1)
    made["work"]["k1"]["arrivals"] = at_once(3)
    _, log = run(made)
    events = log.events
    released = events[events["event"] == Happening.RELEASED]
    # C: new work to day 3, boundary work to 5, then the rest; A took 1 day, B takes 1
    assert released["time"].tolist() == pytest.approx([3.0, 6.0, 8.0, 11.0])


def test_a_question_is_asked_at_the_sender_after_the_wait_and_both_pay() -> None:
    made = crossing(1, fidelity=0, readback=1, delay="2 days", question_effort="1.5 days")
    counted = tallied(made)
    # A 1, delay 2, question 1.5 at A, B 1 and 1.5 for asking
    assert counted.sums[Sum.LEAD_TIME] == pytest.approx(1 + 2 + 1.5 + 1 + 1.5)
    assert counted.teams[0, TeamSum.QUESTION] == pytest.approx(1.5)
    assert counted.teams[1, TeamSum.VISIT] == pytest.approx(2.5)
    assert counted.sums[Sum.SERVICE_TIME] == pytest.approx(3.5)


def test_a_crossing_without_gaps_asks_nothing() -> None:
    counted = tallied(crossing(5, fidelity=1, readback=1, question_effort="1.5 days"))
    assert counted.teams[:, TeamSum.QUESTION].sum() == 0
    assert counted.edges[0].tolist() == [5, 5, 5]


@pytest.mark.parametrize("chance", [0.3, 0.9])
def test_handoffs_with_a_question_are_not_clean(chance: float) -> None:
    def tree(fidelity: float) -> Tree:
        return crossing(200, fidelity=fidelity, readback=1, question_effort="1 day")

    verify(
        tree,
        team_ratio("A", TeamSum.QUESTION),
        lambda fidelity: 1 - fidelity,
        {"fidelity": chance},
        replications=100,
        faults=["fidelity"] if chance > 0.5 else [],
    )
    counted = tallied(tree(chance))
    asked = counted.teams[0, TeamSum.QUESTION]
    assert counted.edges[0, 1] == pytest.approx(200 - asked)


def test_both_sides_pay_for_every_handoff() -> None:
    # B hands to two members, D takes from two; the lateral is part of the services of its step
    made = organisation(
        {
            "horizon": "50 days",
            "defaults": {
                "boundary": {"handoff_effort": "8 h", "readback_effort": "0.8 h"},
                "team": {"effort": {"mean": "2 days"}},
            },
            "boundaries": [
                {"from": "B", "to": "C", "handoff_effort": "16 h", "readback_effort": "4 h"}
            ],
        },
        ["A", ["B", "C"], "D"],
        items=at_once(1),
    )
    visits = tallied(made).teams[:, TeamSum.VISIT]
    assert visits.tolist() == pytest.approx([2 + 2, 2 + 0.1 + 1 + 2, 2 + 0.1 + 1 + 0.5, 2 + 0.2])


def test_handoffs_cost_what_is_in_force_when_the_service_begins() -> None:
    # two items a phase; from day 20 on handing over takes 2 days more, reading back 0.5 more
    made = crossing(0, handoff_effort="8 h", readback_effort="0.8 h")
    made["work"]["k0"]["arrivals"] = {"schedule": ["1 day", "1 day", "21 days", "21 days"]}
    later = {"handoff_effort": "24 h", "readback_effort": "4.8 h"}
    made["events"] = [{"at": "20 days", "change": {"defaults": {"boundary": later}}}]
    _, log = run(made)
    started = log.events[log.events["event"] == Happening.STARTED]
    took = {team: started["value"][started["place"] == team].tolist() for team in (0, 1)}
    assert took[0] == pytest.approx([1 + 1, 1 + 1, 1 + 3, 1 + 3])
    assert took[1] == pytest.approx([1 + 0.1, 1 + 0.1, 1 + 0.6, 1 + 0.6])


def test_laterals_are_crossed_one_after_another_on_the_merged_facts() -> None:
    made = organisation(
        {
            "horizon": "50 days",
            "defaults": {"team": {"effort": {"mean": "1 day"}}},
            "boundaries": [
                {"from": "C", "to": "B", "delay": "3 days", "fidelity": 0, "readback": 1},
                {"from": "B", "to": "C", "delay": "2 days", "fidelity": 0},
            ],
        },
        ["A", ["B", "C"], "D"],
        items=at_once(1),
    )
    program, log = run(made)
    events = log.events
    crossed = events[events["event"] == Happening.CROSSED]
    names = [list(program.scenario.boundaries)[place] for place in crossed["place"]]
    assert names == ["A -> B", "A -> C", "B -> C", "C -> B", "B -> D", "C -> D"]
    assert crossed["time"].tolist() == pytest.approx([1, 1, 2, 4, 7, 7])
    # B -> C loses the only fact; on C -> B nothing is left to lose or to notice
    assert crossed["b"].tolist() == [0, 0, 1, 0, 0, 0]
    assert crossed["a"].tolist() == [0] * 6


def test_a_boundary_of_another_kinds_route_is_no_lateral() -> None:
    made = organisation(
        {"defaults": {"boundary": {"fidelity": 0}}}, [["A", "B"]], ["A", "B"], items=at_once(1)
    )
    program, log = run(made)
    crossed = log.events[log.events["event"] == Happening.CROSSED]
    assert crossed["item"].tolist() == [1]
    assert list(program.scenario.boundaries) == ["A -> B"]


def test_a_wait_of_one_crossing_does_not_hold_up_another() -> None:
    made = organisation(
        {
            "horizon": "50 days",
            "defaults": {"team": {"effort": {"mean": "1 day"}}},
            "boundaries": [{"from": "A", "to": "C", "delay": "5 days"}],
        },
        ["A", ["B", "C"], "D"],
        items=at_once(1),
    )
    _, log = run(made)
    queued = log.events[log.events["event"] == Happening.QUEUED]
    assert queued["time"].tolist() == pytest.approx([0, 1, 6, 7])
    assert (queued["a"] == Task.VISIT).all()


def test_a_member_starts_after_the_last_crossing_to_it() -> None:
    made = organisation(
        {
            "horizon": "50 days",
            "defaults": {"team": {"effort": {"mean": "1 day"}}},
            "boundaries": [{"from": "A", "to": "C", "delay": "5 days"}],
        },
        [["A", "B"], "C"],
        items=at_once(1),
    )
    assert tallied(made).sums[Sum.LEAD_TIME] == pytest.approx(7.0)


def test_delay_costs_every_day_in_the_system_so_that_overload_is_never_cheaper() -> None:
    def a_year(people: int) -> float:
        made = {
            "horizon": "100 days",
            "teams": {"A": {"people": people, "effort": {"mean": "4 days", "shape": "constant"}}},
            "costs": {"delay_per_item_day": 7},
        }
        program = plan_of(organisation(made, ["A"], items=at_once(30)))
        above, below = OUTCOMES["cost"].fraction(program, tallies(program, SEED, [0], ENGINE))
        return float(above[0] / below[0])

    # one person needs 4 days an item and gets to 25 of 30 by the horizon; four need 32 days for all
    assert a_year(1) == pytest.approx(2.6 * 7 * (4 * sum(range(1, 26)) + 5 * 100))
    assert a_year(4) == pytest.approx(2.6 * 7 * (4 * 4 * sum(range(1, 8)) + 2 * 32))
