"""How many reviews would tell two plans apart follows from how far their companies differ."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulator.methods.records.reviews_needed import ASKED, reviews_needed
from simulator.stats.empirical_bayes import Belief


def needed(inside: float, between: float, sd: float = 0.0) -> int | None:
    """Return the answer for two kinds of company, which the same records would fit.

    In one the share `inside` of failures starts between teams and one plan is ahead, in the other
    the share `between` and the other plan is.
    """
    shares = np.repeat([inside, between], 40)
    causes = np.column_stack([1.0 - shares - 0.05, shares, np.full(80, 0.05)])
    drawn: Any = SimpleNamespace(
        values={"failures": np.zeros((80, 2, 3))},
        chosen=tuple(range(80)),
        population=SimpleNamespace(seed=1, figures=SimpleNamespace(causes=causes)),
    )
    centres = np.repeat([1.0, -1.0], 40)
    lead = Belief(centres=centres, weights=np.full(80, 1 / 80), sd=sd, n=80.0)
    return reviews_needed(drawn, lead, "failures")


def test_companies_that_differ_much_are_told_by_few_reviews_and_those_alike_by_none() -> None:
    found = [needed(0.1, share) for share in (0.9, 0.4, 0.25)]
    assert found[0] == ASKED[0]
    assert None not in found
    assert found == sorted(found, key=lambda n: n or 0)
    assert found[2] > found[1]  # type: ignore[operator]
    assert needed(0.3, 0.3) is None


def test_the_number_is_what_two_shares_need() -> None:
    # 20 and 60 of 100: the log of the ratio of likelihoods grows by 0.39 a review, and must be
    # beyond log 19 in four of five companies
    assert needed(0.2, 0.6) in (10, 20)
    assert needed(0.4, 0.5) in (200, None)


@pytest.mark.parametrize("sd", [3.0])
def test_where_no_cause_tells_which_plan_is_ahead_no_count_helps(sd: float) -> None:
    assert needed(0.1, 0.9, sd) is None
