"""Reading tells the line of every mistake, and nothing but a ScenarioError."""

import math
import random
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from simulator.files.compose import compose
from simulator.files.read import ScenarioError, load, load_text
from simulator.files.shipped import shipped
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError, put
from tests.tiers import examples_tried

EXAMPLE = shipped()["typical-company"].read_text(encoding="utf-8")
LINES = EXAMPLE.splitlines(keepends=True)
SIGNS = ": , [ ] { } - & * ! | > ' \" % @ ` # ? ~ << null true .nan .inf -1 0 1e999 &a *a --- ..."
PIECES = [
    *re.findall(r"\w+", EXAMPLE)[:200],
    *SIGNS.split(" "),
    *("\n", "  ", "\t", "\x00", "\ud800", "\u2028", "\U0001f600", "{value: 1}", "%YAML 1.1"),
]
ODD: list[Any] = [
    *(None, True, -1, 0, 2, 1e999, math.nan, 10**30, "", "x", "from", "A -> B", "never", "1 day"),
    *([], {}, [[]], [None], {"value": 1}, {"value": {}}, {"value": None}, {"low": 1}, {"x": 1}),
    *([1, "Product"], {"Product": None}, "Product", "1 of base", "2 person-days", object()),
]


def least(**lines: str) -> str:
    """The text of a small sound file with some top-level keys replaced or added."""
    keys = {
        "version": "1",
        "name": "Small",
        "horizon": "50 days",
        "work": "[{kind: change, arrivals: 1 per week, facts: 1, route: [A, B]}]",
        "teams": "{A: {}, B: {}}",
        "boundaries": "[{from: A, to: B}]",
        **lines,
    }
    return "".join(f"{key}: {text}\n" for key, text in keys.items())


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """The example with some pieces put in, taken out or moved."""
    text = EXAMPLE
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = start + draw(st.integers(0, 30))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[stop:]
    return text


def survives(text: str) -> None:
    """Read a text; only a ScenarioError with well-formed problems may come of it."""
    with suppress(ScenarioError):
        load_text(text)
        return
    with pytest.raises(ScenarioError) as refused:
        load_text(text)
    assert refused.value.problems
    assert all(of.line >= 1 and str(of).isprintable() for of in refused.value.problems)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of every value of a tree."""
    found = [path]
    if isinstance(tree, dict):
        for key, child in tree.items():
            found += places(child, (*path, key))
    elif isinstance(tree, list):
        for index, child in enumerate(tree):
            found += places(child, (*path, index))
    return found


@settings(
    max_examples=examples_tried(150),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
@given(spoilt())
@example('a: "\\xZZ"\n')
@example("? [a, b]\n: 1\n")
@example("a: " + "9" * 5000)
@example("[" * 100_000)
@example("{a: " * 5000)
@example("- " * 5000)
@example("\ufeff" + EXAMPLE)
def test_a_spoilt_file_is_refused_and_never_falls_over(text: str) -> None:
    survives(text)


def test_shuffled_lines_are_refused_and_never_fall_over() -> None:
    for seed in range(40):
        lines = list(LINES)
        order = random.Random(seed)  # noqa: S311 no simulation
        for _ in range(3):
            one, other = order.randrange(len(lines)), order.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
        survives("".join(lines))


@settings(
    max_examples=examples_tried(300),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    phases=[Phase.generate],
)
@given(st.data())
def test_an_odd_value_anywhere_is_refused_and_never_falls_over(data: st.DataObject) -> None:
    tree = compose(EXAMPLE).tree
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(tree)[1:]))
        tree = put(tree, path, data.draw(st.sampled_from(ODD)))
    with suppress(TreeError):
        Scenario.from_tree(tree)


def test_words_of_yaml_one_point_one_are_texts() -> None:
    scenario = load_text(
        least(
            name="no",
            teams="{yes: {}, off: {}}",
            boundaries="[{from: yes, to: off}]",
            work="[{kind: on, arrivals: 1 per week, facts: 0o14, route: [yes, off]}]",
        )
    )
    assert scenario.name == "no"
    assert set(scenario.teams) == {"yes", "off"}
    assert scenario.work["on"].facts.value == 12


@pytest.mark.parametrize("shape", ["list", "mapping"])
def test_lists_and_mappings_say_the_same(shape: str) -> None:
    plans = {
        "list": "[{name: b, spend: {edge: 1 person-day}}, {name: a}]",
        "mapping": "{b: {spend: {edge: 1 person-day}}, a: {}}",
    }
    boundaries = {"list": "[{from: A, to: B, owned: 1}]", "mapping": "{A -> B: {owned: 1}}"}
    scenario = load_text(least(arms=plans[shape], boundaries=boundaries[shape]))
    assert list(scenario.arms) == ["b", "a"]
    assert scenario.boundaries["A -> B"].owned.value == 1
    assert scenario.boundaries["A -> B"].owned.origin == "boundaries.A -> B.owned"


def test_an_alias_is_its_anchor() -> None:
    scenario = load_text(least(teams="{A: &team {people: 3}, B: *team}"))
    assert scenario.teams["B"].people.value == 3
    assert scenario.teams["B"].people.origin == "teams.B.people"


def test_a_scenario_extends_a_shipped_one_or_one_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("extends: typical-company\nexternal: none\n")
    (tmp_path / "heir.yaml").write_text(
        "extends: base.yaml\nname: Heir\nteams: {Security: {people: 9}}\n"
        "boundaries: [{from: Security, to: Operations, owned: 0.7}]\n"
    )
    heir, base = load(tmp_path / "heir.yaml"), load(tmp_path / "base.yaml")
    assert (heir.name, heir.external) == ("Heir", None)
    assert heir.teams["Security"].people.value == 9
    assert heir.teams["Operations"] == base.teams["Operations"]
    assert heir.boundaries["Security -> Operations"].owned.value == 0.7
    assert heir.boundaries["Security -> Operations"].carries == "deployment"


def test_a_text_without_a_folder_extends_shipped_scenarios_only() -> None:
    assert load_text("extends: typical-company\nname: Mine\n").name == "Mine"
    with pytest.raises(ScenarioError, match=r"extends: found 'base\.yaml'; allowed"):
        load_text("extends: base.yaml\n")


def test_a_problem_stands_at_the_line_of_its_value(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(least(teams="\n  A:\n    people:\n      -1\n  B: {}"))
    with pytest.raises(ScenarioError) as refused:
        load(path)
    problem = refused.value.problems[0]
    assert (problem.file, problem.line, problem.key) == (str(path), 8, "teams.A.people")


def test_a_file_that_is_not_there_is_no_problem_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.yaml")


def test_every_shipped_scenario_loads() -> None:
    assert "typical-company" in shipped()
    for path in shipped().values():
        assert load(path).name


def test_a_range_and_its_reason_are_kept() -> None:
    boundary = '{A -> B: {owned: {value: 0.5, low: 0.4, high: 0.6, because: "a guess"}}}'
    owned = load_text(least(boundaries=boundary)).boundaries["A -> B"].owned
    assert (owned.value, owned.low, owned.high, owned.because) == (0.5, 0.4, 0.6, "a guess")
