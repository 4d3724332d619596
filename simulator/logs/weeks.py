"""The weeks of a log in which it is dense, and what came in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from simulator.logs.dates import ONE_DAY
from simulator.logs.faults import fault
from simulator.logs.log import Log, when
from simulator.stats.estimate import Estimate, mean_estimate

__all__ = ["LEAST_WEEKS", "WEEK", "Weeks", "dense_weeks", "weekly"]

WEEK: Final = 7 * ONE_DAY
LEAST_WEEKS: Final = 4
_DENSE: Final = 0.4
_BUSY: Final = 90.0
_POISSON: Final = 1.2
_FINISHED: Final = 0.95


@dataclass(frozen=True, kw_only=True)
class Weeks:
    """Whole weeks from `first` to before `last`, numbered by weeks since 1 January 1970."""

    first: int
    last: int
    left_out: int

    @property
    def count(self) -> int:
        """How many weeks there are."""
        return self.last - self.first

    @property
    def words(self) -> str:
        """The window in words."""
        begin, end = (when(week * WEEK) for week in (self.first, self.last))
        return f"{begin:%Y-%m-%d} to {end - timedelta(days=1):%Y-%m-%d}, {self.count} weeks"


def dense_weeks(log: Log) -> Weeks:
    """Return the longest run of whole weeks in which about as many cases begin as usual.

    That is at least 0.4 times as many as nine in ten weeks stay below, three weeks taken together
    so that one holiday cuts nothing (judgement). The last weeks are left out in which fewer than 19
    in 20 cases had the time they usually take. A mapping file's `window` is taken as it stands.
    Refuses fewer than four weeks (LogError).
    """
    begun = dict(log.ask(f"SELECT first // {WEEK}, count(*) FROM cases GROUP BY 1"))
    # the first and the last week are cut off by the export
    first, last = min(begun) + 1, max(begun)
    if log.mapping.window is None:
        # cases that begin shortly before the export may not have gone all their way
        span = log.ask(f"SELECT quantile_cont(last - first, {_FINISHED}) FROM cases")[0][0]
        last = min(last, int(log.last - span) // WEEK)
    counts = np.array([begun.get(week, 0) for week in range(first, last)], dtype=np.int64)
    start, end = (0, len(counts)) if log.mapping.window else _longest(counts)
    if end - start < LEAST_WEEKS:
        told = f"{max(0, end - start)} whole weeks with as many cases as usual"
        raise fault(f"{log.file}: window", told, f"at least {LEAST_WEEKS}")
    weeks = Weeks(first=first + start, last=first + end, left_out=0)
    inside = sum(count for week, count in begun.items() if weeks.first <= week < weeks.last)
    return Weeks(first=weeks.first, last=weeks.last, left_out=log.cases - inside)


def weekly(counts: NDArray[np.int64]) -> Estimate:
    """Return the mean of weekly counts, with an interval that covers what more weeks would give.

    Exact for Poisson counts (Garwood 1936, doi 10.1093/biomet/28.3-4.437); where they vary more
    than such counts do, the hull of that and the t interval.
    """
    weeks, total = len(counts), float(counts.sum())
    low = float(gammaincinv(total, 0.025)) / weeks if total else 0.0
    high = float(gammaincinv(total + 1.0, 0.975)) / weeks
    best = total / weeks
    if weeks > 1 and best > 0.0 and float(counts.var(ddof=1)) > _POISSON * best:
        spread = mean_estimate(counts)
        low, high = max(0.0, min(low, spread.low)), max(high, spread.high)
    return Estimate(best=best, low=min(low, best), high=max(high, best), n=int(total) or 1)


def _longest(counts: NDArray[np.int64]) -> tuple[int, int]:
    """Return where the longest run of weeks that are dense begins and ends."""
    if not len(counts):
        return 0, 0
    wide = np.pad(counts.astype(np.float64), 1, mode="edge")
    smooth = np.convolve(wide, np.full(3, 1.0 / 3.0), mode="valid")
    dense = smooth >= _DENSE * np.percentile(smooth, _BUSY)
    best, start = (0, 0), 0
    for index, is_dense in enumerate((*dense, False)):
        if not is_dense:
            if index - start > best[1] - best[0]:
                best = (start, index)
            start = index + 1
    return best
