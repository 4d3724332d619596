"""Where reviewed failures started, from Python."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from simulator.api.answered import Answered
from simulator.api.source import Source, organisation_of
from simulator.experiments.runner import Runner
from simulator.files.marks import marks
from simulator.methods.reviews import Beside, beside
from simulator.methods.reviews import Tally as Found
from simulator.methods.reviews import tally as counted
from simulator.methods.turns.breakeven import boundary_share_turn
from simulator.present.document import Document
from simulator.questions.tally.words import shown

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Tally", "tally"]


@dataclass(frozen=True, kw_only=True)
class Tally(Answered):
    """The shares of a review and how far its raters agree: what `edgewise tally` prints."""

    found: Found
    beside: Beside | None

    @property
    def paste(self) -> str:
        """The counts as a line for a scenario's `observed:`."""
        return self.found.paste

    @property
    def verdict(self) -> str:
        """The plan that the review speaks for, or `not settled`; refused without a scenario."""
        if self.beside is None:
            raise ValueError("no scenario was named: tally(file, scenario=...)")
        return self.beside.verdict

    def frame(self) -> DataFrame:
        """Return one row a side: count, best, low, high (95 %, of those told), n, least, most.

        `least` and `most` are the shares with every open failure elsewhere, or here.
        """
        import pandas as pd

        return pd.DataFrame(shown(self.found).frames["shares"]).set_index("side")

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise tally --format json` prints, as plain values."""
        beside_ = None if self.beside is None else self.beside.as_json()
        return {**self.found.as_json(), "beside": beside_}

    def __repr__(self) -> str:
        return f"Tally({self.found.paste!r})"

    def _shown(self) -> Document:
        return shown(self.found, self.beside)


def tally(
    file: str | PathLike[str],
    scenario: Source | None = None,
    *,
    replications: int = 50,
    seed: int = 1,
    engine: str = "auto",
) -> Tally:
    """Return what the marked post-mortems of a CSV file amount to.

    With a `scenario` they stand beside the boundary share at which its answer turns. Refuses a file
    that cannot be understood, with every problem (ValueError), and what `breakeven` refuses.
    """
    found = counted(marks(file), str(file))
    if scenario is None:
        return Tally(found=found, beside=None)
    whole = organisation_of(scenario).scenario
    run = Runner(seed=seed, engine=engine, jobs=None)
    turn = boundary_share_turn(whole, run, replications=range(replications))
    return Tally(found=found, beside=beside(found, whole.name, turn.share))
