"""What is kept stays what it is: whole, by content, private, never mixed."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from simulator.experiments.store import place, segment
from simulator.experiments.store import store as store_module
from simulator.experiments.store.keeping import (
    InUseError,
    MixedError,
    bring_in,
    contents,
    make_room,
    segments,
    shrink,
    take_out,
)
from simulator.experiments.store.segment import AlteredError, Segment, write_segment
from simulator.experiments.store.store import Store
from simulator.files.hold import Hold
from simulator.measures.tally import Floats

A, B = "a" * 64, "b" * 64
ENGINE = "reference-0123"


def numbers(first: int, stop: int) -> Floats:
    """Rows that can be told apart."""
    return np.arange(first, stop, dtype=float)[:, None] + np.arange(7.0) / 8.0


def opened(folder: Path, said: list[str] | None = None, seed: int = 1, **how: int) -> Store:
    """A store in a folder."""
    say = (said if said is not None else []).append
    return Store(folder, seed=seed, engine=ENGINE, say=say, **how)


def filled(folder: Path, *stretches: tuple[str, int, int], seed: int = 1) -> Path:
    """The one new segment of a store after these rows were put and the store was closed."""
    before = set(segments(folder / "rows"))
    store = opened(folder, seed=seed)
    for program, first, stop in stretches:
        store.put(program, first, numbers(first, stop))
    store.close()
    (new,) = set(segments(folder / "rows")) - before
    return new


def found(store: Store, program: str, first: int, stop: int) -> list[tuple[int, int]]:
    """What a store finds, from where to where; each must be the numbers that were put."""
    spans = []
    for at, rows in store.rows(program, first, stop):
        np.testing.assert_array_equal(rows, numbers(at, at + len(rows)))
        spans.append((at, at + len(rows)))
    return spans


def test_what_was_put_comes_back_to_the_last_bit_whatever_was_asked_before(tmp_path: Path) -> None:
    filled(tmp_path, (A, 0, 25), (B, 0, 10), (A, 40, 60))
    store = opened(tmp_path)
    assert found(store, A, 0, 100) == [(0, 25), (40, 60)]
    assert found(store, A, 20, 41) == [(20, 25), (40, 41)]
    assert found(store, B, 3, 5) == [(3, 5)]
    assert found(store, "c" * 64, 0, 100) == []


def test_rows_that_overlap_come_once(tmp_path: Path) -> None:
    filled(tmp_path, (A, 0, 20))
    filled(tmp_path, (A, 5, 50), (A, 10, 15))
    assert found(opened(tmp_path), A, 0, 60) == [(0, 20), (20, 50)]


def test_one_seed_and_one_engine_never_answer_for_another(tmp_path: Path) -> None:
    filled(tmp_path, (A, 0, 25))
    filled(tmp_path, (A, 0, 5), seed=2)
    assert found(opened(tmp_path, seed=2), A, 0, 25) == [(0, 5)]
    other = Store(tmp_path, seed=1, engine="reference-4567")
    assert list(other.rows(A, 0, 25)) == []


def test_what_another_process_has_finished_is_found_while_a_store_is_open(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert found(store, A, 0, 5) == []
    filled(tmp_path, (A, 0, 5))
    assert found(store, A, 0, 5) == [(0, 5)]


def test_what_waits_is_written_when_some_seconds_of_work_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    store.put(A, 0, numbers(0, 5))
    assert segments(tmp_path / "rows") == []
    monkeypatch.setattr(store_module, "_SECONDS", 0.0)
    store.put(A, 5, numbers(5, 9))
    assert len(segments(tmp_path / "rows")) == 1
    assert found(opened(tmp_path), A, 0, 9) == [(0, 5), (5, 9)]


def cut(share: float) -> Callable[[bytes], bytes]:
    """What leaves only the beginning of a file."""
    return lambda content: content[: int(share * len(content))]


def flipped(at: int) -> Callable[[bytes], bytes]:
    """What turns one bit of a file around."""

    def flip(content: bytes) -> bytes:
        other = bytearray(content)
        other[at] ^= 0x10
        return bytes(other)

    return flip


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    **{f"cut at {share}": cut(share) for share in (0.05, 0.3, 0.6, 0.9, 0.999)},
    **{f"flipped at {at}": flipped(at) for at in (3, 30, 90, 200, -300, -30, -1)},
    "longer": lambda content: content + b"0",
    "zeros": lambda content: bytes(len(content)),
    "text": lambda _: b"nothing of the kind\n" * 40,
    "no header": lambda content: content.split(b"\n", 1)[0] + b"\n",
    "a list": lambda _: b"[1, 2]\n[]",
    "other numbers": lambda content: content.replace(b"1", b"2"),
    "a header too long": lambda content: content.replace(b'"header": ', b'"header": 9999999'),
    "a header below nought": lambda content: content.replace(b'"header": ', b'"header": -'),
}


def test_segments_are_damaged_in_twenty_ways_at_least() -> None:
    assert len(DAMAGE) >= 20


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_segment_is_told_once_taken_away_and_never_read(tmp_path: Path, how: str) -> None:
    whole = filled(tmp_path, (B, 0, 5))
    damaged = filled(tmp_path, (A, 0, 25), (B, 5, 9))
    damaged.write_bytes(DAMAGE[how](damaged.read_bytes()))
    said: list[str] = []
    store = opened(tmp_path, said)
    spans = found(store, B, 0, 9), found(store, A, 0, 25), found(store, A, 0, 25)
    assert spans == ([(0, 5)], [], []) or spans[0] == [(0, 5), (5, 9)]
    assert len(said) == 1
    assert damaged.name in said[0]
    assert segments(tmp_path / "rows") == [whole]


def test_a_segment_under_another_name_is_not_believed(tmp_path: Path) -> None:
    path = filled(tmp_path, (A, 0, 25))
    path.rename(path.with_name(f"{'f' * 32}.rows"))
    said: list[str] = []
    assert found(opened(tmp_path, said), A, 0, 25) == []
    assert len(said) == 1


def test_a_segment_that_goes_while_it_is_known_is_run_again_without_a_word(tmp_path: Path) -> None:
    path = filled(tmp_path, (A, 0, 25))
    said: list[str] = []
    store = opened(tmp_path, said)
    assert found(store, A, 0, 25) == [(0, 25)]
    path.unlink()
    assert found(store, A, 0, 25) == []
    assert said == []


def test_a_file_in_the_making_is_not_there_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(_self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", died)
    store = opened(tmp_path)
    store.put(A, 0, numbers(0, 5))
    with pytest.raises(KeyboardInterrupt):
        store.write()
    assert list((tmp_path / "rows").iterdir()) == []


def test_a_store_is_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path, (A, 0, 5))
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    said: list[str] = []
    store = opened(tmp_path, said)
    assert found(store, A, 0, 5) == []
    store.put(A, 5, numbers(5, 9))
    store.close()
    assert len(said) == 1
    assert "belongs to another user" in said[0]
    assert segments(path.parent) == [path]


def test_a_store_that_cannot_be_made_is_told_once_and_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder below a file")
    said: list[str] = []
    store = opened(tmp_path / "file", said)
    store.put(A, 0, numbers(0, 5))
    assert list(store.rows(A, 0, 5)) == []
    store.close()
    assert len(said) == 1
    assert "cannot be used" in said[0]


def test_a_store_that_is_full_is_told_once_and_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    said: list[str] = []
    store = opened(tmp_path, said)
    monkeypatch.setattr(segment, "write_lasting", full)
    for _ in range(3):
        store.put(A, 0, numbers(0, 5))
        store.write()
    store.close()
    assert len(said) == 1
    assert "No space left on device" in said[0]


def test_the_place_is_the_one_named_else_the_one_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert place.store_folder(Path("here")) == Path("here/rows")
    monkeypatch.setenv("EDGEWISE_STORE", "there")
    assert place.store_folder() == Path("there/rows")
    monkeypatch.delenv("EDGEWISE_STORE")
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert place.store_folder() == Path("cache/edgewise/rows")


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    old, used, new = (filled(tmp_path, (A, first, first + 5)) for first in (0, 10, 20))
    for age, path in enumerate((new, used, old)):
        os.utime(path, (1e9 - age, 1e9 - age))
    size = old.stat().st_size
    os.utime(new, (1e9 - 0.5, 1e9 - 0.5))
    store = opened(tmp_path)
    assert found(store, A, 0, 5) == [(0, 5)]
    store.close()
    assert make_room(tmp_path / "rows", 2 * size + 10) == 2
    assert segments(tmp_path / "rows") == [old]
    assert used != new


def test_a_store_that_grows_too_large_makes_room_when_it_is_closed(tmp_path: Path) -> None:
    for first in range(0, 50, 5):
        filled(tmp_path, (A, first, first + 5))
    size = sum(path.stat().st_size for path in segments(tmp_path / "rows"))
    opened(tmp_path, cap=size).close()
    assert len(segments(tmp_path / "rows")) == 10
    opened(tmp_path, cap=size // 2).close()
    assert 3 <= len(segments(tmp_path / "rows")) <= 5


def test_nothing_goes_while_another_process_uses_the_store(tmp_path: Path) -> None:
    filled(tmp_path, (A, 0, 5))
    user = opened(tmp_path)
    opened(tmp_path, cap=1).close()
    with pytest.raises(InUseError, match="in use by another command"):
        shrink(tmp_path / "rows", 0)
    assert found(user, A, 0, 5) == [(0, 5)]
    user.close()
    assert shrink(tmp_path / "rows", 0) == 1


def test_where_folders_cannot_be_held_nothing_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path, (A, 0, 5))
    monkeypatch.setattr(Hold, "_lock", lambda *_: False)
    opened(tmp_path, cap=1).close()
    assert len(segments(tmp_path / "rows")) == 1


def test_what_a_killed_process_left_in_the_making_goes(tmp_path: Path) -> None:
    filled(tmp_path, (A, 0, 5))
    left = tmp_path / "rows" / ".abc.7.part"
    left.write_bytes(b"torn")
    opened(tmp_path).close()
    assert not left.exists()


def test_two_machines_merge_by_copying_files(tmp_path: Path) -> None:
    filled(tmp_path / "here", (A, 0, 25))
    there = filled(tmp_path / "there", (A, 25, 40), (B, 0, 5))
    shutil.copy(there, tmp_path / "here" / "rows")
    store = opened(tmp_path / "here")
    assert found(store, A, 0, 50) == [(0, 25), (25, 40)]
    assert found(store, B, 0, 5) == [(0, 5)]


def test_the_same_rows_are_the_same_file_anywhere(tmp_path: Path) -> None:
    one = filled(tmp_path / "here", (A, 0, 25))
    other = filled(tmp_path / "there", (A, 0, 25))
    assert (one.name, one.read_bytes()) == (other.name, other.read_bytes())


def test_rows_go_out_and_come_in_and_machine_code_does_not(tmp_path: Path) -> None:
    filled(tmp_path / "here", (A, 0, 25))
    torn = filled(tmp_path / "here", (B, 0, 5))
    torn.write_bytes(b"")
    (tmp_path / "here" / "rows" / "kernel.nbc").write_bytes(b"code")
    assert take_out(tmp_path / "here" / "rows", tmp_path / "stick") == 1
    assert [path.suffix for path in (tmp_path / "stick").iterdir()] == [".rows"]
    (tmp_path / "stick" / "kernel.nbc").write_bytes(b"code")
    assert bring_in(tmp_path / "stick", tmp_path / "there" / "rows") == 1
    assert bring_in(tmp_path / "stick", tmp_path / "there" / "rows") == 0
    assert found(opened(tmp_path / "there"), A, 0, 25) == [(0, 25)]
    assert not list(tmp_path.glob("there/**/*.nbc"))


def test_rows_that_contradict_those_that_are_there_do_not_come_in(tmp_path: Path) -> None:
    mine = filled(tmp_path / "here", (A, 0, 25))
    liar = tmp_path / "stick"
    liar.mkdir()
    theirs = write_segment(liar, 1, ENGINE, [(A, 20, numbers(21, 30))])
    with pytest.raises(MixedError, match="other numbers") as refusal:
        bring_in(liar, tmp_path / "here" / "rows")
    assert mine.name in str(refusal.value)
    assert theirs.name in str(refusal.value)
    assert segments(mine.parent) == [mine]


def test_a_damaged_file_does_not_come_in(tmp_path: Path) -> None:
    path = filled(tmp_path / "stick", (A, 0, 25))
    path.write_bytes(flipped(-5)(path.read_bytes()))
    with pytest.raises(AlteredError, match=path.name):
        bring_in(path.parent, tmp_path / "here" / "rows")
    assert segments(tmp_path / "here" / "rows") == []


def test_a_store_says_what_it_holds_engine_by_engine(tmp_path: Path) -> None:
    first = filled(tmp_path, (A, 0, 25), (B, 0, 5))
    filled(tmp_path, (A, 0, 5), seed=2)
    write_segment(first.parent, 1, "compiled-1", [(A, 0, numbers(0, 3))])
    torn = filled(tmp_path, (A, 50, 55))
    torn.write_bytes(b"")
    (compiled, reference), damaged = contents(first.parent)
    assert (compiled.engine, compiled.replications) == ("compiled-1", 3)
    assert (reference.segments, reference.programs, reference.replications) == (2, 3, 35)
    assert damaged == [torn]


def test_a_header_lists_what_is_in_it_and_nothing_else(tmp_path: Path) -> None:
    path = filled(tmp_path, (A, 0, 25), (B, 5, 9))
    found_in = Segment.of(path)
    assert (found_in.seed, found_in.engine) == (1, ENGINE)
    assert [(e.program, e.first, e.stop) for e in found_in.entries] == [(A, 0, 25), (B, 5, 9)]
