"""Arrivals by rate and by schedule, and shocks that change the world at a time."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engines.log import Happening, Task
from simulator.measures.tally import Sum, Tally, TeamSum
from simulator.scenario.tree import merge
from tests.verification.support import (
    Sample,
    Tree,
    at_once,
    counted,
    days,
    organisation,
    run,
    tallied,
    verify,
    weekly,
)


def shocked(change: Tree, at: float = 50.0, **tree: object) -> Tree:
    """An organisation of one or two teams, and a shock."""
    made = organisation(
        merge(
            {"horizon": "100 days", "warm_up": "50 days", "events": [{"at": days(at)}]},
            dict(tree),
        ),
        ["A", "B"],
        items=weekly(1.0),
    )
    made["events"][0]["change"] = change
    return made


def test_items_arrive_at_their_rate_before_and_after_a_shock() -> None:
    def tree(before: float, after: float) -> Tree:
        made = shocked({"work": {"k0": {"arrivals": weekly(after)}}})
        return merge(made, {"work": {"k0": {"arrivals": weekly(before)}}})

    def first(_: object, tally: Tally) -> Sample:
        number = tally.sums[:, Sum.ARRIVED] - tally.sums[:, Sum.COHORT_ARRIVED]
        return number, np.full(len(number), 50.0)

    def second(_: object, tally: Tally) -> Sample:
        return tally.sums[:, Sum.COHORT_ARRIVED], np.full(len(tally.sums), 50.0)

    rates = {"before": 6.0, "after": 20.0}
    verify(
        tree, counted(first), lambda before, **_: before, rates, replications=600, faults=["before"]
    )
    verify(
        tree, counted(second), lambda after, **_: after, rates, replications=200, faults=["after"]
    )


def test_gaps_between_arrivals_are_exponential() -> None:
    _, log = run(organisation({"horizon": "2000 days"}, ["A"], items=weekly(5.0)))
    times = log.events["time"][log.events["event"] == Happening.ARRIVED]
    gaps = np.diff(np.append(0.0, times))
    assert gaps.mean() == pytest.approx(0.2, abs=4 * 0.2 / np.sqrt(len(gaps)))
    assert (gaps**2).mean() == pytest.approx(0.08, abs=4 * 0.04 * np.sqrt(20 / len(gaps)))
    # no memory: gaps that follow each other have nothing to do with each other
    assert abs(np.corrcoef(gaps[1:], gaps[:-1])[0, 1]) < 4 / np.sqrt(len(gaps))


def test_a_rate_that_stops_lets_nothing_arrive() -> None:
    made = shocked({"work": {"k0": {"arrivals": weekly(0.0)}}})
    _, log = run(made)
    times = log.events["time"][log.events["event"] == Happening.ARRIVED]
    assert 20 < len(times) < 90
    assert times.max() < 50


def test_items_of_a_schedule_arrive_on_time_in_kind_order() -> None:
    made = organisation({"horizon": "10 days"}, ["A"], ["B"])
    for kind in ("k1", "k0"):
        times = {"schedule": ["0 days", "0.5 days", "0.5 days", "9.5 days", "10 days"]}
        made["work"][kind]["arrivals"] = times
    _, log = run(made)
    rows = log.events[log.events["event"] == Happening.ARRIVED]
    assert rows["time"].tolist() == [0, 0, 0.5, 0.5, 0.5, 0.5, 9.5, 9.5]
    assert rows["place"].tolist() == [0, 1, 0, 0, 1, 1, 0, 1]
    assert rows["a"].tolist() == [0, 0, 1, 2, 1, 2, 3, 3]
    assert rows["item"].tolist() == list(range(8))


def test_a_shock_moves_what_happens_after_it() -> None:
    made = shocked({"defaults": {"boundary": {"fidelity": 0.9}}})
    made["defaults"]["boundary"] = {**made["defaults"]["boundary"], "fidelity": 0.1}
    made["work"]["k0"] = {
        "arrivals": {"schedule": [*(["20 days"] * 30), *(["60 days"] * 30)]},
        "facts": 64,
        "route": ["A", "B"],
    }
    # the cohort is what arrived after the warm-up, which ends with the shock
    tally = tallied(made)
    assert tally.retention[1, 0] / tally.retention[1, 1] == pytest.approx(0.9, abs=0.04)
    early = tallied({**made, "warm_up": "0 days", "horizon": "40 days"})
    assert early.retention[1, 0] / early.retention[1, 1] == pytest.approx(0.1, abs=0.04)


def test_interface_changes_come_at_their_rate_before_and_after_a_shock() -> None:
    def tree(before: float, after: float) -> Tree:
        made = organisation(
            {
                "horizon": "100 days",
                "incidents": {"manifest": 1, "latency": "1000000 years"},
                "defaults": {
                    "boundary": {"exposure": 1, "changes_per_week": 5 * before},
                    "team": {"effort": {"mean": "1e-9 days"}},
                },
                "events": [{"at": "50 days"}],
            },
            ["A", "B"],
            items=at_once(1, 90.0),
        )
        made["events"][0]["change"] = {"defaults": {"boundary": {"changes_per_week": 5 * after}}}
        return made

    def born(_: object, tally: Tally) -> Sample:
        return tally.failures.sum(axis=(1, 2, 3)), tally.sums[:, Sum.RELEASED]

    # 260 days before day 0 and 50 more at the old rate, 40 at the new one
    rates = {"before": 0.2, "after": 5.0}
    exact = lambda before, after: 310 * before + 40 * after  # noqa: E731 - said once
    verify(tree, counted(born), exact, rates, replications=600, faults=["after"])
    verify(
        tree,
        counted(born),
        exact,
        {"before": 1.0, "after": 0.2},
        replications=600,
        faults=["before"],
    )


def test_a_visit_in_service_is_finished_as_it_began() -> None:
    made = shocked({"teams": {"A": {"effort": {"mean": "1 day"}}}}, at=5.0)
    made["teams"]["A"] = {"people": 1, "effort": {"mean": "10 days"}}
    made["work"]["k0"]["arrivals"] = at_once(3)
    _, log = run(made)
    done = log.events[(log.events["event"] == Happening.FINISHED) & (log.events["place"] == 0)]
    assert done["time"].tolist() == [10, 11, 12]


def test_people_who_come_take_what_waits_and_people_who_go_finish_first() -> None:
    made = shocked({"teams": {"A": {"people": 3}}}, at=5.0)
    made["teams"]["A"] = {"people": 1, "effort": {"mean": "8 days"}}
    made["work"]["k0"]["arrivals"] = at_once(5)
    made["events"].append({"at": "14 days", "change": {"teams": {"A": {"people": 1}}}})
    _, log = run(made)
    rows = log.events[log.events["place"] == 0]
    started = rows["time"][rows["event"] == Happening.STARTED]
    # two more at day 5; the first is free at 8 and takes the fourth; at 13 the fifth
    assert started.tolist() == [0, 5, 5, 8, 13]
    shocks = log.events[log.events["event"] == Happening.SHOCK]
    assert shocks["time"].tolist() == [5, 14]
    assert shocks["a"].tolist() == [1, 2]
    # people-days in the window from day 50 on
    assert tallied(made).teams[0, TeamSum.PEOPLE] == 50
    assert tallied({**made, "warm_up": "0 days"}).teams[0, TeamSum.PEOPLE] == 5 + 27 + 86


def test_a_shock_comes_before_what_else_happens_at_its_instant() -> None:
    made = shocked({"teams": {"A": {"effort": {"mean": "1 day"}}}}, at=5.0)
    made["teams"]["A"] = {"effort": {"mean": "10 days"}}
    made["work"]["k0"]["arrivals"] = {"schedule": ["5 days"]}
    _, log = run(made)
    assert log.events["event"][0] == Happening.SHOCK
    assert log.events["value"][log.events["event"] == Happening.STARTED][0] == 1.0


@pytest.mark.parametrize(("when", "chance"), [(20.0, 0.1), (60.0, 0.9)])
def test_errors_that_go_live_after_a_shock_manifest_with_the_new_chance(
    when: float, chance: float
) -> None:
    made = shocked({"incidents": {"manifest": 0.9}})
    made["incidents"] = {**made["incidents"], "manifest": 0.1, "latency": "1000000 years"}
    made["warm_up"] = "0 days"
    made["teams"]["A"] = {"defects_per_item": 20}
    made["work"]["k0"]["arrivals"] = at_once(20, when)
    tally = tallied(made)
    number = tally.failures.sum() / chance
    assert number == pytest.approx(400, abs=80)
    assert tally.sums[Sum.ATTRIBUTED] == pytest.approx(number * chance, abs=4 * 10)


def test_retention_of_every_kind_is_its_own() -> None:
    made = organisation(
        {"boundaries": [{"from": "A", "to": "C", "fidelity": 0}]},
        ["A", "B"],
        ["A", "C"],
        items=at_once(10),
        facts=4,
    )
    tally = tallied(made)
    assert tally.retention.tolist() == [[40, 40, 10], [40, 40, 10], [40, 40, 10], [0, 40, 10]]


def test_incidents_come_before_rework_and_rework_before_new_work() -> None:
    made = organisation(
        {
            "horizon": "300 days",
            "defaults": {"team": {"effort": {"mean": "3 days"}}},
            "teams": {
                "A": {"people": 1, "defects_per_item": 3},
                "B": {"people": 1, "catches_defects": 0.5, "effort": {"mean": "1 day"}},
            },
            "incidents": {
                "manifest": 1,
                "latency": "10 days",
                "repair_effort": "2 days",
                "rework_share": 0.5,
                "severity": {"P1": 1, "P2": 1, "P3": 1, "P4": 1},
            },
        },
        ["A", "B"],
        items=at_once(25),
    )
    _, log = run(made)
    _check_order(log.events[log.events["place"] == 0], log.events)


def _check_order(rows: np.ndarray, events: np.ndarray) -> None:
    """Replay one person's queue: whoever starts or resumes has the smallest key of all waiting."""
    failed = events[events["event"] == Happening.FAILED]
    severity = dict(zip(failed["error"].tolist(), failed["a"].tolist(), strict=True))
    classes = (2, 1, 1, 1, 1, 0, 0)
    waiting: dict[int, tuple[float, ...]] = {}
    keys: dict[int, tuple[float, ...]] = {}
    running: list[int] = []
    interrupted = 0
    for row in rows:
        job, event = int(row["job"]), row["event"]
        if event == Happening.QUEUED:
            level = classes[row["a"]]
            grade = severity[int(row["error"])] if row["a"] >= Task.TRIAGE else 0
            keys[job] = (level, grade, row["time"], row["item"], row["step"], job)
            waiting[job] = keys[job]
        elif event in (Happening.STARTED, Happening.RESUMED):
            # an incident that pre-empts starts while what it pre-empted waits already
            assert keys[job] == min(waiting.values())
            del waiting[job]
            running.append(job)
        elif event == Happening.PREEMPTED:
            running.remove(job)
            interrupted += 1
            assert keys[job][0] > 0
            waiting[job] = keys[job]
        elif event == Happening.FINISHED:
            running.remove(job)
        assert len(running) <= 1
    assert interrupted > 5


def test_what_is_left_of_interrupted_work_is_served_later_and_no_more() -> None:
    made = organisation(
        {
            "horizon": "500 days",
            "teams": {"A": {"people": 2, "effort": {"mean": "5 days"}}},
            "external": {"rate": "3 per week", "resolver": "A"},
            "incidents": {"repair_effort": "1 day"},
        },
        ["A"],
        items=weekly(0.1),
    )
    _, log = run(made)
    events = log.events[log.events["place"] == 0]
    whole = pieces = 0
    for job in np.unique(events["job"][events["event"] == Happening.PREEMPTED]):
        rows = events[events["job"] == job]
        if rows["event"][-1] != Happening.FINISHED:
            continue
        begins = np.isin(rows["event"], [Happening.STARTED, Happening.RESUMED])
        served = (rows["time"][1:] - rows["time"][:-1])[begins[:-1]]
        assert served.sum() == pytest.approx(rows["value"][rows["event"] == Happening.STARTED][0])
        whole, pieces = whole + 1, pieces + len(served)
    assert whole > 5
    assert pieces > whole + 5


def test_the_newest_of_what_can_be_interrupted_is_interrupted() -> None:
    made = organisation(
        {
            "horizon": "60 days",
            "teams": {"A": {"people": 2, "effort": {"mean": "50 days"}}},
            "external": {"rate": "1 per week", "resolver": "A"},
            "incidents": {"repair_effort": "1 day"},
        },
        ["A"],
    )
    made["work"]["k0"]["arrivals"] = {"schedule": ["0 days", "0.001 days"]}
    for replication in range(8):
        _, log = run(made, replication=replication)
        rows = log.events[log.events["event"] == Happening.PREEMPTED]
        assert rows["item"][0] == 1


def test_facts_of_a_cohort_are_those_that_arrived_after_the_warm_up() -> None:
    made = shocked({}, warm_up="50 days")
    made["work"]["k0"]["arrivals"] = {"schedule": ["10 days", "49 days", "50 days", "70 days"]}
    tally = tallied(made)
    assert tally.sums[[Sum.ARRIVED, Sum.COHORT_ARRIVED, Sum.RELEASED]].tolist() == [4, 2, 2]
