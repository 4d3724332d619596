"""The store: rows by content, kept in a folder; resumed by absence, merged by copying files.

Files of two machines may be copied into one folder: a file that belongs elsewhere is found by its
hash, and two that contradict each other are refused when they are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from simulator.experiments.store.shelf import AlteredError, MixedError, Shelf

__all__ = ["AlteredError", "MixedError", "Store", "sweep"]

_SHELF = re.compile(r"[0-9a-f]{32}")

Said = Callable[[str], None]


class Store:
    """Rows kept in a folder: one folder inside it for each plan, seed and engine, named by id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def shelf(self, rows: str) -> Shelf:
        """Return where the rows of this id are kept."""
        return Shelf(self.folder / rows[:32])

    def shelves(self) -> list[Shelf]:
        """Return all shelves, in the order of their ids."""
        if not self.folder.is_dir():
            return []
        found = (path for path in self.folder.iterdir() if _SHELF.fullmatch(path.name))
        return [Shelf(path) for path in sorted(found)]


def sweep(shelf: Shelf, say: Said) -> None:
    """Take away the files of a shelf that are torn or altered, and name each.

    What they held is then absent, and so is run again.
    """
    for held in shelf.held():
        try:
            shelf.read(held)
        except AlteredError as error:
            say(f"{error}; its replications are run again")
            held.path.unlink()
