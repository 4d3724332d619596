"""A log counted as a network: who hands to whom, what becomes of it, and what goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.logs.guess import spoken
from simulator.logs.handoffs import count_handoffs
from simulator.logs.log import Log, when
from simulator.stats.estimate import Estimate
from simulator.stats.intervals import wilson

__all__ = ["BUCKETS", "FATES", "Bucket", "Edge", "Network", "Place", "network"]

BUCKETS: Final = ("0", "1", "2", "3", "4", "5+")
FATES: Final = ("kept", "forwarded", "bounced")
_MOST: Final = len(BUCKETS) - 1
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Edge:
    """The handoffs from one team to another; spans in calendar hours, NaN where none is known.

    `further` is the mean number of handoffs that followed, `detour` the median time from this
    handoff to the one that reached the last team, among those that were not kept; `wait` the
    median pickup wait of the `waits` handoffs that show one.
    """

    source: str
    target: str
    n: int
    kept: int
    forwarded: int
    bounced: int
    further: float
    detour: float
    wait: float
    waits: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """One team: cases it ever had, handoffs in and out, how often it only passed on.

    `bounced` counts what it received and gave straight back, `through` the share of the cases
    with a handoff that it received and passed on; `hold` is the median time it has a case [h] over
    `runs` runs, `partners` how many teams it shares a handoff with.
    """

    name: str
    cases: int
    received: int
    handed: int
    bounced: int
    through: float
    hold: float
    runs: int
    partners: int


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """The cases with so many handoffs; `hours` is the median time to resolve of `timed` cases.

    `adjusted` is the same median as if the cases had the mix of tickets of all cases that are
    compared; NaN without a kind of ticket. `sla_missed` and `reopened` are shares; None where
    the log does not tell. `reopened` is by the handoffs before the first completion.
    """

    handoffs: str
    cases: int
    hours: float
    timed: int
    adjusted: float
    sla_missed: Estimate | None
    reopened: Estimate | None


@dataclass(frozen=True, kw_only=True)
class Network:
    """What a log says about handoffs at one level, each figure over the window and n given.

    `mean`, `median`, `p90`, `p99` and `most` are handoffs a case; `ping_pong` counts A to B to A,
    `ping_pong_cases` the cases with any. `later` are the handoffs after a case's first completion
    (None where no status says what is done). `counted` is what the tool itself counted as
    re-assignments (None without). `reciprocity` is the share of handoffs that are answered by one
    the other way (Squartini et al. 2013, doi 10.1038/srep02729). `compared` is the share of cases
    in kinds of tickets that occur at every number of handoffs, over which `adjusted` is taken.
    `coarser` are handoffs and bounces at each other level. `single` is the number of cases whose
    only event is one, `open` those without completion, `early` those that begin in the first
    twentieth of the window. `guesses` are what of the mapping was guessed.
    """

    file: str
    source: str
    level: str
    first: str
    last: str
    rows: int
    cases: int
    without_team: int
    mean: float
    median: float
    p90: int
    p99: int
    most: int
    handoffs: int
    fates: Mapping[str, int]
    ping_pong: int
    ping_pong_cases: int
    later: int | None
    reopenings: int | None
    counted: int | None
    reciprocity: float
    strata: tuple[str, ...]
    compared: float
    resolved_by: str
    day_only: bool
    team_means: str
    buckets: tuple[Bucket, ...]
    edges: tuple[Edge, ...]
    teams: tuple[Place, ...]
    coarser: Mapping[str, tuple[int, int]]
    single: int
    open: int | None
    early: int
    guesses: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def snapshots(self) -> float | None:
        """The share of counted re-assignments that the rows do not show; None without a count."""
        if not self.counted:
            return None
        return max(0.0, 1.0 - self.handoffs / self.counted)


def network(log: Log, level: str = "team", step: Callable[[int], None] = lambda _: None) -> Network:
    """Return the network of a log at a level; refuses a level that it does not have (LogError).

    `step` is told of each of the parts that are done, six in all.
    """
    log.check_level(level)
    coarser = {}
    for other in log.levels:
        if other != level:
            count_handoffs(log, other)
            query = "SELECT count(*), count(*) FILTER (fate = 'bounced') FROM handoffs"
            coarser[other] = tuple(log.ask(query)[0])
    step(1)
    count_handoffs(log, level)
    step(1)
    edges = _edges(log)
    step(1)
    teams = _teams(log)
    step(1)
    strata, compared, resolved_by, buckets = _buckets(log)
    step(1)
    found = Network(
        file=log.file,
        source=log.mapping.source,
        level=level,
        first=f"{when(log.first):%Y-%m-%d}",
        last=f"{when(log.last):%Y-%m-%d}",
        rows=log.rows,
        edges=edges,
        teams=teams,
        strata=strata,
        compared=compared,
        resolved_by=resolved_by,
        buckets=buckets,
        day_only=log.day_only,
        team_means=log.mapping.team_means or "owner",
        coarser=coarser,
        reciprocity=_reciprocity(edges),
        guesses=tuple(spoken(log.doubts)),
        notes=log.notes,
        **_whole(log),
    )
    step(1)
    return found


def _whole(log: Log) -> dict[str, Any]:
    """Return the figures over all cases."""
    cases, handoffs, mean, median, p90, p99, most, later, again, counted, left, single = log.ask("""
        SELECT count(*), CAST(sum(handoffs) AS BIGINT), avg(handoffs), quantile_cont(handoffs, 0.5),
            quantile_disc(handoffs, 0.9), quantile_disc(handoffs, 0.99), max(handoffs),
            CAST(sum(later) AS BIGINT), count(*) FILTER (reopened),
            CAST(sum(reassignment_count) AS BIGINT), count(*) FILTER (completed IS NULL),
            count(*) FILTER (first = last) FROM passed""")[0]
    fates = dict.fromkeys(FATES, 0) | dict(
        log.ask("SELECT fate, count(*) FROM handoffs GROUP BY fate")
    )
    tells = left < cases
    early = log.first + (log.last - log.first) // 20
    return {
        "cases": cases,
        "handoffs": handoffs,
        "mean": mean,
        "median": median,
        "p90": p90,
        "p99": p99,
        "most": most,
        "fates": fates,
        "ping_pong": fates["bounced"],
        "ping_pong_cases": log.ask("SELECT count(DISTINCT case_id) FROM handoffs "
                                   "WHERE fate = 'bounced'")[0][0],
        "later": later if tells else None,
        "reopenings": again if tells else None,
        "open": left if tells else None,
        "counted": counted,
        "single": single,
        "early": log.ask(f"SELECT count(*) FROM cases WHERE first < {early}")[0][0],
        "without_team": cases - log.ask("SELECT count(DISTINCT case_id) FROM runs")[0][0],
    }  # fmt: skip


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _edges(log: Log) -> tuple[Edge, ...]:
    wait = "NULL" if log.day_only else "wait"
    detour = "NULL" if log.day_only else "detour"
    found = log.ask(f"""SELECT source, target, count(*) AS n, count(*) FILTER (fate = 'kept'),
            count(*) FILTER (fate = 'forwarded'), count(*) FILTER (fate = 'bounced'), avg(further),
            quantile_cont({detour}, 0.5) FILTER (fate <> 'kept'), quantile_cont({wait}, 0.5),
            count({wait})
        FROM handoffs GROUP BY source, target ORDER BY n DESC, source, target""")
    return tuple(
        Edge(source=row[0], target=row[1], n=row[2], kept=row[3], forwarded=row[4], bounced=row[5],
             further=row[6], detour=_or_nan(row[7]), wait=_or_nan(row[8]), waits=row[9])
        for row in found
    )  # fmt: skip


def _teams(log: Log) -> tuple[Place, ...]:
    hold = "NULL" if log.day_only else "hold"
    found = log.ask(f"""
        WITH moved AS (SELECT count(DISTINCT case_id) AS n FROM handoffs),
        passed_on AS (SELECT team, count(DISTINCT case_id) AS n FROM runs
                      WHERE run > 1 AND run < runs GROUP BY team),
        outward AS (SELECT source AS team, count(*) AS n FROM handoffs GROUP BY source),
        inward AS (SELECT target AS team, count(*) AS n,
                   count(*) FILTER (fate = 'bounced') AS back FROM handoffs GROUP BY target),
        partner AS (SELECT team, count(DISTINCT other) AS n FROM
            (SELECT source AS team, target AS other FROM handoffs
             UNION ALL SELECT target, source FROM handoffs) GROUP BY team)
        SELECT r.team, r.cases, coalesce(i.n, 0), coalesce(o.n, 0), coalesce(i.back, 0),
            coalesce(p.n, 0) / greatest(moved.n, 1), r.hold, r.runs, coalesce(t.n, 0)
        FROM (SELECT team, count(DISTINCT case_id) AS cases, quantile_cont({hold}, 0.5) AS hold,
              count(*) AS runs FROM runs GROUP BY team) r
        LEFT JOIN outward o USING (team) LEFT JOIN inward i USING (team)
        LEFT JOIN passed_on p USING (team) LEFT JOIN partner t USING (team), moved
        ORDER BY r.cases DESC, r.team""")
    return tuple(
        Place(name=row[0], cases=row[1], received=row[2], handed=row[3], bounced=row[4],
              through=row[5], hold=_or_nan(row[6]), runs=row[7], partners=row[8])
        for row in found
    )  # fmt: skip


def _reciprocity(edges: Sequence[Edge]) -> float:
    counts = {(edge.source, edge.target): edge.n for edge in edges}
    total = sum(counts.values())
    both = sum(min(n, counts.get((b, a), 0)) for (a, b), n in counts.items())
    return both / total if total else float("nan")


def _buckets(log: Log) -> tuple[tuple[str, ...], float, str, tuple[Bucket, ...]]:
    """Return by what tickets are told apart, how many are compared, what is timed, the buckets."""
    strata = tuple(name for name in ("category", "priority") if log.has(name))
    timed = log.ask("SELECT count(hours) FROM passed")[0][0] > 0
    span = "hours" if timed else "(last - first) / 3600000000.0"
    if log.day_only and not timed:
        span = "CAST(NULL AS DOUBLE)"
    kind = "concat_ws(' / ', " + ", ".join(f"coalesce({name}, '-')" for name in strata) + ")"
    table = log.database.execute(f"""SELECT least(handoffs, {_MOST}) AS bucket, {span} AS hours,
            {kind if strata else "''"} AS kind, CAST(sla_met AS INT) AS met,
            CASE WHEN completed IS NOT NULL THEN least(handoffs - later, {_MOST}) END AS before,
            CAST(reopened AS INT) AS reopened FROM passed ORDER BY case_id""").fetchnumpy()
    bucket = np.asarray(table["bucket"], np.int64)
    span_hours = _filled(table["hours"])
    met, before = _filled(table["met"]), _filled(table["before"])
    weights, compared = _standardised(bucket, span_hours, table["kind"]) if strata else (None, 0.0)
    found = []
    for index, name in enumerate(BUCKETS):
        here = bucket == index
        known = here & np.isfinite(span_hours)
        told = here & np.isfinite(met)
        done = before == index
        adjusted = float("nan")
        if weights is not None:
            adjusted = _weighted_median(span_hours[known], weights[known])
        found.append(
            Bucket(
                handoffs=name,
                cases=int(here.sum()),
                hours=float(np.median(span_hours[known])) if known.any() else float("nan"),
                timed=int(known.sum()),
                adjusted=adjusted,
                sla_missed=_share(int((met[told] == 0).sum()), int(told.sum())),
                reopened=_share(int(_filled(table["reopened"])[done].sum()), int(done.sum())),
            )
        )
    return strata, compared, "opened to resolved" if timed else "first to last event", tuple(found)


def _filled(values: Any) -> Floats:
    """Return a column as floats, NaN where the database has nothing."""
    return np.ma.filled(np.ma.asarray(values).astype(np.float64), np.nan)


def _share(count: int, n: int) -> Estimate | None:
    return wilson(count, n) if n else None


def _standardised(bucket: NDArray[np.int64], hours: Floats, kinds: Any) -> tuple[Floats, float]:
    """Return a weight a case that gives every bucket the mix of tickets of all that are compared.

    Direct standardisation over the kinds of tickets that occur in every bucket that has cases.
    """
    _, kind = np.unique(np.asarray(kinds, dtype=str), return_inverse=True)
    known = np.isfinite(hours)
    size = np.zeros((int(kind.max()) + 1, _MOST + 1))
    np.add.at(size, (kind[known], bucket[known]), 1.0)
    used = size.sum(axis=0) > 0
    common = (size[:, used] > 0).all(axis=1)
    standard = np.where(common, size.sum(axis=1), 0.0)
    each = np.divide(standard[:, None], size, out=np.zeros_like(size), where=size > 0)
    weights = np.where(known, each[kind, bucket], 0.0)
    return weights, float(standard.sum() / max(1.0, known.sum()))


def _weighted_median(values: Floats, weights: Floats) -> float:
    if not weights.any():
        return float("nan")
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, 0.5 * reached[-1])])
