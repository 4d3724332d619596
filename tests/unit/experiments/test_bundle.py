"""Small requests asked together are kept together: the same rows, and nothing run again."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.experiments import runner as rooms
from simulator.experiments.runner import Runner
from simulator.experiments.store.bundle import Bundles
from simulator.experiments.store.shelf import AlteredError
from simulator.experiments.store.store import Store
from tests.unit.experiments.company import ENGINE, plan, rows, same

REQUESTS = [(plan(), range(4, 18)), (plan("inside"), range(12)), (plan(), range(4, 18))]
KEYS = [("a" * 64, 4, 14)]


def runner(folder: Path, said: list[str] | None = None) -> Runner:
    """Return a runner that keeps its rows in a folder."""
    say = (said if said is not None else []).append
    return Runner(seed=1, engine=ENGINE, store=Store(folder), say=say)


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing run from here on."""

    def refused(**_: Any) -> None:
        raise AssertionError("it was run again")

    monkeypatch.setattr(rooms, "Batch", refused)


def test_what_was_asked_together_is_not_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = runner(tmp_path).all(REQUESTS)
    assert same(first[0], rows(4, 18))
    forbid(monkeypatch)
    again = runner(tmp_path).all(REQUESTS)
    assert all(same(one, other) for one, other in zip(first, again, strict=True))


def test_another_seed_is_another_bundle(tmp_path: Path) -> None:
    for seed in (1, 2):
        Runner(seed=seed, engine=ENGINE, store=Store(tmp_path)).all(REQUESTS)
    assert len(list(tmp_path.glob("bundle-*.npz"))) == 2


def test_a_few_replications_are_not_worth_a_file(tmp_path: Path) -> None:
    runner(tmp_path).all([(plan(), range(24))])
    assert not list(tmp_path.iterdir())


def test_a_torn_bundle_is_named_and_run_again(tmp_path: Path) -> None:
    first = runner(tmp_path).all(REQUESTS)
    (path,) = tmp_path.glob("bundle-*.npz")
    path.write_bytes(path.read_bytes()[:200])
    said: list[str] = []
    again = runner(tmp_path, said).all(REQUESTS)
    assert said == [f"{path} is torn: it cannot be read whole; its replications are run again"]
    assert all(same(one, other) for one, other in zip(first, again, strict=True))
    assert Bundles(tmp_path).read([]) is None


def test_an_altered_bundle_is_refused_by_its_hash(tmp_path: Path) -> None:
    bundles = Bundles(tmp_path)
    bundles.put(KEYS, [rows(4, 18)])
    with np.load(bundles.path(KEYS)) as file:
        arrays = dict(file)
    arrays["0.sums"][3, 0] += 1.0
    np.savez_compressed(bundles.path(KEYS), **arrays)
    with pytest.raises(AlteredError, match="was altered"):
        bundles.read(KEYS)
