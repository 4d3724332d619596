"""The rows that are at hand: those of this run in memory, all others in the store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.batch import flat, gaps, shaped
from simulator.experiments.provenance import Provenance
from simulator.experiments.store.store import Store
from simulator.measures.tally import Floats, Tally

__all__ = ["Kept"]

_REMEMBERED = 1000
"""How many programs are remembered; what a store holds is read again."""

_Stretch = tuple[int, Floats]


class Kept:
    """Rows of one seed and engine, by program and replication; without a store in memory only.

    `provenance` is told what is handed out.
    """

    def __init__(self, store: Store | None = None, provenance: Provenance | None = None) -> None:
        self._store = store
        self._provenance = provenance
        self._memory: OrderedDict[str, list[_Stretch]] = OrderedDict()

    def missing(self, key: str, first: int, stop: int) -> list[tuple[int, int]]:
        """Return the stretches of `first` to `stop` - 1 that are not at hand."""
        held = self._memory.setdefault(key, [])
        self._memory.move_to_end(key)
        absent = list(gaps(_spans(held), first, stop))
        if self._store is None:
            return absent
        for begin, end in absent:
            held.extend(self._store.rows(key, begin, end))
        return list(gaps(_spans(held), first, stop)) if absent else absent

    def add(self, key: str, first: int, rows: Tally) -> None:
        """Remember rows from replication `first` on, and keep them where there is a store."""
        numbers = flat(rows)
        self._memory.setdefault(key, []).append((first, numbers))
        if self._store is not None:
            self._store.put(key, first, numbers)

    def rows(self, key: str, program: Program, first: int, stop: int) -> Tally:
        """Return a stretch of rows of which nothing is missing."""
        held = self._memory[key]
        parts, at = [], first
        while at < stop:
            begin, numbers = next(each for each in held if each[0] <= at < each[0] + len(each[1]))
            part = numbers[at - begin : stop - begin]
            parts.append(part)
            at += len(part)
        if len(parts) > 1:
            parts = [np.concatenate(parts)]
            beside = [e for e in held if e[0] < first or e[0] + len(e[1]) > stop]
            self._memory[key] = [(first, parts[0]), *beside]
        if self._provenance is not None and first == 0:
            self._provenance.note(key, program, parts[0])
        return shaped(program, parts[0])

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()

    def forget(self, but: Collection[str]) -> None:
        """Forget the programs that were asked for longest ago, but not those of `but`."""
        for key in list(self._memory):
            if len(self._memory) <= _REMEMBERED:
                return
            if key not in but:
                del self._memory[key]


def _spans(held: list[_Stretch]) -> list[tuple[int, int]]:
    return [(first, first + len(rows)) for first, rows in held]
