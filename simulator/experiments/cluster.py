"""Batches on a dask cluster: this machine's processes, or the machines behind an address."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from simulator.experiments.batch import Batch
from simulator.experiments.engine import sources
from simulator.experiments.store.keeping import MixedError
from simulator.measures.tally import Tally

__all__ = ["Cluster"]

_TASK_SECONDS = 1.5
_GROWTH = 8
_DEATHS_FORGIVEN = 20
_PATIENCE = "20s"


class Cluster:
    """Runs batches on dask workers, several to a task so that a task takes a second or more.

    A worker that dies gives its tasks to another; rows are a function of their numbers, so nothing
    changes. Without an address `jobs` processes of this machine are the workers.
    """

    def __init__(self, *, address: str | None, jobs: int) -> None:
        try:
            import distributed as dask
        except ImportError as error:
            raise ValueError(
                "the executor dask needs dask; install it with: pip install 'edgewise[dask]'"
            ) from error
        self._dask: Any = dask
        self._address = address
        self._jobs = jobs
        self._started = ExitStack()
        self._connected: Any = None
        self._size = 1

    def results(self, batches: Sequence[Batch], stop: Event) -> Iterator[tuple[Batch, Tally]]:
        """Yield each batch with its rows as its task is finished."""
        if not batches:
            return
        running: dict[Any, list[Batch]] = {}
        client = self._client()
        done: SimpleQueue[Any] = SimpleQueue()
        room = 2 * max(1, sum(client.nthreads().values()))
        tasks = _Tasks(batches, room, self._size)
        while True:
            while len(running) < room and not stop.is_set() and (task := tasks.take()):
                future = client.submit(_run, task, sources(task[0].engine), pure=False)
                running[future] = task
                future.add_done_callback(done.put)
            if not running:
                return
            future = done.get()
            task = running.pop(future)
            rows, seconds = future.result()
            self._size = tasks.learn(len(task), seconds)
            yield from zip(task, rows, strict=True)

    def close(self) -> None:
        """Leave the cluster, and end it where it was started here."""
        self._connected = None
        self._started.close()

    def _client(self) -> Any:
        if self._connected is not None:
            return self._connected
        place: Any = self._address or self._started.enter_context(self._own())
        try:
            client = self._dask.Client(place, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise ValueError(f"no dask scheduler answers at {place}") from error
        self._connected = self._started.enter_context(client)
        return client

    @contextmanager
    def _own(self) -> Iterator[Any]:
        from dask import config

        forgiving = {"distributed.scheduler.allowed-failures": _DEATHS_FORGIVEN}
        with (
            config.set(forgiving),
            TemporaryDirectory(prefix="edgewise-") as scratch,
            self._dask.LocalCluster(
                n_workers=self._jobs,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",
                local_directory=scratch,
                silence_logs=logging.CRITICAL,
            ) as cluster,
        ):
            yield cluster


class _Tasks:
    """Batches not yet begun, handed out in tasks whose size follows how long the last ones took.

    No task is so large that one of `hands` would be without.
    """

    def __init__(self, batches: Sequence[Batch], hands: int = 1, size: int = 1) -> None:
        self._batches = batches
        self._hands = hands
        self._next = 0
        self._size = size

    def take(self) -> list[Batch]:
        """Return the batches of the next task; none when all were begun."""
        share = -(-(len(self._batches) - self._next) // self._hands)
        task = list(self._batches[self._next : self._next + min(self._size, share)])
        self._next += len(task)
        return task

    def learn(self, batches: int, seconds: float) -> int:
        """Let the next tasks take about as long as a task should; return how many batches."""
        wanted = int(_TASK_SECONDS * batches / max(seconds, 1e-6)) + 1
        self._size = min(wanted, _GROWTH * self._size)
        return self._size


def _run(task: list[Batch], made_from: str) -> tuple[list[Tally], float]:
    if sources(task[0].engine) != made_from:
        raise MixedError("a dask worker has other sources of edgewise than this machine")
    begun = time.perf_counter()
    rows = [batch.run() for batch in task]
    return rows, time.perf_counter() - begun
