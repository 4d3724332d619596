"""Changes against today, each with all outcomes."""

from __future__ import annotations

from collections.abc import Sequence
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

    from simulator.methods.what_if import WhatIf as Found
    from simulator.present.document import Document
    from simulator.questions.what_if.changes import Asked

__all__ = ["WhatIf", "what_if"]


@dataclass(frozen=True, kw_only=True)
class WhatIf(Answered):
    """What changes would do: what `edgewise what-if` prints; `asked` are the changes as typed."""

    found: Found
    asked: tuple[Asked, ...]

    def frame(self) -> DataFrame:
        """Return a row a change and outcome: plan, outcome, unit, today, then, verdict, better."""
        return self._kept("effects")

    def course(self) -> DataFrame:
        """Return the course of a reorganisation and of today beside it, quarter by quarter.

        Columns: plan, outcome, unit, start, end [working days], low, middle, high (10, 50, 90 %
        points of replications).
        """
        return self._kept("course")

    def plans(self) -> dict[str, dict[str, Any]]:
        """Return the changes as plans of a scenario file, by name."""
        return {each.name: {"change": dict(each.change)} for each in self.asked}

    def document(self) -> Document:
        """Return the answer as people meet it."""
        from simulator.questions.what_if.words import shown

        return shown(self.found, self.asked)

    def as_json(self) -> dict[str, Any]:
        """Return the changes by their keys, and the judgement on them as `compare` makes it."""
        decision = self.found.decision
        values: dict[str, Any] = plain(
            {
                "scenario": decision.scenario.name,
                "seed": decision.seed,
                "replications": decision.replications,
                "outcome": decision.outcome,
                "plans": self.plans(),
                "changes": self.found.changes,
                "judgement": decision.judgement,
                "remarks": decision.remarks,
            }
        )
        return values

    def __repr__(self) -> str:
        return f"WhatIf({', '.join(repr(each.plan) for each in self.found.changes)})"


def _several(help_: str, name: str) -> Option:
    return Option(help=help_, several=0, names=(f"--{name}",))


@question
def what_if(
    source: Source,
    *,
    arrivals: Annotated[
        Sequence[str], _several("So many times the work that arrives, such as 1.4x.", "arrivals")
    ] = (),
    merge: Annotated[
        Sequence[str], _several("Teams made one, such as DBA+Platform.", "merge")
    ] = (),
    drop: Annotated[Sequence[str], _several("A team taken off every route.", "drop")] = (),
    add: Annotated[
        Sequence[str],
        _several("A new team and its people before the last one, such as Release:4.", "add"),
    ] = (),
    reorganise: Annotated[
        Sequence[str], _several('When everything is redrawn, such as "at 3 months".', "reorganise")
    ] = (),
    people: Annotated[
        Sequence[str], _several("More or fewer people in a team, such as Platform+2.", "people")
    ] = (),
    cadence: Annotated[
        Sequence[str],
        Option(
            help='How often a handover happens: "Security -> Operations" weekly.',
            several=2,
            word="HANDOVER HOW-OFTEN",
        ),
    ] = (),
    outcome: Outcome = None,
    replications: Replications = 100,
    worlds: Worlds = 200,
    seed: Seed = 1,
    engine: Engine = "auto",
    means: Means = HERE,
) -> WhatIf:
    """Tell what changes would do to FILE: each against today, with all outcomes.

    A change may be asked for several times over. What teams lose and gain by being merged, dropped
    or added is said; so is the course of a reorganisation, quarter by quarter.

    Notes
    -----
    Changes are judged as `compare` judges plans that cost nothing. From Python options are lists:
    `what_if("typical-company", drop=["Security"])`.

    Raises
    ------
    ValueError
        For a change that cannot be read or that the file cannot have, no change, an outcome that
        cannot decide, an engine that does not exist, and no replications.

    Examples
    --------
    edgewise what-if typical-company --arrivals 1.4x
    edgewise what-if typical-company --drop Security --merge Security+Operations
    """
    from simulator.methods.what_if import what_if as found_by
    from simulator.questions.what_if.changes import asked_of, with_plans

    scenario, typed = organisation_of(source).scenario, {
        "arrivals": arrivals,
        "merge": merge,
        "drop": drop,
        "add": add,
        "reorganise": reorganise,
        "people": people,
        "cadence": cadence,
    }  # fmt: skip
    asked = asked_of(scenario, typed)
    with means.progress("plausible organisations", worlds) as step:
        found = found_by(
            with_plans(scenario, asked),
            means.runner(seed, engine),
            blows={each.name: each.at for each in asked if each.at is not None},
            seed=seed,
            replications=range(replications),
            worlds=worlds,
            outcome=outcome,
            progress=step,
        )
    return WhatIf(found=found, asked=asked)
