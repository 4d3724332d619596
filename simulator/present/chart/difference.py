"""Plans against each other under the same luck: dot, interval, zero line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present import words
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
from simulator.present.chart.palette import GRID, INK, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["DIFFERENCE", "difference"]


def difference(ax: Axes, frame: DataFrame) -> None:
    """Draw each row's difference as a dot with its interval, beside nought and what matters.

    Columns: `label`, `side` of the better-looking plan, `best`, `low`, `high`, `wide_low` and
    `wide_high` (over what is not known; NaN without), `told` (the difference in words), and, the
    same in every row, `matters`, `less` and `more` (what the ends of the axis mean), `key` (what
    the marks are).
    """
    rows = records(frame)
    numbers = ("best", "low", "high", "wide_low", "wide_high")
    known = [row[name] for row in rows for name in numbers if math.isfinite(row[name])]
    matters = float(rows[0]["matters"]) if rows else 0.0
    ends = [*known, 0.0, -1.25 * matters, 1.25 * matters]
    reach = max(ends) - min(ends) or 1.0
    ax.set_xlim(min(ends) - 0.04 * reach, max(ends) + 0.04 * reach)
    ax.set_ylim(len(rows) - 0.35, -0.95)
    clear(ax)
    _ground(ax, matters, len(rows))
    for y, row in enumerate(rows):
        _row(ax, y, row)
    if rows:
        note(ax, -0.36 / _inches(ax), f"← {rows[0]['less']}", f"{rows[0]['more']} →")
        down = 0.75 if narrow(ax) else 0.58
        note(ax, -down / _inches(ax), str(rows[0]["key"]))


def _inches(ax: Axes) -> float:
    return float(ax.get_window_extent().height / 72.0)


def _ground(ax: Axes, matters: float, rows: int) -> None:
    """Draw the zero line and the band of what does not matter beside every mark."""
    for y in range(rows):
        heights = (y - 0.08, y + 0.3)
        ax.plot((0.0, 0.0), heights, color=INK, linewidth=1.2, zorder=1)
        if matters > 0.0:
            ax.fill_betweenx(
                heights, -matters, matters, color=GRID, alpha=0.6, linewidth=0, zorder=0
            )
    text = words.too_small(matters) if matters > 0.0 else words.NO_DIFFERENCE
    left, right = ax.get_xlim()
    half = 0.5 * width_of(ax, text, SMALL)
    middle = min(max((0.0 - left) / (right - left), half), 1.0 - half)
    write(ax, middle, -0.78, text, across=True, ha="center", fontsize=SMALL, color=QUIET)
    ax.tick_params(axis="x", length=3)
    ax.locator_params(axis="x", nbins=5 if narrow(ax) else 8)


def _row(ax: Axes, y: int, row: dict[str, Any]) -> None:
    best, low, high = (float(row[name]) for name in ("best", "low", "high"))
    wide = float(row["wide_low"]), float(row["wide_high"])
    drawn, told = ink(str(row["side"])), str(row["told"])
    if narrow(ax):
        name = fit(ax, str(row["label"]), 1.0, bold=True)
        write(ax, 0.0, y - 0.42, name, across=True, fontweight="bold")
        write(ax, 0.0, y - 0.17, fit(ax, told, 1.0, SMALL), across=True, fontsize=SMALL)
    else:
        room = 1.0 - width_of(ax, told, SMALL) - 0.02
        name = fit(ax, str(row["label"]), room * 0.96, bold=True)
        write(ax, 0.0, y - 0.3, name, across=True, fontweight="bold")
        write(ax, 1.0, y - 0.3, told, across=True, fontsize=SMALL, ha="right")
    y_mark = y + 0.11
    if all(map(math.isfinite, wide)):
        ax.plot(wide, (y_mark, y_mark), color=drawn.colour, alpha=0.35, linewidth=7, zorder=2,
                solid_capstyle="butt")  # fmt: skip
    if math.isfinite(low) and math.isfinite(high):
        ax.plot((low, high), (y_mark, y_mark), color=drawn.colour, linewidth=2.2, zorder=3)
    if math.isfinite(best):
        ax.plot((best,), (y_mark,), marker=drawn.mark if drawn.mark != "|" else "o", zorder=4,
                color=drawn.colour, markersize=8.5, markeredgecolor=PAPER)  # fmt: skip


DIFFERENCE = Drawing(
    name="difference",
    draw=difference,
    inches=lambda frame, slim: 0.35 + (0.68 if slim else 0.52) * max(1, len(frame)),
    foot=1.05,
)
