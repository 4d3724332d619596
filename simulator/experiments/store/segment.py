"""Segments: files of rows, each written once and whole, whose header lists what is in it."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from simulator.files.disk import writing
from simulator.measures.tally import Floats

__all__ = [
    "SUFFIX",
    "AlteredError",
    "Entry",
    "Segment",
    "Stretch",
    "is_of",
    "write_lasting",
    "write_segment",
]

SUFFIX = ".rows"
_FORM = "edgewise rows 1"
_QUICK = 1  # zlib's fastest level: half as small again as level 6, at a fifth of the time
_MOST_COLUMNS = 1_000_000
_FIRST_LINE = 400  # no first line is longer [bytes]

Stretch = tuple[str, int, Floats]
"""A program's id, the first replication, and a row for it and each that follows."""


class AlteredError(ValueError):
    """A file of rows that is torn or altered."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Where a segment holds the rows of the replications `first` to `stop` - 1 of a program."""

    program: str
    first: int
    stop: int
    at: int
    length: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A file of rows of one seed and engine, and what its header lists."""

    path: Path
    seed: int
    engine: str
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, path: Path) -> Segment:
        """Return what a file lists; AlteredError when it is not whole or not what it was."""
        try:
            with path.open("rb") as file:
                line = file.readline(_FIRST_LINE)
                said = _said(line)
                header = file.read(int(said["header"]))
                size = os.fstat(file.fileno()).st_size
            entries = _entries(json.loads(header), len(line) + len(header))
            known = sha256(line + header).hexdigest()[:32] == path.stem
            whole = size == (entries[-1].at + entries[-1].length if entries else 0)
            seed, engine = int(said["seed"]), str(said["engine"])
        except (
            ValueError,
            KeyError,
            TypeError,
            IndexError,
            AttributeError,
            OverflowError,
        ) as error:
            raise AlteredError(f"{path} is damaged") from error
        if not (known and whole):
            raise AlteredError(f"{path} is damaged")
        return cls(path=path, seed=seed, engine=engine, entries=entries)

    def read(self, entry: Entry) -> Floats:
        """Return an entry's rows; AlteredError when they are not what the header says."""
        with self.path.open("rb") as file:
            file.seek(entry.at)
            packed = file.read(entry.length)
        if sha256(packed).hexdigest() != entry.digest:
            raise AlteredError(f"{self.path} is damaged")
        n = entry.stop - entry.first
        try:
            unpacked = zlib.decompressobj().decompress(packed, 8 * n * _MOST_COLUMNS)
            return np.frombuffer(unpacked, "<f8").astype(np.float64).reshape(n, -1)
        except (zlib.error, ValueError) as error:
            raise AlteredError(f"{self.path} is damaged") from error


def is_of(path: Path, seed: int, engine: str) -> bool:
    """Return whether a file says it holds rows of this seed and engine, or says nothing whole."""
    with path.open("rb") as file:
        try:
            said = _said(file.readline(_FIRST_LINE))
            return (said["seed"], said["engine"]) == (seed, engine)
        except (ValueError, KeyError, TypeError):
            return True


def write_segment(folder: Path, seed: int, engine: str, stretches: Sequence[Stretch]) -> Path:
    """Write rows of one seed and engine as one file, which appears when it is whole; return it.

    Its name is the hash of what it lists, so that the same rows are the same file anywhere.
    """
    packed = [zlib.compress(_plain(rows), _QUICK) for _, _, rows in stretches]
    listed = [
        [program, first, len(rows), len(part), sha256(part).hexdigest()]
        for (program, first, rows), part in zip(stretches, packed, strict=True)
    ]
    header = json.dumps(listed).encode()
    said = {"form": _FORM, "header": len(header), "seed": seed, "engine": engine}
    line = json.dumps(said).encode() + b"\n"
    path = folder / f"{sha256(line + header).hexdigest()[:32]}{SUFFIX}"
    write_lasting(path, b"".join([line, header, *packed]))
    return path


def write_lasting(path: Path, content: bytes) -> None:
    """Write a file whole, so that it outlives a failure of power too."""
    with writing(path) as part, part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _said(line: bytes) -> dict[str, Any]:
    said = json.loads(line)
    if not isinstance(said, dict) or said.get("form") != _FORM:
        raise ValueError("not a file of rows")
    return said


def _entries(listed: list[Any], at: int) -> tuple[Entry, ...]:
    found = []
    for program, first, n, length, digest in listed:
        if first < 0 or n < 1 or length < 0:
            raise ValueError("no stretch of rows")
        found.append(
            Entry(
                program=str(program),
                first=int(first),
                stop=int(first) + int(n),
                at=at,
                length=int(length),
                digest=str(digest),
            )
        )
        at += int(length)
    return tuple(found)


def _plain(rows: Floats) -> bytes:
    return np.ascontiguousarray(rows, "<f8").tobytes()
