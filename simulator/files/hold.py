"""Folders that are held while they are used, so that other processes see it."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# there is none on Windows, where no folder can be opened either
fcntl: Any = import_module("fcntl") if find_spec("fcntl") else None

__all__ = ["Hold"]


class Hold:
    """A hold on a folder that other processes can see; the system ends it where we do not.

    Where folders cannot be held, nobody is seen: `alone` is False and `shared` and `wait` let pass.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = None if fcntl is None else os.open(folder, os.O_RDONLY)

    def share(self) -> None:
        """Hold the folder together with others; wait for who is alone with it."""
        self._lock("LOCK_SH")

    def wait(self) -> None:
        """Hold the folder alone; wait for others."""
        self._lock("LOCK_EX")

    def alone(self) -> bool:
        """Hold the folder alone and return True, or return False where others hold it."""
        return self._lock("LOCK_EX", "LOCK_NB")

    def end(self) -> None:
        """Let the folder go."""
        if self._folder is not None:
            os.close(self._folder)

    def __enter__(self) -> Hold:
        """Return the hold, ended with the body."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the hold."""
        self.end()

    def _lock(self, *how: str) -> bool:
        if self._folder is None:
            return False
        flags = 0
        for name in how:
            flags |= int(getattr(fcntl, name))
        try:
            fcntl.flock(self._folder, flags)
        except OSError:
            return False
        return True
