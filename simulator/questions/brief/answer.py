"""One page to hand on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.questions.answered import Answered
from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    Outcome,
    Replications,
    Seed,
    Worlds,
    question,
)
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.brief import Brief as Found
    from simulator.present.document import Document

__all__ = ["Brief", "brief"]


@dataclass(frozen=True, kw_only=True)
class Brief(Answered):
    """A brief: what `edgewise brief` prints."""

    found: Found

    @property
    def plan(self) -> str:
        """The plan that the brief is about."""
        return self.found.plan

    @property
    def recommendation(self) -> str:
        """What to do, in a sentence."""
        from simulator.present.words import headline

        return headline(self.found.comparison)

    def frame(self) -> DataFrame:
        """Return when the plan would be seen, one row an outcome: months, before, after, n.

        `months` is missing where it is not seen within 36.
        """
        import pandas as pd

        rows = {
            each.outcome: {
                "months": each.months, "before": each.before, "after": each.after, "n": each.n,
            }
            for each in self.found.detections
        }  # fmt: skip
        columns = ["months", "before", "after", "n"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("outcome")

    def write(self, file: str | Path) -> None:
        """Write the page, which prints on one sheet of A4 or Letter."""
        from simulator.files.disk import write
        from simulator.present.page import page

        told = page(self.document(), summary=self.as_json(), manifest={})
        write(file, told.encode())

    def __repr__(self) -> str:
        found = self.found
        return f"Brief({found.plan!r}, replications={found.replications}, seed={found.seed})"

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.brief.words import shown

        return shown(self.found)


@question
def brief(
    source: Source,
    *,
    replications: Replications = 100,
    outcome: Outcome = None,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Brief:
    """Write one page to hand on: what to do, how sure, what would change it, when it shows.

    The page (report.html in the folder) prints on one sheet of A4 or Letter.

    Raises
    ------
    ValueError
        For fewer than 20 replications, and an outcome or an engine that does not exist.

    Examples
    --------
    edgewise brief typical-company
    """
    from simulator.methods.brief import brief as brief_of
    from simulator.methods.progress import WHOLE

    with means.progress("per cent of the brief", WHOLE) as step:
        found = brief_of(
            organisation_of(source).scenario,
            means.runner(seed, engine),
            replications=replications,
            worlds=worlds,
            outcome=outcome,
            progress=step,
        )
    return Brief(found=found)
