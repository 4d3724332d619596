"""What handing over and reading back take of a route's members, and where practices add to it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.engines.program.routes import Routes


def handling(program: Program) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the effort of handing over and reading back in each visit [working days].

    One row an epoch, one column a row of `plan.routes.member`.
    """
    days = np.zeros((len(program.epochs), len(program.routes.member)))
    for _, edge, sender, receiver in _ends(program.routes):
        days[:, sender] += program.edges["handoff_effort"][:, edge]
        days[:, receiver] += program.edges["readback_effort"][:, edge]
    return days


def practised_ways(program: Program) -> list[list[tuple[int, bool]]]:
    """Return for each row of `plan.routes.member` its crossings on which money was spent.

    A crossing is told by its row and whether the member sends over it (first) or receives (after
    that); rows of laterals follow the rows of crossings.
    """
    practised = np.any(program.edge_practices["strength"] > 0.0, axis=1)
    sending: list[list[int]] = [[] for _ in program.routes.member]
    receiving: list[list[int]] = [[] for _ in program.routes.member]
    for way, edge, sender, receiver in _ends(program.routes):
        if practised[edge]:
            sending[sender].append(way)
            receiving[receiver].append(way)
    return [
        [(way, True) for way in sorted(sent)] + [(way, False) for way in sorted(received)]
        for sent, received in zip(sending, receiving, strict=True)
    ]


def _ends(routes: Routes) -> Iterator[tuple[int, int, int, int]]:
    """Yield every crossing's row, boundary and the members that send and receive."""
    laterals = len(routes.crossing)
    for kind in routes.kind:
        before = None
        for step in routes.step[kind["first_step"] :][: kind["steps"]]:
            own = int(step["first_member"])
            if before is not None:
                for at in range(before["members"] * step["members"]):
                    row = int(step["first_crossing"]) + at
                    way = routes.crossing[row]
                    sender = int(before["first_member"] + way["sender"])
                    yield row, way["edge"], sender, own + int(way["receiver"])
            for at in range(step["laterals"]):
                row = int(step["first_lateral"]) + at
                way = routes.lateral[row]
                yield laterals + row, way["edge"], own + way["sender"], own + way["receiver"]
            before = step
