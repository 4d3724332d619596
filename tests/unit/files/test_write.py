"""What is written is read again as the same scenario."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulator.files.read import load, load_text
from simulator.files.shipped import shipped
from simulator.files.write import text_of, write
from simulator.scenario.scenario import Scenario
from tests.unit.scenario.company import TREE, company

names = (
    st.text(min_size=1, max_size=12)
    .map(lambda name: unicodedata.normalize("NFC", name))
    .filter(
        lambda name: (
            bool(name.strip())
            and name not in {"from", "to", "value"}
            and " -> " not in name
            and all(char.isprintable() for char in name)
        )
    )
)
"""Names as they are once read: a file's are composed, so that two spellings are one name."""


@pytest.mark.parametrize("name", shipped())
def test_a_scenario_comes_back_with_its_unknowns(name: str, tmp_path: Path) -> None:
    scenario = load(shipped()[name])
    write(scenario, tmp_path / "again.yaml")
    again = load(tmp_path / "again.yaml")
    assert again == scenario
    assert [of.origin for of in again.unknowns()] == [of.origin for of in scenario.unknowns()]
    assert text_of(again) == text_of(scenario)


def test_the_order_of_a_file_leaves_no_trace() -> None:
    turned = {
        key: dict(reversed(of.items())) if isinstance(of, dict) else of
        for key, of in reversed(TREE.items())
    }
    assert text_of(Scenario.from_tree(turned)) == text_of(company())


def test_no_default_is_left_to_the_reader() -> None:
    text = text_of(company())
    for key in ("warm_up", "defect_removal", "sync_every", "bad_fix", "blames", "accountability"):
        assert f"{key}:" in text


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.lists(names, min_size=2, max_size=2, unique=True), names)
@example(["0", "<<"], "0")
def test_names_of_all_kinds_come_back(teams: list[str], title: str) -> None:
    tree: dict[str, Any] = {
        "version": 1,
        "external": "none",
        "name": title,
        "question": "line\nbreak\tand \\ 'quotes\"",
        "horizon": "9 days",
        "work": {title: {"arrivals": "1 per week", "facts": 2, "route": teams}},
        "teams": {team: {} for team in teams},
        "defaults": {"boundary": {}},
    }
    scenario = Scenario.from_tree(tree)
    assert load_text(text_of(scenario)) == scenario


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(st.floats(0.8, 0.95), st.floats(0.01, 40), st.floats(0.001, 9), st.integers(3, 9))
def test_a_world_comes_back_to_the_last_bit(
    fidelity: float, limbo: float, rate: float, people: int
) -> None:
    scenario = company(
        boundaries={"Build -> Run": {"limbo": {"value": "2 h", "low": "0 h", "high": "9 weeks"}}},
        work={"fix": {"arrivals": {"value": "9 per month", "low": "0 per week"}}},
    )
    world = scenario.in_world(
        {
            "defaults.boundary.fidelity": fidelity,
            "defaults.team.people": people,
            "boundaries.Build -> Run.limbo": limbo,
            "work.fix.arrivals": rate,
        }
    )
    again = load_text(text_of(world))
    assert again.boundaries == world.boundaries
    assert again.teams == world.teams
    found = again.work["fix"].rate
    assert found is not None
    assert found.value == pytest.approx(rate, rel=4e-16)
