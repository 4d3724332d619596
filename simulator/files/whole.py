"""Files that are there whole or not at all, and folders that are held while they are used."""

from __future__ import annotations

import os
import time
from pathlib import Path

__all__ = ["PART", "Hold", "write_whole"]

PART = ".part"


def write_whole(path: Path, content: bytes, *, mode: int = 0o666, lasting: bool = False) -> None:
    """Write a file so that nobody ever sees it in part, whatever stops the writing.

    With `lasting` it outlives a failure of power too. What is no file (a pipe) is written as it is.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}-{time.monotonic_ns()}{PART}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(handle, "wb") as file:  # noqa: PTH123 - the handle is open already
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(handle)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class Hold:
    """A hold on a folder that other processes can see; the system ends it where we do not.

    Where folders cannot be held, nobody is seen: `alone` is False and `shared` and `wait` let pass.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = os.open(folder, os.O_RDONLY)

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
        os.close(self._folder)

    def __enter__(self) -> Hold:
        """Return the hold, ended with the body."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the hold."""
        self.end()

    def _lock(self, *how: str) -> bool:
        try:
            import fcntl

            flags = 0
            for name in how:
                flags |= int(getattr(fcntl, name))
            fcntl.flock(self._folder, flags)
        except (ImportError, OSError):
            return False
        return True
