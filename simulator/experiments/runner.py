"""The runner: one way in for everything that simulates, whatever engine and executor do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event
from typing import Any

from simulator.engines.program.compilation import Program
from simulator.experiments.batch import Batch
from simulator.experiments.campaign import Campaign, StoppedError
from simulator.experiments.design import Design
from simulator.experiments.engine import tallies
from simulator.experiments.executor import Executor, Serial, near
from simulator.experiments.kept import Kept
from simulator.experiments.provenance import Provenance
from simulator.experiments.stopping_rule import Precision, Stopped, until_precise
from simulator.experiments.store.identity import program_id
from simulator.experiments.store.store import Store
from simulator.measures.tally import Tally

__all__ = ["Runner"]

_WORTH_SPREADING, _WORTH_A_THREAD = 25, 10

Progress = Callable[[int], None]
Request = tuple[Program, Sequence[int]]


class Runner:
    """Runs plans: called with a plan and replication numbers it returns their rows.

    What is at hand, from a short while ago or in the `store`, is not run again. All else goes
    through `executor`, plausible worlds and planning too, but for fewer than 10 replications and
    what is one batch. `provenance` is told what answers rest on.
    """

    def __init__(
        self,
        *,
        seed: int,
        engine: str = "auto",
        executor: Executor | None = None,
        jobs: int | None = 1,
        store: Store | None = None,
        provenance: Provenance | None = None,
        stop: Event | None = None,
    ) -> None:
        self.seed = seed
        self.engine = engine
        self.in_flight = False
        self._executor = executor or near(jobs)
        self._provenance = provenance
        self._kept = Kept(store, provenance)
        self._stop = stop or Event()

    def __call__(self, program: Program, numbers: Sequence[int]) -> Tally:
        """Return the rows of a plan for these replication numbers, in their order."""
        if not _stretch(numbers):
            return tallies(program, self.seed, numbers, self.engine)
        if numbers[0] == 0 and len(numbers) >= _WORTH_SPREADING:
            rows, _ = self.carry_out({program.plan: program}, len(numbers))
            return rows[program.plan]
        return self.all([(program, numbers)])[0]

    def all(self, requests: Sequence[Request]) -> list[Tally]:
        """Return the rows of several requests for a few replications each, run side by side.

        The numbers of a request follow each other.
        """
        asked = [
            (program_id(program), program, numbers[0], numbers[-1] + 1)
            for program, numbers in requests
        ]
        self._kept.forget(but={key for key, *_ in asked})
        missing: dict[tuple[str, int, int], Program] = {}
        for key, program, first, stop in asked:
            for gap in self._kept.missing(key, program, first, stop):
                missing.setdefault((key, *gap), program)
        self._run_few(missing)
        return [self._kept.rows(*each) for each in asked]

    def _run_few(self, missing: Mapping[tuple[str, int, int], Program]) -> None:
        owner: dict[int, str] = {}
        batches = []
        for (key, first, stop), program in missing.items():
            batches.append(
                Batch(program=program, seed=self.seed, engine=self.engine, first=first, stop=stop)
            )
            owner[id(batches[-1])] = key
        many = sum(batch.stop - batch.first for batch in batches) >= _WORTH_A_THREAD
        executor = self._executor if many and len(batches) > 1 else Serial()
        done = 0
        with self._flight():
            for batch, rows in executor.results(batches, self._stop):
                self._kept.add(owner[id(batch)], batch.program, batch.first, rows)
                done += 1
        if done < len(batches) or self._stop.is_set():
            raise StoppedError(done, len(batches))

    def made(self) -> Mapping[str, Any]:
        """Return how the rows were made, for a manifest; empty without a provenance."""
        return {} if self._provenance is None else self._provenance.as_json(self.engine)

    def campaign(self, programs: Mapping[str, Program], replications: int) -> Campaign:
        """Return the campaign of these plans."""
        return Campaign(
            Design(
                programs=programs, seed=self.seed, replications=replications, engine=self.engine
            ),
            executor=self._executor,
            kept=self._kept,
            stop=self._stop,
        )

    def carry_out(
        self,
        programs: Mapping[str, Program],
        replications: int,
        rule: Precision | None = None,
        progress: Callable[[Campaign], Progress] = lambda _: lambda _: None,
    ) -> tuple[Mapping[str, Tally], Stopped | None]:
        """Return each plan's rows, for `replications` or until `rule` says enough, and its end.

        StoppedError when the runner's `stop` was set before that.
        """
        campaign = self.campaign(programs, rule.looks()[0] if rule else replications)
        with self._flight():
            if rule is None:
                return campaign.run(progress(campaign)), None
            return until_precise(campaign, rule, progress(campaign))

    @contextmanager
    def _flight(self) -> Iterator[None]:
        self.in_flight = True
        try:
            yield
        finally:
            self.in_flight = False


def _stretch(numbers: Sequence[int]) -> bool:
    """Return whether numbers follow each other, so that they are one batch."""
    return len(numbers) > 0 and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
