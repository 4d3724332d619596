"""An answer as a workbook (XLSX), for those who reckon on."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from simulator.present.document import Document
from simulator.present.harmless import visible
from simulator.present.tables import TextTable

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["workbook"]

_MOST_ROWS = 100_000
"""Longer tables are left to Parquet: no spreadsheet is at ease with them."""
_WIDE = 7
_NAME = 31


def workbook(document: Document) -> bytes:
    """Return an XLSX: the answer with its tables, every parameter, and each tidy table.

    The same bytes for the same document; nothing is taken for a formula.
    """
    import datetime as dt

    import xlsxwriter

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**safe, "nan_inf_to_errors": False}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - one date
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _answer(book.add_worksheet("answer"), document, bold, wrap)
        listed = [table for part in document.doubter for table in part.tables]
        for table in listed:
            if table.name == "parameters":
                _sheet(book, "assumptions", table.columns, table.rows, bold)
        for name, rows in document.frames.items():
            columns, values = _tidy(rows)
            if name != "parameters" and len(values) <= _MOST_ROWS:
                _sheet(book, name, columns, values, bold)
    return out.getvalue()


def _answer(sheet: Any, document: Document, bold: Any, wrap: Any) -> None:
    sheet.set_column(0, 0, 34)
    said = [document.question, *document.first, document.answer, *document.lines, *document.sure,
            document.notice, document.footer, document.stamp]  # fmt: skip
    row = 0
    for text in filter(None, said):
        sheet.merge_range(row, 0, row, _WIDE, "", wrap)
        sheet.write_string(row, 0, visible(text), bold if row < 2 else wrap)
        sheet.set_row(row, 15.0 * math.ceil(len(text) / 95 + 0.2))
        row += 1
    for table in document.tables:
        sheet.write_string(row + 1, 0, visible(table.title), bold)
        row = _rows(sheet, row + 2, table.columns, _valued(table), bold)


def _valued(table: TextTable) -> Iterable[Sequence[Any]]:
    """Return the rows of a table, numbers as numbers where they are at hand."""
    if not table.exact:
        return table.rows
    return [
        [text if value is None else value for text, value in zip(row, values, strict=True)]
        for row, values in zip(table.rows, table.exact, strict=True)
    ]


def _tidy(rows: Sequence[Any] | DataFrame) -> tuple[list[str], list[Sequence[Any]]]:
    """Return the columns and rows of a tidy table."""
    import pandas as pd

    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    return [str(name) for name in frame.columns], list(frame.itertuples(index=False))


def _sheet(
    book: Any, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], bold: Any
) -> None:
    sheet = book.add_worksheet(name[:_NAME])
    if columns:
        sheet.set_column(0, len(columns) - 1, 18)
    sheet.freeze_panes(1, 0)
    _rows(sheet, 0, columns, rows, bold)


def _rows(
    sheet: Any, row: int, columns: Sequence[str], rows: Iterable[Sequence[Any]], bold: Any
) -> int:
    """Write a table from a row on; return the row after it."""
    for column, name in enumerate(columns):
        sheet.write_string(row, column, visible(name), bold)
    for values in rows:
        row += 1
        for column, value in enumerate(values):
            _cell(sheet, row, column, value)
    return row + 1


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    import numpy as np

    if isinstance(value, bool | np.bool_):
        sheet.write_boolean(row, column, bool(value))
    elif isinstance(value, int | float | np.number):
        if math.isfinite(value):
            sheet.write_number(row, column, float(value))
    elif isinstance(value, list | tuple | np.ndarray):
        sheet.write_string(row, column, visible(", ".join(map(str, value))))
    elif value is not None:
        sheet.write_string(row, column, visible(str(value)))
