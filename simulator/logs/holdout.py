"""The first part of a log used to tell the rest: predicted against what then came."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.logs.faults import fault
from simulator.logs.handoffs import count_handoffs
from simulator.logs.log import Log
from simulator.logs.weeks import WEEK, Weeks, dense_weeks
from simulator.stats.estimate import Estimate, t_quantile

__all__ = ["Forecast", "Holdout", "holdout"]

FIRST_PART: Final = 2.0 / 3.0
_LEAST_FIRST, _LEAST_REST = 4, 2
_MISS: Final = 0.05
_FEW: Final = 20
Floats = NDArray[np.float64]
Statistic = Callable[[NDArray[np.bool_]], float]


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """One figure of the rest: predicted from all weeks before, by the last period, and observed.

    `ours` and `naive` carry 95 % intervals for what a period of this length shows; `score` and
    `naive_score` are interval scores (Gneiting and Raftery 2007, doi 10.1198/016214506000001437),
    smaller is better: the width, and twenty times what it missed by. On the log scale for hours.
    """

    name: str
    unit: str
    observed: float
    ours: Estimate
    naive: Estimate
    score: float
    naive_score: float

    @property
    def covered(self) -> bool:
        """Whether what came lies in the predicted interval."""
        return self.ours.low <= self.observed <= self.ours.high

    @property
    def better(self) -> bool:
        """Whether all weeks told the rest better than the last period alone."""
        return self.score <= self.naive_score


@dataclass(frozen=True, kw_only=True)
class Holdout:
    """What the first weeks of a log say of the rest of it, figure by figure."""

    first: Weeks
    rest: Weeks
    cases: int
    forecasts: tuple[Forecast, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """The figures that the last period alone told better."""
        return tuple(each.name for each in self.forecasts if not each.better)


def holdout(log: Log, level: str = "team") -> Holdout:
    """Return how well the first two thirds of a log's dense weeks tell the rest.

    Cases belong to the week they begin in and are followed to their end. Refuses fewer than four
    weeks to learn from and two to judge by (LogError).
    """
    weeks = dense_weeks(log)
    split = weeks.first + math.floor(FIRST_PART * weeks.count)
    first = Weeks(first=weeks.first, last=split, left_out=0)
    rest = Weeks(first=split, last=weeks.last, left_out=0)
    if first.count < _LEAST_FIRST or rest.count < _LEAST_REST:
        raise fault(f"{log.file}: --holdout", f"{weeks.count} dense weeks",
                    f"at least {_LEAST_FIRST + _LEAST_REST}")  # fmt: skip
    count_handoffs(log, level)
    table = log.database.execute(f"""
        SELECT CAST(p.first // {WEEK} AS INT) AS week, p.handoffs AS handoffs,
            coalesce(b.n, 0) AS bounced, CAST(sla_met AS INT) AS met,
            coalesce(hours, (completed - first) / 3600000000.0, (last - first) / 3600000000.0)
            AS hours
        FROM passed p LEFT JOIN (SELECT case_id, count(*) AS n FROM handoffs
            WHERE fate = 'bounced' GROUP BY case_id) b USING (case_id)
        WHERE p.first >= {weeks.first * WEEK} AND p.first < {weeks.last * WEEK}
        ORDER BY p.case_id""").fetchnumpy()
    columns = {name: np.ma.filled(np.ma.asarray(values).astype(np.float64), np.nan)
               for name, values in table.items()}  # fmt: skip
    found = [
        _forecast(name, unit, statistic, columns["week"], first, rest)
        for name, unit, statistic in _figures(columns, day_only=log.day_only)
    ]
    later = int((columns["week"] >= split).sum())
    return Holdout(first=first, rest=rest, cases=later,
                   forecasts=tuple(each for each in found if each is not None))  # fmt: skip


def _figures(columns: Mapping[str, Floats], *, day_only: bool) -> list[tuple[str, str, Statistic]]:
    """Return what is predicted: its name, its unit, and how it is made of chosen cases."""
    handoffs, bounced, met, hours = (
        columns[name] for name in ("handoffs", "bounced", "met", "hours")
    )

    def ratio(above: Floats, below: Floats) -> Statistic:
        def of(chosen: NDArray[np.bool_]) -> float:
            total = float(below[chosen].sum())
            return float(above[chosen].sum()) / total if total else math.nan

        return of

    def quantile(share: float, where: NDArray[np.bool_]) -> Statistic:
        def of(chosen: NDArray[np.bool_]) -> float:
            some = hours[chosen & where & np.isfinite(hours)]
            return float(np.quantile(some, share)) if len(some) >= _FEW else math.nan

        return of

    found = [
        ("handovers a case", "", ratio(handoffs, np.ones_like(handoffs))),
        ("share sent straight back", "", ratio(bounced, handoffs)),
    ]
    if np.isfinite(met).any():
        told = np.isfinite(met)
        missed = np.where(told, 1.0 - np.nan_to_num(met), 0.0)
        found.append(("share of SLA missed", "", ratio(missed, told.astype(np.float64))))
    if not day_only:
        groups = {"0": handoffs == 0, "1": handoffs == 1, "2+": handoffs >= 2}
        found += [
            (f"{word} time to resolve, {name} handovers", "hours", quantile(share, where))
            for name, where in groups.items()
            for word, share in (("median", 0.5), ("90 %", 0.9))
        ]
    return found


def _forecast(
    name: str, unit: str, statistic: Statistic, week: Floats, first: Weeks, rest: Weeks
) -> Forecast | None:
    """Return the forecast of one figure; None where a part of the log does not show it."""
    observed = statistic(week >= rest.first)
    log_scale = unit == "hours"
    last = range(max(first.first, first.last - rest.count), first.last)
    ours = _predicted(statistic, week, range(first.first, first.last), rest.count, log_scale)
    naive = _predicted(statistic, week, last, rest.count, log_scale)
    if ours is None or naive is None or not math.isfinite(observed):
        return None
    if log_scale and observed <= 0.0:
        return None
    return Forecast(
        name=name, unit=unit, observed=observed, ours=ours, naive=naive,
        score=_score(ours, observed, log_scale), naive_score=_score(naive, observed, log_scale),
    )  # fmt: skip


def _predicted(
    statistic: Statistic, week: Floats, weeks: range, ahead: int, log_scale: bool
) -> Estimate | None:
    """Return what a period `ahead` weeks long shows, from the jackknife over the weeks before it.

    Variances of a figure over n weeks shrink as 1/n (Efron 1982, doi
    10.1137/1.9781611970319): one over `ahead` weeks varies n / ahead times as much.
    """
    inside = (week >= weeks.start) & (week < weeks.stop)
    best = statistic(inside)
    if not math.isfinite(best) or (log_scale and best <= 0.0) or len(weeks) < 2:
        return None
    each: Any = np.array([statistic(inside & (week != left)) for left in weeks])
    if not np.isfinite(each).all() or (log_scale and (each <= 0.0).any()):
        return None
    if log_scale:
        best, each = math.log(best), np.log(each)
    n = len(weeks)
    variance = (n - 1) / n * float(((each - each.mean()) ** 2).sum())
    half = t_quantile(1.0 - _MISS, n - 1) * math.sqrt(variance * (1.0 + n / ahead))
    ends = (best - half, best, best + half)
    low, middle, high = (math.exp(x) for x in ends) if log_scale else ends
    return Estimate(best=middle, low=low if log_scale else max(0.0, low), high=high, n=n)


def _score(found: Estimate, observed: float, log_scale: bool) -> float:
    low, high, x = found.low, found.high, observed
    if log_scale:
        low, high, x = math.log(low), math.log(high), math.log(x)
    return (high - low) + 2.0 / _MISS * (max(0.0, low - x) + max(0.0, x - high))
