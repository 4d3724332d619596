"""The organisation that stands for all, and the others that travel with it."""

import numpy as np
import pytest

from simulator.experiments.runner import Runner
from simulator.files.read import load_text
from simulator.methods.middle import fitting, nearest
from simulator.stats.estimate import Floats
from tests.unit.web.pages import COMPANY

RUN = Runner(seed=1)


def table(*rows: tuple[float, ...]) -> Floats:
    return np.array(rows, dtype=float)


def test_the_middle_lies_nearest_in_today_and_in_falls() -> None:
    levels = table((10, 5), (10, 9), (12, 8), (8, 6), (10, 7))
    assert nearest(levels, np.ones(5)) == 4


def test_a_weight_of_nothing_moves_nothing() -> None:
    levels = table((10, 5), (11, 5.5), (12, 6), (90, 1))
    assert nearest(levels, np.array([1.0, 1.0, 1.0, 0.0])) == 1
    assert nearest(levels, np.array([9.0, 1.0, 1.0, 0.0])) == 0


def test_what_is_the_same_everywhere_tells_nothing_apart() -> None:
    assert nearest(table((10, 10), (20, 20), (14, 14)), np.ones(3)) == 2


def test_organisations_are_taken_evenly_and_the_middle_is_one_of_them() -> None:
    scenario = load_text(COMPANY, "company.yaml")
    found = fitting(scenario, RUN, drawn=20, most=7, seed=1, outcome="change_failure_rate")
    assert len(found.scenarios) == len(found.weights) == len(found.stretches) == 7
    assert found.stretches == (0, 3, 6, 10, 13, 16, 19)
    assert any(found.middle is each for each in found.scenarios)


@pytest.mark.parametrize("drawn", [0, 1])
def test_without_others_the_file_stands_for_itself(drawn: int) -> None:
    scenario = load_text(COMPANY, "company.yaml")
    found = fitting(scenario, RUN, drawn=drawn, most=7, seed=1, outcome="change_failure_rate")
    assert found.middle is scenario
    assert found.scenarios == ()
