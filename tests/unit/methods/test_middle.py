"""The organisation that stands for all, and the others that travel with it."""

import math

import numpy as np
import pytest

from simulator.experiments.runner import Runner
from simulator.files.read import load_text
from simulator.methods.input_uncertainty import nearest, sample
from simulator.methods.middle import fitting
from simulator.stats.estimate import Floats
from tests.unit.web.pages import COMPANY

RUN = Runner(seed=1)


def levels(*rows: tuple[float, ...]) -> Floats:
    """Return today and the falls of plans, a row an organisation."""
    table = np.array(rows, dtype=float)
    return np.column_stack([table[:, :1], table[:, :1] - table[:, 1:]])


def test_the_middle_lies_nearest_in_today_and_in_falls() -> None:
    assert nearest(levels((10, 5), (10, 9), (12, 8), (8, 6), (10, 7))) == 4


def test_what_is_the_same_everywhere_tells_nothing_apart() -> None:
    assert nearest(levels((10, 10), (20, 20), (14, 14))) == 2


def test_an_organisation_without_a_value_is_not_the_middle() -> None:
    assert nearest(levels((10, math.nan), (9, 5), (10, 5), (11, 5))) == 2
    assert nearest(levels((math.nan, 1), (math.nan, 2))) == 0


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
