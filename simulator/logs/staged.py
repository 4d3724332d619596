"""Rows of text on their way into the database: a few thousand at a time, in Parquet files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from simulator.logs.faults import fault

__all__ = ["ROW", "Staged"]

ROW: Final = "edgewise row"
"""The column that says in which order the rows came."""
_PIECE: Final = 50_000
_MOST_COLUMNS: Final = 2_000


class Staged:
    """Rows that are written to `folder` as they come; `columns` is what any of them held."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._rows: list[Mapping[str, str]] = []
        self.columns: dict[str, None] = {}
        self.count = 0

    def add(self, row: Mapping[str, str]) -> None:
        """Take one row in; refuses too many columns (LogError)."""
        self.columns.update(dict.fromkeys(row))
        if len(self.columns) > _MOST_COLUMNS:
            raise fault(self._name, f"more than {_MOST_COLUMNS:,} different attributes",
                        "a log with fewer")  # fmt: skip
        self._rows.append(row)
        if len(self._rows) == _PIECE:
            self.flush()

    def flush(self) -> None:
        """Write what has come since the last time."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not self._rows:
            return
        ends = range(self.count, self.count + len(self._rows))
        columns: dict[str, Any] = {ROW: pa.array(ends, pa.int64())}
        for name in self.columns:
            texts = [row.get(name) for row in self._rows]
            columns[name] = pa.array(texts, pa.string())
        pq.write_table(pa.table(columns), self._folder / f"{self.count:012}.parquet")
        self.count += len(self._rows)
        self._rows = []
