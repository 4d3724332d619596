"""Where a map's difference crosses nought, read linearly between middles of cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.stats.estimate import Estimate, Floats

__all__ = ["Crossing", "between", "contour", "crossings"]


@dataclass(frozen=True, kw_only=True)
class Crossing:
    """One point at which neither side is ahead: `along` one axis, `at` a value of the other.

    Between `low` and `high` of `where` the sign cannot be told; an end beyond the map is nan.
    """

    along: str
    at: float
    where: Estimate

    def as_json(self) -> dict[str, object]:
        """Return the crossing by its keys in JSON: x and y, one of them with its interval."""
        found = self.where
        return {"x": found, "y": self.at} if self.along == "x" else {"x": self.at, "y": found}


def contour(x: Sequence[float], y: Sequence[float], table: Floats) -> tuple[Crossing, ...]:
    """Return where the difference crosses nought, read along the axis that it crosses most often.

    `table` has the axes (row, column, best-low-high), rows along `y`.
    """
    across = [
        Crossing(along="x", at=y[row], where=where)
        for row in range(len(y))
        for where in crossings(x, table[row])
    ]
    up = [
        Crossing(along="y", at=x[column], where=where)
        for column in range(len(x))
        for where in crossings(y, table[:, column])
    ]
    return tuple(across if len(across) >= len(up) else up)


def crossings(at: Sequence[float], table: Floats) -> list[Estimate]:
    """Return where the best value changes sign along a line, linear between middles of cells.

    Each with the nearest points to either side at which the interval leaves nought.
    """
    best, low, high = table.T
    found = []
    for middle, falls in _noughts(at, best):
        left, right = (low, high) if falls else (high, low)
        before = [each for each, way in _noughts(at, left) if way == falls and each <= middle]
        after = [each for each, way in _noughts(at, right) if way == falls and each >= middle]
        found.append(
            Estimate(
                best=middle,
                low=max(before, default=math.nan),
                high=min(after, default=math.nan),
                n=len(at),
            )
        )
    return found


def between(table: Floats, place: float) -> Floats:
    """Return what a table holds at a place from 0 to 1 of its first axis, linear between middles.

    Outside the outermost middles as there; where a neighbour holds nothing, as in the cell.
    """
    at = min(max(len(table) * place - 0.5, 0.0), len(table) - 1.0)
    before = min(int(at), len(table) - 2) if len(table) > 1 else 0
    share, nearest = at - before, np.asarray(table[round(at)])
    if share in (0.0, 1.0):
        return nearest
    found = (1.0 - share) * table[before] + share * table[before + 1]
    return np.asarray(np.where(np.isnan(found), nearest, found))


def _noughts(at: Sequence[float], values: Floats) -> list[tuple[float, bool]]:
    """Return where a line crosses nought, and whether it falls there."""
    found = []
    for index in range(len(at) - 1):
        before, after = float(values[index]), float(values[index + 1])
        if math.isfinite(before) and math.isfinite(after) and (before < 0) != (after < 0):
            share = before / (before - after)
            found.append((at[index] + (at[index + 1] - at[index]) * share, before >= 0))
    return found
