"""Tables that people keep as CSV, read safely: rows of plain text, or every problem at once."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from typing import Final

from simulator.files.disk import read
from simulator.scenario.tree import quoted

__all__ = ["MOST_BYTES", "CellsError", "Row", "bare", "rows_of", "text_of"]

MOST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 10_000
MOST_TOLD: Final = 20
SEPARATORS: Final = (",", ";", "\t")
FORMULA: Final = ("=", "+", "-", "@")
ALLOWED: Final = "allowed a table with commas, semicolons or tabs between its cells"


class CellsError(ValueError):
    """A table that cannot be used: a line for each problem, `file:line: what was found`."""

    def __init__(self, problems: Iterable[str]) -> None:
        told = list(problems)
        more = [f"... and {len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
        self.problems = (*told[:MOST_TOLD], *more)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line it begins on, from 1, and its cells without outer blanks."""

    line: int
    cells: tuple[str, ...]


def bare(text: str) -> str:
    """The word behind a cell: lower case, with `_`, `-` and runs of blanks as one blank."""
    return " ".join(text.replace("_", " ").replace("-", " ").lower().split())


def text_of(path: str | PathLike[str]) -> str:
    """The text of a file, its byte order mark taken away.

    CellsError when it is empty, too big or no UTF-8; OSError when it cannot be opened.
    """
    name = str(path)
    content = read(path, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise CellsError([f"{name}:1: found more than {MOST_BYTES // 1000} kB; {ALLOWED}"])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        allowed = "allowed a text in UTF-8 (CSV UTF-8 in a spreadsheet)"
        raise CellsError([f"{name}:{line}: found bytes that are no UTF-8; {allowed}"]) from None
    if not text.strip():
        raise CellsError([f"{name}:1: found an empty file; {ALLOWED}"])
    return text


def rows_of(text: str, name: str) -> tuple[Row, ...]:
    """The rows of a table that are not empty, whichever separator its first row uses.

    CellsError for an empty table, for quotes that never end, for too many rows, and for cells that
    a spreadsheet would run as a formula: one line each.
    """
    found = tuple(_read(text, name)) if text.strip() else ()
    if not found:
        raise CellsError([f"{name}:1: found nothing in any cell; {ALLOWED}"])
    problems = [
        f"{name}:{row.line}: column {column}: found {quoted(cell)}, which a spreadsheet would run "
        "as a formula; allowed plain words and numbers"
        for row in found
        for column, cell in enumerate(row.cells, 1)
        if cell.startswith(FORMULA)
    ]
    if problems:
        raise CellsError(problems)
    return found


def _read(text: str, name: str) -> Iterator[Row]:
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    count, line = 0, 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            plain = tuple(" ".join(cell.split()) for cell in cells)
            if any(plain):
                count += 1
                yield Row(begins, plain)
            if count > MOST_ROWS:
                allowed = f"allowed at most {MOST_ROWS:,}"
                raise CellsError([f"{name}:{begins}: found more rows than that; {allowed}"])
    except csv.Error as error:
        raise CellsError([f"{name}:{line}: found {error}; {ALLOWED}"]) from None
