"""What following practices takes is counted by whom the table of levers names."""

import pytest

from simulator.engines.program.compilation import program_for
from simulator.experiments.engine import tallies
from simulator.methods.prices import overhead
from tests.unit.methods.spenders import chain

LEVERS = {
    name: {"overhead": "1 h", "adherence": 1, "scale": "1 person-days per place"}
    for name in ("people", "contracts", "accountability")
}


def taken(lever: str) -> float:
    scenario = chain(
        levers={**LEVERS, "verification": None},
        arms={"spent": {"spend": {lever: "1000 person-days"}}},
    )
    program = program_for(scenario, "spent")
    return overhead(program, tallies(program, 1, range(2), "reference"))


def test_nobody_works_an_overhead_of_more_people() -> None:
    assert taken("people") == 0.0


def test_both_sides_work_what_both_pay_and_the_sender_what_the_sender_pays() -> None:
    # 8 a week over two boundaries, an hour each: 8 * 52 * 2 / 8 person-days a year, or twice that
    assert taken("contracts") == pytest.approx(104.0, rel=0.2)
    assert taken("accountability") == pytest.approx(208.0, rel=0.2)
