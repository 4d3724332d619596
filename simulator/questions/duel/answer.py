"""The best use of a budget inside teams against the best between."""

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
    Replications,
    Seed,
    question,
)
from simulator.questions.budget import budget as budget_option
from simulator.questions.budget import person_days
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.allocation.duel import Duel as Found
    from simulator.present.document import Document

__all__ = ["Duel", "duel"]


@dataclass(frozen=True, kw_only=True)
class Duel(Answered):
    """The same money inside and between, each spent as well as it can be: `edgewise duel`."""

    found: Found

    @property
    def verdict(self) -> str:
        """`inside teams`, `between teams`, or `no clear difference`."""
        return self.found.verdict

    def frame(self) -> DataFrame:
        """Return one row a plan: kind, person_days, value, less_today, low, high, n."""
        return self._kept("plans").set_index("plan")

    def bought(self) -> DataFrame:
        """Return what each plan buys, a row a lever and place [person-days a year]."""
        return self._kept("bought")

    def curves(self) -> DataFrame:
        """Return what each side averts at budgets along its path."""
        return self._kept("curves")

    def years(self) -> DataFrame:
        """Return what each side averts in years 1 to 3 after the spending begins."""
        return self._kept("years")

    def __repr__(self) -> str:
        return f"Duel(verdict={self.verdict!r}, budget={self.found.budget:g})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.duel.words import shown

        return shown(self.found)


@question
def duel(
    source: Source,
    *,
    budget: Annotated[
        float | str,
        budget_option("What either side spends in a year: person-days, people or money."),
    ] = 600.0,
    outcome: Outcome = None,
    replications: Replications = 50,
    worlds: Annotated[
        int,
        Option(
            help="Plausible organisations drawn over the file's ranges; 0: none.",
            low=0,
            high=10_000,
        ),
    ] = 100,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Duel:
    """Hold the best use of a budget inside teams against the best between them.

    Both are found in the same way and judged on luck they were not made with, beside the even
    spread, recovery, other structures and nothing. Then: up to which budget each pays, years 1
    to 3, and what it does when the teams pay with their own time.

    Raises
    ------
    ValueError
        For a negative budget, an outcome or an engine that does not exist, a file without a lever
        on either side, and no replications.

    Examples
    --------
    edgewise duel typical-company --budget 600
    """
    from simulator.methods.allocation.duel import duel as met
    from simulator.methods.progress import WHOLE

    scenario = organisation_of(source).scenario
    with means.progress("planning and judging", WHOLE) as step:
        found = met(
            scenario,
            means.runner(seed, engine),
            budget=person_days(scenario, budget),
            outcome=outcome,
            replications=replications,
            worlds=worlds,
            progress=step,
        )
    return Duel(found=found)
