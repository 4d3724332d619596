"""One plan's rows on disk: a file a batch, known by the hash of what it holds."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from simulator.experiments.batch import fill, gaps, like, pieces, square_of, taken
from simulator.measures.tally import Tally

__all__ = ["AlteredError", "Held", "MixedError", "Shelf"]

_NAME = re.compile(r"(\d{7,})-(\d{7,})-([0-9a-f]{32})\.npz")


class AlteredError(ValueError):
    """A file of rows that is torn or altered."""


class MixedError(ValueError):
    """Rows that do not belong together."""


@dataclass(frozen=True, kw_only=True, order=True)
class Held:
    """A file with the rows of the replications `first` to `stop` - 1."""

    first: int
    stop: int
    digest: str
    path: Path


class Shelf:
    """The files of one plan's rows under one seed and engine; the folder's name is their id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def held(self) -> list[Held]:
        """Return the files that are there, whole or not, in the order of their replications."""
        if not self.folder.is_dir():
            return []
        found = []
        for path in self.folder.iterdir():
            parts = _NAME.fullmatch(path.name)
            if parts and int(parts[1]) <= int(parts[2]):
                first, last = int(parts[1]), int(parts[2])
                found.append(Held(first=first, stop=last + 1, digest=parts[3], path=path))
        return sorted(found)

    def read(self, held: Held) -> Tally:
        """Return a file's rows; AlteredError when they are not what its name says."""
        try:
            with np.load(io.BytesIO(held.path.read_bytes()), allow_pickle=False) as file:
                rows = Tally(**{field.name: file[field.name] for field in fields(Tally)})
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise AlteredError(f"{held.path} is torn: it cannot be read whole") from error
        if (
            self._digest(held.first, rows) != held.digest
            or len(rows.sums) != held.stop - held.first
        ):
            raise AlteredError(f"{held.path} was altered: its rows are not those of its name")
        return rows

    def put(self, first: int, rows: Tally) -> None:
        """Keep rows, from replication `first` on; a file appears only when it is whole.

        Rows of one batch lie in one file, whenever they came.
        """
        for begin, end in pieces(first, first + len(rows.sums)):
            self._put(begin, taken(rows, begin - first, end - first))

    def rows(self, first: int, stop: int) -> Iterator[tuple[int, Tally]]:
        """Yield what is kept of the replications `first` to `stop` - 1: (from where, rows).

        AlteredError names a file that is not whole; MixedError two that contradict each other.
        """
        done: list[tuple[Held, Tally]] = []
        for held in self.held():
            if held.stop <= first or held.first >= stop:
                continue
            tally = self.read(held)
            done = [(other, rows) for other, rows in done if other.stop > held.first]
            for other, rows in done:
                _check_agreement(other, rows, held, tally)
            done.append((held, tally))
            begin, end = max(first, held.first), min(stop, held.stop)
            yield begin, taken(tally, begin - held.first, end - held.first)

    def _put(self, first: int, rows: Tally) -> None:
        stop = first + len(rows.sums)
        begin, end = square_of(first)
        beside = [held for held in self.held() if begin <= held.first and held.stop <= end]
        beside = [held for held in beside if held.stop == first or held.first == stop]
        if beside:
            first, stop = min(first, beside[0].first), max(stop, beside[-1].stop)
            rows = self._joined(beside, first, stop, rows)
        self._write(first, rows)
        for held in beside:
            held.path.unlink(missing_ok=True)

    def _joined(self, beside: list[Held], first: int, stop: int, rows: Tally) -> Tally:
        whole = like(rows, stop - first)
        for held in beside:
            fill(whole, held.first - first, self.read(held))
        (own,) = gaps([(held.first, held.stop) for held in beside], first, stop)
        fill(whole, own[0] - first, rows)
        return whole

    def _write(self, first: int, rows: Tally) -> None:
        name = f"{first:07d}-{first + len(rows.sums) - 1:07d}-{self._digest(first, rows)}.npz"
        self.folder.mkdir(parents=True, exist_ok=True)
        content = io.BytesIO()
        np.savez_compressed(content, allow_pickle=False, **vars(rows))
        part = self.folder / f"{name}.{os.getpid()}.part"
        part.write_bytes(content.getvalue())
        part.replace(self.folder / name)

    def _digest(self, first: int, rows: Tally) -> str:
        digest = hashlib.sha256(f"{self.folder.name} {first} {len(rows.sums)}".encode())
        for field in fields(Tally):
            array = np.ascontiguousarray(getattr(rows, field.name))
            digest.update(f"\n{field.name} {array.dtype.str} {array.shape}\n".encode())
            digest.update(array.tobytes())
        return digest.hexdigest()[:32]


def _check_agreement(a: Held, rows: Tally, b: Held, tally: Tally) -> None:
    first, stop = max(a.first, b.first), min(a.stop, b.stop)
    mine = taken(rows, first - a.first, stop - a.first)
    theirs = taken(tally, first - b.first, stop - b.first)
    for name, array in vars(mine).items():
        if not np.array_equal(array, getattr(theirs, name), equal_nan=True):
            raise MixedError(
                f"{a.path} and {b.path} hold other numbers for the same replications; "
                "remove the one that is not to be trusted"
            )
