"""What one replication amounts to: the sums from which every outcome is computed.

The reference engine's log is counted here; in bulk the compiled engine fills the same arrays.
Clock measures run over [warm_up, horizon]; the *cohort* is the items that arrived in it and were
released; failures of cohort items count whenever they show.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from simulator.engines.columns import EXPECTED, STRUCK, EdgeSum, Sum, TeamSum
from simulator.engines.program.compilation import Program

__all__ = [
    "EXPECTED",
    "STRUCK",
    "EdgeSum",
    "Floats",
    "Sum",
    "Tally",
    "TeamSum",
    "empty",
    "stack",
]

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The sums of one replication, or (one more leading axis) of several stacked.

    `teams` has a row a team, `edges` a row a boundary. `retention`: a row a step of all routes:
    facts intact, facts, and items (cohort). `failures` has the axes (place: teams, boundaries,
    outside; root mechanism; 0 itself, 1 bad fix), `severities` P1..P4 and `kinds` (kinds, outside)
    split the same number. `incidents` P1..P4 began in the window: a row `EXPECTED`, a row `STRUCK`.
    `kind_sums`: a row a kind: released and failed (cohort). `blame`: a row a root mechanism but
    external: attributed, misattributed, not the resolver, random.

    With little noise stand `Sum.EXPECTED_FAILED`, `failures`, `severities`, `kinds` and the
    expected incidents: errors latent at a release by their chances to show, externals by their
    rate, and what was born after a release as it struck. All else is counted as it happened.
    """

    sums: Floats
    teams: Floats
    edges: Floats
    retention: Floats
    failures: Floats
    severities: Floats
    kinds: Floats
    incidents: Floats
    kind_sums: Floats
    blame: Floats


def empty(program: Program) -> Tally:
    """Return a tally of zeros with the shapes that `plan` gives it."""
    teams, edges = len(program.scenario.teams), len(program.scenario.boundaries)
    kinds = len(program.scenario.work)
    return Tally(
        sums=np.zeros(len(Sum)),
        teams=np.zeros((teams, len(TeamSum))),
        edges=np.zeros((edges, len(EdgeSum))),
        retention=np.zeros((len(program.routes.step), 3)),
        failures=np.zeros((teams + edges + 1, 5, 2)),
        severities=np.zeros(4),
        kinds=np.zeros(kinds + 1),
        incidents=np.zeros((2, 4)),
        kind_sums=np.zeros((kinds, 2)),
        blame=np.zeros((4, 4)),
    )


def stack(tallies: list[Tally]) -> Tally:
    """Return several tallies as one, replications along a new first axis."""
    return Tally(
        **{
            field.name: np.stack([getattr(tally, field.name) for tally in tallies])
            for field in fields(Tally)
        }
    )
