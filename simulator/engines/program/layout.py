"""The columns of a plan's arrays; both engines read these names and no others."""

from __future__ import annotations

import numpy as np

TEAM_LEVERS = ("engineering", "verification", "integration", "recovery", "people")
ENGINEERING, VERIFICATION, INTEGRATION, RECOVERY, PEOPLE = range(5)
EDGE_LEVERS = ("contracts", "ownership", "acceptance", "accountability")
CONTRACTS, OWNERSHIP, ACCEPTANCE, ACCOUNTABILITY = range(4)

TEAM_MOVES = {
    "engineering": ("defects_per_item",),
    "verification": ("defect_removal",),
    "integration": ("catches_defects", "catches_misunderstandings"),
    "recovery": ("rollback", "triage_effort", "traceable"),
    "people": ("people",),
}
EDGE_MOVES = {
    "contracts": ("fidelity", "contract_tests"),
    "ownership": ("owned", "limbo"),
    "acceptance": ("readback",),
    "accountability": ("sync_every", "shared_context"),
}


def _columns(floats: tuple[str, ...], whole: tuple[str, ...]) -> np.dtype[np.void]:
    return np.dtype([(name, "f8") for name in floats] + [(name, "i8") for name in whole])


def _tops(moves: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(f"{name}_top" for names in moves.values() for name in names)


TEAM_VALUES = (
    "people",
    "defects_per_item",
    "defect_removal",
    "fix_effort",
    "catches_defects",
    "catches_misunderstandings",
    "rollback",
)
EDGE_VALUES = (
    "fidelity",
    "shared_context",
    "readback",
    "assumption_accuracy",
    "lapse",
    "lapse_fidelity",
    "owned",
    "limbo",
    "boundary_work",
    "boundary_effort",
    "sync_every",
    "exposure",
    "contract_tests",
    "handoff_effort",
    "readback_effort",
    "question_effort",
    "delay",
    "opens_every",
)

TEAM = _columns(
    (*TEAM_VALUES, "effort_mean", "effort_cv", "triage_effort", "traceable", *_tops(TEAM_MOVES)),
    ("effort_shape",),
)
"""One row an epoch and team: today's values and, as `..._top`, the ceilings money can reach."""

EDGE = _columns((*EDGE_VALUES, "change_rate", *_tops(EDGE_MOVES)), ("owner", "source", "target"))
"""One row an epoch and boundary; `change_rate` [interface changes per working day]."""

PRACTICE = _columns(("strength", "adherence", "overhead", "ramp", "stops", "fade"), ())
"""One row a place and lever: strength = 1 - exp(-spend / scale), 0 when nothing was bought."""

EPOCH = _columns(
    (
        "at",
        "pressure",
        "manifest_defect",
        "manifest_lost",
        "manifest_drift",
        "manifest_unowned",
        "latency",
        "p1",
        "p2",
        "p3",
        "escalation",
        "repair_effort",
        "repair_growth",
        "rollback_duration",
        "rework_share",
        "bad_fix",
        "external_rate",
        "external_p1",
        "external_p2",
        "external_p3",
    ),
    ("external_resolver",),
)
"""One row an epoch: from `at` [days] until the next row the organisation's common values are these.

`p1`, `p2`, `p3` are the cumulative shares of being at least as bad as P1, P2, P3.
"""

KIND = _columns(
    ("size_cv",),
    (
        "facts",
        "first_step",
        "steps",
        "scheduled",
        "first_arrival",
        "arrivals",
        "first_bounce",
        "bounces",
    ),
)
"""One row a kind of work: its slices of the steps, the arrival schedule and the bounce list."""

STEP = _columns((), ("first_member", "members", "first_crossing", "first_lateral", "laterals"))
"""One row a step of a route. Crossings into it lie receiver by receiver, senders in name order."""

MEMBER = _columns((), ("team", "occurrence"))
"""One row a team of a step; `occurrence`: how many times the route visited it before."""

CROSSING = np.dtype(
    [*_columns((), ("edge", "occurrence", "sender", "receiver")).descr, ("facts", "u8")]
)
"""One row a crossing of a step, into it or lateral; sender and receiver are member positions.

`facts` is the mask of those that travel over it: a lateral carries every fact.
"""
