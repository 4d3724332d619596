"""What each budget reaches: curves against person-days, with dots and where they stop paying."""

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
from simulator.present.chart.palette import GRID, INK, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["FRONTIER", "curves", "height"]

_ROW = 0.15
"""Room under the curves for each span, as a share of their height."""


def curves(ax: Axes, frame: DataFrame) -> None:
    """Draw lines with their bands, dots on them, and under them a span for each that has one.

    Columns: `kind` (line, dot or span), `side` (its ink), `label`, `x`, `best`, `low`, `high` (of a
    span: of x), and, the same in every row, `x_unit` and `y_unit`.
    """
    rows = records(frame)
    lines = [row for row in rows if row["kind"] == "line"]
    spans = [row for row in rows if row["kind"] == "span"]
    most = max((float(row["x"]) for row in lines), default=1.0) or 1.0
    tops = [float(row[key]) for row in lines for key in ("best", "high", "low")]
    known = [value for value in tops if math.isfinite(value)] or [1.0]
    low, high = min(0.0, *known), max(0.0, *known)
    reach = (high - low) or 1.0
    pad = 0.13 if narrow(ax) else 0.075
    ax.set_xlim(-most * pad / (1.0 - pad), most)
    sink = reach * (0.04 + _crowded(lines, low, reach))
    ax.set_ylim(low - sink - reach * _ROW * len(spans), high + 0.24 * reach)
    clear(ax)
    _ground(ax, most, low, high)
    if rows:
        unit = fit(ax, str(rows[0]["y_unit"]), 1.0, SMALL)
        top = high + 0.19 * reach
        write(ax, 0.0, top, unit, across=True, fontsize=SMALL, color=QUIET)
        note(ax, -0.36 * 72.0 / ax.get_window_extent().height, str(rows[0]["x_unit"]))
    for side in dict.fromkeys(str(row["side"]) for row in lines):
        _line(ax, side, [row for row in lines if row["side"] == side], lines)
    for row in rows:
        if row["kind"] == "dot":
            _dot(ax, row, most, reach)
    for index, row in enumerate(spans):
        _span(ax, low - sink - reach * (0.02 + _ROW * (index + 0.4)), row, most)


def _crowded(lines: list[dict[str, Any]], low: float, reach: float) -> float:
    """Return the room that the lower line's name needs under it, where there is none."""
    last = {str(row["side"]): float(row["best"]) for row in lines if row["label"]}
    return 0.12 if len(last) > 1 and min(last.values()) < low + 0.15 * reach else 0.0


def _ground(ax: Axes, most: float, low: float, high: float) -> None:
    from matplotlib.ticker import MaxNLocator

    wide = 4 if narrow(ax) else 7
    ticks = [t for t in MaxNLocator(wide).tick_values(0.0, most) if 0.0 <= t <= most * 1.0001]
    ax.set_xticks(ticks, [f"{t:,g}" for t in ticks])
    labels = ax.get_xticklabels()
    if labels and ticks[-1] > 0.96 * most:
        labels[-1].set_horizontalalignment("right")
    ax.spines["bottom"].set_bounds(0.0, most)
    ax.tick_params(axis="x", length=3)
    for value in MaxNLocator(4).tick_values(low, high):
        if low <= value <= high * 1.0001:
            zero = value == 0.0
            ax.plot((0.0, most), (value, value), color=QUIET if zero else GRID,
                    linewidth=1.0 if zero else 0.7, zorder=0)  # fmt: skip
            left = -0.012 * most
            write(ax, left, value, f"{value:,g}", ha="right", fontsize=SMALL, color=QUIET)


def _line(ax: Axes, side: str, rows: list[dict[str, Any]], every: list[dict[str, Any]]) -> None:
    drawn = ink(side)
    x = [float(row["x"]) for row in rows]
    best = [float(row["best"]) for row in rows]
    low, high = ([float(row[key]) for row in rows] for key in ("low", "high"))
    if all(map(math.isfinite, (*low, *high))):
        ax.fill_between(x, low, high, color=drawn.colour, alpha=0.18, linewidth=0, zorder=1)
    ax.plot(x, best, color=drawn.colour, linestyle=drawn.dash, linewidth=2.0, zorder=3)
    others = [float(row["best"]) for row in every if row["side"] != side and row["x"] == x[-1]]
    above = all(best[-1] >= other for other in others)
    bottom, top = ax.get_ylim()
    away = 0.055 * (top - bottom) * (1.0 if above else -1.0)
    edge = max(high[-1], best[-1]) if above else min(low[-1], best[-1])
    edge = best[-1] if math.isnan(edge) else edge
    text = fit(ax, str(rows[0]["label"]), 0.6, bold=True)
    if not text:
        return
    toward = "right" if x[-1] > 0.5 * ax.get_xlim()[1] else "left"
    write(ax, x[-1], edge + away, text, ha=toward, color=drawn.text, fontweight="bold")


def _dot(ax: Axes, row: dict[str, Any], most: float, reach: float) -> None:
    drawn = ink(str(row["side"]))
    x, y = float(row["x"]), float(row["best"])
    ax.plot((x,), (y,), marker=drawn.mark if drawn.mark != "|" else "o", color=drawn.colour,
            markersize=8.0, markeredgecolor=PAPER, zorder=5)  # fmt: skip
    text = str(row["label"])
    if not text:
        return
    half = 0.5 * width_of(ax, text, SMALL) * (ax.get_xlim()[1] - ax.get_xlim()[0])
    middle = min(max(x, half), most - half)
    cloth = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
    write(ax, middle, y - 0.1 * reach, text, ha="center", fontsize=SMALL, color=drawn.text,
          bbox=cloth, zorder=4)  # fmt: skip


def _span(ax: Axes, y: float, row: dict[str, Any], most: float) -> None:
    """Draw where a curve stops paying: a dot and its interval on a row of their own, and words."""
    drawn = ink(str(row["side"]))
    x, low, high = (float(row[key]) for key in ("x", "low", "high"))
    ax.plot((low, high), (y, y), color=drawn.colour, linewidth=2.2, zorder=3)
    ax.plot((x,), (y,), marker=drawn.mark, markersize=7.5, color=drawn.colour,
            markeredgecolor=PAPER, zorder=4)  # fmt: skip
    left, right = ax.get_xlim()
    text = str(row["label"])
    room = (most - high) / (right - left) - 0.03
    other = (low - left) / (right - left) - 0.03
    if width_of(ax, text, SMALL) <= room or room >= other:
        shown = fit(ax, text, max(room, 0.1), SMALL)
        write(ax, high + 0.02 * most, y, shown, fontsize=SMALL, color=INK)
    else:
        shown = fit(ax, text, max(other, 0.1), SMALL)
        write(ax, low - 0.02 * most, y, shown, fontsize=SMALL, color=INK, ha="right")


def height(frame: DataFrame, slim: bool) -> float:
    """Return how high the curves and the spans beneath them want to be [in]."""
    spans = int((frame["kind"] == "span").sum()) if len(frame) else 0
    return (2.5 if slim else 2.9) * (1.0 + 0.1 * spans)


FRONTIER = Drawing(
    name="frontier", draw=curves, inches=height, foot=0.62, steered_by=("kind", "side")
)
