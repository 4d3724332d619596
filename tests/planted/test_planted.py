"""What records are said to tell about a company is true of companies that were planted."""

from __future__ import annotations

import numpy as np
import pytest

from tests.planted.study import LARGEST, MANY, planted, rows


@pytest.mark.slow
def test_ranks_of_planted_companies_are_uniform_and_their_intervals_hold() -> None:
    for row in rows([planted(number) for number in range(MANY)]):
        assert row.chi_square < LARGEST, row
        # of the unknown numbers themselves the intervals are too narrow, which the page says
        assert "." in row.quantity or 0.92 <= row.covered <= 0.98, row


def test_ranks_that_lean_or_intervals_too_narrow_would_be_noticed() -> None:
    luck = np.random.default_rng(1)
    true = luck.random(MANY)
    fair, leaning, narrow = rows(
        [
            {"fair": u, "leaning": u**1.5, "narrow": 0.5 + np.clip(1.4 * (u - 0.5), -0.5, 0.5)}
            for u in true
        ]
    )
    assert fair.chi_square < LARGEST < min(leaning.chi_square, narrow.chi_square)
    assert 0.92 <= fair.covered <= 0.98
    assert narrow.covered < 0.92
