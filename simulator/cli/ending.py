"""How a command ends: with its answer, or with one line and an exit code; with no traceback."""

from __future__ import annotations

import dis
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from simulator.cli import interrupts, streams

__all__ = ["REFUSED", "TRACEBACK", "in_words", "is_refusal", "told", "whole_process"]

TRACEBACK = "EDGEWISE_TRACEBACK"
REFUSED, UNREAD = 2, 141
_LONGEST = 200
_RAISE = dis.opmap["RAISE_VARARGS"]


@contextmanager
def in_words() -> Iterator[None]:
    """Let whatever ends the body reach the user as one line on standard error and an exit code.

    With EDGEWISE_TRACEBACK set, what is not for the user comes through as it is.
    """
    try:
        yield
    except (KeyboardInterrupt, click.Abort):
        interrupts.leave("Stopped.")
    except (click.ClickException, click.exceptions.Exit):
        raise
    except BrokenPipeError as error:
        streams.let_go()
        raise SystemExit(UNREAD) from error
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        if streams.refused_by_output(error):
            streams.let_go()
        click.echo(told(error), err=True)
        raise SystemExit(REFUSED) from error


def told(error: Exception) -> str:
    """Return an exception as a line: a refusal as it stands, what the machine refuses, a fault."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename is not None else ""
        return _line(f"{place}{error.strerror or error}")
    if isinstance(error, MemoryError):
        return _line(f"{error}" or "There is not enough memory for this.")
    if isinstance(error, ImportError):
        return _line(f"A part of edgewise is missing: {error}; install edgewise again.")
    if is_refusal(error):
        return f"{error}"
    return _line(f"This is a fault of edgewise, not yours: {type(error).__name__}: {error}") + (
        f" ({TRACEBACK}=1 shows where; please report it.)"
    )


def is_refusal(error: Exception) -> bool:
    """Return whether an exception was raised, by a statement of edgewise, to be read."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or not trace.tb_frame.f_globals.get("__name__", "").startswith("simulator."):
        return False
    meant = isinstance(error, ValueError) or type(error).__module__.startswith("simulator.")
    return meant and trace.tb_frame.f_code.co_code[trace.tb_lasti] == _RAISE


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def whole_process(command: Callable[[], object]) -> NoReturn:
    """Run the command that this process is for, and end the process as it says."""
    streams.make_whole()
    interrupts.watch()
    code: object = 0
    try:
        with in_words():
            command()
    except SystemExit as end:
        code = end.code
    try:
        with in_words():
            sys.stdout.flush()
    except SystemExit as end:
        code = code or end.code
        streams.let_go()
    if code == interrupts.INTERRUPTED:
        # threads in machine code cannot be stopped, and are not waited for
        os._exit(interrupts.INTERRUPTED)
    sys.exit(code if isinstance(code, int | None) else REFUSED)
