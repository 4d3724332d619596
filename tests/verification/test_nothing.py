"""Where no error is possible there is none, at any pressure; faulty players alone add up."""

from __future__ import annotations

import pytest

from simulator.measures.tally import Sum
from simulator.scenario.tree import merge
from tests.verification.support import Tree, organisation, replicated, weekly

CORES: Tree = {"defects_per_item": 0}
EDGES: Tree = {
    "fidelity": 1,
    "owned": 1,
    "contract_tests": 1,
    "changes_per_week": 0,
    "lapse": 0,
}


def crowded(pressure: float, team: Tree, boundary: Tree) -> Tree:
    """An overworked organisation with a group, a lateral and everything that can go wrong."""
    tree = {
        "horizon": "150 days",
        "pressure": pressure,
        "incidents": {
            "manifest": 1,
            "latency": "5 days",
            "triage_effort": "2 h",
            "repair_effort": "8 h",
            "rework_share": 0.3,
            "bad_fix": 0.5,
        },
        "defaults": {
            "team": {
                "people": 1,
                "effort": {"mean": "2 days", "shape": "lognormal", "cv": 1},
                "defects_per_item": 2,
                "defect_removal": 0.5,
                "catches_defects": 0.3,
                "catches_misunderstandings": 0.3,
                **team,
            },
            "boundary": {
                "fidelity": 0.7,
                "shared_context": 0.3,
                "readback": 0.3,
                "assumption_accuracy": 0.3,
                "lapse": 0.3,
                "lapse_fidelity": 0.1,
                "owned": 0.5,
                "boundary_work": 0.5,
                "boundary_effort": "2 h",
                "changes_per_week": 2,
                "sync_every": "40 days",
                "exposure": 0.3,
                "contract_tests": 0.3,
                **boundary,
            },
        },
        "boundaries": [{"from": "B", "to": "C"}],
    }
    return organisation(tree, ["A", ["B", "C"], "D"], ["D", "A"], items=weekly(0.4), facts=12)


@pytest.mark.parametrize("pressure", [0, 1, 50])
def test_perfect_cores_and_edges_never_fail(pressure: float) -> None:
    tree = crowded(pressure, CORES, EDGES)
    counted = replicated(tree, 4)
    assert counted.sums[:, Sum.RELEASED].sum() > 50
    assert counted.failures.sum() == 0
    assert counted.sums[:, [Sum.EXPECTED_FAILED, Sum.FAILED_CHANGES, Sum.INCIDENTS]].sum() == 0
    assert (counted.edges[:, :, 0] == counted.edges[:, :, 1]).all()
    assert (counted.retention[:, :, 0] == counted.retention[:, :, 1]).all()


@pytest.mark.parametrize("pressure", [0, 50])
def test_a_removal_of_one_leaves_no_defect_at_any_pressure(pressure: float) -> None:
    tree = crowded(pressure, {"defect_removal": 1}, EDGES)
    assert replicated(tree, 4).failures.sum() == 0


@pytest.mark.parametrize(
    ("mechanism", "team", "boundary"),
    [
        (0, {}, EDGES),
        (1, CORES, {**EDGES, "fidelity": 0.7}),
        (2, CORES, {**EDGES, "changes_per_week": 2, "contract_tests": 0.3}),
        (3, CORES, {**EDGES, "owned": 0.5}),
    ],
)
def test_one_faulty_player_makes_errors_of_its_own_mechanism_only(
    mechanism: int, team: Tree, boundary: Tree
) -> None:
    counted = replicated(crowded(1, team, boundary), 4)
    by_mechanism = counted.failures.sum(axis=(0, 1, 3))
    assert by_mechanism[mechanism] == by_mechanism.sum() > 20


def test_what_never_manifests_never_fails() -> None:
    tree = merge(crowded(1, {}, {}), {"incidents": {"manifest": 0}})
    counted = replicated(tree, 4)
    assert counted.failures.sum() == counted.sums[:, Sum.ATTRIBUTED].sum() == 0


def test_externals_need_no_error() -> None:
    tree = merge(
        crowded(1, CORES, EDGES),
        {"external": {"rate": "2 per week", "resolver": "B"}, "incidents": {"bad_fix": 0}},
    )
    counted = replicated(tree, 4)
    total = counted.failures.sum()
    assert total == counted.failures[:, -1, 4, 0].sum() == counted.kinds[:, -1].sum() > 50
    assert counted.sums[:, Sum.FAILED_CHANGES].sum() == 0


def test_items_are_conserved() -> None:
    counted = replicated(crowded(1, {}, {}), 4).sums
    assert (counted[:, Sum.ARRIVED] == counted[:, Sum.FINISHED] + counted[:, Sum.IN_PROGRESS]).all()
    states = counted[:, [Sum.WAITING, Sum.IN_SERVICE, Sum.CROSSING]].sum(axis=1)
    assert (states == counted[:, Sum.IN_PROGRESS]).all()
