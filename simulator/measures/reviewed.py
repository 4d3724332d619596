"""Failures as a review would name them: whose mistake, which of four causes, how long unseen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.measures.tally import EXPECTED, Floats, Sum, Tally
from simulator.mechanisms.incidents import EXTERNAL, LOST, SIDES, UNOWNED

__all__ = ["CAUSES", "Reviewed", "reviewed"]

CAUSES = ("deployment", "configuration", "validation", "rollback")
"""Four causes that reviews of incidents name again and again.

A deployment gone wrong: what teams whose work is called deployment, and handovers that carry it,
let go wrong. The same of configuration: changed on one system and not on the other. Validation
that each thought the other had done: work that belonged to neither side and was nobody's job, at
all other handovers. A rollback that did not run everywhere may befall any failure.
"""
_GRADES = ("P1", "P2", "P3", "P4")
_YEAR = 260.0


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One plan's failures as a review would name them; shares are of all failures, 0 to 1.

    `between` went wrong between teams and `anyway` would have happened anyway: in both no team made
    a mistake of its own; bad fixes are mistakes of the team that fixed. `causes` by name: of
    `CAUSES`, the first three by where failures start, the last of failures in the window as they
    struck. `a_year`: failures in the window by side and severity, per 260 working days. A mistake
    that failed lay unseen for `days` on average, while `teams` built on it; NaN where none did.
    """

    between: float
    anyway: float
    causes: Mapping[str, float]
    a_year: Mapping[str, Mapping[str, float]]
    days: float
    teams: float

    @property
    def no_own_mistake(self) -> float:
        """The share of the failures in which no team made a mistake of its own."""
        return self.between + self.anyway

    def as_json(self) -> dict[str, Any]:
        """Return what a review would find by its keys in JSON."""
        return {"no_own_mistake": self.no_own_mistake, **asdict(self)}


def reviewed(program: Program, tally: Tally) -> Reviewed:
    """Return the failures of a plan as a review would name them; NaN shares without a failure."""
    failures, sums = tally.failures.sum(axis=0), tally.sums.sum(axis=0)
    whole = float(failures.sum())
    own = failures[:, :, 0].sum(axis=0)
    years = len(tally.sums) * (program.horizon - program.warm_up) / _YEAR
    grades = tally.incidents[:, EXPECTED].sum(axis=0) / years
    return Reviewed(
        between=_share(float(own[LOST : UNOWNED + 1].sum()), whole),
        anyway=_share(float(own[EXTERNAL]), whole),
        causes={
            **{name: _share(value, whole) for name, value in _causes(program, failures).items()},
            "rollback": _share(float(sums[Sum.ROLLED_BACK_PARTLY]), float(sums[Sum.INCIDENTS])),
        },
        a_year={
            side: dict(zip(_GRADES, row, strict=True))
            for side, row in zip(SIDES, grades.tolist(), strict=True)
        },
        days=_share(float(sums[Sum.UNSEEN_DAYS]), float(sums[Sum.UNSEEN])),
        teams=_share(float(sums[Sum.UNSEEN_TEAMS]), float(sums[Sum.UNSEEN])),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0.0 else math.nan


def _causes(program: Program, failures: Floats) -> dict[str, float]:
    """Return the failures of the first three causes, by the place where they start."""
    scenario = program.scenario
    filed = np.array(
        [
            *(team.makes for team in scenario.teams.values()),
            *(boundary.carries for boundary in scenario.boundaries.values()),
            "",
        ]
    )
    named = {name: filed == name for name in CAUSES[:2]}
    found = {name: float(failures[rows].sum()) for name, rows in named.items()}
    others = ~np.any(list(named.values()), axis=0)
    return {**found, "validation": float(failures[others, UNOWNED].sum())}
