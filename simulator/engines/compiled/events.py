"""The list of timed events (a binary heap) and the rows of the event log."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.jit import kernel, kernel_inline
from simulator.engines.compiled.layout import Grows
from simulator.engines.compiled.memory import fresh, log_row, pool, timed

RANK_BITS = 40
RANK_STRIDE = 1 << RANK_BITS


@kernel_inline
def _copy(s: Any, source: int, target: int) -> None:
    a, b = timed(s, source), timed(s, target)
    b.time, b.order, b.ref, b.stamp = a.time, a.order, a.ref, a.stamp


@kernel_inline
def _sooner(time: float, order: int, than: Any) -> bool:
    """Return whether what happens at `time` comes before the event `than`.

    Nobody can foresee the answer, so it is computed without a branch.
    """
    return bool((time < than.time) | ((time == than.time) & (order < than.order)))


@kernel
def after(s: Any, delay: float, rank: int, serial: int, ref: int, stamp: int) -> None:
    """Let something happen `delay` [days] from now; `rank` and `serial` order ties.

    The heap lies in rows 1 to top - 1; row 0 takes what finds no room.
    """
    here = fresh(s, Grows.EVENT_LIST)
    time, order = s.now + delay, rank * RANK_STRIDE + serial
    while here > 1 and _sooner(time, order, timed(s, here >> 1)):
        _copy(s, here >> 1, here)
        here = here >> 1
    new = timed(s, here)
    new.time, new.order, new.ref, new.stamp = time, order, ref, stamp


@kernel
def remove_first(s: Any) -> None:
    """Take the soonest event, row 1, off the list."""
    heap = pool(s, Grows.EVENT_LIST)
    heap.top -= 1
    last = heap.top
    time, order = timed(s, last).time, timed(s, last).order
    here, below = 1, 2
    while below < last:
        beside = timed(s, below + 1)
        sooner = _sooner(beside.time, beside.order, timed(s, below))
        below += (below + 1 < last) & sooner
        if _sooner(time, order, timed(s, below)):
            break
        _copy(s, below, here)
        here, below = below, 2 * below
    _copy(s, last, here)


@kernel
def entry(s: Any, happening: int) -> Any:
    """Return a new row of the log, of the present instant, nothing filled in.

    When no log is kept it is row 0, which nobody reads.
    """
    slot = 0
    if s.logging:
        slot = fresh(s, Grows.LOG)
        _blank(s, slot, happening)
    return log_row(s, slot)


@kernel
def _blank(s: Any, slot: int, happening: int) -> None:
    row = log_row(s, slot)
    row.time, row.value, row.event = s.now, 0.0, happening
    row.item = row.step = row.place = row.job = row.error = -1
    row.a = row.b = row.c = row.d = -1
