"""A before-and-after study as a small file: what was counted, how far a practice was followed."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from simulator.files.compose import UnreadableError, compose
from simulator.files.problem import Problem, ScenarioError
from simulator.files.source import text_of
from simulator.model.frozen import Frozen
from simulator.scenario.shape import nearest
from simulator.scenario.tree import Path as KeyPath
from simulator.scenario.tree import quoted, shown

__all__ = ["Counts", "Followed", "Guess", "Study", "shipped_studies", "study_of"]


class Counts(Frozen):
    """Events, and of how many units; `events` is None where they are not seen yet."""

    events: Annotated[int, Field(ge=0)] | None = None
    of: Annotated[int, Field(gt=0)]


class Guess(Frozen):
    """A probability with its plausible range, and where it comes from."""

    value: Annotated[float, Field(ge=0.0, le=1.0)]
    low: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    high: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    because: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        low, high = self.ends
        if not low <= self.value <= high:
            raise ValueError("low, value and high are in this order")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The range; the value twice without one."""
        return (
            self.value if self.low is None else self.low,
            self.value if self.high is None else self.high,
        )


def _plain(value: object) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return {"value": float(value)} if number else value  # type: ignore[arg-type]  # one of two


Probability = Annotated[Guess, BeforeValidator(_plain)]


class Followed(Frozen):
    """How often a handover followed the practice before the programme, and after it."""

    before: Probability
    after: Probability


class Study(Frozen):
    """A study of a programme at handovers, before and after.

    Parameters
    ----------
    study, source
        What it is called, and where it was published, cited as ``[slug]``.
    counts, per
        What is counted, and in what units: medical errors, admissions.
    before, after
        How many of how many; `after` without events, or absent, is not seen yet.
    from_handovers
        Share of the events before that a handover began.
    followed
        How often the practice was followed, as measured.
    left
        Of the errors of a handover without the practice, the share that one with it still makes.
    spread
        Standard deviation between places of the logarithm of what is left.
    """

    study: Annotated[str, Field(min_length=1)]
    source: str = ""
    counts: Annotated[str, Field(min_length=1)] = "events"
    per: Annotated[str, Field(min_length=1)] = "units"
    before: Counts
    after: Counts | None = None
    from_handovers: Probability
    followed: Followed
    left: Probability
    spread: Annotated[float, Field(ge=0.0, le=2.0)] = 0.2

    @model_validator(mode="after")
    def _seen(self) -> Self:
        if not self.before.events:
            raise ValueError("before needs events, at least 1")
        if self.from_handovers.ends[0] <= 0.0:
            raise ValueError("from_handovers is above 0")
        return self


@cache
def shipped_studies() -> Mapping[str, Path]:
    """The paths of the studies that travel with the package by name, in name order."""
    folder = Path(str(files("simulator.files"))) / "studies"
    return MappingProxyType({path.stem: path for path in sorted(folder.glob("*.yaml"))})


def study_of(file: str | PathLike[str]) -> Study:
    """The study of a file, or a shipped one by name; ScenarioError with every problem."""
    path = shipped_studies().get(str(file), Path(file))
    name = path.name
    try:
        composed = compose(text_of(path, name))
    except UnreadableError as wrong:
        raise ScenarioError(
            [Problem(name, wrong.line, "file", wrong.found, wrong.allowed)]
        ) from None
    problems = [
        Problem(name, line, shown(fault.path), fault.found, fault.allowed)
        for line, fault in composed.faults
    ]
    try:
        found = Study.model_validate({key: _floats(of) for key, of in composed.tree.items()})
    except ValidationError as wrong:
        problems += [_problem(name, each, composed.lines) for each in wrong.errors()]
    if problems:
        raise ScenarioError(problems)
    return found


def _floats(value: Any) -> Any:
    """Whole numbers where probabilities may stand, as fractions."""
    if isinstance(value, dict):
        return {
            key: float(of) if key in {"value", "low", "high"} and type(of) is int else _floats(of)
            for key, of in value.items()
        }
    return value


def _problem(name: str, wrong: Any, lines: Mapping[KeyPath, tuple[int, int]]) -> Problem:
    path = tuple(wrong["loc"])
    at = path
    while at and at not in lines:
        at = at[:-1]
    line = lines[at][1] if at else 1
    if wrong["type"] == "extra_forbidden":
        known = [*Study.model_fields, *Guess.model_fields, *Counts.model_fields]
        hint = nearest(path[-1], known)
        return Problem(name, line, shown(path), "an unknown key", "the keys of a study", hint)
    missing = wrong["type"] == "missing"
    found = "nothing" if missing else quoted(wrong.get("input"))
    allowed = wrong["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return Problem(name, line, shown(path) or "file", found, "a value" if missing else allowed)
