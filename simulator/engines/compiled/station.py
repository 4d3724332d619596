"""Teams at work: people, queues by key, and incidents that pre-empt."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.count import (
    count_end_of_service,
    count_end_of_wait,
    count_queued,
    count_started,
)
from simulator.engines.compiled.events import after, entry
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.layout import LINES, REWORK_LINE
from simulator.engines.compiled.memory import job, line, queue, take_job, team_now, transit
from simulator.engines.compiled.response_work import repair, triage
from simulator.engines.compiled.work import boundary_work, question, recheck, visit
from simulator.engines.log import Happening, Rank, Task


@kernel_inline
def _log(s: Any, happening: int, slot: int, value: float, a: int) -> None:
    if s.logging:
        _write(s, happening, slot, value, a)


@kernel
def _write(s: Any, happening: int, slot: int, value: float, a: int) -> None:
    it, row = job(s, slot), entry(s, happening)
    row.item, row.step, row.place = it.item, it.step, it.team
    row.job, row.error, row.value, row.a = it.number, it.error, value, a


@kernel_inline
def _earlier(one: Any, two: Any) -> bool:
    """Return whether a job goes before another of the same line."""
    if one.entered != two.entered:
        return bool(one.entered < two.entered)
    if one.item != two.item:
        return bool(one.item < two.item)
    if one.step != two.step:
        return bool(one.step < two.step)
    return bool(one.number < two.number)


@kernel_inline
def _later(one: Any, two: Any) -> bool:
    """Return whether a job's queue key is larger than another's, whatever their lines."""
    if one.line != two.line:
        return bool(one.line > two.line)
    return _earlier(two, one)


@kernel
def _insert(s: Any, slot: int, earlier: int) -> None:
    """Put a job into its line right behind `earlier` (0: at the head)."""
    it = job(s, slot)
    ends = line(s, it.team * LINES + it.line)
    it.before = earlier
    it.next = job(s, earlier).next if earlier != 0 else ends.head
    if earlier != 0:
        job(s, earlier).next = slot
    else:
        ends.head = slot
    if it.next != 0:
        job(s, it.next).before = slot
    else:
        ends.tail = slot
    queue(s, it.team).waiting += 1


@kernel
def _wait(s: Any, slot: int) -> None:
    """Queue a new job: it goes behind all that entered earlier, so the walk starts at the tail."""
    it = job(s, slot)
    place = line(s, it.team * LINES + it.line).tail
    while place != 0 and _earlier(it, job(s, place)):
        place = job(s, place).before
    _insert(s, slot, place)


@kernel
def _wait_again(s: Any, slot: int) -> None:
    """Queue a pre-empted job: it keeps its key, so the walk starts at the head."""
    it = job(s, slot)
    place, following = 0, line(s, it.team * LINES + it.line).head
    while following != 0 and _earlier(job(s, following), it):
        place, following = following, job(s, following).next
    _insert(s, slot, place)


@kernel
def _next(s: Any, team: int) -> int:
    """Take the first waiting job of a team out of its line; 0 when nobody waits."""
    for number in range(team * LINES, team * LINES + LINES):
        ends = line(s, number)
        slot = ends.head
        if slot != 0:
            ends.head = job(s, slot).next
            if ends.head != 0:
                job(s, ends.head).before = 0
            else:
                ends.tail = 0
            queue(s, team).waiting -= 1
            return int(slot)
    return 0


@kernel
def _service(s: Any, slot: int) -> float:
    it = job(s, slot)
    days = 0.0
    if it.task == Task.VISIT:
        days = visit(s, it.ref)
    elif it.task == Task.REWORK:
        days = recheck(s, it.ref, it.team) * it.weight
    elif it.task == Task.RECHECK:
        days = recheck(s, it.ref, it.team)
    elif it.task == Task.QUESTION:
        days = question(s, transit(s, it.ref).edge)
    elif it.task == Task.BOUNDARY_WORK:
        days = boundary_work(s, transit(s, it.ref).edge)
    elif it.task == Task.TRIAGE:
        days = triage(s, it.ref)
    else:
        days = repair(s, it.ref)
    return days


@kernel
def _start(s: Any, slot: int) -> None:
    it = job(s, slot)
    ours = queue(s, it.team)
    count_end_of_wait(s, slot)
    if it.stamp == 0:
        it.left = _service(s, slot)
        _log(s, Happening.STARTED, slot, it.left, -1)
        count_started(s, slot)
    else:
        _log(s, Happening.RESUMED, slot, 0.0, -1)
    it.stamp += 1
    it.before, it.next = 0, ours.first_running
    if it.next != 0:
        job(s, it.next).before = slot
    ours.first_running = slot
    ours.running += 1
    after(s, it.left, Rank.SERVICE, it.number, slot, it.stamp)


@kernel
def _stop(s: Any, slot: int) -> None:
    """Take a job off the list of what runs."""
    it = job(s, slot)
    ours = queue(s, it.team)
    if it.before != 0:
        job(s, it.before).next = it.next
    else:
        ours.first_running = it.next
    if it.next != 0:
        job(s, it.next).before = it.before
    ours.running -= 1
    count_end_of_service(s, slot)


@kernel
def _interruptible(s: Any, team: int) -> int:
    """Return what runs with the largest queue key and is no incident; 0 when there is none."""
    found, slot = 0, queue(s, team).first_running
    while slot != 0:
        it = job(s, slot)
        if it.line >= REWORK_LINE and (found == 0 or _later(it, job(s, found))):
            found = slot
        slot = it.next
    return found


@kernel
def _preempt(s: Any, slot: int) -> None:
    it = job(s, slot)
    it.left = max(0.0, it.left - (s.now - it.since))
    it.stamp += 1
    _stop(s, slot)
    _log(s, Happening.PREEMPTED, slot, it.left, -1)
    _wait_again(s, slot)


@kernel
def new_job(s: Any, team: int, task: int, number: int, ref: int) -> int:
    """Return a new job of `team` for item (or external incident) `number`, not yet submitted."""
    slot = take_job(s)
    it = job(s, slot)
    it.number = s.next_number
    s.next_number += 1
    it.entered = it.since = s.now
    it.team, it.task, it.item, it.ref = team, task, number, ref
    it.line, it.step, it.error, it.weight = REWORK_LINE, 0, -1, 0
    it.left, it.stamp = 0.0, 0
    return slot


@kernel
def submit(s: Any, slot: int) -> None:
    """Queue a job, or start it at once if somebody is free or can be taken from other work."""
    if slot == 0:
        return
    it = job(s, slot)
    _log(s, Happening.QUEUED, slot, 0.0, it.task)
    count_queued(s, slot)
    if queue(s, it.team).running < team_now(s, it.team).people:
        _start(s, slot)
        return
    victim = 0
    if it.line < REWORK_LINE and team_now(s, it.team).people > 0.0:
        victim = _interruptible(s, it.team)
    if victim != 0:
        _preempt(s, victim)
        _start(s, slot)
    else:
        _wait(s, slot)


@kernel
def staff(s: Any, team: int) -> None:
    """Start what waits while somebody is free."""
    ours = queue(s, team)
    while ours.waiting > 0 and ours.running < team_now(s, team).people:
        _start(s, _next(s, team))


@kernel
def finish(s: Any, slot: int) -> None:
    """End a service and let the freed person take what waits."""
    _stop(s, slot)
    _log(s, Happening.FINISHED, slot, 0.0, -1)
    staff(s, job(s, slot).team)
