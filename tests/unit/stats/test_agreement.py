"""Agreement of two raters against published and hand-computed numbers."""

import math

import numpy as np
import pytest

from simulator.stats.agreement import kappa, raw_agreement
from simulator.stats.intervals import wilson


def test_kappa_of_the_published_three_by_three_example() -> None:
    # Fleiss, Levin, Paik (2003), Statistical Methods for Rates and Proportions, table 18.1
    found = kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert found.best == pytest.approx(0.676, abs=0.0005)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(0.088, abs=0.0005)
    assert found.n == 100


def test_kappa_of_a_two_by_two_table_done_by_hand() -> None:
    # seen 35 of 50, expected by chance 25 of 50
    assert kappa([[20, 5], [10, 15]]).best == pytest.approx(0.4, abs=1e-12)
    assert raw_agreement([[20, 5], [10, 15]]).best == 0.7


def test_raters_who_only_agree_by_chance_have_kappa_nought_and_below_it_when_worse() -> None:
    assert kappa([[9, 9], [9, 9]]).best == 0.0
    assert kappa([[0, 5], [5, 0]]).best == -1.0


def test_full_agreement_is_not_called_certain() -> None:
    few, many = kappa([[4, 0], [0, 4]]), kappa([[40, 0], [0, 40]])
    assert (few.best, few.high) == (1.0, 1.0)
    assert few.low == pytest.approx((wilson(8, 8).low - 0.5) / 0.5)
    assert few.low < 0.5 < many.low < 1.0


@pytest.mark.parametrize(
    "table",
    [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, 2], [0, 0]], [[1, 1], [0, 0]], [[1, 0], [1, 0]]],
)
def test_two_cases_tell_nothing_for_or_against_agreement(table: list[list[int]]) -> None:
    found = kappa(table)
    assert found.low <= 0.0 <= found.high
    assert found.high - found.low > 0.5


def test_raters_who_use_one_word_only_leave_nothing_to_tell() -> None:
    found = kappa([[12, 0], [0, 0]])
    assert math.isnan(found.best)
    assert math.isnan(found.low)
    assert raw_agreement([[12, 0], [0, 0]]).best == 1.0


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    # two raters of four words; true kappa by construction: agree with chance 0.6, else at random
    base = np.array([0.4, 0.3, 0.2, 0.1])
    cells = 0.6 * np.diag(base) + 0.4 * np.outer(base, base)
    generator = np.random.default_rng(5)
    hits = 0
    for _ in range(400):
        table = generator.multinomial(30, cells.ravel()).reshape(4, 4)
        found = kappa(table.tolist())
        hits += found.low <= 0.6 <= found.high
    share, error = hits / 400, math.sqrt(0.95 * 0.05 / 400)
    assert share > 0.95 - 4 * error, f"covered {share:.3f}, se {error:.3f}"


@pytest.mark.parametrize("table", [[[1, 2, 3], [1, 2, 3]], [[-1, 2], [3, 4]], [[0, 0], [0, 0]], []])
def test_a_table_that_is_no_square_of_counts_is_refused(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="agreement needs"):
        kappa(table)


def test_the_standard_error_is_that_of_the_delta_method_done_by_numbers() -> None:
    table = np.array([[14.0, 9.0, 1.0], [2.0, 8.0, 6.0], [0.0, 1.0, 9.0]])
    n = table.sum()

    def by_cells(cells: np.ndarray) -> float:
        shares = cells.reshape(3, 3) / cells.sum()
        chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
        return (float(np.trace(shares)) - chance) / (1.0 - chance)

    cells, step = table.ravel() / n, 1e-6
    slopes = np.array(
        [(by_cells(cells + step * e) - by_cells(cells - step * e)) / (2 * step) for e in np.eye(9)]
    )
    spread = np.diag(cells) - np.outer(cells, cells)
    error = math.sqrt(float(slopes @ spread @ slopes) / n)
    found = kappa(table.astype(int).tolist())
    assert found.best == pytest.approx(by_cells(cells))
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(error, rel=1e-5)
