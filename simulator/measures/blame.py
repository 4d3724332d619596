"""Who is blamed, and who it was: misattribution as defined in `definitions`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.measures.reading import Reading, Rows, read
from simulator.measures.tally import Sum, Tally
from simulator.mechanisms.incidents import DEFECT, EXTERNAL

__all__ = ["accused"]


def count_blame(reading: Reading, tally: Tally, rows: Rows) -> None:
    """Count misattribution over `rows`, failures of cohort items; externals are left out."""
    places = _concerned(reading)
    routes = reading.program.routes
    for row in rows:
        root = int(reading.root[row["error"]])
        mechanism = int(reading.mechanism[root])
        if mechanism == EXTERNAL:
            continue
        kind = routes.kind[reading.kind[row["item"]]]
        path = routes.bounce[kind["first_bounce"] :][: kind["bounces"]]
        concerned = places(root)
        blamed = (
            int(path[0])
            if reading.program.scenario.incidents.blames == "last"
            else resolver(reading, int(row["error"]))
        )
        teams = {int(team) for team in path}
        tally.blame[mechanism] += (
            1.0,
            blamed not in concerned,
            blamed != resolver(reading, root),
            len(teams - concerned) / len(teams),
        )
    totals = tally.blame.sum(axis=0)
    for column, total in zip(
        (Sum.ATTRIBUTED, Sum.MISATTRIBUTED, Sum.NOT_THE_RESOLVER, Sum.RANDOM_BLAME),
        totals,
        strict=True,
    ):
        tally.sums[column] = total


def resolver(reading: Reading, error: int) -> int:
    """Return the team that can repair an error: its own, or the crossing's owner or sender."""
    origin = int(reading.origin[error])
    if reading.mechanism[error] == DEFECT:
        return origin
    edge = reading.program.edges[0, origin]
    return int(edge["owner"] if reading.owned[error] else edge["source"])


def _concerned(reading: Reading) -> Any:
    def concerned(root: int) -> set[int]:
        """Return the origin team, or the sides and the owner of the origin boundary."""
        origin = int(reading.origin[root])
        if reading.mechanism[root] == DEFECT:
            return {origin}
        edge = reading.program.edges[0, origin]
        return {int(edge["source"]), int(edge["target"]), int(edge["owner"])}

    return concerned


def accused(program: Program, log: EventLog) -> Counter[tuple[str, str, bool]]:
    """Return how often a place's failures were blamed on a team, and whether it had no part in it.

    Failures of cohort items as `misattribution` counts them: a bad fix stands with its root's
    place, external incidents are left out. Keys: place, team blamed, misattributed.
    """
    reading, routes = read(program, log), program.routes
    teams, boundaries = list(program.scenario.teams), list(program.scenario.boundaries)
    rows = reading.of(Happening.FAILED, Happening.AFTER_HORIZON)
    found: Counter[tuple[str, str, bool]] = Counter()
    for row in rows[reading.in_cohort(rows)]:
        root = int(reading.root[row["error"]])
        mechanism, origin = int(reading.mechanism[root]), int(reading.origin[root])
        if mechanism == EXTERNAL:
            continue
        kind = routes.kind[reading.kind[row["item"]]]
        last = int(routes.bounce[kind["first_bounce"]])
        blames_last = program.scenario.incidents.blames == "last"
        blamed = last if blames_last else resolver(reading, int(row["error"]))
        edge = program.edges[0, origin] if mechanism != DEFECT else None
        concerned = (
            {origin}
            if edge is None
            else {int(name) for name in np.array([edge["source"], edge["target"], edge["owner"]])}
        )
        place = teams[origin] if edge is None else boundaries[origin]
        found[place, teams[blamed], blamed not in concerned] += 1
    return found
