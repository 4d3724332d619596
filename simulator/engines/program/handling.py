"""What handing over and reading back take of a route's members, and where practices add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.engines.program.routes import Routes, Whole

if TYPE_CHECKING:
    from simulator.engines.program.compilation import Program


class Ways(NamedTuple):
    """Ends of crossings: the row of the member, that of the crossing, and whether it sends."""

    member: Whole
    crossing: Whole
    sends: np.ndarray[tuple[int], np.dtype[np.bool_]]


def handling(program: Program) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the effort of handing over and reading back in each visit [working days].

    One row an epoch, one column a row of `plan.routes.member`.
    """
    return efforts(program.routes, program.edges)


def efforts(
    routes: Routes, edges: np.ndarray[Any, np.dtype[np.void]]
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return `handling` of routes with these boundaries, a row an epoch and a column each."""
    ends = routes.ends
    members = np.stack([ends.sender, ends.receiver], axis=1).reshape(-1)
    crossed = edges[:, ends.edge]
    days = np.stack([crossed["handoff_effort"], crossed["readback_effort"]], axis=2)
    size = len(routes.member)
    return np.array([np.bincount(members, row.reshape(-1), size) for row in days])


def practised_ways(program: Program) -> Ways:
    """Return the ends of the crossings on which money was spent, member by member.

    Of a member first those over which it sends, then those over which it receives, each by its row;
    rows of laterals follow the rows of crossings.
    """
    practised = np.any(program.edge_practices["strength"] > 0.0, axis=1)
    ends = program.routes.ends
    chosen = practised[ends.edge]
    members = np.concatenate([ends.sender[chosen], ends.receiver[chosen]])
    crossings = np.tile(ends.crossing[chosen], 2)
    sends = np.arange(len(members)) < len(members) // 2
    order = np.lexsort((crossings, ~sends, members))
    return Ways(members[order], crossings[order], sends[order])
