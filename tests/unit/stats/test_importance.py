"""Draws that go where the weight is estimate what draws from the prior would, with fewer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.stats.empirical_bayes import effective_number
from simulator.stats.estimate import Floats
from simulator.stats.importance import Proposal, mixture_weights, proposed, systematic

UNKNOWNS, SD, SEEN = 8, 0.1, 1.2


def log_likelihood(scores: Floats) -> Floats:
    """One measurement of the sum of the unknowns over the root of their number, seen with an SD."""
    combined = scores.sum(axis=1) / math.sqrt(UNKNOWNS)
    return np.asarray(-0.5 * ((combined - SEEN) / SD) ** 2)


def rounds(number: int, size: int = 400) -> tuple[Floats, Floats]:
    luck = np.random.default_rng(3)
    scores = luck.standard_normal((size, UNKNOWNS))
    done: list[tuple[Proposal | None, int]] = [(None, size)]
    weights = mixture_weights(log_likelihood(scores), scores, done)
    for _ in range(number - 1):
        proposal = proposed(scores, weights)
        near = proposal.draw(round(0.8 * size), luck)
        far = luck.standard_normal((size - len(near), UNKNOWNS))
        scores = np.concatenate([scores, near, far])
        done.append((proposal, size))
        weights = mixture_weights(log_likelihood(scores), scores, done)
    return scores, weights


def test_the_posterior_of_a_normal_measurement_is_found() -> None:
    scores, weights = rounds(5)
    combined = scores.sum(axis=1) / math.sqrt(UNKNOWNS)
    variance = 1.0 / (1.0 + SD**-2)
    mean = float(weights @ combined)
    assert mean == pytest.approx(variance * SEEN / SD**2, abs=4.0 * math.sqrt(variance / 300))
    assert weights @ (combined - mean) ** 2 == pytest.approx(variance, rel=0.25)
    # what was not measured stays as the prior has it
    other = (scores[:, 0] - scores[:, 1]) / math.sqrt(2.0)
    error = 1.0 / math.sqrt(effective_number(weights))
    assert weights @ other == pytest.approx(0.0, abs=4.0 * error)
    assert weights @ other**2 == pytest.approx(1.0, abs=6.0 * error)


def test_rounds_that_go_where_the_weight_is_say_more_than_the_prior_alone() -> None:
    few, many = (effective_number(rounds(number)[1]) for number in (1, 5))
    assert many > 6.0 * few


def test_without_a_likelihood_all_draws_of_the_prior_weigh_alike() -> None:
    scores = np.random.default_rng(1).standard_normal((50, 3))
    assert mixture_weights(np.zeros(50), scores, [(None, 50)]) == pytest.approx(np.full(50, 0.02))


def test_a_density_over_the_prior_integrates_to_one_under_the_prior() -> None:
    proposal = Proposal(mean=np.array([0.5, -0.3]), root=np.array([[0.6, 0.0], [0.2, 0.5]]))
    scores = np.random.default_rng(2).standard_normal((200_000, 2))
    ratio = proposal.over_prior(scores)
    error = float(ratio.std()) / math.sqrt(len(ratio))
    assert error < 0.005
    assert ratio.mean() == pytest.approx(1.0, abs=4.0 * error)


def test_an_impossible_record_is_refused() -> None:
    with pytest.raises(ValueError, match="no draw has any weight"):
        mixture_weights(np.full(3, -math.inf), np.zeros((3, 1)), [(None, 3)])


def test_systematic_choice_takes_each_as_often_as_its_weight_asks() -> None:
    weights = np.array([0.1, 0.0, 0.45, 0.45])
    for offset in (0.0, 0.3, 0.999):
        counts = np.bincount(systematic(weights, 20, offset), minlength=4)
        assert (np.abs(counts - 20.0 * weights) < 1.0).all()
    assert systematic(np.ones(5), 5, 0.5) == [0, 1, 2, 3, 4]
