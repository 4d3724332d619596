"""The columns of a replication's sums; the compiled engine fills them, the measures read them."""

from __future__ import annotations

from enum import IntEnum


class Sum(IntEnum):
    """The scalar sums of a tally, in the order of `Tally.sums`."""

    ARRIVED = 0  # items, over the whole run
    FINISHED = 1
    IN_PROGRESS = 2
    WAITING = 3  # of those in progress: in a queue
    IN_SERVICE = 4
    CROSSING = 5
    COHORT_ARRIVED = 6
    RELEASED = 7  # the cohort
    FAILED_CHANGES = 8  # as they struck
    EXPECTED_FAILED = 9  # by chance at release, and those that only a later error made fail
    EXTERNAL = 10  # external incidents in the window and their bad fixes, as they struck
    RESTORED = 11  # incidents that began in the window
    RESTORE_TIME = 12
    RESTORE_P50 = 13
    RESTORE_P90 = 14
    UNRESTORED = 15
    INCIDENTS = 16
    PASSED_ON = 17
    ROLLED_BACK = 18
    ROLLED_BACK_PARTLY = 19
    LEAD_TIME = 20  # cohort
    SERVICE_TIME = 21  # new work, cohort
    THROUGHPUT = 22  # items released in the window
    NEAR_MISSES = 23
    FOUND = 24
    ATTRIBUTED = 25
    MISATTRIBUTED = 26
    NOT_THE_RESOLVER = 27
    RANDOM_BLAME = 28
    AFTER_HORIZON = 29
    NOT_STARTED = 30  # new work that entered in the window and never started
    IN_SYSTEM = 31  # item-days of the window between arrival and release, unfinished ones too
    LEAD_P50 = 32  # of the cohort's lead times
    LEAD_P85 = 33
    LEAD_P95 = 34
    UNSEEN = 35  # failures of cohort items, as they struck, that are no bad fix: mistakes unseen
    UNSEEN_DAYS = 36  # from their birth to the failure
    UNSEEN_TEAMS = 37  # that had built on them


EXPECTED, STRUCK = 0, 1
"""Layers of `Tally.incidents`: by chance where an error was latent at release; as they struck."""


class TeamSum(IntEnum):
    """Columns of `Tally.teams`."""

    BUSY = 0  # people-days in the window, then by what the job was for
    VISIT = 1
    REWORK = 2
    RECHECK = 3
    QUESTION = 4
    BOUNDARY_WORK = 5
    TRIAGE = 6
    REPAIR = 7
    PEOPLE = 8  # people-days there were
    WAITS = 9  # class 2 visits that entered in the window and started
    WAIT_TIME = 10
    QUEUE = 11  # waiting visits, integrated over the window
    VISITS = 12  # class 2 visits that started in the window


class EdgeSum(IntEnum):
    """Columns of `Tally.edges`: handoffs in the window."""

    HANDOFFS = 0
    CLEAN = 1  # nothing was noticed, caught or newly wrong
    OWNED = 2
