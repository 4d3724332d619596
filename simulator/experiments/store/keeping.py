"""Keeping a store: what is in it, how large it may grow, and rows from elsewhere."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.experiments.store.place import private
from simulator.experiments.store.segment import (
    SUFFIX,
    AlteredError,
    Entry,
    Segment,
    write_lasting,
)
from simulator.files.hold import Hold
from simulator.measures.tally import Floats

__all__ = [
    "CAP",
    "Contents",
    "InUseError",
    "MixedError",
    "bring_in",
    "contents",
    "make_room",
    "segments",
    "shrink",
    "take_out",
]

CAP = 2 * 1024**3
"""How large a store may grow [bytes]; what was used last stays."""
_AFTERWARDS = 0.9  # of the cap, where something had to go


class MixedError(ValueError):
    """Rows that do not belong together."""


class InUseError(ValueError):
    """A store that another process uses."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a store holds of one engine: segments, programs, replications, and bytes."""

    engine: str
    segments: int
    programs: int
    replications: int
    size: int


def segments(folder: Path) -> list[Path]:
    """Return the segment files of a store by name; none where there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.name.endswith(SUFFIX))


def contents(folder: Path) -> tuple[list[Contents], list[Path]]:
    """Return what a store holds, engine by engine, and its files that are damaged."""
    held: dict[str, list[Segment]] = {}
    damaged = []
    for path in segments(folder):
        try:
            segment = Segment.of(path)
        except AlteredError:
            damaged.append(path)
        else:
            held.setdefault(segment.engine, []).append(segment)
    return [_summed(engine, some) for engine, some in sorted(held.items())], damaged


def _summed(engine: str, held: list[Segment]) -> Contents:
    entries = [(each.seed, entry) for each in held for entry in each.entries]
    return Contents(
        engine=engine,
        segments=len(held),
        programs=len({(seed, entry.program.partition(" ")[0]) for seed, entry in entries}),
        replications=sum(entry.stop - entry.first for _, entry in entries),
        size=sum(each.path.stat().st_size for each in held),
    )


def make_room(folder: Path, cap: int) -> int:
    """Take away what was used longest ago, until a store is well below `cap` [bytes].

    Returns how many segments went. The caller sees to it that no process uses the store: files
    that were never finished go too.
    """
    for path in folder.glob(".*.part"):
        path.unlink(missing_ok=True)
    held = [(path, path.stat()) for path in segments(folder)]
    left = sum(stat.st_size for _, stat in held)
    if left <= cap:
        return 0
    gone = 0
    for path, stat in sorted(held, key=lambda each: each[1].st_mtime_ns):
        if left <= _AFTERWARDS * cap:
            break
        path.unlink(missing_ok=True)
        left -= stat.st_size
        gone += 1
    return gone


def shrink(folder: Path, cap: int) -> int:
    """Return how many segments were taken away until a store is below `cap` [bytes].

    InUseError where another process uses it.
    """
    private(folder)
    with Hold(folder) as hold:
        if not hold.alone():
            raise InUseError(f"{folder} is in use by another command; nothing was taken away")
        return make_room(folder, cap)


def take_out(folder: Path, there: Path) -> int:
    """Copy the whole segments of a store to another folder; return how many are new there."""
    there.mkdir(parents=True, exist_ok=True)
    return _copied([each.path for each in _whole(folder)], there)


def bring_in(there: Path, folder: Path) -> int:
    """Copy the segments of a folder into a store; return how many are new in it.

    Refuses a file that is damaged (AlteredError) and rows that contradict those of the store
    (MixedError); nothing is copied then.
    """
    private(folder)
    own: dict[_Of, list[tuple[Entry, Segment]]] = {}
    for segment in _whole(folder):
        for entry in segment.entries:
            own.setdefault(_of(segment, entry), []).append((entry, segment))
    found = [Segment.of(path) for path in segments(there)]
    for segment in found:
        for entry in segment.entries:
            rows = segment.read(entry)
            for other in own.get(_of(segment, entry), ()):
                _check_agreement(segment, entry, rows, other)
    return _copied([each.path for each in found], folder)


_Of = tuple[str, int, str]


def _of(segment: Segment, entry: Entry) -> _Of:
    return segment.engine, segment.seed, entry.program


def _check_agreement(
    segment: Segment, entry: Entry, rows: Floats, other: tuple[Entry, Segment]
) -> None:
    held, theirs = other
    first, stop = max(entry.first, held.first), min(entry.stop, held.stop)
    if first < stop and not np.array_equal(
        rows[first - entry.first : stop - entry.first],
        theirs.read(held)[first - held.first : stop - held.first],
        equal_nan=True,
    ):
        raise MixedError(
            f"{segment.path} and {theirs.path} hold other numbers for the same replications; "
            "remove the one that is not to be trusted"
        )


def _whole(folder: Path) -> list[Segment]:
    found = []
    for path in segments(folder):
        with suppress(AlteredError):
            found.append(Segment.of(path))
    return found


def _copied(paths: list[Path], there: Path) -> int:
    new = [path for path in paths if not (there / path.name).exists()]
    for path in new:
        write_lasting(there / path.name, path.read_bytes())
    return len(new)
