"""Every command of README and docs, run as it is shown, says what the page says it says."""

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from simulator.cli.main import main
from simulator.questions.registry import QUESTIONS, SCENARIO
from tests.readme.console import Step, as_shown, blocks

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = blocks((ROOT / "README.md").read_text("utf-8"))
PAGES = {page.name: blocks(page.read_text("utf-8")) for page in sorted(ROOT.glob("docs/*.md"))}
STATUS = "echo $?"


def walk(steps: tuple[Step, ...], folder: Path) -> list[str]:
    """
    What went otherwise than shown when these steps were followed in this folder.

    Commands of `edgewise` run as they stand and must end well, unless the page asks for the exit
    status straight after; `echo $?` says the status of the command before. Other commands (clone,
    make) are not run here and may therefore show no output.
    """
    complaints = []
    status = 0
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        if step.command == STATUS:
            said = f"{status}\n"
        elif step.command.split()[0] == "edgewise":
            status, said = _run(step.command, folder)
            if status and not (following and following.command == STATUS):
                complaints.append(f"line {step.line}: {step.command}: exit {status}\n{said}")
        else:
            said = ""
        if not as_shown(step.shown, said):
            difference = difflib.unified_diff(
                step.shown, said.splitlines(), "shown", "said", lineterm=""
            )
            complaints.append("\n".join((f"line {step.line}: {step.command}", *difference)))
    return complaints


def _run(command: str, folder: Path) -> tuple[int, str]:
    """The exit status of a command and what it printed, messages where they came."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": programs, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with what a reader of the README has at hand."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    return tmp_path


def test_the_readme_shows_commands() -> None:
    commands = [step.command for steps in BLOCKS for step in steps]
    assert any(command.startswith("edgewise ") for command in commands)


@pytest.mark.parametrize("steps", [pytest.param(s, id=f"line-{s[0].line}") for s in BLOCKS])
def test_a_block_of_the_readme_does_what_it_shows(steps: tuple[Step, ...], copy: Path) -> None:
    complaints = walk(steps, copy)
    assert not complaints, "\n\n".join(complaints)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, found in PAGES.items() if found])
def test_a_page_followed_from_its_top_does_what_it_shows(name: str, copy: Path) -> None:
    complaints = walk(tuple(step for steps in PAGES[name] for step in steps), copy)
    assert not complaints, "\n\n".join(complaints)


def test_every_command_of_a_page_is_one_with_these_options() -> None:
    context = click.Context(main)
    for steps in (*BLOCKS, *(steps for found in PAGES.values() for steps in found)):
        for step in steps:
            program, *words = shlex.split(step.command)
            if program == "edgewise" and not words[0].startswith("-"):
                command = main.get_command(context, words[0])
                assert command is not None, step
                known = {name for each in command.params for name in (*each.opts, "--help")}
                asked = {word for word in words[1:] if re.match("--?[a-z]", word)}
                assert asked <= known, step


def test_every_question_is_shown_at_work() -> None:
    shown = {step.command for found in PAGES.values() for steps in found for step in steps}
    for question in QUESTIONS:
        name = f"edgewise {question.command.split()[0]} "
        assert question.about != SCENARIO or any(each.startswith(name) for each in shown), name


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150


def test_the_walk_sees_other_output_bad_ends_and_output_of_what_is_not_run(copy: Path) -> None:
    def step(command: str, *shown: str) -> Step:
        return Step(line=1, command=command, shown=shown)

    assert walk((step("edgewise --help", "nothing of the kind"),), copy)
    assert walk((step("edgewise no-such-command", "..."),), copy)
    assert walk((step("edgewise no-such-command", "..."), step(STATUS, "0")), copy)
    assert walk((step("make demo", "a verdict"),), copy)
    assert not walk((step("edgewise no-such-command", "..."), step(STATUS, "2")), copy)
    assert not walk(
        (step("git clone x"), step("edgewise --help", "Usage: edgewise ...", "...")), copy
    )
