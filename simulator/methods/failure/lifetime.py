"""From the birth of a mistake to its release: who built on it, and which checks it passed."""

from __future__ import annotations

from typing import Any

from simulator.engines.log import Flag, Happening, Task
from simulator.mechanisms.incidents import DEFECT, DRIFT, EXTERNAL, LOST, UNOWNED
from simulator.methods.failure.record import Failure, Record
from simulator.methods.failure.story import OUTSIDE, Story, Thread, What

__all__ = ["story", "tell_incident"]


def story(record: Record, failure: Failure) -> Story:
    """Return the life of a failure of `record`, with the bad fixes before and after it."""
    thread = Thread(record, failure)
    if thread.item >= 0:
        _tell_arrival(thread)
    for generation, error in enumerate(thread.errors):
        _tell_birth(thread, generation, error)
        _tell_way(thread, generation, error)
        tell_incident(thread, generation, error)
    kind = record.program.scenario.work.get(failure.kind) if failure.kind is not None else None
    root = record.born[thread.errors[0]]
    fact = failure.fact
    if fact is None and root["a"] == LOST:
        fact = f"fact {root['b']}"
    return Story(
        failure=failure,
        fact=fact,
        facts=int(kind.facts.value) if kind is not None else None,
        route=kind.route if kind is not None else (),
        events=thread.events(),
    )


def _tell_arrival(thread: Thread) -> None:
    index = next(thread.where(Happening.ARRIVED))
    kind = list(thread.program.scenario.work.values())[thread.rows["place"][index]]
    thread.tell(index, What.ARRIVED, kind.route[0][0], 0)


def _tell_birth(thread: Thread, generation: int, error: int) -> None:
    index = thread.born(error)
    row = thread.rows[index]
    mechanism, step, place = int(row["a"]), int(row["step"]), int(row["place"])
    lane = thread.record.place(mechanism, place)
    if mechanism == EXTERNAL:
        thread.tell(index, What.BORN, OUTSIDE, generation)
    elif generation > 0:
        released = thread.first(Happening.RELEASED)
        early = thread.item >= 0 and (released is None or index < released)
        notes = ("in rework",) if early else ()
        thread.tell(index, What.BORN, lane, generation, notes=notes, count=0)
    elif mechanism == DEFECT:
        started = thread.visits[step, place][0]
        check = thread.chances.own_check(thread.item, step, place, started, int(row["b"]))
        thread.tell(index, What.BORN, lane, 0, chance=check.chance, draw=check.draw, count=0)
    else:
        _tell_birth_between(thread, index, mechanism, lane)


def _tell_birth_between(thread: Thread, index: int, mechanism: int, lane: str) -> None:
    """Tell what was born at a crossing; `other` is sender, receiver, owner, further crossings."""
    row = thread.rows[index]
    step, edge, number = int(row["step"]), int(row["place"]), int(row["b"])
    crossed = thread.crossed(index)
    flags = int(thread.rows["d"][crossed])
    boundary = list(thread.program.scenario.boundaries.values())[edge]
    other = [boundary.source, boundary.target, boundary.owner]
    so = {
        "lapsed": flags & Flag.LAPSED and mechanism == LOST,
        "owned": flags & Flag.OWNED,
        "lateral": thread.lateral(step, edge),
    }
    more: dict[str, Any] = {}
    if mechanism == DRIFT:
        check = thread.chances.contract_test(thread.item, step, edge, index, number)
        since = float(row["time"]) - thread.chances.changed_at(edge, number)
        more = {"chance": check.chance, "draw": check.draw, "days": since}
    elif mechanism == UNOWNED:
        more = {"waited": float(thread.rows["value"][crossed])}
    else:
        other += [thread.record.place(LOST, int(twin["place"])) for twin in thread.twins(index)]
        lapsed = bool(flags & Flag.LAPSED)
        right = thread.chances.arrives(thread.item, step, edge, index, lapsed=lapsed)
        more = {"chance": right.chance}
    notes = tuple(name for name, holds in so.items() if holds)
    thread.tell(index, What.BORN, lane, 0, count=0, other=tuple(other), notes=notes, **more)


def _tell_way(thread: Thread, generation: int, error: int) -> None:
    """Tell who built on the error, which handovers passed it on, and how it left the house."""
    born, released = thread.born(error), thread.first(Happening.RELEASED)
    if thread.item < 0 or (released is not None and born > released):
        return
    reworked = thread.first(Happening.REWORKED, error=error)
    last = min(at for at in (reworked, released, len(thread.rows)) if at is not None)
    _tell_touches(thread, generation, error, last)
    if reworked is not None:
        lane = thread.teams[thread.rows["place"][reworked]]
        thread.tell(reworked, What.REWORKED, lane, generation)
    elif released is not None:
        latent = int(thread.rows["a"][released])
        thread.tell(released, What.RELEASED, thread.path[0], generation, count=latent)


def _tell_touches(thread: Thread, generation: int, error: int, last: int) -> None:
    """Tell each visit and handover that could have noticed the error before row `last`."""
    born = thread.born(error)
    row = thread.rows[born]
    first, edge = int(row["step"]), int(row["place"])
    entered = int(row["a"]) != DEFECT and not thread.lateral(first, edge)
    births = {edge, *(int(twin["place"]) for twin in thread.twins(born))} if entered else set()
    receivers = {int(thread.program.edges["target"][0, into]) for into in births}
    visits = {finished: began for began, finished in thread.visits.values()}
    depth: dict[int, int] = {}
    for at in thread.where(Happening.FINISHED, Happening.CROSSED):
        step, place = int(thread.rows["step"][at]), int(thread.rows["place"][at])
        if not born < at < last:
            continue
        if thread.rows["event"][at] == Happening.CROSSED:
            if row["a"] == LOST and (step > first or thread.lateral(step, place)):
                _tell_handover(thread, generation, error, at)
        elif at in visits and (step > first or place in receivers):
            depth[step] = 1 + max((depth[s] for s in depth if s < step), default=0)
            check = thread.chances.team_check(thread.item, step, place, visits[at], error)
            thread.tell(
                at,
                What.FOUND if check.happens else What.BUILT_ON,
                thread.teams[place],
                generation,
                count=depth[step],
                chance=check.chance,
                draw=check.draw,
            )


def _tell_handover(thread: Thread, generation: int, error: int, at: int) -> None:
    """Tell a later handover that could have noticed a wrong fact."""
    step, edge = int(thread.rows["step"][at]), int(thread.rows["place"][at])
    if not thread.travels(step, edge, int(thread.record.born["b"][error])):
        return
    check = thread.chances.handover_check(thread.item, step, edge, at)
    boundary = list(thread.program.scenario.boundaries.values())[edge]
    thread.tell(
        at,
        What.HANDED_ON,
        boundary.name,
        generation,
        chance=check.chance,
        other=(boundary.source, boundary.target),
    )


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
    """Return where the failure is seen: the team that is paged first, the last if none is."""
    if thread.item >= 0:
        paged = thread.first(Happening.PAGED, error=error)
        return thread.path[0] if paged is None else thread.teams[thread.rows["place"][paged]]
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
        if attempt == 0 and thread.item >= 0 and thread.pages(error) != "last":
            more["notes"] = (thread.pages(error),)
        if attempt:
            more["other"] = (before,)
            more["notes"] = (_way(thread, error, failed, lane),)
        thread.tell(page, What.PAGED, lane, generation, **more)
        before = lane
    if triages and triages[0].finished >= 0 and thread.item >= 0:
        _tell_rollback(thread, generation, error, triages[0].finished)


def _way(thread: Thread, error: int, failed: int, lane: str) -> str:
    """Return why the incident went to its next team."""
    row = thread.record.born[error]
    straight = (
        thread.chances.traceable(error, int(row["place"]), failed).happens
        if row["a"] == DEFECT
        else bool(row["d"])
    )
    if straight:
        return "straight"
    if lane not in thread.path:
        return "past the start"
    to_last = thread.pages(error) == "drawn" and lane == thread.path[0]
    return "to the last" if to_last else "up the route"


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
        thread.tell(end, What.OPEN, lane, generation, time=float(thread.program.horizon))
    else:
        job = thread.jobs(error, Task.REPAIR)[0]
        where = thread.teams[thread.rows["place"][repaired]]
        thread.tell(repaired, What.REPAIRED, where, generation, waited=job.waited, days=job.days)
    for at in thread.where(Happening.RESTORED, error=error):
        notes = ("by rollback",) if thread.rows["a"][at] else ()
        days = float(thread.rows["value"][at])
        thread.tell(at, What.RESTORED, lane, generation, days=days, notes=notes)
