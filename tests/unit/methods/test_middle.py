"""The organisation that stands for all, and the others that travel with it."""

import math

import numpy as np
import pytest

from simulator.experiments.runner import Runner
from simulator.files.read import load_text
from simulator.methods.input_uncertainty import nearest, sample
from simulator.methods.middle import fitting
from tests.unit.web.pages import COMPANY

RUN = Runner(seed=1)


def chosen(*rows: tuple[float, ...]) -> int:
    """Return which organisation stands for all; a row is today and what each plan leaves."""
    table = np.array(rows, dtype=float)
    return nearest(table[:, :1], table[:, :1] - table[:, 1:])


def test_the_middle_lies_nearest_in_today_and_in_falls() -> None:
    assert chosen((10, 5), (10, 9), (12, 8), (8, 6), (10, 7)) == 4


def test_today_must_be_near_whatever_else_is() -> None:
    # a tail of bad companies draws the mean of today up to 13; the usual falls lie far below it
    usual = [(10.0, 9.0)] * 40
    near = [(13.0, 9.0 + n) for n in range(5)]
    rows = [*usual, *near, *([(30.0, 25.5)] * 8)]
    today, fall = (np.mean([row[0] - part * row[1] for row in rows]) for part in (0, 1))
    index = chosen(*rows)
    assert abs(rows[index][0] - today) < 0.5
    others = [abs(row[0] - row[1] - fall) for row in near]
    assert abs(rows[index][0] - rows[index][1] - fall) == min(others)


def test_no_feature_counts_for_more_because_it_has_more_columns() -> None:
    one, other = np.random.default_rng(2).normal(size=(2, 5, 1))
    found = nearest(np.zeros((5, 1)), one, other)
    assert nearest(np.zeros((5, 1)), one, np.tile(other, (1, 9))) == found
    # the other alone would choose another
    assert nearest(np.zeros((5, 1)), other) != found


def test_what_is_the_same_everywhere_tells_nothing_apart() -> None:
    assert chosen((10, 10), (20, 20), (14, 14)) == 2


def test_an_organisation_without_a_value_is_not_the_middle() -> None:
    assert chosen((10, math.nan), (9, 5), (10, 5), (11, 5)) == 2
    assert chosen((math.nan, 1), (math.nan, 2)) == 0


def test_organisations_are_taken_evenly_and_the_middle_is_that_of_all() -> None:
    scenario = load_text(COMPANY, "company.yaml")
    found = fitting(scenario, RUN, drawn=20, most=7, outcome="change_failure_rate")
    assert len(found.scenarios) == len(found.weights) == len(found.stretches) == 7
    assert found.stretches == (0, 3, 6, 10, 13, 16, 19)
    like = sample(scenario, RUN, n=20)
    assert like is not None
    assert found.middle == like.most_like("change_failure_rate")


@pytest.mark.parametrize("drawn", [0, 1])
def test_without_others_the_file_stands_for_itself(drawn: int) -> None:
    scenario = load_text(COMPANY, "company.yaml")
    found = fitting(scenario, RUN, drawn=drawn, most=7, outcome="change_failure_rate")
    assert found.middle is scenario
    assert found.scenarios == ()
