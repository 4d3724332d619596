"""The sign of a sentence comes from the numbers: on both sides and in the middle."""

from typing import Any

import pytest

from simulator.methods.comparison import Comparison
from simulator.present import words
from tests.unit.methods.test_compare import company, compared

INSIDE = {"team": {"people": 6, "defects_per_item": 3}, "boundary": {"fidelity": 1, "exposure": 0}}
BETWEEN = {"team": {"people": 6, "defects_per_item": 0}, "boundary": {"fidelity": 0.6}}


def answer(**override: Any) -> Comparison:
    return compared(company(**override), 10)


def test_cores_and_edges_win_in_the_same_voice() -> None:
    cores = words.headline(answer(defaults=INSIDE))
    edges = words.headline(answer(defaults=BETWEEN))
    assert cores.startswith("cores rather than edges: ")
    assert edges.startswith("edges rather than cores: ")
    assert "fewer failed changes per 100" in cores
    assert "fewer failed changes per 100" in edges


def test_in_the_middle_the_words_are_no_clear_difference() -> None:
    spend = {"core": "300 person-days"}
    same = answer(arms=[{"name": "a", "spend": spend}, {"name": "b", "spend": spend}])
    assert words.headline(same) == (
        "No clear difference between a and b: they come out the same. "
        "Less than the 1.00 per 100 that matters to you."
    )
    assert words.verdict(same).startswith("Of all plans: none")


def test_the_interval_of_a_sentence_runs_upwards_and_holds_its_number() -> None:
    for found in (answer(defaults=INSIDE), answer(defaults=BETWEEN)):
        text = words.headline(found)
        best = float(text.split(": ")[1].split(" ")[0])
        low, high = text.split("(")[1].split(" simulation")[0].split(" to ")
        assert 0 < float(low) < best < float(high)


def test_no_sentence_of_differences_disagrees_with_its_sign() -> None:
    found = answer(defaults=INSIDE)
    for each in found.differences:
        if each.outcome != "failures":
            continue
        text = words.difference(each)
        assert ("fewer" in text) == (each.estimate.best < 0), text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (float("nan"), "-"),
        (2.1449, "2.14"),
        (-0.0271, "-0.0271"),
        (2302076.3, "2,302,076"),
        (41.62, "41.6"),
    ],
)
def test_numbers_are_written_with_three_figures(value: float, text: str) -> None:
    assert words.number(value) == text
