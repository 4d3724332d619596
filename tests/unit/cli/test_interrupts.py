"""Ctrl-C at any moment of any command: one line, exit code 130, soon, with finished work kept."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from simulator.cli.interrupts import PATIENCE, finishing
from simulator.cli.main import main
from simulator.experiments.best_rule import planned_program
from simulator.experiments.campaign import StoppedError
from simulator.experiments.runner import Runner
from simulator.files.read import load
from simulator.files.shipped import shipped

WHOLE = bool(os.environ.get("EDGEWISE_PROOF"))
"""Whether every command is stopped at every moment, or a few."""

COMMANDS = {
    **{name: [name, "twelve-teams", "--out", "kept"] for name in main.list_commands(None)},  # type: ignore[arg-type]
    "run": ["run", "twelve-teams", "-n", "5000"],
    "explain": ["explain", "twelve-teams", "-n", "5000", "--worlds", "0"],
    "warmup": ["warmup", "twelve-teams", "-n", "5000"],
    "slow": ["run", "twelve-teams", "-n", "5000", "--engine", "reference", "--jobs", "1"],
    "new": ["new"],
    "page": ["page", "twelve-teams"],
    "open": ["open", "twelve-teams"],
}
QUICK = {"tally", "scenarios", "parameters", "schema", "report", "verify"}
MOMENTS = (0.3, 0.6, 1.0, 2.0, 4.0, 8.0)
CASES = [
    (command, moment, times)
    for command in COMMANDS
    if command not in QUICK
    for moment in MOMENTS
    for times in (1, 2)
]
FEW = [("compare", 1.0, 1), ("slow", 4.0, 1), ("slow", 4.0, 2), ("new", 2.0, 1)]
IN_MACHINE_CODE = """
import hashlib, threading
from simulator.cli import ending
def work():
    # said later, by another thread: between two lines of Python a stop would break off at once
    threading.Timer(0.5, print, ["working"], {"flush": True}).start()
    hashlib.pbkdf2_hmac("sha256", b"one", b"two", 10**9)
ending.whole_process(work)
"""
# what a stop meets while the libraries are loaded
WHILE_LOADING = """
import signal, sys
class Stop:
    def find_spec(self, name, *_):
        if name == "click":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Stop())
sys.argv = ["edgewise", "schema"]
from simulator.cli import main
main()
"""


IN_A_CALL_BACK = """
import ctypes, os, signal, time
from simulator.cli import ending
def stopped():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)
def work():
    ctypes.CFUNCTYPE(None)(stopped)()
    time.sleep(60)
ending.whole_process(work)
"""


def begun(words: list[str], place: Path) -> subprocess.Popen[str]:
    """A process that hears Ctrl-C, whatever this one does."""
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=place,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - no other way
    )


def ended(running: subprocess.Popen[str], times: int = 1) -> tuple[float, str]:
    """How long a process lives on after Ctrl-C [seconds], and the last line it says."""
    since = time.monotonic()
    for number in range(times):
        time.sleep(0.05 * number)
        running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    return time.monotonic() - since, said.splitlines()[-1]


@pytest.mark.parametrize(("command", "moment", "times"), CASES if WHOLE else FEW)
def test_a_stop_is_a_stop(command: str, moment: float, times: int, tmp_path: Path) -> None:
    running = begun(["-m", "simulator.cli", *COMMANDS[command]], tmp_path)
    time.sleep(moment)
    seconds, line = ended(running, times)
    assert seconds < PATIENCE + 8.0
    assert line.startswith("Stopped")


def test_a_stop_while_the_libraries_are_loaded_is_one_line(tmp_path: Path) -> None:
    running = begun(["-c", WHILE_LOADING], tmp_path)
    assert (running.communicate(timeout=60), running.returncode) == (("", "Stopped.\n"), 130)


@pytest.mark.parametrize("times", [1, 2])
def test_machine_code_in_the_main_thread_does_not_hold_a_stop(times: int, tmp_path: Path) -> None:
    running = begun(["-c", IN_MACHINE_CODE], tmp_path)
    assert running.stdout is not None
    assert running.stdout.readline() == "working\n"
    seconds, line = ended(running, times)
    assert line == "Stopped."
    assert (seconds >= PATIENCE) == (times == 1)


def test_a_stop_that_machine_code_loses_as_it_calls_back_is_a_stop_all_the_same(
    tmp_path: Path,
) -> None:
    running = begun(["-c", IN_A_CALL_BACK], tmp_path)
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, "Stopped.\n")


def test_a_process_told_to_ignore_ctrl_c_goes_on(tmp_path: Path) -> None:
    ignoring = 'trap "" INT; exec "$0" -m simulator.cli scenarios'
    running = subprocess.Popen(
        ["sh", "-c", ignoring, sys.executable], cwd=tmp_path, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=120)
    assert running.returncode == 0


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C as Python has it, also where this process was begun with it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_the_first_ctrl_c_waits_for_what_is_in_flight_and_the_second_does_not() -> None:
    stop, flying = Event(), True
    with finishing("Stopped.", stop, lambda: flying):
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    stop.clear()
    flying = False
    with finishing("Stopped.", stop, lambda: flying), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert not stop.is_set()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_stop_counts_even_when_all_batches_were_in_flight() -> None:
    stop = Event()
    runner = Runner(seed=1, stop=stop)
    plan = planned_program(load(shipped()["telephone-game"]), "today", runner)
    stop.set()
    with pytest.raises(StoppedError):
        runner(plan, range(2))
    with pytest.raises(StoppedError):
        runner.carry_out({"today": plan}, 30)
