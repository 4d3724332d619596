"""How long the simulated organisation takes to fill up: what warm-up its own series suggest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.engines.log import EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.experiments.engine import log_of
from simulator.measures.tally import Floats

__all__ = ["Series", "WarmUp", "mser5", "series_of", "warm_up_of"]

SOURCE = (
    "MSER-5 (White, Cobb and Spratt 2000, Proc. Winter Simulation Conf., 755) on the mean over "
    "replications (Welch 1983)"
)
_BATCH = 5


@dataclass(frozen=True, kw_only=True)
class Series:
    """A daily mean over replications; `days` [working days] are the days' beginnings."""

    name: str
    unit: str
    days: Floats
    values: Floats

    @property
    def suggested(self) -> float | None:
        """The warm-up it suggests [working days]; None when it never settles."""
        cut = mser5(self.values)
        return None if cut is None else float(self.days[cut]) if cut else 0.0


@dataclass(frozen=True, kw_only=True)
class WarmUp:
    """What the series of one plan suggest, beside the warm-up of its file [working days]."""

    scenario: str
    plan: str
    seed: int
    replications: int
    stated: float
    horizon: float
    shocks: tuple[float, ...]
    series: tuple[Series, ...]

    @property
    def suggested(self) -> float | None:
        """The longest of the suggestions; None when a series never settles."""
        found = [series.suggested for series in self.series]
        known = [cut for cut in found if cut is not None]
        return max(known) if len(known) == len(found) else None

    def as_json(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {
            "scenario": self.scenario,
            "arm": self.plan,
            "seed": self.seed,
            "replications": self.replications,
            "stated": self.stated,
            "suggested": self.suggested,
            "enough": self.suggested is not None and self.stated >= self.suggested,
            "horizon": self.horizon,
            "shocks": self.shocks,
            "method": SOURCE,
            "series": [
                {
                    "name": series.name,
                    "unit": series.unit,
                    "suggested": series.suggested,
                    "days": series.days,
                    "values": series.values,
                }
                for series in self.series
            ],
        }


def mser5(values: Floats) -> int | None:
    """Return how many first values to leave out, so that the mean of the rest is known best.

    Values are taken in batches of 5; of all cuts up to half of them, the one with the least
    standard error of the mean of what is left. None when that is the last cut allowed: the series
    has not settled and should be longer. Refuses fewer than 20 values (ValueError).

    References
    ----------
    White (1997), Simulation 69:323, doi 10.1177/003754979706900601; White, Cobb and Spratt (2000),
    Proc. Winter Simulation Conf., 755, doi 10.1109/WSC.2000.899857.
    """
    if len(values) < 4 * _BATCH:
        raise ValueError(f"a warm-up needs {4 * _BATCH} days at least, not {len(values)}")
    whole = len(values) // _BATCH
    means = values[: whole * _BATCH].reshape(whole, _BATCH).mean(axis=1)
    last = whole // 2
    errors = [float(means[cut:].var()) / (whole - cut) for cut in range(last + 1)]
    best = errors.index(min(errors))
    return None if best == last and errors[best] > 0.0 else best * _BATCH


def warm_up_of(program: Program, seed: int, replications: int, engine: str = "auto") -> WarmUp:
    """Return what work in progress and lead time suggest as the warm-up of a plan."""
    logs = [log_of(program, seed, number, engine) for number in range(replications)]
    return WarmUp(
        scenario=program.scenario.name,
        plan=program.plan,
        seed=seed,
        replications=replications,
        stated=program.warm_up,
        horizon=program.horizon,
        shocks=tuple(float(at) for at in program.epochs["at"][1:]),
        series=series_of(logs, program.horizon),
    )


def series_of(logs: Sequence[EventLog], horizon: float) -> tuple[Series, ...]:
    """Return the daily series of logs: work in progress, and lead time by day of release.

    A day on which nothing was released in any replication takes the lead time of the day before;
    the days before the first release are left out.
    """
    days = math.floor(horizon)
    present, leads, released = np.zeros(days), np.zeros(days), np.zeros(days)
    for log in logs:
        items = log.events[log.events["event"] == Happening.ARRIVED]
        ends = log.events[log.events["event"] == Happening.RELEASED]
        arrived = np.maximum(items["time"], 0.0)
        left = np.full(len(arrived), horizon)
        left[ends["item"]] = ends["time"]
        present += _present(arrived, left, days)
        inside = ends[ends["time"] < days]
        day = inside["time"].astype(np.int64)
        np.add.at(leads, day, inside["time"] - arrived[inside["item"]])
        np.add.at(released, day, 1.0)
    begun = int(np.argmax(released > 0)) if released.any() else days
    known = np.maximum.accumulate(np.where(released > 0, np.arange(days), 0))[begun:]
    every = np.arange(days, dtype=np.float64)
    return (
        Series(
            name="work_in_progress", unit="items", days=every, values=present / max(len(logs), 1)
        ),
        Series(
            name="lead_time",
            unit="working days",
            days=every[begun:],
            values=leads[known] / np.maximum(released[known], 1.0),
        ),
    )


def _present(arrived: Floats, left: Floats, days: int) -> Floats:
    """Return the mean number of items that were there on each day."""

    def cumulated(times: Floats) -> Floats:
        """Return, for the end of each day, the days that lie since all those times together."""
        times = times[times < days]
        day = times.astype(np.int64)
        later = np.bincount(day, minlength=days).cumsum().astype(np.float64)
        within = np.bincount(day, weights=day + 1.0 - times, minlength=days)
        before = np.concatenate(([0.0], later[:-1]))
        return np.asarray(before + within)

    return cumulated(arrived) - cumulated(left)
