"""A question is declared once: registry, command, Python and the pages that list them agree."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from simulator import api
from simulator.cli.main import SECTIONS, main
from simulator.questions.asking import Parameter, parameters
from simulator.questions.registry import QUESTIONS, SCENARIO, Question

ROOT = Path(__file__).resolve().parents[3]
BY_COMMAND = pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.command)


def command_of(question: Question) -> click.Command:
    """The command as `edgewise` finds it."""
    name = question.command.split()[0]
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def options_of(question: Question) -> dict[str, click.Option]:
    options = command_of(question).params
    return {str(each.name): each for each in options if isinstance(each, click.Option)}


def typed(question: Question) -> Iterator[tuple[Parameter, click.Option]]:
    options = options_of(question)
    for name, parameter in parameters(question.ask).items():
        assert name in options, f"{question.command} has no option for {name}"
        yield parameter, options[name]


@BY_COMMAND
def test_every_default_from_python_is_the_commands(question: Question) -> None:
    name, *asked_of = question.command.split()
    asked_of = asked_of or (["FILE"] if question.command != "validate" else [])
    values = command_of(question).make_context(name, asked_of).params
    for parameter, _ in typed(question):
        value = values[parameter.name]
        assert value == parameter.default or not (value or parameter.default), parameter.name


@BY_COMMAND
def test_every_bound_and_every_sentence_is_the_commands(question: Question) -> None:
    for parameter, option in typed(question):
        assert option.help == parameter.option.help
        bounds = (parameter.option.low, parameter.option.high)
        if bounds != (None, None):
            assert isinstance(option.type, click.IntRange)
            assert (option.type.min, option.type.max) == bounds
        if parameter.option.choices:
            assert isinstance(option.type, click.Choice)
            assert tuple(option.type.choices) == parameter.option.choices


@BY_COMMAND
def test_every_question_takes_what_all_take(question: Question) -> None:
    assert {"form", "quiet"} <= set(options_of(question))
    if question.about != SCENARIO:
        return
    assert {"seed", "engine"} <= set(options_of(question))
    assert "-n" in {name for option in options_of(question).values() for name in option.opts}


@BY_COMMAND
def test_help_is_what_the_function_says_with_its_examples(question: Question) -> None:
    text = " ".join((command_of(question).help or "").split())
    said = question.ask.__doc__ or ""
    if " " not in question.command:
        first = said.split("\n\n")[0]
        assert text.startswith(" ".join(first.split()))
    examples = said.split("-" * len("Examples"))[-1].strip().splitlines()
    assert examples
    for example in examples:
        assert example.strip().startswith(f"edgewise {question.command.split()[0]}")
        if " " not in question.command:
            assert " ".join(example.split()) in text


def test_the_help_page_lists_every_question_under_its_heading() -> None:
    for question in QUESTIONS:
        if " " not in question.command:
            assert SECTIONS[question.section][question.command] == question.line


def test_python_has_the_function_and_the_result_of_every_question() -> None:
    asked = {name for each in QUESTIONS for name in (each.function, each.answer)}
    assert set(api.__all__) == {"Organisation", "load", *asked}
    assert dir(api) == api.__all__
    for question in QUESTIONS:
        assert getattr(api, question.function) is question.ask
        assert getattr(api, question.answer).__name__ == question.answer
    with pytest.raises(AttributeError, match="no attribute 'joy'"):
        _ = api.joy


def test_what_types_are_checked_by_is_what_runs() -> None:
    """The names under TYPE_CHECKING are those of the registry, from the same modules."""
    text = (ROOT / "simulator" / "api" / "__init__.py").read_text("utf-8")
    lines = re.findall(r"from simulator\.questions\.(\w+)\.answer import (\w+) as \2", text)
    expected = {(each.folder, name) for each in QUESTIONS for name in (each.function, each.answer)}
    assert set(lines) == expected


def test_the_pages_list_every_question() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    rows = set(
        re.findall(r"^\| `(\w+)\(.*?\)` \| `(\w+)` \| `edgewise ([^`]+)` \|$", page, re.MULTILINE)
    )
    assert rows == {(each.function, each.answer, each.command) for each in QUESTIONS}
    for question in QUESTIONS:
        assert f"edgewise {question.command.split()[0]}" in readme, question.command


HEAVY = ("numba", "pandas", "matplotlib", "scipy", "pyarrow", "pydantic")


@pytest.mark.parametrize(
    "what",
    [
        "import simulator.api",
        "from simulator.api import *",
        "CliRunner().invoke(main, ['--help'])",
        "CliRunner().invoke(main, ['account', '--help'])",
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(what: str) -> None:
    if "main" in what:
        what = f"from click.testing import CliRunner\nfrom simulator.cli.main import main\n{what}"
    code = f"{what}\nimport sys\nprint([name for name in {HEAVY} if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"
