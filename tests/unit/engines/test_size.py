"""A run that no one would wait for is refused before it is begun, and no other."""

from dataclasses import replace

import pytest

from simulator.engines.program.compilation import program_for
from simulator.engines.program.size import MOST_EVENTS, check_size, events_in
from simulator.experiments.engine import log_of, tallies
from simulator.files.read import load, load_text
from simulator.files.shipped import shipped

COMPANY = """\
version: 1
external: none
name: Two teams
horizon: {horizon}
warm_up: 10 days
matters: 1 failed change per 100
work:
  - {{kind: change, arrivals: {arrivals}, facts: 6, route: [A, B]}}
defaults: {{boundary: {{}}}}
teams: {{A: {{defects_per_item: {defects}}}, B: {{}}}}
boundaries: []
"""
USUAL = {"horizon": "80 days", "arrivals": "10 per week", "defects": "0.5"}
TOO_LARGE = [
    {"horizon": "1000000000 days"},
    {"horizon": "1.0e+12 days"},
    {"arrivals": "1000000000 per week"},
    {"arrivals": "5.0e+12 per week"},
    {"defects": "1000000000"},
    {"defects": "1.0e+12"},
]


@pytest.mark.parametrize("name", ["telephone-game", "twelve-teams", "weak-cores"])
def test_the_size_told_is_the_size_run_within_a_factor_of_three(name: str) -> None:
    program = program_for(load(shipped()[name]))
    events = len(log_of(program, 1, 0).events)
    assert events / 3 < events_in(program) < events * 3
    check_size(program)


@pytest.mark.parametrize("change", TOO_LARGE, ids=str)
@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_run_without_an_end_is_refused_in_one_sentence(
    change: dict[str, str], engine: str
) -> None:
    program = program_for(load_text(COMPANY.format(**{**USUAL, **change})))
    with pytest.raises(ValueError, match=r"events; allowed 100,000,000: shorten the horizon"):
        tallies(program, 1, [0], engine)
    with pytest.raises(ValueError, match="would be about"):
        log_of(program, 1, 0, engine)


def test_the_bound_is_a_bound_and_all_shipped_scenarios_are_far_below() -> None:
    program = program_for(load_text(COMPANY.format(**USUAL)))
    longest = program.horizon * MOST_EVENTS / events_in(program)
    check_size(replace(program, horizon=longest * 0.99))
    with pytest.raises(ValueError, match="allowed"):
        check_size(replace(program, horizon=longest * 1.01))
    sizes = [events_in(program_for(load(path))) for path in shipped().values()]
    assert max(sizes) < MOST_EVENTS / 1000
