"""Where the next person-day averts most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from simulator.questions.answered import Answered
from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    Option,
    Outcome,
    PlanName,
    Replications,
    Seed,
    question,
)
from simulator.questions.budget import budget as budget_option
from simulator.questions.budget import person_days
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.allocation.invest import Investment as Found
    from simulator.present.document import Document

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

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.invest.words import shown

        return shown(self.found)


@question
def invest(
    source: Source,
    plan: PlanName = "today",
    *,
    budget: Annotated[
        float | str, budget_option("What to spend in a year: person-days, people or money.")
    ] = 600.0,
    outcome: Outcome = None,
    replications: Replications = 30,
    worlds: Annotated[
        int,
        Option(
            help="Plausible organisations in which it is asked what to measure first; 0: none.",
            low=0,
            high=10_000,
        ),
    ] = 100,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Investment:
    """Rank levers and places of FILE by what the next person-day averts there, and who decides.

    Places that cannot be told apart share a rank. Then: where the budget goes portion by portion,
    what an optimiser finds, what each budget reaches, and what to measure first.

    Raises
    ------
    ValueError
        For a negative budget, a plan, an outcome or an engine that does not exist, a file that
        nothing can be bought in, and no replications.

    Examples
    --------
    edgewise invest typical-company --budget 600
    edgewise invest typical-company --plan "inside teams first" --outcome cost
    """
    from simulator.methods.allocation.invest import invest as ranked
    from simulator.methods.progress import WHOLE

    scenario = organisation_of(source).scenario
    with means.progress("trying places", WHOLE) as step:
        found = ranked(
            scenario,
            means.runner(seed, engine),
            budget=person_days(scenario, budget),
            plan=plan,
            outcome=outcome,
            replications=replications,
            worlds=worlds,
            progress=step,
        )
    return Investment(found=found)
