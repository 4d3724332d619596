"""Verification finds what is not as it was kept."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator.experiments.batch import taken
from simulator.experiments.campaign import Campaign
from simulator.experiments.design import Design
from simulator.experiments.store.shelf import Shelf
from simulator.experiments.store.store import Store
from simulator.experiments.verify import Check, sample_of, verify
from tests.unit.experiments.company import ENGINE, plan, scenario

DESIGN = Design(
    plans={"today": plan(), "inside": plan("inside")}, seed=3, replications=30, engine=ENGINE
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """What the design leaves."""
    kept = Store(tmp_path)
    Campaign(DESIGN, store=kept).run()
    return kept


def checked(store: Store, size: int = 30, **manifest: Any) -> list[Check]:
    """What verification says of a store."""
    whole = {**DESIGN.as_json(), "seed": 3, **manifest}
    return verify(scenario(), whole, store, size=size, sample_seed=1)


def test_what_was_kept_is_found_identical(store: Store) -> None:
    found = checked(store, size=4)
    assert [check.plan for check in found] == ["today", "inside"]
    assert all(check.identical and check.kept == 30 for check in found)
    assert [len(check.sample) for check in found] == [4, 4]


def test_other_numbers_under_an_honest_name_are_found_by_running_again(store: Store) -> None:
    shelf = _today(store)
    (held, _) = shelf.held()
    rows = shelf.read(held)
    sums = rows.sums.copy()
    sums[7, 3] += 1.0
    held.path.unlink()
    shelf._write(0, replace(rows, sums=sums))
    found = checked(store)
    assert [check.differing for check in found] == [(7,), ()]
    assert not found[0].identical


def test_a_torn_file_is_named(store: Store) -> None:
    held = _today(store).held()[0]
    held.path.write_bytes(b"nothing of the kind")
    found = checked(store)[0]
    assert not found.identical
    assert held.path.name in found.complaints[0]
    assert found.kept == 5


def test_files_of_other_plans_are_read_too(store: Store) -> None:
    other = store.shelf("f" * 64)
    other.put(0, _today(store).read(_today(store).held()[0]))
    assert all(check.identical for check in checked(store, size=1))
    other.held()[0].path.write_bytes(b"")
    found = checked(store, size=1)
    assert [check.identical for check in found] == [True, True, False]


def test_two_files_that_contradict_each_other_are_found(store: Store) -> None:
    shelf = _today(store)
    rows = shelf.read(shelf.held()[0])
    shelf._write(3, taken(rows, 4, 5))
    assert checked(store)[0].differing == (3,)


def test_an_altered_scenario_is_found(store: Store) -> None:
    other = scenario(teams={"A": {"people": 4}})
    manifest = {**DESIGN.as_json(), "seed": 3}
    found = verify(other, manifest, store, size=1, sample_seed=1)
    assert "scenario.yaml is not what" in found[0].complaints[0]


def test_nothing_kept_is_not_identical(tmp_path: Path) -> None:
    assert not any(check.identical for check in checked(Store(tmp_path / "empty")))


@pytest.mark.parametrize("manifest", [{"engine": None}, {"plans": None}, {"engine": {}}])
def test_a_manifest_that_does_not_tell_is_refused(store: Store, manifest: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not tell engine, seed and plans"):
        checked(store, **manifest)


def test_a_sample_holds_both_ends_and_is_the_same_each_time() -> None:
    sample = sample_of(range(1000), 6, 1)
    assert sample == sample_of(range(1000), 6, 1)
    assert sample != sample_of(range(1000), 6, 2)
    assert len(set(sample)) == 6
    assert (sample[0], sample[-1]) == (0, 999)
    assert sample_of([4, 9], 5, 1) == (4, 9)
    assert sample_of(range(9), 1, 1) == (0,)


def _today(store: Store) -> Shelf:
    return store.shelf(DESIGN.rows_ids()["today"])
