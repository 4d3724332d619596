"""A campaign: a design carried out, from what is kept and what is still to be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event

from simulator.engines.program.compilation import Program
from simulator.experiments.batch import Batch, pieces
from simulator.experiments.design import Design
from simulator.experiments.executor import Executor, Serial
from simulator.experiments.kept import Kept
from simulator.measures.tally import Tally

__all__ = ["Campaign", "StoppedError"]

Progress = Callable[[int], None]


class StoppedError(Exception):
    """A campaign that was stopped; what had been finished is kept where there is a store."""

    def __init__(self, done: int, wanted: int) -> None:
        self.done, self.wanted = done, wanted
        super().__init__(f"stopped with {done} of {wanted} replications done")


class Campaign:
    """Carries out a design; what is at hand in `kept` is not run, and what is run is kept there.

    Plans of equal content are run once. Setting `stop` ends the run after the batches in flight.
    """

    def __init__(
        self,
        design: Design,
        *,
        executor: Executor | None = None,
        kept: Kept | None = None,
        stop: Event | None = None,
    ) -> None:
        self.design = design
        self._executor = executor or Serial()
        self._stop = stop or Event()
        self._kept = kept or Kept()
        self._keys = design.keys()
        self._programs: dict[str, Program] = {}
        for name, program in design.programs.items():
            self._programs.setdefault(self._keys[name], program)
        self._kept.forget(but=self._programs)

    @property
    def left(self) -> int:
        """How many replications, of all plans together, are still to be run."""
        return sum(batch.stop - batch.first for batch in self._batches())

    @property
    def wanted(self) -> int:
        """How many replications the design asks for, plans of equal content counted once."""
        return len(self._programs) * self.design.replications

    def run(self, progress: Progress = lambda _: None) -> Mapping[str, Tally]:
        """Return each plan's rows; `progress` is told how many replications were just finished.

        StoppedError when `stop` was set.
        """
        owner = {id(program): key for key, program in self._programs.items()}
        for batch, tally in self._executor.results(self._batches(), self._stop):
            self._kept.add(owner[id(batch.program)], batch.program, batch.first, tally)
            progress(batch.stop - batch.first)
        if (left := self.left) or self._stop.is_set():
            raise StoppedError(self.wanted - left, self.wanted)
        found = {
            key: self._kept.rows(key, program, 0, self.design.replications)
            for key, program in self._programs.items()
        }
        return {name: found[key] for name, key in self._keys.items()}

    def extend(self, replications: int) -> None:
        """Ask for more replications of the same; those that were run are not run again."""
        self.design = replace(self.design, replications=replications)

    def _batches(self) -> list[Batch]:
        """Return what is to be run: the first batches of all plans, then the next of all."""
        wanted, design = self.design.replications, self.design
        found = [
            Batch(program=program, seed=design.seed, engine=design.engine, first=begin, stop=end)
            for key, program in self._programs.items()
            for gap in self._kept.missing(key, program, 0, wanted)
            for begin, end in pieces(*gap)
        ]
        return sorted(found, key=lambda batch: batch.first)
