"""The best of several is found as often as promised, and ties stay open."""

import numpy as np
import pytest

from simulator.stats.estimate import Floats
from simulator.stats.selection import chance_of_being_best, survivors


def columns(seed: int, n: int, means: list[float], spread: float = 2.0) -> Floats:
    generator = np.random.default_rng(seed)
    shared = generator.normal(0, 3, (n, 1))
    table: Floats = shared + generator.normal(0, spread, (n, len(means))) + np.array(means)
    return table


def test_the_best_is_selected_at_least_as_often_as_promised() -> None:
    means = [10.0, 9.0, 10.0, 10.0]  # the least favourable: the best is better by what matters
    right = wrong = 0
    for seed in range(300):
        left = survivors(columns(seed, 400, means), 1.0)
        right += left == (1,)
        wrong += 1 not in left
    assert wrong <= 300 * 0.05 + 4 * np.sqrt(300 * 0.05 * 0.95)
    assert right > 280


def test_a_clear_loser_leaves_and_a_tie_stays() -> None:
    left = survivors(columns(1, 60, [5.0, 5.0, 20.0]), 0.1)
    assert left == (0, 1)


def test_too_few_replications_or_nothing_that_matters_decide_nothing() -> None:
    assert survivors(columns(1, 9, [0.0, 50.0]), 1.0) == (0, 1)
    assert survivors(columns(1, 90, [0.0, 50.0]), 0.0) == (0, 1)
    assert survivors(columns(1, 90, [0.0]), 1.0) == (0,)


def test_the_chance_of_being_best_is_shared_by_equals_and_sure_for_the_clearly_better() -> None:
    same = np.repeat(columns(2, 50, [1.0]), 2, axis=1)
    assert chance_of_being_best(same).tolist() == [0.5, 0.5]
    assert chance_of_being_best(columns(3, 50, [1.0, 9.0])).tolist() == [1.0, 0.0]


def test_the_chance_agrees_with_the_normal_approximation() -> None:
    table = columns(5, 200, [1.0, 1.15])
    difference = table[:, 0] - table[:, 1]
    z = difference.mean() / (difference.std(ddof=1) / np.sqrt(200))
    from scipy.special import ndtr

    assert chance_of_being_best(table)[0] == pytest.approx(float(ndtr(-z)), abs=0.02)


def test_tables_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        survivors([[1.0, float("nan")]], 1.0)
    with pytest.raises(ValueError, match="a row and a column"):
        chance_of_being_best(np.zeros((0, 2)))
