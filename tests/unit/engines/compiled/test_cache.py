"""Machine code is kept in a folder of its own sources, and works where nothing can be kept."""

import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.engines.compiled import cache
from simulator.engines.compiled.engine import kernel


def doubled(number: int) -> int:
    return 2 * number


def source() -> tuple[Callable[[int], int], str]:
    return doubled, "int64(int64)"


def nowhere_to_be_had() -> tuple[Callable[[int], int], str]:
    raise AssertionError("it is compiled again")


def test_where_no_folder_can_be_made_code_is_compiled_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a file"
    file.write_text("no folder can be made below a file")
    monkeypatch.setattr(cache, "user_folder", lambda: file / "edgewise")
    assert cache.code_folder() is None
    assert not cache.is_compiled("doubled")
    assert cache.compiled("doubled", source)(21) == 42
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
    assert not cache.is_compiled("doubled")
    assert cache.compiled("doubled", source)(21) == 42
    assert cache.is_compiled("doubled")
    assert cache.compiled("doubled", nowhere_to_be_had)(21) == 42


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
    cache.compiled("doubled", source)
    kept = next(tmp_path.rglob("doubled.ll"))
    before = kept.read_bytes()
    assert "define" in cache.llvm_text("doubled", source)
    assert kept.read_bytes() == before


def test_a_text_that_is_missing_or_cut_short_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    text = cache.llvm_text("doubled", source)
    kept = next(tmp_path.rglob("doubled.ll"))
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-40])
    assert cache.llvm_text("doubled", source).count("\n") == text.count("\n")
    assert len(kept.read_bytes()) > len(whole) - 40
    kept.unlink()
    kept.mkdir()
    assert "define" in cache.llvm_text("doubled", source)


@pytest.mark.parametrize("harm", ["cut short", "one bit", "empty", "unreadable"])
def test_machine_code_that_is_not_as_it_was_written_is_made_again(
    harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    cache.compiled("doubled", source)
    kept = next(tmp_path.rglob("doubled.code"))
    whole = kept.read_bytes()
    if harm == "cut short":
        kept.write_bytes(whole[:-100])
    elif harm == "one bit":
        kept.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    elif harm == "empty":
        kept.write_bytes(b"")
    else:
        kept.unlink()
        kept.mkdir()
    assert not cache.is_compiled("doubled")
    assert not kept.exists()
    with pytest.raises(AssertionError, match="compiled again"):
        cache.compiled("doubled", nowhere_to_be_had)
    assert cache.compiled("doubled", source)(21) == 42
    assert cache.compiled("doubled", nowhere_to_be_had)(21) == 42


def test_kept_machine_code_is_called_without_numba() -> None:
    compiled_now = kernel()
    assert callable(compiled_now)
    asked = "import sys; from simulator.engines.compiled.engine import kernel; kernel();"
    told = f"{asked} print('numba' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", told], text=True) == "False\n"


def test_numbers_that_are_no_whole_ones_are_taken_and_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def split(number: float, many: int) -> float:
        return number / many

    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    made = cache.compiled("split", lambda: (split, "float64(float64, int64)"))
    assert (made(1.0, 8), made(1.0, 0)) == (0.125, math.inf)
