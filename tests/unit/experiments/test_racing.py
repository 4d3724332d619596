"""A race weighs what leads on all replications, and everything under the same luck."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from simulator.experiments.racing import race
from simulator.stats.estimate import Floats

N = 12


def raced(
    candidates: int, spread: float = 0.0, seed: int = 1
) -> tuple[list[float], list[float], int]:
    """Scores, shares and replications of a race in which the first is best by 1, and so on.

    All share a luck ten times as wide; `spread` is how wide their own is.
    """
    generator = np.random.default_rng(seed)
    luck, own = generator.normal(size=(N, 1)), generator.normal(size=(N, candidates))
    values = np.arange(candidates) + 10.0 * luck + spread * own
    seen = [0] * candidates

    def weigh(which: Sequence[int], share: float) -> Floats:
        few = math.ceil(share * N)
        for each in which:
            seen[each] = few
        return values[:few, which]

    scores, shares = race(candidates, weigh)
    return scores, shares, sum(seen)


@pytest.mark.parametrize("candidates", [1, 2, 3, 4, 5, 16, 41])
def test_the_best_is_weighed_on_all_and_wins_under_shared_luck(candidates: int) -> None:
    scores, shares, _ = raced(candidates)
    whole = [each for each, share in enumerate(shares) if share == 1.0]
    assert whole[0] == 0
    assert min(whole, key=lambda each: scores[each]) == 0
    assert shares == sorted(shares, reverse=True), "who is further behind is weighed on less"


def test_a_race_takes_half_the_replications_of_weighing_all_on_all() -> None:
    _, _, many = raced(40)
    assert many <= 0.52 * 40 * N
    _, shares, few = raced(3)
    assert (shares, few) == ([1.0] * 3, 3 * N)


def test_of_equals_the_first_stays() -> None:
    _, shares = race(8, lambda which, _: np.array([np.arange(8.0)[which] // 4]))
    assert shares == [1.0, 1.0, 1.0, 1.0, 0.25, 0.25, 0.25, 0.25]


def test_who_is_not_clearly_behind_on_a_few_replications_stays() -> None:
    _, near, _ = raced(16, spread=40.0)
    _, far, _ = raced(16, spread=0.1)
    assert far.count(1.0) == 4
    assert near.count(1.0) > 8


def test_what_has_no_score_is_behind_everything() -> None:
    def weigh(which: Sequence[int], share: float) -> Floats:
        values = np.random.default_rng(3).normal(size=(math.ceil(share * N), 6))
        values[:, 2:] = math.inf
        return values[:, which]

    scores, shares = race(6, weigh)
    assert shares[:2] == [1.0, 1.0]
    assert math.isinf(scores[5])


def test_what_is_lost_by_racing_is_small_where_candidates_are_near() -> None:
    """Each is 1 behind the one before, noise 1 each: in 200 races the winner is at most 1 worse."""
    behind = []
    for seed in range(200):
        scores, shares, _ = raced(16, spread=1.0, seed=seed)
        whole = [each for each, share in enumerate(shares) if share == 1.0]
        behind.append(min(whole, key=lambda each: scores[each]))
    assert max(behind) <= 1
    assert np.mean(behind) < 0.05
