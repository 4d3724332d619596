"""A document as a file of its folder, and back: JSON, with its figures' rows as Parquet beside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.files import disk
from simulator.present.chart.sheet import Drawing
from simulator.present.document import Document, Section, View
from simulator.present.folder import FolderError, as_text
from simulator.present.tables import TextTable

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["read_document", "write_document"]

FILE, FIGURES = "document.json", "figures"
_TEXTS = ("name", "question", "headline", "known", "notice", "footer", "stamp")
_LINES = ("first", "lines", "sure", "points", "own")


def write_document(folder: Path, document: Document) -> None:
    """Write a document into a folder: its words and tables, tidy tables, and figures' rows."""
    frames = {name: _frame(rows) for name, rows in document.frames.items()}
    for name, frame in frames.items():
        _write_frame(folder / f"{name}.parquet", frame)
    drawn = folder / FIGURES
    drawn.mkdir(exist_ok=True)
    for name, view in document.figures.items():
        _write_frame(drawn / f"{name}.parquet", view.frame)
        if view.slide is not None:
            _write_frame(drawn / f"{name}-slide.parquet", view.slide)
    (folder / FILE).write_bytes(as_text(_plain(document, list(frames))).encode())


def read_document(folder: Path, drawings: Mapping[str, Drawing]) -> Document:
    """Return the document that a folder holds, its figures among `drawings` by name.

    FolderError where there is none, or one that is not whole.
    """
    try:
        found = json.loads(disk.read(folder / FILE))
        return _document(found, folder, drawings)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(f"{folder} holds no whole answer of a question") from error


def _plain(document: Document, frames: list[str]) -> dict[str, Any]:
    return {
        **{name: getattr(document, name) for name in (*_TEXTS, *_LINES)},
        "tables": [asdict(table) for table in document.tables],
        "views": [
            {
                "name": name,
                "drawing": view.drawing.name,
                "title": view.title,
                "told": view.told,
                "message": view.message,
                "slide": view.slide is not None,
                "private": view.private,
            }
            for name, view in document.figures.items()
        ],
        "sections": [asdict(section) for section in document.sections],
        "doubter": [asdict(section) for section in document.doubter],
        "sheet": document.sheet,
        "names": dict(document.names),
        "frames": frames,
    }


def _document(found: Any, folder: Path, drawings: Mapping[str, Drawing]) -> Document:
    texts: dict[str, Any] = {name: str(found[name]) for name in _TEXTS}
    lines: dict[str, Any] = {name: tuple(map(str, found[name])) for name in _LINES}
    return Document(
        **texts,
        **lines,
        tables=tuple(map(_table, found["tables"])),
        views=tuple(_view(view, folder / FIGURES, drawings) for view in found["views"]),
        sections=tuple(map(_section, found["sections"])),
        doubter=tuple(map(_section, found["doubter"])),
        sheet=bool(found["sheet"]),
        names={str(name): str(what) for name, what in found["names"].items()},
        frames={str(name): _read_frame(folder / f"{name}.parquet") for name in found["frames"]},
    )


def _view(found: Any, folder: Path, drawings: Mapping[str, Drawing]) -> View:
    name = str(found["name"])
    return View(
        called=name,
        drawing=drawings[str(found["drawing"])],
        frame=_read_frame(folder / f"{name}.parquet"),
        title=str(found["title"]),
        told=str(found["told"]),
        message=str(found["message"]),
        slide=_read_frame(folder / f"{name}-slide.parquet") if found["slide"] else None,
        private=bool(found["private"]),
    )


def _section(found: Any) -> Section:
    return Section(
        title=str(found["title"]),
        lines=tuple(map(str, found["lines"])),
        view=str(found["view"]),
        tables=tuple(map(_table, found["tables"])),
        name=str(found["name"]),
        stamped=bool(found["stamped"]),
        private=bool(found["private"]),
    )


def _table(found: Any) -> TextTable:
    return TextTable(
        title=str(found["title"]),
        columns=tuple(map(str, found["columns"])),
        rows=tuple(tuple(map(str, row)) for row in found["rows"]),
        text=tuple(map(str, found["text"])),
        exact=tuple(tuple(row) for row in found["exact"]),
        name=str(found["name"]),
        own=tuple(map(str, found["own"])),
        private=bool(found["private"]),
        detail=bool(found.get("detail")),
    )


def _frame(rows: Any) -> DataFrame:
    import pandas as pd

    return rows if isinstance(rows, pd.DataFrame) else pd.DataFrame([dict(row) for row in rows])


def _write_frame(path: Path, frame: DataFrame) -> None:
    """Write a frame as Parquet: the same bytes for the same frame."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    with disk.writing(path) as part:
        pq.write_table(table.replace_schema_metadata(None), part)


def _read_frame(path: Path) -> DataFrame:
    import pandas as pd

    return pd.read_parquet(path)
