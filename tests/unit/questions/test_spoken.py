"""Numbers, times and places as one says them."""

import pytest

from simulator.questions.explain.story import (
    capital,
    count,
    grade,
    listed,
    moment,
    of_100,
    spell,
    where,
)


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (0.0, "Week 1, day 1"),
        (4.99, "Week 1, day 5"),
        (5.0, "Week 2, day 1"),
        (12.5, "Week 3, day 3"),
    ],
)
def test_a_time_is_a_week_and_a_day(time: float, said: str) -> None:
    assert moment(time) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0.0, "less than a minute"),
        (1 / 480, "1 minute"),
        (45 / 480, "45 minutes"),
        (59.4 / 480, "59 minutes"),
        (59.9 / 480, "1 hour"),
        (0.25, "2 hours"),
        (0.3, "2.4 hours"),
        (0.999, "1 working day"),
        (1.44, "1.4 working days"),
        (12.6, "13 working days"),
    ],
)
def test_a_duration_is_said_in_the_unit_that_fits(days: float, said: str) -> None:
    assert spell(days) == said


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "0 of 100"),
        (0.05, "5 of 100"),
        (0.047, "4.7 of 100"),
        (0.82, "82 of 100"),
        (0.996, "99.6 of 100"),
        (0.999999, "more than 99.99 of 100"),
        (0.00001, "less than 0.01 of 100"),
        (1.0, "100 of 100"),
    ],
)
def test_only_what_is_certain_is_said_to_be(chance: float, said: str) -> None:
    assert of_100(chance) == said


def test_places_names_and_numbers_stand_in_a_sentence() -> None:
    assert where("A -> B") == "the handover from A to B"
    assert where("A") == "A"
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
    assert (count(2), count(12)) == ("two", "12")
    assert (capital("fix 3"), capital("")) == ("Fix 3", "")
    assert grade(1) == "P1, the worst of four grades"
    assert grade(4) == "P4"
