"""What is wrong in a file, told so that it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["CellsError", "Problem", "ScenarioError"]

MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake of a file.

    Parameters
    ----------
    file, line
        Where; lines count from 1.
    key
        The key path, ``file`` for the whole file.
    found, allowed, hint
        What stands there, what may stand there, and the nearest known key.
    """

    file: str
    line: int
    key: str
    found: str
    allowed: str
    hint: str | None = None

    def __str__(self) -> str:
        """The problem in one line."""
        hint = "" if self.hint is None else f"; did you mean {self.hint}?"
        place = f"{self.file}:{self.line}: {self.key}"
        return f"{place}: found {self.found}; allowed {self.allowed}{hint}"


class ScenarioError(ValueError):
    """A file that is no scenario, with every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Problem, ...]]]:
        """The parts to build it from again in another process."""
        return type(self), (self.problems,)


class CellsError(ValueError):
    """A table that cannot be used: a line for each problem, `file:line: what was found`."""

    def __init__(self, problems: Iterable[str]) -> None:
        told = list(problems)
        more = [f"... and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
        self.problems = (*told[:MOST_TOLD], *more)
        super().__init__("\n".join(self.problems))
