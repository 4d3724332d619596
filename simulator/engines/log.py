"""The event log: flat, typed, immutable; the product of both engines.

`EVENT` has one row an event, in the order in which things happened. Which columns an event fills
is told beside its name in `Happening`; a column that an event does not fill holds -1 (`value`: 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

EVENT = np.dtype(
    [
        ("time", "f8"),
        ("value", "f8"),
        ("event", "i4"),
        ("item", "i4"),
        ("step", "i4"),
        ("place", "i4"),
        ("job", "i4"),
        ("error", "i4"),
        ("a", "i4"),
        ("b", "i4"),
        ("c", "i4"),
        ("d", "i4"),
    ]
)


class Happening(IntEnum):
    """What an event is, with the columns it fills; `place` is a team unless told otherwise."""

    ARRIVED = 0  # place is a kind; a: arrival number; value: size
    QUEUED = 1  # a job joined a queue; a: its Task; error: of triage and repair
    STARTED = 2  # first service; value: its length [days]
    PREEMPTED = 3  # value: what is left [days]
    RESUMED = 4
    FINISHED = 5
    CROSSED = 6  # place is a boundary; a noticed, b newly wrong, c caught, d Flag bits; value: wait
    BORN = 7  # a latent error; place: team or boundary; a, b, c, d as in BORN_COLUMNS
    CAUGHT = 8  # a wrong fact noticed at a crossing; place is a boundary
    FOUND = 9  # an inherited error found by a team; a: depth
    JOINED = 10  # the services of a step are done; a: facts intact at the join
    REWORKED = 11  # place: who repaired the error
    RELEASED = 12  # a: number of latent errors
    LATENT = 13  # goes live; a mechanism, b depth, c generation, d whether it shows; value: chance
    FAILED = 14  # a severity, b depth, c generation; value: days since the release of the item
    AFTER_HORIZON = 15  # as FAILED, for what shows after the end; logged when it goes live
    PAGED = 16  # a: attempt, 0 is the first
    ROLLED_BACK = 17
    ROLLBACK_PARTIAL = 18  # the rollback did not run everywhere
    RESTORED = 19  # value: days since the failure; a: 1 by rollback, 0 by repair
    REPAIRED = 20  # place: who repaired it
    SHOCK = 21  # a: the epoch that begins


BORN_COLUMNS = ("mechanism", "index", "generation", "owned")
"""Columns a to d of BORN; the index is a fact, change or defect, of a bad fix the parent error."""


class Task(IntEnum):
    """What a job in a queue is for; `job_class` gives its class."""

    VISIT = 0
    REWORK = 1
    RECHECK = 2
    QUESTION = 3
    BOUNDARY_WORK = 4
    TRIAGE = 5
    REPAIR = 6


class Flag(IntEnum):
    """Bits of a crossing."""

    OWNED = 1
    WORK_NEEDED = 2
    LAPSED = 4
    ASKED = 8


class Rank(IntEnum):
    """Which of several events at the same instant comes first."""

    SHOCK = 0
    ARRIVAL = 1
    SERVICE = 2
    CROSSING = 3
    FAILURE = 4
    RESTORE = 5
    EXTERNAL = 6


BEFORE = -1.0
"""When everything that lies before day 0 is said to have happened [days]."""

NO_ITEM = 1 << 30
"""Where an external incident stands in for an item: NO_ITEM + its number, in queue keys only."""

JOB_CLASS = (2, 1, 1, 1, 1, 0, 0)
"""Class of each `Task`: 0 incident, 1 rework, question and the like, 2 new work."""


@dataclass(frozen=True, kw_only=True)
class EventLog:
    """One replication: `events` (rows of `EVENT`, read-only), its seed and number."""

    seed: int
    replication: int
    events: np.ndarray[tuple[int], np.dtype[np.void]]
