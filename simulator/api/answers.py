"""What `simulate` and `compare` return: frozen, with frames, shown whole in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.api.notebook import paragraphs, shown
from simulator.engines.log import EVENT, Happening
from simulator.experiments.engine import log_of
from simulator.measures import splits
from simulator.measures.outcomes import outcomes_of
from simulator.methods.comparison import Comparison as Compared
from simulator.methods.run import Answer
from simulator.present import words
from simulator.present.tables import answer_tables, comparison_tables

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Comparison", "Simulation"]


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """One plan of an organisation, simulated: what `edgewise run` prints.

    `answer` holds the plan and its sums; `engine` is the one that ran it.
    """

    answer: Answer
    engine: str

    @property
    def plan(self) -> str:
        """The plan's name."""
        return self.answer.plan.arm

    @property
    def seed(self) -> int:
        """Which luck."""
        return self.answer.seed

    @property
    def replications(self) -> int:
        """How many runs."""
        return self.answer.replications

    def frame(self) -> DataFrame:
        """Return the outcomes, one row each: best, low, high (95 % simulation noise), n, unit."""
        import pandas as pd

        units = {outcome.name: outcome.unit for outcome in outcomes_of(self.answer.plan)}
        rows = {
            name: (found.best, found.low, found.high, found.n, units[name])
            for name, found in self.answer.outcomes.items()
        }
        columns = ["best", "low", "high", "n", "unit"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("outcome")

    def failures(self, by: str = "mechanism") -> DataFrame:
        """Return failures per 100 released by mechanism, category, origin, severity or kind.

        Refuses another split (ValueError).
        """
        import pandas as pd

        split = splits.failures_by(self.answer.plan, self.answer.tally)
        if by not in split:
            raise ValueError(f"there is no split by {by!r}; allowed: {', '.join(split)}")
        return pd.DataFrame({"per_100": dict(split[by])}).rename_axis(by)

    def teams(self) -> DataFrame:
        """Return of each team utilisation (share), wait [working days] and queue (mean length)."""
        return _by_name(splits.teams(self.answer.plan, self.answer.tally), "team")

    def boundaries(self) -> DataFrame:
        """Return of each boundary handoffs a year, and the shares that were clean and owned."""
        return _by_name(splits.boundaries(self.answer.plan, self.answer.tally), "boundary")

    def events(self, replication: int = 0) -> DataFrame:
        """Return the event log of one run: one row an event, in order, `event` by its name.

        The columns are those of `simulator.engines.log.EVENT`; times in working days.
        """
        import pandas as pd

        log = log_of(self.answer.plan, self.seed, replication, self.engine)
        names = np.array([happening.name.lower() for happening in Happening])
        columns = {name: log.events[name] for name in EVENT.names or ()}
        return pd.DataFrame({**columns, "event": names[log.events["event"]]})

    def as_json(self) -> dict[str, object]:
        """Return what `edgewise run --format json` prints, as plain values."""
        return self.answer.as_json()

    def __repr__(self) -> str:
        return f"Simulation({self.plan!r}, replications={self.replications}, seed={self.seed})"

    def _repr_html_(self) -> str:
        note = f"{self.replications} replications, seed {self.seed}. {words.NOISE_NOTE}"
        title = f"{self.answer.plan.scenario.name}: {self.plan}"
        return paragraphs(title=title) + shown(answer_tables(self.answer)) + paragraphs(note)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All plans of an organisation under the same luck: what `edgewise compare` prints."""

    compared: Compared

    @property
    def winner(self) -> str:
        """The plan that is clearly better than every other, or `no clear difference`."""
        return self.compared.winner

    @property
    def headline(self) -> str:
        """The answer in a sentence or two."""
        return words.headline(self.compared)

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

        Columns: arm, against, best, low, high (95 % simulation noise), n, p_better, verdict.
        """
        import pandas as pd

        name = outcome or self.compared.outcome
        rows = [found.as_json() for found in self.compared.differences if found.outcome == name]
        if not rows:
            known = ", ".join(self.compared.answers["today"].outcomes)
            raise ValueError(f"there is no outcome {name!r} here; allowed: {known}")
        return pd.DataFrame(rows).drop(columns="outcome")

    def plans(self) -> DataFrame:
        """Return the best estimate of every outcome, one row a plan."""
        import pandas as pd

        rows = {
            name: {
                "person_days": answer.person_days,
                **{key: found.best for key, found in answer.outcomes.items()},
            }
            for name, answer in self.compared.answers.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("plan")

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise compare --format json` prints, as plain values."""
        return self.compared.as_json()

    def __repr__(self) -> str:
        return (
            f"Comparison(winner={self.winner!r}, replications={self.replications}, "
            f"seed={self.seed})"
        )

    def _repr_html_(self) -> str:
        scenario = self.compared.scenario
        above = (words.headline(self.compared), words.verdict(self.compared))
        return (
            paragraphs(*above, title=scenario.question or scenario.name)
            + paragraphs(*words.uncertainties(self.compared))
            + shown(comparison_tables(self.compared))
            + paragraphs(words.footer(self.compared))
        )


def _by_name(rows: Mapping[str, Mapping[str, float]], name: str) -> DataFrame:
    import pandas as pd

    found = {key: dict(row) for key, row in rows.items()}
    return pd.DataFrame.from_dict(found, orient="index").rename_axis(name)
