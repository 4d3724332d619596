"""What is kept stays what it is: whole, by content, never mixed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.experiments.batch import taken
from simulator.experiments.store.shelf import AlteredError, MixedError, Shelf
from simulator.experiments.store.store import Store, sweep
from simulator.measures.tally import Tally
from tests.unit.experiments.company import rows, same

ID = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def hundred() -> Tally:
    """A hundred rows."""
    return rows(0, 100)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Store(tmp_path / "here").shelf(ID)


def kept(shelf: Shelf, first: int, stop: int) -> list[tuple[int, int]]:
    """What a shelf yields of a stretch of replications, from where to where."""
    return [(at, at + len(found.sums)) for at, found in shelf.rows(first, stop)]


def test_what_was_put_comes_back_to_the_last_bit(shelf: Shelf, hundred: Tally) -> None:
    shelf.put(0, hundred)
    assert kept(shelf, 0, 100) == [(0, 25), (25, 50), (50, 75), (75, 100)]
    for at, found in shelf.rows(0, 100):
        assert same(found, taken(hundred, at, at + 25))


def test_only_what_is_asked_for_comes_back(shelf: Shelf, hundred: Tally) -> None:
    shelf.put(0, hundred)
    assert kept(shelf, 30, 60) == [(30, 50), (50, 60)]


def test_rows_that_come_late_lie_in_the_same_file(shelf: Shelf, hundred: Tally) -> None:
    at_once = Shelf(shelf.folder.parent.parent / "at once" / shelf.folder.name)
    at_once.put(0, taken(hundred, 0, 60))
    shelf.put(0, taken(hundred, 0, 30))
    shelf.put(40, taken(hundred, 40, 60))
    shelf.put(30, taken(hundred, 30, 40))
    names = [held.path.name for held in shelf.held()]
    assert names == [held.path.name for held in at_once.held()]
    for one, other in zip(shelf.held(), at_once.held(), strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_a_torn_file_is_found_named_and_run_again(shelf: Shelf, hundred: Tally) -> None:
    shelf.put(0, hundred)
    torn = shelf.held()[1].path
    torn.write_bytes(torn.read_bytes()[:-100])
    with pytest.raises(AlteredError, match=f"{torn.name} is torn"):
        list(shelf.rows(0, 100))
    said: list[str] = []
    sweep(shelf, said.append)
    assert len(said) == 1
    assert torn.name in said[0]
    assert kept(shelf, 0, 100) == [(0, 25), (50, 75), (75, 100)]


@pytest.mark.parametrize("at", [0, 60, 400, -30, -1])
def test_a_flipped_byte_never_passes_for_other_numbers(
    shelf: Shelf, hundred: Tally, at: int
) -> None:
    shelf.put(0, taken(hundred, 0, 25))
    (held,) = shelf.held()
    content = bytearray(held.path.read_bytes())
    content[at] ^= 0x10
    held.path.write_bytes(content)
    try:
        assert same(shelf.read(held), taken(hundred, 0, 25))
    except AlteredError as error:
        assert held.path.name in str(error)  # noqa: PT017 - some bytes carry no number


def test_a_whole_file_with_other_numbers_is_found_by_its_hash(shelf: Shelf, hundred: Tally) -> None:
    shelf.put(0, taken(hundred, 0, 25))
    (held,) = shelf.held()
    other = Shelf(shelf.folder.with_name("f" * 32))
    other.put(0, replace(taken(hundred, 0, 25), sums=hundred.sums[:25] + 1.0))
    shutil.copy(other.held()[0].path, held.path)
    with pytest.raises(AlteredError, match="was altered"):
        shelf.read(held)


def test_a_file_of_another_shelf_is_found_by_its_hash(shelf: Shelf, hundred: Tally) -> None:
    other = Shelf(shelf.folder.with_name("f" * 32))
    other.put(0, taken(hundred, 0, 25))
    shelf.folder.mkdir(parents=True)
    shutil.copy(other.held()[0].path, shelf.folder)
    with pytest.raises(AlteredError, match="was altered"):
        list(shelf.rows(0, 25))


def test_a_file_in_the_making_is_not_there_yet(shelf: Shelf, hundred: Tally) -> None:
    shelf.put(0, taken(hundred, 0, 25))
    (held,) = shelf.held()
    held.path.rename(held.path.with_name(f"{held.path.name}.7.part"))
    assert shelf.held() == []


def test_two_machines_merge_by_copying_files(shelf: Shelf, hundred: Tally, tmp_path: Path) -> None:
    there = Store(tmp_path / "there").shelf(ID)
    shelf.put(0, taken(hundred, 0, 50))
    there.put(40, taken(hundred, 40, 100))
    shutil.copytree(there.folder, shelf.folder, dirs_exist_ok=True)
    found = dict(shelf.rows(0, 100))
    assert sum(len(part.sums) for part in found.values()) >= 100
    for at, part in found.items():
        assert same(part, taken(hundred, at, at + len(part.sums)))


def test_a_contradiction_is_refused_with_both_files_named(
    shelf: Shelf, hundred: Tally, tmp_path: Path
) -> None:
    liar = Store(tmp_path / "there").shelf(ID)
    shelf.put(0, taken(hundred, 0, 25))
    liar.put(10, taken(hundred, 11, 21))
    shutil.copy(liar.held()[0].path, shelf.folder)
    with pytest.raises(MixedError, match="other numbers") as refusal:
        list(shelf.rows(0, 25))
    for held in shelf.held():
        assert held.path.name in str(refusal.value)


def test_a_store_lists_its_shelves_and_nothing_else(shelf: Shelf, hundred: Tally) -> None:
    store = Store(shelf.folder.parent)
    assert store.shelves() == []
    shelf.put(0, taken(hundred, 0, 25))
    (shelf.folder.parent / "notes.txt").write_text("mine")
    assert [found.folder for found in store.shelves()] == [shelf.folder]
