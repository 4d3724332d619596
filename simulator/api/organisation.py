"""A scenario as it is used from Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.api.notebook import paragraphs, table
from simulator.present import words
from simulator.scenario.scenario import Scenario

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Organisation"]


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
