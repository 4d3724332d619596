"""Two plans under the same luck."""

import math

import numpy as np
import pytest

from simulator.stats.estimate import mean_estimate, t_quantile
from simulator.stats.paired import (
    paired_difference,
    paired_ratio_difference,
    share_better,
    verdict,
)


def test_luck_that_both_plans_share_leaves_the_difference() -> None:
    luck = np.random.default_rng(1).normal(0, 100, size=50)
    answer = paired_difference(luck + 2, luck)
    assert answer.best == pytest.approx(2)
    assert answer.high - answer.low < 1e-9
    assert answer.n == 50


def test_a_paired_difference_is_the_mean_of_the_differences() -> None:
    assert paired_difference([5, 9, 1], [4, 4, 4]) == mean_estimate([1, 5, -3])


def test_exchanging_the_plans_changes_the_sign_and_nothing_else() -> None:
    one, other = paired_difference([5, 9, 1], [4, 4, 4]), paired_difference([4, 4, 4], [5, 9, 1])
    assert (one.best, one.low, one.high) == (-other.best, -other.high, -other.low)


def test_a_difference_of_ratios_has_the_variance_of_the_covariance_of_four_sums() -> None:
    generator = np.random.default_rng(2)
    den_a = generator.uniform(50, 90, size=30)
    den_b = den_a + generator.normal(0, 2, size=30)
    num_a = den_a * generator.uniform(0.2, 0.4, size=30)
    num_b = num_a + generator.normal(0, 1, size=30)
    sums = np.stack([num_a, den_a, num_b, den_b])
    ratio_a, ratio_b = num_a.sum() / den_a.sum(), num_b.sum() / den_b.sum()
    slopes = np.array(
        [
            1 / den_a.mean(),
            -ratio_a / den_a.mean(),
            -1 / den_b.mean(),
            ratio_b / den_b.mean(),
        ]
    )
    error = math.sqrt(slopes @ np.cov(sums) @ slopes / 30)
    answer = paired_ratio_difference(num_a, den_a, num_b, den_b)
    assert answer.best == pytest.approx(ratio_a - ratio_b, rel=1e-12)
    assert answer.high - answer.best == pytest.approx(t_quantile(0.95, 29) * error, rel=1e-10)


def test_the_error_of_a_difference_of_ratios_is_the_spread_of_repeated_experiments() -> None:
    repeats, n = 6000, 40
    generator = np.random.default_rng(3)
    bests, halves = np.empty(repeats), np.empty(repeats)
    for repeat in range(repeats):
        released = generator.poisson(200, size=n)
        failed_b = generator.binomial(released, 0.30)
        failed_a = generator.binomial(failed_b, 0.80)
        answer = paired_ratio_difference(failed_a, released, failed_b, released)
        bests[repeat], halves[repeat] = answer.best, answer.high - answer.best
    promised = math.sqrt(float(np.mean((halves / t_quantile(0.95, n - 1)) ** 2)))
    z = math.log(bests.std(ddof=1) / promised) * math.sqrt(2 * repeats)
    assert abs(z) < 4
    exact = -0.06
    assert abs(bests.mean() - exact) / (bests.std(ddof=1) / math.sqrt(repeats)) < 4


def test_one_pair_of_replications_has_a_difference_without_an_interval() -> None:
    answer = paired_ratio_difference([1], [4], [1], [2])
    assert answer.best == -0.25
    assert math.isnan(answer.low)


def test_a_plan_that_releases_nothing_has_no_difference() -> None:
    assert math.isnan(paired_ratio_difference([0, 0], [0, 0], [1, 1], [2, 2]).best)


def test_a_tie_counts_half_for_either_plan() -> None:
    assert share_better([1, 2, 3, 4], [2, 2, 2, 2]) == (1 + 0.5) / 4
    assert share_better([1, 2, 3, 4], [2, 2, 2, 2], less_is_better=False) == (2 + 0.5) / 4
    assert share_better([1, 1], [1, 1]) == 0.5


@pytest.mark.parametrize(
    ("low", "high", "matters", "sign"),
    [
        (0.5, 1.0, 0.0, 1),
        (-1.0, -0.5, 0.0, -1),
        (-0.5, 1.0, 0.0, 0),
        (0.0, 1.0, 0.0, 0),
        (0.0, 0.0, 0.0, 0),
        (0.5, 2.0, 1.0, 0),
        (1.0, 2.0, 1.0, 0),
        (1.1, 2.0, 1.0, 1),
        (-2.0, -1.1, 1.0, -1),
        (-2.0, -0.9, 1.0, 0),
        (math.nan, math.nan, 0.0, 0),
        (math.nan, math.nan, 1.0, 0),
    ],
)
def test_a_sign_is_named_only_beyond_what_matters(
    low: float, high: float, matters: float, sign: int
) -> None:
    assert verdict(low, high, matters) == sign


def test_a_verdict_refuses_what_is_no_interval() -> None:
    with pytest.raises(ValueError, match="upwards"):
        verdict(2.0, 1.0)
    with pytest.raises(ValueError, match="at least 0"):
        verdict(1.0, 2.0, -1.0)
    with pytest.raises(ValueError, match="at least 0"):
        verdict(1.0, 2.0, math.nan)


def test_plans_of_different_replications_are_not_compared() -> None:
    with pytest.raises(ValueError, match="same replications"):
        paired_difference([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="same replications"):
        paired_ratio_difference([1, 2], [1, 2], [1, 2, 3], [1, 2, 3])
