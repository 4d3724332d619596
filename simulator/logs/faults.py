"""What is wrong with a log: told in lines, never in a traceback."""

from collections.abc import Iterable

from simulator.scenario.tree import quoted

__all__ = ["LogError", "fault", "listed"]

_MOST = 20


class LogError(ValueError):
    """A log that cannot be used: a line for each problem, `file: what was found; what to do`."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def fault(place: str, found: str, allowed: str) -> LogError:
    """Return the refusal of one thing: where, what was found, what is allowed."""
    return LogError([f"{place}: found {found}; allowed {allowed}"])


def listed(words: Iterable[object]) -> str:
    """Return words as a list to read, each in quotes and the first twenty only."""
    told = [quoted(word) for word in words]
    more = [f"and {len(told) - _MOST} more"] if len(told) > _MOST else []
    return ", ".join((*told[:_MOST], *more))
