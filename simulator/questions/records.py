"""What a question of an event log is asked of: the log, and what its columns mean."""

from __future__ import annotations

from os import PathLike
from typing import Annotated

from simulator.logs.mapping import LogMap, read_mapping
from simulator.questions.asking import Option

__all__ = ["Log", "MapFile", "told_by"]

Log = str | PathLike[str]
"""A log: CSV, XLSX, Parquet, XES or JSON, plain, as .gz, or one in a .zip."""
MapFile = Annotated[
    str | PathLike[str] | LogMap | None,
    Option(help="What the columns mean: a mapping file.", word="MAPPING.yaml", names=("--map",)),
]
"""A mapping file, or what `read_mapping` returned; None: everything is guessed."""


def told_by(mapping: str | PathLike[str] | LogMap | None) -> LogMap | None:
    """Return what a mapping says; LogError with every problem of its file."""
    if mapping is None or isinstance(mapping, LogMap):
        return mapping
    return read_mapping(mapping)
