"""The fate of facts: one handoff, chains of them, groups, poor handoffs, questions."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engines.log import Happening
from simulator.engines.program.compilation import Program
from simulator.measures.count import tally
from simulator.stats.closed import fact_fate, retention
from tests.verification.support import (
    Measure,
    Tree,
    at_once,
    logged,
    organisation,
    retained,
    run,
    tallied,
    verify,
)

FACTS = 64
HALVES = {"fidelity": 0.5, "shared_context": 0.5, "readback": 0.5, "assumption_accuracy": 0.5}


def crossed(column: str) -> Measure:
    """The share of facts that a column of the crossings counts."""

    def fraction(_: Program, log: object) -> tuple[float, float]:
        events = log.events  # type: ignore[attr-defined]
        rows = events[events["event"] == Happening.CROSSED]
        return float(rows[column].sum()), float(FACTS * len(rows))

    return logged(fraction)


def handoffs(route: list[object], items: int = 30, **boundary: float) -> Tree:
    """Items of many facts, all at once, over boundaries that are all alike."""
    return organisation(
        {"defaults": {"boundary": boundary}}, route, items=at_once(items), facts=FACTS
    )


@pytest.mark.parametrize(("column", "fate"), [("a", "noticed"), ("b", "wrong")])
def test_a_fact_meets_its_fates_in_four_steps(column: str, fate: str) -> None:
    items = {"a": 70, "b": 160}[column]
    verify(
        lambda **chances: handoffs(["A", "B"], items, **chances),
        crossed(column),
        lambda **chances: float(getattr(fact_fate(**chances), fate)),
        HALVES,
        replications=200,
        faults=list(HALVES) if fate == "wrong" else list(HALVES)[:3],
    )


def test_a_fact_that_is_not_assumed_wrongly_is_intact() -> None:
    verify(
        lambda **chances: handoffs(["A", "B"], 160, **chances),
        retained(1),
        lambda **chances: 1 - fact_fate(**chances).wrong,
        HALVES,
        replications=200,
    )


def test_a_wrong_fact_is_caught_by_a_receiver_who_knows_better_and_checks() -> None:
    # the first handoff loses every fact, so that what is intact after the second was caught
    def tree(shared_context: float, readback: float) -> Tree:
        second = {"from": "B", "to": "C", "shared_context": shared_context, "readback": readback}
        base = handoffs(["A", "B", "C"], 4, fidelity=0)
        return {**base, "boundaries": [second]}

    verify(
        tree,
        retained(2),
        lambda shared_context, readback: shared_context * readback,
        {"shared_context": 0.9, "readback": 0.9},
        replications=200,
    )


@pytest.mark.parametrize("handoff", [1, 2, 4, 6])
def test_retention_is_a_chain_of_two_states(handoff: int) -> None:
    verify(
        lambda **chances: handoffs(list("ABCDEFG"), 80, **chances),
        retained(handoff),
        lambda **chances: float(retention(handoff, **chances)[handoff]),
        {"fidelity": 0.6, "shared_context": 0.5, "readback": 0.6, "assumption_accuracy": 0.7},
        replications=200,
        faults=[] if handoff < 6 else None,
    )


def test_facts_are_intact_before_any_handoff() -> None:
    program, log = run(handoffs(["A", "B"], fidelity=0))
    first, second = tally(program, log).retention
    assert first[0] == first[1] == 30 * FACTS
    assert second[0] == 0


def test_a_fact_is_intact_at_a_join_only_if_it_is_in_every_copy() -> None:
    verify(
        lambda fidelity: handoffs(["A", ["B", "C", "D"], "E"], 10, fidelity=fidelity),
        retained(1),
        lambda fidelity: fidelity**3,
        {"fidelity": 0.8},
        replications=200,
    )


@pytest.mark.parametrize("facts", [3, 7, 64])
def test_facts_are_dealt_over_the_senders_in_name_order(facts: int) -> None:
    # listed in another order than that of the names
    told = {"C": 0.9, "A": 0.8, "B": 0.5}
    dealt = [sum(1 for fact in range(facts) if fact % 3 == sender) for sender in range(3)]

    def tree(**fidelity: float) -> Tree:
        boundaries = [{"from": name, "to": "D", "fidelity": fidelity[name]} for name in told]
        base = handoffs([list(told), "D"], 30)
        base["work"]["k0"]["facts"] = facts
        return {**base, "boundaries": boundaries}

    verify(
        tree,
        retained(1),
        lambda **fidelity: (
            sum(dealt[sender] * fidelity[name] for sender, name in enumerate("ABC")) / facts
        ),
        told,
        replications=200,
        faults=[] if facts < 64 else None,
    )


def test_only_the_boundary_that_carried_a_fact_can_lose_it() -> None:
    base = handoffs([["B", "A"], "C"], fidelity=0)
    program, log = run(base)
    born = log.events[log.events["event"] == Happening.BORN]
    boundary = np.array(list(program.scenario.boundaries))[born["place"]]
    assert len(born) == 30 * FACTS
    assert set(zip(born["b"] % 2, boundary, strict=True)) == {(0, "A -> C"), (1, "B -> C")}


def test_a_lateral_carries_every_fact() -> None:
    base = handoffs(["A", ["B", "C"]], fidelity=1)
    program, log = run({**base, "boundaries": [{"from": "B", "to": "C", "fidelity": 0}]})
    born = log.events[log.events["event"] == Happening.BORN]
    assert {list(program.scenario.boundaries)[place] for place in born["place"]} == {"B -> C"}
    assert sorted(born["b"].tolist()) == sorted(list(range(FACTS)) * 30)


def test_a_fact_lost_by_two_members_is_one_error_of_the_first_by_name() -> None:
    base = handoffs(["A", ["C", "B"]], fidelity=0)
    program, log = run(base)
    events = log.events
    live = events[events["event"] == Happening.LATENT]
    born = events[events["event"] == Happening.BORN]
    origin = born["place"][np.argsort(born["error"])][live["error"]]
    assert len(born) == 2 * len(live) == 2 * 30 * FACTS
    assert {list(program.scenario.boundaries)[place] for place in origin} == {"A -> B"}


def test_now_and_then_a_whole_handoff_is_poor() -> None:
    def tree(lapse: float, lapse_fidelity: float) -> Tree:
        return handoffs(["A", "B"], 80, lapse=lapse, lapse_fidelity=lapse_fidelity)

    verify(
        tree,
        retained(1),
        lambda lapse, lapse_fidelity: 1 - lapse * (1 - lapse_fidelity),
        {"lapse": 0.9, "lapse_fidelity": 0.2},
        replications=200,
        faults=["lapse"],
    )
    verify(
        tree,
        retained(1),
        lambda lapse, lapse_fidelity: 1 - lapse * (1 - lapse_fidelity),
        {"lapse": 0.5, "lapse_fidelity": 0.9},
        replications=200,
        faults=["lapse_fidelity"],
    )


def test_a_poor_handoff_is_poor_for_all_facts_together() -> None:
    base = handoffs(["A", "B"], 300, lapse=0.5, lapse_fidelity=0)
    _, log = run(base)
    rows = log.events[log.events["event"] == Happening.CROSSED]
    assert set(rows["b"]) == {0, FACTS}


def test_what_is_noticed_is_intact_after_one_question() -> None:
    base = handoffs(["A", "B"], 30, fidelity=0.5, readback=1)
    base["defaults"]["boundary"]["question_effort"] = "8 h"
    program, log = run(base)
    counted = tally(program, log)
    assert counted.retention[1, 0] == counted.retention[1, 1]
    # A answers one question an item, and B spends as long on asking it
    assert counted.teams[0, 4] == pytest.approx(30.0)
    assert counted.teams[1, 1] == pytest.approx(30 * 1.01)


@pytest.mark.parametrize("pressure", [0, 5])
def test_certain_and_impossible_conveyance_stay_so(pressure: float) -> None:
    for fidelity in (0, 1):
        base = handoffs(["A", "B"], 30, fidelity=fidelity)
        base = {**base, "pressure": pressure, "teams": {"A": {"people": 1}, "B": {"people": 1}}}
        counted = tallied(base)
        assert counted.retention[1, 0] == fidelity * counted.retention[1, 1]
