"""The answers of an interview, kept as a plain file of texts by question."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from simulator.files.compose import UnreadableError, compose
from simulator.files.disk import write
from simulator.files.draft import quoted
from simulator.files.problem import Problem, ScenarioError
from simulator.files.source import text_of
from simulator.scenario.tree import quoted as found_words

__all__ = ["keep", "load"]

HEAD: Final = "# Answers of edgewise new, one a question: change any here, or run it again."


def load(path: Path) -> dict[str, str]:
    """The answers of a file by question; ScenarioError where it is none, OSError as it comes."""
    name = str(path)
    try:
        composed = compose(text_of(path, name))
    except UnreadableError as error:
        raise ScenarioError(
            [Problem(name, error.line, "file", error.found, error.allowed)]
        ) from None
    problems = [
        Problem(name, line, ".".join(map(str, fault.path)) or "file", fault.found, fault.allowed)
        for line, fault in composed.faults
    ]
    answers = {}
    for key, value in composed.tree.items():
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            line = composed.lines.get((key,), (1, 1))[0]
            problems.append(Problem(name, line, key, found_words(value), "a text"))
        else:
            answers[key] = value if isinstance(value, str) else f"{value:.15g}"
    if problems:
        raise ScenarioError(problems)
    return answers


def keep(answers: Mapping[str, str], path: Path) -> None:
    """Write the answers so that the file is never there in part."""
    lines = [HEAD]
    for key, text in answers.items():
        if "\n" in text:
            lines.append(f"{quoted(key)}: |-")
            lines += [f"  {line}" for line in text.splitlines()]
        else:
            lines.append(f"{quoted(key)}: {quoted(text)}")
    write(path, ("\n".join(lines) + "\n").encode())
