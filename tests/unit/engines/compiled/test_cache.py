"""Machine code is kept in a folder of its own sources, and works where nothing can be kept."""

import os
from pathlib import Path

import pytest

from simulator.engines.compiled import cache


def doubled(number: int) -> int:
    return 2 * number


def test_where_no_folder_can_be_made_code_is_compiled_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a file"
    file.write_text("no folder can be made below a file")
    monkeypatch.setattr(cache, "user_folder", lambda: file / "edgewise")
    assert cache.code_folder() is None
    assert not cache.is_compiled()
    assert cache.compiled(doubled, "int64(int64)")(21) == 42
    assert [path.name for path in tmp_path.iterdir()] == ["a file"]


def test_where_there_is_no_home_code_is_compiled_and_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nowhere() -> Path:
        raise RuntimeError("could not determine home directory")

    monkeypatch.setattr(cache, "user_folder", nowhere)
    assert cache.code_folder() is None


def test_compiled_code_is_kept_in_the_folder_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    assert not cache.is_compiled()
    assert cache.compiled(doubled, "int64(int64)")(21) == 42
    assert cache.is_compiled()
    assert cache.compiled(doubled, "int64(int64)").stats.cache_hits  # type: ignore[attr-defined]


def test_only_the_folders_used_last_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    for age, name in enumerate(("kernel-a", "kernel-b", "kernel-c", "kernel-d", "notes")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "code").write_text("old")
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    mine = cache.code_folder()
    assert mine is not None
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {mine.name, "kernel-a", "kernel-b", "notes"}


def test_a_folder_that_is_used_again_outlives_those_that_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    mine = cache.code_folder()
    assert mine is not None
    os.utime(mine, (1e8, 1e8))
    for name in ("kernel-a", "kernel-b", "kernel-c"):
        (tmp_path / name).mkdir()
    assert cache.code_folder() == mine
    assert mine.is_dir()
    assert len(list(tmp_path.glob("kernel-*"))) == 3


def test_the_text_of_machine_code_is_kept_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    cache.compiled(doubled, "int64(int64)")
    kept = next(tmp_path.rglob("doubled.ll.z"))
    before = kept.read_bytes()
    assert "define" in cache.llvm_text(doubled, "int64(int64)")
    assert kept.read_bytes() == before


def test_a_text_that_is_missing_or_cut_short_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    text = cache.llvm_text(doubled, "int64(int64)")
    kept = next(tmp_path.rglob("doubled.ll.z"))
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-40])
    assert cache.llvm_text(doubled, "int64(int64)").count("\n") == text.count("\n")
    assert len(kept.read_bytes()) > len(whole) - 40
    kept.unlink()
    kept.mkdir()
    assert "define" in cache.llvm_text(doubled, "int64(int64)")


@pytest.mark.parametrize("harm", ["cut short", "one bit", "no seal", "unreadable"])
def test_machine_code_that_is_not_as_it_was_written_is_made_again(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    cache.compiled(doubled, "int64(int64)")
    kept, seal = next(tmp_path.rglob("*.nbc")), next(tmp_path.rglob("seal"))
    whole = kept.read_bytes()
    if harm == "cut short":
        kept.write_bytes(whole[:-100])
    elif harm == "one bit":
        kept.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    elif harm == "no seal":
        seal.unlink()
    else:
        kept.unlink()
        kept.mkdir()
    assert not cache.is_compiled()
    assert not list(tmp_path.rglob("*.nbc"))
    again = cache.compiled(doubled, "int64(int64)")
    assert again(21) == 42
    assert not again.stats.cache_hits  # type: ignore[attr-defined]
    assert cache.is_compiled()
    assert cache.compiled(doubled, "int64(int64)").stats.cache_hits  # type: ignore[attr-defined]
