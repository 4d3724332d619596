"""The store: rows by content, kept in a folder; resumed by absence, merged by copying files."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from simulator.experiments.shelf import AlteredError, MixedError, Shelf

__all__ = ["AlteredError", "MixedError", "Store", "merge", "sweep"]

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


def merge(into: Shelf, other: Shelf) -> int:
    """Copy the rows of `other` that `into` lacks; return how many files were copied.

    Copying the files by hand does the same. Nothing is copied when a file is torn or altered
    (AlteredError), when the two hold different plans, seeds or engines, or when they contradict
    each other (MixedError).
    """
    if into.folder.name != other.folder.name:
        raise MixedError(
            f"{other.folder} and {into.folder} hold other plans, seeds or engines; they do not mix"
        )
    known = {held.path.name for held in into.held()}
    new = [held for held in other.held() if held.path.name not in known]
    for held in new:
        into.check(held.first, other.read(held), held.path)
    for held in new:
        into.folder.mkdir(parents=True, exist_ok=True)
        part = into.folder / f"{held.path.name}.part"
        shutil.copyfile(held.path, part)
        part.replace(into.folder / held.path.name)
    return len(new)
