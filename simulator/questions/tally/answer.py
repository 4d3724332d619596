"""Where reviewed failures started."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Annotated, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Engine, Means, Option, Replications, Seed, question
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.reviews import Beside
    from simulator.methods.reviews import Tally as Found
    from simulator.present.document import Document

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

        return pd.DataFrame(self.document().frames["shares"]).set_index("side")

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise tally --format json` prints, as plain values."""
        values: dict[str, Any] = plain({**self.found.as_json(), "beside": self.beside})
        return values

    def __repr__(self) -> str:
        return f"Tally({self.found.paste!r})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.tally.words import shown

        return shown(self.found, self.beside)


@question
def tally(
    file: str | PathLike[str],
    scenario: Annotated[
        Source | None,
        Option(help="Put the share beside the break-even of this scenario.", word="FILE"),
    ] = None,
    *,
    replications: Replications = 30,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Tally:
    """Count where reviewed failures started: inside, between, neither, or cannot tell.

    FILE.csv (or XLSX) has a row a post-mortem and the columns failure, rater 1, mechanism 1, rater
    2, mechanism 2, note; only rater 1 is needed. --sheet writes an empty one and what to ask. Two
    examples come with edgewise: 158 public incident reports, coded-strictly and coded-loosely.

    Raises
    ------
    ValueError
        For a file that cannot be understood, with every problem, and what `breakeven` refuses.

    Examples
    --------
    edgewise tally --sheet
    edgewise tally coded-strictly
    edgewise tally post-mortems.csv --scenario typical-company
    """
    from simulator.files.coded import review
    from simulator.files.marks import marks_of
    from simulator.methods.reviews import beside
    from simulator.methods.reviews import tally as counted
    from simulator.methods.turns.breakeven import boundary_share_turn

    found = counted(marks_of(review(file), str(file)), str(file))
    if scenario is None:
        return Tally(found=found, beside=None)
    whole = organisation_of(scenario).scenario
    turn = boundary_share_turn(whole, means.runner(seed, engine), replications=range(replications))
    return Tally(found=found, beside=beside(found, whole.name, turn.share))
