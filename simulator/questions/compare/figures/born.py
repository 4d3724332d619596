"""Where failures are born: by side, by mechanism and by category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.present.chart.lettering import (
    LABEL,
    SMALL,
    clear,
    fit,
    narrow,
    records,
    width_of,
    write,
)
from simulator.present.chart.palette import GRID, PAPER, QUIET, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["BORN", "born"]


def born(ax: Axes, frame: DataFrame) -> None:
    """Draw one bar a row, in groups under their headings, each with its number beside it.

    Columns: `group` (the heading), `label`, `side`, `per_100`, `told` (number and share in words).
    """
    ax.set_xlim(0.0, 1.0)
    groups = list(dict.fromkeys(frame["group"])) if len(frame) else []
    ax.set_ylim(len(frame) + 0.9 * len(groups) - 0.35, -0.6)
    clear(ax, x=False)
    most = float(frame["per_100"].max()) if len(frame) else 0.0
    y = 0.0
    for group in groups:
        write(ax, 0.0, y, fit(ax, group, 1.0, bold=True), across=True, fontweight="bold")
        ax.plot((0.0, 1.0), (y + 0.42,) * 2, color=GRID, linewidth=0.8)
        y += 0.9
        for row in records(frame[frame["group"] == group]):
            length = float(row["per_100"]) / most if most > 0.0 else 0.0
            _bar(ax, y, row["label"], str(row["told"]), str(row["side"]), length)
            y += 1.0


def _bar(ax: Axes, y: float, label: str, told: str, side: str, length: float) -> None:
    drawn, slim = ink(side), narrow(ax)
    start, room = (0.0, 1.02) if slim else (0.47, 0.47)
    numbers = width_of(ax, told, SMALL) + 0.045
    reach = (1.0 - numbers - start) * length
    line = y + 0.2 if slim else y
    size = LABEL if width_of(ax, label) < room - 0.02 else SMALL
    name = fit(ax, label, room - 0.02, size)
    at = y - 0.2 if slim else y
    write(ax, 0.0, at, name, across=True, color=drawn.text, fontsize=size)
    ax.plot((start, start + reach), (line, line), color=drawn.colour, linestyle=drawn.dash,
            linewidth=3.2, solid_capstyle="butt", dash_capstyle="butt", zorder=2)  # fmt: skip
    ax.plot((start + reach,), (line,), marker=drawn.mark if drawn.mark != "|" else "o",
            markersize=8, color=drawn.colour, markeredgecolor=PAPER, zorder=3)  # fmt: skip
    write(
        ax,
        start + reach + (0.035 if slim else 0.02),
        line,
        told,
        across=True,
        fontsize=SMALL,
        color=QUIET,
    )


BORN = Drawing(
    name="born",
    draw=born,
    inches=lambda frame, slim: (
        (0.44 if slim else 0.29) * (len(frame) + 0.9 * frame["group"].nunique() + 0.25)
    ),
    foot=0.05,
)
