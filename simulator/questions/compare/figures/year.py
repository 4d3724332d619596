"""What one real year can look like: twenty equally likely years of each plan, unpaired."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.present.chart.lettering import SMALL, clear, fit, narrow, note, width_of, write
from simulator.present.chart.palette import GRID, PAPER, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["YEAR", "year"]

DOT = 6.0


def year(ax: Axes, frame: DataFrame) -> None:
    """Draw each plan's years as dots that pile up where years are alike, and their middle.

    A row a dot. Columns: `plan`, `side`, `value`, and, the same for a plan, `p10`, `p50`, `p90`
    and `told`; the same in every row: `unit` (what the axis counts).
    """
    plans = list(dict.fromkeys(frame["plan"])) if len(frame) else []
    values = [value for value in frame.get("value", []) if math.isfinite(value)]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    reach = (high - low) or max(1.0, abs(high))
    ax.set_xlim(
        max(0.0, low - 0.06 * reach) if low >= 0 else low - 0.06 * reach, high + 0.06 * reach
    )
    ax.set_ylim(len(plans) - 0.6, -0.62)
    clear(ax)
    ax.tick_params(axis="x", length=3)
    ax.locator_params(axis="x", nbins=5 if narrow(ax) else 8)
    for y, plan in enumerate(plans):
        _plan(ax, y, plan, frame[frame["plan"] == plan])
    if plans:
        note(ax, -0.36 * 72.0 / ax.get_window_extent().height, str(frame["unit"].iloc[0]))


def _plan(ax: Axes, y: int, plan: str, rows: DataFrame) -> None:
    drawn, first = ink(str(rows["side"].iloc[0])), rows.iloc[0]
    told = str(first["told"])
    if narrow(ax):
        write(ax, 0.0, y - 0.52, fit(ax, plan, 1.0, bold=True), across=True, fontweight="bold")
        write(ax, 0.0, y - 0.34, fit(ax, told, 1.0, SMALL), across=True, fontsize=SMALL)
    else:
        room = 1.0 - width_of(ax, told, SMALL) - 0.02
        name = fit(ax, plan, 0.96 * room, bold=True)
        write(ax, 0.0, y - 0.44, name, across=True, fontweight="bold")
        write(ax, 1.0, y - 0.44, told, across=True, ha="right", fontsize=SMALL)
    base = y + 0.2
    ax.plot((first["p10"], first["p90"]), (base + 0.08,) * 2, color=drawn.colour, linewidth=3,
            linestyle="solid", solid_capstyle="butt", zorder=2)  # fmt: skip
    ax.plot(ax.get_xlim(), (base + 0.08,) * 2, color=GRID, linewidth=0.8, zorder=1)
    points = _piled(ax, [value for value in rows["value"] if math.isfinite(value)], base)
    ax.plot(*zip(*points, strict=True) if points else ([], []), linestyle="none",
            marker=drawn.mark if drawn.mark != "|" else "o", markersize=DOT,
            color=drawn.colour, markeredgecolor=PAPER, markeredgewidth=0.7, zorder=3)  # fmt: skip
    if math.isfinite(first["p50"]):
        ax.plot((first["p50"],), (base + 0.08,), marker="d", color=PAPER, markersize=6,
                markeredgecolor=drawn.colour, markeredgewidth=1.6, zorder=4)  # fmt: skip


def _piled(ax: Axes, values: list[float], base: float) -> list[tuple[float, float]]:
    """Return where the dots stand: in columns one dot wide, piled upwards."""
    box: Any = ax.get_window_extent()
    left, right = ax.get_xlim()
    top, bottom = ax.get_ylim()
    step = (DOT + 1.0) / box.width * (right - left)
    rise = (DOT + 0.2) / box.height * abs(bottom - top)
    piles: dict[int, int] = {}
    for value in values:
        column = math.floor((value - left) / step)
        piles[column] = piles.get(column, 0) + 1
    rise = min(rise, (0.36 if narrow(ax) else 0.46) / max([*piles.values(), 1]))
    points = []
    for column, count in sorted(piles.items()):
        points += [(left + (column + 0.5) * step, base - 0.05 - rise * k) for k in range(count)]
    return points


YEAR = Drawing(
    name="year",
    draw=year,
    inches=lambda frame, slim: (1.12 if slim else 0.86) * max(1, frame["plan"].nunique()),
    foot=0.62,
)
