"""Intervals hold the truth as often as they say, and the page of the study says how often."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.measures.outcomes import OUTCOMES
from tests.intervals.report import PAGE, written
from tests.intervals.study import CASES, asked, cells, run


def test_a_sample_of_the_study_holds_what_is_asked() -> None:
    for case, runs in asked(1_000, (CASES[0], CASES[2])):
        found = cells(case, runs, blocks=100, sizes=(20,))
        assert [cell for cell in found if cell.fails] == []
        assert all(cell.held > 0 for cell in found)


def test_the_study_sees_an_interval_that_is_a_third_too_narrow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("simulator.stats.estimate.t_quantile", lambda *_: 0.66 * 2.09)
    case, runs = next(asked(1_000, CASES[1:2]))
    found = cells(case, runs, blocks=100, sizes=(20,))
    assert all(cell.fails for cell in found if not cell.difference)


def test_a_rare_failure_that_was_not_seen_is_not_ruled_out() -> None:
    _, runs = next(asked(400, CASES[2:3]))
    program, tally = runs[0]
    quiet = np.flatnonzero(OUTCOMES["serious_failures"].fraction(program, tally)[0] == 0.0)[:20]
    still = type(tally)(**{name: part[quiet] for name, part in vars(tally).items()})
    found = OUTCOMES["serious_failures"].estimate(program, still)
    assert (found.best, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(3.6889 / len(quiet), rel=1e-4)


@pytest.mark.slow
def test_the_page_is_that_of_the_study_and_no_cell_fails() -> None:
    found = run()
    assert [cell for cell in found if cell.fails] == []
    assert PAGE.read_text("utf-8") == written(found)
