"""The account of failures: where they start, and what would be gone without each place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import (
    LABEL,
    SMALL,
    clear,
    fit,
    narrow,
    note,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import GRID, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["ACCOUNT", "account"]

NAMES, TOLD = 0.33, 0.21
"""The shares of a wide figure's width that names and numbers take; the scale has the rest."""
_LINE, _HEAD, _SLIM = 0.25, 1.35, 1.75
"""The height [in] of one row, and how many of them a heading and a row on a telephone take."""


def account(ax: Axes, frame: DataFrame) -> None:
    """Draw one row a part of the account: where it starts, and what would be gone without it.

    Columns: `group` (a heading), `heads` (what the numbers of the group are), `label`, `side` (how
    it is drawn), `value` (a filled mark), `other` (a hollow one; NaN without), `low` and `high` (of
    the last of both; NaN without), `told` (the numbers in words) and, the same in every row, `key`.
    """
    rows, slim = records(frame), narrow(ax)
    known = [row[name] for row in rows for name in ("value", "other", "low", "high")
             if math.isfinite(row[name])]  # fmt: skip
    least, most = min([0.0, *known]), max([0.0, *known]) or 1.0
    start, end = (0.01, 0.985) if slim else (NAMES, 1.0 - TOLD)
    width = (most - least) / (end - start) if most > least else 1.0
    ax.set_xlim(least - start * width, most + (1.0 - end) * width)
    ax.set_ylim(_rows(rows, slim=slim), 0.0)
    clear(ax, x=False)
    y, group = 0.0, ""
    for row in rows:
        if row["group"] != group:
            y += _HEAD - 1.0 if group else 0.0
            group = str(row["group"])
            _heading(ax, y, group, str(row["heads"]))
            y += _HEAD
        _row(ax, y, row)
        y += _SLIM if slim else 1.0
    if rows:
        note(ax, -0.08 / float(ax.get_window_extent().height / 72.0), str(rows[0]["key"]))


def _rows(rows: list[dict[str, Any]], *, slim: bool) -> float:
    """Return the figure's height in rows."""
    groups = len({row["group"] for row in rows})
    heads = groups * _HEAD + max(0, groups - 1) * (_HEAD - 1.0)
    return max(1.0, heads + len(rows) * (_SLIM if slim else 1.0))


def _heading(ax: Axes, y: float, group: str, heads: str) -> None:
    room = 1.0 - width_of(ax, heads, SMALL) - 0.02
    name = fit(ax, group, room, bold=True)
    write(ax, 0.0, y + 0.5, name, across=True, fontweight="bold")
    write(ax, 1.0, y + 0.5, heads, across=True, ha="right", fontsize=SMALL, color=QUIET)
    ax.plot((0.0, 1.0), (y + 1.0,) * 2, color=GRID, linewidth=0.8,
            transform=ax.get_yaxis_transform())  # fmt: skip


def _row(ax: Axes, y: float, row: dict[str, Any]) -> None:
    drawn, slim, told = ink(str(row["side"])), narrow(ax), str(row["told"])
    room = 1.0 - width_of(ax, told, SMALL) - 0.02 if slim else NAMES - 0.02
    size = LABEL if width_of(ax, str(row["label"])) < room else SMALL
    write(ax, 0.0, y + 0.45, fit(ax, str(row["label"]), room, size), across=True,
          color=drawn.text, fontsize=size)  # fmt: skip
    write(ax, 1.0, y + 0.45, told, across=True, ha="right", fontsize=SMALL)
    at = y + (1.2 if slim else 0.5)
    ax.plot((0.0, 0.0), (at - 0.35, at + 0.35), color=QUIET, linewidth=0.8, zorder=1)
    mark = drawn.mark if drawn.mark != "|" else "o"
    value, other = float(row["value"]), float(row["other"])
    if math.isfinite(value):
        ax.plot((0.0, value), (at, at), color=drawn.colour, linestyle=drawn.dash, linewidth=2.6,
                dash_capstyle="butt", solid_capstyle="butt", zorder=2)  # fmt: skip
    if math.isfinite(row["low"]) and math.isfinite(row["high"]):
        ax.plot((row["low"], row["high"]), (at, at), color=drawn.text, linewidth=1.1, zorder=3)
    if math.isfinite(other):
        ax.plot((other,), (at,), marker=mark, markersize=7.5, color=PAPER, linestyle="none",
                markeredgecolor=drawn.text, markeredgewidth=1.5, zorder=4)  # fmt: skip
    if math.isfinite(value):
        ax.plot((value,), (at,), marker=mark, markersize=7.5, color=drawn.colour,
                linestyle="none", markeredgecolor=PAPER, markeredgewidth=0.7, zorder=5)  # fmt: skip


ACCOUNT = Drawing(
    name="account",
    draw=account,
    inches=lambda frame, slim: _LINE * _rows(records(frame), slim=slim),
    foot=0.42,
)
