"""Where the next person-day averts most, from Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.api.answered import Answered
from simulator.api.source import Source, organisation_of
from simulator.experiments.runner import Runner
from simulator.methods.allocation.invest import BUDGET, OUTCOME, WORLDS
from simulator.methods.allocation.invest import Investment as Found
from simulator.methods.allocation.invest import invest as ranked
from simulator.present.document import Document
from simulator.questions.invest.words import shown

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Investment", "invest"]


@dataclass(frozen=True, kw_only=True)
class Investment(Answered):
    """Places ranked by what a person-day averts there: what `edgewise invest` prints."""

    found: Found

    def frame(self) -> DataFrame:
        """Return one row a place: rank, lever, place, side, best, low, high, n, tied_with, decides.

        `best` is averted per person-day; `tied_with` counts the places of the same rank.
        """
        return self._kept("ranking")

    def path(self) -> DataFrame:
        """Return where each portion goes, up to twice the budget, and the planned outcome."""
        return self._kept("path")

    def frontier(self) -> DataFrame:
        """Return what each budget reaches on luck that was not planned with."""
        return self._kept("frontier")

    def unknowns(self) -> DataFrame:
        """Return what knowing each unknown of the file would gain, most first."""
        return self._kept("unknowns")

    def __repr__(self) -> str:
        first = self.found.ranking[0]
        return f"Investment({first.lever!r}, {first.place!r}, seed={self.found.seed})"

    def _shown(self) -> Document:
        return shown(self.found)


def invest(
    source: Source,
    plan: str = "today",
    *,
    budget: float = BUDGET,
    outcome: str = OUTCOME,
    replications: int = 60,
    worlds: int = WORLDS,
    seed: int = 1,
    engine: str = "auto",
) -> Investment:
    """Return levers and places ranked by what the next person-day averts, from `plan` on.

    `budget` is in person-days a year. Refuses a negative budget, a plan, an outcome or an engine
    that does not exist, a file that nothing can be bought in, and no replications (ValueError).
    """
    organisation = organisation_of(source)
    if replications < 1:
        raise ValueError(f"found {replications} replications; allowed: 1 or more")
    return Investment(
        found=ranked(
            organisation.scenario,
            Runner(seed=seed, engine=engine, jobs=None),
            budget=budget,
            arm=plan,
            outcome=outcome,
            replications=replications,
            worlds=worlds,
        )
    )
