"""Tables as spreadsheets and trackers write them: rows of plain text, or every problem at once."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from os import PathLike
from typing import Final

from simulator.files.disk import read
from simulator.files.problem import CellsError
from simulator.files.sheet import is_workbook, sheet_rows

__all__ = [
    "MOST_BYTES",
    "TOTALS",
    "CellsError",
    "Row",
    "Start",
    "Table",
    "bare",
    "encoding_of",
    "header_at",
    "heading",
    "named",
    "number_in",
    "start_of",
    "table_of",
    "text_of",
]

MOST_BYTES: Final = 10_000_000
MOST_ROWS: Final = 10_000
SEPARATORS: Final = (",", ";", "\t", "|")
ALLOWED: Final = "allowed a table with commas, semicolons or tabs between its cells, or XLSX"
WESTERN: Final = "cp1252"
TOTALS: Final = frozenset(
    {"total", "totals", "grand total", "subtotal", "sum", "count", "average", "gesamt", "summe",
     "gesamtergebnis", "total général", "totale", "somme", "suma"}
)  # fmt: skip
"""What spreadsheets call a row of sums."""
_LOOKED_AT: Final = 20
"""A header stands within so many rows that hold anything."""
_SEPARATOR_TOLD: Final = re.compile(r'\s*"?sep=(.)"?\s*[,;|]*\s*', re.IGNORECASE)
_HELD_AS_TEXT: Final = re.compile(r'="(.*)"')
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\x1a"))
_WEB: Final = re.compile(r"\s*<(!doctype html|html|table|meta)\b", re.IGNORECASE)
_ONE_MARK: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_GROUPS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLAIN: Final = re.compile(r"\d+(?:[.,]\d+)?")
_SPACED: Final = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line it begins on, from 1, and its cells without outer blanks."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A header and the rows under it, each as long as the header.

    `left` is what was left out, in words, `comma` whether 1,5 stands for one and a half.
    """

    name: str
    header: Row
    rows: tuple[Row, ...]
    left: tuple[str, ...]
    comma: bool

    def place(self, row: Row, column: int) -> str:
        """Where a cell stands: `file:line: heading`."""
        found = self.header.cells[column] if column < len(self.header.cells) else ""
        return f"{self.name}:{row.line}: {found or f'column {column + 1}'}"


def bare(text: str) -> str:
    """The word behind a cell: lower case, with `_`, `-` and runs of blanks as one blank."""
    return " ".join(text.replace("_", " ").replace("-", " ").lower().split())


def heading(text: str) -> str:
    """A column's name in lower case, with one blank for all that is no letter or digit."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def number_in(text: str, *, comma: bool = False) -> float | None:
    """The number in a cell, None where there is none: 1 234, 1,234.5, 1.234,5 and 1'234 are read.

    What could be either, such as 1,234, is read by `comma`: whether it marks decimals here.
    """
    word = _SPACED.sub("", text.strip())
    if _ONE_MARK.fullmatch(word):
        other = "." if comma else ","
        return float(word.replace(other, "").replace(",", "."))
    if _GROUPS.fullmatch(word):
        decimal = max(word.rfind("."), word.rfind(","))
        if word.count(word[decimal]) > 1:
            return float(re.sub(r"[.,]", "", word))
        return float(re.sub(r"[.,]", "", word[:decimal]) + "." + word[decimal + 1 :])
    return float(word.replace(",", ".")) if _PLAIN.fullmatch(word) else None


def encoding_of(beginning: bytes) -> tuple[str, bool]:
    """In which encoding a text seems to be by its first bytes, and whether that is sure."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    even, odd = (beginning[:4000][start::2].count(0) for start in (0, 1))
    if even + odd:
        return ("utf-16-le" if odd > even else "utf-16-be"), True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return WESTERN, False
    return "utf-8", True


def text_of(path: str | PathLike[str]) -> str:
    """The text of a table's file, a workbook's first sheet with a line a row and commas between.

    CellsError when it is empty, too big or no text; OSError when it cannot be opened.
    """
    name = str(path)
    content = read(path, MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        found = f"more than {MOST_BYTES // 1_000_000} MB"
        raise CellsError([f"{name}:1: found {found}; {ALLOWED}"])
    text = _sheet(content, name) if is_workbook(content) else _decoded(content, name)
    if not text.strip():
        raise CellsError([f"{name}:1: found an empty file; {ALLOWED}"])
    return text


def _sheet(content: bytes, name: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(sheet_rows(content, name))
    return out.getvalue()


def _decoded(content: bytes, name: str) -> str:
    encoding, _ = encoding_of(content)
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        allowed = "allowed a text in UTF-8 (CSV UTF-8 in a spreadsheet)"
        raise CellsError([f"{name}:{line}: found bytes that are no text; {allowed}"]) from None
    if "\0" in text:
        raise CellsError([f"{name}:1: found bytes that are no text; {ALLOWED}"])
    if _WEB.match(text):
        told = "found a web page, as trackers export for spreadsheets"
        raise CellsError(
            [f"{name}:1: {told}; allowed its export as CSV, or the file saved as XLSX"]
        )
    return text


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """How a text begins: what separates its cells, its header, and the lines before the first row.

    `width` is how many cells the rows have.
    """

    separator: str
    header: Row
    lines: int
    width: int


def start_of(
    text: str, name: str, known: Collection[str] = (), separator: str | None = None
) -> Start:
    """How a table too large to be held begins, by its first lines.

    The header is the row, of the first twenty, with the most cells whose `heading` is `known`;
    where none is, the first with more than one cell filled. CellsError when nothing is in it.
    """
    separator = separator or _separator(text, known)
    rows: list[Row] = []
    with suppress(CellsError):
        rows.extend(islice(_filled(text, name, separator), 3 * _LOOKED_AT))
    if not rows:
        raise CellsError([f"{name}:1: found nothing in any cell; {ALLOWED}"])
    at = header_at([row.cells for row in rows], known)
    header, after = rows[at], rows[at + 1 :]
    return Start(
        separator=separator,
        header=header,
        lines=after[0].line - 1 if after else text.count("\n") + 1,
        width=max(len(row.cells) for row in (header, *after)),
    )


def named(header: Sequence[str], width: int = 0) -> tuple[str, ...]:
    """A name for each column, `width` at least, none empty and none twice."""
    found: dict[str, None] = {}
    for number, text in enumerate((*header, *[""] * (width - len(header))), 1):
        name = text.strip() or f"column {number}"
        while name in found:
            name += " again"
        found[name] = None
    return tuple(found)


def table_of(text: str, name: str, known: Collection[str] | None = None) -> Table:
    """The table in a text, whichever way a spreadsheet wrote it.

    Lines above the header, empty rows and columns, repeated headers and rows of totals are left
    out; `known` are the headings by which the header is found (`start_of`), without any what stands
    in the first column. CellsError for an empty table, quotes that never end, too many rows, and
    rows with more cells than their header.
    """
    separator = _separator(text, known or ())
    found = list(_filled(text, name, separator))
    if not found:
        raise CellsError([f"{name}:1: found nothing in any cell; {ALLOWED}"])
    begin = [next(at for at, cell in enumerate(row.cells) if cell) for row in found]
    begun = {heading(row.cells[at]) for row, at in zip(found, begin, strict=True)} - {""}
    at = header_at([row.cells for row in found], begun if known is None else known)
    header, *rows = [Row(row.line, row.cells[min(begin[at:]) :]) for row in found[at:]]
    same = tuple(map(heading, header.cells))
    again = [row for row in rows if tuple(map(heading, row.cells)) == same]
    totals = [row for row in rows if _is_total(row) and heading(row.cells[0]) not in (known or ())]
    aside = {row.line for row in (*again, *totals)}
    rows = [row for row in rows if row.line not in aside]
    wide = [row for row in rows if any(row.cells[len(header.cells) :])]
    if wide:
        allowed = f"allowed {len(header.cells)}, one a column, and quotes around a text with "
        sign = {"\t": "a tab", ",": "a comma", ";": "a semicolon"}.get(separator, separator)
        raise CellsError(
            f"{name}:{row.line}: found {len(row.cells)} cells; {allowed}{sign} in it"
            for row in wide
        )
    told = [
        (at, "line above the header", "lines above the header"),
        (len(again), "repeated header", "repeated headers"),
        (len(totals), "row of totals", "rows of totals"),
    ]
    left = tuple(f"{n} {one if n == 1 else many}" for n, one, many in told if n)
    width = len(header.cells)
    padded = tuple(
        Row(row.line, (*row.cells[:width], *("",) * (width - len(row.cells)))) for row in rows
    )
    return Table(name=name, header=header, rows=padded, left=left, comma=separator == ";")


def _is_total(row: Row) -> bool:
    first, *others = (cell for cell in row.cells if cell)
    return heading(first) in TOTALS and all(
        number_in(cell.removesuffix("%")) is not None for cell in others
    )


def header_at(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """Which of some rows of cells is the header, as `start_of` says."""
    some = rows[:_LOOKED_AT]
    hits = [_hits(cells, known) for cells in some]
    if max(hits, default=0):
        return hits.index(max(hits))
    return next((at for at, cells in enumerate(some) if sum(map(bool, cells)) > 1), 0)


def _hits(cells: Sequence[str], known: Collection[str]) -> int:
    return len({heading(cell) for cell in cells} & set(known))


def _separator(text: str, known: Collection[str]) -> str:
    """What separates cells: as the first line says, else what gives the most even rows."""
    told = _SEPARATOR_TOLD.fullmatch(text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r"))
    if told:
        return told[1]

    def fit(separator: str) -> tuple[int, int, int, int]:
        rows: list[Row] = []
        with suppress(CellsError):
            rows.extend(islice(_filled(text, "", separator), 50))
        widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
        width, even = max(widths.items(), key=lambda each: each[::-1], default=(0, 0))
        hits = max((_hits(row.cells, known) for row in rows[:_LOOKED_AT]), default=0)
        return hits, even, width, text.count(separator)

    return max(SEPARATORS, key=fit)


def _filled(text: str, name: str, separator: str) -> Iterator[Row]:
    """Every row that holds anything, but the one that says what separates cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    count, line = 0, 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            plain = tuple(map(_plain, cells))
            if not any(plain) or (count == 0 and plain[0].lower().startswith("sep=")):
                continue
            count += 1
            yield Row(begins, plain)
            if count > MOST_ROWS:
                allowed = f"allowed at most {MOST_ROWS:,}"
                raise CellsError([f"{name}:{begins}: found more rows than that; {allowed}"])
    except csv.Error as error:
        raise CellsError([f"{name}:{line}: found {error}; {ALLOWED}"]) from None


def _plain(cell: str) -> str:
    """A cell's text: one blank for any, letters composed, nothing unseen, no mark of a text."""
    text = unicodedata.normalize("NFC", " ".join(cell.translate(_UNSEEN).split()))
    held = _HELD_AS_TEXT.fullmatch(text)
    if held:
        return held[1].replace('""', '"').strip()
    return text[1:] if text[:1] == "'" and text[1:2] in {*"=+-@"} else text
