"""A log laid out by item and by error, for the functions that count it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engines.log import NO_ITEM, EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.measures.tally import Floats

Rows = np.ndarray[Any, np.dtype[np.void]]
Whole = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A log with its items and errors laid out by number.

    Items: `kind`, `arrived` and `released` [days; NaN when not], `cohort`. Errors: `mechanism`,
    `origin`, `owned`, `generation` and `root` (the number of the generation-0 error).
    """

    program: Program
    events: Rows
    kind: Whole
    arrived: Floats
    released: Floats
    cohort: np.ndarray[Any, np.dtype[np.bool_]]
    mechanism: Whole
    origin: Whole
    owned: Whole
    generation: Whole
    root: Whole

    def of(self, *happenings: Happening) -> Rows:
        """Return the events that are one of `happenings`, in their order."""
        return self.events[np.isin(self.events["event"], happenings)]

    def in_cohort(self, rows: Rows) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return which rows belong to a cohort item."""
        known = (rows["item"] >= 0) & (rows["item"] < NO_ITEM)
        inside = np.zeros(len(rows), bool)
        inside[known] = self.cohort[rows["item"][known]]
        return inside


def read(program: Program, log: EventLog) -> Reading:
    """Return `log` laid out by item and error."""
    events = log.events
    arrivals = events[events["event"] == Happening.ARRIVED]
    released = np.full(len(arrivals), np.nan)
    releases = events[events["event"] == Happening.RELEASED]
    released[releases["item"]] = releases["time"]
    born = events[events["event"] == Happening.BORN]
    born = born[np.argsort(born["error"], kind="stable")]
    root = np.where(born["c"] > 0, born["b"], born["error"]).astype(np.int64)
    while len(root) and (born["c"][root] > 0).any():
        root = root[root]
    return Reading(
        program=program,
        events=events,
        kind=arrivals["place"].astype(np.int64),
        arrived=arrivals["time"].astype(np.float64),
        released=released,
        cohort=(arrivals["time"] >= program.warm_up) & ~np.isnan(released),
        mechanism=born["a"].astype(np.int64),
        origin=born["place"].astype(np.int64),
        owned=born["d"].astype(np.int64),
        generation=born["c"].astype(np.int64),
        root=root,
    )
