"""However a design is carried out, whole or in parts, the rows are the same."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest

from simulator.experiments.batch import Batch
from simulator.experiments.campaign import Campaign, StoppedError
from simulator.experiments.design import Design
from simulator.experiments.executor import Executor, Serial, Threads, executor_for
from simulator.experiments.runner import Runner
from simulator.experiments.store.shelf import MixedError
from simulator.experiments.store.store import Store
from simulator.measures.tally import Tally
from tests.unit.experiments.company import ENGINE, plan, rows, same

PLANS = {"today": plan(), "inside": plan("inside")}


class Counting:
    """Runs batches one after another and remembers which."""

    def __init__(self, stop_after: int = 1_000_000) -> None:
        self.ran: list[tuple[int, int]] = []
        self._stop_after = stop_after

    def results(self, batches: Sequence[Batch], stop: Event) -> Iterator[tuple[Batch, Tally]]:
        """Yield each batch with its rows; set `stop` after so many."""
        for found in Serial().results(batches, stop):
            self.ran.append((found[0].first, found[0].stop))
            if len(self.ran) >= self._stop_after:
                stop.set()
            yield found

    def close(self) -> None:
        """Nothing was started."""


def design(replications: int, seed: int = 1) -> Design:
    """Today and one plan on so many replications."""
    return Design(plans=PLANS, seed=seed, replications=replications, engine=ENGINE)


def files(folder: Path) -> dict[str, bytes]:
    """What every file below a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("executor", [Serial(), Threads(2), Threads(7)])
def test_threads_give_the_rows_that_one_after_another_gives(executor: Executor) -> None:
    found = Campaign(design(60), executor=executor).run()
    assert list(found) == list(PLANS)
    assert same(found["today"], rows(0, 60))


def test_a_plan_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    whole, cut = Store(tmp_path / "whole"), Store(tmp_path / "cut")
    Campaign(design(60), store=whole).run()
    first = Counting(stop_after=2)
    with pytest.raises(StoppedError, match="50 of 120"):
        Campaign(design(60), executor=first, store=cut).run()
    second = Counting()
    resumed = Campaign(design(60), executor=second, store=cut)
    assert resumed.left == 70
    found = resumed.run()
    assert len(first.ran) + len(second.ran) == 6
    assert same(found["today"], rows(0, 60))
    assert files(whole.folder) == files(cut.folder)


def test_more_replications_extend_and_repeat_nothing(tmp_path: Path) -> None:
    whole, grown = Store(tmp_path / "whole"), Store(tmp_path / "grown")
    Campaign(design(70), store=whole).run()
    Campaign(design(30), store=grown).run()
    second = Counting()
    found = Campaign(design(70), executor=second, store=grown).run()
    assert sorted(second.ran) == [(30, 50), (30, 50), (50, 70), (50, 70)]
    assert same(found["inside"], Campaign(design(70)).run()["inside"])
    assert files(whole.folder) == files(grown.folder)


def test_fewer_replications_are_the_first_of_those_there_are(tmp_path: Path) -> None:
    store = Store(tmp_path)
    Campaign(design(50), store=store).run()
    campaign = Campaign(design(20), store=store)
    assert campaign.left == 0
    assert same(campaign.run()["today"], rows(0, 20))


def test_a_torn_file_is_named_and_its_batch_run_again(tmp_path: Path) -> None:
    store, said = Store(tmp_path), list[str]()
    Campaign(design(60), store=store).run()
    before = files(tmp_path)
    torn = next(tmp_path.rglob("*.npz"))
    torn.write_bytes(torn.read_bytes()[:50])
    second = Counting()
    Campaign(design(60), executor=second, store=store, say=said.append).run()
    assert len(second.ran) == 1
    assert torn.name in said[0]
    assert files(tmp_path) == before


def test_another_seed_and_another_plan_are_kept_apart(tmp_path: Path) -> None:
    store = Store(tmp_path)
    Campaign(design(25, seed=0), store=store).run()
    assert Campaign(design(25, seed=1), store=store).left == 50
    assert Campaign(design(25, seed=0), store=store).left == 0
    assert len(store.shelves()) == 2


def test_plans_of_equal_content_are_run_once() -> None:
    counting = Counting()
    twins = Design(
        plans={"a": plan(), "b": plan(matters="2 failed changes per 100")},
        seed=1,
        replications=10,
        engine=ENGINE,
    )
    found = Campaign(twins, executor=counting).run()
    assert counting.ran == [(0, 10)]
    assert same(found["a"], found["b"])


def test_progress_counts_every_replication_once() -> None:
    told: list[int] = []
    Campaign(design(60)).run(told.append)
    assert sum(told) == 120


def test_a_runner_asked_again_runs_nothing_again() -> None:
    counting = Counting()
    runner = Runner(seed=1, engine=ENGINE, executor=counting)
    first = runner(PLANS["today"], range(50))
    assert same(runner(PLANS["today"], range(50)), first)
    assert same(runner(PLANS["today"], range(30)), rows(0, 30))
    assert len(counting.ran) == 2
    assert same(runner(PLANS["today"], range(60)), rows(0, 60))


def test_a_runner_gives_a_few_rows_from_anywhere() -> None:
    runner = Runner(seed=1, engine=ENGINE, jobs=2)
    assert same(runner(PLANS["today"], [7, 3]), _joined(rows(7, 8), rows(3, 4)))
    few = runner.all([(PLANS["today"], range(5, 8)), (PLANS["inside"], range(3))])
    assert same(few[0], rows(5, 8))
    assert len(few[1].sums) == 3


def test_a_stopped_runner_runs_no_more() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(StoppedError):
        Runner(seed=1, engine=ENGINE, stop=stop)(PLANS["today"], range(5))


def test_a_contradiction_on_disk_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    Campaign(design(25), store=store).run()
    shelf = store.shelves()[0]
    (held,) = shelf.held()
    shelf.put(30, rows(30, 35))
    shelf._write(10, rows(50, 55))
    with pytest.raises(MixedError, match=held.path.name):
        Campaign(design(25), store=store)


@pytest.mark.parametrize("name", ["process", "dask=", "", "threads=2"])
def test_an_unknown_executor_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="allowed: serial, threads, dask, dask=ADDRESS"):
        executor_for(name)


def test_one_job_needs_no_threads() -> None:
    assert isinstance(executor_for("threads", 1), Serial)
    assert isinstance(executor_for("threads", 2), Threads)


def test_a_design_refuses_nothing_to_do() -> None:
    with pytest.raises(ValueError, match="a replication at least"):
        design(0)
    with pytest.raises(ValueError, match="no engine 'fast'"):
        Design(plans=PLANS, seed=1, replications=1, engine="fast")


def _joined(*parts: Tally) -> Tally:
    import numpy as np

    return Tally(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])}
    )
