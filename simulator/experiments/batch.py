"""Batches: a stretch of replications of one plan, the unit that is run and kept."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.engine import tallies
from simulator.measures.tally import (
    BATCH,
    PLACES,
    TOTALS,
    Floats,
    Pooled,
    Tally,
    empty,
    is_pooled,
)

__all__ = ["Batch", "batches", "gaps", "pieces", "shaped", "square_of", "tables"]

_LARGE = 250
_FIRST_LARGE = 1000
_NAMES = tuple(field.name for field in fields(Tally))
_ALONE = tuple(name for name in _NAMES if name not in PLACES)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The replications `first` to `stop` - 1 of `plan`, to be run by `engine` with `seed`."""

    program: Program
    seed: int
    engine: str
    first: int
    stop: int

    def run(self) -> Tally:
        """Return the batch's rows."""
        return tallies(self.program, self.seed, range(self.first, self.stop), self.engine)


def square_of(replication: int) -> tuple[int, int]:
    """Return the batch that a replication number lies in: 25 to a batch, from 1,000 on 250.

    The borders are the same whoever runs what.
    """
    size = BATCH if replication < _FIRST_LARGE else _LARGE
    first = replication // size * size
    return first, first + size


def pieces(first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the replications from `first` to `stop` - 1 cut at the borders of batches."""
    while first < stop:
        end = min(square_of(first)[1], stop)
        yield first, end
        first = end


def batches(first: int, stop: int) -> list[tuple[int, int]]:
    """Return the replications from `first` to `stop` - 1 cut where pooled batches of them part."""
    cuts = range((first // BATCH + 1) * BATCH, stop, BATCH)
    return list(pairwise((first, *cuts, stop))) if first < stop else []


def gaps(held: Sequence[tuple[int, int]], first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of `first` to `stop` - 1 that are not held."""
    for begin, end in sorted(held):
        if begin >= stop:
            break
        if begin > first:
            yield first, begin
        first = max(first, end)
    if first < stop:
        yield first, stop


def tables(rows: Tally) -> list[Floats]:
    """Return rows as tables to be kept: a line a replication, the sums of a tally side by side.

    All are one table; what is pooled is one a batch, its sums and squares spread over the lines.
    """
    if not isinstance(rows, Pooled):
        return [_beside([getattr(rows, name) for name in _NAMES])]
    alone = _beside([rows.totals, *(getattr(rows, name) for name in _ALONE)])
    together = _beside([rows.squares, *(getattr(rows, name) for name in PLACES)])
    ends = np.cumsum(rows.sizes)[:-1]
    return [
        np.concatenate([lines, _spread(numbers, len(lines))], axis=1)
        for lines, numbers in zip(np.split(alone, ends), together, strict=True)
    ]


def shaped(program: Program, held: Sequence[Floats]) -> Tally:
    """Return the lines of tables as the rows they were; ValueError where they are not of `plan`."""
    shapes = {name: one.shape for name, one in vars(empty(program)).items()}
    if not is_pooled(program):
        return Tally(**_cut(held[0] if len(held) == 1 else np.concatenate(held), shapes))
    squares = sum(math.prod(shapes[name]) for name in PLACES)
    single = {"totals": (TOTALS,), **{name: shapes[name] for name in _ALONE}}
    batch = {"squares": (squares,), **{name: shapes[name] for name in PLACES}}
    width = sum(map(math.prod, single.values()))
    together = [table[:, width:].reshape(-1)[: 2 * squares] for table in held]
    return Pooled(
        sizes=tuple(map(len, held)),
        **_cut(np.concatenate([table[:, :width] for table in held]), single),
        **_cut(np.array(together), batch),
    )


def _beside(parts: Sequence[Floats]) -> Floats:
    return np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1)


def _spread(numbers: Floats, lines: int) -> Floats:
    """Return numbers as so many lines of equal length, noughts behind."""
    return np.pad(numbers, (0, -len(numbers) % lines)).reshape(lines, -1)


def _cut(table: Floats, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    at = 0
    for name, shape in shapes.items():
        size = math.prod(shape)
        part = table[:, at : at + size]
        found[name] = np.ascontiguousarray(part).reshape(len(table), *shape)
        at += size
    return found
