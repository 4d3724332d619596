"""Whatever is thrown at whichever door of whichever command: one line, exit 2, no traceback."""

import errno
import importlib
from collections.abc import Callable
from pathlib import Path
from types import FunctionType

import pytest
from click.testing import CliRunner

from simulator.cli.main import main

# the doctor tells what it meets as a finding: tests/unit/cli/test_shell.py
COMMANDS = [
    name
    for name in main.list_commands(None)  # type: ignore[arg-type]
    if name not in {"store", "doctor"}
]
WORDS = {
    "report": ["report", "results"],
    "verify": ["verify", "results"],
    "scenarios": ["scenarios"],
    "parameters": ["parameters", "--format", "json"],
    "schema": ["schema"],
    "new": ["new", "--answers", "answers.yaml"],
    "predict": ["predict", "mueller-2016", "--out", "kept"],
    "tally": ["tally", "marks.csv", "--out", "kept"],
    "import": ["import", "log.csv"],
    "network": ["network", "log.csv"],
    "what-if": ["what-if", "typical-company", "--arrivals", "1.4x"],
}
DOORS = {
    "simulator.files.read": ["load", "load_text"],
    "simulator.files.cells": ["text_of"],
    "simulator.files.interview_answers": ["load"],
    "simulator.files.study": ["study_of"],
    "simulator.files.shipped": ["shipped"],
    "simulator.files.schema": ["schema"],
    "simulator.files.evidence": ["cited"],
    "simulator.experiments.engine": ["prepare"],
    "simulator.present.folder": ["read_manifest"],
    "simulator.logs.raw": ["opened"],
    "simulator.logs.starting_points": ["text_of"],
}


class Odd(Exception):  # noqa: N818
    """Something that no one thought of."""


def _raised_in_a_library() -> Exception:
    try:
        float("one")
    except ValueError as error:
        return error
    raise AssertionError


THROWN: dict[str, tuple[Exception, str]] = {
    "full disk": (
        OSError(errno.ENOSPC, "No space left on device", "there/x"),
        "No space left on device",
    ),
    "no permission": (PermissionError(errno.EACCES, "Permission denied", "x"), "Permission denied"),
    "no memory": (MemoryError(), "not enough memory"),
    "memory cap": (MemoryError("one replication needs more than the cap"), "one replication needs"),
    "missing library": (ModuleNotFoundError("No module named 'pyarrow'"), "'pyarrow'; install"),
    "library": (_raised_in_a_library(), "fault of edgewise"),
    "depth": (RecursionError("maximum recursion depth exceeded"), "fault of edgewise"),
    "type": (TypeError("a\n b"), "fault of edgewise, not yours: TypeError: a b"),
    "key": (KeyError("sums"), "fault of edgewise"),
    "odd": (Odd("x" * 10_000), "fault of edgewise"),
}


def thrown_at_every_door(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def door(*_: object, **__: object) -> object:
        raise error

    modules = {importlib.import_module(module): names for module, names in DOORS.items()}
    for module, names in modules.items():
        for name in names:
            monkeypatch.setattr(module, name, door)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results").mkdir()
    (tmp_path / "log.csv").write_text("case_id,timestamp,team\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("what", THROWN)
@pytest.mark.usefixtures("place")
def test_whatever_is_thrown_reaches_the_user_as_one_line(
    command: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error, said = THROWN[what]
    thrown_at_every_door(error, monkeypatch)
    result = CliRunner().invoke(main, WORDS.get(command, [command, "typical-company"]))
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr
    assert len(result.stderr) < 400


def _refused() -> None:
    raise ValueError("found 3; allowed: 4")


def _wrong() -> None:
    int("three")


@pytest.mark.parametrize(
    ("body", "said"), [(_refused, "found 3; allowed: 4\n"), (_wrong, "fault of edgewise")]
)
def test_a_refusal_is_told_as_it_stands_and_a_fault_as_a_fault(
    body: Callable[[], None], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = FunctionType(body.__code__, {**body.__globals__, "__name__": "simulator.methods.one"})
    monkeypatch.setattr("simulator.files.shipped.shipped", named)
    result = CliRunner().invoke(main, ["scenarios"])
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_traceback_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDGEWISE_TRACEBACK", "1")
    thrown_at_every_door(Odd("here"), monkeypatch)
    result = CliRunner().invoke(main, ["scenarios"])
    assert isinstance(result.exception, Odd)


def test_a_reader_that_left_gets_no_more_words(monkeypatch: pytest.MonkeyPatch) -> None:
    thrown_at_every_door(BrokenPipeError(errno.EPIPE, "Broken pipe"), monkeypatch)
    result = CliRunner().invoke(main, ["scenarios"])
    assert (result.exit_code, result.stderr) == (141, "")
