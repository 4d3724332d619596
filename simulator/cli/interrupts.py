"""Ctrl-C: at any moment of any command one line and exit code 130, with finished work kept."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from simulator.cli import stopped_early

__all__ = ["INTERRUPTED", "Interrupt", "finishing", "leave", "watch"]

INTERRUPTED = 130
PATIENCE = 2.0
"""How long the batches in flight, or machine code, may go on after the first Ctrl-C [seconds]."""

_SAYING, _SAID = threading.Lock(), threading.Event()


class Interrupt:
    """What Ctrl-C means where nothing is in flight; while it is the handler, `line` holds."""

    def __init__(self, line: str = "Stopped.") -> None:
        self.line = line

    def __call__(self, _signum: int, _frame: object) -> None:
        """Break off."""
        raise KeyboardInterrupt


class _Finishing(Interrupt):
    """What Ctrl-C means while a command simulates: a first one waits for batches in flight."""

    def __init__(self, line: str, stop: threading.Event, in_flight: Callable[[], bool]) -> None:
        super().__init__(line)
        self._stop = stop
        self._in_flight = in_flight

    def __call__(self, _signum: int, _frame: object) -> None:
        """Ask for an end after the batches in flight, or break off where there are none."""
        if self._stop.is_set() or not self._in_flight():
            raise KeyboardInterrupt
        self._stop.set()


def leave(line: str) -> NoReturn:
    """Say the one line and leave with the code of an interrupted command."""
    if isinstance(signal.getsignal(signal.SIGINT), Interrupt) and _in_main():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with _SAYING:
        click.echo(line, err=True)
        _SAID.set()
    sys.exit(INTERRUPTED)


@contextmanager
def finishing(line: str, stop: threading.Event, in_flight: Callable[[], bool]) -> Iterator[None]:
    """Let a first Ctrl-C set `stop` where batches are in flight, and any other break off."""
    before = signal.getsignal(signal.SIGINT)
    if not _in_main() or before in {signal.SIG_IGN, None}:
        yield
        return
    mine = _Finishing(line, stop, in_flight)
    signal.signal(signal.SIGINT, mine)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is mine:
            signal.signal(signal.SIGINT, before)


def watch() -> None:
    """Make this process end soon after Ctrl-C, even where machine code keeps the main thread.

    A second Ctrl-C ends it at once. A process that was told to ignore Ctrl-C goes on ignoring it.
    What machine code that calls back loses of a Ctrl-C is not shown.
    """
    if signal.getsignal(signal.SIGINT) not in {signal.default_int_handler, stopped_early}:
        return
    ear, mouth = socket.socketpair()  # not pipes, which cannot be waited for on Windows
    mouth.setblocking(False)
    signal.signal(signal.SIGINT, Interrupt())
    signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(ear, mouth), daemon=True).start()
    sys.unraisablehook = _unless_stopped


def _unless_stopped(lost: sys.UnraisableHookArgs) -> None:
    if not isinstance(lost.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(lost)


def _listen(ear: socket.socket, _mouth: socket.socket) -> None:
    while ear.recv(1) != bytes([signal.SIGINT]):
        continue
    select.select([ear], [], [], PATIENCE)
    meant = signal.getsignal(signal.SIGINT)
    with _SAYING:
        # the main thread may have been leaving already, with Ctrl-C ignored and nothing said yet
        if not _SAID.is_set():
            click.echo(meant.line if isinstance(meant, Interrupt) else "Stopped.", err=True)
        os._exit(INTERRUPTED)


def _in_main() -> bool:
    return threading.current_thread() is threading.main_thread()
