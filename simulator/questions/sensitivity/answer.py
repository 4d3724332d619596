"""What moves the choice between the plan to take and the next best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from simulator.model.plain import plain
from simulator.questions.answered import Answered
from simulator.questions.asking import (
    HERE,
    Engine,
    Means,
    Option,
    Outcome,
    Replications,
    Seed,
    Worlds,
    question,
)
from simulator.questions.organisation import Source, organisation_of

if TYPE_CHECKING:
    from pandas import DataFrame

    from simulator.methods.sensitivity.sensitivity import Sensitivity as Found
    from simulator.present.document import Document

__all__ = ["Sensitivity", "sensitivity"]


@dataclass(frozen=True, kw_only=True)
class Sensitivity(Answered):
    """What moves the answer, most first: what `edgewise sensitivity` prints."""

    found: Found

    def frame(self) -> DataFrame:
        """Return one row an input: what it moves, its shares of the variance with 95 % ends."""
        return self._kept("drivers").set_index("input")

    def swings(self) -> DataFrame:
        """Return one row an unknown: its ends, and the lead at each of them."""
        return self._kept("swings").set_index("input")

    def known(self) -> DataFrame:
        """Return one row an unknown: what knowing it is worth, and what chance seems to give."""
        return self._kept("known").set_index("input")

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.sensitivity.words import shown

        return shown(self.found)

    def as_json(self) -> dict[str, Any]:
        """Return what `edgewise sensitivity --format json` prints, as plain values."""
        found = self.found
        values: dict[str, Any] = plain(
            {
                "scenario": found.decision.scenario.name,
                "seed": found.decision.seed,
                "replications": found.decision.replications,
                "outcome": found.decision.outcome,
                "plan": found.plan,
                "against": found.against,
                "lead": found.lead,
                "ahead": found.ahead,
                "drivers": found.drivers,
                "swings": found.swings,
                "known": [
                    {"name": each.name, **each.worth._asdict(), "clear": each.clear}
                    for each in found.known
                ],
                "other_side": {
                    "conditions": found.bounds,
                    "right": found.other.right,
                    "usual": found.other.usual,
                    "n": found.other.n,
                    "better": found.other.better,
                },
                "organisations": found.runs,
            }
        )
        return values

    def __repr__(self) -> str:
        return f"Sensitivity({self.found.plan!r}, {self.found.against!r})"


@question
def sensitivity(
    source: Source,
    *,
    outcome: Outcome = None,
    points: Annotated[
        int,
        Option(help="Base of Sobol's design, a power of two; more is surer.", low=4, high=65_536),
    ] = 128,
    replications: Replications = 100,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> Sensitivity:
    """Tell which unknowns of FILE move the choice between the plan to take and the next best.

    Over the file's ranges, its records not used: first each unknown alone, then shares of what
    differs, luck and how places differ among them; what the organisations have in common in which
    the other plan wins; and, in the organisations that fit the records, what knowing is worth.

    Raises
    ------
    ValueError
        For a file without ranges or without a plan that can be judged, an outcome that cannot
        decide, `points` that are no power of two, an engine that does not exist, and no
        replications.

    Examples
    --------
    edgewise sensitivity typical-company
    edgewise sensitivity typical-company --points 512 --outcome serious_failures
    """
    from simulator.methods.sensitivity.sensitivity import sensitivity as moved
    from simulator.methods.sensitivity.sensitivity import steps

    scenario = organisation_of(source).scenario
    with means.progress("organisations", steps(scenario, worlds, points)) as step:
        found = moved(
            scenario,
            means.runner(seed, engine),
            seed=seed,
            replications=range(replications),
            worlds=worlds,
            points=points,
            outcome=outcome,
            progress=step,
        )
    return Sensitivity(found=found)
