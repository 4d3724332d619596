"""The rules of the contest, tried on places that are written down."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.methods.risk import CUTS
from tests.contest.rules import (
    CONTESTS,
    HALO,
    PREDICTORS,
    Seen,
    difference,
    hit,
    not_behind,
    reported,
    stratum,
)

SEEN = Seen(
    teams=3,
    handovers=((0, 1), (1, 2), (0, 2)),
    answers=((5, 5, 1), (4, 4, 4), (5, 1, 2)),
    work=(1, 2, 5),
    busy=(0.5, 0.9, 0.7),
    failures=(1, 0, 0, 2, 2, 0),
)
EXPECTED = np.array([4.0, 1.0, 5.0, 2.0, 6.0, 2.0])


@pytest.mark.parametrize(
    ("predictor", "boundary", "place"),
    [
        ("three questions", 0.6, 0.3),
        ("how often", (0.2 + 0.2) / 2, (0.1 + 0.1) / 2),
        ("who owns it", 0.2, 0.1),
        ("on trust", 0.6, 0.3),
        ("busiest team", 0.6, 0.05),
        ("weakest team", 0.6, 0.25),
        ("last year's failures", (0.2 + 0.6) / 2, (0.1 + 0.3) / 2),
        ("chance", 1 / 3, 1 / 6),
    ],
)
def test_each_rule_puts_first_what_it_says(predictor: str, boundary: float, place: float) -> None:
    keys = PREDICTORS[predictor](SEEN)
    found = [hit(keys, EXPECTED, places(SEEN)) for places in CONTESTS.values()]
    assert found == pytest.approx([boundary, place])


def test_a_reporters_errors_on_one_place_go_together_as_the_halo_says() -> None:
    spread = dict.fromkeys(CUTS, 1.0)
    fine = {name: [float(x) for x in np.exp(np.linspace(-4.0, 4.0, 400))] for name in CUTS}
    answers = reported([dict.fromkeys(CUTS, 1.0)] * 4_000, spread, fine, np.random.default_rng(3))
    correlations = np.corrcoef(np.array(answers, dtype=float).T)
    off = correlations[np.triu_indices(3, 1)]
    assert off == pytest.approx([HALO] * 3, abs=0.04)


def test_answers_follow_what_is_true_on_five_points() -> None:
    low, high = {"crossed": 5.0, "unowned": 0.01, "trusted": 0.002}, {
        "crossed": 900.0, "unowned": 0.8, "trusted": 0.3
    }  # fmt: skip
    answers = np.array(
        reported([low, high] * 500, dict.fromkeys(CUTS, 0.4), CUTS, np.random.default_rng(3))
    )
    assert set(np.unique(answers)) <= {1, 2, 3, 4, 5}
    assert (answers[1::2].mean(axis=0) - answers[::2].mean(axis=0) > 3.0).all()


def test_an_organisation_has_one_stratum_or_none() -> None:
    assert stratum(0.1, 0.5, 0) == (0, 0, 0)
    assert stratum(0.15, 0.75, 6) == (1, 1, 1)
    assert stratum(0.69, 0.9, 21) == (2, 1, 2)
    assert stratum(0.71, 0.9, 21) is None


def test_only_who_is_surely_behind_is_left_out() -> None:
    luck = np.random.default_rng(3)
    best = luck.uniform(0.3, 0.5, 100)
    scores = {"best": best, "near": best + luck.normal(-0.001, 0.05, 100), "far": best - 0.1}
    assert not_behind(scores) == {"best", "near"}
    assert difference(scores["far"], best) == pytest.approx((-0.1, -0.1))
