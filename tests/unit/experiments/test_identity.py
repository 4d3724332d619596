"""An id changes with what decides the rows, and with nothing else."""

from typing import Any

import pytest

from simulator.experiments.engine import sources
from simulator.experiments.store.identity import engine_id, program_id
from tests.unit.experiments.company import program

TODAY = program_id(program())


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Other words"},
        {"question": "Why?"},
        {"matters": "3 failed changes per 100"},
        {"worth": "6 failed changes a year"},
        {"outcome": "lead_time", "matters": None},
        {"costs": None},
        {"costs": {"person_day": 1}},
        {"observed": {"changes": "60 per month"}},
        {"arms": [{"name": "something else", "spend": {"core": "1 person-days"}}]},
        {"levers": {"engineering": {"scale": "3 person-days per place"}, "acceptance": {}}},
        {"levers": {"acceptance": {"ceiling": {"readback": 0.5}}, "verification": {}}},
        {"teams": {"A": {"people": {"value": 3, "low": 2, "high": 4, "because": "counted"}}}},
    ],
)
def test_today_is_the_same_whatever_stands_beside_it(changes: dict[str, Any]) -> None:
    assert program_id(program(**changes)) == TODAY


@pytest.mark.parametrize(
    "changes",
    [
        {"horizon": "61 days"},
        {"warm_up": "11 days"},
        {"pressure": 0.5},
        {"failure": {"within": "80 days"}},
        {"failure": {"counts": ["P1"]}},
        {"incidents": {"blames": "resolver"}},
        {"incidents": {"bad_fix": 0.08}},
        {"teams": {"A": {"people": 4}}},
        {"teams": {"A": {"luck": "another"}}},
        {"external": {"rate": "1 per week"}},
        {"events": [{"at": "30 days", "change": {"pressure": 2}}]},
        {"defaults": {"boundary": {"readback": 0.3}}},
    ],
)
def test_what_decides_the_rows_is_in_the_id(changes: dict[str, Any]) -> None:
    assert program_id(program(**changes)) != TODAY


@pytest.mark.parametrize(
    "lever",
    [
        {"scale": "3 person-days per place"},
        {"ceiling": {"defects_per_item": 0.1}},
        {"ramp": "1 day"},
    ],
)
def test_a_lever_counts_where_it_was_bought(lever: dict[str, Any]) -> None:
    levers: dict[str, Any] = {"engineering": {}, "acceptance": {}}
    other = {"engineering": lever, "acceptance": {}}
    assert program_id(program("inside", levers=levers)) != program_id(
        program("inside", levers=other)
    )
    assert program_id(program("between", levers=levers)) == program_id(
        program("between", levers=other)
    )


def test_plans_of_equal_content_have_one_id_whatever_their_names() -> None:
    again = [{"name": "once more", "spend": {"core": "60 person-days"}}]
    assert program_id(program("once more", arms=again)) == program_id(program("inside"))
    assert program_id(program("inside")) != program_id(program("between"))


def test_one_engine_never_answers_for_the_other() -> None:
    assert engine_id("auto") == engine_id("compiled") == f"compiled-{sources('compiled')}"
    assert engine_id("reference") == f"reference-{sources('reference')}"
    assert sources("reference") != sources("compiled")
