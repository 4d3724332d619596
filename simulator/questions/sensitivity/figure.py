"""Two figures of what moves an answer: a tornado of ranges, and shares of what differs."""

from __future__ import annotations

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
from simulator.present.chart.palette import GRID, INK, PAPER, ink
from simulator.present.chart.sheet import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

__all__ = ["DRIVERS", "TORNADO", "drivers", "tornado"]


def tornado(ax: Axes, frame: DataFrame) -> None:
    """Draw how far the lead goes while one unknown goes over its range, the widest first.

    Columns: `label`, `told` (the range), `at_low`, `at_high` (the lead at both ends) and, the same
    in every row, `lead` (as the file says), `less` and `more` (what the ends of the axis mean) and
    `key` (the marks).
    """
    rows = records(frame)
    ends = [0.0, *(float(row[key]) for row in rows for key in ("at_low", "at_high", "lead"))]
    reach = (max(ends) - min(ends)) or 1.0
    ax.set_xlim(min(ends) - 0.04 * reach, max(ends) + 0.04 * reach)
    _axis(ax, rows)
    for y, row in enumerate(rows):
        _labelled(ax, y, row)
        mark, lead = y + 0.18, float(row["lead"])
        for end, side in (("at_low", "core"), ("at_high", "edge")):
            look = ink(side)
            ax.plot((lead, float(row[end])), (mark, mark), color=look.colour, linewidth=3.0,
                    linestyle=look.dash, zorder=2)  # fmt: skip
            ax.plot((float(row[end]),), (mark,), marker=look.mark, color=look.colour, zorder=3,
                    markersize=6.5, markeredgecolor=PAPER)  # fmt: skip
        ax.plot((0.0, 0.0), (mark - 0.16, mark + 0.16), color=INK, linewidth=1.2, zorder=1)
    if rows:
        inch = ax.get_window_extent().height / 72.0
        note(ax, -0.36 / inch, f"← {rows[0]['less']}", f"{rows[0]['more']} →")
        note(ax, -(0.75 if narrow(ax) else 0.58) / inch, str(rows[0]["key"]))


def drivers(ax: Axes, frame: DataFrame) -> None:
    """Draw each input's share of what differs: alone as a bar, with all it acts on as a dot.

    Columns: `label`, `told` (both in words), `alone`, `whole`, `low`, `high` (the ends of `whole`,
    95 %; all in percent) and, the same in every row, `key` (the marks).
    """
    rows = records(frame)
    ax.set_xlim(-2.0, 102.0)
    _axis(ax, rows)
    ax.set_xticks((0, 25, 50, 75, 100), ("0 %", "25 %", "50 %", "75 %", "100 %"))
    look, dot = ink("edge"), ink("other")
    for y, row in enumerate(rows):
        _labelled(ax, y, row)
        mark = y + 0.18
        ax.plot((0, 100), (mark, mark), color=GRID, linewidth=1.0, zorder=1)
        ax.plot((0.0, float(row["alone"])), (mark, mark), color=look.colour, linewidth=8.0,
                alpha=0.6, zorder=2, solid_capstyle="butt")  # fmt: skip
        ax.plot((float(row["low"]), float(row["high"])), (mark, mark), color=dot.colour,
                linewidth=1.8, zorder=3)  # fmt: skip
        ax.plot((float(row["whole"]),), (mark,), marker=dot.mark, color=dot.colour, zorder=4,
                markersize=6.5, markeredgecolor=PAPER)  # fmt: skip
    if rows:
        note(ax, -0.36 / (ax.get_window_extent().height / 72.0), str(rows[0]["key"]))


def _axis(ax: Axes, rows: list[dict[str, Any]]) -> None:
    ax.set_ylim(len(rows) - 0.35, -0.7)
    clear(ax)
    ax.tick_params(axis="x", length=3)
    ax.locator_params(axis="x", nbins=5 if narrow(ax) else 8)


def _labelled(ax: Axes, y: int, row: dict[str, Any]) -> None:
    label, told = str(row["label"]), str(row["told"])
    if narrow(ax):
        write(ax, 0.0, y - 0.44, fit(ax, label, 1.0, SMALL, bold=True), across=True,
              fontsize=SMALL, fontweight="bold")  # fmt: skip
        write(ax, 0.0, y - 0.18, fit(ax, told, 1.0, SMALL), across=True, fontsize=SMALL)
        return
    room = 0.95 - width_of(ax, told, SMALL)
    write(ax, 0.0, y - 0.22, fit(ax, label, room, SMALL, bold=True), across=True, fontsize=SMALL,
          fontweight="bold")  # fmt: skip
    write(ax, 1.0, y - 0.22, told, across=True, fontsize=SMALL, ha="right")


def _inches(frame: DataFrame, slim: bool) -> float:
    return 0.3 + (0.68 if slim else 0.5) * max(1, len(frame))


TORNADO = Drawing(name="tornado", draw=tornado, inches=_inches, foot=0.85)
DRIVERS = Drawing(name="drivers", draw=drivers, inches=_inches, foot=0.72)
