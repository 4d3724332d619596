"""Stopped anywhere, nothing locked: the same command then ends as if nothing had happened."""

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.mechanisms.luck import combine, replication_key
from tests.reproducibility.stops import (
    Step,
    command,
    ended,
    finished,
    full,
    held_up,
    killed,
    left_in,
    said,
    steps_of,
    stopped,
)
from tests.reproducibility.test_commands import COMPANY
from tests.tiers import sampled

MARKS = "failure,rater 1\nF1,inside\nF2,between\nF3,between\nF4,neither\nF5,between\n"
FILE, OUT = "company.yaml", "--out kept --quiet"
WRITING = {
    words.split()[0]: tuple(words.split())
    for words in (
        f"account {FILE} -n 2 --worlds 2 {OUT}",
        f"compare {FILE} -n 3 --worlds 2 {OUT}",
        f"brief {FILE} -n 20 --worlds 2 {OUT}",
        f"breakeven {FILE} -n 3 --worlds 2 {OUT}",
        f"invest {FILE} -n 3 --worlds 2 --budget 50 {OUT}",
        f"duel {FILE} -n 3 --worlds 2 --budget 50 {OUT}",
        f"map {FILE} -n 3 --worlds 2 --cells 3 --budget 50 --figures {OUT}",
        f"validate {FILE} -n 3 --worlds 2 {OUT}",
        f"explain {FILE} --worlds 2 {OUT}",
        f"tally marks.csv {OUT}",
        f"run {FILE} -n 2 --events log.parquet --quiet",
        "report kept",
    )
}
MOMENTS, FULL = 100, 20

Place = Callable[[], Path]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """What gives a new folder with the files that a command reads, and a new store."""
    name = request.node.callspec.params["name"] if hasattr(request.node, "callspec") else "account"
    folders: list[Path] = []

    def new() -> Path:
        folder = tmp_path / f"{len(folders)}"
        folders.append(folder)
        monkeypatch.setenv("EDGEWISE_STORE", str(tmp_path / f"store {len(folders)}"))
        if name == "report" and len(folders) > 1:
            shutil.copytree(tmp_path / "before", folder)
            return folder
        folder.mkdir()
        (folder / FILE).write_text(COMPANY, encoding="utf-8")
        (folder / "marks.csv").write_text(MARKS, encoding="utf-8")
        if name == "report":
            assert finished(command(WRITING["account"], folder)) == 0, said(folder)
            shutil.copytree(folder, tmp_path / "before")
        return folder

    return new


def undisturbed(name: str, place: Place) -> tuple[dict[str, bytes], int, float]:
    """What a command leaves that is left in peace, in how many steps of the disk and seconds."""
    folder, begun = place(), time.monotonic()
    steps = steps_of(WRITING[name], folder)
    return left_in(folder), steps, time.monotonic() - begun


def ends_as(whole: dict[str, bytes], name: str, folder: Path) -> None:
    """Hold the same command, given again, to what it leaves when it is left in peace."""
    assert finished(command(WRITING[name], folder)) == 0, said(folder)
    left = left_in(folder)
    assert left.keys() == whole.keys()
    assert [path for path in whole if left[path] != whole[path]] == []


def spread(number: int, steps: int) -> list[int]:
    """So many of the steps, evenly, each once."""
    return sorted({1 + index * steps // number for index in range(number)})


def disturbed(name: str, place: Place, how: Callable[[int], Step], number: int) -> None:
    """Hold a command to its end when it was disturbed at so many steps, each in a new folder."""
    whole, steps, _ = undisturbed(name, place)
    assert steps > 10 or name in ("run", "explain")
    for step in spread(number, steps):
        folder = place()
        assert finished(command(WRITING[name], folder, how(step))) != 1, said(folder)
        assert "Traceback" not in said(folder)
        ends_as(whole, name, folder)


def test_a_kill_at_some_steps_locks_nothing(place: Place) -> None:
    disturbed("account", place, killed, 6)


def test_a_full_disk_at_some_steps_locks_nothing(place: Place) -> None:
    disturbed("account", place, full, 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITING)
def test_a_kill_at_every_step_locks_nothing(name: str, place: Place) -> None:
    disturbed(name, place, killed, 1_000)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITING)
def test_a_full_disk_at_twenty_steps_locks_nothing(name: str, place: Place) -> None:
    disturbed(name, place, full, FULL)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITING)
def test_a_hundred_kills_at_random_moments_lock_nothing(name: str, place: Place) -> None:
    whole, _, seconds = undisturbed(name, place)
    key, folder = replication_key(1, 0), place()
    for moment in range(MOMENTS):
        share = combine(key, moment) / 2**64
        child = command(WRITING[name], folder, after=max(0.01, 1.2 * share * seconds))
        assert finished(child) in (0, -signal.SIGALRM), said(folder)
        if moment % 10 == 9:
            ends_as(whole, name, folder)
            folder = place()


@pytest.mark.parametrize("name", ["account"])
def test_two_at_once_end_well_whichever_of_some_steps_one_is_held_up_at(
    name: str, place: Place
) -> None:
    _two_at_once(name, place, 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in WRITING if name not in ("account", "run")])
def test_two_at_once_end_well_whichever_step_one_is_held_up_at(name: str, place: Place) -> None:
    _two_at_once(name, place, 1_000)


def _two_at_once(name: str, place: Place, number: int) -> None:
    whole, steps, _ = undisturbed(name, place)
    for step in spread(number, steps):
        folder = place()
        first = command(WRITING[name], folder, held_up(step))
        if not stopped(first):
            # a store that is written as runs come in takes now a step more, now one fewer
            assert step > steps - 3, said(folder)
            assert left_in(folder) == whole
            continue
        second = command(WRITING[name], folder)
        code = ended(second, 5.0)
        os.kill(first, signal.SIGCONT)
        assert finished(first) == 0, said(folder)
        assert (finished(second) if code is None else code) == 0, said(folder)
        assert left_in(folder) == whole


@pytest.mark.parametrize("share", sampled([0.5, 0.0, 0.1, 0.9, 0.99]))
def test_machine_code_that_was_cut_short_is_made_again(
    share: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator.engines.compiled import cache

    monkeypatch.setattr(cache, "user_folder", lambda: tmp_path)
    assert cache.compiled("doubled", _doubling)(21) == 42
    for path in tmp_path.rglob("doubled.*"):
        content = path.read_bytes()
        path.write_bytes(content[: int(share * len(content))])
    assert not cache.is_compiled("doubled")
    assert cache.compiled("doubled", _doubling)(21) == 42
    assert cache.is_compiled("doubled")


def _doubling() -> tuple[Callable[[int], int], str]:
    return _doubled, "int64(int64)"


def _doubled(number: int) -> int:
    return 2 * number
