"""The interface changes of every boundary, and when receivers learn of them."""

from __future__ import annotations

from typing import Any

from simulator.engines.compiled.jit import kernel, kernel_inline, numbers
from simulator.engines.compiled.layout import Grows
from simulator.engines.compiled.memory import (
    change,
    edge_place,
    edge_row,
    epoch_row,
    fresh,
    pool,
    practice_in,
    stale,
)
from simulator.engines.compiled.practice import gain_at
from simulator.engines.program import layout
from simulator.mechanisms.draws import next_arrival
from simulator.mechanisms.drift import MEMORY, change_gap, known_at
from simulator.mechanisms.luck import Purpose, combine, uniform
from simulator.mechanisms.practice import toward_cadence


@kernel_inline
def next_in(s: Any, t: float, units: float, column: int) -> float:
    """Return when a unit-exponential gap begun at `t` is used up by the rates of one column.

    Columns: kinds of work, boundaries, external incidents.
    """
    width = s.kind_count + s.edge_count + 1
    starts = numbers(s.starts, (s.epoch_count,))
    rates = numbers(s.rates, (s.epoch_count, width))
    return next_arrival(t, units, starts, rates, column)


@kernel
def list_changes(s: Any) -> None:
    """List the interface changes of all boundaries, oldest first."""
    for edge in range(s.edge_count):
        key = combine(s.key, edge_row(s, edge).word)
        stale(s, edge).first = pool(s, Grows.CHANGE).top
        _list_before(s, edge, key)
        t, j = 0.0, 0
        while s.full == 0:
            t = next_in(s, t, change_gap(key, j), s.kind_count + edge)
            if t >= s.horizon:
                break
            _note(s, edge, key, j, t)
            j += 1
        stale(s, edge).end = pool(s, Grows.CHANGE).top


@kernel
def _list_before(s: Any, edge: int, key: int) -> None:
    """List the changes of the days before day 0 that not everybody knows yet."""
    rate, t, j = edge_row(s, edge).change_rate, 0.0, -1
    while rate > 0.0 and s.full == 0:
        t = t - change_gap(key, j) / rate
        if t < -MEMORY:
            break
        _note(s, edge, key, j, t)
        j -= 1
    early, late = stale(s, edge).first, pool(s, Grows.CHANGE).top - 1
    while early < late:
        a, b = change(s, early), change(s, late)
        a.made, b.made = b.made, a.made
        a.known, b.known = b.known, a.known
        a.j, b.j = b.j, a.j
        early, late = early + 1, late - 1


@kernel
def _note(s: Any, edge: int, key: int, j: int, t: float) -> None:
    new = change(s, fresh(s, Grows.CHANGE))
    new.j, new.made = j, t
    new.known = known_at(key, j, t, _cadence(s, edge, key, j, t))


@kernel
def _cadence(s: Any, edge: int, key: int, j: int, t: float) -> float:
    """Return `sync_every` as in force when change `j` was made; before day 0 today's."""
    epoch = 0
    while epoch + 1 < s.epoch_count and epoch_row(s, epoch + 1).at <= t:
        epoch += 1
    row, place = edge_row(s, epoch * s.edge_count + edge), edge_place(s, edge)
    g = 0.0
    luck = uniform(key, Purpose.SYNC_ADHERENCE, j)
    if luck < practice_in(s, s.epoch, place, layout.ACCOUNTABILITY).adherence:
        g = gain_at(s, place, layout.ACCOUNTABILITY, t, epoch)
    return toward_cadence(row.sync_every, row.sync_every_top, g)
