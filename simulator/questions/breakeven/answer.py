"""Under which conditions the answer turns around."""

from __future__ import annotations

from collections.abc import Sequence
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
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.turns.breakeven import Breakeven as Found
    from simulator.methods.turns.breakeven import Turning
    from simulator.present.document import Document

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
        return f"Breakeven({', '.join(map(repr, found.plans))}, seed={found.seed})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.breakeven.words import shown

        return shown(self.found)


@question
def breakeven(
    source: Source,
    plans: Annotated[
        Sequence[str],
        Option(
            help="Which two plans; the file's first two unless told otherwise.",
            plan=True,
            several=2,
            word="PLAN PLAN",
        ),
    ] = (),
    *,
    replications: Replications = 50,
    outcome: Outcome = None,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Breakeven:
    """Tell under which conditions the answer of FILE turns around.

    First the share of failures that start between teams, beside what is published; then prices,
    reach, adherence, the number of handovers, and the mistakes made inside teams.

    Raises
    ------
    ValueError
        For anything but two different plans that exist, an outcome that cannot decide, an engine
        that does not exist, and no replications.

    Examples
    --------
    edgewise breakeven typical-company
    edgewise breakeven typical-company --plans today "half and half"
    """
    from simulator.methods.turns.breakeven import FACTORS
    from simulator.methods.turns.breakeven import breakeven as turning_points

    with means.progress("looking for where it turns", len(FACTORS) + 1) as step:
        found = turning_points(
            organisation_of(source).scenario,
            means.runner(seed, engine),
            plans=plans,
            replications=range(replications),
            outcome=outcome,
            progress=step,
        )
    return Breakeven(found=found)
