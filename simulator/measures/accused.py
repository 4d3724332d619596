"""Who was blamed for what started where, of the failures in one log."""

from __future__ import annotations

from collections import Counter

import numpy as np

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Plan
from simulator.measures.blame import resolver
from simulator.measures.reading import read
from simulator.mechanisms.incidents import DEFECT, EXTERNAL

__all__ = ["accused"]


def accused(plan: Plan, log: EventLog) -> Counter[tuple[str, str, bool]]:
    """Return how often a place's failures were blamed on a team, and whether it had no part in it.

    Failures of cohort items as `misattribution` counts them: a bad fix stands with its root's
    place, external incidents are left out. Keys: place, team blamed, misattributed.
    """
    reading, routes = read(plan, log), plan.routes
    teams, boundaries = list(plan.scenario.teams), list(plan.scenario.boundaries)
    rows = reading.of(Happening.FAILED, Happening.AFTER_HORIZON)
    found: Counter[tuple[str, str, bool]] = Counter()
    for row in rows[reading.in_cohort(rows)]:
        root = int(reading.root[row["error"]])
        mechanism, origin = int(reading.mechanism[root]), int(reading.origin[root])
        if mechanism == EXTERNAL:
            continue
        kind = routes.kind[reading.kind[row["item"]]]
        last = int(routes.bounce[kind["first_bounce"]])
        blames_last = plan.scenario.incidents.blames == "last"
        blamed = last if blames_last else resolver(reading, int(row["error"]))
        edge = plan.edges[0, origin] if mechanism != DEFECT else None
        concerned = (
            {origin}
            if edge is None
            else {int(name) for name in np.array([edge["source"], edge["target"], edge["owner"]])}
        )
        place = teams[origin] if edge is None else boundaries[origin]
        found[place, teams[blamed], blamed not in concerned] += 1
    return found
