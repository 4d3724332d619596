"""Answers as a notebook shows them: plain HTML, every name escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.present.tables import TextTable

__all__ = ["paragraphs", "table", "tables"]


def paragraphs(*texts: str, title: str = "") -> str:
    """Return texts as paragraphs under a title; empty ones are left out."""
    heading = f"<h4>{escape(title)}</h4>" if title else ""
    return heading + "".join(f"<p>{escape(text)}</p>" for text in texts if text)


def table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    text: Sequence[str] | None = None,
) -> str:
    """Return rows as a table; columns but the first are numbers where `text` does not name them.

    Without `text` all columns are text.
    """
    sides = [
        "left" if index == 0 or text is None or column in text else "right"
        for index, column in enumerate(columns)
    ]
    head = "".join(
        f'<th scope="col" style="text-align:{side}">{escape(column)}</th>'
        for column, side in zip(columns, sides, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align:{side}">{escape(cell)}</td>'
            for cell, side in zip(row, sides, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table><caption style="text-align:left">{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def tables(several: Sequence[TextTable]) -> str:
    """Return text tables one after another."""
    return "".join(table(each.title, each.columns, each.rows, each.text) for each in several)
