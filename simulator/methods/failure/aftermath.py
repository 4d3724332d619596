"""From release to the last repair: the failure, who was paged, the rollback, the bad fix."""

from __future__ import annotations

from typing import Any

from simulator.engines.log import Flag, Happening, Task
from simulator.mechanisms.incidents import DEFECT, EXTERNAL, LOST
from simulator.methods.failure.story import OUTSIDE, What
from simulator.methods.failure.thread import Thread

__all__ = ["tell_incident"]


def tell_incident(thread: Thread, generation: int, error: int) -> None:
    """Tell how an error that went live showed and was answered, or that it never showed."""
    failed = thread.first(Happening.FAILED, Happening.AFTER_HORIZON, error=error)
    if failed is None:
        quiet = thread.first(Happening.LATENT, error=error)
        if quiet is not None:
            chance = float(thread.rows["value"][quiet])
            thread.tell(quiet, What.QUIET, _lane(thread, error), generation, chance=chance)
        return
    row = thread.rows[failed]
    after = row["event"] == Happening.AFTER_HORIZON
    time = float(row["time"])
    if after and thread.item >= 0:
        time = float(thread.record.reading.released[thread.item] + row["value"])
    thread.tell(
        failed,
        What.FAILED,
        _lane(thread, error),
        generation,
        time=time,
        count=int(row["a"]),
        days=float(row["value"]) if thread.item >= 0 else None,
        notes=("after the end",) if after else (),
    )
    if not after:
        _tell_pages(thread, generation, error, failed)
        _tell_end(thread, generation, error)


def _lane(thread: Thread, error: int) -> str:
    """Return where the failure is seen: the team that is paged first."""
    if thread.item >= 0:
        return thread.path[0]
    row = thread.record.born[error]
    return OUTSIDE if row["a"] == EXTERNAL else thread.teams[row["place"]]


def _tell_pages(thread: Thread, generation: int, error: int, failed: int) -> None:
    triages = thread.jobs(error, Task.TRIAGE)
    before = ""
    for attempt, (page, job) in enumerate(
        zip(thread.where(Happening.PAGED, error=error), triages, strict=True)
    ):
        lane = thread.teams[thread.rows["place"][page]]
        more: dict[str, Any] = {"waited": job.waited, "days": job.days, "count": attempt}
        if attempt:
            more["other"] = (before,)
            more["notes"] = (_way(thread, error, failed, attempt),)
        thread.tell(page, What.PAGED, lane, generation, **more)
        before = lane
    if triages and triages[0].finished >= 0 and thread.item >= 0:
        _tell_rollback(thread, generation, error, triages[0].finished)


def _way(thread: Thread, error: int, failed: int, attempt: int) -> str:
    """Return why the incident went to its next team."""
    row = thread.record.born[error]
    straight = (
        thread.chances.traceable(error, int(row["place"]), failed)
        if row["a"] == DEFECT
        else bool(row["d"])
    )
    if straight:
        return "straight"
    return "up the route" if attempt < len(thread.path) else "past the start"


def _tell_rollback(thread: Thread, generation: int, error: int, triaged: int) -> None:
    at = thread.first(Happening.ROLLED_BACK, Happening.ROLLBACK_PARTIAL, error=error)
    lane = thread.path[0]
    check = thread.chances.rollback(error, thread.teams.index(lane), triaged)
    more: dict[str, Any] = {"chance": check.chance, "draw": check.draw}
    if at is None:
        thread.tell(triaged, What.NO_ROLLBACK, lane, generation, **more)
    elif thread.rows["event"][at] == Happening.ROLLED_BACK:
        thread.tell(at, What.ROLLED_BACK, lane, generation, **more)
    else:
        other = _without_owner(thread)
        thread.tell(at, What.ROLLBACK_PARTIAL, lane, generation, other=other, **more)


def _without_owner(thread: Thread) -> tuple[str, ...]:
    """Return the crossings into the last step that had no owner."""
    crossed = [thread.rows[at] for at in thread.where(Happening.CROSSED)]
    last = max((int(row["step"]) for row in crossed), default=0)
    return tuple(
        thread.record.place(LOST, int(row["place"]))
        for row in crossed
        if row["step"] == last
        and not row["d"] & Flag.OWNED
        and not thread.lateral(last, int(row["place"]))
    )


def _tell_end(thread: Thread, generation: int, error: int) -> None:
    """Tell the repair and the restoration, or that the failure stands open at the end."""
    lane = _lane(thread, error)
    repaired = thread.first(Happening.REPAIRED, error=error)
    if repaired is None:
        end = len(thread.rows) + generation
        thread.tell(end, What.OPEN, lane, generation, time=float(thread.plan.horizon))
    else:
        job = thread.jobs(error, Task.REPAIR)[0]
        where = thread.teams[thread.rows["place"][repaired]]
        thread.tell(repaired, What.REPAIRED, where, generation, waited=job.waited, days=job.days)
    for at in thread.where(Happening.RESTORED, error=error):
        notes = ("by rollback",) if thread.rows["a"][at] else ()
        days = float(thread.rows["value"][at])
        thread.tell(at, What.RESTORED, lane, generation, days=days, notes=notes)
