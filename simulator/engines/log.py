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
    """What an event is. `place` is a team unless a boundary (or a kind of work) is named."""

    ARRIVED = 0  # place: kind; a: arrival number; value: size
    QUEUED = 1  # job joined a queue; a: Task; error: of triage and repair
    STARTED = 2  # first service; value: its length [days]
    PREEMPTED = 3  # value: what is left [days]
    RESUMED = 4
    FINISHED = 5
    CROSSED = 6  # place: boundary; a: noticed; b: newly wrong; c: caught; d: Flag bits; value: wait
    BORN = 7  # latent error; place: team or boundary; a: mechanism; b: fact, change or defect
    #           number (of a bad fix the parent error); c: generation; d: 1 if its crossing was owned
    CAUGHT = 8  # a wrong fact noticed at a crossing; place: boundary
    FOUND = 9  # an inherited error found by a team; a: depth
    JOINED = 10  # the step's services are done; a: facts intact at the join
    REWORKED = 11  # place: resolver
    RELEASED = 12  # a: latent errors
    LATENT = 13  # goes live; a: mechanism; b: depth; c: generation; d: 1 if it will manifest
    FAILED = 14  # a: severity; b: depth; c: generation; value: days since the item's release
    AFTER_HORIZON = 15  # as FAILED, for a failure that shows after the end; `time` is its release
    PAGED = 16  # a: attempt, 0 is the first
    ROLLED_BACK = 17
    ROLLBACK_PARTIAL = 18  # the rollback did not run everywhere
    RESTORED = 19  # value: days since the failure; a: 1 by rollback, 0 by repair
    REPAIRED = 20  # place: resolver
    SHOCK = 21  # a: epoch that begins


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
