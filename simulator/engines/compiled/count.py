"""Counts what happens into the tally of the replication, as the measures would from its log."""

from __future__ import annotations

from typing import Any

from simulator.engines.columns import EXPECTED, STRUCK, EdgeSum, Sum, TeamSum
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.memory import (
    error,
    incident,
    intact,
    item,
    job,
    kind,
    leg,
    tally,
)
from simulator.engines.log import Flag, Task
from simulator.mechanisms.incidents import DEFECT, EXTERNAL, SIDES, side

GRADES = 4
SIDED = len(SIDES) * GRADES
_TEAM_SUMS, _EDGE_SUMS = len(TeamSum), len(EdgeSum)
_FORESEEN, _UNFORESEEN = 1, 2  # bits of what made a change fail


@kernel_inline
def add(s: Any, column: int, amount: float) -> None:
    """Add to one number of the tally."""
    tally(s, column).value += amount


@kernel_inline
def _in_window(s: Any, since: float) -> float:
    """Return how much of the time since then lies in the window."""
    return max(s.now, s.warm_up) - max(since, s.warm_up)


@kernel
def count_queued(s: Any, slot: int) -> None:
    """Count new work that enters a queue in the window."""
    if job(s, slot).task == Task.VISIT and s.now >= s.warm_up:
        add(s, Sum.NOT_STARTED, 1.0)


@kernel
def count_end_of_wait(s: Any, slot: int) -> None:
    """Count how long a job has waited, which starts or resumes now."""
    it = job(s, slot)
    add(s, s.in_teams + it.team * _TEAM_SUMS + TeamSum.QUEUE, _in_window(s, it.since))
    it.since = s.now


@kernel
def count_started(s: Any, slot: int) -> None:
    """Count the first service of new work: its length, and its wait if it entered in the window."""
    it = job(s, slot)
    if it.task != Task.VISIT:
        return
    item(s, leg(s, it.ref).item).served += it.left
    if s.now >= s.warm_up:
        add(s, s.in_teams + it.team * _TEAM_SUMS + TeamSum.VISITS, 1.0)
    if it.entered >= s.warm_up:
        first = s.in_teams + it.team * _TEAM_SUMS
        add(s, Sum.NOT_STARTED, -1.0)
        add(s, first + TeamSum.WAITS, 1.0)
        add(s, first + TeamSum.WAIT_TIME, s.now - it.entered)


@kernel
def count_end_of_service(s: Any, slot: int) -> None:
    """Count how long a job has been served, which ends or is pre-empted now."""
    it = job(s, slot)
    first, length = s.in_teams + it.team * _TEAM_SUMS, _in_window(s, it.since)
    add(s, first + TeamSum.BUSY, length)
    add(s, first + TeamSum.VISIT + it.task, length)
    it.since = s.now


@kernel
def count_crossing(s: Any, edge: int, flags: int, noticed: int, born: int, caught: int) -> None:
    """Count a handoff, if it is made in the window."""
    if s.now < s.warm_up:
        return
    first = s.in_edges + edge * _EDGE_SUMS
    add(s, first + EdgeSum.HANDOFFS, 1.0)
    if noticed == 0 and born == 0 and caught == 0:
        add(s, first + EdgeSum.CLEAN, 1.0)
    if flags & Flag.OWNED:
        add(s, first + EdgeSum.OWNED, 1.0)


@kernel
def count_release(s: Any, slot: int) -> None:
    """Count an item that is released now; what it met on its way counts if it is of the cohort."""
    it = item(s, slot)
    if s.now >= s.warm_up:
        add(s, Sum.THROUGHPUT, 1.0)
    add(s, Sum.FINISHED, 1.0)
    if it.arrived < s.warm_up:
        return
    add(s, Sum.RELEASED, 1.0)
    add(s, Sum.LEAD_TIME, s.now - it.arrived)
    add(s, Sum.SERVICE_TIME, it.served)
    add(s, Sum.FOUND, float(it.found))
    add(s, Sum.NEAR_MISSES, float(it.near))
    add(s, s.in_kind_sums + 2 * it.kind, 1.0)
    route = kind(s, it.kind)
    for step in range(route.steps):
        first = s.in_retention + 3 * (route.first_step + step)
        add(s, first, float(intact(s, it.number * s.longest + step).value))


@kernel
def count_incident(s: Any, slot: int) -> None:
    """Count an incident that begins now, if that is in the window."""
    failure = incident(s, slot)
    if s.now >= s.warm_up:
        add(s, Sum.INCIDENTS, 1.0)
        add(s, Sum.UNRESTORED, 1.0)
        root = side(error(s, failure.error).root_mechanism)
        column = s.in_incidents + root * GRADES + failure.severity - 1
        add(s, column + STRUCK * SIDED, 1.0)
        if failure.foreseen == 0:
            add(s, column + EXPECTED * SIDED, 1.0)


@kernel_inline
def count_of_window(s: Any, slot: int, column: int) -> None:
    """Count something that befell an incident, if it began in the window."""
    if incident(s, slot).failed >= s.warm_up:
        add(s, column, 1.0)


@kernel
def count_restored(s: Any, slot: int, took: float) -> None:
    """Count the end of an outage, if it began in the window; `took` is -1 in all others."""
    failure = incident(s, slot)
    if failure.failed >= s.warm_up:
        failure.took = took
        add(s, Sum.RESTORED, 1.0)
        add(s, Sum.UNRESTORED, -1.0)
        add(s, Sum.RESTORE_TIME, took)


@kernel
def count_failure(s: Any, slot: int, when: float, value: float, later: bool) -> bool:
    """Count a failure and return whether it is one of `failures`; `later`: after the horizon."""
    failure = incident(s, slot)
    wrong = error(s, failure.error)
    counted = s.now >= s.warm_up
    column = s.kind_count
    if failure.item != 0:
        it = item(s, failure.item)
        counted, column = it.arrived >= s.warm_up, it.kind
    elif later:
        counted = False
    if not counted:
        return False
    if later and failure.item != 0:
        add(s, Sum.AFTER_HORIZON, 1.0)
    if wrong.root_mechanism == EXTERNAL:
        add(s, Sum.EXTERNAL, 1.0)
    elif wrong.generation == 0:
        add(s, Sum.UNSEEN, 1.0)
        add(s, Sum.UNSEEN_DAYS, when - wrong.born)
        add(s, Sum.UNSEEN_TEAMS, wrong.depth)
    if failure.foreseen == 0:
        add(s, s.in_failures + cell(s, wrong), 1.0)
        add(s, s.in_severities + failure.severity - 1, 1.0)
        add(s, s.in_kinds + column, 1.0)
    if failure.item != 0:
        _count_change(s, failure, value)
    return True


@kernel_inline
def cell(s: Any, wrong: Any) -> int:
    """Return where the failures of an error stand: its root's place and mechanism; bad fix or not.

    Places are teams, then boundaries, then outside.
    """
    mechanism, place = wrong.root_mechanism, wrong.root_origin
    if mechanism == EXTERNAL:
        place = s.team_count + s.edge_count
    elif mechanism != DEFECT:
        place += s.team_count
    return int((place * 5 + mechanism) * 2 + (1 if wrong.generation > 0 else 0))


@kernel
def _count_change(s: Any, failure: Any, value: float) -> None:
    """Count a change that failed, once; also where no error foreseen at its release made it so."""
    it = item(s, failure.item)
    severe = (s.counted_severities >> failure.severity) & 1
    if severe == 0 or value > s.within:
        return
    if it.failed == 0:
        add(s, Sum.FAILED_CHANGES, 1.0)
        add(s, s.in_kind_sums + 2 * it.kind + 1, 1.0)
        if failure.foreseen == 0:
            add(s, Sum.EXPECTED_FAILED, 1.0)
    elif it.failed == _UNFORESEEN and failure.foreseen == 1:
        add(s, Sum.EXPECTED_FAILED, -1.0)
    it.failed = it.failed | (_FORESEEN if failure.foreseen else _UNFORESEEN)
