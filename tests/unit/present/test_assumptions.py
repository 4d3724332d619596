"""What an answer rests on is counted by the reasons given, not by what is written."""

import pytest

from simulator.present.assumptions import assumptions, in_unit, reasons
from tests.unit.scenario.company import company


@pytest.mark.parametrize(
    ("value", "like", "said"),
    [
        (0.93333, 0.93333, "7.47 h"),
        (1.13, 0.93333, "9.04 h"),
        (0.952, 1.68, "0.952 days"),
        (0.5, None, "4 h"),
    ],
)
def test_values_beside_each_other_have_one_unit(
    value: float, like: float | None, said: str
) -> None:
    assert in_unit("team.fix_effort", value, like=like, digits=3) == said


def test_a_value_that_is_written_without_a_reason_is_no_more_than_that() -> None:
    before = reasons(company())
    written = reasons(company(pressure=0.5))
    assert written["bare"] == before["bare"] + 1
    assert written["borrowed"] == before["borrowed"] - 1
    assert written["sourced"] == before["sourced"]
    sourced = {"value": 0.5, "because": "counted in our own log"}
    assert reasons(company(pressure=sourced))["sourced"] == before["sourced"] + 1
    judged = {"value": 0.5, "because": "Judgement: busy is busy"}
    assert reasons(company(pressure=judged))["judged"] == before["judged"] + 1


def test_every_value_is_counted_once() -> None:
    assert sum(reasons(company()).values()) == len(assumptions(company()))
