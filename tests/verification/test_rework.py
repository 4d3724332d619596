"""Finding inherited errors, reworking them, looking again."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engines.log import Happening, Task
from simulator.measures.tally import Sum, TeamSum
from tests.verification.support import (
    LATENT,
    Tree,
    at_once,
    counted,
    days,
    organisation,
    ratio,
    run,
    tallied,
    team_ratio,
    verify,
)


def inherited(team: Tree, boundary: Tree, incidents: Tree, items: int = 30) -> Tree:
    """Defects of A and errors of the boundary to B, which B may find."""
    return organisation(
        {
            "horizon": "2000 days",
            "defaults": {"boundary": boundary},
            "teams": {
                "A": {"defects_per_item": 10, "effort": {"mean": "2 days"}},
                "B": {"effort": {"mean": "1 day"}, **team},
            },
            "incidents": {"manifest": 1, "latency": "1000000 years", **incidents},
        },
        ["A", "B"],
        items=at_once(items),
        facts=64,
    )


def test_inherited_defects_are_found_with_their_own_chance() -> None:
    verify(
        lambda catches: inherited(
            {"catches_defects": catches, "catches_misunderstandings": 0.3}, {}, {}
        ),
        ratio(Sum.FOUND),
        lambda catches: 10 * catches,
        {"catches": 0.9},
        replications=400,
    )


@pytest.mark.parametrize(
    ("boundary", "number"),
    [
        ({"fidelity": 0}, 64),
        ({"boundary_work": 1, "owned": 0}, 1),
        ({"changes_per_week": 0.5, "exposure": 1}, 26.2),
    ],
)
def test_inherited_misunderstandings_are_found_with_theirs(boundary: Tree, number: float) -> None:
    def tree(catches: float) -> Tree:
        made = inherited({"catches_misunderstandings": catches}, boundary, {})
        made["teams"]["A"]["defects_per_item"] = 0
        return made

    verify(
        tree,
        ratio(Sum.FOUND),
        lambda catches: number * catches,
        {"catches": 0.9},
        replications=2400 if number == 26.2 else 500,
        faults=[] if number == 26.2 else None,
    )


def test_what_is_left_after_several_looks_is_a_product() -> None:
    def tree(first: float, second: float) -> Tree:
        made = inherited({"catches_defects": first}, {}, {}, 100)
        made["work"]["k0"]["route"] = ["A", "B", "C"]
        made["teams"]["C"] = {"catches_defects": second}
        return made

    verify(
        tree,
        LATENT,
        lambda first, second: 10 * (1 - first) * (1 - second),
        {"first": 0.6, "second": 0.7},
        replications=300,
    )
    verify(
        tree,
        ratio(Sum.NEAR_MISSES),
        lambda first, second: 10 * (1 - first) * second,
        {"first": 0.6, "second": 0.9},
        replications=300,
    )


def test_a_find_by_any_member_of_a_group_counts() -> None:
    def tree(catches: float) -> Tree:
        made = inherited({"catches_defects": catches}, {}, {})
        made["work"]["k0"]["route"] = ["A", ["B", "C"]]
        made["teams"]["C"] = made["teams"]["B"]
        return made

    verify(
        tree,
        LATENT,
        lambda catches: 10 * (1 - catches) ** 2,
        {"catches": 0.7},
        replications=400,
    )


def test_a_team_does_not_find_its_own_new_defects() -> None:
    made = inherited({"catches_defects": 1, "defects_per_item": 5}, {}, {})
    made["teams"]["A"]["catches_defects"] = 1
    program, log = run(made)
    found = log.events[log.events["event"] == Happening.FOUND]
    left = log.events[log.events["event"] == Happening.LATENT]
    born = log.events[log.events["event"] == Happening.BORN]
    origin = born["place"][np.argsort(born["error"])]
    assert set(found["place"]) == {1}
    assert set(origin[found["error"]]) == {0}
    assert set(origin[left["error"]]) == {1}
    assert list(program.scenario.teams) == ["A", "B"]


def test_rework_takes_a_share_of_the_resolvers_effort_for_every_error_and_its_depth() -> None:
    def tree(catches: float, share: float) -> Tree:
        return inherited({"catches_defects": catches}, {}, {"rework_share": share})

    verify(
        tree,
        team_ratio("A", TeamSum.REWORK),
        lambda catches, share: 10 * catches * 2.0 * share * (1 + 1),
        {"catches": 0.9, "share": 0.3},
        replications=400,
        faults=["catches"],
    )
    verify(
        tree,
        team_ratio("B", TeamSum.RECHECK),
        lambda catches, share: 1.0 * share * (1 - np.exp(-10 * catches)),
        {"catches": 0.3, "share": 0.3},
        replications=400,
        faults=["share"],
    )


def deep(**boundary: object) -> Tree:
    """One certain misunderstanding at A -> B that only D finds, of depth 3 by then."""
    efforts = {"A": 2, "B": 3, "C": 5, "D": 7}
    return organisation(
        {
            "horizon": "500 days",
            "teams": {
                **{name: {"effort": {"mean": days(mean)}} for name, mean in efforts.items()},
                "D": {"effort": {"mean": "7 days"}, "catches_misunderstandings": 1},
            },
            "boundaries": [{"from": "A", "to": "B", "fidelity": 0, **boundary}],
            "incidents": {"manifest": 1, "latency": "1000000 years", "rework_share": 0.1},
        },
        ["A", "B", "C", "D"],
        items=at_once(1),
    )


@pytest.mark.parametrize(
    ("boundary", "team", "effort"),
    [
        ({}, 0, 2),
        ({"owner": "to"}, 1, 3),
        ({"owner": "C"}, 2, 5),
        ({"owner": "to", "owned": 0}, 0, 2),
    ],
)
def test_rework_is_the_owners_if_the_crossing_was_owned_else_the_senders(
    boundary: Tree, team: int, effort: float
) -> None:
    counted = tallied(deep(**boundary))
    rework = np.zeros(4)
    rework[team] = 0.1 * effort * (1 + 3)
    assert counted.teams[:, TeamSum.REWORK] == pytest.approx(rework)
    assert counted.teams[:, TeamSum.RECHECK] == pytest.approx([0, 0, 0, 0.1 * 7])
    assert counted.sums[Sum.LEAD_TIME] == pytest.approx(17 + rework.sum() + 0.7)
    assert counted.sums[Sum.FOUND] == counted.sums[Sum.NEAR_MISSES] == 1
    assert counted.failures.sum() == 0
    retention = counted.retention[:, 0]
    assert retention.tolist() == [1, 0, 0, 0]


def test_a_team_off_the_route_uses_a_draw_of_its_own() -> None:
    made = deep(owner="X")
    made["teams"]["X"] = {"effort": {"mean": "11 days"}}
    assert tallied(made).teams[4, TeamSum.REWORK] == pytest.approx(0.1 * 11 * 4)


def test_rework_goes_in_route_order_then_every_finder_looks_again() -> None:
    # Z makes defects first, then A; the group B, C finds them all
    made = organisation(
        {
            "horizon": "100 days",
            "defaults": {"team": {"effort": {"mean": "1 day"}}},
            "teams": {
                "Z": {"defects_per_item": 20},
                "A": {"defects_per_item": 20},
                "B": {"catches_defects": 1},
                "C": {"catches_defects": 1},
            },
            "incidents": {"rework_share": 0.01},
        },
        ["Z", "A", ["C", "B"]],
        items=at_once(1),
    )
    program, log = run(made)
    queued = log.events[log.events["event"] == Happening.QUEUED]
    jobs = [(list(program.scenario.teams)[row["place"]], Task(row["a"]).name) for row in queued]
    assert jobs[4:] == [("Z", "REWORK"), ("A", "REWORK"), ("B", "RECHECK"), ("C", "RECHECK")]


def test_the_effort_of_rework_is_that_of_the_latest_visit() -> None:
    made = organisation(
        {
            "horizon": "1000 days",
            "defaults": {
                "team": {"effort": {"mean": "3 days", "shape": "exponential"}},
            },
            "teams": {"A": {"defects_per_item": 20}, "C": {"catches_defects": 1}},
            "incidents": {"rework_share": 0.5},
        },
        ["A", "B", "A", "C"],
        items=at_once(20),
    )
    _, log = run(made)
    events = log.events
    tasks = np.full(events["job"].max() + 1, -1)
    queued = events[events["event"] == Happening.QUEUED]
    tasks[queued["job"]] = queued["a"]
    started = events[events["event"] == Happening.STARTED]
    reworks = started[tasks[started["job"]] == Task.REWORK]
    assert len(reworks) == 20
    for row in reworks:
        own = started[(started["item"] == row["item"]) & (started["place"] == 0)]
        found = events[(events["item"] == row["item"]) & (events["event"] == Happening.FOUND)]
        weight = (1 + found["a"]).sum()
        assert row["value"] == pytest.approx(0.5 * own["value"][1] * weight)


def test_errors_of_a_group_are_as_deep_as_its_deepest_copy() -> None:
    # the error of A is in both copies; B and C each build on it once
    made = deep()
    made["work"]["k0"]["route"] = ["A", "B", ["C", "X"], "D"]
    made["teams"]["X"] = {"effort": {"mean": "1 day"}}
    _, log = run(made)
    found = log.events[log.events["event"] == Happening.FOUND]
    assert found["a"].tolist() == [3]


def test_every_reworked_error_may_leave_a_new_defect() -> None:
    bad_fixes = counted(
        lambda _, tally: (tally.failures[:, :, :, 1].sum(axis=(1, 2)), tally.sums[:, Sum.RELEASED])
    )
    verify(
        lambda catches, bad_fix: inherited({"catches_defects": catches}, {}, {"bad_fix": bad_fix}),
        bad_fixes,
        lambda catches, bad_fix: 10 * catches * bad_fix,
        {"catches": 0.95, "bad_fix": 0.9},
        replications=400,
    )
    # at the place of the root, and not counted among the originals
    tally = tallied(inherited({"catches_misunderstandings": 1}, {"fidelity": 0}, {"bad_fix": 0.9}))
    assert tally.failures[2, 1, 0] == 0
    assert tally.failures[2, 1, 1] > 30 * 64 * 0.8
