"""What every page is made of: cells, tables, figures, and data that cannot break out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.present import captions
from simulator.present.chart.lettering import records
from simulator.present.chart.sheet import inline_svg, page_figure
from simulator.present.document import View

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Cell", "Grid", "figure", "parameters", "safe"]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: what is read, and the number behind it where there is one.

    `number` sets text as a number although the exact number is not at hand.
    """

    text: str
    value: float | None = None
    head: bool = False
    number: bool = False

    @property
    def exact(self) -> str | None:
        """The number with every digit, as JSON writes it."""
        return None if self.value is None else repr(self.value)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One table: its id, caption, columns, and rows whose first cell names them."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def figure(view: View) -> dict[str, Any]:
    """Return a figure drawn for the page and for a telephone, with its name and message."""
    from markupsafe import Markup

    name = view.drawing.name
    told = f"{view.title}: {view.told}"
    wide, slim = (
        inline_svg(page_figure(view.drawing, view.frame, narrow=slim), f"{name}-{kind}", told)
        for kind, slim in (("wide", False), ("slim", True))
    )
    # our own drawing; its texts were escaped when it was drawn
    drawn = {"wide": Markup(wide), "slim": Markup(slim)}  # noqa: S704
    return {"name": name, "title": view.title, **drawn}


def safe(summary: Any) -> Any:
    """Return the summary as JSON that cannot end the element it stands in."""
    from markupsafe import Markup

    text = json.dumps(summary, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that means something to HTML is escaped


def parameters(found: DataFrame) -> Grid:
    """Return the table of every parameter of a scenario."""
    rows = tuple(
        (
            Cell(text=str(row["parameter"]), head=True),
            Cell(text=str(row["meaning"])),
            Cell(text=str(row["places"])),
            Cell(text=str(row["value"])),
            Cell(text=_range(str(row["low"]), str(row["high"]))),
            Cell(text=str(row["status"])),
            Cell(text=str(row["source"])),
        )
        for row in records(found)
    )
    columns = ("parameter", "meaning", "where", "value", "range", "status", "source or reason")
    return Grid(
        name="parameters", caption=captions.PAGE["parameters_caption"], columns=columns, rows=rows
    )


def _range(low: str, high: str) -> str:
    return f"{low} to {high}" if low or high else "–"
