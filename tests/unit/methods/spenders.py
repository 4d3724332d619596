"""Small organisations in which it is known beforehand where money does most."""

from typing import Any

from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge

Tree = dict[str, Any]

_LEVERS: Tree = {
    "verification": {"ceiling": {"defect_removal": 0.98}, "scale": "5 person-days per place"},
    "contracts": {"ceiling": {"fidelity": 0.99}, "scale": "5 person-days per place"},
}
_CLEAN: Tree = {
    "team": {"defects_per_item": 0.1, "defect_removal": 0.5, "people": 6, "catches_defects": 0,
             "catches_misunderstandings": 0, "effort": {"mean": "1 day"}},
    "boundary": {"fidelity": 0.98, "shared_context": 0, "readback": 0, "assumption_accuracy": 0,
                 "owned": 1, "boundary_work": 0, "changes_per_week": 0},
}  # fmt: skip


def chain(**changes: Any) -> Scenario:
    """A -> B -> C, little wrong anywhere, with what is changed."""
    tree: Tree = {
        "version": 1,
        "external": "none",
        "name": "A chain",
        "horizon": "120 days",
        "warm_up": "20 days",
        "matters": "1 failed change per 100",
        "incidents": {"manifest": 0.4, "latency": "5 days", "bad_fix": 0},
        "work": {"change": {"arrivals": "8 per week", "facts": 4, "route": ["A", "B", "C"]}},
        "defaults": _CLEAN,
        "teams": {"A": {}, "B": {}, "C": {}},
        "boundaries": {},
        "levers": _LEVERS,
    }
    return Scenario.from_tree(merge(tree, changes))


def culprit_team() -> Scenario:
    """B makes ten times as many mistakes as the others."""
    return chain(teams={"B": {"defects_per_item": 2.0}})


def culprit_boundary() -> Scenario:
    """Two facts in five get lost from B to C."""
    return chain(boundaries={"B -> C": {"fidelity": 0.6}})


def twins() -> Scenario:
    """Two kinds of work, each with a team of its own, alike but for their names."""
    work = {
        "change": None,
        "one": {"arrivals": "4 per week", "facts": 1, "route": ["A"]},
        "two": {"arrivals": "4 per week", "facts": 1, "route": ["B"]},
    }
    poor = {"defects_per_item": 1.0}
    return chain(work=work, teams={"A": poor, "B": poor, "C": None})


PRICE, PERSON_DAY, SCALE = 10_000.0, 800.0, 20.0


def exponential() -> Scenario:
    """One team whose failures fall as exp(-spend / 20 person-days), and cost 10,000 each."""
    lever = {"ceiling": {"defects_per_item": "0 of base"}, "scale": "20 person-days per place"}
    same = dict.fromkeys(("P1", "P2", "P3", "P4"), PRICE)
    return chain(
        work={"change": {"arrivals": "5 per week", "facts": 1, "route": ["A"]}},
        teams={"A": {"defects_per_item": 0.5, "people": 40}, "B": None, "C": None},
        levers={"verification": None, "contracts": None, "engineering": lever},
        costs={"person_day": PERSON_DAY, "incident": same, "delay_per_item_day": 0,
               "currency": "EUR"},
        horizon="300 days",
    )  # fmt: skip


def failures_a_year() -> float:
    """What `exponential` expects with nothing spent: 1 a day, 0.5 made, half kept, 0.4 show."""
    return 260.0 * 0.5 * 0.5 * 0.4
