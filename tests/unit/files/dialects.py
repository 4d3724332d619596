"""One table, written in the many ways of spreadsheets and trackers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import xlsxwriter
from hypothesis import strategies as st

Cells = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Dialect:
    """How a table is written; `file` is what it is then called."""

    separator: str = ","
    encoding: str = "utf-8"
    sep_line: bool = False
    title: tuple[str, ...] = ()
    newline: str = "\r\n"
    quoted: bool = False
    empty_columns: int = 0
    empty_before: int = 0
    blank_lines: bool = False
    header_again: bool = False
    totals: bool = False
    hard_blanks: bool = False
    workbook: bool = False

    @property
    def file(self) -> str:
        return "table.xlsx" if self.workbook else "table.csv"

    def written(self, rows: Cells) -> bytes:
        """Return the bytes of a table whose first row is its header."""
        found = [[*[""] * self.empty_before, *row, *[""] * self.empty_columns] for row in rows]
        if self.hard_blanks:
            found = [[cell.replace(" ", "\u00a0") for cell in row] for row in found]
        header, width = found[0], len(found[0])
        if self.header_again:
            found.insert(1 + len(rows) // 2, header)
        if self.totals:
            sums = [[""] * self.empty_before, ["Total"], ["12"] * (len(rows[0]) - 1)]
            found.append([cell for part in sums for cell in part])
        if self.blank_lines:
            found = [each for row in found for each in (row, [""] * width)]
        return self._workbook(found) if self.workbook else self._text(found)

    def _text(self, rows: Cells) -> bytes:
        out = io.StringIO()
        if self.sep_line:
            out.write(f"sep={self.separator}{self.newline}")
        out.writelines(f"{line}{self.newline}" for line in self.title)
        rows = [[cell.replace("\n", self.newline) for cell in row] for row in rows]
        quoting: Literal[0, 1] = csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.separator, lineterminator=self.newline,
                   quoting=quoting).writerows(rows)  # fmt: skip
        return out.getvalue().encode(self.encoding, "namereplace")

    def _workbook(self, rows: Cells) -> bytes:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            book.add_worksheet("Read me first").hide()
            sheet = book.add_worksheet("Table")
            sheet.activate()
            book.get_worksheet_by_name("Table").set_first_sheet()
            for number, row in enumerate([*([line] for line in self.title), *rows]):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
        return out.getvalue()


@st.composite
def dialects(draw: st.DrawFn) -> Dialect:
    """Any mixture of habits."""
    sep_line = draw(st.booleans())
    title = draw(
        st.sampled_from(((), ("Failures of last year",), ("Ours; May, all\tof us", "", "Export 7")))
    )
    return Dialect(
        separator=draw(st.sampled_from(",;\t|")),
        encoding=draw(
            st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"))
        ),
        sep_line=sep_line,
        title=title,
        newline=draw(st.sampled_from(("\n", "\r\n", "\r"))),
        quoted=draw(st.booleans()),
        empty_columns=draw(st.integers(0, 3)),
        empty_before=draw(st.integers(0, 1)),
        blank_lines=draw(st.booleans()),
        header_again=draw(st.booleans()),
        totals=draw(st.booleans()),
        hard_blanks=draw(st.booleans()),
        workbook=draw(st.sampled_from((False, False, False, True))),
    )
