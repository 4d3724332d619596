"""Shapley values are fair, add up, and are met by sampled orders."""

import numpy as np
import pytest

from simulator.stats.shapley import coalitions, exact, marginals, orders

GLOVES = {frozenset(c): float(0 in c and len(c) > 1) for c in map(frozenset, coalitions(3))}
"""Player 0 has a left glove, 1 and 2 a right one each; a pair is worth 1: 4/6, 1/6, 1/6."""


def test_the_glove_game_has_its_textbook_values() -> None:
    values = {chosen: np.array([value, 2.0 * value]) for chosen, value in GLOVES.items()}
    assert exact(values, 3) == pytest.approx(np.array([[4, 1, 1], [8, 2, 2]]) / 6)


def test_an_additive_game_gives_everyone_their_own_and_a_dummy_nothing() -> None:
    own = np.array([3.0, -1.0, 0.0, 2.5])
    values = {chosen: np.array([own[list(chosen)].sum()]) for chosen in coalitions(4)}
    assert exact(values, 4)[0] == pytest.approx(own)


def test_there_are_as_many_coalitions_as_subsets_and_each_once() -> None:
    assert len(set(coalitions(5))) == 32
    assert coalitions(0) == (frozenset(),)


def test_the_marginals_of_an_order_add_up_to_the_whole() -> None:
    for order in orders(3, 6, seed=4):
        assert marginals(GLOVES, order).sum() == pytest.approx(1.0)


def test_every_second_order_is_the_reverse_of_the_one_before() -> None:
    drawn = orders(7, 9, seed=0)
    assert len(drawn) == 9
    for first, second in zip(drawn[::2], drawn[1::2], strict=False):
        assert first == second[::-1]
    assert orders(7, 9, seed=0) == drawn != orders(7, 9, seed=1)


def test_many_orders_meet_the_exact_values() -> None:
    drawn = orders(3, 4000, seed=1)
    added = np.array([marginals(GLOVES, order) for order in drawn])
    # a Bernoulli with 4/6 over 2000 independent pairs: se below 0.011, a fault of 0.05 is seen
    assert added.mean(axis=0) == pytest.approx(np.array([4, 1, 1]) / 6, abs=0.035)
