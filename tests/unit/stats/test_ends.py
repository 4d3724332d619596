"""Ends of intervals: of skewed samples, and of those in which hardly anything happens."""

import math

import numpy as np
import pytest
from scipy.stats import chi2

from simulator.stats.ends import Possible, is_scarce, scarce_ends, skewed_ends
from simulator.stats.estimate import mean_estimate, ratio_estimate, t_quantile
from simulator.stats.paired import paired_ratio_difference

COUNT = Possible(event=1.0)
NO_COUNT = Possible()


def garwood(events: int) -> tuple[float, float]:
    low = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    return low, chi2.ppf(0.975, 2 * events + 2) / 2


@pytest.mark.parametrize("events", [0, 1, 2, 4])
def test_a_few_events_have_the_exact_interval_of_their_number(events: int) -> None:
    sample = np.array([1.0] * events + [0.0] * (20 - events))
    assert is_scarce(sample)
    found = ratio_estimate(sample, np.ones(20), possible=COUNT)
    assert (20 * found.low, 20 * found.high) == pytest.approx(garwood(events), rel=1e-9)


def test_five_events_in_twenty_replications_tell_their_own_spread() -> None:
    assert not is_scarce(np.array([1.0] * 6 + [0.0] * 14))
    assert is_scarce(np.array([1.0] * 3 + [0.0] * 17))


def test_events_that_come_in_bunches_have_a_wider_interval() -> None:
    alone = ratio_estimate([1.0] * 4 + [0.0] * 16, np.ones(20), possible=COUNT)
    bunch = ratio_estimate([4.0] + [0.0] * 19, np.ones(20), possible=COUNT)
    assert bunch.best == alone.best
    assert bunch.low < alone.low
    assert bunch.high > alone.high


def test_all_of_all_is_not_called_certain_and_nothing_impossible_is_said() -> None:
    share = Possible(event=100.0, most=100.0)
    found = ratio_estimate([300.0] * 4, [3.0] * 4, possible=share)
    assert (found.best, found.high) == (100.0, 100.0)
    assert found.low == pytest.approx(100.0 - 100.0 * garwood(0)[1] / 12, rel=1e-9)
    skewed = ratio_estimate([95.0, 99.0, 100.0, 60.0] * 3, np.ones(12), possible=Possible(most=100))
    assert skewed.high <= 100.0


def test_a_symmetric_sample_has_students_interval() -> None:
    sample = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    plain = mean_estimate(sample)
    assert skewed_ends(sample, t_quantile(0.95, 4)) == pytest.approx((plain.low, plain.high))


def test_a_sample_with_a_long_tail_reaches_further_up_and_less_far_down() -> None:
    sample = np.random.default_rng(4).exponential(1.0, size=30)
    plain, (low, high) = mean_estimate(sample), skewed_ends(sample, t_quantile(0.95, 29))
    assert low > plain.low
    assert high > plain.high
    mirrored = skewed_ends(-sample, t_quantile(0.95, 29))
    assert mirrored == pytest.approx((-high, -low))


def test_both_ends_of_a_skewed_mean_miss_about_equally_often() -> None:
    generator, low, high, trials = np.random.default_rng(8), 0, 0, 4_000
    for _ in range(trials):
        ends = skewed_ends(generator.exponential(1.0, size=40), t_quantile(0.95, 39))
        low, high = low + (ends[0] > 1.0), high + (ends[1] < 1.0)
    error = math.sqrt(0.025 * 0.975 / trials)
    assert low / trials == pytest.approx(0.025, abs=5 * error)
    assert high / trials == pytest.approx(0.025, abs=8 * error)


def test_what_counts_nothing_has_no_interval_below_ten_values() -> None:
    values = np.random.default_rng(5).exponential(1.0, size=12)
    some = np.array([1.0] * 9 + [0.0] * 3)
    assert math.isnan(ratio_estimate(values[:9], np.ones(9), possible=NO_COUNT).low)
    assert math.isnan(ratio_estimate(values * some, some, possible=NO_COUNT).high)
    assert ratio_estimate(values[:10], np.ones(10), possible=NO_COUNT).high > values[:10].mean()


def test_what_counts_nothing_and_hardly_varies_has_no_upper_end() -> None:
    found = ratio_estimate([2.0] * 18 + [9.0] * 2, np.ones(20), possible=NO_COUNT)
    assert found.low < found.best
    assert math.isnan(found.high)
    assert math.isnan(ratio_estimate([2.0] * 20, np.ones(20), possible=NO_COUNT).low)


def test_no_difference_seen_may_still_be_three_or_four_events_either_way() -> None:
    same, ones = np.arange(20.0), np.ones(20)
    found = paired_ratio_difference(same, ones, same, ones, possible=COUNT)
    assert (20 * found.low, 20 * found.high) == pytest.approx((-garwood(0)[1], garwood(0)[1]))
    nothing = paired_ratio_difference(same, ones, same, ones, possible=NO_COUNT)
    assert (nothing.best, math.isnan(nothing.low)) == (0.0, True)


def test_exchanging_plans_exchanges_the_ends_of_a_rare_difference() -> None:
    one, other, ones = np.array([1.0] + [0.0] * 19), np.zeros(20), np.ones(20)
    found = paired_ratio_difference(one, ones, other, ones, possible=COUNT)
    back = paired_ratio_difference(other, ones, one, ones, possible=COUNT)
    assert (found.low, found.high) == pytest.approx((-back.high, -back.low))
    assert 20 * found.low < -2.0
    assert 20 * found.high > 5.0


def test_what_lies_below_the_usual_value_counts_as_events_too() -> None:
    sample = np.array([7.0] * 18 + [6.0] * 2)
    low, high = scarce_ends(sample, 1.0, 0.95, (-math.inf, math.inf))
    up = scarce_ends(-sample, 1.0, 0.95, (-math.inf, math.inf))
    assert (low, high) == pytest.approx((-up[1], -up[0]))
    assert low < sample.mean() < high
