"""Commands in processes of their own that are stopped: killed, out of disk, or held up.

A process is forked from one that has everything imported and compiled; it meets its end at a step
of the disk, as the interpreter tells them, or after a time.
"""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import simulator
from simulator.cli.main import main

__all__ = [
    "Step",
    "command",
    "ended",
    "finished",
    "full",
    "held_up",
    "killed",
    "left_in",
    "said",
    "steps_of",
    "stopped",
]

Step = Callable[[str, int], None]
"""What is done at a step of the disk: told what the step is, and its number."""

_CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime", "os.chmod"}
_NEEDS_ROOM = {"open", "os.mkdir"}
_WRITES = os.O_WRONLY | os.O_RDWR


def command(
    words: Sequence[str], folder: Path, at: Step | None = None, *, after: float = 0.0
) -> int:
    """Return the process of a command in a folder, with something done at each step of its disk.

    With `after` it is killed after that many seconds, wherever it is.
    """
    _import_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    code: object = 1
    try:
        os.chdir(folder)
        out = os.open(folder.parent / f"{folder.name}.said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, after)
        if at is not None:
            _watch(at)
        main.main(list(words), prog_name="edgewise", standalone_mode=True)
    except SystemExit as end:
        code = end.code or 0
        sys.stdout.flush()
    finally:
        os._exit(code if isinstance(code, int) else 1)


@cache
def _import_all() -> None:
    """Import what any command may import, which takes longer than most commands."""
    drawing = ("matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg")
    known = (each.name for each in pkgutil.walk_packages(simulator.__path__, "simulator."))
    for name in (*drawing, *(name for name in known if not name.endswith("__main__"))):
        importlib.import_module(name)


def _watch(at: Step) -> None:
    number = 0

    def hook(event: str, told: tuple[object, ...]) -> None:
        nonlocal number
        if event in _CHANGES or (
            event == "open" and isinstance(told[2], int) and told[2] & _WRITES
        ):
            number += 1
            at(event, number)

    sys.addaudithook(hook)


def finished(child: int) -> int:
    """Return a process's exit code, below nought the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(step: int) -> Step:
    """What kills a process just before this step of its disk."""

    def at(_event: str, number: int) -> None:
        if number == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return at


def full(step: int) -> Step:
    """What refuses all writing from this step on: the disk is full."""

    def at(event: str, number: int) -> None:
        if number >= step and event in _NEEDS_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return at


def held_up(step: int) -> Step:
    """What stops a process just before this step of its disk, until it is told to go on."""

    def at(_event: str, number: int) -> None:
        if number == step:
            os.kill(os.getpid(), signal.SIGSTOP)

    return at


def stopped(child: int) -> bool:
    """Wait until a process is held up, and return True, or False where it has ended."""
    return os.WIFSTOPPED(os.waitpid(child, os.WUNTRACED)[1])


def ended(child: int, seconds: float) -> int | None:
    """Return the exit code of a process that ends within some seconds, else None."""
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    return None


def steps_of(words: Sequence[str], folder: Path) -> int:
    """Return how many steps of the disk a command takes that is left in peace."""
    reading, writing = os.pipe()
    child = command(words, folder, lambda _event, _number: [os.write(writing, b".")].clear())
    os.close(writing)
    assert finished(child) == 0, said(folder)
    with open(reading, "rb") as pipe:  # noqa: PTH123 - the handle is open already
        return len(pipe.read())


def said(folder: Path) -> str:
    """Return what commands have said in a folder."""
    return (folder.parent / f"{folder.name}.said").read_text("utf-8")


def left_in(folder: Path) -> dict[str, bytes]:
    """Return what every file below a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
