"""Batches: a stretch of replications of one plan, the unit that is run and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.engine import tallies
from simulator.measures.tally import Floats, Tally, empty

__all__ = ["Batch", "flat", "gaps", "pieces", "shaped", "square_of", "taken"]

_SMALL, _LARGE = 25, 250
_FIRST_LARGE = 1000


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
    size = _SMALL if replication < _FIRST_LARGE else _LARGE
    first = replication // size * size
    return first, first + size


def pieces(first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the replications from `first` to `stop` - 1 cut at the borders of batches."""
    while first < stop:
        end = min(square_of(first)[1], stop)
        yield first, end
        first = end


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


def flat(rows: Tally) -> Floats:
    """Return rows as a table: a line a replication, the sums of a tally side by side."""
    parts = [getattr(rows, field.name) for field in fields(Tally)]
    return np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1)


def shaped(program: Program, table: Floats) -> Tally:
    """Return a table's lines as the rows they were; ValueError where they are not of `plan`."""
    found: dict[str, Floats] = {}
    at = 0
    for name, one in vars(empty(program)).items():
        part = table[:, at : at + one.size]
        found[name] = np.ascontiguousarray(part).reshape(len(table), *one.shape)
        at += one.size
    return Tally(**found)


def taken(whole: Tally, first: int, stop: int) -> Tally:
    """Return the rows `first` to `stop` - 1 of `whole`."""
    return Tally(**{name: sums[first:stop] for name, sums in vars(whole).items()})
