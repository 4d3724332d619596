"""Spreadsheets as rows of text."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Final

from simulator.logs.faults import fault, listed
from simulator.logs.staged import Staged

__all__ = ["read_xlsx"]

_MOST: Final = 2 * 1024**3
_MOST_TIMES: Final = 250
_FREE: Final = 64 * 1024**2


def read_xlsx(path: Path, staged: Staged, sheet: str | None) -> None:
    """Stage the rows of a sheet, of the first where none is named; its first row names columns.

    Refuses what is no whole XLSX, what swells beyond reason, and a sheet that is not there
    (LogError).
    """
    from python_calamine import CalamineWorkbook

    name = str(path)
    _check(path)
    try:
        book = CalamineWorkbook.from_path(name)
        if sheet is not None and sheet not in book.sheet_names:
            raise fault(name, f"no sheet {sheet!r}", f"one of {listed(book.sheet_names)}")
        chosen = sheet if sheet is not None else book.sheet_names[0]
        rows = book.get_sheet_by_name(chosen).iter_rows()
        header = [_text(cell) for cell in next(rows, [])]
        columns = named(header)
        for row in rows:
            told = {key: text for key, cell in zip(columns, row, strict=False)
                    if (text := _text(cell))}  # fmt: skip
            if told:
                staged.add(told)
    except fault_types() as error:
        raise fault(name, f"no whole spreadsheet ({error})", "a whole XLSX file") from None
    staged.flush()


def fault_types() -> tuple[type[Exception], ...]:
    """Return what the reader of spreadsheets raises for what it cannot read."""
    from python_calamine import CalamineError

    return (CalamineError, IndexError, zipfile.BadZipFile)


def named(header: list[str]) -> list[str]:
    """Return column names, none empty and none twice."""
    found: dict[str, None] = {}
    for number, text in enumerate(header, 1):
        name = text.strip() or f"column {number}"
        while name in found:
            name += " again"
        found[name] = None
    return list(found)


def _check(path: Path) -> None:
    """Refuse a spreadsheet that is no zip, or a bomb."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise fault(str(path), "no whole XLSX", "a whole XLSX file") from None
    if size > min(_MOST, max(_FREE, _MOST_TIMES * path.stat().st_size)):
        raise fault(str(path), f"a spreadsheet that unpacks to {size / 1e6:,.0f} MB", "CSV instead")


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell).strip()
