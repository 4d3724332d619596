"""Shares of reviewed failures: dot and interval of what was told, bar of what stays open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import (
    SMALL,
    clear,
    fit,
    narrow,
    note,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import GRID, PAPER, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["SHARES", "shares"]


def shares(ax: Axes, frame: DataFrame) -> None:
    """Draw a row a side on one axis of percent.

    Columns: `label`, `side`, `best`, `low`, `high` (told ones, 95 %; NaN without), `least` and
    `most` (every open one elsewhere, or here), `told` (the row in words) and, the same in every
    row, `key` (what the marks are). All shares in percent.
    """
    rows = records(frame)
    ax.set_xlim(-2.0, 102.0)
    ax.set_ylim(len(rows) - 0.3, -0.75)
    clear(ax)
    ax.set_xticks((0, 25, 50, 75, 100), ("0 %", "25 %", "50 %", "75 %", "100 %"))
    ax.tick_params(axis="x", length=3)
    for y, row in enumerate(rows):
        _row(ax, y, row)
    if rows:
        note(ax, -0.36 / _inches(ax), str(rows[0]["key"]))


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _row(ax: Axes, y: int, row: dict[str, Any]) -> None:
    drawn, told = ink(str(row["side"])), str(row["told"])
    if narrow(ax):
        write(ax, 0.0, y - 0.5, fit(ax, str(row["label"]), 1.0, bold=True), across=True,
              fontweight="bold")  # fmt: skip
        write(ax, 0.0, y - 0.24, fit(ax, told, 1.0, SMALL), across=True, fontsize=SMALL)
    else:
        room = 1.0 - width_of(ax, told, SMALL) - 0.02
        write(ax, 0.0, y - 0.35, fit(ax, str(row["label"]), room, bold=True), across=True,
              fontweight="bold")  # fmt: skip
        write(ax, 1.0, y - 0.35, told, across=True, fontsize=SMALL, ha="right")
    mark = y + 0.08
    ax.plot((0, 100), (mark, mark), color=GRID, linewidth=1.0, zorder=1)
    ends = float(row["least"]), float(row["most"])
    ax.plot(ends, (mark, mark), color=drawn.colour, alpha=0.35, linewidth=8, zorder=2,
            solid_capstyle="butt")  # fmt: skip
    best, low, high = (float(row[name]) for name in ("best", "low", "high"))
    if math.isfinite(best):
        ax.plot((low, high), (mark, mark), color=drawn.colour, linewidth=2.2, zorder=3)
        ax.plot((best,), (mark,), marker=drawn.mark if drawn.mark != "|" else "D", zorder=4,
                color=drawn.colour, markersize=8.0, markeredgecolor=PAPER)  # fmt: skip


SHARES = Drawing(
    name="shares",
    draw=shares,
    inches=lambda frame, slim: 0.3 + (0.72 if slim else 0.58) * max(1, len(frame)),
    foot=0.72,
)
