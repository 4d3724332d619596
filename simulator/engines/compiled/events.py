"""The list of timed events (a binary heap) and the rows of the event log."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.jit import inlined, room
from simulator.engines.compiled.layout import Grows
from simulator.engines.compiled.memory import fresh, log_row, pool, timed

RANK_STRIDE = 1 << 40


@inlined
def _copy(s: Any, source: int, target: int) -> None:
    a, b = timed(s, source), timed(s, target)
    b.time, b.order, b.ref, b.stamp = a.time, a.order, a.ref, a.stamp


@inlined
def _sooner(s: Any, a: int, b: int) -> bool:
    one, two = timed(s, a), timed(s, b)
    return bool(one.time < two.time or (one.time == two.time and one.order < two.order))


@room
def after(s: Any, delay: float, rank: int, serial: int, ref: int, stamp: int) -> None:
    """Let something happen `delay` [days] from now; `rank` and `serial` order ties.

    The heap lies in rows 1 to top - 1; row 0 holds what is on its way to its place.
    """
    here = fresh(s, Grows.EVENT_LIST)
    new = timed(s, 0)
    new.time, new.order = s.now + delay, rank * RANK_STRIDE + serial
    new.ref, new.stamp = ref, stamp
    while here > 1 and _sooner(s, 0, here // 2):
        _copy(s, here // 2, here)
        here = here // 2
    if here > 0:
        _copy(s, 0, here)


@room
def remove_first(s: Any) -> None:
    """Take the soonest event, row 1, off the list."""
    heap = pool(s, Grows.EVENT_LIST)
    heap.top -= 1
    last = heap.top
    here, below = 1, 2
    while below < last:
        if below + 1 < last and _sooner(s, below + 1, below):
            below += 1
        if not _sooner(s, below, last):
            break
        _copy(s, below, here)
        here, below = below, 2 * below
    _copy(s, last, here)


@room
def entry(s: Any, happening: int) -> Any:
    """Return a new row of the log, of the present instant, nothing filled in.

    When no log is kept it is row 0, which nobody reads.
    """
    slot = 0
    if s.logging:
        slot = fresh(s, Grows.LOG)
    row = log_row(s, slot)
    row.time, row.value, row.event = s.now, 0.0, happening
    row.item = row.step = row.place = row.job = row.error = -1
    row.a = row.b = row.c = row.d = -1
    return row
