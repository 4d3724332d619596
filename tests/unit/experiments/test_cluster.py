"""Dask workers give the same rows, and a worker that dies changes nothing."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import distributed
import pytest

from simulator.experiments.campaign import Campaign
from simulator.experiments.cluster import Cluster, _run, _Tasks
from simulator.experiments.design import Design
from simulator.experiments.engine import tallies
from simulator.experiments.executor import Executor, executor_for
from simulator.experiments.runner import Runner
from simulator.experiments.store.keeping import MixedError
from simulator.measures.tally import Tally
from simulator.methods.comparison import compare
from simulator.present.folder import as_text
from tests.unit.experiments.company import ENGINE, program, rows, same, scenario

pytestmark = [
    pytest.mark.filterwarnings("default"),  # dask's own threads and sockets warn as they end
    pytest.mark.xdist_group("dask"),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process of its own."""
    with distributed.LocalCluster(  # type: ignore[no-untyped-call]  # it has no types
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    ) as started:
        yield started


def design(replications: int) -> Design:
    """Today and one plan."""
    programs = {"today": program(), "inside": program("inside")}
    return Design(programs=programs, seed=1, replications=replications, engine=ENGINE)


def test_an_existing_cluster_gives_the_rows_that_one_after_another_gives(cluster: Any) -> None:
    executor = executor_for(f"dask={cluster.scheduler_address}")
    try:
        found = Campaign(design(110), executor=executor).run()
    finally:
        executor.close()
    assert same(found["today"], rows(0, 110))
    assert same(found["inside"], Campaign(design(110)).run()["inside"])


@contextmanager
def a_worker_killed_in(cluster: Any) -> Iterator[tuple[Cluster, list[int]]]:
    """An executor whose worker is killed once its user's list says that something is finished."""
    executor = Cluster(address=cluster.scheduler_address, jobs=2)
    victim = next(iter(cluster.workers.values())).pid
    told: list[int] = []

    def kill() -> None:
        patience = time.monotonic() + 60.0
        while not told and time.monotonic() < patience:
            time.sleep(0.01)
        os.kill(victim, signal.SIGKILL)

    killer = Thread(target=kill)
    killer.start()
    try:
        yield executor, told
    finally:
        killer.join()
        executor.close()
    assert victim not in {worker.pid for worker in cluster.workers.values()}


@pytest.mark.slow
def test_a_worker_killed_in_mid_run_changes_nothing(cluster: Any) -> None:
    with a_worker_killed_in(cluster) as (executor, told):
        found = Campaign(design(150), executor=executor).run(told.append)
    assert same(found["today"], rows(0, 150))


def test_worlds_and_planning_run_on_the_workers(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here: list[int] = []

    def counted(*asked: Any) -> Tally:
        here.append(len(asked[2]))
        return tallies(*asked)

    monkeypatch.setattr("simulator.experiments.best_rule.PORTIONS", 3)
    monkeypatch.setattr("simulator.experiments.batch.tallies", counted)
    known = compared(worlds=4)
    whole, executor = sum(here), Cluster(address=cluster.scheduler_address, jobs=2)
    here.clear()
    try:
        found = compared(worlds=4, executor=executor)
    finally:
        executor.close()
    assert found == known
    # what is one batch, or a few replications, stays here
    assert sum(here) < 0.3 * whole


@pytest.mark.slow
def test_a_worker_killed_among_worlds_changes_nothing(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.experiments.best_rule.PORTIONS", 3)
    with a_worker_killed_in(cluster) as (executor, told):
        found = compared(worlds=40, executor=executor, progress=told.append)
    assert found == compared(worlds=40)


def compared(worlds: int, executor: Executor | None = None, **more: Any) -> str:
    """The comparison of a plan and one that is placed where it helps most, in some worlds."""
    ours = scenario(
        teams={"A": {"people": 3, "defects_per_item": {"value": 0.4, "low": 0.2, "high": 0.6}}},
        boundaries=[{"from": "A", "to": "B", "fidelity": {"value": 0.8, "low": 0.7, "high": 0.9}}],
        arms=[
            {"name": "inside", "spend": {"core": "60 person-days"}},
            {"name": "best", "spend": {"edge": "60 person-days"}, "rule": "best"},
        ],
    )
    runner = Runner(seed=1, engine="compiled", executor=executor)
    found = compare(ours, runner, seed=1, replications=range(30), worlds=worlds, **more)
    return as_text(found.as_json())


def test_a_cluster_of_this_machine_starts_and_ends_with_its_executor() -> None:
    executor = executor_for("dask", 1)
    try:
        found = Campaign(design(30), executor=executor).run()
    finally:
        executor.close()
    assert same(found["today"], rows(0, 30))


def test_no_scheduler_at_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    executor = Cluster(address="tcp://127.0.0.1:9", jobs=1)
    monkeypatch.setattr("simulator.experiments.cluster._PATIENCE", "1s")
    batches = Campaign(design(30))._batches()
    with pytest.raises(ValueError, match=r"no dask scheduler answers at tcp://127\.0\.0\.1:9"):
        next(executor.results(batches, Event()))


def test_a_worker_with_other_sources_is_refused() -> None:
    with pytest.raises(MixedError, match="other sources"):
        _run(Campaign(design(25))._batches(), "somebody else's")


def test_tasks_grow_until_they_take_a_second_or_more() -> None:
    tasks = _Tasks(Campaign(design(25 * 40))._batches())
    assert len(tasks.take()) == 1
    tasks.learn(1, 0.001)
    assert len(tasks.take()) == 8
    tasks.learn(8, 0.8)
    assert len(tasks.take()) == 16
