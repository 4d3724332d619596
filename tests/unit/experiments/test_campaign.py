"""However a design is carried out, whole or in parts, the rows are the same."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest

from simulator.experiments import kept as memory
from simulator.experiments.batch import Batch
from simulator.experiments.campaign import Campaign, StoppedError
from simulator.experiments.design import Design
from simulator.experiments.executor import Executor, Serial, Threads, executor_for
from simulator.experiments.kept import Kept
from simulator.experiments.runner import Runner
from simulator.experiments.store.identity import engine_id
from simulator.experiments.store.keeping import segments
from simulator.experiments.store.store import Store
from simulator.measures.tally import Tally
from tests.tiers import sampled
from tests.unit.experiments.company import ENGINE, program, rows, same

PLANS = {"today": program(), "inside": program("inside")}


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
    return Design(programs=PLANS, seed=seed, replications=replications, engine=ENGINE)


def kept(folder: Path, seed: int = 1, say: Callable[[str], None] = lambda _: None) -> Kept:
    """What is at hand in a store in a folder."""
    return Kept(Store(folder, seed=seed, engine=engine_id(ENGINE), say=say))


@pytest.mark.parametrize("executor", sampled([Serial(), Threads(2), Threads(7)], 2))
def test_threads_give_the_rows_that_one_after_another_gives(executor: Executor) -> None:
    found = Campaign(design(60), executor=executor).run()
    assert list(found) == list(PLANS)
    assert same(found["today"], rows(0, 60))


def test_a_campaign_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    first, store = Counting(stop_after=2), kept(tmp_path)
    with pytest.raises(StoppedError, match="50 of 120"):
        Campaign(design(60), executor=first, kept=store).run()
    store.close()
    second = Counting()
    resumed = Campaign(design(60), executor=second, kept=kept(tmp_path))
    assert resumed.left == 70
    found = resumed.run()
    assert len(first.ran) + len(second.ran) == 6
    assert same(found["today"], rows(0, 60))


def test_more_replications_extend_and_repeat_nothing(tmp_path: Path) -> None:
    store = kept(tmp_path)
    Campaign(design(30), kept=store).run()
    store.close()
    second = Counting()
    found = Campaign(design(70), executor=second, kept=kept(tmp_path)).run()
    assert sorted(second.ran) == [(30, 50), (30, 50), (50, 70), (50, 70)]
    assert same(found["inside"], Campaign(design(70)).run()["inside"])


def test_fewer_replications_are_the_first_of_those_there_are(tmp_path: Path) -> None:
    store = kept(tmp_path)
    Campaign(design(50), kept=store).run()
    store.close()
    campaign = Campaign(design(20), kept=kept(tmp_path))
    assert campaign.left == 0
    assert same(campaign.run()["today"], rows(0, 20))


def test_a_damaged_segment_is_named_and_its_batches_run_again(tmp_path: Path) -> None:
    store, said = kept(tmp_path), list[str]()
    Campaign(design(60), kept=store).run()
    store.close()
    segment = segments(tmp_path / "rows")[0]
    segment.write_bytes(segment.read_bytes()[:-50])
    second = Counting()
    found = Campaign(design(60), executor=second, kept=kept(tmp_path, say=said.append)).run()
    assert same(found["today"], rows(0, 60))
    assert len(second.ran) >= 1
    assert len(said) == 1
    assert segment.name in said[0]


def test_another_seed_is_kept_apart(tmp_path: Path) -> None:
    store = kept(tmp_path, seed=0)
    Campaign(design(25, seed=0), kept=store).run()
    store.close()
    assert Campaign(design(25, seed=1), kept=kept(tmp_path, seed=1)).left == 50
    assert Campaign(design(25, seed=0), kept=kept(tmp_path, seed=0)).left == 0


def test_plans_of_equal_content_are_run_once() -> None:
    counting = Counting()
    twins = Design(
        programs={"a": program(), "b": program(matters="2 failed changes per 100")},
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


def test_what_one_runner_was_asked_in_one_way_another_has_when_asked_in_another(
    tmp_path: Path,
) -> None:
    counting, store = Counting(), Store(tmp_path, seed=1, engine=engine_id(ENGINE))
    runner = Runner(seed=1, engine=ENGINE, executor=counting, store=store)
    runner(PLANS["today"], range(50))
    runner.all([(PLANS["inside"], range(10)), (PLANS["inside"], range(20, 30))])
    store.close()
    again = Runner(
        seed=1, engine=ENGINE, executor=counting,
        store=Store(tmp_path, seed=1, engine=engine_id(ENGINE)),
    )  # fmt: skip
    ran = len(counting.ran)
    few = again.all([(PLANS["today"], range(5, 45)), (PLANS["inside"], range(3, 9))])
    assert same(few[0], rows(5, 45))
    assert again.campaign(PLANS, 50).left == 30
    assert len(counting.ran) == ran


def test_a_runner_forgets_and_still_answers_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_REMEMBERED", 1)
    runner = Runner(seed=1, engine=ENGINE)
    for _ in range(2):
        some = runner.all([(PLANS["inside"], range(4)), (PLANS["today"], range(2, 8))])
        assert same(some[1], rows(2, 8))
        assert same(runner(PLANS["today"], range(30)), rows(0, 30))


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
        Design(programs=PLANS, seed=1, replications=1, engine="fast")


def _joined(*parts: Tally) -> Tally:
    import numpy as np

    return Tally(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])}
    )
