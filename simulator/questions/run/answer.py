"""What one plan does: simulated, measured, and shown whole in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from simulator.model.plain import plain
from simulator.questions.asking import HERE, Engine, Means, Option, Replications, Seed, question
from simulator.questions.notebook import paragraphs, tables
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.remarks.remarks import Remarks
    from simulator.methods.run import Answer

__all__ = ["Simulation", "simulate"]


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """One plan of an organisation, simulated: what `edgewise run` prints.

    `answer` holds the plan and its sums; `engine` is the one that ran it; `remarks` are what must
    be known before it is believed.
    """

    answer: Answer
    engine: str
    remarks: Remarks

    @property
    def plan(self) -> str:
        """The plan's name."""
        return self.answer.program.plan

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

        from simulator.measures.outcomes import outcomes_of

        units = {outcome.name: outcome.unit for outcome in outcomes_of(self.answer.program)}
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

        from simulator.measures import splits

        split = splits.failures_by(self.answer.program, self.answer.tally)
        if by not in split:
            raise ValueError(f"there is no split by {by!r}; allowed: {', '.join(split)}")
        return pd.DataFrame({"per_100": dict(split[by])}).rename_axis(by)

    def teams(self) -> DataFrame:
        """Return of each team utilisation (share), wait [working days] and queue (mean length)."""
        from simulator.measures import splits

        return _by_name(splits.teams(self.answer.program, self.answer.tally), "team")

    def boundaries(self) -> DataFrame:
        """Return of each boundary handoffs a year, and the shares that were clean and owned."""
        from simulator.measures import splits

        return _by_name(splits.boundaries(self.answer.program, self.answer.tally), "boundary")

    def events(self, replication: int = 0) -> DataFrame:
        """Return the event log of one run: one row an event, in order, `event` by its name.

        The columns are those of `simulator.engines.log.EVENT`; times in working days.
        """
        import numpy as np
        import pandas as pd

        from simulator.engines.log import EVENT, Happening
        from simulator.experiments.engine import log_of

        log = log_of(self.answer.program, self.seed, replication, self.engine)
        names = np.array([happening.name.lower() for happening in Happening])
        columns = {name: log.events[name] for name in EVENT.names or ()}
        return pd.DataFrame({**columns, "event": names[log.events["event"]]})

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise run --format json` prints, as plain values."""
        values: dict[str, Any] = plain({**self.answer.as_json(), "remarks": self.remarks})
        return values

    def __repr__(self) -> str:
        return f"Simulation({self.plan!r}, replications={self.replications}, seed={self.seed})"

    def _repr_html_(self) -> str:
        from simulator.present import words
        from simulator.present.remarks import sentences
        from simulator.present.tables import answer_tables

        note = f"{self.replications} replications, seed {self.seed}. {words.NOISE_NOTE}"
        title = f"{self.answer.program.scenario.name}: {self.plan}"
        said = paragraphs(*sentences(self.remarks), words.about(self.answer), title=title)
        return said + tables(answer_tables(self.answer)) + paragraphs(note)


def _by_name(rows: Mapping[str, Mapping[str, float]], name: str) -> DataFrame:
    import pandas as pd

    found = {key: dict(row) for key, row in rows.items()}
    return pd.DataFrame.from_dict(found, orient="index").rename_axis(name)


@question
def simulate(
    source: Source,
    plan: Annotated[str, Option(help="Which plan to run.", plan=True)] = "today",
    *,
    replications: Replications = 20,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Simulation:
    """Run one plan of FILE (a scenario file or a shipped name) and show what was measured.

    Raises
    ------
    ValueError
        For a plan or an engine that does not exist, and no replications.

    Examples
    --------
    edgewise run typical-company --plan "between teams first" -n 50
    """
    from simulator.experiments.best_rule import planned_program
    from simulator.methods.remarks.remarks import remarks
    from simulator.methods.run import Answer

    runner = means.runner(seed, engine)
    found = planned_program(organisation_of(source).scenario, plan, runner)
    with means.progress(f"running {plan}", replications):
        tally = runner(found, range(replications))
    known = remarks(
        organisation_of(source).scenario, runner, {plan: found}, replications=replications
    )
    answer = Answer(program=found, seed=seed, tally=tally)
    return Simulation(answer=answer, engine=engine, remarks=known)
