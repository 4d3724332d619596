"""Executors: how batches are run. Whichever runs them, the rows are the same."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Protocol

from simulator.experiments.batch import Batch
from simulator.measures.tally import Tally

__all__ = ["EXECUTORS", "Executor", "Serial", "Threads", "executor_for", "near"]

EXECUTORS = "serial, threads, dask, dask=ADDRESS"

Result = tuple[Batch, Tally]


class Executor(Protocol):
    """What runs batches."""

    def results(self, batches: Sequence[Batch], stop: Event) -> Iterator[Result]:
        """Yield each batch with its rows as it is finished, in any order.

        Once `stop` is set no further batch is begun; those that were begun are still yielded.
        """
        ...

    def close(self) -> None:
        """Let go of whatever was started to run batches."""
        ...


class Serial:
    """Runs one batch after another."""

    def results(self, batches: Sequence[Batch], stop: Event) -> Iterator[Result]:
        """Yield each batch with its rows, in order."""
        for batch in batches:
            if stop.is_set():
                return
            yield batch, batch.run()

    def close(self) -> None:
        """Nothing was started."""


class Threads:
    """Runs batches side by side in this process; the compiled engine lets the others work."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def results(self, batches: Sequence[Batch], stop: Event) -> Iterator[Result]:
        """Yield each batch with its rows as it is finished."""
        waiting = iter(batches)
        running: dict[Future[Tally], Batch] = {}
        pool = ThreadPoolExecutor(self._jobs)
        try:
            while True:
                while len(running) <= self._jobs and not stop.is_set():
                    batch = next(waiting, None)
                    if batch is None:
                        break
                    running[pool.submit(batch.run)] = batch
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(future), future.result()
        finally:
            # whoever breaks off does not wait for what is still running
            pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Nothing is left: the threads end with their batches."""


def near(jobs: int | None = None) -> Serial | Threads:
    """Return the executor of this process for `jobs` batches at once, one a processor if None."""
    at_once = jobs or _processors()
    return Serial() if at_once == 1 else Threads(at_once)


def executor_for(name: str = "threads", jobs: int | None = None) -> Executor:
    """Return an executor by its name, running `jobs` batches at once (default: one a processor).

    ValueError for a name that is none of serial, threads, dask and dask=ADDRESS, and where dask is
    asked for and not installed.
    """
    if name == "serial":
        return Serial()
    if name == "threads":
        return near(jobs)
    kind, _, address = name.partition("=")
    if kind != "dask" or (address == "" and name != "dask"):
        raise ValueError(f"there is no executor {name!r}; allowed: {EXECUTORS}")
    from simulator.experiments.cluster import Cluster

    return Cluster(address=address or None, jobs=jobs or _processors())


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
