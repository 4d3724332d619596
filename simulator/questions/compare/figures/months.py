"""What shocks do in the course of the year: failed changes by the month of their release."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.present.chart.lettering import SMALL, clear, fit, narrow, note, write
from simulator.present.chart.palette import GRID, PAPER, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["MONTHS", "months"]


def months(ax: Axes, frame: DataFrame) -> None:
    """Draw each plan's line over the months, with its first, worst and last number.

    Columns: `plan`, `side`, `month`, `per_100`, `shock` (whether something changes in that month),
    `told` (the number at a point; empty for most); the same in every row: `unit`.
    """
    plans = list(dict.fromkeys(frame["plan"])) if len(frame) else []
    values = [value for value in frame.get("per_100", []) if math.isfinite(value)]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    reach = (high - low) or 1.0
    last = int(frame["month"].max()) if len(frame) else 1
    ax.set_xlim(0.4, last + 0.6)
    ax.set_ylim(low - 0.15 * reach, high + (0.25 + 0.2 * len(plans)) * reach)
    clear(ax)
    ax.tick_params(axis="x", length=3)
    ax.set_xticks(range(1, last + 1, 2 if narrow(ax) else 1))
    for month in sorted(set(frame.loc[frame["shock"], "month"])) if len(frame) else []:
        ax.axvspan(month - 0.5, month + 0.5, color=GRID, alpha=0.45, linewidth=0, zorder=0)
    for row, plan in enumerate(plans):
        rows = frame[frame["plan"] == plan]
        drawn = ink(str(rows["side"].iloc[0]))
        ax.plot(rows["month"], rows["per_100"], color=drawn.colour, linestyle=drawn.dash,
                linewidth=1.8, marker="o", markersize=5, markeredgecolor=PAPER)  # fmt: skip
        for month, value, told in zip(rows["month"], rows["per_100"], rows["told"], strict=True):
            write(ax, month, value + 0.11 * reach, told, ha="center", fontsize=SMALL)
        y = high + (0.3 + 0.2 * (len(plans) - 1 - row)) * reach
        ax.plot((0.6, 1.4), (y, y), color=drawn.colour, linestyle=drawn.dash, linewidth=1.8)
        write(ax, 1.6, y, fit(ax, plan, 0.8, SMALL), fontsize=SMALL, color=drawn.text)
    if plans:
        note(ax, -0.36 * 72.0 / ax.get_window_extent().height, str(frame["unit"].iloc[0]))


MONTHS = Drawing(
    name="months",
    draw=months,
    inches=lambda frame, slim: (2.2 if slim else 2.4) + 0.2 * frame["plan"].nunique(),
    foot=0.62,
)
