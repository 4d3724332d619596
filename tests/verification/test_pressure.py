"""Pressure: loads that are known by construction, and the odds of failing under them."""

from __future__ import annotations

import pytest

from simulator.engines.log import Happening
from tests.verification.support import (
    LATENT,
    NEVER,
    Tree,
    at_once,
    organisation,
    retained,
    run,
    verify,
)

QUEUE = 6


def odds(q: float, pressure: float, load: float) -> float:
    """The good chance when the odds of failing are multiplied by 1 + pressure * load."""
    failing = (1 - q) / q * (1 + pressure * load) if q > 0 else float("inf")
    return 1 / (1 + failing)


def after_finishing() -> list[float]:
    """The loads one person leaves behind: all items come at once, the next one is taken first."""
    return [max(0, QUEUE - done - 1) / (max(0, QUEUE - done - 1) + 1) for done in range(1, 7)]


@pytest.mark.parametrize("lapse", [0, 1])
def test_a_loaded_sender_conveys_less(lapse: int) -> None:
    def tree(told: float, pressure: float) -> Tree:
        fidelity = {"fidelity": 1 - lapse if lapse else told, "lapse_fidelity": told}
        return organisation(
            {
                "horizon": "100 days",
                "pressure": pressure,
                "defaults": {"boundary": {"lapse": lapse, **fidelity}},
                "teams": {"A": {"people": 1, "effort": {"mean": "1 day"}}},
            },
            ["A", "B"],
            items=at_once(QUEUE),
            facts=64,
        )

    verify(
        tree,
        retained(1),
        lambda told, pressure: sum(odds(told, pressure, load) for load in after_finishing()) / 6,
        {"told": 0.95, "pressure": 40.0},
        replications=3000,
    )


def waiting_receiver(pressure: float, boundary: Tree, items: int = 20) -> Tree:
    """A receiver with 2 people and 8 items in its queue when A hands over."""
    made = organisation(
        {
            "horizon": "400 days",
            "pressure": pressure,
            "defaults": {"boundary": {"delay": "20 days", **boundary}},
            "teams": {"B": {"people": 2, "effort": {"mean": "1 day"}}},
            "incidents": {"manifest": 1, "latency": NEVER},
        },
        ["A", "B"],
        ["B"],
        items=at_once(items),
        facts=64,
    )
    made["work"]["k1"] = {"arrivals": at_once(10), "facts": 1, "route": ["B"]}
    return made


def test_a_loaded_receiver_reads_back_less() -> None:
    verify(
        lambda readback, pressure: waiting_receiver(
            pressure, {"fidelity": 0, "readback": readback}
        ),
        retained(1),
        lambda readback, pressure: odds(readback, pressure, 8 / 10),
        {"readback": 0.95, "pressure": 20.0},
        replications=600,
    )


def test_a_loaded_receiver_tests_agreements_less() -> None:
    verify(
        lambda tests, pressure: waiting_receiver(
            pressure,
            {"changes_per_week": 10, "exposure": 1, "contract_tests": tests},
            1,
        ),
        LATENT,
        lambda tests, pressure: 2 * 260.01 * (1 - odds(tests, pressure, 8 / 10)) / 11,
        {"tests": 0.95, "pressure": 20.0},
        replications=2500,
    )


@pytest.mark.parametrize("good", ["shared_context", "assumption_accuracy"])
def test_what_the_receiver_knows_is_not_pressed(good: str) -> None:
    verify(
        lambda chance: waiting_receiver(50.0, {"fidelity": 0, good: chance}),
        retained(1),
        lambda chance: chance,
        {"chance": 0.9},
        replications=100,
    )


def test_a_loaded_team_removes_fewer_of_its_defects() -> None:
    def tree(removal: float, pressure: float) -> Tree:
        team = {"people": 1, "defects_per_item": 20, "defect_removal": removal}
        return organisation(
            {
                "pressure": pressure,
                "teams": {"A": {**team, "effort": {"mean": "1 day"}}},
                "incidents": {"manifest": 1, "latency": NEVER},
            },
            ["A"],
            items=at_once(QUEUE),
        )

    # the first starts before the others come; each later one leaves one fewer behind it
    loads = [0.0, *(left / (left + 1) for left in (4, 3, 2, 1, 0))]
    verify(
        tree,
        LATENT,
        lambda removal, pressure: sum(20 * (1 - odds(removal, pressure, at)) for at in loads) / 6,
        {"removal": 0.95, "pressure": 20.0},
        replications=8000,
    )


def test_interrupted_work_is_part_of_the_load() -> None:
    # B's only person is called away from the item in service by an external incident
    made = organisation(
        {
            "horizon": "40 days",
            "pressure": 1e12,
            "defaults": {"boundary": {"fidelity": 0, "readback": 0.999}},
            "teams": {
                "A": {"effort": {"mean": "5 days"}},
                "B": {"people": 1, "effort": {"mean": "1000 days"}},
            },
            "external": {"rate": "0.7 per week", "resolver": "B"},
            "incidents": {"repair_effort": "1000 days"},
        },
        ["A", "B"],
        ["B"],
        facts=64,
    )
    made["work"]["k0"]["arrivals"] = at_once(1)
    made["work"]["k1"] = {"arrivals": at_once(1), "facts": 1, "route": ["B"]}
    found = {0: 0, 1: 0}
    for replication in range(20):
        _, log = run(made, replication=replication)
        events = log.events[log.events["time"] < 5]
        crossed = log.events[log.events["event"] == Happening.CROSSED]
        away = int((events["event"] == Happening.PREEMPTED).any())
        found[away] += 1
        assert (crossed["a"][0] == 0) == bool(away)
    assert min(found.values()) > 0


def test_a_crossing_reads_the_load_of_its_sender_after_the_freed_person_went_on() -> None:
    made = organisation(
        {
            "pressure": 1e12,
            "horizon": "60 days",
            "boundaries": [{"from": "B", "to": "C", "fidelity": 0.999}],
            "teams": {
                "A": {"people": 1, "effort": {"mean": "1 day"}},
                "B": {"people": 1, "effort": {"mean": "3 days"}},
                "C": {"people": 1, "effort": {"mean": "30 days"}},
            },
        },
        ["A", "B", "C"],
        items=at_once(4),
        facts=64,
    )
    _, log = run(made)
    crossed = log.events[(log.events["event"] == Happening.CROSSED) & (log.events["place"] == 1)]
    # the crossings at days 4 and 7 leave 2 and 1 waiting at B, those at 10 and 13 none
    assert crossed["time"].tolist() == [4, 7, 10, 13]
    assert (crossed["b"] > 60).tolist() == [True, True, False, False]
