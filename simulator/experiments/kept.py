"""The rows that are at hand: those of this run in memory, all others in the store."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

import numpy as np

from simulator.engines.program.compilation import Program
from simulator.experiments.batch import batches, gaps, shaped, tables
from simulator.experiments.provenance import Provenance
from simulator.experiments.store.store import Store
from simulator.measures.tally import Floats, Tally, is_pooled

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

    def missing(self, key: str, program: Program, first: int, stop: int) -> list[tuple[int, int]]:
        """Return the stretches of `first` to `stop` - 1 that are not at hand."""
        held = self._memory.setdefault(key, [])
        self._memory.move_to_end(key)
        wanted = set(batches(first, stop)) if is_pooled(program) else None
        absent = list(gaps(_spans(held, wanted), first, stop))
        if self._store is None or not absent:
            return absent
        for begin, end in absent:
            for a, b in [(begin, end)] if wanted is None else batches(begin, end):
                held.extend(self._store.rows(_named(key, program, a, b), a, b))
        return list(gaps(_spans(held, wanted), first, stop))

    def add(self, key: str, program: Program, first: int, rows: Tally) -> None:
        """Remember rows from replication `first` on, and keep them where there is a store."""
        held = self._memory.setdefault(key, [])
        for table in tables(rows):
            held.append((first, table))
            if self._store is not None:
                name = _named(key, program, first, first + len(table))
                self._store.put(name, first, table)
            first += len(table)

    def rows(self, key: str, program: Program, first: int, stop: int) -> Tally:
        """Return a stretch of rows of which nothing is missing."""
        parts = (
            self._batches(key, first, stop) if is_pooled(program) else self._one(key, first, stop)
        )
        if self._provenance is not None and first == 0:
            self._provenance.note(key, program, parts)
        return shaped(program, parts)

    def _batches(self, key: str, first: int, stop: int) -> list[Floats]:
        held = {(at, at + len(table)): table for at, table in self._memory[key]}
        return [held[each] for each in batches(first, stop)]

    def _one(self, key: str, first: int, stop: int) -> list[Floats]:
        """Return a stretch as one table, and remember it so."""
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
        return parts

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


def _spans(
    held: list[_Stretch], wanted: Collection[tuple[int, int]] | None
) -> list[tuple[int, int]]:
    """Return what stretches span, of batches that were pooled only those that are wanted."""
    spans = [(first, first + len(rows)) for first, rows in held]
    return spans if wanted is None else [span for span in spans if span in wanted]


def _named(key: str, program: Program, first: int, stop: int) -> str:
    """Return the name of rows in the store; a pooled batch has its own, since nothing cuts it."""
    return f"{key} {first}-{stop}" if is_pooled(program) else key
