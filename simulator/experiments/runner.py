"""The runner: one way in for everything that simulates, whatever engine and executor do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event

from simulator.engines.program.compilation import Plan
from simulator.experiments.batch import Batch, taken
from simulator.experiments.campaign import Campaign, StoppedError
from simulator.experiments.design import Design
from simulator.experiments.engine import tallies
from simulator.experiments.executor import Executor, Serial, Threads, near
from simulator.experiments.stopping_rule import Precision, Stopped, until_precise
from simulator.experiments.store.bundle import Bundles, Key
from simulator.experiments.store.identity import plan_id, rows_id
from simulator.experiments.store.shelf import AlteredError
from simulator.experiments.store.store import Store
from simulator.measures.tally import Tally

__all__ = ["Runner"]

_WORTH_KEEPING = 25
_REMEMBERED = 1000

Progress = Callable[[int], None]
Request = tuple[Plan, Sequence[int]]


class Runner:
    """Runs plans: called with a plan and replication numbers it returns their rows.

    The replications 0, 1, ... of a plan, 25 or more, go through `executor` and, where there is a
    `store`, are taken from it and kept in it; a few here and there (planning, plausible worlds) run
    in this process, and those asked together by `all` are kept together. What was asked a short
    while ago is not run again.
    """

    def __init__(
        self,
        *,
        seed: int,
        engine: str = "auto",
        executor: Executor | None = None,
        jobs: int | None = 1,
        store: Store | None = None,
        stop: Event | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.seed = seed
        self.engine = engine
        self.in_flight = False
        self._near: Serial | Threads = near(jobs)
        self._executor = executor or self._near
        self._store = store
        self._stop = stop or Event()
        self._say = say
        self._rows: dict[str, Tally] = {}
        self._few: dict[Key, Tally] = {}
        self._bundles = None if store is None else Bundles(store.folder)

    def __call__(self, plan: Plan, numbers: Sequence[int]) -> Tally:
        """Return the rows of a plan for these replication numbers, in their order."""
        if not _stretch(numbers):
            return tallies(plan, self.seed, numbers, self.engine)
        if numbers[0] == 0 and len(numbers) >= _WORTH_KEEPING:
            rows, _ = self.carry_out({plan.arm: plan}, len(numbers))
            return rows[plan.arm]
        return self.all([(plan, numbers)])[0]

    def all(self, requests: Sequence[Request]) -> list[Tally]:
        """Return the rows of several requests for a few replications each, run side by side.

        The numbers of a request follow each other. Where there is a store, what was asked together
        is kept together when it is worth it.
        """
        keys = [(self._id(plan), numbers[0], len(numbers)) for plan, numbers in requests]
        missing = {key: plan for key, (plan, _) in zip(keys, requests, strict=True)}
        missing = {key: plan for key, plan in missing.items() if key not in self._few}
        if len(self._few) + len(missing) > _REMEMBERED:
            self._few = {key: self._few[key] for key in keys if key in self._few}
        bundles = self._bundles if sum(key[2] for key in missing) >= _WORTH_KEEPING else None
        asked = tuple(missing)
        kept = self._fetched(bundles, asked) if bundles else None
        if kept is None:
            kept = self._run_few(missing)
            if bundles:
                bundles.put(asked, kept)
        self._few.update(zip(asked, kept, strict=True))
        return [self._few[key] for key in keys]

    def _fetched(self, bundles: Bundles, keys: Sequence[Key]) -> list[Tally] | None:
        try:
            return bundles.read(keys)
        except AlteredError as error:
            self._say(f"{error}; its replications are run again")
            return None

    def _run_few(self, missing: Mapping[Key, Plan]) -> list[Tally]:
        batches = {
            key: Batch(
                plan=plan, seed=self.seed, engine=self.engine, first=key[1], stop=key[1] + key[2]
            )
            for key, plan in missing.items()
        }
        owner = {id(batch): key for key, batch in batches.items()}
        executor = self._near if len(batches) > 1 else Serial()
        done: dict[Key, Tally] = {}
        with self._flight():
            for batch, rows in executor.results(list(batches.values()), self._stop):
                done[owner[id(batch)]] = rows
        if len(done) < len(batches) or self._stop.is_set():
            raise StoppedError(len(done), len(batches))
        return [done[key] for key in missing]

    def campaign(self, plans: Mapping[str, Plan], replications: int) -> Campaign:
        """Return the campaign of these plans; what is kept of it has been read."""
        return Campaign(
            Design(plans=plans, seed=self.seed, replications=replications, engine=self.engine),
            executor=self._executor,
            store=self._store,
            stop=self._stop,
            say=self._say,
        )

    def carry_out(
        self,
        plans: Mapping[str, Plan],
        replications: int,
        rule: Precision | None = None,
        progress: Callable[[Campaign], Progress] = lambda _: lambda _: None,
    ) -> tuple[Mapping[str, Tally], Stopped | None]:
        """Return each plan's rows, for `replications` or until `rule` says enough, and its end.

        StoppedError when the runner's `stop` was set before that.
        """
        ids = {name: self._id(plan) for name, plan in plans.items()}
        known = [self._rows.get(rows) for rows in ids.values()]
        if rule is None and all(rows and len(rows.sums) >= replications for rows in known):
            return {n: taken(self._rows[rows], 0, replications) for n, rows in ids.items()}, None
        campaign = self.campaign(plans, rule.looks()[0] if rule else replications)
        stopped = None
        with self._flight():
            if rule is None:
                rows = campaign.run(progress(campaign))
            else:
                rows, stopped = until_precise(campaign, rule, progress(campaign))
        self._rows.update({ids[name]: tally for name, tally in rows.items()})
        return rows, stopped

    @contextmanager
    def _flight(self) -> Iterator[None]:
        self.in_flight = True
        try:
            yield
        finally:
            self.in_flight = False

    def _id(self, plan: Plan) -> str:
        return rows_id(plan_id(plan), self.seed, self.engine)


def _stretch(numbers: Sequence[int]) -> bool:
    """Return whether numbers follow each other, so that they are one batch."""
    return len(numbers) > 0 and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))
