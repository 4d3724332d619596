"""Under which conditions the answer turns around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import HERE, Engine, Means, Option, Outcome, Seed, Worlds, question
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.judging import Decision
    from simulator.methods.turns.breakeven import Breakeven as Found
    from simulator.methods.turns.breakeven import Turning
    from simulator.present.document import Document

__all__ = ["Breakeven", "breakeven"]


@dataclass(frozen=True, kw_only=True)
class Breakeven(Answered):
    """Where the answer between two plans turns around: what `edgewise breakeven` prints.

    `decision` is which plan to take, as `compare` says it with the same options.
    """

    found: Found
    decision: Decision

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

        return shown(self.found, self.decision)

    def as_json(self) -> dict[str, Any]:
        """Return what turns by its keys, and `judgement` and `remarks`, those of `compare`."""
        values: dict[str, Any] = plain(self.found)
        decided = {"judgement": self.decision.judgement, "remarks": self.decision.remarks}
        return {**values, **plain(decided)}


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
    replications: Annotated[
        int | None,
        Option(
            help="Simulated runs of each plan; unless told, 100 to judge plans, 50 to find turns.",
            low=1,
            high=1_000_000,
            names=("-n",),
            kept=False,
        ),
    ] = None,
    outcome: Outcome = None,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Breakeven:
    """Tell under which conditions the answer of FILE turns around.

    First the share of failures that start between teams, beside what is published; then prices,
    reach, adherence, the number of handovers, and the mistakes made inside teams. Which plan to
    take is said as `compare` says it.

    Notes
    -----
    Where failed changes decide, it is looked for where expected failures turn around, as `compare`
    and `brief` do.

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
    from simulator.measures.outcomes import aim, outcome_of
    from simulator.methods.judging import REPLICATIONS, decision
    from simulator.methods.turns.breakeven import FACTORS, SEARCHED, two_plans
    from simulator.methods.turns.breakeven import breakeven as turning_points

    scenario, run = organisation_of(source).scenario, means.runner(seed, engine)
    asked, plans = outcome_of(scenario, outcome).name, two_plans(scenario, plans)
    with means.progress("plausible organisations", worlds) as step:
        judged = decision(
            scenario,
            run,
            seed=seed,
            replications=range(REPLICATIONS if replications is None else replications),
            worlds=worlds,
            outcome=asked,
            progress=step,
        )
    with means.progress("looking for where it turns", len(FACTORS) + 1) as step:
        found = turning_points(
            scenario,
            run,
            plans=plans,
            replications=range(SEARCHED if replications is None else replications),
            outcome=aim(asked),
            like=judged.most_like,
            progress=step,
        )
    return Breakeven(found=found, decision=judged)
