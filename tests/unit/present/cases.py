"""Small organisations whose answer is known before anything is simulated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from simulator.experiments.runner import Runner
from simulator.methods.comparison import Comparison, compare
from simulator.present.document import Document
from simulator.questions.compare.words import shown
from simulator.scenario.scenario import Scenario

Tree = dict[str, Any]

NO_MISTAKES: Tree = {
    "team": {"defects_per_item": 0, "people": 4, "effort": {"mean": "1 day"}},
    "boundary": {"fidelity": 1, "owned": 1, "changes_per_week": 0},
}
ARMS: Tree = {
    "inside teams first": {"spend": {"core": "100 person-days"}},
    "between teams first": {"spend": {"edge": "100 person-days"}},
}
BREAKING = "</script><script>alert(1)</script>"
TURNED = ("one_boundary", "strange_names", "nothing_finished", "all_external")
"""The cases of which it is found where the answer turns."""
MANIFEST: Mapping[str, Any] = {
    "command": "edgewise compare a-case -n 3",
    "content": "0" * 64,
    "versions": {"python": "3", "edgewise": "0"},
}


def _tree(route: list[Any], **changes: Any) -> Tree:
    teams = {name for step in route for name in (step if isinstance(step, list) else [step])}
    return {
        "version": 1,
        "external": "none",
        "name": "A case",
        "question": "Where should the money go?",
        "horizon": "80 days",
        "warm_up": "20 days",
        "matters": "1 failed change per 100",
        "incidents": {"manifest": {"value": 0.5, "equal": "built so"}, "latency": "5 days"},
        "observed": {"causes": "none"},
        "work": [{"kind": "change", "arrivals": "6 per week", "facts": 6, "route": route}],
        "teams": {name: {} for name in sorted(teams)},
        "defaults": NO_MISTAKES,
        "boundaries": [],
        "arms": ARMS,
        **changes,
    }


def one_boundary() -> Tree:
    """Every mistake is made on the way from B to C."""
    lossy = {"from": "B", "to": "C", "fidelity": 0.5, "shared_context": 0, "readback": 0}
    return _tree(["A", "B", "C"], boundaries=[lossy])


def all_cores() -> Tree:
    """Every mistake is made inside teams."""
    poor = {"team": {"defects_per_item": 1.0, "defect_removal": 0.5, "people": 4},
            "boundary": NO_MISTAKES["boundary"]}  # fmt: skip
    return _tree(["A", "B", "C"], defaults=poor)


def equal_arms() -> Tree:
    """Two plans that are the same plan under two names."""
    plans = {name: {"spend": {"core": "100 person-days"}} for name in ("one", "the other")}
    return {**all_cores(), "arms": plans}


def no_boundaries() -> Tree:
    """Two teams that hand nothing to each other."""
    work = [{"kind": name, "arrivals": "3 per week", "facts": 2, "route": [name]} for name in "AB"]
    return {
        **_tree(["A", "B"]),
        "work": work,
        "arms": {"inside teams first": ARMS["inside teams first"]},
    }


def single_team() -> Tree:
    """One team and nobody else."""
    poor = {"team": {"defects_per_item": 1.0, "people": 4}}
    return _tree(["A"], defaults=poor, arms={"inside teams first": ARMS["inside teams first"]})


def many_long_names() -> Tree:
    """Twenty-four teams whose names do not end."""
    names = [f"Department of {'very ' * 4}careful integration number {n:02}" for n in range(24)]
    route = [*names[:6], names[6:9], *names[9:20], names[20:]]
    lossy = {**NO_MISTAKES["boundary"], "fidelity": 0.9, "owned": 0.7}
    defaults = {"team": {**NO_MISTAKES["team"], "defects_per_item": 0.2}, "boundary": lossy}
    work = [{"kind": "change", "arrivals": "1 per week", "facts": 4, "route": route}]
    tree = _tree(route, defaults=defaults, work=work, observed={"failed_changes": 0.01})
    plan = "a plan with a name that is much longer than anybody would want to read aloud"
    return {**tree, "arms": {**ARMS, plan: {"spend": {"engineering": "50 person-days"}}}}


def strange_names() -> Tree:
    """Names from right to left, with pictures, with mark-up and with formulas."""
    lossy = {**NO_MISTAKES["boundary"], "fidelity": 0.8, "owned": 0.7}
    route = ["פיתוח", ["تشغيل", "🚀 Rocket"], BREAKING, "=1+1", "$x$ & <b>bold</b>"]
    team = {**NO_MISTAKES["team"], "defects_per_item": 0.3}
    tree = _tree(
        route, defaults={"team": team, "boundary": lossy}, name=BREAKING, question=BREAKING
    )
    return {
        **tree,
        "arms": {"🧪 ניסוי": ARMS["inside teams first"], BREAKING: ARMS["between teams first"]},
    }


def nothing_finished() -> Tree:
    """Work that takes longer than the run."""
    slow = {**NO_MISTAKES, "team": {"effort": {"mean": "5000 days", "shape": "constant"}}}
    return _tree(["A", "B"], defaults=slow)


def all_external() -> Tree:
    """Only incidents that would have happened anyway."""
    return _tree(["A", "B"], external={"rate": "2 per week", "resolver": "B"})


CASES: Mapping[str, Callable[[], Tree]] = {
    case.__name__: case
    for case in (
        one_boundary,
        all_cores,
        equal_arms,
        no_boundaries,
        single_team,
        many_long_names,
        strange_names,
        nothing_finished,
        all_external,
    )
}


@cache
def compared(name: str) -> Comparison:
    """The comparison of a case, in three replications."""
    scenario = Scenario.from_tree(CASES[name]())
    return compare(
        scenario,
        Runner(seed=1),
        seed=1,
        replications=range(3),
        turns=name in TURNED,
    )


@cache
def document_of(name: str) -> Document:
    """A case as it is shown."""
    return shown(compared(name))
