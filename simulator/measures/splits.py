"""The same number taken apart: failures by mechanism, category, origin, severity and kind."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.measures.tally import EdgeSum, Floats, Pooled, Sum, Tally, TeamSum
from simulator.mechanisms.incidents import EXTERNAL, MECHANISMS, UNOWNED
from simulator.stats.intervals import normal_quantile

BAD_FIXES = ("bad fix of core", "bad fix of edge", "bad fix of external")
OUTSIDE = "external"
OWNERSHIP = "ownership"


def failures_by(program: Program, tally: Tally) -> Mapping[str, Mapping[str, float]]:
    """Return `failures` [per 100 released] by mechanism, category, origin, severity and kind.

    `tally` is stacked; each split adds up to the outcome `failures`. A bad fix stands with its
    root's place, category and kind. What never occurs in the organisation is 0, not absent.
    """
    released = tally.sums[:, Sum.RELEASED].sum()
    scale = 100.0 / released if released > 0 else float("nan")
    failures = tally.failures.sum(axis=0) * scale
    scenario = program.scenario
    severities = tally.severities.sum(axis=0) * scale
    return {
        "mechanism": _by_mechanism(failures),
        "category": _by_category(program, failures),
        "origin": dict(zip(places(program), failures.sum(axis=(1, 2)).tolist(), strict=True)),
        "severity": dict(zip(("P1", "P2", "P3", "P4"), severities.tolist(), strict=True)),
        "kind": dict(
            zip(
                (*scenario.work, OUTSIDE),
                (tally.kinds.sum(axis=0) * scale).tolist(),
                strict=True,
            )
        ),
    }


def places(program: Program) -> tuple[str, ...]:
    """Return the places of `Tally.failures`: teams, boundaries, outside."""
    return (*program.scenario.teams, *program.scenario.boundaries, OUTSIDE)


def _by_mechanism(failures: Floats) -> dict[str, float]:
    own, fixes = failures.sum(axis=0).T
    split = dict(zip(MECHANISMS, own.tolist(), strict=True))
    sides = (fixes[0], fixes[1:EXTERNAL].sum(), fixes[EXTERNAL])
    split.update(zip(BAD_FIXES, map(float, sides), strict=True))
    return split


def _by_category(program: Program, failures: Floats) -> dict[str, float]:
    by: dict[str, float] = {}
    scenario = program.scenario
    made = [team.makes for team in scenario.teams.values()]
    carried = [boundary.carries for boundary in scenario.boundaries.values()]
    for name, row in zip((*made, *carried, OUTSIDE), failures.sum(axis=2), strict=True):
        by[name] = by.get(name, 0.0) + float(row.sum() - row[UNOWNED])
        by[OWNERSHIP] = by.get(OWNERSHIP, 0.0) + float(row[UNOWNED])
    return dict(sorted(by.items()))


def teams(program: Program, tally: Tally) -> Mapping[str, Mapping[str, float]]:
    """Return of each team utilisation (share), wait [working days] and queue (mean length).

    Utilisation is busy people-time of all classes over people-time; wait is from joining the
    queue to the first service start of new work that entered in the window and started.
    """
    window = (program.horizon - program.warm_up) * len(tally.sums)
    sums = tally.teams.sum(axis=0)
    with np.errstate(invalid="ignore"):
        waits = sums[:, TeamSum.WAIT_TIME] / sums[:, TeamSum.WAITS]
    return {
        name: {
            "utilisation": float(row[TeamSum.BUSY] / row[TeamSum.PEOPLE]),
            "wait": float(wait),
            "queue": float(row[TeamSum.QUEUE] / window),
        }
        for name, row, wait in zip(program.scenario.teams, sums, waits, strict=True)
    }


def boundaries(program: Program, tally: Tally) -> Mapping[str, Mapping[str, float]]:
    """Return of each boundary handoffs a year, %C&A as a share, and the share owned."""
    years = (program.horizon - program.warm_up) * len(tally.sums) / 260.0
    sums = tally.edges.sum(axis=0)
    with np.errstate(invalid="ignore"):
        shares = sums / sums[:, [EdgeSum.HANDOFFS]]
    return {
        name: {
            "handoffs": float(row[EdgeSum.HANDOFFS] / years),
            "clean": float(share[EdgeSum.CLEAN]),
            "owned": float(share[EdgeSum.OWNED]),
        }
        for name, row, share in zip(program.scenario.boundaries, sums, shares, strict=True)
    }


def retention(program: Program, tally: Tally) -> Mapping[str, list[float]]:
    """Return per kind the share of facts intact after the crossing into each step; first is 1."""
    sums = tally.retention.sum(axis=0)
    with np.errstate(invalid="ignore"):
        shares = (sums[:, 0] / sums[:, 1]).tolist()
    return {
        name: shares[row["first_step"] : row["first_step"] + row["steps"]]
        for name, row in zip(program.scenario.work, program.routes.kind, strict=True)
    }


def retention_ends(tally: Tally, step: int) -> tuple[float, float]:
    """Return the 10 and 90 % points over replications of the share of facts intact at a step.

    Of steps that are `Pooled` those of a normal distribution with the same variance. NaN where
    nothing was handed over.
    """
    if isinstance(tally, Pooled):
        return _pooled_ends(tally, step)
    facts = tally.retention[:, step]
    some = facts[:, 1] > 0
    if not some.any():
        return math.nan, math.nan
    low, high = np.quantile(facts[some, 0] / facts[some, 1], (0.1, 0.9))
    return float(low), float(high)


def _pooled_ends(tally: Pooled, step: int) -> tuple[float, float]:
    (intact, facts, _), n = tally.retention[:, step].sum(axis=0), len(tally.sums)
    if facts == 0.0:
        return math.nan, math.nan
    share, (above, below, both) = intact / facts, tally.squared("retention")[step]
    variance = max(0.0, above - 2.0 * share * both + share * share * below) / max(1, n - 1)
    half = normal_quantile(0.8) * math.sqrt(variance) * n / facts
    return float(share - half), float(min(1.0, share + half))


def rolled_clean(program: Program, tally: Tally) -> Mapping[str, float]:
    """Return per kind the rolled %C&A: the product of %C&A over the route's crossings."""
    sums = tally.edges.sum(axis=0)
    with np.errstate(invalid="ignore"):
        clean = sums[:, EdgeSum.CLEAN] / sums[:, EdgeSum.HANDOFFS]
    rolled = {}
    for name, kind in zip(program.scenario.work, program.routes.kind, strict=True):
        steps = program.routes.step[kind["first_step"] :][: kind["steps"]]
        product = 1.0
        for before, step in pairwise(steps):
            first = step["first_crossing"]
            rows = program.routes.crossing[first : first + before["members"] * step["members"]]
            product *= float(np.prod(clean[rows["edge"]]))
        for step in steps:
            rows = program.routes.lateral[step["first_lateral"] :][: step["laterals"]]
            product *= float(np.prod(clean[rows["edge"]]))
        rolled[name] = product
    return rolled


def misattribution_by(tally: Tally) -> Mapping[str, Mapping[str, float]]:
    """Return per root mechanism the failures attributed, and of 100 how many were blamed wrongly.

    `strict` counts blame on anybody but the resolver; `random` is what blaming a random team of
    the route would give.
    """
    sums = tally.blame.sum(axis=0)
    with np.errstate(invalid="ignore"):
        shares = 100.0 * sums / sums[:, [0]]
    return {
        name: {
            "attributed": float(row[0]),
            "misattributed": float(share[1]),
            "strict": float(share[2]),
            "random": float(share[3]),
        }
        for name, row, share in zip(MECHANISMS, sums, shares, strict=False)
    }
