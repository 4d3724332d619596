"""The columns of a plan's arrays; both engines read these names and no others."""

from __future__ import annotations

import numpy as np

from simulator.model.lever import EDGE_LEVERS, LEVERS, TEAM_LEVERS
from simulator.model.register import MOVES, NUMBERS

ENGINEERING, VERIFICATION, INTEGRATION, RECOVERY, PEOPLE = map(
    TEAM_LEVERS.index, ("engineering", "verification", "integration", "recovery", "people")
)
ACCOUNTABILITY = EDGE_LEVERS.index("accountability")


def _paid_by(levers: tuple[str, ...], *payers: str) -> tuple[int, ...]:
    return tuple(column for column, name in enumerate(levers) if LEVERS[name].pays in payers)


VISITED = _paid_by(TEAM_LEVERS, "team")
SENT = _paid_by(EDGE_LEVERS, "sender", "both")
RECEIVED = _paid_by(EDGE_LEVERS, "receiver", "both")
"""Columns of the practices whose overhead is worked in a visit, and at a crossing's two sides."""

TEAM_MOVES = {name: tuple(MOVES[name]) for name in TEAM_LEVERS}
EDGE_MOVES = {name: tuple(MOVES[name]) for name in EDGE_LEVERS}


def _columns(floats: tuple[str, ...], whole: tuple[str, ...]) -> np.dtype[np.void]:
    return np.dtype([(name, "f8") for name in floats] + [(name, "i8") for name in whole])


def _tops(moves: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(f"{name}_top" for names in moves.values() for name in names)


_MOVED = tuple(name for names in TEAM_MOVES.values() for name in names)

TEAM_VALUES = NUMBERS["team"]
EFFORT_VALUES = NUMBERS["team.effort"]
RESPONSE_VALUES = tuple(name for name in NUMBERS["incidents"] if name in _MOVED)
"""What is said of incidents once and bought team by team."""
COMMON_VALUES = tuple(name for name in NUMBERS["incidents"] if name not in _MOVED)
EDGE_VALUES = tuple(name for name in NUMBERS["boundary"] if name != "changes_per_week")

TEAM = _columns(
    (
        *TEAM_VALUES,
        *(f"effort_{name}" for name in EFFORT_VALUES),
        "effort_variance",
        *RESPONSE_VALUES,
        *_tops(TEAM_MOVES),
    ),
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
        *COMMON_VALUES,
        "soon",
        "p1",
        "p2",
        "p3",
        "external_rate",
        "external_p1",
        "external_p2",
        "external_p3",
    ),
    ("external_resolver", "pages"),
)
"""One row an epoch: from `at` [days] until the next row the organisation's common values are these.

`p1`, `p2`, `p3` are the cumulative shares of being at least as bad as P1, P2, P3; `soon` is the
share of the errors that show which do so within the days in which a change counts as failed.
`pages` is the place among `PAGES` of who is paged first.
"""

KIND = _columns(
    ("size_variance",),
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
