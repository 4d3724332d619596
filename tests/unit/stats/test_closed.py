"""Closed forms of the model against chains, sums and draws."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from simulator.stats.closed import (
    bounces,
    expected_severity,
    fact_fate,
    halving_cost,
    latent_defects,
    latent_drift,
    latent_unowned,
    retention,
    severity_shares,
    unknown_changes,
)


def test_the_five_fates_of_a_fact_sum_to_one() -> None:
    fate = fact_fate(0.7, 0.3, 0.2, 0.6)
    shares = (fate.conveyed, fate.restored, fate.noticed, fate.guessed, fate.wrong)
    assert shares == pytest.approx((0.7, 0.09, 0.042, 0.1008, 0.0672))
    assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize("odds", [(0.9, 0.3, 0.2, 0.6), (0.0, 0.5, 0.9, 0.1), (0.5, 0.0, 0.0, 0.0)])
def test_retention_is_the_power_of_its_two_state_chain(
    odds: tuple[float, float, float, float],
) -> None:
    fidelity, context, readback, accuracy = odds
    keep = fidelity + (1 - fidelity) * (
        context + (1 - context) * (readback + (1 - readback) * accuracy)
    )
    repair = context * readback
    chain = np.array([[keep, 1 - keep], [repair, 1 - repair]])
    powers = [np.linalg.matrix_power(chain, n)[0, 0] for n in range(9)]
    assert retention(8, *odds) == pytest.approx(powers, rel=1e-12)


def test_retention_is_the_share_of_facts_that_survive_the_four_questions() -> None:
    facts, handoffs = 400_000, 5
    odds = (0.8, 0.3, 0.4, 0.5)
    generator = np.random.default_rng(31)
    intact = np.ones(facts, dtype=bool)
    for _ in range(handoffs):
        u = generator.uniform(size=(4, facts)) < np.array(odds)[:, None]
        intact = np.where(intact, u[0] | u[1] | u[2] | u[3], u[1] & u[2])
    exact = retention(handoffs, *odds)[-1]
    error = math.sqrt(exact * (1 - exact) / facts)
    assert exact * 0.02 > 4 * error
    assert abs(intact.mean() - exact) / error < 4


def test_perfect_handoffs_lose_nothing_and_hopeless_ones_everything() -> None:
    assert retention(3, 1.0, 0.0, 0.0, 0.0).tolist() == [1, 1, 1, 1]
    assert retention(2, 0.0, 0.0, 0.0, 0.0).tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("sync_every", "at"), [(40.0, 100.0), (400.0, 30.0), (5.0, 0.0), (math.inf, 50.0)]
)
def test_unknown_changes_are_the_sum_over_their_ages(sync_every: float, at: float) -> None:
    step = 0.001
    ages = np.arange(step / 2, 260 + at, step)
    unknown = float(np.clip(1 - ages / sync_every, 0, 1).sum() * step)
    assert unknown_changes(0.1, sync_every, at) == pytest.approx(0.1 * unknown, rel=1e-6)


def test_unknown_changes_are_what_dated_changes_with_uniform_delays_give() -> None:
    runs, rate, sync_every, at = 40_000, 0.1, 60.0, 20.0
    generator = np.random.default_rng(32)
    counts = generator.poisson(rate * (260 + at), size=runs)
    dates = generator.uniform(-260, at, size=counts.sum())
    unknown = dates + generator.uniform(size=dates.size) * sync_every > at
    exact = unknown_changes(rate, sync_every, at)
    error = math.sqrt(exact / runs)
    assert exact * 0.02 > 4 * error
    assert abs(unknown.sum() / runs - exact) / error < 4


def test_changes_told_at_once_are_never_unknown() -> None:
    assert unknown_changes(0.3, 0.0, 50.0) == 0.0
    assert unknown_changes(0.3, math.inf, 0.0, history=0.0) == 0.0


def test_latent_errors_are_what_checks_and_owners_let_through() -> None:
    assert latent_drift(4.0, 0.025, 0.1) == pytest.approx(0.09)
    assert latent_unowned(0.8, 0.2) == pytest.approx(0.04)
    assert latent_defects(0.5, 0.85) == pytest.approx(0.075)


def test_escalation_multiplies_the_odds_of_at_least_as_bad() -> None:
    weights = np.array([8.0, 17.0, 35.0, 40.0])
    shares = severity_shares(weights, 1.2, 3)
    for worst in (1, 2, 3):
        before = weights[:worst].sum() / weights[worst:].sum()
        after = shares[:worst].sum() / shares[worst:].sum()
        assert after == pytest.approx(before * 1.2**3, rel=1e-12)
    assert shares.sum() == pytest.approx(1)


def test_depth_nought_and_escalation_one_leave_the_weights() -> None:
    assert severity_shares([1, 1, 2, 0], 3.0, 0).tolist() == [0.25, 0.25, 0.5, 0.0]
    assert severity_shares([1, 1, 2, 0], 1.0, 5) == pytest.approx([0.25, 0.25, 0.5, 0.0])


def test_certain_and_impossible_severities_stay_so() -> None:
    assert severity_shares([0, 0, 0, 5], 7.0, 4).tolist() == [0, 0, 0, 1]
    assert severity_shares([5, 0, 0, 0], 0.1, 4).tolist() == [1, 0, 0, 0]


def test_expected_severity_is_the_mean_over_depths() -> None:
    counted = expected_severity([1, 1, 1, 0], [1, 1, 1, 1], 2.0, [0.5, 0.0, 0.5])
    assert counted == pytest.approx(0.5 * 3 / 4 + 0.5 * 12 / 13)


def walked_bounces(route: list[str], resolver: str, direct: float, seed: int, runs: int) -> float:
    """The mean number of hand-ons, walked one incident at a time."""
    generator = np.random.default_rng(seed)
    total = 0
    for _ in range(runs):
        place = len(route) - 1
        here = route[place]
        straight = generator.uniform() < direct
        while here != resolver:
            total += 1
            place -= 1
            here = resolver if straight or place < 0 else route[place]
    return total / runs


@pytest.mark.parametrize("resolver", ["A", "B", "C", "D", "elsewhere"])
def test_bounces_are_what_walking_up_the_route_gives(resolver: str) -> None:
    route, direct, runs = ["A", "B", "C", "D"], 0.6, 40_000
    exact = bounces(route, resolver, direct)
    walked = walked_bounces(route, resolver, direct, seed=33, runs=runs)
    steps = bounces(route, resolver, 0.0)
    error = max(steps - 1, 0) * math.sqrt(direct * (1 - direct) / runs)
    assert exact * 0.02 >= 4 * error
    assert abs(walked - exact) <= 4 * error


def test_bounces_up_a_chain_have_these_values() -> None:
    assert bounces(["A", "B", "C"], "C", 0.6) == 0
    assert bounces(["A", "B", "C"], "B", 0.6) == pytest.approx(1)
    assert bounces(["A", "B", "C"], "A", 0.6) == pytest.approx(0.6 + 0.4 * 2)
    assert bounces(["A", "B", "C"], "D", 0.0) == 3
    assert bounces(["A", "B", "A", "C"], "A", 0.0) == 1


def test_the_halving_cost_leaves_a_half_undone() -> None:
    cost = halving_cost([8.0], [2.0])
    assert math.exp(-cost / (8.0 * 2.0)) == pytest.approx(0.5)
    assert halving_cost([8.0, 4.0], [2.0, 1.0]) == pytest.approx(math.log(2) * 20)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: fact_fate(1.1, 0.0, 0.0, 0.0),
        lambda: fact_fate(math.nan, 0.0, 0.0, 0.0),
        lambda: retention(-1, 0.5, 0.5, 0.5, 0.5),
        lambda: unknown_changes(-0.1, 10.0, 0.0),
        lambda: severity_shares([0, 0, 0, 0]),
        lambda: severity_shares([1, 1, 1, 1], 0.0, 1),
        lambda: expected_severity([1, 0, 0, 0], [1, 1, 1, 1], 1.0, [0.5]),
        lambda: bounces([], "A", 0.5),
        lambda: bounces(["A"], "A", 1.5),
        lambda: latent_drift(1.0, 2.0, 0.0),
    ],
)
def test_what_the_model_does_not_allow_is_refused(refused: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=" "):
        refused()
