"""Queues against Erlang, Jackson, pre-emption and Little."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engines.log import Happening
from simulator.measures.count import tally
from simulator.measures.tally import Sum, TeamSum
from simulator.stats.queues import jackson, mg1, mmc, preemptive_resume, traffic_of_routes
from tests.verification.support import (
    LEAD_TIME,
    Tree,
    days,
    organisation,
    ratio,
    run,
    team_ratio,
    verify,
    weekly,
)

ROUTES = (["A", "B", "A"], ["B", "C"], ["A", "C", "B"])
SERVERS = (1, 2, 3)


def queue(
    rate: float, servers: int, effort: Tree, horizon: float, warm_up: float, **more: object
) -> Tree:
    """One team and one kind of work."""
    tree = {
        "horizon": days(horizon),
        "warm_up": days(warm_up),
        "teams": {"A": {"people": servers, "effort": effort}},
        **more,
    }
    return organisation(tree, ["A"], items=weekly(rate))


@pytest.mark.parametrize("load", [0.5, 0.8, 0.9])
@pytest.mark.parametrize("servers", [1, 2, 5])
def test_the_wait_in_an_exponential_queue_is_that_of_erlang(servers: int, load: float) -> None:
    def tree(effort: float) -> Tree:
        return queue(
            load * servers, servers, {"mean": days(effort), "shape": "exponential"}, 6000, 1000
        )

    verify(
        tree,
        team_ratio("A", TeamSum.WAIT_TIME, TeamSum.WAITS),
        lambda effort: mmc(load * servers, 1.0 / effort, servers).wait,
        {"effort": 1.0},
        replications=144 if servers == 1 else 64,
    )


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_a_queue_with_lognormal_service_waits_as_pollaczek_and_khinchine_say(load: float) -> None:
    def tree(rate: float, effort: float) -> Tree:
        return queue(rate, 1, {"mean": days(effort), "cv": 0.8, "shape": "lognormal"}, 6000, 500)

    verify(
        tree,
        team_ratio("A", TeamSum.WAIT_TIME, TeamSum.WAITS),
        lambda rate, effort: mg1(rate, effort, effort * effort * 1.64).wait,
        {"rate": load, "effort": 1.0},
        replications=256,
    )


def interrupted(rate: float, effort: float, outside: float, triage: float, repair: float) -> Tree:
    """Incidents from outside that pre-empt the work of one person."""
    return queue(
        rate,
        1,
        {"mean": days(effort), "shape": "exponential"},
        6000,
        500,
        external={"rate": weekly(outside), "resolver": "A"},
        incidents={"triage_effort": days(triage), "repair_effort": days(repair)},
    )


def test_interrupted_work_takes_as_long_as_a_preemptive_resume_queue_says() -> None:
    def exact(effort: float, outside: float, repair: float) -> float:
        return preemptive_resume([outside, 0.4], [repair, effort])[1].sojourn

    verify(
        lambda effort, outside, repair: interrupted(0.4, effort, outside, 0.0, repair),
        LEAD_TIME,
        exact,
        {"effort": 1.0, "outside": 0.3, "repair": 1.0},
        replications=512,
    )


def test_new_work_waits_for_its_first_start_as_a_preemptive_resume_queue_says() -> None:
    def exact(effort: float, outside: float, triage: float) -> float:
        return preemptive_resume([outside, 0.4], [triage, effort])[1].wait

    verify(
        lambda effort, outside, triage: interrupted(0.4, effort, outside, triage, 0.0),
        team_ratio("A", TeamSum.WAIT_TIME, TeamSum.WAITS),
        exact,
        {"effort": 1.0, "outside": 0.3, "triage": 1.0},
        replications=512,
        faults=["effort", "triage"],
    )


def test_incidents_are_restored_as_if_there_were_no_other_work() -> None:
    verify(
        lambda outside, repair: interrupted(0.3, 1.0, outside, 0.0, repair),
        ratio(Sum.RESTORE_TIME, Sum.RESTORED),
        lambda outside, repair: mmc(outside, 1.0 / repair).sojourn,
        {"outside": 0.6, "repair": 1.0},
        replications=256,
    )


def network(a: float, b: float, c: float, rate: float = 0.2) -> Tree:
    """Three kinds of work through three teams, one of which sees an item twice."""
    teams = {
        name: {"people": people, "effort": {"mean": days(effort), "shape": "exponential"}}
        for name, people, effort in zip("ABC", SERVERS, (a, b, c), strict=True)
    }
    tree: Tree = {"horizon": "4000 days", "warm_up": "500 days", "teams": teams}
    return organisation(tree, *ROUTES, items=weekly(rate))


def jackson_of(a: float, b: float, c: float, rate: float = 0.2) -> object:
    """The means of that network."""
    arrivals = traffic_of_routes([rate] * 3, [[0, 1, 0], [1, 2], [0, 2, 1]], 3)
    return jackson(3 * rate, arrivals, [1 / a, 1 / b, 1 / c], SERVERS)


def test_an_open_network_of_several_kinds_takes_as_long_as_jackson_says() -> None:
    verify(
        network,
        LEAD_TIME,
        lambda **efforts: jackson_of(**efforts).sojourn,  # type: ignore[attr-defined]
        {"a": 1.3, "b": 2.4, "c": 5.0},
        replications=512,
        faults=["a", "b"],
    )


@pytest.mark.parametrize("station", [0, 1, 2])
def test_every_station_of_a_network_waits_as_if_it_stood_alone(station: int) -> None:
    name = "ABC"[station]

    def exact(**efforts: float) -> float:
        means = jackson_of(**efforts)
        return float(means.stations[station].wait)  # type: ignore[attr-defined]

    verify(
        network,
        team_ratio(name, TeamSum.WAIT_TIME, TeamSum.WAITS),
        exact,
        {"a": 1.3, "b": 2.4, "c": 5.0},
        replications=320,
        faults=[name.lower()],
    )


def busy_place() -> Tree:
    """An organisation in which every class of work queues."""
    tree = {
        "horizon": "200 days",
        "warm_up": "30 days",
        "pressure": 1,
        "defaults": {
            "team": {
                "people": 2,
                "effort": {"mean": "1.5 days", "shape": "exponential"},
                "defects_per_item": 1,
                "defect_removal": 0.3,
                "catches_defects": 0.5,
            },
            "boundary": {"fidelity": 0.8, "readback": 0.7, "question_effort": "2 h"},
        },
        "incidents": {"manifest": 0.3, "latency": "5 days", "triage_effort": "3 h"},
        "external": {"rate": "0.5 per week", "resolver": "B"},
    }
    return organisation(tree, ["A", ["B", "C"], "A"], ["C", "B"], items=weekly(0.35), facts=6)


def test_littles_law_holds_path_by_path() -> None:
    # waiting jobs, counted at every event, against the sum of every job's own waits
    program, log = run(busy_place())
    events, counted = log.events, tally(program, log)
    steps = {
        Happening.QUEUED: 1,
        Happening.PREEMPTED: 1,
        Happening.STARTED: -1,
        Happening.RESUMED: -1,
    }
    for team in range(3):
        area, waiting, last = 0.0, 0, program.warm_up
        for row in events[events["place"] == team]:
            change = steps.get(Happening(int(row["event"])), 0)
            if change:
                now = max(float(row["time"]), program.warm_up)
                area, waiting, last = area + waiting * (now - last), waiting + change, now
        area += waiting * (program.horizon - last)
        assert area > 10
        assert counted.teams[team, TeamSum.QUEUE] == pytest.approx(area, rel=1e-9)


def test_items_in_progress_add_up_to_the_time_they_spend() -> None:
    tree = {**busy_place(), "warm_up": "0 days"}
    program, log = run(tree)
    events = log.events
    moves = events[np.isin(events["event"], [Happening.ARRIVED, Happening.RELEASED])]
    change = np.where(moves["event"] == Happening.ARRIVED, 1, -1)
    ends = np.append(moves["time"], program.horizon)
    present = float((np.cumsum(change) * np.diff(ends)).sum())
    arrived = moves["time"][change > 0]
    still = np.setdiff1d(moves["item"][change > 0], moves["item"][change < 0])
    sums = tally(program, log).sums
    own = sums[Sum.LEAD_TIME] + (program.horizon - arrived[still]).sum()
    assert len(still) == sums[Sum.IN_PROGRESS] > 0
    assert present == pytest.approx(own, rel=1e-9)


def test_all_time_in_queues_is_waits_and_what_never_started() -> None:
    # one kind, no incidents, no pre-emption, no rework: the queue holds nothing but first waits
    tree = queue(1.6, 2, {"mean": "1 day", "shape": "exponential"}, 300, 0)
    program, log = run(tree)
    events, counted = log.events, tally(program, log)
    queued = events[events["event"] == Happening.QUEUED]
    started = events[events["event"] == Happening.STARTED]["job"]
    left = queued["time"][~np.isin(queued["job"], started)]
    team = counted.teams[0]
    assert counted.sums[Sum.NOT_STARTED] == len(left)
    rest = float((program.horizon - left).sum())
    assert team[TeamSum.QUEUE] == pytest.approx(team[TeamSum.WAIT_TIME] + rest, rel=1e-9)
