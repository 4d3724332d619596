"""Replications by the kernel: one as an event log, or many as the sums of each."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import numpy as np

from simulator.engines.compiled.cache import compiled
from simulator.engines.compiled.layout import Grows
from simulator.engines.compiled.workspace import MEMORY_CAP, Workspace
from simulator.engines.log import EventLog
from simulator.engines.program.compilation import Program

Floats = np.ndarray[Any, np.dtype[np.float64]]

_SPARE: list[Workspace] = []
_MOST_SPARED = 2**24  # [bytes]; a larger workspace is not kept for another plan


@cache
def kernel() -> Callable[[int, int, int, int, int], int]:
    """Return the kernel as machine code; the first call ever compiles it, which takes seconds."""
    return compiled("run", _source)


def _source() -> tuple[Callable[..., Any], str]:
    from simulator.engines.compiled.kernel import RUN, run  # numba, which kept code does without

    return run, RUN


def simulate(
    program: Program, seed: int, replication: int, *, memory_cap: int = MEMORY_CAP
) -> EventLog:
    """Return the event log of one replication of `plan`, from time 0 to the horizon.

    Raises MemoryError when it would need more than `memory_cap` [bytes].
    """
    with Workspace(program, logging=True, memory_cap=memory_cap) as space:
        _replicate(space, seed, replication, 1)
    events = space.tables["log"][1 : int(space.tables["pools"]["top"][Grows.LOG])]
    events.setflags(write=False)
    return EventLog(seed=seed, replication=replication, events=events)


def bulk(
    program: Program, seed: int, first: int, count: int, *, memory_cap: int = MEMORY_CAP
) -> dict[str, Floats]:
    """Return the tallies of replications `first`, `first + 1`, ...: `count` of them, stacked.

    The names and shapes are those of `measures.tally.Tally`, replications along a new first axis.
    Threads may call this side by side; they share the cap. Raises MemoryError when a replication
    would need more than `memory_cap` [bytes] alone.
    """
    space, rows = _in_bulk(program, seed, first, count, memory_cap)
    tallies: dict[str, Floats] = {}
    start = 0
    for name, shape in space.parts.items():
        size = math.prod(shape)
        tallies[name] = rows[:, start : start + size].reshape(count, *shape)
        start += size
    if space.nbytes <= _MOST_SPARED:
        _SPARE.append(space)
    return tallies


def _in_bulk(
    program: Program, seed: int, first: int, count: int, memory_cap: int
) -> tuple[Workspace, Floats]:
    """Return rows and the workspace they were made in, one that was used before if one is free."""
    with suppress(IndexError, MemoryError), _SPARE.pop() as space:
        if space.take_up(program, memory_cap):
            return space, _replicate(space, seed, first, count)
    # what another plan let grow may be what finds no room: only a new workspace may refuse
    with Workspace(program, logging=False, memory_cap=memory_cap) as space:
        return space, _replicate(space, seed, first, count)


def _replicate(space: Workspace, seed: int, first: int, count: int) -> Floats:
    rows = np.zeros((count, space.width))
    space.seed(seed)
    done = 0
    while done < count:
        left = rows[done:]
        done += kernel()(space.address, left.ctypes.data, first + done, count - done, space.width)
        if done < count:
            space.grow()
    return rows
