"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) as rows of text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from simulator.files.problem import CellsError
from simulator.scenario.tree import quoted

__all__ = ["is_workbook", "sheet_rows"]

_MOST: Final = 2 * 1024**3
_MOST_TIMES: Final = 250
_FREE: Final = 64 * 1024**2
_BEGINNINGS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_workbook(beginning: bytes) -> bool:
    """Return whether a file that begins so is a workbook, whatever it is called."""
    return beginning.startswith(_BEGINNINGS)


def sheet_rows(source: Path | bytes, name: str, sheet: str | None = None) -> Iterator[list[str]]:
    """Yield every row of a sheet as plain text, empty ones too: the first is line 1.

    Without `sheet` it is the first one that is seen and holds anything. Dates come as 2026-01-05
    08:00:00, whole numbers without a point, line breaks within a cell as blanks. Refuses what is no
    whole workbook, what swells beyond reason, and a sheet that is not there (CellsError).
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _check(source, name)
    try:
        if isinstance(source, Path):
            book = CalamineWorkbook.from_path(str(source))
        else:
            book = CalamineWorkbook.from_filelike(io.BytesIO(source))
        if sheet is not None and sheet not in book.sheet_names:
            told = ", ".join(map(quoted, book.sheet_names[:20]))
            raise CellsError([f"{name}: found no sheet {quoted(sheet)}; allowed one of {told}"])
        for row in book.get_sheet_by_name(sheet or _first(book)).iter_rows():
            yield [_text(cell) for cell in row]
    except (CalamineError, IndexError, zipfile.BadZipFile) as error:
        allowed = "allowed a whole XLSX file"
        raise CellsError([f"{name}: found no whole spreadsheet ({error}); {allowed}"]) from None


def _first(book: Any) -> str:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    seen = [
        str(each.name)
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
    ]
    filled = (each for each in seen if book.get_sheet_by_name(each).height)
    return next(filled, (seen or book.sheet_names)[0])


def _check(source: Path | bytes, name: str) -> None:
    """Refuse a spreadsheet that is no zip where it should be one, or a bomb."""
    held, whole = (source, source.stat().st_size) if isinstance(source, Path) else (
        io.BytesIO(source), len(source)
    )  # fmt: skip
    if isinstance(source, bytes) and source.startswith(_BEGINNINGS[1]):
        return
    try:
        with zipfile.ZipFile(held) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise CellsError([f"{name}: found no whole XLSX; allowed a whole XLSX file"]) from None
    if size > min(_MOST, max(_FREE, _MOST_TIMES * whole)):
        told = f"found a spreadsheet that unpacks to {size / 1e6:,.0f} MB"
        raise CellsError([f"{name}: {told}; allowed CSV instead"])


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return "" if cell is None else " ".join(str(cell).split())
