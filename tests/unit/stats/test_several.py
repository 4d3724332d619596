"""Several comparisons at once."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr

from simulator.stats.estimate import mean_estimate, t_quantile
from simulator.stats.several import holm, max_t_intervals, two_sided_p


def half_width_in_errors(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """How many standard errors wide the simultaneous intervals of these columns are."""
    answer = max_t_intervals(table)[0]
    error = table[:, 0].std(ddof=1) / math.sqrt(len(table))
    return float((answer.high - answer.best) / error)


def test_the_p_value_is_where_the_interval_just_touches_nought() -> None:
    values = [0.1, 0.9, 0.4, -0.2, 0.7]
    p = two_sided_p(values)
    touching = mean_estimate(values, level=1 - p)
    assert touching.low == pytest.approx(0, abs=1e-12)


def test_values_that_never_vary_are_certain_or_nothing() -> None:
    assert two_sided_p([0.0, 0.0, 0.0]) == 1.0
    assert two_sided_p([0.5, 0.5, 0.5]) == 0.0


def test_holm_gives_the_worked_example_of_four_tests() -> None:
    adjusted = holm([0.01, 0.04, 0.03, 0.005])
    assert adjusted == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_is_the_closed_test_of_bonferroni() -> None:
    p = np.random.default_rng(5).uniform(0, 0.3, size=5)
    closed = [
        max(
            min(1.0, len(others) * min(p[list(others)]))
            for size in range(1, 6)
            for others in itertools.combinations(range(5), size)
            if which in others
        )
        for which in range(5)
    ]
    assert holm(p) == pytest.approx(closed, rel=1e-12)


def test_one_comparison_is_not_made_wider() -> None:
    values = np.random.default_rng(6).normal(1, 2, size=(20, 1))
    (together,) = max_t_intervals(values)
    alone = mean_estimate(values[:, 0])
    assert (together.low, together.high) == pytest.approx((alone.low, alone.high), rel=1e-12)


def test_the_same_comparison_ten_times_costs_nothing() -> None:
    values = np.random.default_rng(7).normal(1, 2, size=(40, 1)).repeat(10, axis=1)
    assert half_width_in_errors(values) == pytest.approx(t_quantile(0.95, 39), rel=0.02)


def test_independent_comparisons_cost_as_much_as_sidak_says() -> None:
    values = np.random.default_rng(8).normal(size=(4000, 8))
    sidak = t_quantile(0.95 ** (1 / 8), 3999)
    assert half_width_in_errors(values) == pytest.approx(sidak, rel=0.01)


def exact_equicorrelated_quantile(k: int, rho: float, freedom: int) -> float:
    """The 0.95 quantile of the largest of k |t| with one correlation, by quadrature."""
    shared = np.linspace(-8, 8, 801)[:, None]
    scale = np.linspace(0.05, 3, 801)[None, :]
    normal = np.exp(-(shared**2) / 2) / math.sqrt(2 * math.pi)
    chi = scale ** (freedom - 1) * np.exp(-freedom * scale**2 / 2)
    weights = normal * chi
    weights /= weights.sum()

    def below(bound: float) -> float:
        ends = [
            ndtr((side * bound * scale - math.sqrt(rho) * shared) / math.sqrt(1 - rho))
            for side in (1, -1)
        ]
        return float((weights * (ends[0] - ends[1]) ** k).sum())

    return float(brentq(lambda bound: below(bound) - 0.95, 1, 6))


@pytest.mark.parametrize(("k", "rho"), [(3, 0.0), (6, 0.64), (20, 0.9)])
def test_correlated_comparisons_cost_what_their_exact_multivariate_t_says(
    k: int, rho: float
) -> None:
    n = 25
    raw = np.random.default_rng(9).normal(size=(n, k))
    white, _ = np.linalg.qr(raw - raw.mean(axis=0))
    target = rho + (1 - rho) * np.eye(k)
    table = white @ np.linalg.cholesky(target).T
    exact = exact_equicorrelated_quantile(k, rho, n - 1)
    assert half_width_in_errors(table) == pytest.approx(exact, rel=0.02)


def test_intervals_hold_together_where_one_by_one_they_would_not() -> None:
    trials, n, k = 400, 12, 6
    generator = np.random.default_rng(9)
    together = alone = 0
    for _ in range(trials):
        shared = generator.normal(size=(n, 1))
        table = 0.8 * shared + 0.6 * generator.normal(size=(n, k))
        together += all(answer.low <= 0 <= answer.high for answer in max_t_intervals(table))
        alone += all(answer.low <= 0 <= answer.high for answer in map(mean_estimate, table.T))
    error = math.sqrt(0.95 * 0.05 / trials)
    assert abs(together / trials - 0.95) / error < 4
    assert (alone / trials - 0.95) / error < -4


def test_a_comparison_that_never_varies_has_no_width_and_costs_the_others_nothing() -> None:
    varied = np.random.default_rng(10).normal(size=(30, 2))
    fixed = np.full((30, 1), 0.25)
    answers = max_t_intervals(np.hstack([varied, fixed]))
    assert (answers[2].low, answers[2].high) == (0.25, 0.25)
    assert answers[:2] == max_t_intervals(varied)


def test_the_same_columns_give_the_same_intervals() -> None:
    values = np.random.default_rng(11).normal(size=(30, 4))
    assert max_t_intervals(values) == max_t_intervals(values.copy())


@pytest.mark.parametrize(
    "refused",
    [
        lambda: max_t_intervals([[1.0, 2.0]]),
        lambda: max_t_intervals([1.0, 2.0]),
        lambda: max_t_intervals([[1.0], [math.nan]]),
        lambda: holm([0.5, 1.5]),
        lambda: two_sided_p([1.0]),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_sentence(refused: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=" "):
        refused()
