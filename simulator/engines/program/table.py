"""Tables of programs made side by side: what differs between them has one layer a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.stats.elementwise import Number

__all__ = ["layer", "table"]

Row = tuple[Number, ...]
Table = np.ndarray[Any, np.dtype[Any]]


def table(
    dtype: np.dtype[np.void],
    shape: tuple[int, ...],
    rows: Mapping[tuple[int, ...], Row],
    elsewhere: Row | float = 0.0,
) -> Table:
    """Return a table with these rows at their places and another one elsewhere, in layers.

    There is one layer where all rows are numbers; where some of theirs are arrays, one element a
    program, there is a layer for each program.
    """
    found = np.empty((1, *shape), dtype)
    found[...] = elsewhere
    if not rows:
        return found
    first = [tuple(_first(number) for number in row) for row in rows.values()]
    found[(0, *np.array(list(rows)).T)] = np.array(first, dtype)
    differing = [
        (place, name, number)
        for place, row in rows.items()
        for name, number in zip(dtype.names or (), row, strict=True)
        if isinstance(number, np.ndarray)
    ]
    if differing:
        found = np.repeat(found, len(differing[0][2]), axis=0)
    for place, name, number in differing:
        at: tuple[Any, ...] = (slice(None), *place)
        found[name][at] = number
    return found


def _first(number: Number) -> Any:
    return number[0] if isinstance(number, np.ndarray) else number


def layer(made: Table, program: int) -> Table:
    """Return the layer of one program; the only one stands for all."""
    return np.asarray(made[program if len(made) > 1 else 0])
