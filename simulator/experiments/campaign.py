"""A campaign: a design carried out, from what is kept and what is still to be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event

from simulator.engines.program.compilation import Plan
from simulator.experiments.batch import Batch, blank, fill, gaps, pieces
from simulator.experiments.design import Design
from simulator.experiments.executor import Executor, Serial
from simulator.experiments.store.shelf import Shelf
from simulator.experiments.store.store import Store, sweep
from simulator.measures.tally import Tally

__all__ = ["Campaign", "StoppedError"]

Progress = Callable[[int], None]
Said = Callable[[str], None]


class StoppedError(Exception):
    """A campaign that was stopped; what had been finished is kept where there is a store."""

    def __init__(self, done: int, wanted: int) -> None:
        self.done, self.wanted = done, wanted
        super().__init__(f"stopped with {done} of {wanted} replications done")


class Campaign:
    """Carries out a design; `store` keeps rows, without one they are only in memory.

    Plans of equal content are run once. Setting `stop` ends the run after the batches in flight.
    """

    def __init__(
        self,
        design: Design,
        *,
        executor: Executor | None = None,
        store: Store | None = None,
        stop: Event | None = None,
        say: Said = lambda _: None,
    ) -> None:
        self.design = design
        self._executor = executor or Serial()
        self._stop = stop or Event()
        self._ids = design.rows_ids()
        self._plans: dict[str, Plan] = {}
        for name, plan in design.plans.items():
            self._plans.setdefault(self._ids[name], plan)
        self._rows = {rows: blank(plan, 0) for rows, plan in self._plans.items()}
        self._held: dict[str, list[tuple[int, int]]] = {rows: [] for rows in self._plans}
        self._shelves: dict[str, Shelf] = {}
        if store is not None:
            for rows in self._plans:
                self._shelves[rows] = store.shelf(rows)
                sweep(self._shelves[rows], say)
        self._fetch()

    @property
    def left(self) -> int:
        """How many replications, of all plans together, are still to be run."""
        return sum(batch.stop - batch.first for batch in self._batches())

    @property
    def wanted(self) -> int:
        """How many replications the design asks for, plans of equal content counted once."""
        return len(self._plans) * self.design.replications

    def run(self, progress: Progress = lambda _: None) -> Mapping[str, Tally]:
        """Return each plan's rows; `progress` is told how many replications were just finished.

        StoppedError when `stop` was set.
        """
        owner = {id(plan): rows for rows, plan in self._plans.items()}
        for batch, tally in self._executor.results(self._batches(), self._stop):
            rows = owner[id(batch.plan)]
            fill(self._rows[rows], batch.first, tally)
            self._held[rows].append((batch.first, batch.stop))
            if rows in self._shelves:
                self._shelves[rows].put(batch.first, tally)
            progress(batch.stop - batch.first)
        if self.left or self._stop.is_set():
            raise StoppedError(self.wanted - self.left, self.wanted)
        return {name: self._rows[self._ids[name]] for name in self.design.plans}

    def extend(self, replications: int) -> None:
        """Ask for more replications of the same; those that were run are not run again."""
        self.design = replace(self.design, replications=replications)
        self._fetch()

    def _fetch(self) -> None:
        wanted = self.design.replications
        for rows, plan in self._plans.items():
            had = self._rows[rows]
            self._rows[rows] = blank(plan, wanted)
            fill(self._rows[rows], 0, had)
            if rows in self._shelves:
                for first, tally in self._shelves[rows].rows(len(had.sums), wanted):
                    fill(self._rows[rows], first, tally)
                    self._held[rows].append((first, first + len(tally.sums)))

    def _batches(self) -> list[Batch]:
        """Return what is to be run: the first batches of all plans, then the next of all."""
        wanted, design = self.design.replications, self.design
        found = [
            Batch(plan=plan, seed=design.seed, engine=design.engine, first=begin, stop=end)
            for rows, plan in self._plans.items()
            for gap in gaps(self._held[rows], 0, wanted)
            for begin, end in pieces(*gap)
        ]
        return sorted(found, key=lambda batch: batch.first)
