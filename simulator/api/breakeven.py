"""Under which conditions the answer turns around, from Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.api.answered import Answered
from simulator.api.source import Source, organisation_of
from simulator.experiments.runner import Runner
from simulator.methods.turns.breakeven import OUTCOME, Turning
from simulator.methods.turns.breakeven import Breakeven as Found
from simulator.methods.turns.breakeven import breakeven as turning_points
from simulator.present.document import Document
from simulator.questions.breakeven.words import shown

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Breakeven", "breakeven"]


@dataclass(frozen=True, kw_only=True)
class Breakeven(Answered):
    """Where the answer between two plans turns around: what `edgewise breakeven` prints."""

    found: Found

    def factor(self, what: str) -> Turning:
        """Return one of the factors, such as `boundary_share`; KeyError for another."""
        return self.found.factor(what)

    def frame(self) -> DataFrame:
        """Return one row a factor: factor, low, high, verdict, today, below, above, better.

        `below` and `above` name the plan that is better on either side of the turn.
        """
        import pandas as pd

        rows = [each.as_json() for each in self.found.factors]
        frame = pd.DataFrame(rows).set_index("what")
        return frame.drop(columns=["searched", "crossings"])

    def __repr__(self) -> str:
        found = self.found
        return f"Breakeven({', '.join(map(repr, found.arms))}, seed={found.seed})"

    def _shown(self) -> Document:
        return shown(self.found)


def breakeven(
    source: Source,
    arms: Sequence[str] = (),
    *,
    replications: int = 50,
    seed: int = 1,
    outcome: str = OUTCOME,
    engine: str = "auto",
) -> Breakeven:
    """Return where the answer between two plans turns around (default: the file's first two).

    Refuses anything but two different plans that exist, an outcome of which less is not better, an
    engine that does not exist, and no replications (ValueError).
    """
    organisation = organisation_of(source)
    return Breakeven(
        found=turning_points(
            organisation.scenario,
            Runner(seed=seed, engine=engine, jobs=None),
            arms=arms,
            replications=range(replications),
            outcome=outcome,
        )
    )
