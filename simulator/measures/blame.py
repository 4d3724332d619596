"""Who is blamed, and who it was: misattribution as defined in `definitions`."""

from __future__ import annotations

from typing import Any

from simulator.measures.reading import Reading, Rows
from simulator.measures.tally import Sum, Tally
from simulator.mechanisms.incidents import DEFECT, EXTERNAL


def count_blame(reading: Reading, tally: Tally, rows: Rows) -> None:
    """Count misattribution over `rows`, failures of cohort items; externals are left out."""
    places = _concerned(reading)
    routes = reading.plan.routes
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
            if reading.plan.scenario.incidents.blames == "last"
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
    edge = reading.plan.edges[0, origin]
    return int(edge["owner"] if reading.owned[error] else edge["source"])


def _concerned(reading: Reading) -> Any:
    def concerned(root: int) -> set[int]:
        """Return the origin team, or the sides and the owner of the origin boundary."""
        origin = int(reading.origin[root])
        if reading.mechanism[root] == DEFECT:
            return {origin}
        edge = reading.plan.edges[0, origin]
        return {int(edge["source"]), int(edge["target"]), int(edge["owner"])}

    return concerned
