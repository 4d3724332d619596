"""One name however its letters are spelt: in files, in answers, from Python and as it is typed."""

from pathlib import Path
from unicodedata import normalize

import pytest
from click.testing import CliRunner

from simulator.api import load, new, what_if
from simulator.cli.main import main
from simulator.files.cells import table_of
from simulator.files.read import load_text
from simulator.questions.asking import composed

NAME = "Bühne"
SPELT_OUT = normalize("NFD", NAME)
FILE = """version: 1
name: Spelt
horizon: 60 days
external: none
work:
  change: {{arrivals: 2 per week, facts: 3, route: [{first}, Run]}}
teams:
  {second}: {{people: 3}}
  Run: {{people: 3}}
boundaries:
  "{third} -> Run": {{}}
"""


def test_a_file_may_spell_a_name_in_both_ways() -> None:
    assert SPELT_OUT != NAME
    scenario = load_text(FILE.format(first=NAME, second=SPELT_OUT, third=SPELT_OUT))
    assert list(scenario.teams) == [NAME, "Run"]
    assert list(scenario.boundaries) == [f"{NAME} -> Run"]
    assert load_text(FILE.format(first='"Bu\\u0308hne"', second=NAME, third=NAME)) == scenario


def test_a_table_and_an_answer_spell_it_as_the_file_does() -> None:
    assert table_of(f"{SPELT_OUT},Run\nx,y\n", "t.csv").header.cells == (NAME, "Run")
    draft = new({"name": "N", "teams": {SPELT_OUT: 3, "Run": 4}, f"{NAME} > Run": "4 told"})
    assert draft.organisation().scenario.boundaries[f"{NAME} -> Run"].owned.value == 0.4


def test_what_is_typed_and_what_python_gives_name_the_same_place(tmp_path: Path) -> None:
    path = tmp_path / "spelt.yaml"
    path.write_text(FILE.format(first=NAME, second=NAME, third=NAME), encoding="utf-8")
    found = what_if(load(path), people=[f"{SPELT_OUT}+1"], replications=2, worlds=0)
    (plan,) = found.plans()
    assert NAME in plan
    words = ["run", str(path), "--plan", SPELT_OUT, "-n", "1", "--quiet"]
    refused = CliRunner().invoke(main, words)
    assert refused.exit_code == 2
    assert repr(NAME) in refused.output


@pytest.mark.parametrize("value", [SPELT_OUT, [SPELT_OUT], ((SPELT_OUT, "x"),), 3, None])
def test_texts_are_composed_at_any_depth_and_nothing_else_is_touched(value: object) -> None:
    assert repr(composed(value)) == repr(value).replace(SPELT_OUT, NAME)
