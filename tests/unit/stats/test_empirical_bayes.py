"""Beliefs about a difference: what is left once the noise of simulation is taken out."""

import math

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from simulator.stats.empirical_bayes import (
    Belief,
    cleaned,
    effective_number,
    from_organisations,
    from_replications,
    share_of_noise,
)

ONE = np.ones(1)
TRIALS = 200


def spread(mean: float, sd: float, n: int = 2001) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Quantiles of a normal distribution, so that nothing is left to luck."""
    return mean + sd * ndtri((np.arange(n) + 0.5) / n)


def test_noise_is_taken_out_of_what_organisations_say() -> None:
    true, noise = 0.3, 0.6
    seen = spread(0.5, math.hypot(true, noise))
    found = from_organisations(seen, noise**2, np.ones(len(seen)))
    assert found.above(0.0) == pytest.approx(ndtr(0.5 / true), abs=0.003)
    raw = np.mean(ndtr(seen / noise))
    assert raw == pytest.approx(0.71, abs=0.005)
    low, high = found.interval()
    assert (low, high) == pytest.approx((0.5 - 1.96 * true, 0.5 + 1.96 * true), abs=0.02)


def test_of_replications_only_the_spread_between_organisations_is_left() -> None:
    draw = np.random.default_rng(1)
    seen = draw.normal(5, 2, (4000, 1)) + draw.normal(0, 3, (4000, 2))
    low, high = cleaned(seen).interval(0.9)
    assert (low, high) == pytest.approx((5 - 1.645 * 2, 5 + 1.645 * 2), abs=0.15)
    few = cleaned(seen, np.repeat([1.0, 0.0], 2000))
    assert few.centres.max() != cleaned(seen).centres.max()
    assert cleaned(seen[:, :1]).sd == 0.0


def test_organisations_that_differ_by_no_more_than_noise_leave_about_their_mean() -> None:
    found = from_organisations(spread(0.5, 0.1), 1.0, np.ones(2001))
    assert np.allclose(found.centres, 0.5, atol=0.001)
    assert found.sd == pytest.approx(math.sqrt(1.0 / 992 + 1.0 / 2001), rel=0.001)
    assert found.n == pytest.approx(2001 / 992, rel=0.01)
    same = from_organisations(np.full(100, 0.5), 1.0, np.ones(100))
    assert same.sd == pytest.approx(math.sqrt(1.0 / 51.5 + 1.0 / 100))


@pytest.mark.parametrize("n", [100, 200])
@pytest.mark.parametrize("hidden", [0.1, 0.2, 0.3, 0.5, 1.0, 2.0])
def test_what_noise_hides_makes_nobody_sure(n: int, hidden: float) -> None:
    """Four in five organisations gain: said surely of all but a few samples is a fault."""
    draw, sure, mean = np.random.default_rng(5), 0, 0.0
    for _ in range(TRIALS):
        gains = hidden * (ndtri(0.8) + draw.standard_normal(n))
        seen = gains[:, None] + math.sqrt(2.0) * draw.standard_normal((n, 2))
        noise = float(seen.var(axis=1, ddof=1).mean()) / 2.0
        ahead = from_organisations(seen.mean(axis=1), noise, np.ones(n)).above(0.0)
        sure += ahead >= 0.95
        mean += ahead / TRIALS
    assert sure <= 0.06 * TRIALS
    assert mean <= 0.82
    assert mean >= (0.78 if hidden >= 0.5 else 0.5)


@pytest.mark.parametrize("times", [0.0, 1e-300, 0.5, 1.0, 3.0, 1e3, 1e14, 1e30, 1e300])
@pytest.mark.parametrize("n", [2.0, 40.5, 200.0, 100_000.0])
def test_the_share_of_noise_is_told_however_far_apart_both_lie(times: float, n: float) -> None:
    found = share_of_noise(times, 1.0, n)
    assert 0.0 <= found <= (n + 1.0) / (n + 3.0) + 1e-9
    assert found <= (n + 1.0) / n / times * (1.0 + 1e-9) if times else True
    assert found <= share_of_noise(0.5 * times, 1.0, n) + 1e-12


def test_without_noise_the_share_itself_counts_with_ties_half() -> None:
    found = from_organisations([-1.0, 0.0, 1.0, 2.0], 0.0, [1.0, 2.0, 1.0, 0.0])
    assert found.above(0.0) == pytest.approx(0.25 + 0.25)
    assert found.within(1.0) == pytest.approx(1.0)
    assert found.shortfall() == pytest.approx(0.25)
    assert found.mean == pytest.approx(0.0)


def test_a_weight_counts_as_that_many_organisations() -> None:
    many = from_organisations([1.0, 1.0, 1.0, -1.0], 0.0, np.ones(4))
    few = from_organisations([1.0, -1.0], 0.0, [3.0, 1.0])
    assert many.above(0.0) == few.above(0.0)
    assert effective_number([1.0, 1.0, 0.0]) == pytest.approx(2.0)


def test_differences_are_drawn_in_to_the_weighted_mean() -> None:
    found = from_organisations([0.0, 1.0], 1e-6, [3.0, 1.0])
    assert found.mean == pytest.approx(0.25)
    assert np.allclose(found.centres, [0.0, 1.0], atol=1e-4)
    drawn_in = from_organisations([0.0, 1.0], 1.0, [3.0, 1.0]).centres
    assert 0.0 < drawn_in[0] < 0.25 < drawn_in[1] < 1.0


def test_replications_of_one_organisation_are_believed_by_students_t() -> None:
    from scipy.stats import t

    sample = np.random.default_rng(3).normal(0.4, 1.0, 12)
    found = from_replications(sample)
    own = t(11, loc=sample.mean(), scale=sample.std(ddof=1) / math.sqrt(12))
    assert found.above(0.1) == pytest.approx(own.sf(0.1))
    assert found.interval() == pytest.approx(own.interval(0.95))
    grid = np.linspace(-60.0, 0.0, 400_001)
    exact = np.trapezoid(-grid * own.pdf(grid), grid)
    assert found.shortfall() == pytest.approx(exact, rel=1e-4)


def test_what_is_lost_on_average_is_exact_for_normal_parts() -> None:
    found = Belief(centres=np.array([-0.5, 1.0]), weights=np.array([0.5, 0.5]), sd=0.8, n=2.0)
    drawn = np.concatenate([spread(-0.5, 0.8, 200_001), spread(1.0, 0.8, 200_001)])
    assert found.shortfall() == pytest.approx(np.maximum(0.0, -drawn).mean(), rel=1e-4)


def test_one_replication_is_believed_as_it_stands() -> None:
    found = from_replications([0.3])
    assert (found.above(0.2), found.above(0.4), found.interval()) == (1.0, 0.0, (0.3, 0.3))


@pytest.mark.parametrize(
    ("differences", "noise", "weights"),
    [([1.0], 0.0, [0.0]), ([1.0], -1.0, [1.0]), ([1.0, 2.0], 0.0, [1.0]), ([1.0], 0.0, [-1.0])],
)
def test_what_cannot_be_is_refused(
    differences: list[float], noise: float, weights: list[float]
) -> None:
    with pytest.raises(ValueError, match=r"at least 0|weigh"):
        from_organisations(differences, noise, weights)
