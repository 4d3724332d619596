"""Shares of variance against published indices, conditions that are planted, a planted culprit."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.best_rule import planned_program
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.methods.sensitivity.conditions import Condition, conditions
from simulator.methods.sensitivity.indices import apportioned, screened
from simulator.methods.sensitivity.sensitivity import LUCK, PLACES, Sensitivity, sensitivity
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import merge
from simulator.stats.estimate import Floats
from tests.unit.methods.spenders import chain

A, B = 7.0, 0.1


def ishigami(points: Floats) -> Floats:
    """The function of Ishigami and Homma (1990), its three inputs from -pi to pi."""
    x = np.pi * (2.0 * points - 1.0)
    first = np.sin(x[:, 0])
    return np.asarray(first + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * first)


def published() -> dict[str, tuple[float, float]]:
    """Its first-order and total indices: 0.314, 0.442, 0 and 0.558, 0.442, 0.244."""
    one = 0.5 * (1.0 + B * np.pi**4 / 5.0) ** 2
    two, both = A**2 / 8.0, 8.0 * B**2 * np.pi**8 / 225.0
    whole = one + two + both
    shares = {"x1": (one, one + both), "x2": (two, two), "x3": (0.0, both)}
    return {name: (alone / whole, total / whole) for name, (alone, total) in shares.items()}


def test_the_published_indices_of_ishigamis_function_come_out() -> None:
    assert published()["x1"] == pytest.approx((0.3139, 0.5576), abs=5e-5)
    found = apportioned(["x1", "x2", "x3"], ishigami, n=2048, seed=7).shares
    for name, exact in published().items():
        got = found[name].alone, found[name].whole
        for share, value in zip(got, exact, strict=True):
            # at this size the standard error is 0.008 to 0.022; the interval says so itself
            assert share.best == pytest.approx(value, abs=0.04)
            assert share.low - 0.01 < value < share.high + 0.01
            assert share.high - share.low < 0.14


def test_inputs_of_one_group_are_taken_together() -> None:
    found = apportioned(["odd", "even", "odd"], ishigami, n=2048, seed=7).shares
    exact = published()
    assert found["even"].alone.best == pytest.approx(exact["x2"][0], abs=0.04)
    assert found["odd"].whole.best == pytest.approx(1.0 - exact["x2"][0], abs=0.04)
    assert found["odd"].alone.best == pytest.approx(found["odd"].whole.best, abs=0.05)


def test_the_points_that_come_back_are_independent_and_have_their_outputs() -> None:
    found = apportioned(["x1", "x2", "x3"], ishigami, n=256, seed=7)
    assert found.points.shape == (512, 3)
    assert (found.outputs == ishigami(found.points)).all()
    # the design's other points share coordinates with these
    assert all(len(np.unique(column)) == 512 for column in found.points.T)


def test_screening_gives_the_slopes_of_a_plane() -> None:
    found = screened(3, lambda points: points @ np.array([3.0, -1.0, 0.0]), paths=4, seed=7)
    assert found == pytest.approx([3.0, 1.0, 0.0])


def test_what_nothing_moves_is_moved_by_nothing() -> None:
    assert (screened(2, lambda points: np.ones(len(points)), paths=4, seed=7) == 0.0).all()
    shares = apportioned(["a", "b"], lambda points: np.ones(len(points)), n=8, seed=7).shares
    assert [each.whole.best for each in shares.values()] == [0.0, 0.0]


def cases(n: int, wrong: float, seed: int) -> tuple[Floats, Any]:
    """Points, and whether the first lies high and the third low, told wrongly now and then."""
    luck = np.random.default_rng(seed)
    points = luck.random((n, 5))
    return points, ((points[:, 0] > 0.6) & (points[:, 2] < 0.7)) ^ (luck.random(n) < wrong)


def test_planted_conditions_are_found_and_hold_on_cases_that_were_not_used() -> None:
    found = conditions(cases(200, 0.05, 1), cases(200, 0.05, 2))
    assert set(found.conditions) == {
        Condition(column=0, above=True, bound=0.6),
        Condition(column=2, above=False, bound=0.7),
    }
    assert found.better
    assert found.right > 180 > found.usual
    assert found.n == 200


def test_of_chance_nothing_is_said_surely_more_often_than_allowed() -> None:
    luck = np.random.default_rng(3)
    said = 0
    for _ in range(100):
        parts = [(luck.random((100, 5)), luck.random(100) < 0.35) for _ in range(2)]
        said += conditions(*parts).better
    # a one-sided test at 5 %: more than 11 of 100 would come about once in a hundred times
    assert said <= 11


SPENT = {
    "between": {"spend": {"contracts": {"B -> C": "10 person-days"}}},
    "inside": {"spend": {"verification": "10 person-days"}},
}


def organisation(**changes: Any) -> Scenario:
    """One number decides: how much gets lost from B to C. The others hardly matter."""
    return chain(
        arms=SPENT,
        incidents={"manifest": {"value": 0.4, "equal": "a test"}},
        boundaries={"B -> C": {"fidelity": {"value": 0.93, "low": 0.85, "high": 0.999}}},
        teams={
            "A": {"catches_defects": {"value": 0.02, "low": 0.0, "high": 0.04}},
            "C": {"defect_removal": {"value": 0.5, "low": 0.45, "high": 0.55}},
        },
        **merge({"defaults": {"team": {"defects_per_item": 0.35}}}, changes),
    )


CULPRIT = "boundaries.B -> C.fidelity"


def asked(scenario: Scenario, points: int = 32) -> Sensitivity:
    return sensitivity(
        scenario,
        Runner(seed=1),
        seed=1,
        replications=range(20),
        worlds=40,
        points=points,
    )


@cache
def found() -> Sensitivity:
    return asked(organisation())


def test_a_planted_culprit_comes_first_in_every_way_of_asking() -> None:
    result = found()
    assert {result.plan, result.against} == {"between", "inside"}
    assert result.drivers[0].name == CULPRIT
    assert result.drivers[0].share.alone.best > 0.7
    assert all(each.share.whole.best < 0.2 for each in result.drivers[1:])
    assert result.swings[0].name == CULPRIT
    low, high = sorted((result.swings[0].at_low, result.swings[0].at_high))
    assert low < 0.0 < high
    assert result.known[0].name == CULPRIT
    assert result.known[0].clear
    assert not any(each.clear for each in result.known[1:])
    assert [each.name for each in result.bounds] == [CULPRIT]
    assert result.bounds[0].above == (result.plan == "between")
    assert result.other.better


def test_the_lead_at_an_end_is_that_of_the_file_with_the_end_written() -> None:
    first = found().swings[0]
    written = organisation().in_world({CULPRIT: first.low})
    result = found()
    runner = Runner(seed=1)
    outcome = OUTCOMES[result.decision.outcome]
    levels = []
    for plan in (result.plan, result.against):
        program = program_for(written, plan, planned_program(organisation(), plan, runner).bought)
        above, below = outcome.fraction(program, runner(program, range(10)))
        levels.append(float(above.sum() / below.sum()))
    # both plans cost the same, so prices fall out
    assert first.at_low == pytest.approx(levels[1] - levels[0], abs=1e-12)


def test_luck_and_how_places_differ_are_inputs_of_their_own() -> None:
    varied = organisation(defaults={"boundary": {"fidelity": {"value": 0.98, "varies": 0.5}}})
    names = {each.name for each in asked(varied, points=4).drivers}
    assert {LUCK, PLACES, CULPRIT} <= names
    assert PLACES not in {each.name for each in found().drivers}


def test_the_same_question_has_the_same_answer() -> None:
    again = asked(organisation())
    for name in ("drivers", "swings", "known", "other", "bounds", "ahead"):
        assert getattr(again, name) == getattr(found(), name)


def test_records_move_no_share_but_what_knowing_is_worth() -> None:
    recorded = asked(
        organisation(observed={"failed_changes": {"value": 0.3, "n": 400}, "causes": None})
    )
    if (recorded.plan, recorded.against) == (found().plan, found().against):
        assert recorded.drivers[0].share == found().drivers[0].share
    assert recorded.known != found().known


@pytest.mark.parametrize(
    ("scenario", "points", "said"),
    [
        (chain(arms=SPENT, incidents={"manifest": {"value": 0.4, "equal": "a test"}}), 8,
         "every number of the file is taken as known"),
        (organisation(), 12, "points: found 12; allowed: a power of two"),
        (chain(defaults={"team": {"people": {"value": 6, "low": 5, "high": 7}}}), 8,
         "no plan of the file can be judged"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused(scenario: Scenario, points: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        asked(scenario, points)
