"""What a question may be asked of: a file, a shipped scenario's name, a loaded organisation."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.questions.notebook import paragraphs, table

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.scenario.scenario import Scenario

__all__ = ["Organisation", "Source", "load", "organisation_of"]


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """One scenario: teams, the boundaries between them, work, levers and plans.

    `file` is where it was read; `scenario` holds every value, defaults filled in, times in working
    days.
    """

    file: str
    scenario: Scenario

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def question(self) -> str | None:
        """The question it asks."""
        return self.scenario.question

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans that can be compared: `today`, then those of the file."""
        return ("today", *self.scenario.arms)

    @property
    def levers(self) -> tuple[str, ...]:
        """What can be bought."""
        return tuple(self.scenario.levers)

    def frame(self) -> DataFrame:
        """Return every parameter with where it holds, its value, range, status and reason."""
        from simulator.present.assumptions import assumptions

        return assumptions(self.scenario)

    def __repr__(self) -> str:
        return f"Organisation({self.name!r}, plans={list(self.plans)})"

    def _repr_html_(self) -> str:
        from simulator.present import words

        teams = [
            (name, f"{team.people.value:g}", team.makes)
            for name, team in self.scenario.teams.items()
        ]
        handovers = [
            (words.place(name), boundary.carries, boundary.owner)
            for name, boundary in self.scenario.boundaries.items()
        ]
        plans = f"Plans: {', '.join(self.plans)}. Levers: {', '.join(self.levers) or 'none'}."
        return (
            paragraphs(self.question or "", plans, title=self.name)
            + table("Teams", ("team", "people", "makes"), teams)
            + table("Handovers", ("handover", "carries", "owner"), handovers)
        )


Source = str | PathLike[str] | Organisation
"""A scenario file, the name of a shipped scenario, or what `load` returned."""


def load(file: str | PathLike[str]) -> Organisation:
    """Return the organisation of a scenario file, or of a shipped scenario's name.

    ScenarioError (a ValueError) with every problem of the file at once, OSError where it cannot be
    opened.
    """
    from simulator.files.read import load as read
    from simulator.files.shipped import shipped

    known, path = shipped(), Path(file)
    if not path.exists() and str(file) in known:
        path = known[str(file)]
    return Organisation(file=str(file), scenario=read(path))


def organisation_of(source: Source) -> Organisation:
    """Return the organisation that a source names, or the source itself where it is one.

    Refuses what `load` refuses.
    """
    return source if isinstance(source, Organisation) else load(source)
