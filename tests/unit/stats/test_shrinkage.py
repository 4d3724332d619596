"""Groups seen at once: drawn in to the mean of all by as much as chance explains."""

import numpy as np
import pytest

from simulator.stats.shrinkage import shrunk_means, shrunk_shares


def test_equal_groups_are_drawn_together_and_unequal_ones_left_apart() -> None:
    alike = shrunk_shares([9, 11, 10, 10], [100] * 4)
    assert max(each.best for each in alike) - min(each.best for each in alike) < 0.001
    apart = shrunk_shares([10, 900], [1000, 1000])
    assert apart[0].best == pytest.approx(0.01, abs=0.002)
    assert apart[1].best == pytest.approx(0.9, abs=0.002)
    same = shrunk_means([1.0, 1.1, 0.9], [0.04] * 3, [5] * 3)
    assert max(each.best for each in same) - min(each.best for each in same) < 0.16
    far = shrunk_means([0.0, 10.0], [0.01, 0.01], [5, 5])
    assert far[1].best == pytest.approx(10.0, abs=0.01)


def test_a_group_without_a_trial_gets_what_is_known_of_all() -> None:
    *_, empty = shrunk_shares([20, 30, 0], [100, 100, 0])
    assert empty.low < 0.25 < empty.high
    assert empty.best == pytest.approx(0.25, abs=0.01)


def test_intervals_cover_the_shares_and_means_that_were_planted() -> None:
    """Nominal 0.95 over 200 * 12 groups; standard error below 0.005, 0.93 is four away."""
    generator = np.random.default_rng(5)
    shares = means = 0
    for _ in range(200):
        truth = generator.beta(8, 2, 12)
        n = generator.integers(5, 200, 12)
        found = shrunk_shares(generator.binomial(n, truth), n)
        shares += sum(e.low <= t <= e.high for e, t in zip(found, truth, strict=True))
        level = generator.normal(1.0, 0.5, 12)
        v = generator.uniform(0.01, 0.5, 12)
        near = shrunk_means(generator.normal(level, np.sqrt(v)), v, n)
        means += sum(e.low <= t <= e.high for e, t in zip(near, level, strict=True))
    assert shares / 2400 == pytest.approx(0.95, abs=0.025)
    assert means / 2400 == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(("k", "n"), [([1], [0]), ([2], [1]), ([0], [0]), ([1, 1], [2])])
def test_impossible_counts_are_refused(k: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match="every group"):
        shrunk_shares(k, n)
