"""Items that are there before day 0, and teams of a fraction of people or of nobody."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engines.log import BEFORE, Happening
from simulator.measures.tally import Sum, TeamSum
from simulator.stats.queues import jackson, mmc
from tests.verification.support import (
    NEVER,
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

MEANS, SERVERS = (1.0, 1.5, 0.5), (1, 2, 1)


def network(number: int) -> Tree:
    """Three exponential teams in a row, new work all they do, and items before day 0."""
    teams = {
        name: {"people": many, "effort": {"mean": days(mean), "shape": "exponential"}}
        for name, many, mean in zip("ABC", SERVERS, MEANS, strict=True)
    }
    tree: Tree = {"teams": teams, "work": {"k0": {"starts_with": number}}}
    return organisation(tree, ["A", "B", "C"], items=weekly(0.8))


@pytest.mark.parametrize("number", [1, 7, 100])
def test_items_stand_where_those_of_an_open_network_would(number: int) -> None:
    known = jackson(0.8, [0.8] * 3, [1.0 / mean for mean in MEANS], SERVERS)
    present = np.array([station.present for station in known.stations])
    found = plan_of(network(number)).starting
    assert found.sum() == number
    assert np.abs(found - number * present / present.sum()).max() <= 1.0


def test_a_network_that_starts_with_its_mean_stays_there_and_an_empty_one_does_not() -> None:
    known = jackson(0.8, [0.8] * 3, [1.0 / mean for mean in MEANS], SERVERS)
    mean = sum(station.present for station in known.stations)

    def present(number: int) -> float:
        tree = {**network(number), "horizon": "5 days"}
        found = [run(tree, replication=each)[1].events for each in range(400)]
        arrived = [(events["event"] == Happening.ARRIVED).sum() for events in found]
        released = [(events["event"] == Happening.RELEASED).sum() for events in found]
        return float(np.mean(arrived) - np.mean(released))

    assert abs(present(round(mean)) - mean) < 0.15 * mean
    assert present(0) < 0.5 * mean


def test_what_was_there_is_finished_in_order_and_counts_as_arrived_before_the_window() -> None:
    tree: Tree = {
        "horizon": "30 days",
        "defaults": {"team": {"people": 1, "effort": {"mean": "1 day", "shape": "constant"}}},
        "work": {"k0": {"starts_with": 4}},
    }
    made = organisation(tree, ["A", "B"], items=at_once(1, 20))
    assert plan_of(made).starting.tolist() == [2, 2]
    _, log = run(made)
    released = log.events[log.events["event"] == Happening.RELEASED]
    assert released["time"].tolist() == pytest.approx([1, 2, 3, 4, 22])
    assert released["item"].tolist() == [0, 1, 2, 3, 4]
    arrived = log.events[log.events["event"] == Happening.ARRIVED]
    assert arrived["a"].tolist() == [-1, -2, -3, -4, 0]
    assert arrived["time"].tolist() == [BEFORE] * 4 + [20.0]
    sums = tallied(made).sums
    assert (sums[Sum.ARRIVED], sums[Sum.FINISHED], sums[Sum.RELEASED]) == (5, 5, 1)
    assert sums[Sum.IN_SYSTEM] == pytest.approx(1 + 2 + 3 + 4 + 2)


def test_what_was_there_carries_the_mistakes_of_the_steps_behind_it() -> None:
    tree: Tree = {
        "horizon": "40 days",
        "work": {"k0": {"starts_with": 400}},
        "defaults": {"team": {"defects_per_item": 2}, "boundary": {"boundary_work": 1, "owned": 0}},
        "incidents": {"manifest": 1, "latency": NEVER},
    }
    made = organisation(tree, ["A", ["B", "C"], "D"], items=at_once(1, 39))
    _, log = run(made)
    released = log.events[log.events["event"] == Happening.RELEASED][:400]
    # four teams make two mistakes each, and four crossings find work that is nobody's
    assert abs(released["a"].mean() - 12.0) < 4.0 * np.sqrt(8.0 / 400)
    born = log.events[log.events["event"] == Happening.BORN]
    assert ((born["time"] == BEFORE) | (born["time"] >= 0.0)).all()
    assert (born["time"] == BEFORE).sum() > 1000


def test_one_and_a_half_people_are_two_at_three_quarters_of_the_speed() -> None:
    def tree(rate: float, effort: float) -> Tree:
        team = {"people": 1.5, "effort": {"mean": days(effort), "shape": "exponential"}}
        window = {"horizon": "6000 days", "warm_up": "500 days", "teams": {"A": team}}
        return organisation(window, ["A"], items=weekly(rate))

    verify(
        tree,
        team_ratio("A", TeamSum.WAIT_TIME, TeamSum.WAITS),
        lambda rate, effort: mmc(rate, 0.75 / effort, 2).wait,
        {"rate": 1.2, "effort": 1.0},
        replications=96,
    )


def test_an_event_closes_a_team_and_its_queue_waits_incidents_too() -> None:
    tree: Tree = {
        "horizon": "60 days",
        "teams": {"A": {"people": 1, "effort": {"mean": "2 days", "shape": "constant"}}},
        "external": {"rate": "3 per week", "resolver": "A"},
        "events": [
            {"at": "9 days", "change": {"teams": {"A": {"people": 0}}}},
            {"at": "20 days", "change": {"teams": {"A": {"people": 1}}}},
        ],
    }
    program, log = run(organisation(tree, ["A"], items=weekly(0.4)))
    events = log.events
    begun = events["time"][np.isin(events["event"], (Happening.STARTED, Happening.RESUMED))]
    stopped = events["time"][events["event"] == Happening.PREEMPTED]
    assert not ((begun >= 9.0) & (begun < 20.0)).any()
    assert not ((stopped >= 9.0) & (stopped < 20.0)).any()
    assert (begun == 20.0).any()
    failed = events["time"][events["event"] == Happening.FAILED]
    assert ((failed > 9.0) & (failed < 20.0)).any()
    assert program.teams["people"][:, 0].tolist() == [1.0, 0.0, 1.0]
