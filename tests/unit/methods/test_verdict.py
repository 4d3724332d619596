"""The verdict: every row of its tables comes out of organisations made for it."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtri

from simulator.methods.verdict import Judged, Judgement, Stated, Verdict, judged

N = 1001
LEVEL = 10.0
PAIR = ("first", "far")


def normal(mean: float, sd: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return mean + sd * ndtri((np.arange(N) + 0.5) / N)


def judge(
    leads: Mapping[str, tuple[float, float]],
    *,
    spends: Mapping[str, float] | None = None,
    weights: np.ndarray[tuple[int], np.dtype[np.float64]] | None = None,
    worth: float | None = 1.0,
    matters: float | None = 0.3,
    sign: float = 1.0,
    **how: Any,
) -> Judgement:
    """Judge plans by the mean and spread over organisations of their fall against today.

    All falls rise together over the organisations, so that those of a pair lie as far apart.
    """
    falls = np.stack([np.zeros(N), *(normal(*each) for each in leads.values())], axis=1)
    values = LEVEL - sign * falls
    plans = ("today", *leads)
    return judged(
        Judged(
            plans=plans,
            outcome="change_failure_rate",
            values=values[:, None, :],
            weights=np.ones(N) if weights is None else weights,
            sampled=True,
            sign=sign,
            spends={"today": 0.0, **(spends or dict.fromkeys(leads, 100.0))},
        ),
        stated=Stated(worth=worth, matters=matters),
        **how,
    )


def of_two(values: np.ndarray[Any, np.dtype[np.float64]]) -> Judged:
    """Two plans of one price beside today, in many organisations or, in one layer, in the one."""
    return Judged(
        plans=("today", "inside", "between"),
        outcome="change_failure_rate",
        values=values,
        weights=np.ones(len(values)),
        sampled=len(values) > 1,
        sign=1.0,
        spends={"today": 0.0, "inside": 1.0, "between": 1.0},
    )


def main(found: Judgement) -> Verdict:
    assert found.main is not None
    return found.main


@pytest.mark.parametrize(
    ("lead", "spread", "word"),
    [
        (0.1, 0.05, "too small"),
        (1.0, 0.3, "better"),
        (0.29, 0.12, "ahead"),
        (0.1, 0.15, "probably too small"),
        (1.0, 0.9, "likely"),
        (1.0, 2.0, "leaning"),
        (0.1, 2.0, "open"),
    ],
)
def test_every_row_between_two_plans(lead: float, spread: float, word: str) -> None:
    found = judge({"inside": (2.0, 0.5), "between": (2.0 + lead, 0.5 + spread)})
    pair = found.of("inside", "between")
    assert pair.verdict == word
    assert pair.plan == "between"
    assert pair.lead == pytest.approx(lead, abs=1e-6)
    assert pair.same <= 1.0 - pair.enough + 1e-9
    assert pair.enough <= pair.ahead


@pytest.mark.parametrize(
    ("mean", "spread", "answer"),
    [
        (2.0, 0.5, "yes"),
        (1.1, 1.0, "on balance yes"),
        (0.9, 1.0, "on balance no"),
        (0.2, 0.5, "no"),
    ],
)
def test_every_row_against_today(mean: float, spread: float, answer: str) -> None:
    found = judge({"only": (mean, spread)})
    assert found.worth_it["only"][0] == answer
    assert (found.recommended == "today") == (answer in {"on balance no", "no"})
    assert found.best == "only"


def test_a_tie_goes_to_the_cheapest() -> None:
    leads = {"dear": (2.0, 0.4), "cheap": (1.95, 0.41), "worse": (1.0, 0.4)}
    found = judge(leads, spends={"dear": 100.0, "cheap": 95.0, "worse": 100.0})
    assert found.recommended == "cheap"


def test_ties_make_no_chains() -> None:
    leads = {"first": (2.0, 0.4), "near": (1.8, 0.4), "far": (1.6, 0.4)}
    found = judge(leads, spends={"first": 100.0, "near": 99.0, "far": 98.0}, pairs=(PAIR,))
    assert found.of("first", "near").verdict == "too small"
    assert found.of(*PAIR).verdict == "better"
    assert found.recommended == "near"


def test_what_is_not_worth_its_price_is_tied_with_nothing() -> None:
    leads = {"first": (1.05, 0.4), "cheaper": (0.8, 0.41)}
    found = judge(leads, spends={"first": 100.0, "cheaper": 90.0})
    assert found.of("first", "cheaper").verdict == "too small"
    assert found.worth_it["cheaper"][0] == "on balance no"
    assert found.recommended == "first"


def test_a_price_counts_against_a_plan() -> None:
    leads = {"dear": (2.0, 0.4), "cheap": (1.6, 0.4)}
    found = judge(leads, spends={"dear": 200.0, "cheap": 100.0})
    assert found.recommended == "cheap"
    assert found.of("dear", "cheap").plan == "dear"


def test_mirrored_organisations_give_mirrored_verdicts() -> None:
    one = judge({"inside": (2.0, 0.5), "between": (2.8, 0.9)})
    other = judge({"inside": (2.8, 0.9), "between": (2.0, 0.5)})
    assert (one.recommended, other.recommended) == ("between", "inside")
    a, b = main(one), main(other)
    assert (a.plan, a.against) == (b.against, b.plan)
    assert (a.verdict, a.ahead, a.lead) == (b.verdict, b.ahead, b.lead)


def test_more_may_be_the_better_side() -> None:
    less = judge({"inside": (2.0, 0.5), "between": (2.8, 0.9)})
    more = judge({"inside": (2.0, 0.5), "between": (2.8, 0.9)}, sign=-1.0)
    assert main(less).verdict == main(more).verdict
    assert less.recommended == more.recommended


def test_few_organisations_that_fit_bear_no_sure_verdict() -> None:
    weights = np.zeros(N)
    weights[480:520] = 1.0
    sure = judge({"inside": (2.0, 0.5), "between": (3.0, 0.5)}, weights=weights)
    same = judge({"inside": (2.0, 0.5), "between": (2.01, 0.5)}, weights=weights)
    assert (main(sure).verdict, main(same).verdict) == ("leaning", "open")
    assert main(judge({"inside": (2.0, 0.5), "between": (3.0, 0.5)})).verdict == "better"


def test_records_that_contradict_the_file_leave_no_recommendation() -> None:
    found = judge({"inside": (2.0, 0.5), "between": (3.0, 0.5)}, contradicted=True)
    assert found.recommended is None
    assert found.of("inside", "between").verdict == "leaning"


def test_what_nobody_stated_is_a_tenth_of_today_and_a_third_of_that() -> None:
    found = judge({"only": (2.0, 0.5)}, worth=None, matters=None)
    assert (found.worth, found.matters, found.assumed) == pytest.approx((1.0, 1.0 / 3.0, True))


def test_an_outcome_at_nought_has_no_verdict() -> None:
    nothing = Judged(
        plans=("today", "plan"),
        outcome="serious_failures",
        values=np.zeros((3, 2, 2)),
        weights=np.ones(3),
        sampled=True,
        sign=1.0,
        spends={"today": 0.0, "plan": 10.0},
    )
    assert judged(nothing).of("plan", "today").verdict == "none"


def test_knowing_more_is_worth_what_a_wrong_choice_loses() -> None:
    found = judge({"inside": (2.0, 0.5), "between": (2.2, 2.0)}, worth=0.0)
    exact = np.maximum(0.0, normal(2.0, 0.5) - normal(2.2, 2.0)).mean()
    assert found.evpi == pytest.approx(exact, rel=0.02)
    assert main(found).expected_loss == pytest.approx(exact, rel=1e-6)


def test_what_knowing_is_worth_has_no_noise_of_simulation_in_it() -> None:
    true = normal(-0.5, 1.0)
    noise = np.random.default_rng(7).normal(0.0, math.sqrt(2.0), (N, 2))
    values = np.full((N, 2, 3), LEVEL)
    values[:, :, 1] = LEVEL - 3.0
    values[:, :, 2] = LEVEL - 3.0 - true[:, None] - noise
    found = judged(
        of_two(values),
        stated=Stated(worth=0.0, matters=0.1),
    )
    assert found.recommended == "inside"
    assert found.evpi == pytest.approx(np.maximum(0.0, true).mean(), rel=0.15)


def test_a_probability_of_few_organisations_near_a_threshold_is_said_to_be_about() -> None:
    few = np.zeros(N)
    few[::10] = 1.0
    leads = {"inside": (2.0, 0.5), "between": (2.84, 1.5)}
    assert judge(leads, weights=few).of("inside", "between").about
    assert not judge(leads).of("inside", "between").about


def test_the_noise_of_simulation_is_not_taken_for_doubt() -> None:
    generator = np.random.default_rng(5)
    true = normal(0.5, 0.3)
    noise = generator.normal(0.0, 0.6 * np.sqrt(2.0), (N, 2))
    values = np.zeros((N, 2, 3))
    values[:, :, 0] = LEVEL
    values[:, :, 1] = LEVEL - 3.0
    values[:, :, 2] = LEVEL - 3.0 - true[:, None] - noise
    found = judged(
        of_two(values),
        stated=Stated(matters=0.1),
    )
    assert main(found).ahead == pytest.approx(0.952, abs=0.02)
    assert main(found).verdict == "better"


@pytest.mark.parametrize(
    ("lead", "noise", "word", "hidden"),
    [
        (1.1, 0.0, "likely", False),
        (1.1, 0.3, "likely", False),
        (1.1, 6.0, "leaning", True),
        (9.0, 6.0, "better", False),
        (0.0, 0.05, "too small", False),
    ],
)
def test_what_noise_hides_goes_no_further_than_leaning(
    lead: float, noise: float, word: str, hidden: bool
) -> None:
    """Two hundred organisations whose lead is spread by one, or by nothing where there is none."""
    true = lead + (ndtri((np.arange(200) + 0.5) / 200) if lead else np.zeros(200))
    seen = true[:, None] + noise * np.random.default_rng(3).standard_normal((200, 2))
    values = np.full((200, 2, 3), 50.0)
    values[:, :, 1:] -= 20.0
    values[:, :, 2] -= seen
    found = judged(
        of_two(values),
        stated=Stated(worth=1.0, matters=0.3),
    )
    pair = found.of("inside", "between")
    assert (pair.verdict, pair.hidden) == (word, hidden)


def test_one_organisation_is_judged_by_its_replications() -> None:
    rows = np.random.default_rng(2).normal((10.0, 8.0, 7.0), 0.1, (1, 40, 3))
    found = judged(of_two(rows))
    assert found.recommended == "between"
    assert main(found).verdict == "better"
    assert found.evpi == 0.0
    assert found.as_json()["effective_organisations"] is None
