"""For those who carry it on: a slide per figure, a workbook, five lines to paste."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from simulator.present import captions
from simulator.present.chart.sheet import png_bytes, slide, svg_bytes
from simulator.present.document import View
from simulator.questions.compare.result import Result
from simulator.questions.compare.views import views

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["drawn", "five_lines", "workbook"]

SLIDE_ROWS = 12


def drawn(result: Result) -> dict[str, bytes]:
    """Return the figures as files by name: an SVG and a 16:9 PNG of each."""
    note = f"{result.name}. {result.told('footer')[0]}"
    files: dict[str, bytes] = {}
    for name, view in views(result).items():
        frame = view.frame
        if name == "born" and len(frame) > SLIDE_ROWS:
            # a slide is read from the back of a room; the page shows the kinds of mistakes too
            frame = frame[frame["group"] != captions.SPLITS["category"]]
        figure = slide(view.drawing, frame, title=view.title, note=note, stamp=result.stamp)
        files[f"{name}.svg"] = svg_bytes(figure, view.title)
        files[f"{name}.png"] = png_bytes(figure)
    return files


def five_lines(result: Result) -> str:
    """Return the answer as five lines of plain text."""
    seen: dict[str, View] = views(result)
    born = seen["born"].title if "born" in seen else captions.born_title(0.0, 0.0, 0.0)
    luck = [line for line in result.told("uncertainty") if not line.startswith("Simulation")]
    stamp = f" With {result.stamp}." if result.stamp else ""
    lines = (
        result.told("question")[0],
        result.told("headline")[0],
        f"{born}.",
        " ".join(luck),
        f"{result.name}: {result.told('footer')[0]}{stamp}",
    )
    return "".join(f"{' '.join(line.split())}\n" for line in lines)


def workbook(result: Result) -> bytes:
    """Return an XLSX with the sheets answer, assumptions and places; the same bytes each time."""
    import datetime as dt

    import xlsxwriter

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, {**safe, "nan_inf_to_errors": False}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - one date
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("answer")
        sheet.set_column(0, 0, 34)
        row = 0
        said = [result.told("question")[0], result.told("headline")[0], *result.told("verdict"),
                *result.told("uncertainty"), *result.told("footer"), result.stamp]  # fmt: skip
        for text in filter(None, said):
            sheet.merge_range(row, 0, row, 7, "", wrap)
            sheet.write_string(row, 0, text, bold if row < 2 else wrap)
            sheet.set_row(row, 15.0 * math.ceil(len(text) / 95 + 0.2))
            row += 1
        row = _table(sheet, row + 1, result.frames["outcomes"], bold)
        asked = result.frames["differences"]
        _table(sheet, row + 1, asked[asked["outcome"] == result.summary["outcome"]], bold)
        for name, frame in (
            ("assumptions", result.frames["parameters"]),
            ("places", result.frames["places"]),
        ):
            sheet = book.add_worksheet(name)
            sheet.set_column(0, len(frame.columns) - 1, 18)
            sheet.freeze_panes(1, 0)
            _table(sheet, 0, frame, bold)
    return out.getvalue()


def _table(sheet: Any, row: int, frame: DataFrame, bold: Any) -> int:
    """Write a frame from a row on; return the row after it. Nothing is taken for a formula."""
    for column, name in enumerate(frame.columns):
        sheet.write_string(row, column, str(name), bold)
    for index, values in enumerate(frame.itertuples(index=False), row + 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(index, column, value)
            elif isinstance(value, bool):
                sheet.write_boolean(index, column, value)
            elif math.isfinite(float(value)):
                sheet.write_number(index, column, float(value))
    return row + len(frame) + 1
