"""A series that settles is cut where it has settled; one that does not is not cut."""

import numpy as np
import pytest

from simulator.engines.log import EVENT, EventLog, Happening
from simulator.experiments.warm_up import mser5, series_of, warm_up_of
from tests.unit.experiments.company import ENGINE, program

DAYS = np.arange(300, dtype=np.float64)


def log(*rows: tuple[float, Happening, int]) -> EventLog:
    """A log of arrivals and releases: time, what happened, item."""
    events = np.zeros(len(rows), EVENT)
    for row, (time, happening, item) in zip(events, rows, strict=True):
        row["time"], row["event"], row["item"] = time, happening, item
    return EventLog(seed=1, replication=0, events=events)


def test_a_step_is_cut_where_it_ends() -> None:
    assert mser5(np.where(DAYS < 60, 0.0, 1.0)) == 60


def test_a_level_series_is_not_cut() -> None:
    assert mser5(np.ones(300)) == 0


def test_a_growing_series_never_settles() -> None:
    assert mser5(DAYS) is None


def test_an_exponential_approach_is_cut_after_some_of_its_time_constants() -> None:
    """Exact: the approach is half done at 14 days, to 1 % at 92; noise of 5 % hides the rest."""
    noise = 0.05 * np.random.default_rng(11).standard_normal(300)
    cut = mser5(1.0 - np.exp(-DAYS / 20.0) + noise)
    assert cut is not None
    assert 30 <= cut <= 92


def test_a_short_series_is_refused() -> None:
    with pytest.raises(ValueError, match="20 days at least, not 19"):
        mser5(np.ones(19))


def test_work_in_progress_is_the_mean_of_who_is_there_each_day() -> None:
    one = log(
        (0.5, Happening.ARRIVED, 0), (1.0, Happening.ARRIVED, 1), (2.25, Happening.RELEASED, 0)
    )
    present, lead = series_of([one], 4.0)
    assert present.values.tolist() == [0.5, 2.0, 1.25, 1.0]
    assert lead.days.tolist() == [2.0, 3.0]
    assert lead.values.tolist() == [1.75, 1.75]


def test_series_are_means_over_replications() -> None:
    one = log((0.0, Happening.ARRIVED, 0), (1.0, Happening.RELEASED, 0))
    two = log(
        (0.0, Happening.ARRIVED, 0), (0.5, Happening.ARRIVED, 1), (1.5, Happening.RELEASED, 1)
    )
    present, lead = series_of([one, two], 2.0)
    assert present.values.tolist() == [1.25, 0.75]
    assert lead.days.tolist() == [1.0]
    assert lead.values.tolist() == [1.0]


def test_a_plan_says_what_it_needs_beside_what_the_file_states() -> None:
    found = warm_up_of(program(horizon="200 days"), 1, 10, ENGINE)
    assert found.stated == 10.0
    json = found.as_json()
    assert json["suggested"] == found.suggested
    assert [series.name for series in found.series] == ["work_in_progress", "lead_time"]
    assert "MSER-5" in str(json["method"])
