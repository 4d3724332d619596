"""Comparisons name a winner only where the numbers do, whichever side it is."""

import math
from typing import Any

import numpy as np
import pytest

from simulator.experiments.runner import Runner
from simulator.measures.outcomes import OUTCOMES
from simulator.measures.tally import Sum
from simulator.methods.comparison import NO_CLEAR_DIFFERENCE, Comparison, compare
from simulator.methods.input_uncertainty import sample, summary
from simulator.methods.records.population import drawn_value, hypercube
from simulator.model.quantity import Quantity
from simulator.scenario.scenario import Scenario


def company(**override: Any) -> dict[str, Any]:
    """Return two teams and a handover with defects and losses, and a plan for each side."""
    tree: dict[str, Any] = {
        "version": 1,
        "external": "none",
        "name": "two teams",
        "horizon": "160 days",
        "warm_up": "30 days",
        "matters": "1 failed change per 100",
        "work": [{"kind": "change", "arrivals": "10 per week", "facts": 6, "route": ["A", "B"]}],
        "defaults": {
            "team": {"people": 4, "effort": {"mean": "1 day"}, "catches_defects": 0},
            "boundary": {"fidelity": 0.9, "exposure": 0},
        },
        "teams": {"A": {}, "B": {}},
        "boundaries": [],
        "incidents": {"manifest": {"value": 0.5, "equal": "built so"}, "latency": "5 days"},
        "observed": {"causes": "none"},
        "levers": {
            "verification": {"scale": "8 person-days per weekly item"},
            "contracts": {"scale": "8 person-days per weekly item"},
        },
        "arms": [
            {"name": "cores", "spend": {"core": "300 person-days"}},
            {"name": "edges", "spend": {"edge": "300 person-days"}},
        ],
    }
    return {**tree, **override}


def compared(tree: dict[str, Any], n: int = 8, **options: Any) -> Comparison:
    scenario = Scenario.from_tree(tree)
    return compare(scenario, Runner(seed=1), seed=1, replications=range(n), **options)


def test_equal_plans_differ_by_nothing_as_far_as_the_runs_can_tell() -> None:
    spend = {"core": "300 person-days"}
    arms = [{"name": "a", "spend": spend}, {"name": "b", "spend": spend}]
    found = compared(company(arms=arms), n=60)
    difference = found.difference("b", "a", "change_failure_rate")
    assert difference.estimate.best == 0.0
    # what the runs cannot have seen: 3.69 failed changes in all of them
    released = found.answers["a"].tally.sums[:, Sum.RELEASED].sum()
    assert difference.estimate.high == pytest.approx(100 * 3.6889 / released, rel=1e-4)
    assert difference.estimate.low == -difference.estimate.high
    assert difference.p_better == 0.5
    assert difference.verdict == "too small"
    assert found.winner == NO_CLEAR_DIFFERENCE


@pytest.mark.parametrize(
    ("teams", "boundary", "winner"),
    [
        ({"defects_per_item": 3}, {"fidelity": 1, "exposure": 0, "boundary_work": 0}, "cores"),
        ({"defects_per_item": 0}, {"fidelity": 0.6, "exposure": 0, "boundary_work": 0}, "edges"),
    ],
)
def test_the_side_that_has_the_errors_is_the_side_that_pays(
    teams: dict[str, Any], boundary: dict[str, Any], winner: str
) -> None:
    tree = company(defaults={"team": {"people": 6, **teams}, "boundary": boundary})
    found = compared(tree, 10)
    assert found.winner == winner
    assert found.selected == (winner,)
    assert found.headline is not None
    assert found.headline.verdict == "better"
    assert (found.headline.estimate.best < 0) == (winner == "edges")


def test_best_is_arm_less_against_and_every_pair_stands_once_in_every_outcome() -> None:
    found = compared(company())
    answers = {name: a.outcomes["failures"].best for name, a in found.answers.items()}
    pairs = {(each.plan, each.against) for each in found.differences}
    assert pairs == {("cores", "today"), ("edges", "today"), ("edges", "cores")}
    for plan, against in pairs:
        difference = found.difference(plan, against, "failures").estimate
        assert difference.best == pytest.approx(answers[plan] - answers[against])
        assert difference.low <= difference.best <= difference.high


def test_intervals_that_hold_together_are_wider_than_each_alone() -> None:
    found = compared(company())
    for each in found.together:
        alone = found.difference(each.plan, each.against, each.outcome).estimate
        assert each.estimate.low <= alone.low + 1e-12
        assert each.estimate.best == pytest.approx(alone.best)
    for each, p in zip(found.together, found.holm_p, strict=True):
        alone = found.difference(each.plan, each.against, each.outcome).estimate
        if p < 0.05:
            assert not alone.low <= 0 <= alone.high, "adjusted, it may only be harder to tell"


def test_a_single_replication_has_a_difference_and_no_interval_and_names_nobody() -> None:
    found = compared(company(), 1)
    difference = found.difference("edges", "cores", "change_failure_rate")
    assert math.isnan(difference.estimate.low)
    assert found.winner == NO_CLEAR_DIFFERENCE
    assert found.together == ()


def test_an_organisation_that_releases_nothing_has_no_numbers_and_no_winner() -> None:
    idle = {"kind": "change", "arrivals": "0 per week", "facts": 6, "route": ["A", "B"]}
    tree = company(work=[idle])
    found = compared(tree, 3)
    assert math.isnan(found.difference("edges", "cores", "failures").estimate.best)
    assert found.winner == NO_CLEAR_DIFFERENCE


def test_an_unknown_outcome_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(
        ValueError, match="no outcome 'luck' to go by; allowed: change_failure_rate"
    ):
        compared(company(), outcome="luck")


def test_worlds_cover_each_range_half_below_and_half_above_the_value() -> None:
    unknown = Quantity(value=0.8, low=0.2, high=0.9, origin="defaults.boundary.fidelity")
    drawn = hypercube([unknown], 200, 1, 0)[:, 0]
    values = np.sort([drawn_value(unknown, float(u)) for u in drawn])
    assert (values < 0.8).sum() == 100
    strata = np.concatenate([np.linspace(0.2, 0.8, 101), np.linspace(0.8, 0.9, 101)[1:]])
    assert ((strata[:-1] <= values) & (values <= strata[1:])).all()


def test_worlds_are_drawn_by_origin_so_that_order_changes_nothing() -> None:
    one = Quantity(value=1, low=0, high=2, origin="one")
    two = Quantity(value=1, low=0, high=2, origin="two")
    assert (hypercube([one, two], 20, 3, 0) == hypercube([two, one], 20, 3, 0)[:, ::-1]).all()
    assert (hypercube([one], 20, 3, 0) != hypercube([one], 20, 4, 0)).any()
    assert (hypercube([one], 20, 3, 0) != hypercube([one], 20, 3, 1)).any()


def test_without_ranges_or_without_two_plans_there_are_no_worlds() -> None:
    scenario = Scenario.from_tree(company())
    assert sample(scenario, Runner(seed=1), n=5) is None
    wide = {"defect_removal": {"value": 0.8, "low": 0.5, "high": 0.9}}
    single = company(defaults={"team": wide, "boundary": {}}, arms=company()["arms"][:1])
    drawn = sample(Scenario.from_tree(single), Runner(seed=1), n=5)
    assert drawn is not None
    assert summary(drawn, "failures") is None


def test_worlds_turn_the_answer_around_where_the_ranges_do() -> None:
    tree = company(
        defaults={
            "team": {"people": 6, "defects_per_item": {"value": 1, "low": 0, "high": 4}},
            "boundary": {"fidelity": {"value": 0.8, "low": 0.5, "high": 1.0}, "exposure": 0},
        }
    )
    drawn = sample(Scenario.from_tree(tree), Runner(seed=1), n=12)
    assert drawn is not None
    found = summary(drawn, "expected_failures")
    assert found is not None
    assert found.unknowns == 2
    assert sum(found.share_won.values()) == pytest.approx(1)
    assert found.low < 0 < found.high
    assert 0 < found.share_better < 1


def test_worlds_in_which_nothing_differs_say_what_the_file_says() -> None:
    # a range of something that no failure depends on: the first two plans differ by the same
    # amount everywhere, on other luck or not
    tree = company(
        defaults={
            "team": {"people": 6, "defects_per_item": 1},
            "boundary": {"handoff_effort": {"value": "1 h", "low": "0.9 h", "high": "1.1 h"},
                         "fidelity": 0.8, "exposure": 0},
        }
    )  # fmt: skip
    scenario, run = Scenario.from_tree(tree), Runner(seed=1)
    drawn = sample(scenario, run, n=40)
    whole = compare(scenario, run, seed=1, replications=range(100), outcome="failures")
    assert drawn is not None
    found = summary(drawn, "failures")
    assert found is not None
    assert whole.headline is not None
    estimate = whole.headline.estimate
    # simulation noise of 2 replications is some 7 times that of 100
    error = (estimate.high - estimate.low) / (2 * 1.96)
    assert found.best == pytest.approx(estimate.best, abs=0.2 * error)
    assert found.high - found.low < 0.5 * error


def test_prices_are_laid_open_and_equal_halving_costs_change_nothing_when_they_are_equal() -> None:
    levers = {
        "verification": {"scale": "8 person-days per weekly item"},
        "contracts": {"scale": "16 person-days per weekly item"},
    }
    found = compared(company(levers=levers)).money
    assert found.halving_costs["core"] == pytest.approx(math.log(2) * 8 * 10 * 2)
    assert found.halving_costs["edge"] == pytest.approx(math.log(2) * 16 * 10 * 1)
    assert found.at_file_prices == found.at_equal_halving_costs
    assert found.reach["core"].best < 0
    assert found.reach["edge"].best < 0


def test_overhead_is_uses_times_adherence_times_gain_times_overhead() -> None:
    levers = {
        "contracts": {
            "scale": "1 person-days per weekly item",
            "overhead": "1 h",
            "adherence": 0.5,
        }
    }
    plans = [{"name": "edges", "spend": {"edge": "100000 person-days"}}]
    found = compared(company(levers=levers, arms=plans))
    handoffs = 10 * 52
    assert found.money.overhead["edges"] == pytest.approx(handoffs * 0.5 / 8, rel=0.05)
    assert found.money.overhead["today"] == 0.0


def test_the_luck_of_a_year_is_that_of_260_days_however_long_the_window() -> None:
    long = compared(company(horizon="570 days", warm_up="20 days"), 8)
    answer = long.answers["cores"]
    windows = [(year.program.warm_up, year.program.horizon) for year in answer.years]
    assert windows == [(20.0, 280.0), (280.0, 540.0)]
    assert [year.replications for year in answer.years] == [4, 4]
    first = compared(company(horizon="280 days", warm_up="20 days"), 4).answers["cores"]
    assert first.years == (first,)
    outcome = OUTCOMES[long.outcome]
    values = answer.struck(outcome)
    assert values[:4].tolist() == first.struck(outcome).tolist()
    assert long.one_year["cores"]["p50"] == pytest.approx(np.median(values))


def test_what_a_change_of_structure_costs_is_paid_in_every_organisation() -> None:
    arms = [
        {"name": "free", "change": {}},
        {"name": "dear", "change": {}, "cost": "50 person-days"},
    ]
    prices = {"currency": "EUR", "person_day": 800}
    ranged = {"value": 0.9, "low": 0.8, "high": 0.97, "because": "counted"}
    team = {"people": 4, "effort": {"mean": "1 day"}, "catches_defects": 0}
    defaults = {"team": team, "boundary": {"fidelity": ranged, "exposure": 0}}
    found = compared(company(arms=arms, costs=prices, defaults=defaults), 4, worlds=10)
    dear = found.difference("dear", "free", "cost").estimate.best
    assert dear == pytest.approx(50 * 800)
    lead = found.lead("free", "dear", "cost")
    assert lead is not None
    assert lead.mean == pytest.approx(50 * 800)
