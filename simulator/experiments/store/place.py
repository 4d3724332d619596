"""Where a user's store is, and that nobody else can write there."""

from __future__ import annotations

import os
from pathlib import Path

from simulator.engines.user_cache import user_folder

__all__ = ["VARIABLE", "private", "store_folder"]

VARIABLE = "EDGEWISE_STORE"


def store_folder(named: Path | None = None) -> Path:
    """Return the folder of the store: as named, else by EDGEWISE_STORE, else the user's cache.

    RuntimeError where there is no home to look in.
    """
    return (named or Path(os.environ.get(VARIABLE) or user_folder())) / "rows"


def private(folder: Path) -> None:
    """Make a folder that only this user can enter; PermissionError where another owns it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in (folder.parent, folder):
        if hasattr(os, "geteuid") and each.stat().st_uid != os.geteuid():
            raise PermissionError(0, f"{each} belongs to another user")
    folder.chmod(0o700)
