"""What every page is made of: cells, tables, figures, and data that cannot break out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulator.present.chart.sheet import inline_svg, page_figure
from simulator.present.document import View
from simulator.present.harmless import upright, visible
from simulator.present.tables import TextTable

__all__ = ["Cell", "Grid", "figure", "grid", "readable", "safe"]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell: what is read, and the number behind it where there is one.

    `number` sets text as a number although the exact number is not at hand; `head` names the row.
    """

    text: str
    value: float | None
    head: bool
    number: bool

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


def grid(name: str, table: TextTable) -> Grid:
    """Return a table for the page, called `name` where it has no name of its own."""
    plain = {0, *(n for n, column in enumerate(table.columns) if column in table.text)}
    exact = table.exact or ((None,) * len(table.columns),) * len(table.rows)
    rows = tuple(
        tuple(
            Cell(text=text, value=value, head=n == 0, number=n not in plain)
            for n, (text, value) in enumerate(zip(row, values, strict=True))
        )
        for row, values in zip(table.rows, exact, strict=True)
    )
    return Grid(name=table.name or name, caption=table.title, columns=table.columns, rows=rows)


def figure(view: View) -> dict[str, Any]:
    """Return a figure drawn for the page and for a telephone, with its name and message."""
    from markupsafe import Markup

    name = view.name
    told = readable(f"{view.title}: {view.told}")
    wide, slim = (
        inline_svg(page_figure(view.drawing, view.frame, narrow=slim), f"{name}-{kind}", told)
        for kind, slim in (("wide", False), ("slim", True))
    )
    # our own drawing; its texts were escaped when it was drawn
    drawn = {"wide": Markup(wide), "slim": Markup(slim)}  # noqa: S704
    return {"name": name, "title": view.title, **drawn}


def readable(value: Any) -> Any:
    """Return a text of a page so that it does nothing but be read; anything else as it is."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return upright(visible(value))
    return value


def safe(summary: Any) -> Any:
    """Return the summary as JSON that cannot end the element it stands in."""
    from markupsafe import Markup

    text = json.dumps(summary, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - every sign that means something to HTML is escaped
