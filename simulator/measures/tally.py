"""What one replication amounts to: the sums from which every outcome is computed.

The reference engine's log is counted here; in bulk the compiled engine fills the same arrays.
Clock measures run over [warm_up, horizon]; the *cohort* is the items that arrived in it and were
released; failures of cohort items count whenever they show.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from simulator.engines.plan.compile import Plan

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


class Sum(IntEnum):
    """The scalar sums of a tally, in the order of `Tally.sums`."""

    ARRIVED = 0  # items, over the whole run
    FINISHED = 1
    IN_PROGRESS = 2
    WAITING = 3  # of those in progress: in a queue
    IN_SERVICE = 4
    CROSSING = 5
    COHORT_ARRIVED = 6
    RELEASED = 7  # the cohort
    FAILED_CHANGES = 8
    EXPECTED = 9  # manifest probabilities of generation 0 at release, cohort
    SERIOUS = 10
    RESTORED = 11  # incidents that began in the window
    RESTORE_TIME = 12
    RESTORE_P50 = 13
    RESTORE_P90 = 14
    UNRESTORED = 15
    INCIDENTS = 16
    PASSED_ON = 17
    ROLLED_BACK = 18
    ROLLED_BACK_PARTLY = 19
    LEAD_TIME = 20  # cohort
    SERVICE_TIME = 21  # new work, cohort
    THROUGHPUT = 22  # items released in the window
    NEAR_MISSES = 23
    FOUND = 24
    ATTRIBUTED = 25
    MISATTRIBUTED = 26
    NOT_THE_RESOLVER = 27
    RANDOM_BLAME = 28
    AFTER_HORIZON = 29
    NOT_STARTED = 30  # new work that entered in the window and never started


class TeamSum(IntEnum):
    """Columns of `Tally.teams`."""

    BUSY = 0  # people-days in the window, then by what the job was for
    VISIT = 1
    REWORK = 2
    RECHECK = 3
    QUESTION = 4
    BOUNDARY_WORK = 5
    TRIAGE = 6
    REPAIR = 7
    PEOPLE = 8  # people-days there were
    WAITS = 9  # class 2 visits that entered in the window and started
    WAIT_TIME = 10
    QUEUE = 11  # waiting visits, integrated over the window


class EdgeSum(IntEnum):
    """Columns of `Tally.edges`: handoffs in the window."""

    HANDOFFS = 0
    CLEAN = 1  # nothing was noticed, caught or newly wrong
    OWNED = 2


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The sums of one replication, or (one more leading axis) of several stacked.

    `teams` has a row a team, `edges` a row a boundary. `retention`: a row a step of all routes:
    facts intact, facts, and items (cohort). `failures` has the axes (place: teams, boundaries,
    outside; root mechanism; 0 itself, 1 bad fix), `severities` P1..P4 and `kinds` (kinds, outside)
    split the same number. `incidents` P1..P4 began in the window. `kind_sums`: a row a kind:
    released and failed (cohort). `blame`: a row a root mechanism but external: attributed,
    misattributed, not the resolver, random.
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


def empty(plan: Plan) -> Tally:
    """Return a tally of zeros with the shapes that `plan` gives it."""
    teams, edges = len(plan.scenario.teams), len(plan.scenario.boundaries)
    kinds = len(plan.scenario.work)
    return Tally(
        sums=np.zeros(len(Sum)),
        teams=np.zeros((teams, len(TeamSum))),
        edges=np.zeros((edges, len(EdgeSum))),
        retention=np.zeros((len(plan.routes.step), 3)),
        failures=np.zeros((teams + edges + 1, 5, 2)),
        severities=np.zeros(4),
        kinds=np.zeros(kinds + 1),
        incidents=np.zeros(4),
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
