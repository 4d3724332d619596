"""Mirrored organisations have mirrored duels; the last month that pays is where theory puts it."""

import math
from functools import cache

import numpy as np
import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.methods.allocation.diminishing_returns import falling, turning_point
from simulator.methods.allocation.duel import (
    BETWEEN,
    EVEN,
    INSIDE,
    NOTHING,
    Duel,
    duel,
    from_capacity,
)
from simulator.methods.allocation.years import in_year
from simulator.methods.comparison import NO_CLEAR_DIFFERENCE
from simulator.scenario.scenario import Scenario
from simulator.scenario.spending import Purchase
from simulator.scenario.tree import merge
from tests.unit.methods.spenders import (
    PERSON_DAY,
    PRICE,
    SCALE,
    chain,
    culprit_boundary,
    exponential,
    failures_a_year,
)


def short(name: str) -> Scenario:
    return Scenario.from_tree(merge(load(shipped()[name]).tree, {"horizon": "140 days"}))


RATE = "change_failure_rate"


@cache
def met(name: str) -> Duel:
    how = {"budget": 120.0, "replications": 25, "worlds": 0, "outcome": "expected_failures"}
    return duel(short(name), Runner(seed=5, jobs=2), **how)  # type: ignore[arg-type]


def test_mirrored_organisations_have_mirrored_duels() -> None:
    one, other = met("lopsided"), met("mirror")
    assert one.difference.low > 0 > other.difference.high
    both = one.difference.best + other.difference.best
    error = math.hypot(
        *((each.difference.high - each.difference.low) / (2 * 2.06) for each in (one, other))
    )
    assert abs(both) < 3 * error, (one.difference, other.difference, error)
    assert abs(one.difference.best) > 5 * error


def test_what_is_bought_adds_up_and_stays_on_its_side() -> None:
    found = met("lopsided")
    for name, lever in ((INSIDE, "verification"), (BETWEEN, "contracts")):
        plan = found.contender(name)
        assert sum(each.person_days for each in plan.bought) == pytest.approx(120.0)
        assert {each.lever for each in plan.bought} == {lever}
    assert found.contender(NOTHING).less_today.best == 0
    assert found.contender(EVEN).person_days == pytest.approx(120.0)
    assert met("lopsided").years[0].year == 1


def test_the_point_of_diminishing_returns_is_the_closed_form() -> None:
    """Cost p x + c F exp(-x / s) is least at s ln(c F / (s p))."""
    price, failures, scale, day = 5_000.0, 60.0, 90.0, 800.0
    exact = scale * math.log(price * failures / (scale * day))
    at = np.linspace(0.0, 600.0, 25)
    luck = np.random.default_rng(3).normal(1.0, 0.1, (80, 1))
    shaky = np.random.default_rng(4).normal(0.0, 300.0, (80, 25))
    costs = day * at + price * failures * luck * np.exp(-at / scale) + shaky
    found = turning_point(list(at), costs)
    assert found.found
    assert found.budget.low <= exact <= found.budget.high
    assert abs(found.budget.best - exact) < 0.08 * exact
    assert found.budget.high - found.budget.low < 0.35 * exact


def test_a_budget_that_never_stops_or_never_starts_paying_says_so() -> None:
    at = [0.0, 50.0, 100.0]
    rising = turning_point(at, np.tile([0.0, 40.0, 80.0], (5, 1)))
    assert (rising.found, rising.budget.best) == (False, 0.0)
    paying = turning_point(at, np.tile([90.0, 40.0, 0.0], (5, 1)))
    assert (paying.found, paying.budget.best) == (False, 100.0)


def test_pooled_values_fall_and_keep_their_weighted_sum() -> None:
    values, weights = np.array([3.0, 5.0, 1.0, 2.0]), np.array([1.0, 3.0, 2.0, 2.0])
    found = falling(values, weights)
    assert found.tolist() == [4.5, 4.5, 1.5, 1.5]
    assert float(weights @ found) == pytest.approx(float(weights @ values))


def test_an_organisation_whose_failures_fall_exponentially_pays_up_to_the_closed_form() -> None:
    exact = SCALE * math.log(PRICE * failures_a_year() / (SCALE * PERSON_DAY))
    found = duel(
        exponential(),
        Runner(seed=2, jobs=2),
        budget=60.0,
        replications=60,
        worlds=0,
        outcome="change_failure_rate",
    )
    curve = found.curves["core"]
    assert curve.turning is not None
    at = curve.turning.budget
    assert at.low <= exact <= at.high, (at, exact)
    assert abs(at.best - exact) < 0.35 * exact
    assert found.contender(BETWEEN).bought == ()
    assert found.verdict == INSIDE


def test_without_prices_nothing_is_said_of_what_pays() -> None:
    found = duel(
        culprit_boundary(),
        Runner(seed=1),
        budget=20.0,
        replications=10,
        worlds=0,
        outcome="change_failure_rate",
    )
    assert all(curve.turning is None for curve in found.curves.values())
    assert found.verdict in (BETWEEN, NO_CLEAR_DIFFERENCE)
    assert found.difference.best < 0


def test_money_from_the_teams_own_time_takes_their_people() -> None:
    scenario = chain()
    plan = program_for(scenario, "today", [Purchase("contracts", "A -> B", 260.0)])
    leaner, why = from_capacity(plan, 260.0)
    assert why is None
    assert leaner is not None
    assert leaner.funded.tolist() == [0.5, 0.5, 0.0]
    greedy = program_for(scenario, "today", [Purchase("verification", "A", 260.0 * 7)])
    assert from_capacity(greedy, 1.0) == (None, "it would leave A without people")


def test_a_year_begins_after_the_warm_up_and_its_practices_with_it() -> None:
    plan = program_for(chain(), "today", [Purchase("verification", "A", 10.0)])
    second = in_year(plan, 2, paid="first year")
    assert (second.warm_up, second.horizon) == (20.0 + 260.0, 20.0 + 520.0)
    assert second.team_starts.min() == 20.0
    assert second.stops == second.team_practices["stops"].max() == 280.0


def test_a_practice_that_fades_is_worth_less_in_the_year_after_the_money_stops() -> None:
    lever = {"verification": {"fade": "30 days"}, "contracts": None}
    scenario = chain(teams={"B": {"defects_per_item": 2.0}}, levers=lever)
    found = duel(
        scenario,
        Runner(seed=1, jobs=2),
        budget=20.0,
        replications=8,
        worlds=0,
        outcome="change_failure_rate",
    )
    kept = {(each.paid, each.year): each.averted for each in found.years if each.plan == INSIDE}
    assert len(kept) == 6
    assert kept["first year", 1].best == kept["every year", 1].best
    assert kept["first year", 3].high < kept["every year", 3].low


def test_a_duel_without_levers_on_either_side_is_refused() -> None:
    alone = chain(levers={"verification": None, "contracts": None, "recovery": {}})
    with pytest.raises(ValueError, match="no lever inside teams or between them"):
        duel(
            alone,
            Runner(seed=1),
            budget=1.0,
            replications=1,
            worlds=0,
            outcome="change_failure_rate",
        )
