"""One page to hand on, from Python."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.api.answered import Answered
from simulator.api.source import Source, organisation_of
from simulator.experiments.runner import Runner
from simulator.methods.brief import Brief as Found
from simulator.methods.brief import brief as brief_of
from simulator.present.document import Document
from simulator.present.page import page
from simulator.questions.brief.words import recommendation, shown

if TYPE_CHECKING:
    from pandas import DataFrame

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
        return recommendation(self.found)

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
        told = page(shown(self.found), summary=self.as_json(), manifest={})
        Path(file).write_text(told, encoding="utf-8")

    def __repr__(self) -> str:
        found = self.found
        return f"Brief({found.plan!r}, replications={found.replications}, seed={found.seed})"

    def _shown(self) -> Document:
        return shown(self.found)


def brief(
    source: Source,
    *,
    replications: int = 100,
    worlds: int = 200,
    seed: int = 1,
    engine: str = "auto",
) -> Brief:
    """Return the brief of a scenario: what to do, how sure, what would change it, when it shows.

    Refuses fewer than 20 replications and an engine that does not exist (ValueError).
    """
    organisation = organisation_of(source)
    return Brief(
        found=brief_of(
            organisation.scenario,
            Runner(seed=seed, engine=engine, jobs=None),
            replications=replications,
            worlds=worlds,
        )
    )
