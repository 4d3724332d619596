"""Estimates travel with an interval that holds what it promises."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from simulator.stats.estimate import (
    Estimate,
    mean_estimate,
    ratio_contributions,
    ratio_estimate,
    ratio_of_sums,
    t_quantile,
)

TRIALS = 40_000
LEVEL = 0.95


def coverage_z(covers: Callable[[np.random.Generator], bool], seed: int) -> float:
    """How many standard errors the share of covering intervals lies from its promise."""
    generator = np.random.default_rng(seed)
    share = sum(covers(generator) for _ in range(TRIALS)) / TRIALS
    return (share - LEVEL) / math.sqrt(LEVEL * (1 - LEVEL) / TRIALS)


def test_a_two_percent_narrower_interval_would_be_noticed_by_the_coverage_checks() -> None:
    density = math.exp(-(1.96**2) / 2) / math.sqrt(2 * math.pi)
    lost = 2 * density * 1.96 * 0.02
    assert lost / math.sqrt(LEVEL * (1 - LEVEL) / TRIALS) > 4


def test_the_t_interval_of_a_mean_covers_the_truth_in_95_of_100_samples() -> None:
    def covers(generator: np.random.Generator) -> bool:
        answer = mean_estimate(generator.normal(3.0, 2.0, size=8))
        return answer.low <= 3.0 <= answer.high

    assert abs(coverage_z(covers, seed=11)) < 4


def test_the_interval_of_a_ratio_covers_the_truth_in_95_of_100_samples() -> None:
    def covers(generator: np.random.Generator) -> bool:
        released = generator.poisson(400, size=60)
        failed = generator.binomial(released, 0.3)
        answer = ratio_estimate(failed, released)
        return answer.low <= 0.3 <= answer.high

    assert abs(coverage_z(covers, seed=12)) < 4


def test_the_mean_interval_agrees_with_the_tabulated_t_quantile() -> None:
    answer = mean_estimate([1.0, 2.0, 3.0, 4.0, 5.0])
    half = 2.776445105 * math.sqrt(2.5 / 5)
    assert answer.best == 3.0
    assert answer.n == 5
    assert answer.high - 3.0 == pytest.approx(half, rel=1e-9)
    assert 3.0 - answer.low == pytest.approx(half, rel=1e-9)


def test_a_higher_level_gives_a_wider_interval() -> None:
    assert t_quantile(0.99, 9) == pytest.approx(3.249835542, rel=1e-9)
    assert mean_estimate([1, 2, 4], level=0.99).low < mean_estimate([1, 2, 4]).low


def test_a_ratio_is_a_ratio_of_sums_and_never_a_mean_of_ratios() -> None:
    answer = ratio_estimate([1, 0, 9], [1, 10, 10])
    assert answer.best == 10 / 21
    assert answer.n == 3


def test_the_interval_of_a_ratio_is_that_of_the_delta_method_on_the_covariance() -> None:
    generator = np.random.default_rng(13)
    below = generator.uniform(1, 9, size=25)
    above = below * generator.uniform(0, 1, size=25)
    ratio = above.sum() / below.sum()
    cov = np.cov(above, below)
    variance = (cov[0, 0] - 2 * ratio * cov[0, 1] + ratio**2 * cov[1, 1]) / 25 / below.mean() ** 2
    half = t_quantile(0.95, 24) * math.sqrt(variance)
    answer = ratio_estimate(above, below)
    assert answer.high - answer.best == pytest.approx(half, rel=1e-12)


def test_the_contributions_of_a_ratio_have_the_ratio_as_their_mean() -> None:
    assert ratio_contributions([1, 0, 9], [1, 10, 10]).mean() == pytest.approx(10 / 21, rel=1e-14)


def test_a_ratio_of_sums_is_that_of_its_replications_where_denominators_are_equal() -> None:
    above, below = np.array([3.0, 1.0, 4.0, 1.0]), np.full(4, 10.0)
    known = ratio_estimate(above, below)
    found = ratio_of_sums(float(above.sum()), float(above.var(ddof=1)), below)
    assert (found.best, found.n) == (known.best, known.n)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))
    assert math.isnan(ratio_of_sums(1.0, math.nan, [2.0]).low)
    assert math.isnan(ratio_of_sums(0.0, 0.0, [0.0, 0.0]).best)


def test_one_replication_gives_an_exact_value_without_an_interval() -> None:
    for answer in (mean_estimate([0.25]), ratio_estimate([1], [4])):
        assert answer.best == 0.25
        assert math.isnan(answer.low)
        assert math.isnan(answer.high)
        assert answer.n == 1


def test_a_ratio_over_nothing_is_not_a_number() -> None:
    answer = ratio_estimate([0, 0], [0, 0])
    assert math.isnan(answer.best)
    assert answer.n == 2


def test_some_replications_without_a_denominator_still_count() -> None:
    assert ratio_estimate([0, 3], [0, 6]).best == 0.5


@pytest.mark.parametrize(
    "refused",
    [
        lambda: mean_estimate([]),
        lambda: mean_estimate([1.0, math.nan]),
        lambda: mean_estimate([1.0, math.inf]),
        lambda: mean_estimate([[1.0], [2.0]]),
        lambda: mean_estimate([1.0, 2.0], level=1.0),
        lambda: ratio_estimate([1, 2], [1]),
        lambda: ratio_estimate([1, 2], [3, -1]),
        lambda: ratio_contributions([1, 2], [0, 0]),
        lambda: Estimate(best=1.0, low=2.0, high=3.0, n=5),
        lambda: Estimate(best=1.0, low=0.0, high=0.5, n=5),
        lambda: Estimate(best=1.0, low=0.0, high=2.0, n=0),
    ],
)
def test_what_is_no_sample_is_refused_with_a_sentence(refused: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=" "):
        refused()
