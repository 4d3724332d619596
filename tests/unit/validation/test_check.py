"""A verdict follows from both intervals; what was fitted is never an agreement."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from simulator.stats.estimate import Estimate
from simulator.validation.bench import near, published
from simulator.validation.check import Check, Forecast, Target, span, verdict


def found(best: float, half: float = 0.0) -> Estimate:
    return Estimate(best=best, low=best - half, high=best + half, n=10)


@pytest.mark.parametrize(
    ("best", "half", "said"),
    [
        (10.0, 0.0, "agrees"),
        (10.9, 0.05, "agrees"),
        (9.1, 0.05, "agrees"),
        (10.9, 0.2, "inconclusive"),
        (11.1, 0.2, "inconclusive"),
        (10.0, 1.1, "inconclusive"),
        (11.3, 0.2, "disagrees"),
        (8.7, 0.2, "disagrees"),
    ],
)
def test_a_margin_decides_on_both_sides_and_between(best: float, half: float, said: str) -> None:
    target = Target(value=10.0, low=10.0, high=10.0, margin=1.0)
    assert verdict(target, found(best, half)) == said


def test_the_targets_own_interval_counts() -> None:
    # 2.0 off with 0.5 of its own: 1.118 from both, so the difference is 0.88 to 3.12
    for margin, said in ((0.8, "disagrees"), (1.0, "inconclusive"), (3.2, "agrees")):
        target = Target(value=10.0, low=9.0, high=11.0, margin=margin)
        assert verdict(target, found(12.0, 0.5)) == said


def test_the_side_of_an_uneven_interval_that_faces_the_other_counts() -> None:
    uneven = Target(value=10.0, low=9.9, high=14.0, margin=0.5)
    assert verdict(uneven, found(12.0)) == "inconclusive"
    assert verdict(uneven, found(8.0)) == "disagrees"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (5.0, 40.0, "agrees"),
        (4.9, 10.0, "inconclusive"),
        (39.0, 41.0, "inconclusive"),
        (1.0, 4.9, "disagrees"),
        (40.1, 50.0, "disagrees"),
    ],
)
def test_a_range_is_lain_in_or_not(low: float, high: float, said: str) -> None:
    middle = Estimate(best=0.5 * (low + high), low=low, high=high, n=10)
    assert verdict(span(5.0, 40.0), middle) == said


def test_an_exact_target_without_margin_wants_every_digit() -> None:
    nought = Target(value=0.0, low=0.0, high=0.0)
    assert verdict(nought, found(0.0)) == "agrees"
    assert verdict(nought, found(1e-12)) == "disagrees"


def test_without_an_interval_nothing_is_said() -> None:
    alone = Estimate(best=10.0, low=math.nan, high=math.nan, n=1)
    assert verdict(near(10.0, 0.1), alone) == "inconclusive"


def row(value: float, fitted: str) -> Check:
    return Check(
        name="a row",
        group="published",
        unit="%",
        source="[bhabra-2007]",
        target=Target(value=10.0, low=10.0, high=10.0, margin=1.0),
        found=found(value, 0.1),
        seed=1,
        scenario="telephone-game",
        fitted=fitted,
    )


def test_what_was_fitted_or_stands_alone_is_not_tested() -> None:
    for value, reached in ((10.0, "agrees"), (20.0, "disagrees")):
        fitted, alone = row(value, "fidelity"), row(value, "")
        assert (fitted.standing, fitted.verdict) == ("fitted", "not tested")
        assert (alone.standing, alone.verdict) == ("untested", "not tested")
        assert fitted.reached == alone.reached == reached


def test_a_range_is_plausible_or_not() -> None:
    for value, said in ((10.0, "plausible"), (11.0, "plausible"), (20.0, "implausible")):
        assert replace(row(value, ""), plausible=True).verdict == said


def forecast(low: float, high: float, *others: str) -> Forecast:
    return Forecast(low=low, high=high, naive_low=0.0, naive_high=20.0, others=others)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (9.0, 12.0, "agrees"),
        (1.0, 18.0, "agrees"),
        (1.0, 19.0, "inconclusive"),
        (0.0, 40.0, "inconclusive"),
        (10.1, 12.0, "disagrees"),
        (1.0, 9.9, "disagrees"),
    ],
)
def test_a_study_is_tested_by_what_others_predict_and_a_wide_range_is_no_success(
    low: float, high: float, said: str
) -> None:
    tested = replace(row(50.0, ""), forecast=forecast(low, high, "a-2001", "b-2002"))
    assert (tested.standing, tested.verdict) == ("tested", said)
    told = tested.as_json()["forecast"]
    assert isinstance(told, dict)
    assert told["naive_score"] == 20.0


def test_two_other_studies_are_needed() -> None:
    with pytest.raises(ValueError, match="two others or more, not 1"):
        forecast(0.0, 1.0, "a-2001")


def test_a_row_as_json_has_what_was_asked_for() -> None:
    asked = "name group source target low high value value_low value_high verdict must fitted"
    assert {*asked.split(), "predicted", "seed", "n"} <= row(10.0, "").as_json().keys()


def test_published_figures_come_from_the_register() -> None:
    caught = published("barenfanger-2004", "errors")
    assert caught.value == pytest.approx(100.0 * 29 / 822)
    assert caught.low < 3.0 < caught.high
    assert published("jeong-2009", "tossed") == span(37.0, 44.0)
    notes = published("bhabra-2007", "notes-5", units=12)
    assert notes.low < 60.0
    assert notes.high > 95.0
    assert published("boyd-2014", "read-back").low == 8.27


def test_what_is_no_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="gives no number"):
        published("tam-2018", "outcomes")
    with pytest.raises(ValueError, match="no study"):
        published("nobody-1999", "x")
    with pytest.raises(ValueError, match="outside"):
        Target(value=1.0, low=2.0, high=3.0)
    with pytest.raises(ValueError, match="margin"):
        Target(value=1.0, low=1.0, high=1.0, margin=-1.0)
