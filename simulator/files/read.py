"""Reading scenario files: a scenario, or every problem of the file at once."""

from os import PathLike
from pathlib import Path

from simulator.files.problem import Problem, ScenarioError
from simulator.files.source import Source, decoded, source, text_of
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError

__all__ = ["Problem", "ScenarioError", "load", "load_text"]


def load(path: str | PathLike[str]) -> Scenario:
    """The scenario of a file; ScenarioError with every problem, in the order of lines.

    OSError when the file itself cannot be opened.
    """
    place = Path(path)
    name = str(path)
    return _scenario(source(text_of(place, name), name, place))


def load_text(text: str, name: str = "scenario.yaml", place: Path | None = None) -> Scenario:
    """The scenario of a text, as if it stood in the file `place`.

    Without a place it may extend shipped scenarios only. ScenarioError with every problem, in the
    order of lines.
    """
    content = text.encode("utf-8", "surrogatepass")
    return _scenario(source(decoded(content, name), name, place))


def _scenario(read: Source) -> Scenario:
    problems = list(read.problems)
    try:
        scenario = Scenario.from_tree(read.tree)
    except TreeError as error:
        problems += [read.problem(fault) for fault in error.faults if read.tells(fault)]
    else:
        if not problems:
            return scenario
    order = {name: index for index, name in enumerate(read.order)}
    told = dict.fromkeys(problems)
    raise ScenarioError(sorted(told, key=lambda problem: (order[problem.file], problem.line)))
