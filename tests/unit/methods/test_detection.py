"""A plan is seen in an organisation's own records when they leave what chance alone gives."""

import math

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.methods.detection import MONTHS, Detection, begun_later, detection
from simulator.scenario.scenario import Scenario
from simulator.stats.intervals import normal_quantile
from tests.unit.experiments.company import TREE

LEVERS = {
    "contracts": {"ceiling": {"fidelity": 1}, "adherence": 1, "scale": "1 person-day per place",
                  "overhead": "0 h", "ramp": "0 days"},
    "engineering": {"ceiling": {"defects_per_item": "1 of base"}, "overhead": "0 h"},
}  # fmt: skip
ARMS = [
    {"name": "all", "spend": {"contracts": "1000 person-days"}},
    {"name": "nothing", "spend": {"engineering": "1000 person-days"}},
]
SIZE = 100


def scenario(facts: int = 6) -> Scenario:
    """Two teams and constant work: only what is lost between them varies."""
    tree = {
        **TREE, "levers": LEVERS, "arms": ARMS,
        "work": [{"kind": "change", "arrivals": "10 per week", "facts": facts, "size_cv": 0,
                  "route": ["A", "B"]}],
        "defaults": {"team": {"people": 8, "defects_per_item": 0, "catches_misunderstandings": 0,
                              "effort": {"mean": "1 h", "shape": "constant"}},
                     "boundary": {"shared_context": 0, "readback": 0, "assumption_accuracy": 0,
                                  "changes_per_week": 0, "boundary_work": 0}},
        "teams": {"A": {}, "B": {}},
        "boundaries": [{"from": "A", "to": "B", "fidelity": 0.99}],
        "incidents": {"manifest": 1, "latency": "1 h", "bad_fix": 0},
    }  # fmt: skip
    return Scenario.from_tree(tree)


@pytest.fixture(scope="module")
def found() -> dict[str, Detection]:
    run = Runner(seed=1, jobs=2)
    rows = [
        *detection(scenario(), "all", run, replications=SIZE, outcomes=("failures",)),
        *detection(scenario(), "nothing", run, replications=SIZE, outcomes=("failures",)),
    ]
    return dict(zip(("all", "nothing"), rows, strict=True))


def test_a_plan_that_does_nothing_is_seen_as_often_as_chance_says(
    found: dict[str, Detection],
) -> None:
    # 5 % of 100 twice over, drawn and judged: standard error sqrt(2 * .05 * .95 / 100) = 0.031
    assert found["nothing"].months is None
    assert max(found["nothing"].shares) < 0.05 + 4 * 0.031
    assert np.mean(found["nothing"].shares) < 0.05 + 2 * 0.031


def test_a_plan_that_ends_all_failures_is_seen_when_chance_seldom_has_none(
    found: dict[str, Detection],
) -> None:
    # 10 a week, 6 facts, 1 in 100 lost: 0.6 failures a week and 2.6 a month; none at all comes
    # with exp(-2.6) = 0.074 in one month and with 0.0055 in two
    assert found["all"].months == 2
    assert found["all"].shares[0] == 0.0
    assert all(share == 1.0 for share in found["all"].shares[1:])
    assert found["all"].after == 0.0
    assert found["all"].before == pytest.approx(6.0, rel=0.1)


def test_a_partial_effect_is_seen_when_the_counts_have_grown_enough() -> None:
    tree = {**scenario(60).tree}
    tree["arms"] = {"half": {"spend": {"contracts": f"{2 * math.log(2)} person-days"}}}
    tree["levers"]["contracts"]["scale"] = "2 person-days per place"
    half = Scenario.from_tree(tree)
    (seen,) = detection(half, "half", Runner(seed=1, jobs=2), replications=SIZE,
                        outcomes=("failures",))  # fmt: skip
    # failures a month: 26 without, 13 with; Poisson by the square root, standard deviation 1/2
    month = 26.0 * np.array(MONTHS)
    shift = np.sqrt(month) - np.sqrt(month / 2)
    expected = [normal_share(2 * s - normal_quantile(0.9)) for s in shift]
    assert seen.months == 1
    assert seen.shares[0] == pytest.approx(expected[0], abs=0.15)


def test_a_plan_counts_as_seen_from_where_eight_histories_in_ten_show_it() -> None:
    tree = {**scenario(8).tree}
    tree["arms"] = {"half": {"spend": {"contracts": f"{2 * math.log(2)} person-days"}}}
    tree["levers"]["contracts"]["scale"] = "2 person-days per place"
    half = Scenario.from_tree(tree)
    (seen,) = detection(half, "half", Runner(seed=1, jobs=2), replications=SIZE,
                        outcomes=("failures",))  # fmt: skip
    assert any(0.5 <= share < 0.75 for share in seen.shares), "or a lower bar says the same"
    assert seen.months is not None
    held = seen.shares[MONTHS.index(seen.months) :]
    assert min(held) >= 0.8
    assert seen.shares[MONTHS.index(seen.months) - 1] < 0.8


def normal_share(z: float) -> float:
    """Return the share of a standard normal below z."""
    return 0.5 * (1.0 + math.erf(z / math.sqrt(2.0)))


def test_practices_begin_at_the_end_of_the_warm_up() -> None:
    program = begun_later(program_for(scenario(), "all"))
    assert (program.edge_starts == 10.0).all()
    assert (program.team_starts == 10.0).all()
    assert (program_for(scenario(), "all").edge_starts == 0.0).all()


def test_what_cannot_be_asked_is_refused() -> None:
    run = Runner(seed=1)
    with pytest.raises(ValueError, match="no outcome 'luck'"):
        detection(scenario(), "all", run, outcomes=("luck",))
    with pytest.raises(ValueError, match="found 5 replications; allowed: 20 or more"):
        detection(scenario(), "all", run, replications=5)
