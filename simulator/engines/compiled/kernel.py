"""Replications from the first event to the horizon: the one function that Python calls."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.beginning import begin_with
from simulator.engines.compiled.count_end import count_end
from simulator.engines.compiled.crossing import waited, worked
from simulator.engines.compiled.departure import arrive, new_item, set_off
from simulator.engines.compiled.events import RANK_BITS, RANK_STRIDE, after, entry, remove_first
from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.journey import cross_laterals, recheck, reworked, visited
from simulator.engines.compiled.layout import LINES, NUMBER, Grows
from simulator.engines.compiled.memory import (
    arrival,
    epoch_row,
    free_job,
    free_transit,
    given,
    job,
    kind,
    line,
    number_at,
    pool,
    queue,
    state_at,
    tally,
    timed,
    transit,
)
from simulator.engines.compiled.response import external, handle, repaired, restore, triaged
from simulator.engines.compiled.staleness import list_changes, next_in
from simulator.engines.compiled.station import finish, staff
from simulator.engines.log import Happening, Rank, Task
from simulator.mechanisms.draws import exponential
from simulator.mechanisms.luck import Purpose, combine, replication_key, uniform

RUN = "int64(int64, int64, int64, int64, int64)"
"""The types that `run` takes and returns."""

_GROWING, _NUMBER = len(Grows), NUMBER.itemsize


def run(address: int, results: int, first: int, count: int, width: int) -> int:
    """Run replications and return how many were finished; fewer when a table was full.

    `address`: of the STATE; `results`: of the `count` rows of `width` numbers for the tallies.
    """
    s, place = state_at(address), results
    for done in range(count):
        _clear(s, width)
        s.key = replication_key(s.seed, first + done)
        _begin(s)
        while pool(s, Grows.EVENT_LIST).top > 1 and s.full == 0:
            soonest = timed(s, 1)
            if soonest.time >= s.horizon:
                break
            s.now = soonest.time
            order, ref, stamp = soonest.order, soonest.ref, soonest.stamp
            remove_first(s)
            _happen(s, order, ref, stamp)
        if s.full != 0:
            return done
        count_end(s)
        for column in range(width):
            number_at(place).value = tally(s, column).value
            place += _NUMBER
    return count


@kernel
def _clear(s: Any, width: int) -> None:
    s.now, s.full = 0.0, 0
    s.next_number = s.next_item = s.next_error = s.next_external = 0
    _enter(s, 0)
    for which in range(1, _GROWING + 1):
        pool(s, which).top, pool(s, which).free = pool(s, which).stride, 0
    for team in range(s.team_count):
        ours = queue(s, team)
        ours.waiting = ours.running = ours.first_running = 0
    for number in range(s.team_count * LINES):
        line(s, number).head = line(s, number).tail = 0
    for number in range(s.kind_count):
        kind(s, number).n = 0
    for column in range(width):
        tally(s, column).value = given(s, column).value


@kernel_inline
def _enter(s: Any, epoch: int) -> None:
    s.epoch = epoch
    s.team_row, s.edge_row = epoch * s.team_count, epoch * s.edge_count


@kernel
def _begin(s: Any) -> None:
    s.external_key = combine(s.key, Purpose.EXTERNAL)
    list_changes(s)
    for number in range(s.kind_count):
        kind(s, number).key = combine(s.key, kind(s, number).word)
    begin_with(s)
    _plan_shock(s)
    for number in range(s.kind_count):
        _plan_arrival(s, number)
    _plan_external(s)


@kernel
def _plan_shock(s: Any) -> None:
    epoch = s.epoch + 1
    if epoch < s.epoch_count:
        after(s, epoch_row(s, epoch).at - s.now, Rank.SHOCK, epoch, epoch, 0)


@kernel
def _plan_arrival(s: Any, number: int) -> None:
    row = kind(s, number)
    if row.scheduled:
        if row.n == row.arrivals:
            return
        when = arrival(s, row.first_arrival + row.n).value
    else:
        gap = exponential(uniform(row.key, Purpose.ARRIVAL, row.n), 1.0)
        when = next_in(s, s.now, gap, number)
    if s.now + (when - s.now) < s.horizon:
        after(s, when - s.now, Rank.ARRIVAL, number, number, 0)


@kernel
def _plan_external(s: Any) -> None:
    n = s.next_external
    gap = exponential(uniform(s.external_key, Purpose.EXTERNAL, n), 1.0)
    when = next_in(s, s.now, gap, s.kind_count + s.edge_count)
    if s.now + (when - s.now) < s.horizon:
        after(s, when - s.now, Rank.EXTERNAL, n, n, 0)


@kernel
def _happen(s: Any, order: int, ref: int, stamp: int) -> None:
    rank, serial = order >> RANK_BITS, order & (RANK_STRIDE - 1)
    if rank == Rank.SERVICE:
        if job(s, ref).number == serial and job(s, ref).stamp == stamp:
            _served(s, ref)
    elif rank == Rank.CROSSING:
        if waited(s, ref):
            _over(s, ref)
    elif rank == Rank.ARRIVAL:
        _arrive(s, ref)
    elif rank == Rank.FAILURE:
        handle(s, ref)
    elif rank == Rank.RESTORE:
        restore(s, ref, 1)
    elif rank == Rank.EXTERNAL:
        s.next_external += 1
        external(s, ref)
        _plan_external(s)
    else:
        _shock(s, ref)


@kernel
def _served(s: Any, slot: int) -> None:
    """End a service; what was waiting for it goes on."""
    finish(s, slot)
    task, ref, team = job(s, slot).task, job(s, slot).ref, job(s, slot).team
    job(s, slot).number = -1
    free_job(s, slot)
    if task == Task.VISIT:
        visited(s, ref)
    elif task == Task.REWORK:
        reworked(s, ref, team)
    elif task == Task.RECHECK:
        recheck(s, ref)
    elif task == Task.BOUNDARY_WORK:
        if worked(s, ref):
            _over(s, ref)
    elif task == Task.QUESTION:
        _over(s, ref)
    elif task == Task.TRIAGE:
        triaged(s, ref)
    else:
        repaired(s, ref)


@kernel
def _over(s: Any, slot: int) -> None:
    """Let an item reach the far side of a crossing."""
    target, owner = transit(s, slot).leg, transit(s, slot).item
    if target != 0:
        arrive(s, target)
        return
    free_transit(s, slot)
    cross_laterals(s, owner)


@kernel
def _arrive(s: Any, number: int) -> None:
    row = kind(s, number)
    slot = new_item(s, number, row.n)
    if slot == 0:
        return
    set_off(s, slot)
    row.n += 1
    _plan_arrival(s, number)


@kernel
def _shock(s: Any, epoch: int) -> None:
    """Bring a later epoch into force."""
    _enter(s, epoch)
    entry(s, Happening.SHOCK).a = epoch
    for team in range(s.team_count):
        staff(s, team)
    _plan_shock(s)
