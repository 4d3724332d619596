"""How much survives: the share of facts intact, hop by hop."""

from __future__ import annotations

import math
from itertools import pairwise
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
from simulator.present.chart.palette import GRID, INKS, PAPER
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["RETENTION", "retention"]

_CLOTH = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
"""What lies under a text that a line may pass."""


def retention(ax: Axes, frame: DataFrame) -> None:
    """Draw, downwards for each kind of work, the share of facts intact at every step.

    Columns: `kind` (heading), `label` (who holds the item), `share`, `low`, `high` (band) in
    per cent, `told`; the same in every row: `unit` (what the axis counts).
    """
    shares = [v for name in ("share", "low") for v in frame.get(name, []) if math.isfinite(v)]
    low = 10.0 * math.floor(0.1 * min([*shares, 95.0]) - 0.001)
    start = 0.0 if narrow(ax) else 0.42
    ax.set_xlim(low - (100.0 - low) * start / (1.0 - start), 100.0)
    kinds = list(dict.fromkeys(frame["kind"])) if len(frame) else []
    pitch = 1.0
    ax.set_ylim((len(frame) + 0.9 * len(kinds)) * pitch - 0.3, -0.6)
    clear(ax)
    _axis(ax, low)
    y = 0.0
    for kind in kinds:
        write(ax, 0.0, y, fit(ax, kind, 1.0, bold=True), across=True, fontweight="bold")
        y += 0.9
        _kind(ax, y, records(frame[frame["kind"] == kind]), start)
        y += float((frame["kind"] == kind).sum())
    if kinds:
        note(ax, -0.36 * 72.0 / ax.get_window_extent().height, str(frame["unit"].iloc[0]))


def _axis(ax: Axes, low: float) -> None:
    reach = 100.0 - low
    step = 20.0 if reach > 60.0 else 10.0 if reach > (10.0 if narrow(ax) else 20.0) else 5.0
    ticks = [low + step * index for index in range(int((100.0 - low) / step) + 1)]
    ax.set_xticks(ticks, [f"{tick:.0f} %" for tick in ticks])
    labels = ax.get_xticklabels()
    labels[-1].set_horizontalalignment("right")
    labels[0].set_horizontalalignment("left" if narrow(ax) else "center")
    ax.spines["bottom"].set_bounds(low, 100.0)
    ax.tick_params(axis="x", length=3)


def _kind(ax: Axes, y: float, rows: list[dict[str, Any]], start: float) -> None:
    drawn, slim = INKS["core"], start == 0.0
    known = [(y + index, row) for index, row in enumerate(rows)]
    line = [(at, float(row["share"])) for at, row in known if _finite(row)]
    middle = 0.22 if slim else 0.0
    for at, row in known:
        told, name = str(row["told"]), words.place(str(row["label"]))
        low, high = float(row["low"]), float(row["high"])
        if math.isfinite(low) and math.isfinite(high):
            heights = (at + middle - 0.3, at + middle + 0.3)
            ax.fill_betweenx(heights, low, high, color=drawn.colour, alpha=0.2, linewidth=0)
        if slim:
            shown = fit(ax, f"{told}  {name}", 0.98)
            write(ax, 0.0, at - 0.2, shown, across=True, zorder=5, bbox=_CLOTH)
        else:
            write(ax, 0.0, at, fit(ax, name, start - 0.03), across=True)
            if _finite(row):
                _beside(ax, at, float(row["share"]), low, high, told)
    for (before, share), (after, kept) in pairwise(line):
        turn = 0.5 * (before + after) + middle
        ax.plot((share, share, kept, kept), (before + middle, turn, turn, after + middle),
                color=drawn.colour, linewidth=1.6, zorder=2)  # fmt: skip
    for at, share in line:
        ax.plot((share,), (at + middle,), marker="o", markersize=7, color=drawn.colour,
                markeredgecolor=PAPER, zorder=3, clip_on=False)  # fmt: skip
    ax.plot((100.0, 100.0), (y - 0.4 + middle, y + len(rows) - 0.6 + middle), color=GRID, zorder=1)


def _beside(ax: Axes, at: float, share: float, low: float, high: float, told: str) -> None:
    """Write the number where it does not stand on the line: left of it, right where it is low."""
    left, right = ax.get_xlim()
    need = (width_of(ax, told, SMALL) + 0.03) * (right - left)
    axis = float(ax.get_xticks()[0])
    from_left = (low if math.isfinite(low) else share) - 0.015 * (right - left)
    if from_left - need > axis:
        write(ax, from_left, at, told, ha="right", fontsize=SMALL)
    else:
        edge = (high if math.isfinite(high) else share) + 0.015 * (right - left)
        write(ax, edge, at, told, ha="left", fontsize=SMALL)


def _finite(row: dict[str, Any]) -> bool:
    return math.isfinite(float(row["share"]))


RETENTION = Drawing(
    name="retention",
    draw=retention,
    inches=lambda frame, slim: (
        (0.46 if slim else 0.34) * (len(frame) + 0.9 * frame["kind"].nunique() + 0.2)
    ),
    foot=0.62,
)
