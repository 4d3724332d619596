"""Roots of paired differences: met, bracketed by honest intervals, and not invented."""

import math

import numpy as np
import pytest

from simulator.methods.turns.turning_point import NEVER, OPEN, TURNS, Curve, turning
from simulator.stats.estimate import Floats, mean_estimate

N = 40
NOISE = np.random.default_rng(7).standard_normal((200, N))


def noisy(mean: float, noise: Floats) -> Floats:
    """One value a replication around a mean, the same noise wherever it is asked for."""
    return np.asarray(mean + noise)


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("today", [0.5, 1.0, 3.0])
def test_the_root_of_a_smooth_difference_is_met(today: float, log: bool) -> None:
    quiet = 1e-6 * NOISE[0]
    found = turning(lambda x: noisy(math.atan(x - 2.0), quiet), today, (0.1, 10.0), log=log)
    assert found.verdict == TURNS
    # the noise of this curve is 1e-6 and the bracket 1e-4 of the range
    assert found.factor == pytest.approx(2.0, abs=2e-3)
    assert (found.below, found.above, found.crossings) == (-1, 1, 1)
    assert found.low <= found.factor <= found.high


def test_the_interval_is_where_that_of_the_difference_touches_nought() -> None:
    noise = NOISE[1] - NOISE[1].mean()
    half = 2.0227 * noise.std(ddof=1) / math.sqrt(N)
    found = turning(lambda x: noisy(x - 2.0, noise), 1.0, (0.0, 8.0), log=False)
    # a root is good to 0.04 of the half width
    assert found.factor == pytest.approx(2.0, abs=0.05 * half)
    assert found.low == pytest.approx(2.0 - half, abs=0.05 * half)
    assert found.high == pytest.approx(2.0 + half, abs=0.05 * half)


def sloped(noise: Floats) -> Curve:
    """A line through 2 whose height and slope are both noisy."""
    return lambda x: (x - 2.0) * (1.0 + 0.3 * noise[::-1]) + 0.5 * noise


def test_intervals_of_roots_cover() -> None:
    covered = 0
    for noise in NOISE:
        found = turning(sloped(noise), 1.0, (0.0, 8.0), log=False)
        covered += found.low <= 2.0 <= found.high
    # 95 % of 200 with a standard deviation of 3.1; half the width would cover 134
    assert 180 <= covered <= 199


def test_the_change_of_sign_nearest_to_today_is_told() -> None:
    found = turning(lambda x: noisy((x - 1.0) * (x - 6.0), 1e-3 * NOISE[0]), 5.0, (0.0, 8.0),
                    log=False)  # fmt: skip
    assert found.factor == pytest.approx(6.0, abs=0.01)
    assert found.crossings == 2


def test_a_change_of_sign_between_the_ends_is_found_half_way() -> None:
    found = turning(lambda x: noisy(0.5 - abs(x - 6.0), 1e-3 * NOISE[0]), 4.0, (0.0, 8.0),
                    log=False)  # fmt: skip
    assert found.verdict == TURNS
    assert found.factor == pytest.approx(5.5, abs=0.01)


def test_what_never_turns_says_so_and_what_cannot_be_told_too() -> None:
    never = turning(lambda x: noisy(5.0 + x, NOISE[2]), 1.0, (0.1, 10.0))
    assert never.verdict == NEVER
    assert all(map(math.isnan, (never.factor, never.low, never.high)))
    assert turning(lambda x: noisy(0.01 + 0.001 * x, NOISE[3] - NOISE[3].mean()), 1.0,
                   (0.1, 10.0)).verdict == OPEN  # fmt: skip
    assert turning(lambda _: np.zeros(N), 1.0, (0.1, 10.0)).verdict == OPEN


def test_an_interval_that_leaves_the_range_has_no_end_there() -> None:
    noise = NOISE[4] - NOISE[4].mean()
    found = turning(lambda x: noisy(0.02 * (x - 2.0), noise), 2.0, (1.0, 9.0), log=False)
    assert found.verdict == TURNS
    assert math.isnan(found.low)


def test_one_replication_turns_without_an_interval() -> None:
    found = turning(lambda x: np.array([x - 2.0]), 1.0, (0.1, 10.0))
    assert found.factor == pytest.approx(2.0, abs=1e-2)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@pytest.mark.parametrize("unclear", ["low", "half-way", "today", "half-way up", "high"])
def test_never_is_said_only_where_every_place_looked_at_is_clear(unclear: str) -> None:
    places = {"low": 0.0, "half-way": 2.0, "today": 4.0, "half-way up": 6.0, "high": 8.0}
    noise = NOISE[5] - NOISE[5].mean()
    half = mean_estimate(noise).high

    def verdict(there: float) -> str:
        heights = dict.fromkeys(places.values(), 3.0 * half) | {places[unclear]: there}
        return turning(lambda x: noisy(heights[x], noise), 4.0, (0.0, 8.0), log=False).verdict

    assert verdict(1.01 * half) == NEVER
    assert verdict(0.99 * half) == OPEN
