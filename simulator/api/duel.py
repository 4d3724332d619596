"""The best use of a budget inside teams against the best between, from Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.api.answered import Answered
from simulator.api.source import Source, organisation_of
from simulator.experiments.runner import Runner
from simulator.measures.outcomes import HEADLINE
from simulator.methods.allocation.duel import WORLDS
from simulator.methods.allocation.duel import Duel as Found
from simulator.methods.allocation.duel import duel as met
from simulator.methods.allocation.invest import BUDGET
from simulator.present.document import Document
from simulator.questions.duel.words import shown

if TYPE_CHECKING:
    from pandas import DataFrame

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

    def _shown(self) -> Document:
        return shown(self.found)


def duel(
    source: Source,
    *,
    budget: float = BUDGET,
    outcome: str = HEADLINE,
    replications: int = 100,
    worlds: int = WORLDS,
    seed: int = 1,
    engine: str = "auto",
) -> Duel:
    """Return the best use of `budget` [person-days a year] inside teams against that between.

    Refuses a negative budget, an outcome or an engine that does not exist, a file without a lever
    on either side, and no replications (ValueError).
    """
    organisation = organisation_of(source)
    if replications < 1:
        raise ValueError(f"found {replications} replications; allowed: 1 or more")
    return Duel(
        found=met(
            organisation.scenario,
            Runner(seed=seed, engine=engine, jobs=None),
            budget=budget,
            outcome=outcome,
            replications=replications,
            worlds=worlds,
        )
    )
