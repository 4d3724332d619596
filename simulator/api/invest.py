"""Where the next person-day averts most, from Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.analysis.spending.invest import BUDGET, OUTCOME, WORLDS
from simulator.analysis.spending.invest import Investment as Found
from simulator.analysis.spending.invest import invest as ranked
from simulator.api.notebook import paragraphs
from simulator.api.notebook import shown as tables_of
from simulator.api.organisation import Organisation
from simulator.api.questions import Source, load
from simulator.experiments.runner import Runner
from simulator.report.questions.invest import shown

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Investment", "invest"]


@dataclass(frozen=True, kw_only=True)
class Investment:
    """Places ranked by what a person-day averts there: what `edgewise invest` prints."""

    found: Found

    @property
    def headline(self) -> str:
        """Where the next person-day averts most, in a sentence."""
        return shown(self.found).headline

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

    def _kept(self, name: str) -> DataFrame:
        import pandas as pd

        return pd.DataFrame(shown(self.found).frames.get(name, []))

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise invest --format json` prints, as plain values."""
        return self.found.as_json()

    def __repr__(self) -> str:
        first = self.found.ranking[0]
        return f"Investment({first.lever!r}, {first.place!r}, seed={self.found.seed})"

    def _repr_html_(self) -> str:
        answer = shown(self.found)
        return (
            paragraphs(answer.headline, *answer.lines, title=answer.question)
            + tables_of(answer.tables)
            + paragraphs(answer.footer)
        )


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
    organisation = source if isinstance(source, Organisation) else load(source)
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
