"""What to do next: places by what a person-day averts there, equals under one heading."""

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
from simulator.present.chart.palette import FAINT, INK, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["RANKING", "ranking"]

_HEAD = 0.45


def ranking(ax: Axes, frame: DataFrame) -> None:
    """Draw each place as a dot with its interval; places that share a rank stand together.

    Columns: `group` (the heading of a rank), `where`, `what`, `side`, `best`, `low`, `high`,
    `told`, and, the same in every row, `unit` (what the axis counts) and `key` (the marks).
    """
    rows = records(frame)
    known = [float(row[key]) for row in rows for key in ("best", "low", "high")]
    ends = [value for value in known if math.isfinite(value)] + [0.0]
    reach = (max(ends) - min(ends)) or 1.0
    ax.set_xlim(min(ends) - 0.03 * reach, max(ends) + 0.03 * reach)
    groups = list(dict.fromkeys(str(row["group"]) for row in rows))
    ax.set_ylim(len(rows) + _HEAD * len(groups) - 0.4, -0.5)
    clear(ax)
    ax.tick_params(axis="x", length=3)
    ax.locator_params(axis="x", nbins=5 if narrow(ax) else 8)
    y = 0.0
    for index, group in enumerate(groups):
        members = [row for row in rows if row["group"] == group]
        if index % 2 == 0:
            ax.axhspan(
                y - 0.45, y + _HEAD + len(members) - 0.5, color=FAINT, zorder=-1, linewidth=0
            )
        shown = fit(ax, group, 0.98, SMALL)
        write(ax, 0.01, y - 0.2, shown, across=True, fontsize=SMALL, color=QUIET)
        y += _HEAD
        for row in members:
            _row(ax, y, row)
            y += 1.0
    if rows:
        inch = ax.get_window_extent().height / 72.0
        note(ax, -0.36 / inch, str(rows[0]["unit"]))
        note(ax, -(0.72 if narrow(ax) else 0.56) / inch, str(rows[0]["key"]))


def _row(ax: Axes, y: float, row: dict[str, Any]) -> None:
    best, low, high = (float(row[name]) for name in ("best", "low", "high"))
    drawn, told, where = ink(str(row["side"])), str(row["told"]), str(row["where"])
    what = str(row["what"])
    if narrow(ax):
        write(ax, 0.01, y - 0.28, fit(ax, where, 0.95, SMALL, bold=True), across=True,
              fontsize=SMALL, fontweight="bold")  # fmt: skip
        write(ax, 0.01, y - 0.08, fit(ax, what, 0.97, SMALL), across=True, fontsize=SMALL)
        write(ax, 0.01, y + 0.12, fit(ax, told, 0.97, SMALL), across=True, fontsize=SMALL)
    else:
        room = 0.97 - width_of(ax, told, SMALL)
        write(ax, 0.01, y - 0.26, fit(ax, where, room * 0.96, bold=True), across=True,
              fontweight="bold")  # fmt: skip
        write(ax, 0.99, y - 0.26, told, across=True, fontsize=SMALL, ha="right")
        write(ax, 0.01, y + 0.02, fit(ax, what, 0.97, SMALL), across=True, fontsize=SMALL)
    mark = y + 0.32 if narrow(ax) else y + 0.28
    ax.plot((0.0, 0.0), (mark - 0.1, mark + 0.1), color=INK, linewidth=1.2, zorder=1)
    if math.isfinite(low) and math.isfinite(high):
        ax.plot((low, high), (mark, mark), color=drawn.colour, linewidth=2.2, zorder=3)
    if math.isfinite(best):
        ax.plot((best,), (mark,), marker=drawn.mark, markersize=7.5, color=drawn.colour,
                markeredgecolor=PAPER, zorder=4)  # fmt: skip


def _inches(frame: DataFrame, slim: bool) -> float:
    groups = frame["group"].nunique() if len(frame) else 0
    return (0.88 if slim else 0.62) * (len(frame) + _HEAD * groups + 0.1)


RANKING = Drawing(name="ranking", draw=ranking, inches=_inches, foot=0.85)
