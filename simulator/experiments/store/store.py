"""The store: rows by what they are of, in segment files, one store a user for all commands.

Segments of two machines merge by copying: each is known by the hash of what it lists.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from simulator.experiments.store.keeping import CAP, make_room, segments
from simulator.experiments.store.place import private, store_folder
from simulator.experiments.store.segment import (
    AlteredError,
    Entry,
    Segment,
    Stretch,
    is_of,
    write_segment,
)
from simulator.files.hold import Hold
from simulator.measures.tally import Floats

__all__ = ["Store"]

_SECONDS = 2.0  # of work that a kill may cost

Said = Callable[[str], None]


class Store:
    """The rows of one seed and engine that are kept between commands, by program and replication.

    `named` is the user's own place for it; None: as EDGEWISE_STORE says, or the cache folder.
    A store that cannot be used is told once to `say`, and nothing is found or kept from then on.
    What is put is written when some seconds of work wait, and by `close`.
    """

    def __init__(
        self,
        named: Path | None = None,
        *,
        seed: int,
        engine: str,
        say: Said = lambda _: None,
        cap: int = CAP,
    ) -> None:
        self._seed, self._engine = seed, engine
        self._say, self._cap = say, cap
        self._seen: set[str] = set()
        self._changed = -1
        self._found: dict[str, list[tuple[Entry, Segment]]] = {}
        self._touched: set[Path] = set()
        self._waiting: list[Stretch] = []
        self._written = time.monotonic()
        self._use: Hold | None = None
        try:
            self.folder = store_folder(named)
            private(self.folder)
            self._use = Hold(self.folder)
            self._use.share()
        except (OSError, RuntimeError) as error:
            self._give_up(error)

    def rows(self, program: str, first: int, stop: int) -> Iterator[tuple[int, Floats]]:
        """Yield what is kept of the replications `first` to `stop` - 1: (from where, rows).

        In their order, each replication once. What is damaged is told, taken away and not found.
        """
        self._look()
        held = self._found.get(program, [])
        for entry, segment in sorted(held, key=lambda each: (each[0].first, -each[0].stop)):
            begin, end = max(first, entry.first), min(stop, entry.stop)
            if begin < end and (rows := self._read(entry, segment)) is not None:
                yield begin, rows[begin - entry.first : end - entry.first]
                first = end

    def put(self, program: str, first: int, rows: Floats) -> None:
        """Keep the rows of the replications from `first` on."""
        if self._use is None:
            return
        self._waiting.append((program, first, rows))
        if time.monotonic() - self._written > _SECONDS:
            self.write()

    def write(self) -> None:
        """Write what waits, as one segment."""
        waiting, self._waiting = self._waiting, []
        if self._use is not None and waiting:
            try:
                write_segment(self.folder, self._seed, self._engine, waiting)
            except OSError as error:
                self._give_up(error)
        self._written = time.monotonic()

    def close(self) -> None:
        """Write what waits, and make room where the store is too large and nobody else uses it."""
        self.write()
        if self._use is None:
            return
        try:
            if self._use.alone():
                make_room(self.folder, self._cap)
        except OSError as error:
            self._give_up(error)
        else:
            self._use.end()
            self._use = None

    def _give_up(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error)
        place = getattr(self, "folder", "")
        self._say(f"The store {place} cannot be used ({reason}); this goes on without it.")
        if self._use is not None:
            self._use.end()
            self._use = None

    def _look(self) -> None:
        """Read the headers of the segments that are new."""
        if self._use is None:
            return
        try:
            changed = self.folder.stat().st_mtime_ns
            if changed == self._changed:
                return
            self._changed = changed
            for path in segments(self.folder):
                if path.name not in self._seen:
                    self._seen.add(path.name)
                    self._list(path)
        except OSError as error:
            self._give_up(error)

    def _list(self, path: Path) -> None:
        try:
            if not is_of(path, self._seed, self._engine):
                return
            segment = Segment.of(path)
        except FileNotFoundError:
            return
        except AlteredError as error:
            self._take_away(path, error)
            return
        if (segment.seed, segment.engine) == (self._seed, self._engine):
            for entry in segment.entries:
                self._found.setdefault(entry.program, []).append((entry, segment))

    def _read(self, entry: Entry, segment: Segment) -> Floats | None:
        """Return an entry's rows, None where they are gone or damaged."""
        if self._use is None:
            return None
        try:
            rows = segment.read(entry)
            if segment.path not in self._touched:
                self._touched.add(segment.path)
                os.utime(segment.path)
        except AlteredError as error:
            self._take_away(segment.path, error)
        except FileNotFoundError:
            self._forget(segment.path)
        except OSError as error:
            self._give_up(error)
        else:
            return rows
        return None

    def _take_away(self, path: Path, error: AlteredError) -> None:
        self._say(f"{error}; it is taken away and what it held is run again")
        self._forget(path)
        path.unlink(missing_ok=True)

    def _forget(self, path: Path) -> None:
        for program, held in self._found.items():
            self._found[program] = [each for each in held if each[1].path != path]
