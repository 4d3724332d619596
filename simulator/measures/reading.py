"""A log laid out by item and by error, for the functions that count it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.engines.log import NO_ITEM, EventLog, Happening
from simulator.engines.program.compilation import Program
from simulator.measures.tally import Floats
from simulator.mechanisms.incidents import EXTERNAL, MECHANISMS, side

Rows = np.ndarray[Any, np.dtype[np.void]]
Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
_SIDES = np.array([side(mechanism) for mechanism in range(len(MECHANISMS))])


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A log with its items and errors laid out by number.

    Items: `kind`, `arrived` and `released` [days; NaN when not], `cohort`. Errors: `born` [days],
    `mechanism`, `origin`, `owned`, `generation`, `root` (the number of the generation-0 error) and
    `foreseen` (born before its item was released, or an external incident: counted by its chance
    too).
    `epoch` is the one in force when an item was released.
    """

    program: Program
    events: Rows
    kind: Whole
    arrived: Floats
    released: Floats
    cohort: Flags
    born: Floats
    mechanism: Whole
    origin: Whole
    owned: Whole
    generation: Whole
    root: Whole
    foreseen: Flags
    epoch: Whole

    @property
    def side(self) -> Whole:
        """The side on which the root of each error was made."""
        return np.asarray(_SIDES[self.mechanism[self.root]])

    def of(self, *happenings: Happening) -> Rows:
        """Return the events that are one of `happenings`, in their order."""
        return self.events[np.isin(self.events["event"], happenings)]

    def in_cohort(self, rows: Rows) -> Flags:
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
    releases, at = _rows(events, Happening.RELEASED)
    released[releases["item"]] = releases["time"]
    release = np.full(len(arrivals), len(events))
    release[releases["item"]] = at
    born, birth = _rows(events, Happening.BORN)
    order = np.argsort(born["error"], kind="stable")
    born, birth = born[order], birth[order]
    early = np.zeros(len(born), bool)
    ours = born["item"] >= 0
    early[ours] = birth[ours] < release[born["item"][ours]]
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
        born=born["time"].astype(np.float64),
        mechanism=born["a"].astype(np.int64),
        origin=born["place"].astype(np.int64),
        owned=born["d"].astype(np.int64),
        generation=born["c"].astype(np.int64),
        root=root,
        foreseen=early | (born["a"] == EXTERNAL),
        epoch=np.searchsorted(_rows(events, Happening.SHOCK)[1], release),
    )


def _rows(events: Rows, happening: Happening) -> tuple[Rows, Whole]:
    """Return the events that are `happening`, and where in the log each stands."""
    at = np.flatnonzero(events["event"] == happening)
    return events[at], at
