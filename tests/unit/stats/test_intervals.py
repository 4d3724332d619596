"""Intervals of counts."""

import math

import pytest

from simulator.stats.intervals import normal_quantile, wilson


def test_eleven_of_fifty_five_is_twelve_to_thirty_two_percent() -> None:
    answer = wilson(11, 55)
    assert answer.best == 0.2
    assert (round(answer.low, 2), round(answer.high, 2)) == (0.12, 0.32)
    assert answer.n == 55


@pytest.mark.parametrize(("successes", "n"), [(1, 7), (11, 55), (63, 70), (720, 7200)])
def test_the_ends_of_the_interval_are_where_the_score_test_just_rejects(
    successes: int, n: int
) -> None:
    answer = wilson(successes, n)
    for end in (answer.low, answer.high):
        z = (successes / n - end) / math.sqrt(end * (1 - end) / n)
        assert abs(z) == pytest.approx(normal_quantile(0.95), rel=1e-9)


def test_none_and_all_end_at_nought_and_one() -> None:
    none, everyone = wilson(0, 10), wilson(10, 10)
    assert none.low == 0.0
    assert none.high == pytest.approx(1.959963985**2 / (10 + 1.959963985**2), rel=1e-9)
    assert everyone.high == 1.0
    assert everyone.low == pytest.approx(1 - none.high, rel=1e-12)


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (0, 0)])
def test_counts_that_cannot_be_are_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="successes"):
        wilson(successes, n)


def test_a_level_outside_nought_and_one_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        wilson(1, 2, level=1.0)
