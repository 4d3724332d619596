"""Counts what is still open at the horizon, who is blamed, and how long outages took."""

from __future__ import annotations

from typing import Any

from simulator.engines.columns import Sum
from simulator.engines.compiled.count import add, count_end_of_service, count_end_of_wait
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.layout import LINES, Grows
from simulator.engines.compiled.memory import (
    bounce,
    edge_row,
    error,
    incident,
    item,
    job,
    kind,
    leg,
    line,
    pool,
    queue,
    tally,
    transit,
)
from simulator.engines.log import Task
from simulator.mechanisms.incidents import DEFECT, EXTERNAL

_CROSSING, _WAITING, _SERVED = 0, 1, 2


@kernel_inline
def _resolver(s: Any, mechanism: int, origin: int, owned: int) -> int:
    """Return who can repair an error, in the organisation of day 0."""
    if mechanism == DEFECT:
        return origin
    edge = edge_row(s, origin)
    return int(edge.owner if owned else edge.source)


@kernel
def count_blame(s: Any, slot: int) -> None:
    """Count whom the organisation blames for a failure, and whether it was them."""
    failure = incident(s, slot)
    wrong = error(s, failure.error)
    if wrong.root_mechanism == EXTERNAL:
        return
    root = _resolver(s, wrong.root_mechanism, wrong.root_origin, wrong.root_owned)
    route = kind(s, item(s, failure.item).kind)
    blamed = bounce(s, route.first_bounce).value
    if s.blames_resolver:
        blamed = _resolver(s, wrong.mechanism, wrong.origin, wrong.owned)
    first = s.in_blame + 4 * wrong.root_mechanism
    mistaken = 0.0 if _concerned(s, wrong, blamed) else 1.0
    other = 1.0 if blamed != root else 0.0
    random = _random_blame(s, wrong, route)
    add(s, first, 1.0)
    add(s, first + 1, mistaken)
    add(s, first + 2, other)
    add(s, first + 3, random)
    add(s, Sum.ATTRIBUTED, 1.0)
    add(s, Sum.MISATTRIBUTED, mistaken)
    add(s, Sum.NOT_THE_RESOLVER, other)
    add(s, Sum.RANDOM_BLAME, random)


@kernel_inline
def _concerned(s: Any, wrong: Any, team: int) -> bool:
    """Return whether the team is the origin, or a side or the owner of the origin boundary."""
    if wrong.root_mechanism == DEFECT:
        return bool(team == wrong.root_origin)
    edge = edge_row(s, wrong.root_origin)
    return team in (edge.source, edge.target, edge.owner)


@kernel
def _random_blame(s: Any, wrong: Any, route: Any) -> float:
    """Return the share of the route's distinct teams that have nothing to do with the error."""
    teams, others = 0, 0
    for place in range(route.bounces):
        team = bounce(s, route.first_bounce + place).value
        before = 0
        while before < place and bounce(s, route.first_bounce + before).value != team:
            before += 1
        if before == place:
            teams += 1
            if not _concerned(s, wrong, team):
                others += 1
    return others / teams


@kernel
def count_end(s: Any) -> None:
    """Count, at the horizon, what is still open and how long outages took."""
    s.now = s.horizon
    for team in range(s.team_count):
        for number in range(team * LINES, team * LINES + LINES):
            slot = line(s, number).head
            while slot != 0:
                count_end_of_wait(s, slot)
                _mark(s, slot, _WAITING)
                slot = job(s, slot).next
        slot = queue(s, team).first_running
        while slot != 0:
            count_end_of_service(s, slot)
            _mark(s, slot, _SERVED)
            slot = job(s, slot).next
    _count_items(s)
    _count_lead_times(s)
    _count_retention(s)
    _count_restorations(s)


@kernel_inline
def _mark(s: Any, slot: int, state: int) -> None:
    it = job(s, slot)
    if it.task >= Task.TRIAGE:
        return
    owner = it.ref
    if it.task == Task.VISIT:
        owner = leg(s, it.ref).item
    elif it.task in (Task.QUESTION, Task.BOUNDARY_WORK):
        owner = transit(s, it.ref).item
    item(s, owner).state = max(item(s, owner).state, state)


@kernel
def _count_items(s: Any) -> None:
    items = pool(s, Grows.ITEM)
    for slot in range(items.stride, items.top, items.stride):
        it = item(s, slot)
        if it.arrived >= s.warm_up:
            add(s, Sum.COHORT_ARRIVED, 1.0)
        left = s.horizon if it.released < 0.0 else it.released
        add(s, Sum.IN_SYSTEM, max(left, s.warm_up) - max(it.arrived, s.warm_up))
        if it.released < 0.0:
            add(s, Sum.IN_PROGRESS, 1.0)
            if it.state == _SERVED:
                add(s, Sum.IN_SERVICE, 1.0)
            elif it.state == _WAITING:
                add(s, Sum.WAITING, 1.0)
            else:
                add(s, Sum.CROSSING, 1.0)
        add(s, Sum.ARRIVED, 1.0)


@kernel
def _count_retention(s: Any) -> None:
    """Count, for each step, the released that passed it and the facts that set out with them."""
    for number in range(s.kind_count):
        route, released = kind(s, number), tally(s, s.in_kind_sums + 2 * number).value
        for step in range(route.first_step, route.first_step + route.steps):
            add(s, s.in_retention + 3 * step + 1, released * route.facts)
            add(s, s.in_retention + 3 * step + 2, released)


@kernel
def _count_restorations(s: Any) -> None:
    """Sort the times of the restored to the front of the incidents and read two percentiles."""
    count = 0
    for slot in range(1, pool(s, Grows.INCIDENT).top):
        took = incident(s, slot).took
        if took >= 0.0:
            count += 1
            incident(s, count).took = took
    if count > 0:
        _sort_outages(s, count)
        lower, upper = incident(s, 1 + (count - 1) // 2), incident(s, 1 + count // 2)
        tally(s, Sum.RESTORE_P50).value = 0.5 * (lower.took + upper.took)
        tally(s, Sum.RESTORE_P90).value = incident(s, 1 + (9 * count - 1) // 10).took


@kernel_inline
def _item(s: Any, number: int) -> Any:
    return item(s, number * pool(s, Grows.ITEM).stride)


@kernel
def _count_lead_times(s: Any) -> None:
    """Sort the cohort's lead times to the front of the items and read three percentiles."""
    items, count = pool(s, Grows.ITEM), 0
    for slot in range(items.stride, items.top, items.stride):
        it = item(s, slot)
        if it.arrived >= s.warm_up and it.released >= 0.0:
            count += 1
            _item(s, count).took = it.released - it.arrived
    if count > 0:
        _sort_lead_times(s, count)
        middle = _item(s, 1 + (count - 1) // 2).took + _item(s, 1 + count // 2).took
        tally(s, Sum.LEAD_P50).value = 0.5 * middle
        tally(s, Sum.LEAD_P85).value = _item(s, 1 + (17 * count - 1) // 20).took
        tally(s, Sum.LEAD_P95).value = _item(s, 1 + (19 * count - 1) // 20).took


def _sorting(row: Any) -> Any:
    """Return a function that sorts the first `count` times (Shell's method, gaps of Knuth)."""

    @kernel
    def sort(s: Any, count: int) -> None:
        gap = 1
        while 3 * gap + 1 < count:
            gap = 3 * gap + 1
        while gap > 0:
            for here in range(1 + gap, count + 1):
                took, place = row(s, here).took, here
                while place > gap and row(s, place - gap).took > took:
                    row(s, place).took = row(s, place - gap).took
                    place -= gap
                row(s, place).took = took
            gap = gap // 3

    return sort


_sort_outages, _sort_lead_times = _sorting(incident), _sorting(_item)
