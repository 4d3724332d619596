"""Plans against each other under the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simulator.model.plain import plain
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
from simulator.questions.notebook import paragraphs, tables
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.comparison import Comparison as Compared
    from simulator.present.document import Document

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, kw_only=True)
class Comparison(Answered):
    """All plans of an organisation under the same luck: what `edgewise compare` prints."""

    compared: Compared

    @property
    def winner(self) -> str:
        """The recommended plan where it is clearly better, or `no clear difference`."""
        return self.compared.winner

    @property
    def headline(self) -> str:
        """The answer in a sentence or two."""
        from simulator.present import words

        return " ".join((words.headline(self.compared), *words.answers(self.compared)[:1]))

    @property
    def replications(self) -> int:
        """How many runs each plan had."""
        return self.compared.replications

    @property
    def seed(self) -> int:
        """Which luck."""
        return self.compared.seed

    @cached_property
    def frames(self) -> Mapping[str, DataFrame]:
        """The tidy tables behind the page by name, such as `differences`, `outcomes`, `places`."""
        from simulator.questions.compare.frames import frames_of

        return frames_of(self.compared)

    def frame(self, outcome: str | None = None) -> DataFrame:
        """Return the paired differences in one outcome (default: the one asked), a row a pair.

        Columns: plan, against, best, low, high (95 % simulation noise), n, p_better, verdict.
        """
        import pandas as pd

        name = outcome or self.compared.outcome
        rows = [found.as_json() for found in self.compared.differences if found.outcome == name]
        if not rows:
            known = ", ".join(self.compared.answers["today"].outcomes)
            raise ValueError(f"there is no outcome {name!r} here; allowed: {known}")
        return pd.DataFrame(rows).drop(columns="outcome")

    def course(self) -> DataFrame:
        """Return how outcomes run their course, a row a plan, outcome and month, quarter or year.

        Columns: plan, outcome, unit, start, end [working days], low, middle, high (10, 50, 90 %
        points of replications). Empty where nothing changes within the window that is counted.
        """
        return self.frames["course"]

    def plans(self) -> DataFrame:
        """Return the best estimate of every outcome, one row a plan."""
        import pandas as pd

        rows = {
            name: {
                "person_days": answer.person_days,
                **{key: found.best for key, found in self.compared.levels[name].items()},
            }
            for name, answer in self.compared.answers.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("plan")

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.compare.words import shown

        return shown(self.compared)

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise compare --format json` prints, as plain values."""
        values: dict[str, Any] = plain(self.compared)
        return values

    def __repr__(self) -> str:
        return (
            f"Comparison(winner={self.winner!r}, replications={self.replications}, "
            f"seed={self.seed})"
        )

    def _repr_html_(self) -> str:
        from simulator.present import words
        from simulator.present.tables import comparison_tables

        scenario = self.compared.scenario
        above = (words.headline(self.compared), *words.answers(self.compared))
        return (
            paragraphs(*above, title=scenario.question or scenario.name)
            + paragraphs(*words.uncertainties(self.compared))
            + tables(comparison_tables(self.compared))
            + paragraphs(words.footer(self.compared))
        )


@question
def compare(
    source: Source,
    *,
    replications: Replications = 100,
    seed: Seed = 1,
    outcome: Outcome = None,
    worlds: Worlds = 200,
    turns: bool = True,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Comparison:
    """Compare all plans of FILE (a scenario file or a shipped name) under the same luck.

    Notes
    -----
    With `turns` it is found where the answer between the first two plans turns around; `worlds=0`
    and `turns=False` are quick.

    Raises
    ------
    ValueError
        For an outcome that does not exist or has no better side, an engine that does not exist, and
        no replications.

    Examples
    --------
    edgewise compare typical-company -n 200
    """
    from simulator.methods.comparison import compare as compare_plans

    with means.progress("plausible organisations", worlds) as step:
        compared = compare_plans(
            organisation_of(source).scenario,
            means.runner(seed, engine),
            seed=seed,
            replications=range(replications),
            outcome=outcome,
            worlds=worlds,
            turns=turns,
            progress=step,
        )
    return Comparison(compared=compared)
