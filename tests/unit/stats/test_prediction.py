"""What one more place shows, and how an interval is scored: known answers."""

import math

import numpy as np
import pytest
from scipy.stats import norm, t

from simulator.stats.prediction import interval_score, places


def test_one_more_place_lies_where_students_t_says() -> None:
    logs = [math.log(value) for value in (0.5, 0.7, 0.9)]
    found = places((0.5, 0.7, 0.9), "ratio")
    wide = np.std(logs, ddof=1) * math.sqrt(1.0 + 1.0 / 3.0)
    expected = np.exp(np.mean(logs) + wide * t.ppf([0.025, 0.5, 0.975], 2))
    assert found.points(0.025, 0.5, 0.975) == pytest.approx(expected, rel=1e-9)


def test_a_share_stays_between_nought_and_one() -> None:
    low, high = places((0.05, 0.5, 0.9), "share").points(0.025, 0.975)
    assert 0.0 < low < 0.05
    assert 0.9 < high < 1.0


def test_intervals_of_one_more_place_hold_it_as_often_as_they_say() -> None:
    luck, inside, n = np.random.default_rng(7), 0, 4000
    for _ in range(n):
        drawn = np.exp(luck.normal(0.3, 0.5, 4))
        low, high = places(drawn[:3].tolist(), "ratio").points(0.025, 0.975)
        inside += low <= drawn[3] <= high
    share, error = inside / n, math.sqrt(0.95 * 0.05 / n)
    assert abs(share - 0.95) < 3 * error, share
    assert error < 0.005, "could not notice a coverage of 0.93"


def test_ignorance_of_the_mean_and_spread_between_places_add_up() -> None:
    found = places((0.2, 0.3, 0.4, 0.5), "ratio")
    one = found.around(np.array([0.33]))
    many = found.around(np.exp(np.linspace(-1.5, 1.5, 101)) * 0.33)
    alone = found.points(0.025, 0.975)
    assert one[1] / one[0] == pytest.approx(alone[1] / alone[0], rel=0.1)
    assert many[1] / many[0] > 2.0 * one[1] / one[0]


def test_fewer_than_two_places_have_no_spread() -> None:
    with pytest.raises(ValueError, match="needs two of them, not 1"):
        places((0.5,), "share")


@pytest.mark.parametrize(("seen", "score"), [(5.0, 4.0), (3.0, 4.0), (2.9, 8.0), (8.0, 44.0)])
def test_the_score_is_the_width_and_forty_times_a_miss(seen: float, score: float) -> None:
    assert interval_score(3.0, 7.0, seen) == pytest.approx(score)


def test_no_interval_scores_better_on_average_than_the_true_one() -> None:
    seen = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    scores = {
        half: np.mean([interval_score(-half, half, each) for each in seen])
        for half in (1.2, 1.96, 3.0)
    }
    assert min(scores, key=lambda half: scores[half]) == 1.96
