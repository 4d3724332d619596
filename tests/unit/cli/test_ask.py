"""A new question is a folder and a line: its command is made from its function."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import click
import pytest
from click.testing import CliRunner, Result

from simulator.cli.ask import command_of
from simulator.cli.main import Sections
from simulator.present.document import Document
from simulator.questions.answered import Answered
from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    Option,
    PlanName,
    Replications,
    Seed,
    question,
)
from simulator.questions.organisation import Source, organisation_of
from simulator.questions.registry import Question


@dataclass(frozen=True)
class Found:
    """What was asked."""

    seed: int
    replications: int
    teams: tuple[str, ...]
    plan: str
    of: tuple[str, str] | None
    both: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True, kw_only=True)
class Census(Answered):
    found: Found

    def document(self) -> Document:
        return Document(name="Census", question="Who?", headline=", ".join(self.found.teams) + ".")


def pair(text: str) -> tuple[str, str]:
    first, comma, second = text.partition(",")
    if not comma:
        raise ValueError(f"found {text!r}; allowed: two names such as A,B")
    return first, second


@question
def census(
    source: Source,
    plan: PlanName = "today",
    *,
    of: Annotated[
        tuple[str, str] | None, Option(help="Only these.", word="A,B", read=pair, kept=False)
    ] = None,
    both: Annotated[tuple[str, ...], Option(help="Two of them.", several=2, word="A B")] = (),
    least: Annotated[float, Option(help="People at least.")] = 0.5,
    replications: Replications = 7,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Census:
    """Count the teams of FILE.

    All of them, each once.

    Raises
    ------
    ValueError
        For none.

    Examples
    --------
    edgewise census typical-company
    edgewise census typical-company --least 2
    """
    scenario = organisation_of(source).scenario
    assert means.runner(seed, engine).seed == seed
    with means.progress("counting", len(scenario.teams)) as step:
        step(len(scenario.teams))
    teams = tuple(name for name, team in scenario.teams.items() if team.people.value >= least)
    if not teams:
        raise ValueError(f"no team has {least:g} people")
    return Census(
        found=Found(seed=seed, replications=replications, teams=teams, plan=plan, of=of, both=both)
    )


COMPANY = """\
version: 1
external: none
name: Two teams
horizon: 80 days
work:
  - {kind: change, arrivals: 1 per week, facts: 6, route: [A, B]}
teams: {A: {people: 4}, B: {people: 2}}
defaults: {boundary: {}}
boundaries: []
arms:
  - {name: cores, spend: {core: 30 person-days}}
"""
LINE = Question("census", "census", "Census", "census", "Answer", "Count the teams.")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    module = ModuleType("simulator.questions.census.answer")
    module.__dict__.update(census=census, Census=Census)
    monkeypatch.setitem(sys.modules, "simulator.questions.census", ModuleType("census"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    # only what edgewise itself raises is a refusal
    monkeypatch.setitem(globals(), "__name__", module.__name__)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "company.yaml").write_text(COMPANY)
    return tmp_path


class Only(Sections):
    """A group of one command, whose refusals end as all do."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, whatever it is called."""
        return command_of(LINE)


def asked(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(Only(), ["line", *words, "--engine", "reference"])
    assert result.exit_code == code, result.output
    return result


def test_help_is_the_docstring_with_its_examples_and_every_option() -> None:
    text = asked("--help").stdout
    assert "Count the teams of FILE." in text
    assert "All of them, each once." in text
    assert "Example:  edgewise census typical-company\n" in text
    assert "            edgewise census typical-company --least 2\n" in text
    assert "Raises" not in text
    for option in ("--plan", "--least", "--of A,B", "--seed", "-n", "--format", "--out", "--quiet",
                   "--engine", "--executor", "--jobs"):  # fmt: skip
        assert option in text
    assert "[default: 7;" in text


def test_the_answer_is_printed_and_kept_with_the_command_that_asks_it_again(folder: Path) -> None:
    result = asked("company.yaml", "--seed", "3", "--least", "3", "--of", "A,B", "--format", "json")
    printed = json.loads(result.stdout)
    assert printed == {"seed": 3, "replications": 7, "teams": ["A"], "plan": "today",
                       "of": ["A", "B"], "both": []}  # fmt: skip
    (kept,) = (folder / "results").iterdir()
    assert kept.name.startswith("company-census-")
    assert json.loads((kept / "manifest.json").read_text())["command"] == (
        "edgewise census company.yaml -n 7 --least 3.0 --seed 3 --engine reference"
    )
    asked("company.yaml", "--seed", "3", "--least", "3")
    assert [path.name for path in (folder / "results").iterdir()] == [kept.name]
    asked("company.yaml", "--seed", "3", "--plan", "cores", "--both", "A", "the other")
    (other,) = set((folder / "results").iterdir()) - {kept}
    assert json.loads((other / "manifest.json").read_text())["command"] == (
        "edgewise census company.yaml -n 7 --plan cores --both A 'the other' --least 0.5 "
        "--seed 3 --engine reference"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--least", "9"), "no team has 9 people\n"),
        (("--plan", "x"), "--plan: found 'x'; allowed: today, cores\n"),
        (("--of", "A"), "--of: found 'A'; allowed: two names such as A,B\n"),
        (("--least", "nan"), "least: found nan; allowed: a number\n"),
    ],
)
def test_what_it_refuses_is_one_line_and_leaves_nothing(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    assert asked("company.yaml", *words, code=2).stderr == said
    assert not (folder / "results").exists()
