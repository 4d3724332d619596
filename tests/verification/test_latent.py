"""Latent errors of every mechanism, in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.measures.tally import TeamSum
from simulator.stats.closed import (
    fact_fate,
    latent_defects,
    latent_drift,
    latent_unowned,
    unknown_changes,
)
from tests.verification.support import (
    LATENT,
    Tree,
    at_once,
    days,
    logged,
    organisation,
    run,
    tallied,
    team_ratio,
    verify,
)

FEW = 2.0**-10
"""A chance of manifesting that makes latent errors count and failures rare."""

EIGHT = ["A", "B", "C", "D", "E", "F", "G", "H"]
MORE = ["I", "J", "K", "L", "M", "N", "O", "P"]
PAIRS = len(EIGHT) * len(MORE)


def latent(
    mechanism: str, tree: Tree, *routes: list[object], items: int = 1, facts: int = 1
) -> Tree:
    """An organisation in which only one mechanism counts."""
    counts = dict.fromkeys(("defect", "lost", "drift", "unowned"), 0.0)
    tree = {"incidents": {"manifest": {**counts, mechanism: FEW}}, **tree}
    return organisation(tree, *routes, items=at_once(items), facts=facts)


@pytest.mark.parametrize("route", [["A"], ["A", "B", "A"]])
def test_defects_are_made_and_removed_at_every_visit(route: list[object]) -> None:
    def tree(defects: float, removal: float) -> Tree:
        team = {"defects_per_item": defects, "defect_removal": removal}
        return latent("defect", {"defaults": {"team": team}}, route, items=60)

    verify(
        tree,
        LATENT,
        lambda defects, removal: FEW * len(route) * latent_defects(defects, removal),
        {"defects": 20.0, "removal": 0.5},
        replications=200,
    )


def test_facts_lost_at_several_boundaries_are_latent_once() -> None:
    def tree(fidelity: float, readback: float) -> Tree:
        boundary = {"fidelity": fidelity, "readback": readback}
        return latent(
            "lost", {"defaults": {"boundary": boundary}}, ["A", "B", "C"], items=40, facts=64
        )

    def exact(fidelity: float, readback: float) -> float:
        lost = fact_fate(fidelity, 0, readback, 0).wrong
        return FEW * 64 * (1 - (1 - lost) ** 2)

    verify(tree, LATENT, exact, {"fidelity": 0.6, "readback": 0.5}, replications=200)


def test_work_that_nobody_owns_is_latent() -> None:
    def grouped(owned: float, boundary_work: float) -> Tree:
        boundary = {"owned": owned, "boundary_work": boundary_work}
        return latent("unowned", {"defaults": {"boundary": boundary}}, [EIGHT, MORE], items=20)

    verify(
        grouped,
        LATENT,
        lambda **chances: FEW * PAIRS * latent_unowned(**chances),
        {"owned": 0.5, "boundary_work": 0.9},
        replications=200,
    )


CADENCES = [
    (5.0, 61, ["sync_every", "rate", "tests"]),
    (40.0, 8, ["sync_every", "exposure"]),
    (240.0, 2, ["sync_every"]),
    (300.0, 1, ["sync_every"]),
    (400.0, 1, []),
    (400.0, 2, []),
    (math.inf, 1, ["rate", "exposure"]),
    (math.inf, 2, ["rate"]),
]


@pytest.mark.parametrize(("cadence", "looks", "faults"), CADENCES)
def test_staleness_grows_with_the_cadence_and_with_time(
    cadence: float, looks: int, faults: list[str]
) -> None:
    # one item each time the two sides may have looked at everything since the last
    times = [look * min(cadence, 250.0) for look in range(looks)]

    def tree(rate: float, exposure: float, tests: float, sync_every: float = math.inf) -> Tree:
        boundary = {
            "changes_per_week": 5 * rate,
            "exposure": exposure,
            "contract_tests": tests,
            "sync_every": "never" if sync_every == math.inf else days(sync_every),
        }
        defaults = {"boundary": boundary, "team": {"effort": {"mean": "1e-9 days"}}}
        made = latent("drift", {"defaults": defaults, "horizon": days(times[-1] + 1)}, ["A", "B"])
        made["work"]["k0"]["arrivals"] = {"schedule": [days(time) for time in times]}
        return made

    def exact(rate: float, exposure: float, tests: float, sync_every: float = math.inf) -> float:
        unknown = [unknown_changes(rate, sync_every, time) for time in times]
        return FEW * latent_drift(sum(unknown) / looks, exposure, tests)

    per_item = unknown_changes(1.0, cadence, times[-1])
    parameters = {"rate": 1500.0 / per_item / looks, "exposure": 0.9, "tests": 0.6}
    if cadence < math.inf:
        parameters["sync_every"] = cadence
    verify(tree, LATENT, exact, parameters, replications=600, faults=faults)


def test_changes_are_known_at_once_when_both_sides_look_all_the_time() -> None:
    boundary = {"changes_per_week": 50, "exposure": 1, "sync_every": "0 days"}
    made = {"horizon": "30 days", "defaults": {"boundary": boundary}}
    tree = latent("drift", made, ["A", "B"], items=10)
    assert tallied(tree).failures.sum() == 0


def test_a_defect_costs_the_team_its_fix() -> None:
    def tree(effort: float, removal: float, fix: float) -> Tree:
        team = {
            "effort": {"mean": days(effort)},
            "defects_per_item": 20,
            "defect_removal": removal,
            "fix_effort": days(fix),
        }
        return organisation(
            {"horizon": "1000 days", "defaults": {"team": team}}, ["A"], items=at_once(64)
        )

    verify(
        tree,
        team_ratio("A", TeamSum.VISIT),
        lambda effort, removal, fix: effort + 20 * removal * fix,
        {"effort": 1.0, "removal": 0.9, "fix": 1.0},
        replications=200,
        faults=["removal", "fix"],
    )


def sized(size_cv: float, mean: float = 1.0, items: int = 500) -> Tree:
    """Items of different sizes, which take as many days as they are large."""
    work = {"k0": {"size_cv": size_cv}}
    team = {"effort": {"mean": days(mean)}}
    return organisation(
        {"horizon": "5000 days", "work": work, "defaults": {"team": team}},
        ["A"],
        items=at_once(items),
    )


def test_the_logarithm_of_an_items_size_has_the_variance_of_its_cv() -> None:
    def spread(_: Program, log: EventLog) -> tuple[float, float]:
        sizes = log.events["value"][log.events["event"] == Happening.ARRIVED]
        return float((np.log(sizes) ** 2).sum()), float(len(sizes))

    def exact(size_cv: float) -> float:
        variance = math.log1p(size_cv**2)
        return variance + variance**2 / 4

    verify(sized, logged(spread), exact, {"size_cv": 0.5}, replications=240)


def test_an_item_of_twice_the_size_takes_twice_the_effort_and_makes_twice_the_defects() -> None:
    verify(
        lambda mean: sized(0.3, mean),
        team_ratio("A", TeamSum.VISIT),
        lambda mean: mean,
        {"mean": 1.0},
        replications=200,
    )
    # every item: its effort is its size; its defects are Poisson around size times their mean
    made = sized(1.0)
    made["teams"] = {"A": {"defects_per_item": 50}}
    _, log = run(made)
    events = log.events
    sizes = events["value"][events["event"] == Happening.ARRIVED]
    started = events[events["event"] == Happening.STARTED]
    assert started["value"][np.argsort(started["item"])] == pytest.approx(sizes)
    born = events[events["event"] == Happening.BORN]
    counts = np.bincount(born["item"], minlength=len(sizes))
    z = (counts - 50 * sizes) / np.sqrt(50 * sizes)
    assert abs(z.mean()) * math.sqrt(len(z)) < 4
    assert float((z**2).mean()) == pytest.approx(1.0, abs=4 * math.sqrt(2 / len(z)))


@pytest.mark.parametrize(("shape", "square"), [("lognormal", 1.25), ("exponential", 2.0)])
def test_effort_has_the_mean_and_the_spread_of_its_shape(shape: str, square: float) -> None:
    def tree(mean: float) -> Tree:
        team = {"effort": {"mean": days(mean), "cv": 0.5, "shape": shape}}
        return organisation(
            {"horizon": "1000 days", "defaults": {"team": team}}, ["A"], items=at_once(300)
        )

    def squares(_: Program, log: EventLog) -> tuple[float, float]:
        efforts = log.events["value"][log.events["event"] == Happening.STARTED]
        return float((efforts**2).sum()), float(len(efforts))

    verify(tree, team_ratio("A", TeamSum.VISIT), lambda mean: mean, {"mean": 1.0}, replications=400)
    verify(tree, logged(squares), lambda mean: mean**2 * square, {"mean": 1.0}, replications=400)
