"""The 158 public incident reports that were coded for edgewise: the table, and its two readings."""

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from os import PathLike
from types import MappingProxyType
from typing import Final

from simulator.files import cells
from simulator.files.marks import COLUMNS

__all__ = ["FILE", "READINGS", "coded", "review", "shares", "text_of"]

FILE: Final = "coded-incidents.csv"
READINGS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "coded-strictly": frozenset({"between_strict"}),
        "coded-loosely": frozenset({"between_strict", "between_loose"}),
    }
)
"""What counts as between teams, by the name under which `edgewise tally` reads the table.

Strictly: the text tells of lost information, a wrong assumption about the other side, or work that
was nobody's. Loosely: a failure that came through a dependency counts as well. docs/coded-incidents
has the codebook, how far the two readers agree, and the limits.
"""
_OTHERWISE: Final = {"neither": "neither", "cannot_tell": "cannot tell"}


@cache
def coded() -> tuple[Mapping[str, str], ...]:
    """The rows of the table by column: codes and own words, no text of the sources."""
    text = files("simulator.files").joinpath(FILE).read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(io.StringIO(text)))


def side(origin: str, reading: str) -> str:
    """The side of a review that a code stands for; what is not between is inside, or said so."""
    if origin in READINGS[reading]:
        return "between"
    return _OTHERWISE.get(origin, "inside")


def text_of(reading: str) -> str:
    """The table as a review's, as `edgewise tally` reads it: one row a report, two readers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in coded():
        first, second = (side(row[f"origin_{reader}"], reading) for reader in "ab")
        writer.writerow((row["id"], first, "", second, "", row["fact_a"]))
    return out.getvalue()


def review(file: str | PathLike[str]) -> str:
    """The text of a review's table: one of `READINGS` by its name, else that of the file."""
    name = str(file)
    return text_of(name) if name in READINGS else cells.text_of(file)


def shares(reading: str, reader: str = "a", source: str | None = None) -> tuple[int, int]:
    """How many reports began between teams, of how many that can be told.

    By one of the readers (`a`, `b`), in the whole table or in one of its two collections.
    """
    told = [
        side(row[f"origin_{reader}"], reading)
        for row in coded()
        if source is None or row["source"] == source
    ]
    return told.count("between"), len(told) - told.count("cannot tell")
