"""Console blocks of a Markdown page: the commands shown, and the output shown under each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PROMPT = "$ "
ANYTHING = "..."


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One command of a page, where it stands, and the lines shown under it."""

    line: int
    command: str
    shown: tuple[str, ...]


def blocks(page: str) -> list[tuple[Step, ...]]:
    """Every ```console block of a page as its steps; a block without a command is refused."""
    found = []
    opened = 0
    lines: list[str] = []
    for number, line in enumerate(page.splitlines(), 1):
        if not opened and line.strip() == "```console":
            opened, lines = number, []
        elif opened and line.strip() == "```":
            found.append(_steps(opened, lines))
            opened = 0
        elif opened:
            lines.append(line.rstrip())
    if opened:
        raise ValueError(f"line {opened}: this console block has no end")
    return found


def as_shown(shown: tuple[str, ...], said: str) -> bool:
    """
    Whether a command said what the page shows.

    A line of three dots stands for any lines, also none; three dots within a line for any
    characters. Spaces at the ends of lines and empty lines at the end do not count.
    """
    lines = [line.rstrip() for line in said.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    text = "".join(f"{line}\n" for line in lines)
    return re.fullmatch("".join(map(_pattern, _trimmed(shown))), text) is not None


def _steps(opened: int, lines: list[str]) -> tuple[Step, ...]:
    """The steps of one block, whose fence stands at line `opened`."""
    steps: list[Step] = []
    waiting = iter(enumerate(lines, opened + 1))
    for number, line in waiting:
        if line.startswith(PROMPT):
            command = line.removeprefix(PROMPT)
            while command.endswith("\\"):
                command = command[:-1] + next(waiting)[1].removeprefix("> ").lstrip()
            steps.append(Step(line=number, command=command, shown=()))
        elif not steps:
            raise ValueError(f"line {number}: output without a command above it")
        else:
            last = steps.pop()
            steps.append(Step(line=last.line, command=last.command, shown=(*last.shown, line)))
    if not steps:
        raise ValueError(f"line {opened}: this console block shows no command")
    return tuple(steps)


def _trimmed(shown: tuple[str, ...]) -> Iterator[str]:
    """The lines shown without the empty ones at the end."""
    end = len(shown)
    while end and not shown[end - 1].strip():
        end -= 1
    return iter(shown[:end])


def _pattern(line: str) -> str:
    """The expression that one shown line stands for."""
    if line.strip() == ANYTHING:
        return r"(?:.*\n)*?"
    return ".*?".join(re.escape(part) for part in line.rstrip().split(ANYTHING)) + r"\n"
