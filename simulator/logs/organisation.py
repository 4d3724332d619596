"""What a log says of an organisation: its teams, its kinds of work, and who owns what crosses.

Everything here is counted, with an interval and its n; `draft` writes it into a scenario beside
what no log can tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.logs.faults import fault
from simulator.logs.handoffs import count_handoffs
from simulator.logs.log import Log
from simulator.logs.weeks import WEEK, Weeks, dense_weeks, weekly
from simulator.stats.estimate import Estimate, mean_estimate
from simulator.stats.intervals import wilson
from simulator.stats.shrinkage import shrunk_means, shrunk_shares

__all__ = ["Crossing", "Kind", "Organisation", "Staff", "organisation"]

MOST_TEAMS: Final = 12
MOST_KINDS: Final = 10
ENOUGH: Final = 0.9
"""Teams and kinds beyond the busiest are taken together; kinds stop at this share of the cases."""
_ALIKE: Final = 1e-6
OTHER_TEAMS, OTHER_WAYS = "Other teams", "other ways"
_SOME: Final = 0.01
"""From which share of the cases on other ways that begin with one team are a kind of their own."""
_LEAST_STARTED, _LEAST_BOUNCED = 30, 5
Route = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One way that cases take: its teams in order, and how many begin a week.

    `standing_for` is how many other ways it stands for: those of the remainder.
    """

    name: str
    route: Route
    arrivals: Estimate
    cases: int
    standing_for: int = 0


@dataclass(frozen=True, kw_only=True)
class Staff:
    """One team: how many different people are seen in a week, and how long a visit takes.

    `people` is None where no column tells persons and nothing is told to start and end; `seen`
    says by what it was counted. `effort` [working days] and its coefficient of variation `cv` are
    None without starts and ends. `visits` a week come with the kinds.
    """

    name: str
    people: Estimate | None
    seen: str
    effort: Estimate | None
    cv: float
    visits: float


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """One boundary on the ways: the share of handovers that were not sent straight back.

    `lay` is the mean time that it lay with a team which then sent it back [working days], drawn in
    to the mean of all, None where none of the log was. `n` are its handovers, `bounced` those back.
    """

    source: str
    target: str
    kept: Estimate
    lay: Estimate | None
    n: int
    bounced: int


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An organisation as a log shows it in its dense weeks."""

    weeks: Weeks
    level: str
    cases: int
    without_team: int
    kinds: tuple[Kind, ...]
    staff: tuple[Staff, ...]
    crossings: tuple[Crossing, ...]
    merged: tuple[str, ...]
    failed: Estimate | None
    lead_time: float
    timed: int
    causes: Mapping[str, int]


def organisation(log: Log, level: str = "team") -> Organisation:
    """Return the organisation of a log at a level; refuses times of days only (LogError)."""
    if log.day_only:
        told = "times of days only, which tell no waits"
        allowed = "times with hours and minutes; edgewise network answers without them"
        raise fault(f"{log.file}: timestamp", told, allowed)
    log.check_level(level)
    weeks = dense_weeks(log)
    count_handoffs(log, level)
    log.database.execute(f"""CREATE OR REPLACE TABLE counted AS SELECT *, first // {WEEK} AS week
        FROM passed WHERE first >= {weeks.first * WEEK} AND first < {weeks.last * WEEK}""")
    names = _names(log)
    kinds = _kinds(log, names, weeks)
    visits = _visits(kinds)
    failed, lead_time, timed = _outcomes(log)
    whole, teamless = log.ask("""SELECT count(*), count(*) FILTER
        (case_id NOT IN (SELECT case_id FROM runs)) FROM counted""")[0]
    return Organisation(
        weeks=weeks,
        level=level,
        cases=whole,
        without_team=teamless,
        kinds=kinds,
        staff=_staff(log, names, visits, level, weeks),
        crossings=_crossings(log, names, kinds),
        merged=tuple(sorted(name for name, other in names.items() if other != name)),
        failed=failed,
        lead_time=lead_time,
        timed=timed,
        causes=_causes(log),
    )


def _names(log: Log) -> dict[str, str]:
    """Return what each team is called in the scenario: the busiest by name, the rest as one."""
    found = [
        name
        for name, _ in log.ask("""SELECT team, count(*) AS n FROM runs
        JOIN counted USING (case_id) GROUP BY team ORDER BY n DESC, team""")
    ]
    kept = found if len(found) <= MOST_TEAMS + 1 else found[:MOST_TEAMS]
    other = OTHER_TEAMS
    while other in kept:
        other += " too"
    plain = {name: _plain(name) for name in kept}
    return {name: plain.get(name, other) for name in found}


def _plain(name: str) -> str:
    """Return a name that a scenario takes."""
    kept = "".join(sign if sign.isprintable() else " " for sign in name).replace(" -> ", " > ")
    return f"{kept} (team)" if kept in {"from", "to"} else kept


def _straight(path: Iterable[str]) -> Route:
    """Return a way without its loops: what came back to a team that had it counts as not gone."""
    found: list[str] = []
    for name in path:
        if name in found:
            del found[found.index(name) + 1 :]
        else:
            found.append(name)
    return tuple(found)


def _kinds(log: Log, names: Mapping[str, str], weeks: Weeks) -> tuple[Kind, ...]:
    """Return the frequent ways as kinds of work, and all other ways as one that says so."""
    rows = log.ask("""SELECT path, week, count(*) FROM (SELECT case_id, week,
        list(team ORDER BY run) AS path FROM runs JOIN counted USING (case_id)
        GROUP BY case_id, week) GROUP BY path, week""")
    by_week: dict[Route, NDArray[np.int64]] = {}
    for path, week, count in rows:
        route = _straight(names[team] for team in path)
        by_week.setdefault(route, np.zeros(weeks.count, np.int64))[week - weeks.first] += count
    ordered = sorted(by_week, key=lambda route: (-int(by_week[route].sum()), route))
    total = sum(int(counts.sum()) for counts in by_week.values())
    kept: list[Route] = []
    covered = 0
    for route in ordered[:MOST_KINDS]:
        if covered >= ENOUGH * total and kept:
            break
        kept.append(route)
        covered += int(by_week[route].sum())
    found = [_kind(" > ".join(route), route, by_week[route]) for route in kept]
    rest = ordered[len(kept) :]
    return (*found, *_remainder(rest, by_week, total)) if rest else tuple(found)


def _remainder(
    rest: Sequence[Route], by_week: Mapping[Route, NDArray[np.int64]], total: int
) -> Iterator[Kind]:
    """Yield kinds for all other ways: one for each first team that many of them have, and the rest.

    Each takes the commonest of the ways it stands for, which `rest` has first.
    """
    by_first: dict[str, list[Route]] = {}
    for route in rest:
        by_first.setdefault(route[0], []).append(route)
    left: list[Route] = []
    for first, routes in by_first.items():
        counts = _summed(routes, by_week)
        if len(by_first) == 1 or int(counts.sum()) < _SOME * total:
            left += routes
        else:
            yield _kind(f"{OTHER_WAYS} from {first}", routes[0], counts, len(routes))
    if left:
        left.sort(key=rest.index)
        yield _kind(f"all {OTHER_WAYS}", left[0], _summed(left, by_week), len(left))


def _summed(
    routes: Sequence[Route], by_week: Mapping[Route, NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Return how many cases a week took any of these ways."""
    summed: NDArray[np.int64] = np.stack([by_week[route] for route in routes]).sum(axis=0)
    return summed


def _kind(name: str, route: Route, counts: NDArray[np.int64], standing_for: int = 0) -> Kind:
    return Kind(name=name, route=route, arrivals=weekly(counts), cases=int(counts.sum()),
                standing_for=standing_for)  # fmt: skip


def _visits(kinds: Sequence[Kind]) -> dict[str, float]:
    """Return how many visits a week each team gets on these ways."""
    found: dict[str, float] = {}
    for kind in kinds:
        for team in kind.route:
            found[team] = found.get(team, 0.0) + kind.arrivals.best
    return found


def _staff(
    log: Log, names: Mapping[str, str], visits: Mapping[str, float], level: str, weeks: Weeks
) -> tuple[Staff, ...]:
    persons = _persons(log, names, level, weeks) if log.has("person") else {}
    started = _started(log, names) if log.has("lifecycle") else {}
    found = []
    for name, weekly_visits in sorted(visits.items(), key=lambda pair: (-pair[1], pair[0])):
        people = persons.get(name)
        seen = f"different people seen in a week, n = {weeks.count} weeks"
        efforts, most = started.get(name, (np.zeros(0), 0))
        effort, cv = None, 0.8
        if len(efforts) >= _LEAST_STARTED and efforts.mean() > 0.0:
            effort = _positive_mean(efforts)
            cv = float(efforts.std(ddof=1) / efforts.mean())
            if people is None:
                seen = f"most at work at once, n = {len(efforts):,} visits"
                people = Estimate(best=most, low=most, high=math.ceil(1.5 * most), n=len(efforts))
        found.append(Staff(name=name, people=people, seen=seen, effort=effort, cv=cv,
                           visits=weekly_visits))  # fmt: skip
    return tuple(found)


def _positive_mean(values: NDArray[np.float64]) -> Estimate:
    """Return the mean of skewed values above nought with its t interval on the log scale.

    Which reaches further up than down, as the error of such a mean does.
    """
    found = mean_estimate(values)
    half = (found.high - found.best) / found.best
    return Estimate(best=found.best, low=found.best * math.exp(-half),
                    high=found.best * math.exp(half), n=found.n)  # fmt: skip


def _persons(log: Log, names: Mapping[str, str], level: str, weeks: Weeks) -> dict[str, Estimate]:
    """Return how many different people each team shows in a week, all weeks counted."""
    by_week: dict[str, NDArray[np.float64]] = {}
    for team, week, persons in log.ask(f"""SELECT place, week, persons FROM presence
            WHERE level = '{level}' AND week >= {weeks.first} AND week < {weeks.last}"""):
        if team in names:
            counts = by_week.setdefault(names[team], np.zeros(weeks.count))
            counts[week - weeks.first] += persons
    return {team: mean_estimate(counts) for team, counts in by_week.items()}


def _started(log: Log, names: Mapping[str, str]) -> dict[str, tuple[NDArray[np.float64], int]]:
    """Return the efforts of each team's visits [working days], and how many ran at once at most.

    Work is what lies between a start and the next completion of the same activity of a case.
    """
    day = log.mapping.hours_per_day * 3.6e9
    log.database.execute("""CREATE OR REPLACE TABLE spells AS SELECT * FROM (SELECT case_id,
            team, activity, lifecycle, ts AS start, lead(ts) OVER spell AS finish,
            lead(lifecycle) OVER spell AS after FROM events
            WHERE team IS NOT NULL AND lifecycle IN ('start', 'resume', 'complete', 'suspend')
            WINDOW spell AS (PARTITION BY case_id, team, activity ORDER BY ts, row))
        WHERE lifecycle IN ('start', 'resume') AND after IN ('complete', 'suspend')""")
    found: dict[str, tuple[NDArray[np.float64], int]] = {}
    efforts: dict[str, list[float]] = {}
    for team, days in log.ask(f"""SELECT team, sum(finish - start) / {day} FROM spells
            JOIN counted USING (case_id) GROUP BY case_id, activity, team ORDER BY ALL"""):
        if team in names:
            efforts.setdefault(names[team], []).append(float(days))
    most: dict[str, int] = {}
    for team, at_once in log.ask("""SELECT team, max(n) FROM (SELECT team,
            sum(step) OVER (PARTITION BY team ORDER BY ts, step ROWS UNBOUNDED PRECEDING) AS n
            FROM (SELECT team, start AS ts, 1 AS step FROM spells UNION ALL
                  SELECT team, finish, -1 FROM spells)) GROUP BY team"""):
        if team in names:
            most[names[team]] = most.get(names[team], 0) + int(at_once)
    for team, values in efforts.items():
        found[team] = (np.array(values), most.get(team, 1))
    return found


def _crossings(log: Log, names: Mapping[str, str], kinds: Sequence[Kind]) -> tuple[Crossing, ...]:
    """Return the boundaries on the ways, each drawn in to all boundaries of the log."""
    day = log.mapping.hours_per_day
    seen: dict[tuple[str, str], list[float]] = {}
    for source, target, *counts in log.ask(f"""
            SELECT h.source, h.target, count(*), count(*) FILTER (h.fate = 'bounced'),
                coalesce(sum(ln(greatest(r.lay / {day}, 1e-4))) FILTER (h.fate = 'bounced'), 0),
                coalesce(sum(ln(greatest(r.lay / {day}, 1e-4)) ** 2)
                         FILTER (h.fate = 'bounced'), 0),
                coalesce(sum(r.lay / {day}) FILTER (h.fate = 'bounced'), 0)
            FROM handoffs h JOIN runs r USING (case_id, run) JOIN counted USING (case_id)
            GROUP BY ALL ORDER BY ALL"""):
        edge = (names[source], names[target])
        if edge[0] != edge[1]:
            sums = seen.setdefault(edge, [0.0] * 5)
            for index, value in enumerate(counts):
                sums[index] += float(value)
    if not seen:
        return ()
    table = np.array(list(seen.values()))
    shares = shrunk_shares(table[:, 0] - table[:, 1], table[:, 0])
    kept = dict(zip(seen, shares, strict=True))
    lay = _lay(list(seen), table)
    on_ways = {
        pair: None for kind in kinds for pair in zip(kind.route, kind.route[1:], strict=False)
    }
    pooled = shrunk_shares([table[:, 0].sum() - table[:, 1].sum(), 0], [table[:, 0].sum(), 0])[1]
    return tuple(
        Crossing(source=edge[0], target=edge[1], kept=kept.get(edge, pooled), lay=lay.get(edge),
                 n=int(seen.get(edge, [0])[0]), bounced=int(seen.get(edge, [0, 0])[1]))
        for edge in on_ways
    )  # fmt: skip


def _lay(edges: Sequence[tuple[str, str]], table: NDArray[Any]) -> dict[tuple[str, str], Estimate]:
    """Return the mean time that what was sent back had lain, drawn in on the log scale.

    From logarithms back to means by the factor of all (Duan 1983, doi
    10.1080/01621459.1983.10478017); boundaries with fewer than five are left to what nobody knows.
    """
    bounced, total, squares, days = table[:, 1], table[:, 2], table[:, 3], table[:, 4]
    some = bounced >= _LEAST_BOUNCED
    freedom = float(bounced[some].sum()) - int(some.sum())
    if not some.any():
        return {}
    level = total[some] / bounced[some]
    within = max(_ALIKE, float((squares[some] - total[some] * level).sum()) / freedom)
    smear = float(days[some].sum() / (bounced[some] @ np.exp(level)))
    found = shrunk_means(level, within / bounced[some], bounced[some])
    there = (edge for edge, is_some in zip(edges, some, strict=True) if is_some)
    return {
        edge: Estimate(best=smear * math.exp(each.best), low=smear * math.exp(each.low),
                       high=smear * math.exp(each.high), n=each.n)
        for edge, each in zip(there, found, strict=True)
    }  # fmt: skip


def _outcomes(log: Log) -> tuple[Estimate | None, float, int]:
    """Return the share of completed cases that were reopened, and the median time to resolve.

    The time is in working days, from opened to resolved, else from the first event to completion;
    with it goes the number of cases that have it.
    """
    done, again = log.ask("""SELECT count(completed),
        count(*) FILTER (completed IS NOT NULL AND reopened) FROM counted""")[0]
    span = "coalesce(hours, (completed - first) / 3600000000.0)"
    median, timed = log.ask(f"SELECT quantile_cont({span}, 0.5), count({span}) FROM counted")[0]
    days = float("nan") if median is None else float(median) / log.mapping.hours_per_day
    return (wilson(again, done) if done else None), days, timed


def _causes(log: Log) -> dict[str, int]:
    """Return how many cases were marked with a cause of each side; empty without a mapping."""
    if not (log.mapping.causes and log.has("cause")):
        return {}
    sides = {word.lower(): side for side, words in log.mapping.causes.items() for word in words}
    found = dict.fromkeys(("inside", "between", "neither", "cannot_tell"), 0)
    for cause, count in log.ask("""SELECT lower(cause), count(*) FROM counted
            WHERE cause IS NOT NULL GROUP BY 1"""):
        found[sides.get(cause, "cannot_tell")] += count
    return found
